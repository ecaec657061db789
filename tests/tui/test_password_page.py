"""The current console password, and a new one."""

import base64
from dataclasses import replace

import pytest
from rich.console import Console
from textual import events
from textual.widgets import Input

from mfa_enroll.domain.passwords import PasswordPolicy
from mfa_enroll.domain.secret import Secret
from mfa_enroll.flows.questions import NewPassword, Remark, Tone
from mfa_enroll.tui.screens.help import HelpPage
from mfa_enroll.tui.screens.password import PasswordPage
from mfa_enroll.tui.widgets.passwordfield import PasswordField
from tests.tui.desk import Desk, tell
from tests.tui.gallery import PAGES, PASSWORD, STRICT, Answers, NotedPhone

EURO = "€"
OLD = "q? p k c 1x"
NEW = "Q? q 7&é-long-enough"


def given(answers: Answers) -> list[tuple[str, str]]:
    """What was answered: the current password and the new one each time."""
    return [(each.old.reveal(), each.new.reveal()) for each in answers.given if isinstance(each, NewPassword)]


def values(page: PasswordPage) -> list[str]:
    """What the fields hold."""
    return [field.value for field in page.query(PasswordField)]


async def type_in(desk: Desk, *passwords: str) -> None:
    """Type passwords character by character, with Enter after each but the last."""
    for number, password in enumerate(passwords):
        await desk.press(*(["enter"] if number else []), *password)


async def test_every_character_is_typed_as_it_is() -> None:
    """Keys that mean something elsewhere are characters here; Enter leads from field to field, and on."""
    answers = Answers([])
    async with tell(answers.story(PAGES["password"]), phone=NotedPhone()) as desk:
        page = await desk.page(PasswordPage)
        await type_in(desk, OLD, NEW, NEW)
        assert values(page) == [OLD, NEW, NEW]
        await desk.press("enter")
        await desk.ending()
    assert given(answers) == [(OLD, NEW)]


async def test_keys_that_come_all_at_once_are_where_they_belong() -> None:
    """Typed ahead, or pasted by a terminal that does not say so: nothing is lost or taken half."""
    answers = Answers([])
    async with tell(answers.story(PAGES["password"])) as desk:
        await desk.page(PasswordPage)
        desk.send(*OLD, "enter", *NEW, "enter", *NEW, "enter")
        await desk.ending()
    assert given(answers) == [(OLD, NEW)]


@pytest.mark.parametrize("keys", [("tab", "shift+tab"), ("down", "up")])
async def test_the_cursor_goes_from_field_to_field_and_back(keys: tuple[str, str]) -> None:
    """By Tab or arrow."""
    on, back = keys
    async with tell(Answers([]).story(PAGES["password"])) as desk:
        page = await desk.page(PasswordPage)
        await desk.press("a", on, "b", on, "c", back, "d", back, "e")
        assert values(page) == ["ae", "bd", "c"]


async def test_what_the_terminal_pastes_is_taken_as_it_is() -> None:
    """Spaces and signs too."""
    answers = Answers([])
    async with tell(answers.story(PAGES["password"])) as desk:
        await desk.page(PasswordPage)
        for password in (f" {OLD} ", NEW, NEW):
            await desk.paste(password)
            await desk.press("enter")
        await desk.ending()
    assert given(answers) == [(f" {OLD} ", NEW)]


@pytest.mark.parametrize("size", [(80, 24), (60, 20)])
async def test_each_rule_is_marked_as_soon_as_it_is_kept(size: tuple[int, int]) -> None:
    """And unmarked as soon as it is not; what cannot be checked is said."""
    async with tell(Answers([]).story(PAGES["password"]), size) as desk:
        await desk.page(PasswordPage)
        assert kept(desk) == set()
        await desk.press("enter", "a")
        assert kept(desk) == {"a small letter, a to z"}
        await desk.press("A", "7", "&")
        assert len(kept(desk)) == 4
        assert "at least 14 characters" not in kept(desk)
        await desk.press("backspace")
        assert kept(desk) == {"a small letter, a to z", "a capital letter, A to Z", "a number"}
        await desk.press(*"-2345678901", "2")
        assert "at least 14 characters" in kept(desk)
        await desk.press("enter")
        await desk.paste("aA7-2345678901")
        assert "to be typed twice alike" not in kept(desk)
        await desk.press("2")
        assert "to be typed twice alike" in kept(desk)
        await desk.press("pagedown")
        for note in STRICT.notes():
            assert note in desk.text()


