"""Words for what IAM and STS refuse. ``answer`` is AWS's answer, for a support ticket."""

import shlex

from mfa_enroll.domain.device import MAXIMUM
from mfa_enroll.domain.failure import Call
from mfa_enroll.domain.principal import IamUser
from mfa_enroll.domain.problem import Problem, Who
from mfa_enroll.domain.remedy import request, request_for_deletion, request_for_removal, request_for_statement

_TO = {
    Call.LIST: "look at your own MFA devices",
    Call.CREATE: "create an MFA device with your user’s name",
    Call.DELETE: "delete the MFA device with your user’s name",
    Call.ENABLE: "turn on your own MFA device",
    Call.DEACTIVATE: "turn off your own MFA device",
    Call.RESYNC: "bring your own MFA device in step with your phone",
    Call.PASSWORD_POLICY: "look at the account’s rules for passwords",
}
"""What a policy may not allow. Sessions need no permission; a denied ChangePassword has a page elsewhere."""

_SEND = "Send the text below to your administrator. It is printed again when you leave."
_WHEN_DONE = "When your administrator has done what it asks, run mfa-enroll again."


def denied(call: Call, user: IamUser, answer: str) -> Problem:
    """AccessDenied: an action is not allowed, or denied outright."""
    if call is Call.ENABLE:
        return _enable_denied(user, answer)
    if call is Call.DEACTIVATE:
        return _deactivate_denied(user, answer)
    return Problem(
        title="Your policy does not allow this",
        happened=f"Your user may not {_TO[call]}: AWS denied {call}.",
        steps=(_SEND, _WHEN_DONE),
        who=Who.ADMINISTRATOR,
        hand_over=(
            request_for_deletion(user, answer) if call is Call.DELETE else request_for_statement(user, answer, call)
        ),
        can_retry=True,
    )


def _enable_denied(user: IamUser, answer: str) -> Problem:
    """The policy, or AWS's rule that once MFA is on a key alone changes nothing (bulletin AWS-2023-001)."""
    return Problem(
        title="AWS did not let the device be turned on",
        happened=(
            "Your user may have MFA on already, and AWS then takes such a change only from someone signed in with MFA. "
            f"Or a policy does not allow {Call.ENABLE}."
        ),
        steps=(
            "Try again, or run mfa-enroll again: if MFA is on already, it says so and nothing is left to do.",
            f"If it is not on: {_SEND[0].lower()}{_SEND[1:]}",
            _WHEN_DONE,
        ),
        who=Who.ADMINISTRATOR,
        hand_over=request_for_statement(user, answer),
        can_retry=True,
    )


def _deactivate_denied(user: IamUser, answer: str) -> Problem:
    """The policy, or the same rule of AWS's."""
    return Problem(
        title="AWS did not let the device be turned off",
        happened=(
            "AWS takes such a change only from someone signed in with MFA, and may not have taken you for that. "
            f"Or a policy does not allow {Call.DEACTIVATE}."
        ),
        steps=(
            "Try again with a new code from your app.",
            f"If that fails: {_SEND[0].lower()}{_SEND[1:]}",
            _WHEN_DONE,
        ),
        who=Who.ADMINISTRATOR,
        hand_over=request_for_statement(user, answer, Call.DEACTIVATE),
        can_retry=True,
    )


def identity_denied() -> Problem:
    """No policy on a user can deny GetCallerIdentity; one on a private network endpoint can."""
    return Problem(
        title="AWS does not say who you are",
        happened="AWS denied even the question who is calling. No user policy does that; a network’s policy can.",
        steps=(
            "Try another network: outside the VPN or the company network.",
            "Otherwise show this page to your administrator: a VPC endpoint policy may restrict AWS STS.",
        ),
        who=Who.YOU,
        can_retry=True,
    )


def taken(call: Call, user: IamUser) -> Problem:
    """EntityAlreadyExists."""
    happened = (
        f"An MFA device named {user.name} is turned on already."
        if call is Call.ENABLE
        else f"AWS already has an MFA device named {user.name}: in use, or left over from an earlier attempt."
    )
    return Problem(
        title="The device is there already",
        happened=happened,
        steps=("Run mfa-enroll again: it looks at what is there and goes on from that.",),
        who=Who.YOU,
        can_retry=True,
    )


