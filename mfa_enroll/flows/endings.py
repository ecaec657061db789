"""The words that stay on the terminal when the screen is gone."""

from mfa_enroll.domain.device import MfaDevice
from mfa_enroll.domain.principal import IamUser
from mfa_enroll.domain.problem import Problem, Who
from mfa_enroll.flows.dialogue import DeviceReport, Ending, EndingKind, Exact, Leave

_AGAIN = "Run mfa-enroll again to go on."


def enabled(report: DeviceReport) -> Ending:
    """The device is on now."""
    words = [f"MFA is on for {report.user.name}: {report.user.device_serial}", *_session(report)]
    if report.remark:
        words.append(report.remark.text)
    return Ending(EndingKind.ENABLED, tuple(words))


def already_on(report: DeviceReport) -> Ending:
    """There was nothing to do."""
    shown = [report.own] if report.own else report.devices
    listed = [f"  {device.serial}, since {since(device)}" for device in shown]
    words = [f"MFA was on already for {report.user.name}:", *listed, *_session(report)]
    return Ending(EndingKind.ALREADY_ON, tuple(words))


def left(leave: Leave) -> Ending:
    """The person went before MFA was seen to be on."""
    problem, serial = leave.because, leave.left_behind
    words = [*_page(problem), ""] if problem else ["MFA was not turned on."]
    if serial and not problem:
        words.append(f"The unfinished device stays in AWS: {serial}")
        words.append("Keep its entry in your app, and run mfa-enroll again to go on with its codes.")
    elif problem and problem.who is Who.ADMINISTRATOR:
        words.append("When your administrator has done this, run mfa-enroll again.")
    else:
        words.append(_AGAIN)
    if serial and problem:
        words.append(f"An unfinished device may be left in AWS: {serial}")
    return Ending(EndingKind.PROBLEM if problem else EndingKind.LEFT, tuple(words))


def deleted(serial: str, because: Problem | None) -> Ending:
    """The person went, and the device that this run made was deleted."""
    words = [*_page(because), ""] if because else []
    words.append(f"MFA is not on. The unfinished device was deleted: {serial}")
    words.append("Remove its entry from your app, too.")
    return Ending(EndingKind.PROBLEM if because else EndingKind.LEFT, tuple(words))


def accepted(user: IamUser, because: Problem | None) -> Ending:
    """AWS took the two codes, and the person went before the listing showed the device."""
    words = [*_page(because), ""] if because else []
    words += [
        f"AWS accepted the two codes for {user.device_serial}.",
        "Its list was not seen to show the device yet: run mfa-enroll again to make sure that MFA is on.",
    ]
    return Ending(EndingKind.PROBLEM if because else EndingKind.ENABLED, tuple(words))


def cut_off(user: IamUser | None) -> Ending:
    """The program was told to end while AWS was still at work. The user is unknown before AWS has named them."""
    words = ["This had to end before AWS answered. Run mfa-enroll again: it finds out what was done, and goes on."]
    if user is not None:
        words.append(f"A device may be left in AWS, turned on or not: {user.device_serial}")
    return Ending(EndingKind.LEFT, tuple(words))


def since(device: MfaDevice) -> str:
    """When a device was enabled, in local time: "24 November 2026, 05:50 UTC"."""
    local = device.enabled_since.astimezone()
    return f"{local.day} {local:%B %Y, %H:%M %Z}"


def _session(report: DeviceReport) -> list[str]:
    words = "To work on the command line, start a session with a new code from your app:"
    return [words, Exact(f"  {report.session_command}")]


def _page(problem: Problem) -> list[str]:
    """A problem page as paragraphs, so that it can be read, copied and sent on after the screen is gone."""
    steps = [f"{number}. {step}" for number, step in enumerate(problem.steps, start=1)]
    words = [problem.title, problem.happened, "", f"{problem.who.value}:", *steps]
    if problem.hand_over:
        words += ["", "For your administrator:", "", Exact(problem.hand_over)]
    if problem.answer:
        words += ["", f"AWS answered: {problem.answer}"]
    return words
