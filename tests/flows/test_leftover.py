"""A device of an earlier attempt that is not on."""

from mfa_enroll.domain.failure import Call
from mfa_enroll.domain.problem import Problem
from mfa_enroll.domain.secret import Secret
from mfa_enroll.flows.dialogue import GoBack, Leave
from mfa_enroll.flows.endings import EndingKind
from mfa_enroll.flows.questions import CodeAsk, Leaving, Leftover, LeftoverChoice
from mfa_enroll.practice.faults import DropAfter, DropBefore, Refuse
from tests.support.bench import bench
from tests.support.person import Person, code, go_on, next_code
from tests.support.story import page, policy_without, tell

SCANNED, FRESH = LeftoverChoice.SCANNED, LeftoverChoice.FRESH


async def test_one_on_the_phone_is_turned_on_with_two_codes() -> None:
    """Who scanned it in an earlier attempt types two codes: nothing is deleted and nothing made."""
    with bench(leftover=True) as here:
        here.phone.scan(here.practice.provisioning_uri())
        person = Person(here, [go_on, SCANNED, code(here), next_code(here)])
        assert (await tell(here, person)).kind is EndingKind.ENABLED
        assert here.calls[2:] == [Call.CREATE, Call.ENABLE, Call.LIST]
        assert {(ask.uri, ask.seed) for ask in person.questions(CodeAsk)} == {(None, None)}


async def test_one_that_nobody_scanned_is_made_anew_after_asking() -> None:
    """It is deleted only when the person says so, and the new one is turned on."""
    with bench(leftover=True) as here:
        old = here.practice.devices[here.serial].seed

        def fresh(_ask: object) -> LeftoverChoice:
            assert Call.DELETE not in here.calls
            return FRESH

        person = Person(here, [go_on, fresh, code(here), next_code(here)])
        assert (await tell(here, person)).kind is EndingKind.ENABLED
        assert here.calls[2:] == [Call.CREATE, Call.DELETE, Call.CREATE, Call.ENABLE, Call.LIST]
        assert here.practice.devices[here.serial].seed.reveal() != old.reveal()


async def test_the_choice_can_be_made_again() -> None:
    """From the question for codes there is a way back to the choice."""
    with bench(leftover=True) as here:
        person = Person(here, [go_on, SCANNED, GoBack(), FRESH, code(here), next_code(here)])
        assert (await tell(here, person)).kind is EndingKind.ENABLED
        assert len(person.questions(Leftover)) == 2


async def test_refused_codes_keep_the_device() -> None:
    """Codes of another entry are refused by AWS, as often as it takes; the same device is asked about."""
    with bench(leftover=True) as here:
        here.phone.scan(here.practice.provisioning_uri())
        wrong = [Secret("111111"), Secret("222222"), Secret("333333"), Secret("444444")]
        person = Person(here, [go_on, SCANNED, *wrong, code(here), next_code(here)])
        assert (await tell(here, person)).kind is EndingKind.ENABLED
        asks = person.questions(CodeAsk)
        assert [bool(ask.remark and "go back and start afresh" in ask.remark.text) for ask in asks] == [
            False, False, True, False, True, False
        ]  # fmt: skip
        assert not person.questions(Problem)
        assert here.calls.count(Call.ENABLE) == 3
        assert Call.DELETE not in here.calls


async def test_leaving_at_the_choice_names_the_device() -> None:
    """It stays as it is, and the last words name it."""
    with bench(leftover=True) as here:
        ending = await tell(here, Person(here, [go_on, Leave()]))
        assert ending.kind is EndingKind.LEFT
        assert here.serial in ending.last_words
        assert here.has_unfinished


async def test_leaving_at_its_codes_asks_nothing() -> None:
    """A device that this run did not make is left alone: no question, and the last words name it."""
    with bench(leftover=True) as here:
        person = Person(here, [go_on, SCANNED, Leave()])
        ending = await tell(here, person)
        assert ending.kind is EndingKind.LEFT
        assert here.serial in ending.last_words
        assert not person.questions(Leaving)


