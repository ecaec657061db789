"""The texts for an administrator: who is stuck, what AWS answered, and what to do about it, exact for one user."""

import json
from collections.abc import Iterator, Sequence

from mfa_enroll.domain.denial import NOTHING_SAID, Denial, DeniedBy
from mfa_enroll.domain.device import MAXIMUM
from mfa_enroll.domain.failure import Call
from mfa_enroll.domain.principal import IamUser
from mfa_enroll.domain.trouble import UserTrouble
from mfa_enroll.domain.troubles.refusals import DeniedTrouble
from mfa_enroll.flows.troubles import MoveDenied
from mfa_enroll.policy.remedies import Document, actions, policy_for, policy_for_leftovers, policy_for_move
from mfa_enroll.words.commands import deletion_command, listing_command, removal_commands

_ALSO_EXCEPT = "If a statement denies everything without MFA, add these to its NotAction as well:"
_ATTACH_TOO = "If no policy of the user’s allows these actions yet, attach this one as well:"
_IF_THERE_ALREADY = (
    "If a statement like this is there already, look at its policy’s Version: without “2012-10-17” there, "
    "${{aws:username}} is plain text and matches nobody."
)
_OTHER_STATEMENTS = "a statement that denies everything, or by region (IAM counts as us-east-1), source address or VPC"
_BY_WHAT_DENIED = {
    DeniedBy.NOTHING_ALLOWS: (
        (
            "No policy of the user’s allows {call}, on the resource that AWS names. Attach this one to the user, or to "
            "their group:"
        ),
        "{policy}",
        _ALSO_EXCEPT,
        "{allowed}",
        _IF_THERE_ALREADY,
    ),
    DeniedBy.STATEMENT: (
        "A statement in a policy of the user’s denies {call}, and allowing it does not help against that.",
        "If it denies everything without MFA, add these to its NotAction, or put that in the place of its Action:",
        "{allowed}",
        f"Which statement it is cannot be told from here. It may be {_OTHER_STATEMENTS}: that has to except them, too.",
        _ATTACH_TOO,
        "{policy}",
    ),
    DeniedBy.BOUNDARY: (
        "The user’s permissions boundary denies {call}. It has to allow these, and no statement in it may deny them:",
        "{allowed}",
        _ATTACH_TOO,
        "{policy}",
    ),
    DeniedBy.SERVICE_CONTROL: (
        "A service control policy denies {call}. Whoever looks after the organization has to except these from it:",
        "{allowed}",
        _ATTACH_TOO,
        "{policy}",
    ),
    DeniedBy.OTHER_POLICY: (
        "A policy that is not the user’s own denies {call}. It has to allow these:",
        "{allowed}",
    ),
    DeniedBy.UNSAID: (
        "Attach this policy to the user, or to their group:",
        "{policy}",
        _ALSO_EXCEPT,
        "{allowed}",
        "If that is not enough, what else denies {call} cannot be told from here.",
        f"It may be a permissions boundary, a service control policy, or {_OTHER_STATEMENTS}.",
        _IF_THERE_ALREADY,
    ),
}
"""By what denied a call, the paragraphs that say what to do."""


def request_for_policy(trouble: UserTrouble, call: Call) -> str:
    """Ask for what lets the user make ``call``: by the policy that denied it, as far as AWS has named it."""
    return _request(trouble, *_remedy(trouble, call, actions(call), policy_for(trouble.user, call)))


def request_for_removal(trouble: UserTrouble) -> str:
    """Ask for the device named as the user to be taken away, which its own access key cannot do."""
    serial = trouble.user.device_serial
    return _request(
        trouble,
        f"The device {serial} is turned on. If its phone is lost, or AWS never takes its codes, and you "
        "are sure that it is the user who asks, take the device away:",
        removal_commands(trouble.user, serial),
        "The user can then set up a new one.",
    )


def request_for_deletion(trouble: UserTrouble) -> str:
    """Ask for a device to be deleted that is not on; and apart from that, what would let users do it."""
    return _request(
        trouble,
        "An MFA device with the user’s name is there and not turned on. Delete it for them. This deletes no device "
        "that is in use:",
        deletion_command(trouble.user.device_serial),
        "The user can then make a new one, and no policy has to change.",
        "Apart from that, users could be allowed to do it themselves. That would be without MFA, and AWS advises "
        "against it.",
        *_remedy(trouble, Call.DELETE, (Call.DELETE,), policy_for_leftovers(trouble.user)),
    )


