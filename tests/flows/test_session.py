"""A session for work: one code, and its keys under a profile or handed over."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

import boto3
import pytest

from mfa_enroll.domain.failure import Call
from mfa_enroll.domain.options import Options
from mfa_enroll.files.profiles import SharedProfiles
from mfa_enroll.flows.dialogue import GoBack, Leave
from mfa_enroll.flows.endings import EndingKind
from mfa_enroll.flows.questions import DeviceReport, Exact, Home, NameAsk, Question, SessionAsk, SessionUse, Task
from mfa_enroll.flows.session import Request
from tests.support.bench import Bench, bench
from tests.support.person import Person, code, device, go_on, next_code, pair
from tests.support.story import page, tell, tell_session

if TYPE_CHECKING:
    from mfa_enroll.domain.session import SessionKeys


def call_with(here: Bench, monkeypatch: pytest.MonkeyPatch, profile: str) -> None:
    """Call IAM as any program would that finds the profile in the shared files."""
    monkeypatch.setenv("AWS_CONFIG_FILE", str(here.files / "config"))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(here.files / "credentials"))
    session = boto3.Session(profile_name=profile)
    iam = session.client("iam", endpoint_url=here.server.url, region_name="us-east-1")
    iam.list_mfa_devices(UserName=here.practice.user.name)


def contents(here: Bench) -> dict[str, str]:
    """What is in the shared files."""
    return {file.name: file.read_text() for file in here.files.iterdir()}


async def test_the_profile_is_one_that_every_aws_tool_works_with(monkeypatch: pytest.MonkeyPatch) -> None:
    """A call made with it is accepted as that of someone signed in with MFA; the last words name it."""
    with bench(enrolled=True) as here:
        person = Person(here, [True, code(here)])
        ending = await tell_session(here, person)
        assert ending.kind is EndingKind.SESSION
        assert "default-mfa" in ending.last_words
        call_with(here, monkeypatch, "default-mfa")
        used = here.server.requests[-1]
        assert (used.call, used.status, used.credentials, used.mfa) == (Call.LIST, 200, "session", True)
        (ask,) = person.questions(SessionAsk)
        assert (ask.use, ask.seconds, ask.plan.name) == (SessionUse.WORK, 43_200, "default-mfa")


async def test_straight_after_turning_mfa_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """One run leads from an access key to a session that works; the last words say both."""
    with bench() as here:
        person = Person(here, [go_on, *pair(here), Task.SESSION, "work-mfa", next_code(here)])
        ending = await tell(here, person)
        assert ending.kind is EndingKind.SESSION
        assert f"MFA is on for alice: {here.serial}" in ending.last_words
        assert "work-mfa" in ending.last_words
        call_with(here, monkeypatch, "work-mfa")
        assert here.server.requests[-1].mfa is True


@pytest.mark.parametrize("seconds", [900, 129_600])
async def test_it_lasts_as_long_as_was_asked_for(seconds: int) -> None:
    """The length is said before the code is typed, and arrives at AWS."""
    with bench(enrolled=True) as here:
        handed: list[SessionKeys] = []
        person = Person(here, [code(here)])
        started = here.clock()
        await tell_session(here, person, Request(seconds, hand_over=handed.append))
        assert handed[0].expires.timestamp() - started == pytest.approx(seconds, abs=20)
        assert person.questions(SessionAsk)[0].seconds == seconds


async def test_keys_that_are_handed_over_are_written_nowhere() -> None:
    """No name is asked for and no file touched, and AWS takes the keys for those of someone with MFA."""
    with bench(enrolled=True) as here:
        handed: list[SessionKeys] = []
        person = Person(here, [code(here)])
        ending = await tell_session(here, person, Request(hand_over=handed.append))
        assert ending.kind is EndingKind.SESSION
        assert not person.questions(NameAsk)
        assert person.questions(SessionAsk)[0].plan is None
        assert contents(here) == {}
        await here.account().in_session(handed[0]).devices(here.practice.user)
        assert here.server.requests[-1].mfa is True


async def test_the_name_is_asked_for_with_one_to_begin_with() -> None:
    """What it would change is known before the code is typed, and nothing is written before it is taken."""
    with bench(enrolled=True) as here:

        def unwritten(ask: object) -> object:
            assert contents(here) == {}
            return code(here)(ask)

        person = Person(here, ["team-mfa", unwritten])
        await tell_session(here, person)
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
        person = Person(here, [refused, "free-mfa", code(here)])
        assert (await tell_session(here, person)).kind is EndingKind.SESSION
        assert len(person.questions(NameAsk)) == 2
        assert contents(here)["credentials"].startswith(before)
        assert "[free-mfa]" in contents(here)["credentials"]


async def test_a_renewal_asks_for_a_code_and_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    """Kept once, the session is renewed in its place with one code."""
    with bench(enrolled=True) as here:
        await tell_session(here, Person(here, [True, code(here)]))
        first = contents(here)["credentials"]
        person = Person(here, [next_code(here)])
        assert (await tell_session(here, person)).kind is EndingKind.SESSION
        assert person.questions(SessionAsk)[0].plan.refreshes
        assert contents(here)["credentials"] != first
        assert contents(here)["credentials"].count("[") == 1
        call_with(here, monkeypatch, "default-mfa")
        assert here.server.requests[-1].mfa is True


async def test_a_renewal_can_still_be_kept_under_another_name() -> None:
    """Going back from its code leads to the name, and from there to where one came from."""
    with bench(enrolled=True) as here:
        await tell_session(here, Person(here, [True, code(here)]))
        person = Person(here, [GoBack(), "other-mfa", next_code(here)])
        assert (await tell_session(here, person)).kind is EndingKind.SESSION
        assert {"[default-mfa]", "[other-mfa]"} <= set(contents(here)["credentials"].splitlines())


async def test_a_renewal_that_changes_more_than_its_own_profile_is_shown_first() -> None:
    """Where what stands beside the access key is to change as well, that is agreed to before the code."""
    with bench(enrolled=True) as here:
        await tell_session(here, Person(here, [True, code(here)]))
        (here.files / "config").write_text("")
        person = Person(here, [True, next_code(here)])
        assert (await tell_session(here, person)).kind is EndingKind.SESSION
        assert {change.section for change in person.questions(SessionAsk)[0].plan.changes} == {"default", "default-mfa"}


async def test_a_name_given_with_the_command_is_the_one_to_begin_with() -> None:
    """The first time what it changes is shown; the next time it is a renewal like any other."""
    with bench(enrolled=True) as here:
        person = Person(here, [True, code(here)])
        await tell_session(here, person, Request(name="given-mfa"))
        assert person.questions(NameAsk)[0].suggestion == "given-mfa"
        again = Person(here, [next_code(here)])
        await tell_session(here, again, Request(name="given-mfa"))
        assert again.questions(SessionAsk)[0].plan.name == "given-mfa"


async def test_going_back_leads_from_the_code_to_the_name_and_from_there_home() -> None:
    """At home and after an enrollment alike, nothing is started and nothing written."""
    for account, script, where in (({"enrolled": True}, [], Home), ({}, None, DeviceReport)):
        with bench(**account) as here:
            before = [go_on, *pair(here)] if script is None else []
            person = Person(here, [*before, Task.SESSION, True, GoBack(), GoBack(), Task.DONE])
            ending = await tell(here, person)
            assert ending.kind in {EndingKind.ALREADY_ON, EndingKind.ENABLED}
            assert len(person.questions(NameAsk)) == 2
            assert len(person.questions(where)) == 2
            assert Call.START_SESSION not in here.calls
            assert contents(here) == {}


@pytest.mark.parametrize("leaves", [Leave(), GoBack()])
@pytest.mark.parametrize("script", [[], [device("alice-1")], [device("alice-1"), True]])
async def test_leaving_at_each_point_of_the_command_starts_nothing(script: list[object], leaves: Exception) -> None:
    """Which device, which name, which code: whoever goes there has started no session, and is told so."""
    with bench(enrolled=True, others=1) as here:
        script = [*script, leaves, *([Leave()] if len(script) == 2 and isinstance(leaves, GoBack) else [])]
        ending = await tell_session(here, Person(here, script))
        assert ending.kind is EndingKind.LEFT
        assert "No session was started" in ending.last_words
        assert Call.START_SESSION not in here.calls
        assert contents(here) == {}


def in_the_way(file: Path) -> None:
    """Put a directory where a file is to be written."""
    file.mkdir()
    (file / "something").write_text("")


async def test_a_file_that_cannot_be_written_after_the_code_keeps_the_session(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
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

        person = Person(here, [True, broken, mended])
        assert (await tell_session(here, person)).kind is EndingKind.SESSION
        assert page(person).can_retry
        assert here.calls.count(Call.START_SESSION) == 1
        assert len(person.questions(SessionAsk)) == 1
        call_with(here, monkeypatch, "default-mfa")
        assert here.server.requests[-1].mfa is True


@pytest.mark.parametrize("enrolled", [True, False])
async def test_a_session_that_could_not_be_kept_is_no_success(enrolled: bool) -> None:  # noqa: FBT001 - a parameter
    """Whoever gives up is told what is wrong with the file, and that MFA is on where it was just turned on."""
    with bench(enrolled=enrolled) as here:

        def broken(ask: object) -> object:
            in_the_way(here.files / "credentials")
            return next_code(here)(ask)

        before = [] if enrolled else [go_on, *pair(here)]
        person = Person(here, [*before, Task.SESSION, True, broken, False])
        ending = await tell(here, person)
        assert ending.kind is EndingKind.PROBLEM
        assert page(person).title in ending.last_words
        assert ("MFA is on for alice" in ending.last_words) == (not enrolled)


async def test_files_that_cannot_be_read_are_a_page_before_any_code() -> None:
    """AWS takes each code once, so none is asked for in vain."""
    with bench(enrolled=True) as here:
        in_the_way(here.files / "credentials")
        person = Person(here, [False])
        ending = await tell_session(here, person)
        assert ending.kind is EndingKind.PROBLEM
        assert page(person).title in ending.last_words
        assert not person.questions(SessionAsk)


async def test_temporary_keys_start_no_session(monkeypatch: pytest.MonkeyPatch) -> None:
    """AWS takes the access key alone for that: a page says so before a code is asked for."""
    with bench(enrolled=True) as here:
        person = Person(here, [False])
        ending = await tell_session(here, person, account=here.account_in_session(monkeypatch, mfa=True))
        assert ending.kind is EndingKind.PROBLEM
        assert "access key" in page(person).title
        assert not person.questions(SessionAsk)
        assert Call.START_SESSION not in here.calls


async def test_without_a_device_there_is_no_session() -> None:
    """A page says that MFA is to be turned on first; once it is, trying again goes on."""
    with bench() as here:

        def turned_on(_problem: object) -> bool:
            here.scan(here.enable(here.serial))
            return True

        person = Person(here, [turned_on, True, next_code(here)])
        assert (await tell_session(here, person)).kind is EndingKind.SESSION
        assert "not on" in page(person).title
        assert Call.CREATE not in here.calls


async def test_devices_that_show_no_codes_start_no_session() -> None:
    """Of a passkey or security key AWS takes none here: the page says what to do instead."""
    with bench() as here:
        here.enable(f"arn:aws:iam::{here.practice.user.account}:u2f/user/alice/blue-key")
        person = Person(here, [False])
        assert (await tell_session(here, person)).kind is EndingKind.PROBLEM
        assert "no codes" in page(person).title
        assert not person.questions(SessionAsk)


async def test_of_several_devices_one_is_asked_for_the_own_one_first() -> None:
    """A hardware token counts, a security key does not; the plan and the call name the one that was chosen."""
    with bench(enrolled=True, others=2) as here:
        here.enable("GAHT12345678")
        here.enable(f"arn:aws:iam::{here.practice.user.account}:u2f/user/alice/blue-key")
        person = Person(here, [device("alice-2"), True, code(here, of="alice-2")])
        assert (await tell_session(here, person)).kind is EndingKind.SESSION
        (question,) = person.questions(Question)
        names = [way.name for way in question.ways]
        assert names[0] == "alice"
        assert set(names) == {"alice", "alice-1", "alice-2", "GAHT12345678"}
        assert person.questions(SessionAsk)[0].plan.serial == here.practice.serial("alice-2")
        assert here.practice.serial("alice-2") in contents(here)["config"]


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
        await tell_session(here, Person(here, [True, code(here)]))
        own = Person(here, [next_code(here)])
        assert (await tell_session(here, own)).kind is EndingKind.SESSION
        before = contents(here)

        kept_by(here, "AKIABOB0000000000000", monkeypatch)
        person = Person(here, [Leave()])
        await tell_session(here, person)
        assert len(person.questions(NameAsk)) == 1
        assert contents(here) == before

        person = Person(here, [True, next_code(here)])
        assert (await tell_session(here, person)).kind is EndingKind.SESSION
        assert person.questions(SessionAsk)[0].plan.replaces
        assert contents(here) != before


async def test_the_last_words_lead_to_the_session_past_keys_in_the_environment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """AWS tools take such keys before AWS_PROFILE: as told, they are unset first, and set again to renew."""
    with bench(enrolled=True) as here:
        ending = await tell_session(here, Person(here, [True, code(here)]))
        assert "unset" not in ending.last_words
        assert "When it has ended, renew it:" in ending.paragraphs

        kept_by(here, here.practice.access_key_id, monkeypatch)
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", here.practice.secret_access_key.reveal())
        ending = await tell_session(here, Person(here, ["env-mfa", next_code(here)]))
        unset, export = (word for word in ending.paragraphs if word.startswith(("  unset ", "  export ")))
        assert isinstance(unset, Exact)
        assert unset == "  unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN"
        assert export == "  export AWS_PROFILE=env-mfa"
        assert "When it has ended, renew it, with your access key set in the environment again:" in ending.paragraphs
        monkeypatch.setenv("AWS_PROFILE", "env-mfa")
        for variable in unset.split()[1:]:
            monkeypatch.delenv(variable, raising=False)
        boto3.Session(region_name="us-east-1").client("iam", endpoint_url=here.server.url).list_mfa_devices(
            UserName="alice"
        )
        assert here.server.requests[-1].mfa is True


async def test_a_config_file_that_cannot_be_written_keeps_no_session_from_being_kept(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What is to be added there by hand is agreed to before the code, and among the last words, to be copied."""
    with bench(enrolled=True) as here:
        (here.files / "config").write_text("[default]\nregion = eu-central-1\n")
        monkeypatch.setattr(os, "access", lambda path, _: path.name != "config")
        person = Person(here, [True, code(here)])
        ending = await tell_session(here, person)
        assert ending.kind is EndingKind.SESSION
        assert len(person.questions(SessionAsk)[0].plan.by_hand) == 2
        assert "~/.aws/config (practice) cannot be changed from here. Add to it yourself:" in ending.paragraphs
        for line in (
            "  [profile default-mfa]",
            "  region = eu-central-1",
            "  [default]",
            f"  mfa_serial = {here.serial}",
        ):
            assert isinstance(ending.paragraphs[ending.paragraphs.index(line)], Exact)
        call_with(here, monkeypatch, "default-mfa")
        assert here.server.requests[-1].mfa is True

        again = Person(here, [next_code(here)])
        assert (await tell_session(here, again)).kind is EndingKind.SESSION
