"""A session for work: one code, and its keys under a profile or handed over. Its ways are in ``ways_home.py``."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

import boto3
import pytest

from mfa_enroll.domain.failure import Call
from mfa_enroll.domain.options import Options
from mfa_enroll.domain.profile import KeptSession
from mfa_enroll.domain.trouble import Stopped
from mfa_enroll.domain.troubles import files as troubles
from mfa_enroll.files.profiles import SharedProfiles
from mfa_enroll.flows.asks import NameAsk, SessionAsk, SessionUse
from mfa_enroll.flows.exceptions import GoBack, Leave
from mfa_enroll.flows.outcome import Ending, MfaEnabled, MfaWasOn, NoSession, SessionStarted
from mfa_enroll.flows.questions import DeviceAtHand, Enabled, Home, Task
from mfa_enroll.flows.session import SessionRequest
from mfa_enroll.flows.troubles import MfaNotOn
from tests.flows.way import fido
from tests.support.bench import Bench, bench
from tests.support.faults import DropAfter
from tests.support.person import Person, code, device, go_on, next_code, pair
from tests.support.story import contents, tell, tell_session

if TYPE_CHECKING:
    from mfa_enroll.domain.session import SessionKeys


def call_with(here: Bench, monkeypatch: pytest.MonkeyPatch, profile: str | None) -> None:
    """Call IAM as any program would that finds the profile in the shared files; AWS has to see someone with MFA."""
    monkeypatch.setenv("AWS_CONFIG_FILE", str(here.files / "config"))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(here.files / "credentials"))
    iam = boto3.Session(profile_name=profile).client("iam", endpoint_url=here.server.url, region_name="us-east-1")
    iam.list_mfa_devices(UserName=here.practice.user.name)
    used = here.server.requests[-1]
    assert (used.call, used.status, used.credentials, used.mfa) == (Call.LIST, 200, "session", True)


SUGGESTED = True
"""Takes the name that is suggested."""


async def kept(here: Bench, *script: object, request: SessionRequest | None = None) -> Person:
    """Someone who has started a session by the command."""
    person = Person(here, script)
    assert isinstance(await tell_session(here, person, request), SessionStarted)
    return person


async def test_the_profile_is_one_that_every_aws_tool_works_with(monkeypatch: pytest.MonkeyPatch) -> None:
    """A call made with it is accepted as that of someone signed in with MFA."""
    with bench(enrolled=True) as here:
        (ask,) = (await kept(here, SUGGESTED, code(here))).questions(SessionAsk)
        assert (ask.use, ask.seconds, ask.plan.name) == (SessionUse.WORK, 43_200, "default-mfa")
        call_with(here, monkeypatch, "default-mfa")


async def test_straight_after_turning_mfa_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """One run leads from an access key to a session that works; the outcome says both."""
    with bench() as here:
        person = Person(here, [go_on, *pair(here), Task.SESSION, "work-mfa", next_code(here)])
        outcome = await tell(here, person)
        assert isinstance(outcome, SessionStarted)
        assert outcome.enabled
        assert outcome.plan
        assert outcome.plan.name == "work-mfa"
        call_with(here, monkeypatch, "work-mfa")


@pytest.mark.parametrize("seconds", [900, 129_600])
async def test_keys_that_are_handed_over_are_written_nowhere(seconds: int) -> None:
    """They last as long as was asked for, which is said before the code; no name is asked for and no file touched."""
    with bench(enrolled=True) as here:
        handed: list[SessionKeys] = []
        started = here.clock()
        person = await kept(here, code(here), request=SessionRequest(seconds, keeps=False, hand_over=handed.append))
        assert handed[0].expires.timestamp() - started == pytest.approx(seconds, abs=20)
        (ask,) = person.questions(SessionAsk)
        assert (ask.seconds, ask.plan) == (seconds, None)
        assert contents(here) == {}
        await here.account().in_session(handed[0]).devices(here.practice.user)
        assert here.server.requests[-1].mfa is True


async def test_keys_are_kept_for_the_next_time_and_handed_over() -> None:
    """The name is asked for once; the session that is kept is the one that was handed over."""
    with bench(enrolled=True) as here:
        handed: list[SessionKeys] = []
        request = SessionRequest(hand_over=handed.append)
        await kept(here, SUGGESTED, code(here), request=request)
        await kept(here, next_code(here), request=request)
        assert len(handed) == 2
        assert handed[-1].session_token.reveal() in contents(here)["credentials"]
        assert here.profiles.kept() == (KeptSession("default-mfa", handed[-1].expires.replace(microsecond=0)),)


@pytest.mark.parametrize("when", ["before", "in between"])
async def test_keys_are_handed_over_also_where_they_cannot_be_kept(when: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A code was given for them. What is in the way is shown where it was not known before the code."""
    with bench(enrolled=True) as here:
        handed: list[SessionKeys] = []
        request = SessionRequest(hand_over=handed.append)
        if when == "before":
            (here.files / "credentials").mkdir()
            person = Person(here, [code(here)])
        else:

            def fail(*_: object) -> None:
                raise Stopped(troubles.FileUnwritable(path="~/.aws/credentials"))

            monkeypatch.setattr(here.profiles, "keep", fail)
            person = Person(here, [SUGGESTED, code(here), Leave()])
        outcome = await tell_session(here, person, request)
        assert isinstance(outcome, SessionStarted)
        assert (outcome.plan, outcome.handed, len(handed)) == (None, True, 1)
        assert (outcome.ending, bool(outcome.because)) == (Ending.DONE, when == "in between")


