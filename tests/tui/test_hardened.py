"""What is on the screen stays there."""

import asyncio
import logging
from pathlib import Path

import pytest

from mfa_enroll.flows.questions import Enabled, Leaving
from mfa_enroll.tui.screens.codes import CodesPage
from mfa_enroll.tui.widgets.codebox import CodeBox
from mfa_enroll.tui.widgets.secretinput import SecretInput
from mfa_enroll.words.codes import KEY_COPIED
from tests.support.bench import bench
from tests.tui.desk import clipboard, dumped, listen, next_code, scan, shown_code, sit_down
from tests.tui.gallery import PASSWORD, SCAN, SEED, Ask, asking


def files(directory: Path) -> list[Path]:
    """What was written there."""
    return list(directory.rglob("*"))


async def test_there_is_no_palette_and_no_screenshot(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl+P does nothing, and none of Textual's ways to a screenshot writes a file or a byte."""
    monkeypatch.chdir(home)
    async with asking(SCAN) as (desk, _):
        page = desk.app.screen
        await desk.press("ctrl+p")
        assert desk.app.screen is page
        desk.app.action_command_palette()
        await desk.settle()
        assert desk.app.screen is page
        await desk.app.run_action("app.screenshot")
        await desk.app.run_action("app.screenshot('screen.svg', '.')")
        assert not desk.app.save_screenshot("screen.svg", path=str(home))
        assert desk.app.deliver_screenshot(path=str(home)) is None
        await desk.settle()
    assert not files(home)


@pytest.mark.parametrize("ask", [SCAN, PASSWORD])
async def test_what_was_typed_is_neither_copied_nor_cut(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Selected in its field, code or password reaches no clipboard, and none within the program is pasted."""
    async with asking(ask) as (desk, _):
        field = desk.app.screen.focused
        assert isinstance(field, SecretInput)
        written = listen(desk, monkeypatch)
        await desk.press("1", "2", "3")
        for key in ("ctrl+x", "super+x", "super+c", "ctrl+insert", "ctrl+shift+c"):
            await desk.press("home", "shift+end", key)
            assert field.value == field.selected_text == "123"
            assert desk.app.clipboard == ""
        desk.app._clipboard = "456"
        await desk.press("end", "ctrl+v")
        assert field.value == "123"
        assert clipboard(written) == []


async def test_ctrl_c_leaves_and_copies_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """With a code selected too, Ctrl+C is the wish to leave."""
    with bench() as here:
        async with sit_down(here) as desk:
            await desk.codes_page()
            written = listen(desk, monkeypatch)
            await desk.press("1", "2", "home", "shift+end", "ctrl+c")
            await desk.asked(Leaving)
            assert desk.app.clipboard == ""
            assert clipboard(written) == []


async def test_nothing_is_selected_with_the_mouse(monkeypatch: pytest.MonkeyPatch) -> None:
    """A drag over key and picture, and a double click, select nothing that a key could copy."""
    async with asking(SCAN) as (desk, _):
        await desk.press("k")
        written = listen(desk, monkeypatch)
        await desk.pilot.mouse_down(offset=(2, 2))
        await desk.pilot.hover(offset=(70, 12))
        await desk.pilot.mouse_up(offset=(70, 12))
        await desk.pilot.click(offset=(50, 9), times=2)
        assert not desk.app.screen.selections
        await desk.press("super+c")
        assert clipboard(written) == []


@pytest.mark.parametrize("size", [(80, 24), (60, 20)])
async def test_the_key_is_copied_only_while_it_is_shown_and_not_kept(
    size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Copying is announced, sends the key to the terminal once, and leaves no copy in the program."""
    async with asking(SCAN, size=size) as (desk, _):
        written = listen(desk, monkeypatch)
        await desk.press("c", "k")
        assert clipboard(written) == []
        await desk.press("c")
        assert clipboard(written) == [SEED.reveal()]
        assert KEY_COPIED.text in desk.text()
        assert desk.app.clipboard == ""
        await desk.press("k", "c")
        if size == (60, 20):
            await desk.press("k", "s", "c")
        assert clipboard(written) == [SEED.reveal()]


async def test_nothing_that_dumps_the_app_shows_seed_or_code() -> None:
    """Neither title nor tree nor the repr of a widget or message holds what is drawn."""
    async with asking(SCAN) as (desk, _):
        page = await desk.page(CodesPage)
        await desk.press("k", "1", "2", "3", "4", "5")
        widgets = (*desk.app.walk_children(), page, *page.walk_children())
        dump = dumped(desk.app, *widgets, CodeBox.Typed(SEED), page.asked)
    assert "TypedKey" in dump
    assert SEED.reveal()[:8] not in dump
    assert "12345" not in dump.replace("111122223333", "")


async def test_asyncios_debug_mode_logs_no_secret(caplog: pytest.LogCaptureFixture) -> None:
    """PYTHONASYNCIODEBUG logs every slow step with what it is about; neither seed nor codes are among it."""
    loop = asyncio.get_running_loop()
    loop.set_debug(True)
    loop.slow_callback_duration = 0
    caplog.set_level(logging.DEBUG)
    with bench() as here:
        async with sit_down(here) as desk:
            await desk.codes_page()
            await desk.press("k")
            scan(desk, here)
            codes = [shown_code(here).reveal()]
            await desk.enter_code(shown_code(here))
            await desk.kept(1)
            codes.append(next_code(here).reveal())
            await desk.paste(codes[1])
            await desk.asked(Enabled)
        seed = here.practice.devices[here.serial].seed.reveal()
    loop.set_debug(False)
    logged = caplog.text
    assert "Executing" in logged
    for secret in (seed, *codes, here.practice.secret_access_key.reveal()):
        assert secret not in logged
