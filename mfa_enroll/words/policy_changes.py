"""What to change in policies, as ``mfa-enroll policy check`` tells it."""

import json
from collections.abc import Iterable, Iterator, Mapping

from mfa_enroll.domain.principal import IamUser
from mfa_enroll.domain.text import clean
from mfa_enroll.policy.changes import Change
from mfa_enroll.policy.decision import Source
from mfa_enroll.policy.edits import Edit, Kind
from mfa_enroll.policy.events import Event
from mfa_enroll.words.commands import deletion_command
from mfa_enroll.words.lists import listed
from mfa_enroll.words.page import Exact

_COLUMNS = 80

Names = Mapping[tuple[Source, int], str]
"""What each policy is called: its file."""

TITLES = {
    Event.ENROLL: "Turn on MFA",
    Event.START_AGAIN: "Start again after an abandoned attempt",
    Event.FIRST_PASSWORD: "Change the password before MFA is on",
    Event.NEW_PHONE: "Move to a new phone",
    Event.TURN_OFF: "Turn MFA off",
    Event.RESYNC: "Resync, when codes are not accepted",
    Event.WORK_WITH_MFA: "Work with other services in a session with MFA",
    Event.WORK_WITHOUT_MFA: "Do anything else without MFA",
}

_ADD_STATEMENT = {
    Source.IDENTITY: "Add this statement to a policy attached to the user:",
    Source.BOUNDARY: "Add this statement to the permissions boundary:",
    Source.SERVICE_CONTROL: "Add this statement to a service control policy that applies to the account:",
}

_EDITS = {
    Kind.SET_VERSION: "Set the Version of {file}, without which ${{…}} is text:",
    Kind.ADD_TO_NOT_ACTION: "Add to the NotAction of {statement}:",
    Kind.ADD_TO_NOT_RESOURCE: "Add to the NotResource of {statement}:",
    Kind.REPLACE_ACTION: "Put this in the place of the Action of {statement}:",
    Kind.REMOVE_FROM_ACTION: "Take out of the Action of {statement}:",
    Kind.REPLACE_CONDITION: "Make this the Condition of {statement}:",
    Kind.REMOVE_STATEMENT: "Remove {statement}. If nothing else stands in {file}, detach the policy.",
}

_CONVENIENT = (
    "Or, more convenient: users can then also delete an abandoned device of their own without MFA, which AWS’s guide "
    "advises against."
)

_LOST = "After that, users can no longer do what they can do now: {events}."


def changes(change: Change, names: Names, user: IamUser) -> Iterator[str]:
    """A change, paragraph by paragraph: the strict one, then the convenient one."""
    if change.strict is None:
        yield "  No small change is known here that would do."
    elif change.strict == ():
        yield "  No policy has to change for it: an administrator can delete an abandoned device, which is not on:"
        yield Exact(deletion_command(user.device_serial))
    else:
        yield from _edits(change.strict, names)
    if change.lost:
        yield "  " + _LOST.format(events=listed([f"“{TITLES[event]}”" for event in change.lost]))
    if change.convenient:
        yield f"  {_CONVENIENT}"
        yield from _edits(change.convenient, names)


def _edits(edits: Iterable[Edit], names: Names) -> Iterator[str]:
    for edit in edits:
        if edit.kind is Kind.ADD_STATEMENT:
            yield f"  {_ADD_STATEMENT[edit.source]}"
        else:
            file = clean(names[edit.source, edit.index or 0])
            statement = statement_name(edit.statement, edit.source, edit.index, names)
            yield "  " + _EDITS[edit.kind].format(file=file, statement=statement)
        if edit.json:
            yield Exact(_json(edit.json))


def _json(value: Mapping[str, object]) -> str:
    """JSON in one line if it fits, else with a line for each element."""
    whole = json.dumps(value, ensure_ascii=False)
    if len(whole) <= _COLUMNS:
        return whole
    elements = (f"  {json.dumps(name)}: {_element(name, element)}" for name, element in value.items())
    return "{\n" + ",\n".join(elements) + "\n}"


def _element(name: str, value: object) -> str:
    text = json.dumps(value, ensure_ascii=False)
    if len(f'  "{name}": {text},') <= _COLUMNS:
        return text
    return json.dumps(value, indent=2, ensure_ascii=False).replace("\n", "\n  ")


def statement_name(name: str, source: Source, index: int | None, names: Names) -> str:
    """A statement, with its file where there is more than one."""
    return name if len(names) == 1 else f"{name} in {clean(names[source, index or 0])}"
