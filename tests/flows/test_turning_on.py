"""Turning MFA on: what is typed on the way, what AWS refuses, and what somebody else does meanwhile."""

import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from mfa_enroll.aws.account import AwsAccount
from mfa_enroll.domain.failure import Call
from mfa_enroll.domain.identity import Identity
from mfa_enroll.domain.options import Options
from mfa_enroll.domain.principal import Kind, OtherPrincipal
from mfa_enroll.domain.secret import Secret
from mfa_enroll.domain.totp import SEARCH, STEP, code_at, time_step
from mfa_enroll.domain.troubles import callers
from mfa_enroll.domain.troubles.credentials import SecretKeyWrong
from mfa_enroll.domain.troubles.refusals import TurningOnDenied
from mfa_enroll.flows.asks import CodeAsk
from mfa_enroll.flows.calls import BUSY_PAUSES
from mfa_enroll.flows.outcome import CodesAccepted, Ending, MfaEnabled, NotEnabled
from mfa_enroll.flows.questions import LeftoverChoice, Plan, Problem, Task
from mfa_enroll.flows.remarks import ClockOff, ClockTooFar, CodeKept
from mfa_enroll.flows.troubles import DeviceNotListed
from mfa_enroll.policy.decision import Policy
from mfa_enroll.practice.account import AttachedPolicy
from tests.support.bench import Bench, bench
from tests.support.faults import Lag, Refuse
from tests.support.person import Person, code, go_on, next_code, pair
from tests.support.story import policy_with_paths, tell

SCANNED, FRESH = LeftoverChoice.SCANNED, LeftoverChoice.FRESH


async def test_the_plan_is_what_is_done_in_five_calls() -> None:
    """Who am I, list, create, enable, list: the plan says so, and a session can be started next."""
    with bench() as here:
        person = Person(here, [go_on, *pair(here)])
        outcome = await tell(here, person)
        assert isinstance(outcome, MfaEnabled)
        assert outcome.ending is Ending.DONE
        assert outcome.session is not None
        planned = [(each.call, each.resource) for each in person.questions(Plan)[0].calls]
        who, listed, *made = here.server.requests
        assert (who.call, listed.call) == (Call.WHO_AM_I, Call.LIST)
        assert [(each.call, each.resource) for each in made] == planned


def unmistakable(here: Bench) -> Callable[[object], Secret]:
    """The code of a phone with a wrong clock; one in 500 belongs by chance to another time step near enough."""

    def wait_for_it(ask: object) -> Secret:
        seed, drift = here.practice.devices[here.serial].seed, here.phone.drift
        while True:
            now = time_step(here.clock())
            shown = [time_step(here.clock() + drift) + at for at in (0, 1)]
            near = {*range(now - 2 * SEARCH, now + 2 * SEARCH)} - {*shown}
            if not {code_at(seed, step).reveal() for step in shown} & {code_at(seed, step).reveal() for step in near}:
                return code(here)(ask)
            here.clock.advance(STEP)

    return wait_for_it


@pytest.mark.parametrize("seconds", [210, -210, 5 * 3600, -5 * 3600])
async def test_a_phone_with_a_wrong_clock_is_enrolled_and_warned(seconds: float) -> None:
    """Minutes or hours off are no reason to refuse: the person is told how far, and the device is on."""
    with bench() as here:
        here.phone.drift = seconds
        person = Person(here, [go_on, unmistakable(here), next_code(here)])
        outcome = await tell(here, person)
        assert isinstance(outcome, MfaEnabled)
        at_once, in_the_end = person.remarks
        assert isinstance(at_once, CodeKept)
        assert isinstance(in_the_end, ClockOff)
        assert [at_once.drift, in_the_end.drift] == pytest.approx([seconds] * 2, abs=STEP)
        assert not at_once.skipped
        assert outcome.report.remark == in_the_end


