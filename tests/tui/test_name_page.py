"""The name under which a session is kept."""

from dataclasses import replace

import pytest

from mfa_enroll.domain.profile import FileChange, NameRefusal, OddFile, Oddity, ProfilePlan
from mfa_enroll.domain.trouble import Stopped
from mfa_enroll.domain.troubles.credentials import SecretKeyWrong
from mfa_enroll.flows.asks import NameAsk
from mfa_enroll.flows.dialogue import Dialogue
from mfa_enroll.flows.outcome import Outcome, PasswordUnchanged
from mfa_enroll.tui.screens.name import NamePage
from mfa_enroll.words.changes import lines, note, warnings
from mfa_enroll.words.fields import BY_HAND, name_label, name_remark
from mfa_enroll.words.keys import GO_ON, SERIAL
from tests.tui.desk import tell
from tests.tui.gallery import NAME, asking, kept_as, look
from tests.words.examples import WORK

TYPED = "p q?k9c"


async def test_the_suggestion_is_taken_with_enter() -> None:
    """What it changes is listed before: each file, section and line."""
    async with asking(NAME, size=(80, 30)) as (desk, answers):
        for change in kept_as(NAME.suggestion).changes:
            for said in (change.path, f"[{change.section}]", *lines(change)):
                assert said in desk.text()
        await desk.press("enter")
        await desk.outcome()
    assert answers == [kept_as(NAME.suggestion)]


async def test_the_list_follows_every_keystroke() -> None:
    """Letters that are keys elsewhere are typed here, and so are signs, digits and spaces."""
    async with asking(NAME, size=(80, 30)) as (desk, answers):
        await desk.press("ctrl+u")
        for number in range(1, len(TYPED) + 1):
            await desk.press(TYPED[number - 1])
            assert f"[{TYPED[:number].strip()}" in desk.text()
        await desk.press("enter")
        await desk.outcome()
    assert answers == [kept_as(TYPED)]


async def test_keys_that_come_all_at_once_make_the_name() -> None:
    """Enter agrees to the name with every letter typed before."""
    async with asking(NAME) as (desk, answers):
        desk.send(*"-xyz", "enter")
        await desk.outcome()
    assert answers == [kept_as(f"{NAME.suggestion}-xyz")]


async def test_blanks_around_a_name_are_not_part_of_it() -> None:
    """They come with what is pasted, and nobody sees them. That a session there is renewed is said."""
    async with asking(NAME) as (desk, answers):
        assert name_label(kept_as(NAME.suggestion)) in desk.text()
        await desk.press("ctrl+u")
        await desk.paste(" work-mfa ")
        assert name_label(kept_as("work-mfa")) in desk.text()
        await desk.press("enter")
        await desk.outcome()
    assert answers == [kept_as("work-mfa")]


async def test_a_name_that_cannot_be_taken_is_not() -> None:
    """The reason takes the list's place; Enter does nothing; another name can be typed."""
    refused = name_remark(look("default"))
    assert refused
    path = kept_as("default").changes[0].path
    async with asking(NAME) as (desk, answers):
        await desk.press("ctrl+u")
        await desk.paste("default")
        for _ in range(2):
            assert refused.text in desk.text()
            assert path not in desk.text()
            await desk.press("enter")
            await desk.page(NamePage)
        assert answers == []
        await desk.press("2")
        assert path in desk.text()
        assert refused.text not in desk.text()
        await desk.press("enter")
        await desk.outcome()
    assert answers == [kept_as("default2")]


async def test_what_else_a_name_means_is_said_and_no_longer_with_another() -> None:
    """That another key's session is replaced; and apart from what is written, what is to be added by hand."""
    by_hand = FileChange("~/elsewhere/config", "profile there", (("region", "eu-north-1"),))

    def odd(name: str) -> ProfilePlan:
        plan = kept_as(name)
        return replace(plan, replaces=True, by_hand=(by_hand,)) if name == NAME.suggestion else plan

    remark = name_remark(odd(NAME.suggestion))
    assert remark
    async with asking(NameAsk(NAME.suggestion, odd), size=(80, 40)) as (desk, answers):
        assert remark.text in desk.text()
        written, _, missing = desk.text().partition(BY_HAND)
        assert kept_as(NAME.suggestion).changes[0].path in written
        assert f"{by_hand.path} [{by_hand.section}] {' '.join(lines(by_hand))}" in missing
        await desk.press("x")
        for gone in (remark.text, BY_HAND, by_hand.path):
            assert gone not in desk.text()
        await desk.press("enter")
        await desk.outcome()
    assert answers == [kept_as(f"{NAME.suggestion}x")]


async def test_the_line_for_other_tools_can_be_left_out_and_put_back() -> None:
    """With a key that is offered where there is such a line. What is left out is not shown, and not agreed to."""
    beside_key = FileChange("~/.aws/config", "profile beside", (("mfa_serial", "arn:aws:iam::1:mfa/alice"),))

    def naming(name: str) -> ProfilePlan:
        plan = kept_as(name)
        return plan if name.endswith("x") else replace(plan, changes=(*plan.changes, beside_key))

    plan = naming(NAME.suggestion)
    said = note(plan)
    async with asking(NameAsk(NAME.suggestion, naming), size=(80, 40)) as (desk, answers):
        assert lines(beside_key)[0] in desk.text()
        assert said in desk.text()
        await desk.press("f2")
        assert beside_key.section not in desk.text()
        assert said not in desk.text()
        await desk.press("f2")
        assert beside_key.section in desk.text()
        await desk.press("x")
        assert SERIAL.name not in desk.text()
        await desk.press("backspace", "f2", "enter")
        await desk.outcome()
    assert answers == [plan.without_serial()]
    assert beside_key not in plan.without_serial().changes


@pytest.mark.parametrize("size", [(80, 24), (60, 20)])
async def test_what_is_odd_about_a_file_is_in_sight_before_anything_is_agreed_to(size: tuple[int, int]) -> None:
    """It stands above the lines, and the key that agrees is in the footer."""
    target = "~/dotfiles/aws/config"
    odd = (OddFile("~/.aws/config", Oddity.LINK_TO_NOTHING, target),)

    def linked(name: str) -> ProfilePlan:
        return replace(kept_as(name), odd_files=odd)

    async with asking(NameAsk(NAME.suggestion, linked), size=size) as (desk, _):
        assert all(text in desk.text() for text in warnings(linked(NAME.suggestion)))
        assert GO_ON.name in {binding.description for binding in await desk.footer()}
        await desk.press("enter")
        await desk.outcome()


@pytest.mark.parametrize("typed", [NAME.suggestion, f"{NAME.suggestion}x"])
async def test_files_that_are_the_hindrance_are_the_flows_business(typed: str) -> None:
    """They may be so from the start, or once another name is typed."""
    unreadable = Stopped(SecretKeyWrong(keys=WORK))
    heard: list[Stopped] = []

    def stopping(name: str) -> ProfilePlan | NameRefusal:
        if name == typed:
            raise unreadable
        return look(name)

    async def story(dialogue: Dialogue) -> Outcome:
        try:
            await dialogue.name(NameAsk(NAME.suggestion, stopping))
        except Stopped as stop:
            heard.append(stop)
        return PasswordUnchanged()

    async with tell(story) as desk:
        if typed != NAME.suggestion:
            await desk.page(NamePage)
            await desk.press("x")
        await desk.outcome()
    assert heard == [unreadable]
