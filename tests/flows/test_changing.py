"""Devices that are on and change: moving to a new phone, one more device, turning MFA off."""

import pytest

from mfa_enroll.domain.denial import DeniedBy
from mfa_enroll.domain.device import OldDevice
from mfa_enroll.domain.failure import Call
from mfa_enroll.domain.trouble import CallFailed, Trouble
from mfa_enroll.domain.troubles import refusals
from mfa_enroll.domain.troubles.network import AnswerLost
from mfa_enroll.flows.outcome import Deletion, MfaDisabled, MfaEnabled, NotEnabled, SessionStarted
from mfa_enroll.flows.questions import Task, TurnOff
from mfa_enroll.flows.troubles import MoveDenied
from mfa_enroll.practice.errors import AwsError
from tests.support.bench import Bench, bench
from tests.support.faults import DropAfter, Fault, Refuse
from tests.support.person import Person, code, device, go_on, next_code, pair
from tests.support.story import policy_without, tell

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
        assert outcome.session is not None
        here.clock.advance(60)
        old, new = here.phone.entries()
        assert "Amazon" in old.label
        assert not is_accepted(here, old.code.reveal())
        assert is_accepted(here, new.code.reveal())


@pytest.mark.parametrize(
    ("fault", "became"),
    [(None, OldDevice.GONE), (Refuse("NoSuchEntity"), OldDevice.UNKNOWN), (DropAfter(), OldDevice.UNKNOWN)],
)
async def test_without_a_new_device_the_old_one_is_gone_if_aws_has_said_so(
    fault: Fault | None, became: OldDevice
) -> None:
    """The page and the outcome know what AWS answered when it was to be deleted."""
    with bench(enrolled=True) as here:
        if fault:
            here.faults.add(Call.DELETE, nth=2, fault=fault)
        here.faults.add(Call.CREATE, nth=2, fault=Refuse("LimitExceeded"))
        person = Person(here, [Task.REPLACE, ALICE, code(here), True, False])
        outcome = await tell(here, person)
        assert isinstance(outcome, NotEnabled)
        assert outcome.replaced is person.incident.old_device is became


@pytest.mark.parametrize("lacking", [(Call.DELETE,), (Call.CREATE,), (Call.DELETE, Call.CREATE)])
async def test_a_move_that_the_policy_does_not_allow_is_refused_with_what_aws_said(lacking: tuple[Call, ...]) -> None:
    """For the administrator: what AWS answered, and which kind of policy it named."""
    with bench(enrolled=True, policy=policy_without(*lacking)) as here:
        person = Person(here, [Task.REPLACE, ALICE, code(here), False])
        await tell(here, person)
        trouble = person.incident.trouble
        assert isinstance(trouble, MoveDenied)
        assert trouble.may_make == (Call.CREATE not in lacking)
        assert trouble.answer.startswith(f"AccessDenied to {lacking[0]}, request ")
        assert trouble.denial.by is DeniedBy.NOTHING_ALLOWS
        assert here.is_enrolled


@pytest.mark.parametrize(
    ("fault", "deletion", "trouble"),
    [
        (None, Deletion.DONE, None),
        (Refuse("NoSuchEntity"), Deletion.NOT_FOUND, None),
        (Refuse("AccessDenied"), Deletion.DENIED, refusals.DeletionDenied),
        (Refuse("LimitExceeded"), Deletion.UNDECIDED, refusals.LimitReached),
        (DropAfter(), Deletion.UNDECIDED, AnswerLost),
    ],
)
async def test_turning_off_ends_with_what_became_of_the_device_and_why(
    fault: Fault | None, deletion: Deletion, trouble: type[Trouble] | None
) -> None:
    """MFA is off in any case. The device is named where it is still there, or may be."""
    with bench(enrolled=True) as here:
        if fault:
            here.faults.add(Call.DELETE, nth=2, fault=fault)
        outcome = await tell(here, Person(here, [Task.REMOVE, True, code(here)]))
        assert isinstance(outcome, MfaDisabled)
        assert outcome.deletion is deletion
        assert outcome.left_behind == (here.serial if trouble else "")
        assert (type(outcome.because.trouble) if outcome.because else None) is trouble


async def test_the_second_question_about_turning_off_says_why_the_device_will_stay() -> None:
    """The first one is asked before AWS is, and knows of no reason."""
    with bench(enrolled=True, policy=policy_without(Call.DELETE)) as here:
        person = Person(here, [Task.REMOVE, True, code(here), True])
        outcome = await tell(here, person)
        first, second = person.questions(TurnOff)
        assert first.doubt is None
        assert isinstance(second.doubt, refusals.DeletionDenied)
        assert isinstance(outcome, MfaDisabled)
        assert (outcome.deletion, outcome.left_behind, outcome.because) == (Deletion.DENIED, here.serial, None)


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
