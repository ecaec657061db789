"""Words for what IAM and STS refuse."""

from mfa_enroll.domain.device import MAXIMUM
from mfa_enroll.domain.failure import Call
from mfa_enroll.domain.principal import IamUser
from mfa_enroll.domain.problem import Problem, Who
from mfa_enroll.domain.remedy import removal_commands, statement

_TO = {
    Call.LIST: "look at your own MFA devices",
    Call.CREATE: "create an MFA device with your user's name",
    Call.DELETE: "delete the unfinished MFA device with your user's name",
    Call.ENABLE: "turn on your own MFA device",
}

_HAND_OVER = (
    "Send your administrator the policy statement below, to be added to a policy attached to you.",
    (
        "For the administrator: where a policy denies everything without MFA, these actions also belong in "
        "its NotAction list. If both are there, a permissions boundary or a service control policy (SCP) of "
        "the organization denies it."
    ),
)


def denied(call: Call, user: IamUser | None) -> Problem:
    """AccessDenied: an action is not allowed, or denied outright."""
    if user is None:
        return _identity_denied()
    if call is Call.ENABLE:
        return _enable_denied(user)
    return Problem(
        title="Your policy does not allow this",
        happened=f"Your user may not {_TO[call]}: AWS denied {call}. {_why(user)}".rstrip(),
        steps=(*_HAND_OVER, "When it is added, try again."),
        who=Who.ADMINISTRATOR,
        hand_over=statement(user),
        can_retry=True,
    )


def _enable_denied(user: IamUser) -> Problem:
    """The policy, or AWS's rule that once MFA is on a key alone changes nothing (bulletin AWS-2023-001)."""
    return Problem(
        title="AWS did not let the device be turned on",
        happened=(
            "There are two possible reasons. Your user may have MFA on already, and AWS then takes such a "
            "change only from someone signed in with MFA. "
            f"Or a policy does not allow {Call.ENABLE}. {_why(user)}"
        ).rstrip(),
        steps=(
            "Run mfa-enroll again: if MFA is on already, it says so and nothing is left to do.",
            *_HAND_OVER,
        ),
        who=Who.ADMINISTRATOR,
        hand_over=statement(user),
        can_retry=True,
    )


def _why(user: IamUser) -> str:
    """What the ARN alone tells about the cause."""
    if user.partition != "aws":
        return f"A policy that names arn:aws: matches nothing here; it has to say arn:{user.partition}:."
    if user.path != "/":
        return f"Your user has the path {user.path}, which user/${{aws:username}} in a policy does not match."
    return ""


def _identity_denied() -> Problem:
    """No policy on a user can deny GetCallerIdentity; one on a private network endpoint can."""
    return Problem(
        title="AWS does not say who you are",
        happened=("AWS denied even the question who is calling. No user policy does that; a network's policy can."),
        steps=(
            "Try another network: outside the VPN or the company network.",
            "Otherwise ask your administrator whether a VPC endpoint policy restricts AWS STS.",
        ),
        who=Who.ADMINISTRATOR,
        can_retry=True,
    )


def taken(call: Call, user: IamUser | None) -> Problem:
    """EntityAlreadyExists."""
    name = user.name if user else "your user"
    happened = (
        f"An MFA device named {name} is turned on already."
        if call is Call.ENABLE
        else f"AWS already has an MFA device named {name}: in use, or left over from an earlier attempt."
    )
    return Problem(
        title="The device is there already",
        happened=happened,
        steps=("Run mfa-enroll again: it looks at what is there and goes on from that.",),
        who=Who.YOU,
        can_retry=True,
    )


def missing(user: IamUser | None) -> Problem:
    """NoSuchEntity: gone, never there, or not yet seen everywhere within AWS."""
    serial = f" {user.device_serial}" if user else ""
    return Problem(
        title="AWS does not find the device",
        happened=(f"The MFA device{serial}, or the user itself, is not there, or AWS has not caught up with a change."),
        steps=(
            "Wait half a minute, then try again.",
            "If it stays so, ask your administrator whether your user was deleted or renamed.",
        ),
        who=Who.YOU,
        can_retry=True,
    )


def in_use(user: IamUser | None) -> Problem:
    """DeleteConflict: an enabled device has to be deactivated first, and by someone else."""
    return Problem(
        title="The device is in use",
        happened=(
            "An MFA device that is turned on cannot be deleted. If you still have its entry in your "
            "authenticator "
            "app, MFA is on and nothing is left to do."
        ),
        steps=(
            "If you have lost it, send your administrator the commands below. They take the device away.",
            "Then run mfa-enroll again to set up a new one.",
        ),
        who=Who.ADMINISTRATOR,
        hand_over=removal_commands(user, user.device_serial) if user else "",
        can_retry=True,
    )


def codes_refused() -> Problem:
    """InvalidAuthenticationCode."""
    return Problem(
        title="AWS did not accept the codes",
        happened=("The two codes do not belong to this device, or were not two codes shown one right after the other."),
        steps=(
            ("Check that the codes come from the entry that was scanned just now, and try again with two new ones."),
            "If that fails again, delete the entry in your app and start with a fresh QR code.",
            "Check that the phone sets its time automatically.",
        ),
        who=Who.YOU,
        can_retry=True,
    )


def full(call: Call) -> Problem:
    """LimitExceeded: eight devices at one user, or the account's quota of virtual devices."""
    if call is Call.ENABLE:
        return Problem(
            title="You have as many MFA devices as AWS allows",
            happened=f"A user can have {MAXIMUM} MFA devices, and yours are all in use.",
            steps=("Ask your administrator to take away one that you no longer use, then run mfa-enroll again.",),
            who=Who.ADMINISTRATOR,
            can_retry=True,
        )
    return Problem(
        title="The account has no room for another MFA device",
        happened=(
            "The account's quota of virtual MFA devices is used up. Devices that were never turned on count too."
        ),
        steps=(
            (
                "Ask your administrator to delete devices that nobody uses, or to raise IAM's quota of "
                "virtual MFA devices. The command below lists those that are not turned on."
            ),
        ),
        who=Who.ADMINISTRATOR,
        hand_over="aws iam list-virtual-mfa-devices --assignment-status Unassigned",
        can_retry=True,
    )


def not_signed_up() -> Problem:
    """OptInRequired and its kin: the account or the region is not active."""
    return Problem(
        title="The account or region is not active",
        happened="AWS knows the access key, but this account, or this region for it, is not switched on.",
        steps=(
            "Run it with a region that is always on: mfa-enroll --region us-east-1.",
            "Otherwise ask your administrator to look at the account's state in the AWS console.",
        ),
        who=Who.ADMINISTRATOR,
        can_retry=True,
    )


def not_accepted() -> Problem:
    """Any error code that has no page of its own."""
    return Problem(
        title="AWS did not accept the request",
        happened="AWS refused it for a reason this program does not know. Nothing was changed by this call.",
        steps=(
            "Try again in a minute.",
            "If it stays so, show this page to your administrator; what AWS answered is written below.",
        ),
        who=Who.ADMINISTRATOR,
        can_retry=True,
    )