async def test_the_name_is_asked_for_with_one_to_begin_with() -> None:
    """What it would change is known before the code is typed, and nothing is written before that is taken."""
    with bench(enrolled=True) as here:

        def unwritten(ask: object) -> object:
            assert contents(here) == {}
            return code(here)(ask)

        person = await kept(here, "team-mfa", unwritten)
        (ask,) = person.questions(NameAsk)
        assert ask.suggestion == "default-mfa"
        plan = person.questions(SessionAsk)[0].plan
        assert (plan.name, plan.serial, plan.refreshes) == ("team-mfa", here.serial, False)
        assert "[team-mfa]" in contents(here)["credentials"]


@pytest.mark.parametrize("refused", ["", "default", "two words", "-dash", "x" * 129, "taken", "keys"])
async def test_a_name_that_cannot_be_taken_is_typed_anew(refused: str) -> None:
    """No name, one that is no name, and one that holds something else change nothing."""
    with bench(enrolled=True) as here:
        before = "[taken]\naws_access_key_id = AKIAEXAMPLE\naws_secret_access_key = x\n[keys]\nrole_arn = y\n"
        (here.files / "credentials").write_text(before)
        person = await kept(here, refused, "free-mfa", code(here))
        assert len(person.questions(NameAsk)) == 2
        assert contents(here)["credentials"].startswith(before)
        assert "[free-mfa]" in contents(here)["credentials"]


async def test_a_renewal_asks_for_a_code_and_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    """Kept once, the session is renewed in its place; going back from its code leads to the name, and to another."""
    with bench(enrolled=True) as here:
        await kept(here, SUGGESTED, code(here))
        first = contents(here)["credentials"]
        (ask,) = (await kept(here, next_code(here))).questions(SessionAsk)
        assert ask.plan.refreshes
        assert ask.plan.serial == here.serial
        assert contents(here)["credentials"] != first
        assert contents(here)["credentials"].count("[") == 1
        call_with(here, monkeypatch, "default-mfa")
        await kept(here, GoBack(), "other-mfa", next_code(here))
        assert {"[default-mfa]", "[other-mfa]"} <= set(contents(here)["credentials"].splitlines())


async def test_a_renewal_that_changes_more_than_its_own_profile_is_shown_first() -> None:
    """Where what stands beside the access key is to change as well, that is agreed to before the code."""
    with bench(enrolled=True) as here:
        await kept(here, SUGGESTED, code(here))
        (here.files / "config").write_text("[default]\nmfa_serial = arn:aws:iam::111122223333:mfa/gone\n")
        (ask,) = (await kept(here, SUGGESTED, next_code(here))).questions(SessionAsk)
        assert {change.section for change in ask.plan.changes} == {"default", "default-mfa"}


async def test_a_name_given_with_the_command_is_the_one_to_begin_with() -> None:
    """The first time what it changes is shown; the next time it is a renewal like any other."""
    with bench(enrolled=True) as here:
        request = SessionRequest(name="given-mfa")
        person = await kept(here, SUGGESTED, code(here), request=request)
        assert person.questions(NameAsk)[0].suggestion == "given-mfa"
        again = await kept(here, next_code(here), request=request)
        assert again.questions(SessionAsk)[0].plan.name == "given-mfa"