async def test_a_clock_set_to_another_time_zone_is_named_before_aws_is_asked() -> None:
    """Twelve hours off is more than AWS searches: no pair is sent until the phone's clock is right."""
    with bench() as here:
        here.phone.drift = 12 * 3600

        def set_right(ask: object) -> object:
            here.phone.drift = 0
            return code(here)(ask)

        person = Person(here, [go_on, unmistakable(here), next_code(here), set_right, next_code(here)])
        assert isinstance(await tell(here, person), MfaEnabled)
        assert [remark.drift for remark in person.remarks if isinstance(remark, ClockTooFar)] == [12 * 3600]
        assert here.calls.count(Call.ENABLE) == 1


async def test_a_missed_code_costs_one_more() -> None:
    """Someone who looks away for a minute is not sent back to the start."""
    with bench() as here:
        person = Person(here, [go_on, code(here), next_code(here, 3), next_code(here)])
        assert isinstance(await tell(here, person), MfaEnabled)
        assert [ask.kept for ask in person.questions(CodeAsk)] == [0, 1, 2]
        assert person.remarks == [CodeKept(skipped=True, drift=0)]
        assert here.calls.count(Call.ENABLE) == 1


async def test_all_codes_are_asked_for_one_picture_with_a_countdown_to_the_next() -> None:
    """Each question goes on from the one before, whatever was typed; until a first code is there, nothing counts."""
    with bench() as here:
        here.fail(Call.ENABLE, Refuse("InvalidAuthenticationCode"))
        person = Person(here, [go_on, code(here), "12345", next_code(here), *pair(here)])
        assert isinstance(await tell(here, person), MfaEnabled)
        first, *later = person.questions(CodeAsk)
        assert first.next_at is None
        for before, ask in zip([first, *later], later, strict=False):
            assert ask.continues(before)
        assert [ask.kept for ask in later] == [1, 1, 0, 1]
        assert all(ask.next_at % STEP == 0 for ask in [*later[:2], later[3]])
        assert here.calls.count(Call.CREATE) == 1


@pytest.mark.parametrize(("chance", "share"), [(0.0, 0.5), (0.5, 0.75), (1.0, 1.0)])
async def test_pauses_of_a_busy_moment_are_cut_by_chance(
    monkeypatch: pytest.MonkeyPatch, chance: float, share: float
) -> None:
    """Each is between half of its length and all of it, and they grow."""
    monkeypatch.setattr(random, "uniform", lambda least, most: least + (most - least) * chance)
    assert await busy_pauses() == [share * most for most in BUSY_PAUSES]


async def test_two_who_were_turned_away_together_do_not_come_back_together() -> None:
    """Their pauses differ from the first one on."""
    first, second = [await busy_pauses() for _ in range(2)]
    assert all(one != other for one, other in zip(first, second, strict=True))


async def busy_pauses() -> list[float]:
    """The pauses of a run that AWS turned away until it gave up."""
    with bench() as here:
        here.fail(Call.CREATE, Refuse("Throttling"), times=len(BUSY_PAUSES) + 1)
        person = Person(here, [go_on, False])
        await tell(here, person)
        return [pause.seconds for pause in person.pauses]


@pytest.mark.parametrize("patience", [1, 2])
async def test_a_device_that_is_not_listed_yet_is_waited_for(patience: int) -> None:
    """AWS has taken the codes and lists the device later: it is looked for, and Enable is not sent again.

    Whoever loses patience is told that AWS has taken the codes, and asked for no decision about the device.
    """
    with bench() as here:
        here.fail(Call.ENABLE, Lag(10 if patience == 1 else 3_600))
        person = Person(here, [go_on, *pair(here), *([] if patience == 1 else [True, False])])
        outcome = await tell(here, person)
        assert here.calls.count(Call.ENABLE) == 1
        assert len(person.pauses) == (4 if patience == 1 else 8)
        if patience == 1:
            assert isinstance(outcome, MfaEnabled)
        else:
            assert [type(trouble) for trouble in person.troubles] == [DeviceNotListed] * 2
            last = person.questions(Problem)[-1].incident
            assert outcome == CodesAccepted(user=here.practice.user, because=last)


