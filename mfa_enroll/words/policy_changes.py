"""Edits to policies, and which events there are, as ``mfa-enroll policy check`` tells them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from mfa_enroll.domain.text import clean
from mfa_enroll.policy.decision import Source
from mfa_enroll.policy.edits import Edit, Kind
from mfa_enroll.policy.events import Event
from mfa_enroll.words.lists import listed
from mfa_enroll.words.policy_text import as_json

Names = Mapping[tuple[Source, int], str]
"""What each policy is called: its file."""

_ADD_STATEMENT = {
    Source.IDENTITY: "Add this statement to a policy attached to the user:",
    Source.BOUNDARY: "Add this statement to the permissions boundary:",
    Source.SERVICE_CONTROL: "Add this statement to a service control policy that applies to the account:",
}

_EDITS = {
    Kind.SET_VERSION: "Set the Version of {file}, without which ${{…}} is text:",
    Kind.SET_PARTITION: "Replace this in the resources of {file}:",
    Kind.ADD_TO_NOT_ACTION: "Add to the NotAction of {statement}:",
    Kind.ADD_TO_NOT_RESOURCE: "Add to the NotResource of {statement}:",
    Kind.REPLACE_ACTION: "Put this in the place of the Action of {statement}:",
    Kind.REMOVE_FROM_ACTION: "Take out of the Action of {statement}:",
    Kind.REPLACE_CONDITION: "Make this the Condition of {statement}:",
    Kind.REMOVE_STATEMENT: "Remove {statement}. If nothing else stands in {file}, detach the policy.",
}


def number_of(event: Event) -> int:
    """The number of an event in the list of all."""
    return [*Event].index(event) + 1


def numbers(events: Sequence[Event]) -> str:
    """Their numbers, three or more in a row as "1 to 6"."""
    runs: list[list[int]] = []
    for number in map(number_of, events):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return listed([it for run in runs for it in ([f"{run[0]} to {run[-1]}"] if run[2:] else map(str, run))])


def edits_told(edits: Iterable[Edit], names: Names) -> Iterator[str]:
    """What to do, each edit with its JSON."""
    for edit in edits:
        if edit.kind is Kind.ADD_STATEMENT:
            yield f"  {_ADD_STATEMENT[edit.source]}"
        else:
            file = clean(names[edit.source, edit.index or 0])
            statement = statement_name(edit.statement, edit.source, edit.index, names)
            yield "  " + _EDITS[edit.kind].format(file=file, statement=statement)
        if edit.json:
            yield as_json(edit.json)


def statement_name(name: str, source: Source, index: int | None, names: Names) -> str:
    """A statement, with its file where there is more than one."""
    return name if len(names) == 1 else f"{name} in {clean(names[source, index or 0])}"
