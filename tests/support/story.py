"""A run of a story, told to its end and held against the account all along."""

import json
from collections.abc import Awaitable, Callable
from typing import Any

from mfa_enroll.domain.failure import Call
from mfa_enroll.domain.secret import Secret
from mfa_enroll.flows import password, session
from mfa_enroll.flows.account import Account
from mfa_enroll.flows.dialogue import Dialogue
from mfa_enroll.flows.enroll import enroll
from mfa_enroll.flows.outcome import Outcome, SessionStarted
from mfa_enroll.policies import force_mfa
from tests.support.bench import Bench
from tests.support.hearing import overheard
from tests.support.invariants import assert_ended_well
from tests.support.person import Person
from tests.support.truth import Witness

Story = Callable[[Account, Dialogue], Awaitable[Outcome]]


def enrolling(here: Bench) -> Story:
    """Turn MFA on, or come home to it."""
    return lambda account, person: enroll(account, person, here.profiles)


def starting_session(here: Bench, request: session.SessionRequest | None = None) -> Story:
    """Start a session by the command for that."""
    wanted = request or session.SessionRequest()
    return lambda account, person: session.session(account, person, here.profiles, wanted)


def printing(here: Bench) -> Story:
    """Start a session by the command for that, and hand its keys over."""
    return starting_session(here, session.SessionRequest(keeps=False, hand_over=lambda _keys: None))


def changing_password(_here: Bench) -> Story:
    """Change the password by the command for that."""
    return password.password


BY_NAME = {
    "who": Call.WHO_AM_I,
    "start": Call.START_SESSION,
    "list": Call.LIST,
    "create": Call.CREATE,
    "delete": Call.DELETE,
    "enable": Call.ENABLE,
    "deactivate": Call.DEACTIVATE,
    "resync": Call.RESYNC,
    "policy": Call.PASSWORD_POLICY,
    "password": Call.CHANGE_PASSWORD,
}
"""The calls by a word for each."""

OLD_PASSWORD = Secret("Old-password-1")


def account_of(begin: str) -> dict[str, Any]:
    """The account that a story begins with, in words: ``"enrolled others=1"``. Others than these mean nothing here.

    ``lacking=enable``: under a policy that does not allow that call.
    """
    there = {"enrolled": True, "leftover": True, "password": OLD_PASSWORD}
    account: dict[str, Any] = {word: there[word] for word in begin.split() if word in there}
    for word, _, value in (each.partition("=") for each in begin.split()):
        if word == "others":
            account[word] = int(value)
        elif word == "lacking":
            account["policy"] = policy_without(BY_NAME[value])
    return account


def story_of(begin: str) -> Callable[[Bench], Story]:
    """The story that is told, in a word among others: the ordinary one if none is said."""
    commands: dict[str, Callable[[Bench], Story]] = {
        "by-session-command": starting_session,
        "by-password-command": changing_password,
        "printing": printing,
    }
    return next((commands[word] for word in begin.split() if word in commands), enrolling)


async def tell(
    here: Bench,
    person: Person,
    account: Account | None = None,
    story: Callable[[Bench], Story] = enrolling,
    *,
    crowded: bool = False,
) -> Outcome:
    """Tell a story to its end, the ordinary one if nothing else is said. ``crowded``: others act at the same time."""
    person.witness = Witness(here, crowded=crowded, on_sent=person.on_sent)
    files = contents(here)
    outcome = await story(here)(overheard(account or here.account(), person.witness), person)
    assert not person.script, "the story ended before the script did"
    assert_ended_well(person, outcome)
    assert contents(here) == files or isinstance(outcome, SessionStarted) or outcome.because
    return outcome


def contents(here: Bench) -> dict[str, str]:
    """What is in the shared AWS files."""
    return {file.name: file.read_text() for file in here.files.iterdir() if file.is_file()}


async def tell_session(
    here: Bench, person: Person, request: session.SessionRequest | None = None, account: Account | None = None
) -> Outcome:
    """Start a session by the command for that."""
    return await tell(here, person, account, lambda here: starting_session(here, request))


async def tell_password(here: Bench, person: Person, account: Account | None = None) -> Outcome:
    """Change the password by the command for that."""
    return await tell(here, person, account, changing_password)


def policy_without(*calls: Call) -> str:
    """The force-MFA policy, allowing less."""
    document = json.loads(force_mfa())
    for statement in document["Statement"]:
        if statement["Effect"] == "Allow" and isinstance(statement["Action"], list):
            kept = [action for action in statement["Action"] if action not in calls]
            statement["Action"] = kept
    document["Statement"] = [each for each in document["Statement"] if each.get("Action", True)]
    return json.dumps(document)


def policy_with_paths() -> str:
    """The force-MFA policy, made to cover users under a path too."""
    return force_mfa().replace(
        '"arn:aws:iam::*:user/${aws:username}"',
        '"arn:aws:iam::*:user/${aws:username}", "arn:aws:iam::*:user/*/${aws:username}"',
    )