async def test_a_deletion_that_is_not_allowed_names_the_device() -> None:
    """The page and the last words name what stays, and the page holds the statement for the administrator."""
    with bench(leftover=True, policy=policy_without(Call.DELETE)) as here:
        person = Person(here, [go_on, FRESH, False])
        ending = await tell(here, person)
        assert ending.kind is EndingKind.PROBLEM
        assert page(person).left_behind == here.serial
        assert Call.DELETE in page(person).hand_over
        assert f"aws iam delete-virtual-mfa-device --serial-number {here.serial}" in page(person).hand_over.splitlines()
        assert here.serial in ending.last_words


async def test_a_device_turned_on_meanwhile_is_not_deleted() -> None:
    """AWS refuses to delete a device in use: the page says so, and trying again finds that MFA is on."""
    with bench(leftover=True) as here:

        def fresh(_ask: object) -> LeftoverChoice:
            here.practice.devices[here.serial].enabled_at = here.clock()
            return FRESH

        person = Person(here, [go_on, fresh, True])
        assert (await tell(here, person)).kind is EndingKind.ALREADY_ON
        assert page(person).title == "The device is in use"
        assert "deactivate-mfa-device" in page(person).hand_over


async def test_a_deletion_without_an_answer_is_settled_by_making_anew() -> None:
    """Done or not, the next call tells: done, the new device is there; not done, the choice is."""
    with bench(leftover=True) as here:
        here.fail(Call.DELETE, DropAfter())
        person = Person(here, [go_on, FRESH, code(here), next_code(here)])
        assert (await tell(here, person)).kind is EndingKind.ENABLED
        assert here.calls.count(Call.DELETE) == 1
    with bench(leftover=True) as here:
        here.fail(Call.DELETE, DropBefore())
        person = Person(here, [go_on, FRESH, FRESH, code(here), next_code(here)])
        assert (await tell(here, person)).kind is EndingKind.ENABLED
        assert person.questions(Leftover)[1].remark is not None
        assert here.calls.count(Call.DELETE) == 2


async def test_a_device_deleted_meanwhile_is_made_anew() -> None:
    """That another terminal was faster to delete it is no problem."""
    with bench(leftover=True) as here:

        def fresh(_ask: object) -> LeftoverChoice:
            del here.practice.devices[here.serial]
            return FRESH

        person = Person(here, [go_on, fresh, code(here), next_code(here)])
        assert (await tell(here, person)).kind is EndingKind.ENABLED
        assert not person.questions(Problem)


async def test_a_device_that_is_gone_is_made_anew_after_a_page() -> None:
    """Codes for a device that another terminal deleted lead to a page, and from there to a new device."""
    with bench(leftover=True) as here:
        here.phone.scan(here.practice.provisioning_uri())

        def late(ask: object) -> Secret:
            del here.practice.devices[here.serial]
            return next_code(here)(ask)

        person = Person(here, [go_on, SCANNED, code(here), late, True, go_on, code(here), next_code(here)])
        assert (await tell(here, person)).kind is EndingKind.ENABLED
        assert page(person).title == "AWS does not find the device"


async def test_leaving_while_a_deletion_is_waited_out_names_the_device() -> None:
    """During each pause the device may still be there, and the last words say so."""
    for call, fault in ((Call.DELETE, Refuse("ConcurrentModification")), (Call.CREATE, Refuse("EntityAlreadyExists"))):
        with bench(leftover=True) as here:
            here.faults.add(call, nth=2 if call is Call.CREATE else 1, fault=fault)
            person = Person(here, [go_on, FRESH])
            person.on_pause = lambda _pause, who=person: who.leave.set()
            ending = await tell(here, person)
            assert ending.kind is EndingKind.LEFT
            assert len(person.pauses) == 1
            assert here.serial in ending.last_words