def request_for_move(trouble: MoveDenied) -> str:
    """Ask for what lets someone with MFA on move to a new phone."""
    user = trouble.user
    call = Call.DELETE if trouble.may_make else Call.CREATE
    by_hand = (
        "Or take the old device away for them, if you are sure that it is they who ask:",
        removal_commands(user, user.device_serial),
    )
    return _request(
        trouble,
        "The user has MFA on and wants to move it to a new phone. For that the old device is deleted and a new one "
        "made, which they may not do even when they are signed in with MFA.",
        *_remedy(trouble, call, (*actions(Call.CREATE), *actions(Call.DELETE)), policy_for_move(user)),
        *(by_hand if trouble.may_make else ()),
    )


def request_for_turning_off(trouble: UserTrouble) -> str:
    """Ask for what lets someone who turns MFA off delete the device as well."""
    return _request(
        trouble,
        "The user can turn MFA off, and may not delete the device, which then stays in AWS. Once it is off, delete it "
        "for them, if it should go:",
        deletion_command(trouble.user.device_serial),
        "Or let users do it themselves, when they are signed in with MFA.",
        *_remedy(trouble, Call.DELETE, actions(Call.DELETE), policy_for(trouble.user, Call.DELETE)),
    )


def request_for_one_fewer(trouble: UserTrouble) -> str:
    """Ask for one of the user's devices to be deactivated, of which there are as many as AWS allows."""
    return _request(
        trouble,
        f"The user has {MAXIMUM} MFA devices, and AWS allows no more. Deactivate one that the user no longer needs. "
        "This lists them:",
        listing_command(trouble.user),
    )


def request_for_room(trouble: UserTrouble) -> str:
    """Ask for room for one more virtual device in the account."""
    return _request(
        trouble,
        f"The quota of virtual MFA devices of account {trouble.user.account} is used up. Raise it, or delete devices "
        "that nobody uses. This lists those that are not turned on:",
        "aws iam list-virtual-mfa-devices --assignment-status Unassigned",
    )


def request_for_password(trouble: UserTrouble) -> str:
    """Ask for a console password, which only an administrator can give to a user who has none.

    It is asked for by way of the console, which makes up a password and shows it once. The command for it takes the
    password as an argument, which would leave it in a shell's history.
    """
    return _request(
        trouble,
        "The user has no console password. Keys work without one. If the user is to sign in to the AWS console, "
        "give them one there:",
        f"IAM > Users > {trouble.user.name} > Security credentials > Manage console access: enable it with an "
        "autogenerated password that the user must change at the next sign-in.",
        "Do not send the password along with the user name.",
    )


def _request(trouble: UserTrouble, *paragraphs: str) -> str:
    heading = f"User {trouble.user.arn} asks for your help with MFA."
    if trouble.answer:
        heading += f"\nAWS answered: {trouble.answer}."
    if quotation := _denial(trouble).quotation:
        heading += f"\nIn AWS’s own words: “{quotation}”"
    return "\n\n".join((heading, *paragraphs))


def _denial(trouble: UserTrouble) -> Denial:
    return trouble.denial if isinstance(trouble, DeniedTrouble) else NOTHING_SAID


def _remedy(trouble: UserTrouble, call: Call, allowed: Sequence[Call], policy: Document) -> Iterator[str]:
    """What lets the user make ``call``, by what denied it: the policy, and the actions to be allowed."""
    by = _denial(trouble).by
    said = {
        "call": call,
        "allowed": json.dumps([str(action) for action in allowed], indent=2),
        "policy": json.dumps(policy, indent=2),
    }
    yield from (each.format_map(said) for each in _BY_WHAT_DENIED[by])
    if by in {DeniedBy.NOTHING_ALLOWS, DeniedBy.UNSAID} and call is not Call.PASSWORD_POLICY:
        yield from _ill_fitting(trouble.user)


def _ill_fitting(user: IamUser) -> tuple[str, ...]:
    """What the ARN alone tells of statements that look right and match nothing."""
    if user.partition != "aws":
        return (f"A statement that names arn:aws: matches nothing here; it has to say arn:{user.partition}:.",)
    if user.path != "/":
        return (f"The user has the path {user.path}, which user/${{aws:username}} in a statement does not match.",)
    return ()