@pytest.mark.parametrize("enrolled", [True, False])
async def test_going_back_leads_from_the_code_to_the_name_and_from_there_home(*, enrolled: bool) -> None:
    """At home and after an enrollment alike, nothing is started and nothing written."""
    with bench(enrolled=enrolled) as here:
        before = [] if enrolled else [go_on, *pair(here)]
        person = Person(here, [*before, Task.SESSION, True, GoBack(), GoBack(), Task.DONE])
        assert isinstance(await tell(here, person), MfaWasOn if enrolled else MfaEnabled)
        assert len(person.questions(NameAsk)) == 2
        assert len(person.questions(Home if enrolled else Enabled)) == 2
        assert Call.START_SESSION not in here.calls


def in_the_way(file: Path) -> None:
    """Put a directory where a file is to be written."""
    file.mkdir()
    (file / "something").write_text("")


async def test_a_file_that_cannot_be_written_after_the_code_keeps_the_session(monkeypatch: pytest.MonkeyPatch) -> None:
    """Once it can be, trying again keeps the same session: no other code is asked for."""
    with bench(enrolled=True) as here:
        credentials = here.files / "credentials"

        def broken(ask: object) -> object:
            in_the_way(credentials)
            return code(here)(ask)

        def mended(_problem: object) -> bool:
            (credentials / "something").unlink()
            credentials.rmdir()
            return True

        person = await kept(here, SUGGESTED, broken, mended)
        assert isinstance(person.incident.trouble, troubles.NotAFile)
        assert here.calls.count(Call.START_SESSION) == len(person.questions(SessionAsk)) == 1
        call_with(here, monkeypatch, "default-mfa")


@pytest.mark.parametrize("enrolled", [True, False])
async def test_a_session_that_could_not_be_kept_is_no_success(*, enrolled: bool) -> None:
    """Whoever gives up is told what is wrong with the file, and that MFA is on where it was just turned on."""
    with bench(enrolled=enrolled) as here:

        def broken(ask: object) -> object:
            in_the_way(here.files / "credentials")
            return next_code(here)(ask)

        before = [] if enrolled else [go_on, *pair(here)]
        person = Person(here, [*before, Task.SESSION, True, broken, False])
        outcome = await tell(here, person)
        assert outcome.because == person.incident
        assert isinstance(person.incident.trouble, troubles.NotAFile)
        assert isinstance(outcome, MfaEnabled) == (not enrolled)


async def test_a_device_that_is_on_by_now_is_not_named_where_a_session_could_not_be_kept() -> None:
    """A page named it as left behind before, and AWS has listed it since."""
    with bench() as here:
        here.fail(Call.CREATE, DropAfter())

        def turned_on(_problem: object) -> bool:
            here.scan(here.enable(here.serial))
            return True

        def broken(ask: object) -> object:
            in_the_way(here.files / "credentials")
            return code(here)(ask)

        outcome = await tell(here, Person(here, [go_on, turned_on, Task.SESSION, True, broken, False]))
        assert outcome.because
        assert isinstance(outcome.because.trouble, troubles.NotAFile)
        assert outcome.left_behind == outcome.may_be_left == ""


async def test_files_that_cannot_be_read_are_a_page_before_any_code() -> None:
    """AWS takes each code once, so none is asked for in vain."""
    with bench(enrolled=True) as here:
        in_the_way(here.files / "credentials")
        person = Person(here, [False])
        assert isinstance(await tell_session(here, person), NoSession)
        assert isinstance(person.incident.trouble, troubles.NotAFile)
        assert not person.questions(SessionAsk)


async def test_without_a_device_there_is_no_session() -> None:
    """A page says that MFA is to be turned on first; once it is, trying again goes on."""
    with bench() as here:

        def turned_on(_problem: object) -> bool:
            here.scan(here.enable(here.serial))
            return True

        person = await kept(here, turned_on, SUGGESTED, next_code(here))
        assert person.incident.trouble == MfaNotOn(user=here.practice.user)
        assert Call.CREATE not in here.calls


