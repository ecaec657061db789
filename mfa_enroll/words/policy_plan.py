"""Which changes a report offers: each once, under a letter, and what is said of them where an event needs one."""

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from string import ascii_uppercase

from mfa_enroll.policy.changes import Change
from mfa_enroll.policy.check import Check
from mfa_enroll.policy.edits import Edit, Kind
from mfa_enroll.policy.events import Event
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

_ADDS_UP = {Kind.ADD_TO_NOT_ACTION, Kind.ADD_TO_NOT_RESOURCE, Kind.REMOVE_FROM_ACTION}
_ABOUT_CALLS = {Kind.ADD_STATEMENT, Kind.ADD_TO_NOT_ACTION, Kind.REPLACE_ACTION, Kind.REMOVE_FROM_ACTION}


@dataclass(frozen=True, slots=True)
class Named:
    """A change, and its letter once it has one.

    Attributes:
        edits: What to edit.
        beyond: The part of it that changes before it do not have, where it has all of them.
        lost: What users can do now, and cannot any more after it.
        lets_delete: Whether it is strict, and lets users delete a device without MFA all the same.
        for_all: Whether it is for all events about the device and the password at once.
        letter: Its letter.
    """

    edits: tuple[Edit, ...]
    beyond: tuple[Edit, ...] = ()
    lost: tuple[Event, ...] = ()
    lets_delete: bool = False
    for_all: bool = False
    letter: str = ""


class Plan:
    """The changes that a check offers, each once: the strict ones, then the convenient ones.

    Attributes:
        strict: The strict ones.
        convenient: Those after which users can also delete an abandoned device of their own without MFA.
    """

    def __init__(self, check: Check) -> None:
        letters = iter(ascii_uppercase)
        self._check = check
        self.strict = _with_letters(_worth_printing(_offered(check, convenient=False), ()), letters)
        self.convenient = _with_letters(_worth_printing(_offered(check, convenient=True), self.strict), letters)

    def for_event(self, event: Event, change: Change, refused: Collection[str]) -> Iterator[str]:
        """What to do for one event: which changes make it possible, and who else can.

        Args:
            event: The event.
            change: What was found for it.
            refused: The calls that are refused.
        """
        strict, strict_part = self._reference(change.strict or ())
        convenient, convenient_part = self._reference(change.convenient or ())
        if convenient == strict:  # what is strict for other events lets users delete
            strict_part, convenient = convenient_part, []
        calls = dict.fromkeys((*strict_part, *convenient_part))
        named = "these calls" if set(calls) <= set(refused) else listed([*calls])
        enough = (_ENOUGH.format(calls=named),) if calls else ()
        if change.strict is None:
            yield _NONE_KNOWN
        elif event is Event.START_AGAIN and (convenient or not strict):  # the strict change leaves the deletion out
            yield (_FINISH_OR_ADMINISTRATOR if strict else _ADMINISTRATOR).format(change=_changes(strict))
            yield Exact(deletion_command(self._check.user.device_serial))
        else:
            wordings = _FORCES if event is Event.WORK_WITHOUT_MFA else _MAKES_POSSIBLE
            said = wordings[len(strict) > 1].format(change=_capital(_changes(strict)))
            yield " ".join((said, *(() if convenient else enough)))
        if convenient:
            yield " ".join((_MORE_CONVENIENT.format(change=_changes(convenient)), *enough))

    def paragraphs(self, names: Names) -> Iterator[str]:
        """All changes, each with what it is for."""
        headings = (_STRICT if self.convenient else _CHANGES, _CONVENIENT)
        for heading, changes, kind in zip(headings, (self.strict, self.convenient), (False, True), strict=True):
            if changes:
                yield from ("", heading, *((_ADVISED_AGAINST,) if kind else ()))
            for change in changes:
                together = " together" if change.for_all else ""
                yield from ("", f"Change {change.letter}, for {numbers(self._events(change))}{together}")
                yield from edits_told(change.beyond, names)
                if change.lost:
                    yield _LOST.format(events=numbers(change.lost))
                if change.lets_delete:
                    yield _ADVISED_AGAINST
            letters, _ = self._reference(_edits_of(self._check.together, convenient=kind) or ())
            if len(letters) > 1:
                yield from ("", _SUM.format(change=_changes(letters)))

    def _events(self, change: Named) -> list[Event]:
        """The events that a change is for, alone or with others."""
        if change.for_all:
            return [event for event in self._check.changes if not event.is_work]
        offers = {event: (found.strict, found.convenient) for event, found in self._check.changes.items()}
        return [
            event
            for event, found in offers.items()
            if any(edits and change.letter in self._reference(edits)[0] for edits in found)
        ]

    def _reference(self, edits: tuple[Edit, ...]) -> tuple[list[str], list[str]]:
        """The letters of the changes that have the edits; and the calls that it is about, where it is a part of one."""
        named = (*self.strict, *self.convenient)
        pieces = _pieces(edits, named)
        if pieces or not edits:
            return [it.letter for it in pieces], []
        whole = next(it for it in named if _is_part(edits, it.edits))
        return [it.letter for it in _pieces(whole.edits, named)], _calls(edits)


