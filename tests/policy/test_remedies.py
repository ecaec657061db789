"""The statements that an administrator is asked for, decided as AWS would."""

import pytest

from mfa_enroll.domain.failure import Call
from mfa_enroll.domain.principal import IamUser
from mfa_enroll.policy.decision import Decision, Policy, Request, caller_context, decide
from mfa_enroll.policy.remedies import statement

NEEDLESS = {Call.WHO_AM_I, Call.START_SESSION}
"""No policy is asked about these."""

PASSWORD_CALLS = {Call.CHANGE_PASSWORD, Call.PASSWORD_POLICY}
DEVICE_CALLS = set(Call) - NEEDLESS - PASSWORD_CALLS


def allowed(user: IamUser, call: Call) -> set[tuple[str, str]]:
    """The actions, with their resources, that the statement for a call lets a user do to themselves and to bob."""
    policy = Policy.parse({"Version": "2012-10-17", "Statement": statement(user, call)})
    bob = IamUser(user.partition, user.account, "bob", user.path)
    resources = (user.arn, user.device_serial, bob.arn, bob.device_serial, "*")
    context = caller_context(user.arn, mfa=None)
    return {
        (action, resource)
        for action in (*DEVICE_CALLS, *PASSWORD_CALLS, "iam:ListUsers")
        for resource in resources
        if decide([policy], Request(action, resource, context)).decision is Decision.ALLOWED
    }


@pytest.mark.parametrize(
    "user",
    [
        IamUser("aws", "123456789012", "alice"),
        IamUser("aws", "123456789012", "alice", "/eng/"),
        IamUser("aws", "123456789012", "alice", "/eng/platform/"),
        IamUser("aws-cn", "123456789012", "alice"),
        IamUser("aws-us-gov", "123456789012", "alice", "/eng/"),
    ],
)
def test_statement_is_enough_and_no_more(user: IamUser) -> None:
    """Each statement is enough for its subject, in any partition and under any path, and for no one else's.

    That is a device's whole life, the password, or the account's rules for passwords.
    """
    own = {user.arn, user.device_serial}
    for call in DEVICE_CALLS:
        assert allowed(user, call) == {(each, resource) for each in DEVICE_CALLS for resource in own}
    assert allowed(user, Call.CHANGE_PASSWORD) == {(Call.CHANGE_PASSWORD, user.arn)}
    assert {action for action, _ in allowed(user, Call.PASSWORD_POLICY)} == {Call.PASSWORD_POLICY}
    assert (Call.PASSWORD_POLICY, "*") in allowed(user, Call.PASSWORD_POLICY)


def test_a_statement_names_no_more_than_it_needs() -> None:
    """A user without a path is asked for no path, and a statement says by its Sid what it is for."""
    alice = IamUser("aws", "123456789012", "alice")
    own_user, own_device = "arn:aws:iam::*:user/${aws:username}", "arn:aws:iam::*:mfa/${aws:username}"
    asked = {call: statement(alice, call) for call in (Call.LIST, Call.CHANGE_PASSWORD, Call.PASSWORD_POLICY)}
    assert [(each["Sid"], each["Effect"], each["Resource"]) for each in asked.values()] == [
        ("AllowUsersToManageTheirOwnMFA", "Allow", [own_device, own_user]),
        ("AllowUsersToChangeTheirOwnPassword", "Allow", [own_user]),
        ("AllowReadingThePasswordPolicy", "Allow", ["*"]),
    ]
