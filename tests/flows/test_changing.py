"""Devices that are on and change: moving to a new phone, one more device, turning MFA off."""

import pytest

from mfa_enroll.domain.failure import Call
from mfa_enroll.domain.trouble import CallFailed
from mfa_enroll.flows.outcome import MfaDisabled, MfaEnabled, SessionStarted
from mfa_enroll.flows.questions import Task
from mfa_enroll.practice.errors import AwsError
from tests.support.bench import Bench, bench
from tests.support.person import Person, code, device, go_on, next_code, pair
from tests.support.story import tell

ALICE = device("alice")


def is_accepted(here: Bench, typed: str) -> bool:
    """Whether STS takes a code of the user's own device."""
    try:
        here.practice.verification.verify(here.serial, typed, here.clock())
    except AwsError:
        return False
    return True


async def test_the_new_phones_codes_work_and_the_old_ones_do_not() -> None:
    """One old code, one agreement, two new codes: another device bears the name, and MFA is on."""
    with bench(enrolled=True) as here:
        outcome = await tell(here, Person(here, [Task.REPLACE, ALICE, code(here), True, *pair(here)]))
        assert isinstance(outcome, MfaEnabled)
        assert outcome.command
        here.clock.advance(60)
        old, new = here.phone.entries()
        assert "Amazon" in old.label
        assert not is_accepted(here, old.code.reveal())
        assert is_accepted(here, new.code.reveal())


async def test_the_access_key_is_locked_again_after_turning_off() -> None:
    """What is left of the run has no MFA about it: the same account object can do no more than any access key."""
    with bench(enrolled=True) as here:
        account = here.account()
        assert isinstance(await tell(here, Person(here, [Task.REMOVE, True, code(here)]), account), MfaDisabled)
        script = [go_on, *pair(here), Task.SESSION, True, next_code(here)]
        assert isinstance(await tell(here, Person(here, script), account), SessionStarted)
        made = [each for each in here.server.requests if each.call in {Call.CREATE, Call.ENABLE}]
        assert [(each.credentials, each.mfa) for each in made] == [("long-term", None)] * 2
        with pytest.raises(CallFailed):
            await account.deactivate_device(here.practice.user)
        assert here.server.requests[-1].error == "AccessDenied"
        assert here.is_enrolled