async def test_of_several_devices_one_is_asked_for_the_own_one_first() -> None:
    """A hardware token counts, a security key does not; the plan and the call name the one that was chosen."""
    with bench(enrolled=True, others=2) as here:
        here.enable("GAHT12345678")
        here.enable(fido(here))
        person = await kept(here, device("alice-2"), SUGGESTED, code(here, of="alice-2"))
        (question,) = person.questions(DeviceAtHand)
        first, *rest = (each.name for each in question.devices)
        assert first == "alice"
        assert {*rest} == {"alice-1", "alice-2", "GAHT12345678"}
        assert person.questions(SessionAsk)[0].plan.serial == here.practice.serial("alice-2")
        assert here.practice.serial("alice-2") in contents(here)["config"]


async def test_the_device_that_the_profile_names_is_the_one_whose_code_is_asked_for() -> None:
    """Going back from there leads to the question which one; a device that is not on is no answer to it."""
    with bench(enrolled=True, others=1) as here:
        config = here.files / "config"
        config.write_text(f"[default]\nmfa_serial = {here.practice.serial('alice-1')}\n")
        person = await kept(here, SUGGESTED, code(here, of="alice-1"))
        assert not person.questions(DeviceAtHand)
        assert person.questions(SessionAsk)[0].device.name == "alice-1"

        person = await kept(here, GoBack(), GoBack(), device("alice"), code(here, of="alice"))
        assert [ask.device.name for ask in person.questions(SessionAsk)] == ["alice-1", "alice"]

        here.clock.advance(30)
        config.write_text(config.read_text().replace("mfa/alice-1", "mfa/gone"))
        person = await kept(here, device("alice"), SUGGESTED, code(here, of="alice"))
        assert len(person.questions(DeviceAtHand)) == 1


def kept_by(here: Bench, key_id: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let sessions be those of an access key in the environment, in the files of this test."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", key_id)
    monkeypatch.delenv("AWS_PROFILE", raising=False)
    monkeypatch.setenv("AWS_CONFIG_FILE", str(here.files / "config"))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(here.files / "credentials"))
    here.profiles = SharedProfiles.for_options(Options())


async def test_a_session_of_another_key_in_the_environment_is_not_replaced_unasked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """One's own is renewed with a code; where another key's is kept, that is said first, and it stays if one leaves."""
    with bench(enrolled=True) as here:
        kept_by(here, "AKIAALICE00000000000", monkeypatch)
        await kept(here, SUGGESTED, code(here))
        await kept(here, next_code(here))
        before = contents(here)

        kept_by(here, "AKIABOB0000000000000", monkeypatch)
        person = Person(here, [Leave()])
        await tell_session(here, person)
        assert len(person.questions(NameAsk)) == 1
        assert contents(here) == before

        assert (await kept(here, SUGGESTED, next_code(here))).questions(SessionAsk)[0].plan.replaces
        assert contents(here) != before


@pytest.mark.parametrize("variable", ["AWS_PROFILE", "AWS_DEFAULT_PROFILE"])
async def test_the_outcome_leads_to_the_session_past_what_is_in_the_environment(
    monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    """With the keys there unset, and the variable set that AWS tools take first, as told, the profile is used."""
    with bench(enrolled=True) as here:
        (ask,) = (await kept(here, SUGGESTED, code(here))).questions(SessionAsk)
        assert not ask.plan.outranked
        assert not ask.plan.needs_environment

        monkeypatch.setenv(variable, "default")
        kept_by(here, here.practice.access_key_id, monkeypatch)
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", here.practice.secret_access_key.reveal())
        (ask,) = (await kept(here, "env-mfa", next_code(here))).questions(SessionAsk)
        assert ask.plan.outranked
        assert ask.plan.needs_environment
        monkeypatch.setenv(ask.plan.variable, ask.plan.name)
        for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
            monkeypatch.delenv(name)
        call_with(here, monkeypatch, None)


async def test_a_config_file_that_cannot_be_written_keeps_no_session_from_being_kept(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What is to be added there by hand is agreed to before the code, and part of the outcome. Then it is a renewal."""
    with bench(enrolled=True) as here:
        (here.files / "config").write_text("[default]\nregion = eu-central-1\n")
        monkeypatch.setattr(os, "access", lambda path, _: path.name != "config")
        person = Person(here, [True, code(here)])
        outcome = await tell_session(here, person)
        assert isinstance(outcome, SessionStarted)
        assert outcome.plan == person.questions(SessionAsk)[0].plan
        assert outcome.plan
        assert {change.section for change in outcome.plan.by_hand} == {"default", "profile default-mfa"}
        call_with(here, monkeypatch, "default-mfa")
        await kept(here, next_code(here))
