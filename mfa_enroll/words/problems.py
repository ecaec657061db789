"""The page of an incident: what happened, what to do next, and who can."""

from mfa_enroll.domain.device import OldDevice
from mfa_enroll.domain.trouble import Incident
from mfa_enroll.flows.questions import Problem
from mfa_enroll.words import labels
from mfa_enroll.words.page import Aside, Exact, Label, Page, Part, Steps, Way
from mfa_enroll.words.troubles import trouble_page

_OLD_DEVICE = {
    OldDevice.OFF: "The old device was turned off already, and is still in AWS: the codes of its entry on the old "
    "phone turn it on again.",
    OldDevice.GONE: "The old device was taken away already.",
    OldDevice.UNKNOWN: "The old device was turned off already.",
}


def problem_page(question: Problem) -> Page[bool]:
    """The page that asks whether to try again."""
    incident = question.incident
    words = trouble_page(incident.trouble)
    again = labels.BACK if incident.trouble.leads_back else labels.TRY_AGAIN
    return Page(
        heading=words.heading,
        parts=incident_parts(incident),
        ways=tuple(Way(answer, again if answer else labels.LEAVE) for answer in question.answers),
        help="What the page shows stays on your terminal after you leave, so that you can copy it or send it on.",
        copyable=words.hand_over,
    )


def incident_parts(incident: Incident) -> tuple[Part, ...]:
    """What there is to say of an incident below its heading, with the reference in small print."""
    trouble = incident.trouble
    words = trouble_page(trouble)
    parts: list[Part] = [words.happened]
    if incident.old_device:
        rest = "Your other devices are still on." if incident.others_on else "MFA is off now."
        parts.append(f"{_OLD_DEVICE[incident.old_device]} {rest}")
    parts += [Label("What you can do:"), Steps(words.steps)]
    if words.hand_over:
        parts += [Label("For your administrator:"), Exact(words.hand_over)]
    if incident.left_behind:
        parts.append(Aside(f"This may be left in AWS, not turned on: {incident.left_behind}"))
    if trouble.answer and not words.hand_over:  # which holds the answer already
        parts.append(Aside(f"AWS answered: {trouble.answer}"))
    return (*parts, Aside(f"Reference: {trouble.reference}"))
