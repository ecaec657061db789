"""The name under which a session is kept."""

from dataclasses import replace

import pytest

from mfa_enroll.domain.problem import Problem, Stopped, Who
from mfa_enroll.domain.profile import FileChange, ProfilePlan
from mfa_enroll.flows.dialogue import Dialogue
from mfa_enroll.flows.endings import Ending, EndingKind
from mfa_enroll.flows.questions import NameAsk
from mfa_enroll.tui.screens.name import NamePage
from tests.tui.desk import tell
from tests.tui.gallery import IDENTITY, NAME, PAGES, Answers, plan

UNREADABLE = Stopped(
    Problem(title="The files cannot be read", happened="They cannot.", steps=("Look.",), who=Who.YOU),
)


async def test_the_suggestion_is_taken_with_enter() -> None:
    """What it changes is listed before: each file, section and line."""
    answers = Answers([])
    async with tell(answers.story(PAGES["name"]), (80, 30)) as desk:
        await desk.page(NamePage)
        for change in plan(NAME.suggestion).changes:
            for said in (change.path, f"[{change.section}]", *change.lines):
                assert said in desk.text()
        await desk.press("enter")
        await desk.ending()
    assert answers.given == [plan(NAME.suggestion)]


async def test_the_list_follows_every_keystroke() -> None:
    """Letters that are keys elsewhere are typed here, and so are signs, digits and spaces."""
    answers = Answers([])
    async with tell(answers.story(PAGES["name"]), (80, 30)) as desk:
        await desk.page(NamePage)
        await desk.press("ctrl+u")
        for number in range(1, len(TYPED) + 1):
            await desk.press(TYPED[number - 1])
            assert f"[{TYPED[:number].strip()}" in desk.text()
        await desk.press("enter")
        await desk.ending()
    assert answers.given == [plan(TYPED)]


TYPED = "p q?k9c"


async def test_keys_that_come_all_at_once_make_the_name() -> None:
    """Enter agrees to the name with every letter typed before."""
    answers = Answers([])
    async with tell(answers.story(PAGES["name"])) as desk:
        await desk.page(NamePage)
        desk.send(*"-xyz", "enter")
        await desk.ending()
    assert answers.given == [plan("mine-mfa-xyz")]


async def test_blanks_around_a_name_are_not_part_of_it() -> None:
    """They come with what is pasted, and nobody sees them."""
    answers = Answers([])
    async with tell(answers.story(PAGES["name"])) as desk:
        await desk.page(NamePage)
        await desk.press("ctrl+u")
        await desk.paste(" night-mfa ")
        await desk.press("enter")
        await desk.ending()
    assert answers.given == [plan("night-mfa")]


async def test_what_is_renewed_is_said() -> None:
    """A name under which a session is kept already is not news."""
    async with tell(Answers([]).story(PAGES["name"]), (80, 30)) as desk:
        await desk.page(NamePage)
        assert "This will be written:" in desk.text()
        await desk.press("ctrl+u")
        await desk.paste("work-mfa")
        assert "This renews the session that is kept there:" in desk.text()


async def test_a_name_that_cannot_be_taken_is_not() -> None:
    """The reason takes the list's place; Enter does nothing; another name can be typed."""
    answers = Answers([])
    async with tell(answers.story(PAGES["name"])) as desk:
        await desk.page(NamePage)
        await desk.press("ctrl+u")
        await desk.paste("default")
        for _ in range(2):
            assert "The profile default holds your long-term access key." in desk.text()
            assert "~/.aws/credentials" not in desk.text()
            await desk.press("enter")
            await desk.page(NamePage)
        assert answers.given == []
        await desk.press("2")
        assert "~/.aws/credentials" in desk.text()
        assert "holds your long-term access key" not in desk.text()
        await desk.press("enter")
        await desk.ending()
    assert answers.given == [plan("default2")]


async def test_a_session_of_another_key_is_not_replaced_in_silence() -> None:
    """That one is kept under the name is said where the name is, and no longer once another one is typed."""

    def look(name: str) -> ProfilePlan:
        return replace(plan(name), replaces=name == NAME.suggestion)

    answers = Answers([])
    async with tell(answers.story(lambda dialogue: dialogue.name(NameAsk(NAME.suggestion, look))), (80, 30)) as desk:
        await desk.page(NamePage)
        assert "not known to be of your access key" in desk.text()
        assert "This will be written:" in desk.text()
        await desk.press("x")
        assert "not known to be of your access key" not in desk.text()
        await desk.press("enter")
        await desk.ending()
    assert answers.given == [look(f"{NAME.suggestion}x")]


async def test_what_is_to_be_added_by_hand_is_listed_apart() -> None:
    """Where a file cannot be changed, its lines are not among those that will be written."""
    by_hand = (FileChange("~/elsewhere/config", "profile mine-mfa", ("region = eu-north-1",)),)

    def look(name: str) -> ProfilePlan:
        return replace(plan(name), by_hand=by_hand if name == NAME.suggestion else ())

    answers = Answers([])
    async with tell(answers.story(lambda dialogue: dialogue.name(NameAsk(NAME.suggestion, look))), (80, 40)) as desk:
        await desk.page(NamePage)
        written, _, missing = desk.text().partition("Add to it yourself:")
        assert "~/.aws/credentials" in written
        assert "region = eu-north-1" not in written
        for said in ("~/elsewhere/config", "[profile mine-mfa]", "region = eu-north-1"):
            assert said in missing
        await desk.press("x")
        assert "yourself" not in desk.text()
        assert "~/elsewhere" not in desk.text()
        await desk.press("enter")
        await desk.ending()
    assert answers.given == [plan(f"{NAME.suggestion}x")]


@pytest.mark.parametrize("typed", [NAME.suggestion, f"{NAME.suggestion}x"])
async def test_files_that_are_the_hindrance_are_the_flows_business(typed: str) -> None:
    """They may be so from the start, or once another name is typed."""

    def look(name: str) -> ProfilePlan:
        if name == typed:
            raise UNREADABLE
        return plan(name)

    heard: list[Stopped] = []

    async def story(dialogue: Dialogue) -> Ending:
        dialogue.met(IDENTITY)
        try:
            await dialogue.name(NameAsk(NAME.suggestion, look))
        except Stopped as stop:
            heard.append(stop)
        return Ending(EndingKind.LEFT, ())

    async with tell(story) as desk:
        if typed != NAME.suggestion:
            await desk.page(NamePage)
            await desk.press("x")
        await desk.ending()
    assert heard == [UNREADABLE]
