"""Words for codes that AWS does not accept."""

from mfa_enroll.domain.principal import IamUser
from mfa_enroll.domain.problem import Problem, Who
from mfa_enroll.domain.remedy import request_for_removal


def pair_refused() -> Problem:
    """InvalidAuthenticationCode to the two codes that turn a device on."""
    return Problem(
        title="AWS did not accept the codes",
        happened="The two codes do not belong to this device, or were not two codes shown one right after the other.",
        steps=(
            "Check that the codes come from the entry that was scanned just now, and try again with two new ones.",
            "If that fails again, delete the entry in your app and start with a fresh QR code.",
            "Check that the phone sets its time automatically.",
        ),
        who=Who.YOU,
        can_retry=True,
    )


def resync_refused(user: IamUser, answer: str) -> Problem:
    """InvalidAuthenticationCode to the two codes that bring a device and its phone in step."""
    return Problem(
        title="AWS did not accept the codes",
        happened=(
            "The two codes do not belong to this device, were not two codes shown one right after the other, or were "
            "used before."
        ),
        steps=(
            f"Check that the codes come from the app’s entry for {user.name}, and try again with two new ones.",
            "Check that the phone sets its time automatically.",
            "If it never works, send the text below to your administrator. It is printed again when you leave.",
            "When your administrator has taken the device away, run mfa-enroll again to set up a new one.",
        ),
        who=Who.ADMINISTRATOR,
        hand_over=request_for_removal(user, answer),
        can_retry=True,
    )


def single_refused() -> Problem:
    """AccessDenied to the one code that starts a session: AWS says no more, whatever is wrong with it."""
    return Problem(
        title="AWS did not accept the code",
        happened=(
            "It may be of another entry in the app, or one that was used before: AWS takes each code once. Or the "
            "phone’s clock is wrong. AWS does not say which."
        ),
        steps=(
            "Wait for the next code of the device that was asked for, and try again with that.",
            "Check that the phone sets its time automatically.",
            "After several tries AWS pauses for some minutes, and it takes half a minute to learn of a new device.",
            "If codes are never accepted, run mfa-enroll and choose “Codes are not accepted”.",
        ),
        who=Who.YOU,
        can_retry=True,
    )
