"""When the program itself fails: the places are printed, and nothing that anybody typed or AWS answered."""

import base64
from collections.abc import Callable

import pytest
from rich.text import Text
from textual.content import Content
from textual.pilot import Pilot
from textual.widgets import Static

from mfa_enroll.domain.secret import Secret
from mfa_enroll.flows.dialogue import Dialogue
from mfa_enroll.flows.outcome import Outcome
from mfa_enroll.tui.app import EnrollApp
from mfa_enroll.tui.screens.codes import CodesPage
from tests.tui.desk import Desk
from tests.tui.gallery import SCAN, SEED

CODE = "271828"


class _Rich(Exception):
    """An exception that renders itself, with what it holds."""

    def __rich__(self) -> Text:
        return Text(str(self))


class _Crashing(Static):
    def render(self) -> Content:
        seed, code = SEED.reveal(), Secret(CODE).reveal()
        raise ValueError(seed, code)


def in_the_story(desk: Desk) -> None:
    """Let the story itself raise at the next code."""
    desk.send(CODE[-1])


def in_a_handler(desk: Desk) -> None:
    """Raise while a message is handled."""

    def handle() -> None:
        seed, code = SEED.reveal(), Secret(CODE).reveal()
        raise ValueError(seed, code)

    desk.app.call_later(handle)


def in_a_render(desk: Desk) -> None:
    """Raise while a widget is drawn."""
    desk.app.screen.mount(_Crashing())


def as_its_own_picture(desk: Desk) -> None:
    """Raise an exception that draws itself."""

    def handle() -> None:
        raise _Rich(SEED.reveal())

    desk.app.call_later(handle)


def from_another(desk: Desk) -> None:
    """Raise one exception from another."""

    def handle() -> None:
        try:
            int(SEED.reveal())
        except ValueError as error:
            raise RuntimeError(SEED.reveal()) from error

    desk.app.call_later(handle)


@pytest.mark.parametrize(
    ("crash", "kind", "place"),
    [
        (in_the_story, "builtins.LookupError", "tell"),
        (in_a_handler, "builtins.ValueError", "handle"),
        (in_a_render, "builtins.ValueError", "render"),
        (as_its_own_picture, f"{__name__}._Rich", "handle"),
        (from_another, "builtins.RuntimeError", "handle"),
    ],
)
async def test_a_crash_tells_where_and_never_with_which_values(
    crash: Callable[[Desk], None], kind: str, place: str, capfd: pytest.CaptureFixture[str]
) -> None:
    """With the codes on screen: type and place are printed; the seed, a code, a message or a local are not."""

    async def tell(dialogue: Dialogue) -> Outcome:
        code = (await dialogue.code(SCAN)).reveal()
        raise LookupError(SEED.reveal(), code)

    app = EnrollApp(tell)

    async def sit(_pilot: object) -> None:
        desk = Desk(app, Pilot(app))
        await desk.page(CodesPage)
        await desk.press("k", *CODE[:5])
        assert SEED.reveal()[:4] in desk.text()
        crash(desk)
        await desk.until(lambda: app._exception)

    await app.run_async(headless=True, size=(80, 24), auto_pilot=sit)
    printed = "".join(capfd.readouterr())
    assert app.return_code == 1
    joined = printed.replace("\n", "")
    assert "mfa-enroll" in printed
    for said in (kind, "test_crash.py", f" {place}"):
        assert said in joined
    seed = SEED.reveal()
    for value in (seed, seed[:4], base64.b32decode(seed).hex(), CODE, CODE[:5]):
        assert value not in joined