def kept(desk: Desk) -> set[str]:
    """The points of the list that are marked, each as far as its first line goes."""
    return {line.strip().removeprefix("✓").strip() for line in desk.lines() if line.strip().startswith("✓")}


async def test_what_aws_never_takes_is_said_at_once() -> None:
    """Whatever the policy is, a character outside AWS's set is no password."""
    async with tell(Answers([]).story(PAGES["password"])) as desk:
        await desk.page(PasswordPage)
        await desk.press("enter")
        await desk.paste(f"{NEW}{EURO}")
        assert f"!  {STRICT.unfit(Secret(EURO))}" in "\n".join(desk.lines())
        await desk.press("backspace")
        assert "Western European" not in desk.text()


@pytest.mark.parametrize(
    ("typed", "said", "field"),
    [
        (("", NEW, NEW), "Type your current password, too.", 0),
        ((OLD, "", ""), "The new password still needs at least 14 characters; a capital letter", 1),
        ((OLD, "Q? q7&-short", "Q? q7&-short"), "The new password still needs at least 14 characters.", 1),
        ((OLD, NEW, f"{NEW}x"), "The new password was not typed twice alike.", 2),
        ((OLD, f"{NEW}€", f"{NEW}€"), "AWS takes letters, digits and signs of Western European", 1),
    ],
)
async def test_what_is_missing_is_said_instead_of_going_on(typed: tuple[str, ...], said: str, field: int) -> None:
    """The cursor is then where it can be mended, and nothing is lost; typing takes the remark away."""
    answers = Answers([])
    async with tell(answers.story(PAGES["password"]), (100, 40)) as desk:
        page = await desk.page(PasswordPage)
        for password in typed:
            if password:
                await desk.paste(password)
            await desk.press("enter")
        assert f"! {said}" in desk.text()
        assert list(page.query(PasswordField))[field].has_focus
        assert values(page) == list(typed)
        await desk.press("end", "x")
        assert f"! {said}" not in desk.text() or "€" in typed[1]
        assert answers.given == []


async def test_a_refusal_is_answered_on_the_same_page_with_empty_fields() -> None:
    """What AWS said stays in sight while the passwords are typed anew."""
    answers = Answers([])
    refusal = Remark(Tone.WARNING, "AWS did not take the current password.")
    again = replace(PASSWORD, remark=refusal)
    async with tell(answers.story(PAGES["password"], lambda dialogue: dialogue.password(again))) as desk:
        page = await desk.page(PasswordPage)
        for _ in range(2):
            for password in (OLD, NEW, NEW):
                await desk.paste(password)
                await desk.press("enter")
            if len(answers.given) == 1:
                assert await desk.page(PasswordPage) is page
                assert values(page) == ["", "", ""]
                await desk.press("x")
                assert refusal.text in desk.text()
                await desk.press("backspace")
        await desk.ending()
    assert given(answers) == [(OLD, NEW)] * 2


async def test_another_policy_is_another_page() -> None:
    """The rules are those of the question."""
    answers = Answers([])
    plain = replace(PASSWORD, policy=PasswordPolicy())
    async with tell(answers.story(PAGES["password"], lambda dialogue: dialogue.password(plain))) as desk:
        await desk.page(PasswordPage)
        assert "at least 14 characters" in desk.text()
        await desk.press("escape")
        await desk.until(lambda: "at least 8 characters" in desk.text())
        assert "3 of: capital letter, small letter, number, symbol" in desk.text()


