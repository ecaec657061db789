"""What a flow has to say by itself, without a refusal by AWS."""

from mfa_enroll.domain.device import MAXIMUM
from mfa_enroll.domain.principal import IamUser
from mfa_enroll.domain.problem import Problem, Who
from mfa_enroll.flows.dialogue import DeviceReport


def session_command(aws: str, serial: str) -> str:
    """The command that starts a session with a code of a device; ``aws`` is the command with its options."""
    return f"{aws} sts get-session-token --serial-number {serial} --token-code CODE"


def already_on(report: DeviceReport) -> str:
    """Why there is nothing to do here for someone who has MFA on."""
    if report.own:
        return "Your own device is on, and there is nothing to do."
    if len(report.devices) >= MAXIMUM:
        return (
            f"All {MAXIMUM} devices that AWS allows a user are on, so there is no room for another. "
            "You can sign in with any of them."
        )
    return (
        "A device is on already, under another name, and you can sign in with it. "
        "To add another, sign in with a code of that device first."
    )


def not_listed(user: IamUser) -> Problem:
    """AWS took the codes, and the listing does not show the device."""
    return Problem(
        title="AWS does not show the device yet",
        happened=f"AWS accepted your two codes for {user.device_serial}, but does not list the device as on.",
        steps=("Wait a minute, then try again: this asks AWS for the list once more.",),
        who=Who.YOU,
        can_retry=True,
    )
