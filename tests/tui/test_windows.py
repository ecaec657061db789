"""Every page in windows of every size: nothing is out of reach."""

from dataclasses import fields, is_dataclass, replace
from typing import Any

import pytest
from textual.widgets import Input

from mfa_enroll.domain.otpauth import provisioning_uri
from mfa_enroll.domain.principal import IamUser
from mfa_enroll.tui.widgets.choice import Choice
from mfa_enroll.words import keys
from mfa_enroll.words.labels import PRACTICE
from tests.support.sampled import one_in
from tests.tui.desk import Desk
from tests.tui.gallery import FIELDS, NAME, PAGES, SCAN, SEED, TYPED_ON, USER, NotedPhone, asking

SMALLEST = (30, 8)
SMALL = [SMALLEST, (44, 12)]
COMMON = [(80, 24), (60, 20)]
FEW = 5
"""Keys that a footer holds at most."""

LONGEST = replace(USER, name="Ab+=,.@-" * 8)


def of_user(value: Any, user: IamUser) -> Any:
    """The same about another user."""
    if value == USER:
        return user
    if value is SCAN.uri:
        return provisioning_uri(user, SEED)
    if type(value) is str:
        return value.replace(USER.name, user.name)
    if isinstance(value, tuple):
        return tuple(of_user(each, user) for each in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{each.name: of_user(getattr(value, each.name), user) for each in fields(value)})
    return value


@pytest.mark.parametrize(
    ("user", "sizes", "practice"),
    [
        pytest.param(USER, [*COMMON, (100, 30), *SMALL], True, id="alice"),
        pytest.param(LONGEST, COMMON, True, id="longest"),
        pytest.param(USER, [*COMMON, *SMALL], False, id="no practice", marks=pytest.mark.exhaustive),
    ],
)
@pytest.mark.parametrize("page", PAGES)
@pytest.mark.wide
async def test_what_to_do_is_in_sight(
    page: str, user: IamUser, sizes: list[tuple[int, int]], *, practice: bool
) -> None:
    """In common windows the choice or the field is whole, or one key away from a picture alone.

    No line is wider than the window, and every page says whether it is practice. In all windows the footer is taken in
    at a glance: at most five keys, leaving and help among them, none cut off or without a word on it.
    """
    async with asking(of_user(PAGES[page], user), phone=NotedPhone() if practice else None) as (desk, _):
        for size in sizes:
            await desk.resize(*size)
            assert [len(line) for line in desk.lines()] == [size[0]] * size[1]
            shown = await desk.footer()
            assert len(shown) <= FEW
            assert {keys.LEAVE.name, keys.HELP.name} <= {binding.description for binding in shown} or not shown
            assert all(binding.tooltip for binding in shown)
            if size in SMALL:
                continue
            assert (PRACTICE in desk.text()) is practice
            if "to_codes" in desk.actions():
                await desk.press("enter")
            focused = desk.app.screen.focused
            assert isinstance(focused, Choice | Input)
            assert desk.is_in_sight(type(focused))
            await desk.press(*["s"] * ("switch" in desk.actions()))


@pytest.mark.wide
@pytest.mark.parametrize("page", [page for page in PAGES if page != "picture"])
async def test_everything_is_read_by_page_down(page: str) -> None:
    """From the top, which Page Up leads to, every word between the bars comes into sight, the ways by their arrows.

    The key is offered where not all is in sight. A blank does the same where it is not typed.
    """
    async with asking(PAGES[page], size=(120, 120)) as (desk, _):
        assert "read_on" not in desk.actions()
        unbroken = _words(desk)
        width, height = SMALLEST
        await desk.resize(width - 2, 120)  # as if there were the wider bar for scrolling
        top, whole = desk.lines()[2], unbroken & _words(desk)
        await desk.resize(width, height)
        desk.send(*["pageup"] * 9)
        await desk.settle()
        assert desk.lines()[2][:20] == top[:20]
        assert "read_on" in desk.actions()
        seen, before = _words(desk), desk.lines()
        on = "pagedown" if page in TYPED_ON else "space"
        while not whole <= seen:
            await desk.press(on)
            on = "pagedown"
            if desk.lines() == before:
                break
            before = desk.lines()
            seen |= _words(desk)
        for _ in range(sum(choice.option_count for choice in desk.app.screen.query(Choice))):
            if whole <= seen:
                break
            await desk.press("down")
            seen |= _words(desk)
        assert whole - seen == set()


def _words(desk: Desk) -> set[str]:
    """The words between the bars, without the bars for scrolling that some of them touch."""
    return {word.strip("▁▂▃▄▅▆▇█") for line in desk.lines()[1:-1] for word in line.split()}


@pytest.mark.parametrize("page", one_in(2, [page for page in FIELDS if page not in {"picture", "second code"}]))
async def test_what_is_typed_is_in_sight(page: str) -> None:
    """Once the window has become so small, and again with the first key after reading on."""
    async with asking(FIELDS[page]) as (desk, _):
        for size in SMALL:
            await desk.resize(*size)
            assert _field_is_in_sight(desk)
            await desk.press(*["backspace"] * 2)
            for key in ("pagedown", "pageup"):
                desk.send(*[key] * 9, "2")
                await desk.settle()
                assert _field_is_in_sight(desk)


def _field_is_in_sight(desk: Desk) -> bool:
    """The line of it that holds the text, between the bars."""
    field = desk.app.screen.focused
    assert isinstance(field, Input)
    text = field.content_region
    return desk.app.screen.region.shrink((1, 0, 1, 0)).contains_region(text) and field.is_on_screen and bool(text)


async def test_the_footer_changes_with_the_window() -> None:
    """A key that had to go is back once there is room."""
    async with asking(NAME) as (desk, _):
        before = desk.lines()[-1]
        assert keys.GO_ON.name in before
        await desk.resize(*SMALLEST)
        assert keys.GO_ON.name not in desk.lines()[-1]
        await desk.resize(80, 24)
        assert desk.lines()[-1] == before
