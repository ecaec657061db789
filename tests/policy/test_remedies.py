"""The policies that an administrator is asked for, decided as AWS would."""

import pytest

from mfa_enroll.domain.failure import Call
from mfa_enroll.domain.principal import IamUser
from mfa_enroll.policy.decision import Decision, Policy, Request, caller_context, decide
from mfa_enroll.policy.remedies import Document, policy_for, policy_for_leftovers

TURNING_ON = {Call.LIST, Call.CREATE, Call.ENABLE, Call.RESYNC}
TAKING_AWAY = {Call.DEACTIVATE, Call.DELETE}
OTHERS = {Call.CHANGE_PASSWORD, Call.PASSWORD_POLICY, "iam:ListUsers"}


def allowed(document: Document, user: IamUser, *, mfa: bool | None) -> set[tuple[str, str]]:
    """The actions, with their resources, that a policy lets a user do to themselves and to bob."""
    bob = IamUser(user.partition, user.account, "bob", user.path)
    resources = (user.arn, user.device_serial, bob.arn, bob.device_serial, "*")
    return {
        (action, resource)
        for action in TURNING_ON | TAKING_AWAY | OTHERS
        for resource in resources
        if decide([Policy.parse(document)], Request(action, resource, caller_context(user.arn, mfa=mfa))).decision
        is Decision.ALLOWED
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
@pytest.mark.parametrize("mfa", [None, True])
def test_a_policy_is_enough_and_no_more(user: IamUser, *, mfa: bool | None) -> None:
    """Each is enough for its subject, in any partition and under any path, and for no one else's.

    That is turning a device on; taking one away, with MFA alone; the password, or the account's rules for passwords.
    """
    own = {user.arn, user.device_serial}
    for call in TURNING_ON | TAKING_AWAY:
        subject = TURNING_ON if call in TURNING_ON else TAKING_AWAY if mfa else set()
        expected = {(each, resource) for each in subject for resource in own}
        assert allowed(policy_for(user, call), user, mfa=mfa) == expected
    assert allowed(policy_for_leftovers(user), user, mfa=mfa) == {(Call.DELETE, user.device_serial)}
    assert allowed(policy_for(user, Call.CHANGE_PASSWORD), user, mfa=mfa) == {(Call.CHANGE_PASSWORD, user.arn)}
    rules = allowed(policy_for(user, Call.PASSWORD_POLICY), user, mfa=mfa)
    assert {action for action, _ in rules} == {Call.PASSWORD_POLICY}
    assert (Call.PASSWORD_POLICY, "*") in rules
