"""The words that stay on the terminal when the screen is gone."""

from mfa_enroll.domain.device import MfaDevice
from mfa_enroll.flows.dialogue import DeviceReport, Ending, EndingKind, Leave


def enabled(report: DeviceReport) -> Ending:
    """The device is on now."""
    return Ending(EndingKind.ENABLED, f"MFA is on for {report.user.name}: {report.user.device_serial}")


def already_on(report: DeviceReport) -> Ending:
    """There was nothing to do."""
    shown = [report.own] if report.own else report.devices
    said = "\n".join(f"  {device.serial}, since {since(device)}" for device in shown)
    return Ending(EndingKind.ALREADY_ON, f"MFA was on already for {report.user.name}:\n{said}")


def left(leave: Leave) -> Ending:
    """The person went before MFA was on."""
    words = [f"{leave.because.title}."] if leave.because else []
    words.append("MFA is not on yet. Run mfa-enroll again to go on.")
    if leave.left_behind:
        words.append(f"An unfinished device may be left in AWS: {leave.left_behind}")
    return Ending(EndingKind.PROBLEM if leave.because else EndingKind.LEFT, "\n".join(words))


def deleted(serial: str) -> Ending:
    """The person went, and the device that this run made was deleted."""
    return Ending(EndingKind.LEFT, f"MFA is not on. The unfinished device was deleted: {serial}")


def since(device: MfaDevice) -> str:
    """When a device was enabled, in local time: "24 November 2026, 05:50"."""
    local = device.enabled_since.astimezone()
    return f"{local.day} {local:%B %Y, %H:%M}"
