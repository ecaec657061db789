"""The current console password, and a new one."""

from dataclasses import replace

import pytest
from textual import events
from textual.binding import Binding
from textual.widgets import Input

from mfa_enroll.domain.passwords import Field, PasswordPolicy, Rule, RuleKind, Unfit
from mfa_enroll.domain.secret import Secret
from mfa_enroll.flows.asks import NewPassword
from mfa_enroll.flows.exceptions import GoBack, Leave
from mfa_enroll.flows.remarks import Note
from mfa_enroll.tui.screens.password import PasswordPage
from mfa_enroll.tui.widgets.passwordfield import PasswordField
from mfa_enroll.words import keys
from mfa_enroll.words import passwords as words
from mfa_enroll.words.remarks import said
from tests.support.sampled import one_in
from tests.tui.desk import Desk, dumped
from tests.tui.gallery import NAME, PASSWORD, SESSION, STRICT, TURN_OFF, Ask, NotedPhone, asking

FIRST_CODE = replace(SESSION, plan=None, first=True)
OLD = " q? p k c 1x "
NEW = "Q? q 7&é-long-enough"
NOT_TYPEABLE = words.UNFIT[Unfit.NOT_TYPEABLE]
LENGTH, CAPITAL, SMALL, NUMBER, SYMBOL, TWICE = STRICT.rules()


def given(answers: list[object]) -> list[tuple[str, str]]:
    """What was answered: the current password and the new one each time."""
    return [(each.old.reveal(), each.new.reveal()) for each in answers if isinstance(each, NewPassword)]


def values(desk: Desk) -> list[str]:
    """What the fields hold."""
    return [field.value for field in desk.app.screen.query(PasswordField)]


async def type_in(desk: Desk, *passwords: str) -> None:
    """Paste passwords, where there is something to paste, with Enter after each."""
    for password in passwords:
        if password:
            await desk.paste(password)
        await desk.press("enter")


@pytest.mark.parametrize("way", one_in(2, ["all at once", "typed", "pasted"]))
async def test_every_character_is_taken_as_it_is(way: str) -> None:
    """Keys that mean something elsewhere are characters here; Enter leads from field to field, and on.

    Nothing is lost or taken half where it is typed ahead, or pasted by a terminal that does not say so.
    """
    async with asking(PASSWORD, phone=NotedPhone()) as (desk, answers):
        if way == "pasted":
            await type_in(desk, OLD, NEW, NEW)
        elif way == "typed":
            await desk.press(*OLD, "enter", *NEW, "enter", *NEW)
            assert values(desk) == [OLD, NEW, NEW]
            await desk.press("enter")
        else:
            desk.send(*OLD, "enter", *NEW, "enter", *NEW, "enter")
        await desk.outcome()
    assert given(answers) == [(OLD, NEW)]


async def test_the_cursor_goes_from_field_to_field_and_back() -> None:
    """By Tab or arrow."""
    async with asking(PASSWORD) as (desk, _):
        await desk.press("a", "tab", "b", "down", "c", "shift+tab", "d", "up", "e")
        assert values(desk) == ["ae", "bd", "c"]


async def test_each_rule_is_marked_as_soon_as_it_is_kept() -> None:
    """And unmarked as soon as it is not; what cannot be checked is said, and what AWS takes under no policy."""
    async with asking(PASSWORD, size=(60, 20)) as (desk, _):
        assert marked(desk) == set()
        await desk.press("enter", "a")
        assert marked(desk) == {SMALL}
        await desk.press("A", "7", "&")
        assert marked(desk) == {CAPITAL, SMALL, NUMBER, SYMBOL}
        await desk.press("backspace")
        assert marked(desk) == {CAPITAL, SMALL, NUMBER}
        await desk.press(*"-2345678901", "2")
        assert LENGTH in marked(desk)
        await desk.press("enter")
        await desk.paste("aA7-2345678901")
        assert TWICE not in marked(desk)
        await desk.press("2")
        assert TWICE in marked(desk)
        await desk.press("pagedown")
        for note in words.notes(STRICT):
            assert note in desk.text()
        assert NOT_TYPEABLE not in desk.text()
        await desk.press("shift+tab", "€")
        assert f"! {NOT_TYPEABLE}" in desk.text()
        await desk.press("backspace")
        assert NOT_TYPEABLE not in desk.text()


def marked(desk: Desk) -> set[Rule]:
    """The rules that are marked, each known by the first line of its words."""
    lines = [line.strip().removeprefix("✓").strip() for line in desk.lines() if line.strip().startswith("✓")]
    return {rule for rule in STRICT.rules() for line in lines if words.rule(rule).startswith(line)}


@pytest.mark.parametrize(
    ("typed", "field"),
    one_in(
        3,
        [
            (("", NEW, NEW), Field.CURRENT),
            ((OLD, "", ""), Field.NEW),
            ((OLD, "Q? q7&-short", "Q? q7&-short"), Field.NEW),
            ((OLD, NEW, f"{NEW}x"), Field.AGAIN),
            ((OLD, f"{NEW}€", f"{NEW}€"), Field.NEW),
        ],
        several=True,
    ),
)
async def test_what_is_missing_is_said_instead_of_going_on(typed: tuple[str, str, str], field: Field) -> None:
    """The cursor is then where it can be mended, and nothing is lost; typing takes the remark away."""
    complaint = STRICT.complaint(*map(Secret, typed))
    assert complaint
    said = words.complaint(complaint).text
    async with asking(PASSWORD, size=(100, 40)) as (desk, answers):
        await type_in(desk, *typed)
        assert f"! {said}" in desk.text()
        assert desk.app.screen.focused is list(desk.app.screen.query(PasswordField))[list(Field).index(field)]
        assert values(desk) == list(typed)
        times = desk.text().count(said)
        await desk.press("end", "x")
        assert desk.text().count(said) == times - 1
        assert answers == []


