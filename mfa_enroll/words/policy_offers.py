"""What is said of the changes that a check offers: of each once, and of those that an event needs."""

from collections.abc import Collection, Iterator, Sequence

from mfa_enroll.policy.changes import Change
from mfa_enroll.policy.events import Event
from mfa_enroll.policy.offers import Offers
from mfa_enroll.words.commands import deletion_command
from mfa_enroll.words.lists import listed
from mfa_enroll.words.page import Exact
from mfa_enroll.words.policy_changes import Names, edits_told, numbers

_CHANGES = "What to change"
_STRICT = "What to change: the strict line"
_CONVENIENT = "What to change: the convenient line"
_ADVISED_AGAINST = (
    "  Users can then also delete an abandoned device of their own without MFA, which AWS’s guide advises against."
)
_LOST = "  After that, users can no longer do {events}, which they can do now."

_NONE_KNOWN = "No small change is known here that would make it possible."
_ADMINISTRATOR = "No policy has to change for it: an administrator can delete an abandoned device, which is not on:"
_FINISH_OR_ADMINISTRATOR = (
    "With {change}, users can finish the attempt, or start again after an administrator has deleted the "
    "abandoned device, which is not on:"
)
_MAKES_POSSIBLE = ("{change} makes it possible.", "{change} make it possible.")
_FORCES = ("{change} forces MFA.", "{change} force MFA.")
_MORE_CONVENIENT = "More convenient: {change}."
_ENOUGH = "The parts about {calls} are enough."
_SUM = "For all of this at once: {change}."


def for_event(offers: Offers, event: Event, change: Change, refused: Collection[str]) -> Iterator[str]:
    """What to do for one event: which changes make it possible, and who else can.

    Args:
        offers: What the check offers.
        event: The event.
        change: What was found for it.
        refused: The calls that are refused.
    """
    strict, strict_part = offers.reference(change.strict or ())
    convenient, convenient_part = offers.reference(change.convenient or ())
    if convenient == strict:  # what is strict for other events lets users delete
        strict_part, convenient = convenient_part, []
    calls = dict.fromkeys((*strict_part, *convenient_part))
    named = "these calls" if set(calls) <= set(refused) else listed([*calls])
    enough = (_ENOUGH.format(calls=named),) if calls else ()
    if change.strict is None:
        yield _NONE_KNOWN
    elif event is Event.START_AGAIN and (convenient or not strict):  # the strict change leaves the deletion out
        yield (_FINISH_OR_ADMINISTRATOR if strict else _ADMINISTRATOR).format(change=_changes(strict))
        yield Exact(deletion_command(offers.check.user.device_serial))
    else:
        wordings = _FORCES if event is Event.WORK_WITHOUT_MFA else _MAKES_POSSIBLE
        said = wordings[len(strict) > 1].format(change=_capital(_changes(strict)))
        yield " ".join((said, *(() if convenient else enough)))
    if convenient:
        yield " ".join((_MORE_CONVENIENT.format(change=_changes(convenient)), *enough))


def paragraphs(offers: Offers, names: Names) -> Iterator[str]:
    """All changes, each with what it is for."""
    headings = (_STRICT if offers.convenient else _CHANGES, _CONVENIENT)
    for heading, changes, kind in zip(headings, (offers.strict, offers.convenient), (False, True), strict=True):
        if changes:
            yield from ("", heading, *((_ADVISED_AGAINST,) if kind else ()))
        for change in changes:
            together = " together" if change.for_all else ""
            yield from ("", f"Change {change.letter}, for {numbers(offers.events(change))}{together}")
            yield from edits_told(change.beyond, names)
            if change.lost:
                yield _LOST.format(events=numbers(change.lost))
            if change.lets_delete:
                yield _ADVISED_AGAINST
        letters = offers.all_at_once(convenient=kind)
        if len(letters) > 1:
            yield from ("", _SUM.format(change=_changes(letters)))


def _changes(letters: Sequence[str]) -> str:
    return f"change{'s' if len(letters) > 1 else ''} {listed(letters)}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
