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
        with_values()
        return Content()


def with_values() -> None:
    """Raise with a seed and a code, both in locals too."""
    seed, code = SEED.reveal(), Secret(CODE).reveal()
    raise ValueError(seed, code)


def as_its_own_picture() -> None:
    """Raise an exception that draws itself."""
    raise _Rich(SEED.reveal())


def from_another() -> None:
    """Raise one exception from another."""
    try:
        int(SEED.reveal())
    except ValueError as error:
        raise RuntimeError(SEED.reveal()) from error


@pytest.mark.parametrize(
    ("crash", "kind", "place"),
    [
        (lambda desk: desk.send(CODE[-1]), "builtins.LookupError", "tell"),
        (lambda desk: desk.app.call_later(with_values), "builtins.ValueError", "with_values"),
        (lambda desk: desk.app.screen.mount(_Crashing()), "builtins.ValueError", "render"),
        (lambda desk: desk.app.call_later(as_its_own_picture), f"{__name__}._Rich", "as_its_own_picture"),
        (lambda desk: desk.app.call_later(from_another), "builtins.RuntimeError", "from_another"),
    ],
    ids=["in the story", "in a handler", "in a render", "as its own picture", "from another"],
)
async def test_a_crash_tells_where_and_never_with_which_values(
    crash: Callable[[Desk], object],
    kind: str,
    place: str,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """With the codes on screen: type and place are printed; the seed, a code, a message or a local are not."""

    async def tell(dialogue: Dialogue) -> Outcome:
        code = (await dialogue.code(SCAN)).reveal()
        raise LookupError(SEED.reveal(), code)

    monkeypatch.setattr(CodesPage, "MOMENT", 0.0)
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
