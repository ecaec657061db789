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
from mfa_enroll.flows.endings import Ending
from mfa_enroll.flows.enroll import enroll
from mfa_enroll.tui.app import EnrollApp
from mfa_enroll.tui.screens.leaving import LeavingPage
from tests.support.bench import Bench, bench
from tests.tui.desk import Desk

CODE = "271828"


class _Rich(Exception):
    """An exception that renders itself, with what it holds."""

    def __rich__(self) -> Text:
        return Text(str(self))


class _Crashing(Static):
    def __init__(self, seed: str) -> None:
        super().__init__()
        self._seed = seed

    def render(self) -> Content:
        seed = self._seed
        raise ValueError(seed)


def in_the_story(_desk: Desk, _seed: str) -> None:
    """See to it that the story itself raises at the next code."""


def in_a_handler(desk: Desk, seed: str) -> None:
    """Raise while a message is handled."""

    def handle() -> None:
        code = Secret(CODE).reveal()
        raise ValueError(seed, code)

    desk.app.call_later(handle)


def in_a_render(desk: Desk, seed: str) -> None:
    """Raise while a widget is drawn."""
    desk.app.screen.mount(_Crashing(seed))


def as_its_own_picture(desk: Desk, seed: str) -> None:
    """Raise an exception that draws itself."""

    def handle() -> None:
        raise _Rich(seed)

    desk.app.call_later(handle)


def from_another(desk: Desk, seed: str) -> None:
    """Raise one exception from another."""

    def handle() -> None:
        try:
            int(seed)
        except ValueError as error:
            raise RuntimeError(seed) from error

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
    crash: Callable[[Desk, str], None], kind: str, place: str, capfd: pytest.CaptureFixture[str]
) -> None:
    """With the codes on screen: type and place are printed; the seed, a code, a message or a local are not."""
    with bench() as here:
        app = EnrollApp(lambda dialogue: tell(here, dialogue))

        async def tell(here: Bench, dialogue: Dialogue) -> Ending:
            try:
                return await enroll(here.account(), dialogue, here.profiles)
            finally:
                seed = here.practice.devices[here.serial].seed.reveal()
                raise LookupError(seed, CODE)

        async def sit(_pilot: object) -> None:
            desk = Desk(app, Pilot(app))
            await desk.codes_page()
            await desk.press("k", *CODE[:5])
            seed = here.practice.devices[here.serial].seed.reveal()
            assert seed[:4] in desk.text()
            if crash is in_the_story:
                await desk.press("q")
                await desk.page(LeavingPage)
                await desk.press("3", "enter")
            else:
                crash(desk, seed)
            await desk.until(lambda: app._exception)

        await app.run_async(headless=True, size=(80, 24), auto_pilot=sit)
        seed = here.practice.devices[here.serial].seed.reveal()
    printed = "".join(capfd.readouterr())
    assert app.return_code == 1
    joined = printed.replace("\n", "")
    assert "mfa-enroll stopped because of an error of its own." in printed
    assert kind in joined
    assert "test_crash.py" in joined
    assert f" {place}" in joined
    for value in (
        seed,
        seed[:4],
        base64.b32decode(seed).hex(),
        CODE,
        CODE[:5],
        here.practice.secret_access_key.reveal(),
    ):
        assert value not in joined