async def test_nothing_that_was_typed_is_shown_or_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """A dot for each character on the screen; no repr of app, page, field or message holds one."""
    told: list[object] = []
    handle = PasswordPage.on_event

    async def listen(page: PasswordPage, event: events.Event) -> None:
        told.append(event)
        await handle(page, event)

    monkeypatch.setattr(PasswordPage, "on_event", listen)
    async with tell(Answers([]).story(PAGES["password"]), (100, 30)) as desk:
        page = await desk.page(PasswordPage)
        for password in ("Current-Sentinel", "New-Sentinel", "New-Sentinel"):
            await desk.paste(password)
            await desk.press("enter")
        assert values(page) == ["Current-Sentinel", "New-Sentinel", "New-Sentinel"]
        assert "•" * len("Current-Sentinel") in desk.text()
        fields = list(page.query(PasswordField))
        messages = [
            kind(field, field.value)
            for field in fields
            for kind in (PasswordField.Changed, PasswordField.Blurred, PasswordField.Submitted)
        ]
        console = Console(width=400, record=True, quiet=True)
        with console.capture() as capture:
            console.print(desk.app.tree, desk.app, page, *page.walk_children(), *messages)
        dump = capture.get() + repr([desk.app, page, *page.walk_children(), *messages]) + desk.text()
        dump += repr([each for each in told if isinstance(each, Input.Changed | Input.Blurred)])
    assert "PasswordField" in dump
    assert "Sentinel" not in dump


@pytest.mark.parametrize("key", ["ctrl+x", "super+x", "super+c", "ctrl+insert", "ctrl+shift+c"])
async def test_a_password_is_neither_copied_nor_cut(key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Selected in its field it reaches no clipboard, and none within the program is pasted."""
    async with tell(Answers([]).story(PAGES["password"])) as desk:
        page = await desk.page(PasswordPage)
        written: list[str] = []
        assert desk.app._driver is not None
        monkeypatch.setattr(desk.app._driver, "write", written.append)
        await desk.press("a", "b", "c", "home", "shift+end", key)
        assert values(page)[0] == "abc"
        assert desk.app.clipboard == ""
        desk.app._clipboard = "456"
        await desk.press("end", "ctrl+v")
        assert values(page)[0] == "abc"
        assert not any("\x1b]52" in text or base64.b64encode(b"abc").decode() in text for text in written)


@pytest.mark.parametrize("key", ["escape", "ctrl+c"])
async def test_nothing_stays_in_the_fields_of_who_goes(key: str) -> None:
    """Back or out, the passwords are forgotten."""
    async with tell(Answers([]).story(PAGES["password"], PAGES["question"])) as desk:
        page = await desk.page(PasswordPage)
        fields = list(page.query(PasswordField))
        await desk.press("a", "enter", "b", "enter", "c")
        assert [field.value for field in fields] == ["a", "b", "c"]
        await desk.press(key)
        await desk.until(lambda: desk.app._exit or desk.app.screen is not page)
        assert [field.value for field in fields] == ["", "", ""]


@pytest.mark.parametrize("size", [(80, 24), (60, 20)])
async def test_the_practice_phone_is_at_hand_on_a_key_that_types_nothing(size: tuple[int, int]) -> None:
    """With its notes, the practice password among them, and the fields in sight."""
    async with tell(Answers([]).story(PAGES["password"]), size, NotedPhone()) as desk:
        page = await desk.page(PasswordPage)
        assert "F2 Phone" in desk.text()
        assert NotedPhone.notes[0] not in desk.text()
        await desk.press("p", "f2")
        assert NotedPhone.notes[0] in desk.text()
        assert values(page)[0] == "p"
        assert desk.is_in_sight(PasswordField)
        await desk.press("f2")
        assert NotedPhone.notes[0] not in desk.text()


async def test_help_is_on_f1_here() -> None:
    """It lists the keys that work, and typing goes on afterwards where it was."""
    async with tell(Answers([]).story(PAGES["password"]), phone=NotedPhone()) as desk:
        page = await desk.page(PasswordPage)
        await desk.press("a", "f1")
        await desk.page(HelpPage)
        listed = [line.split()[0] for line in desk.lines() if line.startswith("    ") and line.strip()]
        assert sorted(listed) == ["Enter", "Esc", "F1", "F2", "^q"]
        await desk.press("escape", "b")
        assert values(page)[0] == "ab"
