"""The words that stay on the terminal when the screen is gone."""

from mfa_enroll.domain.device import MfaDevice
from mfa_enroll.domain.principal import IamUser
from mfa_enroll.domain.problem import Problem
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
    """The person went before MFA was seen to be on."""
    words = [_as_text(leave.because), ""] if leave.because else ["MFA was not turned on."]
    words.append("Run mfa-enroll again to go on.")
    if leave.left_behind:
        words.append(f"An unfinished device may be left in AWS: {leave.left_behind}")
    return Ending(EndingKind.PROBLEM if leave.because else EndingKind.LEFT, "\n".join(words))


def deleted(serial: str, because: Problem | None) -> Ending:
    """The person went, and the device that this run made was deleted."""
    words = [_as_text(because), ""] if because else []
    words.append(f"MFA is not on. The unfinished device was deleted: {serial}")
    return Ending(EndingKind.PROBLEM if because else EndingKind.LEFT, "\n".join(words))


def accepted(user: IamUser, because: Problem | None) -> Ending:
    """AWS took the two codes, and the person went before the listing showed the device."""
    words = [_as_text(because), ""] if because else []
    words += [
        f"AWS accepted the two codes for {user.device_serial}.",
        "Its list was not seen to show the device yet: run mfa-enroll again to make sure that MFA is on.",
    ]
    return Ending(EndingKind.PROBLEM if because else EndingKind.ENABLED, "\n".join(words))


def cut_off(user: IamUser | None) -> Ending:
    """The program was told to end while AWS was still at work. The user is unknown before AWS has named them."""
    words = ["This had to end before AWS answered. Run mfa-enroll again: it finds out what was done, and goes on."]
    if user is not None:
        words.append(f"A device may be left in AWS, turned on or not: {user.device_serial}")
    return Ending(EndingKind.LEFT, "\n".join(words))


def _as_text(problem: Problem) -> str:
    """A page as lines, so that it can be read, copied and sent on after the screen is gone."""
    steps = [f"  {number}. {step}" for number, step in enumerate(problem.steps, start=1)]
    lines = [problem.title, problem.happened, "", f"{problem.who.value}:", *steps]
    if problem.hand_over:
        lines += ["", "For your administrator:", "", problem.hand_over]
    if problem.answer:
        lines += ["", f"AWS answered: {problem.answer}"]
    return "\n".join(lines)


def since(device: MfaDevice) -> str:
    """When a device was enabled, in local time: "24 November 2026, 05:50"."""
    local = device.enabled_since.astimezone()
    return f"{local.day} {local:%B %Y, %H:%M}"