def missing(user: IamUser) -> Problem:
    """NoSuchEntity: gone, never there, or not yet seen everywhere within AWS."""
    return Problem(
        title="AWS does not find the device",
        happened=(
            f"The MFA device {user.device_serial}, or the user itself, is not there, or AWS has not caught up with a "
            "change."
        ),
        steps=(
            "Wait half a minute, then try again.",
            "If it stays so, ask your administrator whether there still is a user of your name.",
        ),
        who=Who.YOU,
        can_retry=True,
    )


def not_on(user: IamUser) -> Problem:
    """NoSuchEntity about a device that should be on: it is off already, or deleted."""
    return Problem(
        title="The device is not on any more",
        happened=f"AWS finds no MFA device {user.device_serial} that is turned on for you. Nothing was changed.",
        steps=(
            "Try again, or run mfa-enroll again: it looks at what is on and goes on from that.",
            "If you did not turn it off yourself, ask your administrator who did.",
        ),
        who=Who.YOU,
        can_retry=True,
    )


def in_use(user: IamUser, answer: str) -> Problem:
    """DeleteConflict: an enabled device has to be deactivated first, and by someone else."""
    return Problem(
        title="The device is in use",
        happened=(
            "An MFA device that is turned on cannot be deleted. If you still have its entry in your authenticator app, "
            "MFA is on and goes on working."
        ),
        steps=(
            f"If you have lost it: {_SEND[0].lower()}{_SEND[1:]}",
            "When your administrator has taken the device away, run mfa-enroll again to set up a new one.",
        ),
        who=Who.ADMINISTRATOR,
        hand_over=request_for_removal(user, answer),
        can_retry=True,
    )


def full(call: Call, user: IamUser, answer: str) -> Problem:
    """LimitExceeded: eight devices at one user, or the account's quota of virtual devices."""
    if call is Call.ENABLE:
        return Problem(
            title="You have as many MFA devices as AWS allows",
            happened=f"A user can have {MAXIMUM} MFA devices, and yours are all in use.",
            steps=(_SEND, _WHEN_DONE),
            who=Who.ADMINISTRATOR,
            hand_over=request(
                user,
                answer,
                f"The user has {MAXIMUM} MFA devices, and AWS allows no more. Deactivate one that the user no longer "
                "needs. This lists them:",
                f"aws iam list-mfa-devices --user-name {shlex.quote(user.name)}",
            ),
            can_retry=True,
        )
    return Problem(
        title="The account has no room for more MFA devices",
        happened="The account’s quota of virtual MFA devices is used up. Devices that were never turned on count too.",
        steps=(_SEND, _WHEN_DONE),
        who=Who.ADMINISTRATOR,
        hand_over=request(
            user,
            answer,
            f"The quota of virtual MFA devices of account {user.account} is used up. Raise it, or delete devices that "
            "nobody uses. This lists those that are not turned on:",
            "aws iam list-virtual-mfa-devices --assignment-status Unassigned",
        ),
        can_retry=True,
    )


def limit_reached() -> Problem:
    """LimitExceeded to a call that adds nothing."""
    return Problem(
        title="A limit of the account is reached",
        happened="AWS refused this because a quota of the account is used up. Nothing was changed by this call.",
        steps=("Try again in a few minutes.", "If it stays so, show this page to your administrator."),
        who=Who.YOU,
        can_retry=True,
    )


def not_signed_up() -> Problem:
    """OptInRequired and its kin: the account or the region is not active."""
    return Problem(
        title="The account or region is not active",
        happened="AWS knows the access key, but this account, or this region for it, is not switched on.",
        steps=(
            "Leave, and run it with a region that is always on: mfa-enroll --region us-east-1.",
            "Otherwise ask your administrator to look at the account’s state in the AWS console.",
        ),
        who=Who.YOU,
        can_retry=True,
    )


def not_accepted() -> Problem:
    """Any error code that has no page of its own."""
    return Problem(
        title="AWS did not accept the request",
        happened="AWS refused it for a reason this program does not know. Nothing was changed by this call.",
        steps=("Try again in a minute.", "If it stays so, show this page to your administrator."),
        who=Who.YOU,
        can_retry=True,
    )