def _offered(check: Check, *, convenient: bool) -> list[Named]:
    """The changes of one kind: for all events at once, if there is one, and for each event, equal ones as one."""
    found: dict[object, Named] = {}
    for change in (check.together, *check.changes.values()):
        edits = _edits_of(change, convenient=convenient)
        if change and edits:
            named = Named(edits, for_all=change is check.together)
            if not convenient:
                named = replace(named, lost=change.lost, lets_delete=change.lets_delete)
            found.setdefault(_atoms(edits), named)
    return list(found.values())


def _worth_printing(offered: Sequence[Named], printed: Sequence[Named]) -> list[Named]:
    """The changes but for those that others add up to, and those that are the part of another about some calls.

    A change that has all of another is told as what it has beyond that.
    """
    others = {id(it): [other for other in (*printed, *offered) if other is not it] for it in offered}
    simple = [it for it in offered if not _pieces(it.edits, others[id(it)])]
    kept = [it for it in simple if not _is_part_of_one(it, (*printed, *simple))]
    lost = [
        it for it in offered if not (_pieces(it.edits, (*printed, *kept)) or _is_part_of_one(it, (*printed, *kept)))
    ]
    kept = [it for it in offered if it in kept or it in lost]
    return [_beyond(it, (*printed, *kept)) for it in kept]


def _is_part_of_one(change: Named, others: Iterable[Named]) -> bool:
    return any(change is not other and _is_part(change.edits, other.edits) for other in others)


def _beyond(change: Named, others: Iterable[Named]) -> Named:
    """The change, with what it has beyond others that it has all of."""
    within = {atom for it in others if _atoms(it.edits) < _atoms(change.edits) for atom in _atoms(it.edits)}
    left = (_without(edit, within) for edit in change.edits)
    return replace(change, beyond=tuple(edit for edit in left if _atoms([edit]) - within))


def _without(edit: Edit, atoms: AbstractSet[object]) -> Edit:
    """An edit that adds entries, without those that are there already."""
    if edit.kind not in _ADDS_UP:
        return edit
    lists = {name: value for name, value in edit.json.items() if isinstance(value, list)}
    left = {
        name: [entry for entry in entries if not _atoms([replace(edit, json={name: [entry]})]) <= atoms]
        for name, entries in lists.items()
    }
    return replace(edit, json=left)


def _with_letters(changes: Iterable[Named], letters: Iterator[str]) -> tuple[Named, ...]:
    return tuple(replace(change, letter=next(letters)) for change in changes)


def _pieces(edits: Iterable[Edit], changes: Iterable[Named]) -> list[Named]:
    """The changes that the edits consist of; none where they do not, all being taken from among these."""
    atoms = _atoms(edits)
    within = [it for it in changes if _atoms(it.edits) <= atoms]
    return within if atoms and atoms == {atom for it in within for atom in _atoms(it.edits)} else []


def _edits_of(change: Change | None, *, convenient: bool) -> tuple[Edit, ...] | None:
    return None if change is None else change.convenient if convenient else change.strict


def _is_part(edits: Iterable[Edit], whole: Sequence[Edit]) -> bool:
    """Whether the edits are the part of others that is about some of their calls."""
    return all(
        edit.kind in _ABOUT_CALLS and any(_place(edit) == _place(it) and _is_within(edit, it) for it in whole)
        for edit in edits
    )


def _place(edit: Edit) -> tuple[object, ...]:
    return (edit.kind, edit.source, edit.index, edit.statement, edit.json.get("Sid"))


def _is_within(edit: Edit, other: Edit) -> bool:
    """Whether the one has nothing that the other has not, entry by entry."""
    pairs = [(value, other.json.get(name)) for name, value in edit.json.items()]
    return all(
        set(one) <= set(two) if isinstance(one, list) and isinstance(two, list) else one == two for one, two in pairs
    )


def _calls(edits: Iterable[Edit]) -> list[str]:
    """The calls that edits name."""
    named = (edit.json.get(name, ()) for edit in edits for name in ("Action", "NotAction"))
    return list(dict.fromkeys(str(call) for calls in named if isinstance(calls, list) for call in calls))


def _atoms(edits: Iterable[Edit]) -> frozenset[object]:
    """Edits that can be told apart, taken to pieces where each entry is an edit by itself."""
    found: set[object] = set()
    for edit in edits:
        place = (edit.kind, edit.source, edit.index, edit.statement)
        if edit.kind in _ADDS_UP:
            lists = (value for value in edit.json.values() if isinstance(value, list))
            found |= {(*place, str(entry)) for entries in lists for entry in entries}
        else:
            unordered = {name: sorted(value) if isinstance(value, list) else value for name, value in edit.json.items()}
            found.add((*place, json.dumps(unordered, sort_keys=True)))
    return frozenset(found)


def _changes(letters: Sequence[str]) -> str:
    return f"change{'s' if len(letters) > 1 else ''} {listed(letters)}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
