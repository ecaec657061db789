"""The next run: whatever the last one left behind, it comes to a device that is on, and takes nothing away unasked."""

from pathlib import Path

from mfa_enroll.domain.failure import Call
from mfa_enroll.domain.totp import code_at, time_step
from mfa_enroll.flows.asks import CodeAsk, NameAsk, SessionAsk
from mfa_enroll.flows.outcome import MfaEnabled, MfaWasOn, SessionStarted
from mfa_enroll.flows.questions import DeviceAtHand, Enabled, Home, Leftover, LeftoverChoice, Plan, Task
from tests.interruption.visit import NEW_PASSWORD, OLD_PASSWORD
from tests.support.bench import Bench
from tests.support.person import Ask, Person, device, next_code
from tests.support.story import tell, tell_session

_LONGEST = 12
"""Pages after which a run goes round in circles."""


class Finisher(Person):
    """Someone who wants it over with, and takes each page as it comes. A device that is off may be made anew."""

    def __init__(self, here: Bench) -> None:
        super().__init__(here, otherwise=lambda _, ask: self._answer_to(ask))
        self.scanned = _has_scanned(here)

    def _answer_to(self, ask: Ask) -> object:
        assert len(self.asked) < _LONGEST
        match ask:
            case Plan() | NameAsk():
                return None
            case Leftover():
                return LeftoverChoice.SCANNED if self.scanned else LeftoverChoice.FRESH
            case CodeAsk():
                return next_code(self.bench, of="alice")
            case SessionAsk():
                return next_code(self.bench, of=ask.device.name)
            case DeviceAtHand():
                return device("alice-1")
            case Home() | Enabled():
                return Task.DONE
        raise AssertionError(f"nobody expected {ask!r}")


async def finish(here: Bench, home: Path) -> None:
    """Run the wizard to its end, and then a session, with nothing going wrong any more."""
    here.faults.clear()
    was_on = {each.serial for each in here.practice.enabled_devices()}
    first = len(here.server.requests)
    person = Finisher(here)
    assert isinstance(await tell(here, person), MfaEnabled | MfaWasOn)
    assert was_on <= {each.serial for each in here.practice.enabled_devices()}
    assert here.is_enrolled or was_on
    calls = here.calls[first:]
    assert Call.DEACTIVATE not in calls
    assert calls.count(Call.DELETE) == (0 if person.scanned else len(person.questions(Leftover)))

    assert isinstance(await tell_session(here, Finisher(here)), SessionStarted)
    assert [each.profile for each in here.profiles.kept()] == ["default-mfa"]
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
