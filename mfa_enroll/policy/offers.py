"""The changes that a check offers: each once, under a letter, though more than one event may need it."""

import json
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from string import ascii_uppercase

from mfa_enroll.policy.changes import Change
from mfa_enroll.policy.check import Check
from mfa_enroll.policy.edits import Edit, Kind
from mfa_enroll.policy.events import Event

_ADDS_UP = {Kind.ADD_TO_NOT_ACTION, Kind.ADD_TO_NOT_RESOURCE, Kind.REMOVE_FROM_ACTION}
_ABOUT_CALLS = {Kind.ADD_STATEMENT, Kind.ADD_TO_NOT_ACTION, Kind.REPLACE_ACTION, Kind.REMOVE_FROM_ACTION}


@dataclass(frozen=True, slots=True)
class Offer:
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


class Offers:
    """What a check offers: the strict changes, then the convenient ones.

    Attributes:
        check: The check.
        strict: The strict ones.
        convenient: Those after which users can also delete an abandoned device of their own without MFA.
    """

    def __init__(self, check: Check) -> None:
        letters = iter(ascii_uppercase)
        self.check = check
        self.strict = _with_letters(_worth_offering(_offered(check, convenient=False), ()), letters)
        self.convenient = _with_letters(_worth_offering(_offered(check, convenient=True), self.strict), letters)

    def events(self, change: Offer) -> list[Event]:
        """The events that a change is for, alone or with others."""
        if change.for_all:
            return [event for event in self.check.changes if not event.is_work]
        offers = {event: (found.strict, found.convenient) for event, found in self.check.changes.items()}
        return [
            event
            for event, found in offers.items()
            if any(edits and change.letter in self.reference(edits)[0] for edits in found)
        ]

    def all_at_once(self, *, convenient: bool) -> list[str]:
        """The letters of the changes of one kind that together are for all events; none where nothing is."""
        return self.reference(_edits_of(self.check.together, convenient=convenient) or ())[0]

    def reference(self, edits: tuple[Edit, ...]) -> tuple[list[str], list[str]]:
        """The letters of the changes that have the edits; and the calls that it is about, where it is a part of one."""
        named = (*self.strict, *self.convenient)
        pieces = _pieces(edits, named)
        if pieces or not edits:
            return [it.letter for it in pieces], []
        whole = next(it for it in named if _is_part(edits, it.edits))
        return [it.letter for it in _pieces(whole.edits, named)], _calls(edits)


def _offered(check: Check, *, convenient: bool) -> list[Offer]:
    """The changes of one kind: for all events at once, if there is one, and for each event, equal ones as one."""
    found: dict[object, Offer] = {}
    for change in (check.together, *check.changes.values()):
        edits = _edits_of(change, convenient=convenient)
        if change and edits:
            named = Offer(edits, for_all=change is check.together)
            if not convenient:
                named = replace(named, lost=change.lost, lets_delete=change.lets_delete)
            found.setdefault(_atoms(edits), named)
    return list(found.values())


def _worth_offering(offered: Sequence[Offer], first: Sequence[Offer]) -> list[Offer]:
    """The changes but for those that others add up to, and those that are the part of another about some calls.

    A change that has all of another is left with what it has beyond that.
    """
    others = {id(it): [other for other in (*first, *offered) if other is not it] for it in offered}
    simple = [it for it in offered if not _pieces(it.edits, others[id(it)])]
    kept = [it for it in simple if not _is_part_of_one(it, (*first, *simple))]
    lost = [it for it in offered if not (_pieces(it.edits, (*first, *kept)) or _is_part_of_one(it, (*first, *kept)))]
    kept = [it for it in offered if it in kept or it in lost]
    return [_beyond(it, (*first, *kept)) for it in kept]


def _is_part_of_one(change: Offer, others: Iterable[Offer]) -> bool:
    return any(change is not other and _is_part(change.edits, other.edits) for other in others)


def _beyond(change: Offer, others: Iterable[Offer]) -> Offer:
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


def _with_letters(changes: Iterable[Offer], letters: Iterator[str]) -> tuple[Offer, ...]:
    return tuple(replace(change, letter=next(letters)) for change in changes)


def _pieces(edits: Iterable[Edit], changes: Iterable[Offer]) -> list[Offer]:
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
