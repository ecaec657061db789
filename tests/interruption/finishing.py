"""The next run: whatever the last one left behind, it comes to a device that is on, and takes nothing away unasked."""

from pathlib import Path

import pytest

from mfa_enroll.domain.failure import Call
from mfa_enroll.domain.options import Options
from mfa_enroll.domain.totp import code_at, time_step
from mfa_enroll.files.profiles import SharedProfiles
from mfa_enroll.flows.endings import EndingKind
from mfa_enroll.flows.enroll import enroll
from mfa_enroll.flows.questions import (
    CodeAsk,
    DeviceReport,
    Home,
    Leftover,
    LeftoverChoice,
    NameAsk,
    Plan,
    Question,
    SessionAsk,
    Task,
)
from mfa_enroll.flows.session import Request, session
from tests.interruption.visit import NEW_PASSWORD, OLD_PASSWORD
from tests.support.bench import Bench
from tests.support.person import Person, device, next_code
from tests.support.story import checked

_LONGEST = 12
"""Pages after which a run goes round in circles."""


class Finisher(Person):
    """Someone who wants it over with, and takes each page as it comes. A device that is off may be made anew."""

    def __init__(self, bench: Bench, *, scanned: bool) -> None:
        super().__init__(bench, [])
        self._scanned = scanned

    async def _next(self, question: object) -> object:
        assert len(self.asked) < _LONGEST
        self.script = [self._answer(question)]
        return await super()._next(question)

    def _answer(self, question: object) -> object:
        match question:
            case Plan() | NameAsk():
                return None
            case Leftover():
                return LeftoverChoice.SCANNED if self._scanned else LeftoverChoice.FRESH
            case CodeAsk():
                return next_code(self.bench, of="alice")
            case SessionAsk():
                return next_code(self.bench, of=question.device.name)
            case Question():
                return device("alice-1")
            case Home() | DeviceReport():
                return Task.DONE
        raise AssertionError(f"nobody expected {question!r}")


async def finish(here: Bench, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run the wizard to its end, and then a session, with nothing going wrong any more."""
    here.faults.clear()
    was_on = {each.serial for each in here.practice.enabled_devices()}
    first = len(here.server.requests)
    person = Finisher(here, scanned=_has_scanned(here))
    ending = await checked(here, person, enroll(here.account(), person, here.profiles))
    assert ending.kind in {EndingKind.ENABLED, EndingKind.ALREADY_ON}
    assert was_on <= {each.serial for each in here.practice.enabled_devices()}
    assert here.is_enrolled or was_on
    calls = here.calls[first:]
    assert Call.DEACTIVATE not in calls
    wanted = [asked for asked in person.questions(Leftover) if not person._scanned]
    assert calls.count(Call.DELETE) == len(wanted)

    monkeypatch.setenv("AWS_ACCESS_KEY_ID", here.practice.access_key_id)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", here.practice.secret_access_key.reveal())
    profiles = SharedProfiles.for_options(Options(endpoint_url=here.server.url))
    person = Finisher(here, scanned=True)
    kept = await checked(here, person, session(here.account(), person, profiles, Request()))
    assert kept.kind is EndingKind.SESSION
    assert [each.profile for each in profiles.kept()] == ["default-mfa"]
    assert {path.name for path in (home / ".aws").iterdir()} <= {"credentials", "config"}
    profile = here.practice.login_profile
    assert profile is not None
    assert profile.password.reveal() in {OLD_PASSWORD.reveal(), NEW_PASSWORD.reveal()}


def _has_scanned(here: Bench) -> bool:
    """Whether the phone holds the entry of the device that is there now, and not of one before it."""
    there = here.practice.devices.get(here.serial)
    if there is None:
        return False
    now = code_at(there.seed, time_step(here.clock())).reveal()
    return now in {entry.code.reveal() for entry in here.phone.entries()}