async def test_a_refusal_is_answered_on_the_same_page_with_empty_fields() -> None:
    """What AWS said stays in sight while the passwords are typed anew."""
    async with asking(PASSWORD, replace(PASSWORD, remark=Note.PASSWORD_REFUSED)) as (desk, answers):
        page = desk.app.screen
        await type_in(desk, OLD, NEW, NEW)
        assert await desk.page(PasswordPage) is page
        assert values(desk) == ["", "", ""]
        await desk.press("x")
        assert said(Note.PASSWORD_REFUSED).text in desk.text()
        await desk.press("backspace")
        await type_in(desk, OLD, NEW, NEW)
        await desk.outcome()
    assert given(answers) == [(OLD, NEW)] * 2


async def test_another_policy_is_another_page() -> None:
    """The rules are those of the question."""
    async with asking(PASSWORD, replace(PASSWORD, policy=PasswordPolicy())) as (desk, _):
        assert words.rule(LENGTH) in desk.text()
        await desk.press("escape")
        await desk.says(words.rule(Rule(RuleKind.KINDS, 3)))
        assert words.rule(LENGTH) not in desk.text()


async def test_nothing_that_was_typed_is_shown_or_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """A dot for each character on the screen; no repr of app, page, field or message holds one."""
    told: list[object] = []
    handle = PasswordPage.on_event

    async def overhear(page: PasswordPage, event: events.Event) -> None:
        told.append(event)
        await handle(page, event)

    monkeypatch.setattr(PasswordPage, "on_event", overhear)
    async with asking(PASSWORD, size=(100, 30)) as (desk, _):
        page = desk.app.screen
        await type_in(desk, "Current-Sentinel", "New-Sentinel", "New-Sentinel")
        assert values(desk) == ["Current-Sentinel", "New-Sentinel", "New-Sentinel"]
        assert "•" * len("Current-Sentinel") in desk.text()
        messages = [
            kind(field, field.value)
            for field in page.query(PasswordField)
            for kind in (PasswordField.Changed, PasswordField.Blurred, PasswordField.Submitted)
        ]
        overheard = [each for each in told if isinstance(each, Input.Changed | Input.Blurred)]
        dump = dumped(desk.app, page, *page.walk_children(), *messages, *overheard) + desk.text()
    assert "PasswordField" in dump
    assert "Sentinel" not in dump


async def test_escape_empties_the_fields_before_it_leads_back() -> None:
    """All of them, and the cursor is in the first one again. Nothing of what is typed after that is lost."""
    async with asking(PASSWORD, TURN_OFF) as (desk, answers):
        await desk.press("a", "enter", "b", "escape")
        assert values(desk) == ["", "", ""]
        assert answers == []
        await desk.press("c")
        assert values(desk) == ["c", "", ""]
        await desk.press("escape", "escape")
        await desk.until(lambda: answers)
    assert isinstance(answers[0], GoBack)


@pytest.mark.parametrize("ask", [replace(PASSWORD, first=True), replace(NAME, first=True), FIRST_CODE])
@pytest.mark.parametrize("size", one_in(2, [(60, 20), (80, 24)]))
async def test_on_the_first_page_escape_asks_before_it_leaves(ask: Ask, size: tuple[int, int]) -> None:
    """Nothing is behind it, so no way back is offered. Who closes help twice and goes on typing is still there."""
    async with asking(ask, TURN_OFF, size=size) as (desk, answers):
        page = desk.app.screen
        assert {binding.name for binding in (keys.BACK, keys.CLEAR)} & _in_footer(await desk.footer()) == set()
        await desk.press("f1", "escape", "escape")
        assert desk.app.screen is page
        assert keys.ESCAPE_LEAVES.text in desk.text()
        await desk.press("1", "2")
        assert keys.ESCAPE_LEAVES.text not in desk.text()
        assert answers == []
        await desk.press("escape", "escape")
        assert keys.ESCAPE_LEAVES.text in desk.text()
        assert answers == []
        await desk.press("escape")
        await desk.until(lambda: answers)
    assert isinstance(answers[0], GoBack)


@pytest.mark.parametrize("ask", [PASSWORD, NAME])
@pytest.mark.parametrize("size", one_in(2, [(60, 20), (80, 24)]))
async def test_the_key_for_help_is_named_where_a_question_mark_is_text(ask: Ask, size: tuple[int, int]) -> None:
    """In the footer, in every window, before and after something was typed."""
    async with asking(ask, size=size, phone=NotedPhone()) as (desk, _):
        for _ in range(2):
            shown = await desk.footer()
            assert (keys.HELP.name, "F1") in {(each.description, desk.app.get_key_display(each)) for each in shown}
            await desk.press("?")


def _in_footer(bindings: list[Binding]) -> set[str]:
    return {binding.description for binding in bindings}


@pytest.mark.parametrize(("key", "turn"), [("escape", GoBack), ("ctrl+c", Leave)])
async def test_nothing_stays_in_the_fields_of_who_goes(key: str, turn: type[Exception]) -> None:
    """Back or out, the passwords are forgotten."""
    async with asking(PASSWORD, TURN_OFF) as (desk, answers):
        page = desk.app.screen
        fields = list(page.query(PasswordField))
        await desk.press("a", "enter", "b", "enter", "c")
        assert [field.value for field in fields] == ["a", "b", "c"]
        await desk.press(*[key] * (1 + (turn is GoBack)))
        await desk.until(lambda: desk.app._exit or desk.app.screen is not page)
        assert [field.value for field in fields] == ["", "", ""]
        assert isinstance(answers[0], turn)
