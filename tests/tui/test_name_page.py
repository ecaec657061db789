"""The name under which a session is kept."""

from dataclasses import replace

import pytest

from mfa_enroll.domain.profile import FileChange, NameRefusal, ProfilePlan
from mfa_enroll.domain.trouble import Stopped
from mfa_enroll.domain.troubles.credentials import SecretKeyWrong
from mfa_enroll.flows.asks import NameAsk
from mfa_enroll.flows.dialogue import Dialogue
from mfa_enroll.flows.outcome import Outcome, PasswordUnchanged
from mfa_enroll.tui.screens.name import NamePage
from mfa_enroll.words.changes import lines
from mfa_enroll.words.fields import BY_HAND, name_label, name_remark
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