@pytest.mark.parametrize(("others", "comes_on", "needs_mfa"), [(0, False, False), (0, True, True), (1, False, False)])
async def test_a_denial_that_names_no_policy_is_aws_own_rule_if_a_device_has_come_on(
    others: int, *, comes_on: bool, needs_mfa: bool
) -> None:
    """AWS lets nobody turn on one more without MFA. Who had others on from the start has signed in with one."""
    with bench(others=others) as here:
        here.fail(Call.ENABLE, Refuse("AccessDenied"))

        def late(ask: object) -> object:
            if comes_on:
                here.enable(other)
            return next_code(here)(ask)

        def off_again(_problem: object) -> bool:
            here.practice.devices.pop(other, None)
            return True

        other = here.practice.serial("alice-8")
        before = [Task.ADD, go_on, code(here)] if others else [go_on]
        person = Person(here, [*before, next_code(here), late, off_again, *pair(here)])
        assert isinstance(await tell(here, person), MfaEnabled)
        trouble = person.incident.trouble
        assert isinstance(trouble, TurningOnDenied)
        assert trouble.needs_mfa is needs_mfa


async def test_a_wrong_secret_key_can_be_corrected_while_the_page_is_shown(home: Path) -> None:
    """Trying again reads the credentials afresh and tells the whole story."""
    with bench() as here:
        file = home / ".aws" / "credentials"
        file.parent.mkdir()

        def configure(secret: str) -> None:
            key_id = here.practice.access_key_id
            file.write_text(f"[default]\naws_access_key_id = {key_id}\naws_secret_access_key = {secret}\n")

        def corrected(_problem: object) -> bool:
            configure(here.practice.secret_access_key.reveal())
            return True

        configure("x" * 40)
        person = Person(here, [corrected, go_on, *pair(here)])
        account = AwsAccount(Options(endpoint_url=here.server.url), now=here.clock)
        assert isinstance(await tell(here, person, account), MfaEnabled)
        assert isinstance(person.incident.trouble, SecretKeyWrong)


@pytest.mark.parametrize(
    ("kind", "trouble"),
    [
        (Kind.ROLE, callers.SignedInAsRole),
        (Kind.IDENTITY_CENTER, callers.SignedInByIdentityCenter),
        (Kind.FEDERATED, callers.FederatedCredentials),
        (Kind.ROOT, callers.RootUser),
        (Kind.UNKNOWN, callers.CallerUnknown),
    ],
)
async def test_who_is_no_iam_user_is_stopped_after_the_first_call(
    monkeypatch: pytest.MonkeyPatch, kind: Kind, trouble: type[callers.NotAnIamUser]
) -> None:
    """Only a user has devices of their own: the page says what the keys are of instead."""
    with bench() as here:
        account, principal = here.account(), OtherPrincipal(kind, "arn:aws:sts::111122223333:someone/else", "else")
        alice = await account.who_am_i()

        async def who_am_i() -> Identity:
            return replace(alice, principal=principal)

        monkeypatch.setattr(account, "who_am_i", who_am_i)
        person = Person(here, [False])
        outcome = await tell(here, person, account)
        assert person.incident.trouble == trouble(keys=alice.keys, principal=principal)
        assert person.identity == replace(alice, principal=principal)
        assert outcome == NotEnabled(because=person.incident)
        assert here.calls == [Call.WHO_AM_I]


async def test_a_user_under_a_path_is_stopped_before_anything_is_created() -> None:
    """The usual policy does not cover paths, which is known from the listing. One that does lets them go on."""
    with bench(path="/eng/") as here:

        def covered(_problem: object) -> bool:
            assert here.calls == [Call.WHO_AM_I, Call.LIST]
            here.practice.policies = [AttachedPolicy(Policy.parse(policy_with_paths()))]
            return True

        person = Person(here, [covered, go_on, *pair(here)])
        assert isinstance(await tell(here, person), MfaEnabled)
        assert isinstance(person.incident.trouble, callers.PathNotCovered)
        assert person.incident.trouble.answer.startswith(f"AccessDenied to {Call.LIST}, request ")
        assert here.practice.enabled_devices()[0].serial == "arn:aws:iam::111122223333:mfa/alice"
