"""What AWS refuses, and how the story goes on."""

import re
from pathlib import Path

import pytest

from mfa_enroll.aws.account import AwsAccount
from mfa_enroll.domain.failure import Call
from mfa_enroll.domain.options import Options
from mfa_enroll.domain.problem import Who
from mfa_enroll.flows.dialogue import Leave
from mfa_enroll.flows.endings import EndingKind
from mfa_enroll.flows.questions import CodeAsk, LeaveChoice, LeftoverChoice
from mfa_enroll.policy.decision import Decision, Policy, Request, caller_context, decide
from mfa_enroll.practice.faults import Refuse
from tests.support.bench import bench
from tests.support.person import Person, code, go_on, next_code
from tests.support.story import page, policy_with_paths, policy_without, tell


async def test_refused_codes_ask_for_two_new_ones() -> None:
    """InvalidAuthenticationCode keeps the device and its QR code: two new codes, and no second device."""
    with bench() as here:
        here.fail(Call.ENABLE, Refuse("InvalidAuthenticationCode"))
        script = [go_on, code(here), next_code(here), code(here), next_code(here), next_code(here)]
        person = Person(here, script)
        assert (await tell(here, person)).kind is EndingKind.ENABLED
        assert here.calls.count(Call.CREATE) == 1
        assert here.calls.count(Call.ENABLE) == 2
        remarks = [ask.remark.text if ask.remark else "" for ask in person.questions(CodeAsk)]
        assert "did not accept" in remarks[2]
        assert "same code" in remarks[3]


async def test_right_codes_refused_twice_lead_back_to_the_choice() -> None:
    """Codes that fit the QR code, and that AWS refuses again: the device was replaced, so the story starts anew."""
    with bench() as here:
        here.fail(Call.ENABLE, Refuse("InvalidAuthenticationCode"), times=2)
        pair = [next_code(here), next_code(here)]
        script = [go_on, *pair, *pair, True, go_on, LeftoverChoice.FRESH, *pair]
        person = Person(here, script)
        assert (await tell(here, person)).kind is EndingKind.ENABLED
        assert page(person).title == "AWS did not accept the codes"
        assert page(person).left_behind == here.serial


@pytest.mark.parametrize("call", [Call.CREATE, Call.ENABLE, Call.LIST])
async def test_what_the_policy_does_not_allow_is_a_page_for_the_administrator(call: Call) -> None:
    """The page names the call, and the statement on it, once added, is all that was missing."""
    with bench(policy=policy_without(call)) as here:
        script: list[object] = [go_on, code(here), next_code(here)]
        before = script[: {Call.LIST: 0, Call.CREATE: 1, Call.ENABLE: 3}[call]]
        after: list[object] = [LeaveChoice.KEEP] if call is Call.ENABLE else []
        person = Person(here, [*before, False, *after])
        ending = await tell(here, person)
        problem = page(person)
        assert ending.kind is EndingKind.PROBLEM
        assert problem.who is Who.ADMINISTRATOR
        assert call in problem.happened
        assert problem.left_behind == (here.serial if call is Call.ENABLE else "")
        assert (here.serial in ending.last_words) == (call is Call.ENABLE)
        assert problem.hand_over in ending.last_words
        user = here.practice.user
        statement = re.search(r"^{$.*?^}$", problem.hand_over, re.DOTALL | re.MULTILINE)
        assert statement
        added = Policy.parse(f'{{"Version": "2012-10-17", "Statement": {statement[0]}}}')
        resource = user.device_serial if call is Call.CREATE else user.arn
        asked = Request(call, resource, caller_context(user.arn, mfa=None))
        assert decide([here.practice.policy], asked).decision is Decision.IMPLICITLY_DENIED
        assert decide([here.practice.policy, added], asked).decision is Decision.ALLOWED


async def test_after_the_administrator_has_added_it_the_same_run_goes_on() -> None:
    """With the statement added while the page is shown, trying again turns the device on that is there."""
    with bench(policy=policy_without(Call.ENABLE)) as here:

        def added(_problem: object) -> bool:
            here.practice.policy = Policy.parse(policy_without())
            return True

        person = Person(here, [go_on, code(here), next_code(here), added, next_code(here), next_code(here)])
        assert (await tell(here, person)).kind is EndingKind.ENABLED
        assert here.calls.count(Call.CREATE) == 1


async def test_a_user_under_a_path_is_stopped_before_anything_is_created() -> None:
    """The usual policy does not cover paths: known from the listing, said with the resource to add."""
    with bench(path="/eng/") as here:
        person = Person(here, [False])
        ending = await tell(here, person)
        assert ending.kind is EndingKind.PROBLEM
        assert here.calls == [Call.WHO_AM_I, Call.LIST]
        assert not here.practice.devices
        assert "path" in page(person).title
        assert "user/*/${aws:username}" in page(person).hand_over


async def test_a_user_under_a_path_is_enrolled_where_the_policy_covers_it() -> None:
    """Nothing about a path stands in the way where the administrator has thought of it."""
    with bench(path="/eng/", policy=policy_with_paths()) as here:
        person = Person(here, [go_on, code(here), next_code(here)])
        assert (await tell(here, person)).kind is EndingKind.ENABLED
        assert here.practice.enabled_devices()[0].serial == "arn:aws:iam::111122223333:mfa/alice"


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

        person = Person(here, [corrected, go_on, code(here), next_code(here)])
        account = AwsAccount(Options(endpoint_url=here.server.url), now=here.clock)
        assert (await tell(here, person, account)).kind is EndingKind.ENABLED
        assert page(person).can_retry


async def test_no_device_quota_left_is_a_page() -> None:
    """LimitExceeded on Create leaves nothing behind, and a later try finishes."""
    with bench() as here:
        here.fail(Call.CREATE, Refuse("LimitExceeded"))
        person = Person(here, [go_on, True, go_on, code(here), next_code(here)])
        assert (await tell(here, person)).kind is EndingKind.ENABLED
        assert page(person).left_behind == ""


async def test_an_unknown_refusal_of_codes_keeps_the_device_at_hand() -> None:
    """A refusal of Enable that nobody foresaw is a page; trying again asks the listing, then for two new codes."""
    with bench() as here:
        here.fail(Call.ENABLE, Refuse("LimitExceeded"))
        pair = [next_code(here), next_code(here)]
        person = Person(here, [go_on, *pair, True, *pair])
        assert (await tell(here, person)).kind is EndingKind.ENABLED
        assert here.calls == [
            Call.WHO_AM_I, Call.LIST, Call.CREATE, Call.ENABLE, Call.LIST, Call.LIST, Call.ENABLE, Call.LIST
        ]  # fmt: skip


@pytest.mark.parametrize("leaves", [False, Leave()])
async def test_leaving_from_a_page_keeps_its_words(leaves: object) -> None:
    """Whichever way a person leaves a page, what it said stays on the terminal."""
    with bench() as here:
        here.fail(Call.CREATE, Refuse("LimitExceeded"))
        person = Person(here, [go_on, leaves])
        ending = await tell(here, person)
        problem = page(person)
        assert ending.kind is EndingKind.PROBLEM
        for words in (problem.title, problem.happened, *problem.steps, problem.hand_over, problem.answer):
            assert words in ending.last_words
