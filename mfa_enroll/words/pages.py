"""The page of each question: what it says, and what its answers are called."""

from collections.abc import Callable
from typing import Any, TypeVar

from mfa_enroll.domain.lifetime import ORDINARY
from mfa_enroll.flows import questions
from mfa_enroll.flows.questions import LeaveChoice, LeftoverChoice, Question, Task
from mfa_enroll.words import managing
from mfa_enroll.words.labels import SCANNED
from mfa_enroll.words.openings import Opening, met
from mfa_enroll.words.page import Label, Listed, Page, Steps, Table, Way
from mfa_enroll.words.problems import problem_page
from mfa_enroll.words.remarks import said
from mfa_enroll.words.times import length_of_time

T = TypeVar("T")


def _plan(question: questions.Plan) -> Page[None]:
    start = met(Opening.ENROLL, question.identity)
    return Page(
        heading=start.heading,
        parts=(
            *start.parts,
            Label("What will happen"),
            Steps(
                (
                    f"AWS creates an MFA device called {question.user.name}.",
                    "You scan its QR code with the app.",
                    "You type two codes, and the device is turned on.",
                )
            ),
            Label("The calls this makes"),
            Table(tuple((each.call.value, each.resource) for each in question.calls)),
        ),
        ways=(Way(None, "Create the device and show its QR code"),),
        help=start.help,
    )


def _leftover(question: questions.Leftover) -> Page[LeftoverChoice]:
    return Page(
        heading="There is a device that is not on",
        parts=(
            "AWS has an MFA device with your name that is not turned on: from an earlier attempt, or turned off since.",
            Listed(((question.serial,),)),
            "AWS shows its QR code only once, so it cannot be shown again here. Did you scan it at the time?",
        ),
        ways=(
            Way(LeftoverChoice.SCANNED, SCANNED, "Go on with the codes of that entry in my app."),
            Way(
                LeftoverChoice.FRESH,
                "Start afresh",
                "Delete this device and make a new one. Its old entry in your app stops working.",
            ),
        ),
        help=(
            "AWS shows the QR code of a device once, when it is made. If you scanned it in an earlier attempt, your "
            "app has the entry and you can go on with its codes. If you did not, nobody can see it again: start "
            "afresh. Where your policy does not let you delete the device, your administrator can."
        ),
        remark=said(question.remark) if question.remark else None,
    )


def _leaving(question: questions.Leaving) -> Page[LeaveChoice]:
    heading = "Leave before the device is on?" if question.others else "Leave before MFA is on?"
    if question.unclear:
        heading = "Leave before it is clear what is on?"
    undeletable = (
        "Your policy does not let you delete it. If you leave without its entry in your app, only your administrator "
        "can help."
    )
    return Page(
        heading=heading,
        parts=(
            _unfinished(question),
            Listed(((question.serial,),)),
            *(() if question.deletable else (undeletable,)),
        ),
        ways=tuple(_LEAVING[choice] for choice in question.answers),
        help=(
            "A device that is not turned on protects nothing. A later run can go on with it where its entry is in your "
            "app, or delete it where your policy lets you."
        ),
    )


_LEAVING = {
    LeaveChoice.STAY: Way(LeaveChoice.STAY, "Stay", "Go back to the codes."),
    LeaveChoice.DELETE: Way(
        LeaveChoice.DELETE, "Delete it and leave", "If your policy lets you. Then remove its entry from your app."
    ),
    LeaveChoice.KEEP: Way(
        LeaveChoice.KEEP, "Keep it and leave", "If you scanned the QR code and want to finish later."
    ),
}


def _unfinished(question: questions.Leaving) -> str:
    """What is on and off, in a sentence that ends with the serial number of the new device."""
    if not question.replaced:
        if question.unclear:
            return "AWS was given your two codes, and has not said yet whether the device that was just made is on:"
        return "Nothing about how you sign in has changed. The device that was just made is not turned on yet:"
    if question.unclear:
        return "Your old device is gone. AWS has not said yet whether the new one, which was just made, is on:"
    if question.others:
        return (
            "Your old device is gone, and your other devices are still on. The new one was just made and is not turned "
            "on yet:"
        )
    return (
        "Your old device is gone. MFA is off until a new one is turned on, and until then your access key can do "
        "nothing else. The new one was just made and is not turned on yet:"
    )


_NEXT = {
    Task.SESSION: Way(
        Task.SESSION,
        "Start an MFA session now",
        f"With one more code your key can work for {length_of_time(ORDINARY)}.",
    ),
    Task.PASSWORD: Way(Task.PASSWORD, "Change your console password", "If you have one, and want another."),
    Task.DONE: Way(Task.DONE, "Done"),
}


def _enabled(question: questions.Enabled) -> Page[Task]:
    practice = "This was practice. Run mfa-enroll without --practice to do it in AWS."
    kept = (
        "Keep its entry in your app: it cannot be shown again. For the AWS console there is nothing else to do: sign "
        "in with your password, then a code."
    )
    report = question.report
    return Page(
        heading="MFA is on",
        parts=(
            *((practice,) if question.identity.is_practice else ()),
            f"AWS lists the device as on: {report.user.device_serial}",
            kept,
            "On the command line your access key alone can do no more than before.",
        ),
        ways=tuple(_NEXT[task] for task in question.answers),
        help=(
            "Your access key alone stays as restricted as before. With a code it gets you a session, a second set of "
            "keys that may do more and ends by itself. For the AWS console none is needed."
        ),
        remark=said(report.remark) if report.remark else None,
        done=True,
    )


_PAGES: dict[type[Question[Any]], Callable[[Any], Page[Any]]] = {
    questions.Plan: _plan,
    questions.Leftover: _leftover,
    questions.Leaving: _leaving,
    questions.Problem: problem_page,
    questions.Enabled: _enabled,
    questions.Home: managing.home,
    questions.NewPhone: managing.new_phone,
    questions.OneMore: managing.one_more,
    questions.DeviceAtHand: managing.device_at_hand,
    questions.NoWayBack: managing.no_way_back,
    questions.TurnOff: managing.turn_off,
}


def page(question: Question[T]) -> Page[T]:
    """The question as a page. Its ways are the answers of the question, in the same order."""
    return _PAGES[type(question)](question)
