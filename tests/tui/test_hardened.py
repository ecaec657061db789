"""What is on the screen stays there."""

import asyncio
import base64
import logging
from pathlib import Path

import pytest
from rich.console import Console

from mfa_enroll.tui.screens.leaving import LeavingPage
from mfa_enroll.tui.screens.problem import ProblemPage
from mfa_enroll.tui.screens.report import EnabledPage
from mfa_enroll.tui.widgets.codebox import CodeBox
from tests.support.bench import bench
from tests.tui.desk import Desk, next_code, scan, shown_code, sit_down


def listen(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """All that is written to the terminal from now on."""
    written: list[str] = []
    assert desk.app._driver is not None
    monkeypatch.setattr(desk.app._driver, "write", written.append)
    return written


def clipboard(written: list[str]) -> list[str]:
    """What the terminal was asked to put on its clipboard (OSC 52)."""
    return [
        base64.b64decode(text.removeprefix("\x1b]52;c;").rstrip("\a")).decode()
        for text in written
        if text.startswith("\x1b]52")
    ]


def files(directory: Path) -> list[Path]:
    """What was written there."""
    return list(directory.rglob("*"))


async def test_there_is_no_palette_and_no_screenshot(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl+P does nothing, and none of Textual's ways to a screenshot writes a file or a byte."""
    monkeypatch.chdir(home)
    with bench() as here:
        async with sit_down(here) as desk:
            page = await desk.codes_page()
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


@pytest.mark.parametrize("key", ["ctrl+x", "super+x", "super+c", "ctrl+insert", "ctrl+shift+c"])
async def test_a_code_is_neither_copied_nor_cut(key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Selected in its field, a code reaches no clipboard, and none within the program is pasted."""
    with bench() as here:
        async with sit_down(here) as desk:
            page = await desk.codes_page()
            written = listen(desk, monkeypatch)
            await desk.press("1", "2", "3", "home", "shift+end", key)
            assert page.query_one(CodeBox).value == "123"
            assert page.query_one(CodeBox).selected_text == "123"
            assert desk.app.clipboard == ""
            desk.app._clipboard = "456"
            await desk.press("end", "ctrl+v")
            assert page.query_one(CodeBox).value == "123"
            assert clipboard(written) == []


async def test_ctrl_c_leaves_and_copies_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """With a code selected too, Ctrl+C is the wish to leave."""
    with bench() as here:
        async with sit_down(here) as desk:
            await desk.codes_page()
            written = listen(desk, monkeypatch)
            await desk.press("1", "2", "home", "shift+end", "ctrl+c")
            await desk.page(LeavingPage)
            assert desk.app.clipboard == ""
            assert clipboard(written) == []


async def test_nothing_is_selected_with_the_mouse(monkeypatch: pytest.MonkeyPatch) -> None:
    """A drag over key and picture, and a double click, select nothing that a key could copy."""
    with bench() as here:
        async with sit_down(here) as desk:
            page = await desk.codes_page()
            await desk.press("k")
            written = listen(desk, monkeypatch)
            await desk.pilot.mouse_down(offset=(2, 2))
            await desk.pilot.hover(offset=(70, 12))
            await desk.pilot.mouse_up(offset=(70, 12))
            await desk.pilot.click(offset=(50, 9), times=2)
            assert not page.selections
            await desk.press("super+c")
            assert clipboard(written) == []


@pytest.mark.parametrize("size", [(80, 24), (60, 20)])
async def test_the_key_is_copied_only_while_it_is_shown_and_not_kept(
    size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Copying is announced, sends the key to the terminal once, and leaves no copy in the program."""
    with bench() as here:
        async with sit_down(here, size) as desk:
            await desk.codes_page()
            seed = here.practice.devices[here.serial].seed.reveal()
            written = listen(desk, monkeypatch)
            await desk.press("c")
            assert clipboard(written) == []
            await desk.press("k")
            assert clipboard(written) == []
            await desk.press("c")
            assert clipboard(written) == [seed]
            assert "Key sent to" in desk.text()
            assert desk.app.clipboard == ""
            await desk.press("k", "c")
            if size == (60, 20):
                await desk.press("k", "s", "c")
            assert clipboard(written) == [seed]


async def test_what_the_administrator_needs_is_copied_exactly(monkeypatch: pytest.MonkeyPatch) -> None:
    """The policy statement goes to the terminal's clipboard as it stands, and is said to have."""
    with bench(path="/eng/") as here:
        async with sit_down(here, (60, 20)) as desk:
            page = await desk.page(ProblemPage)
            written = listen(desk, monkeypatch)
            await desk.press("c")
            assert clipboard(written) == [page._problem.hand_over]
            assert "clipboard" in desk.text()


async def test_nothing_that_dumps_the_app_shows_seed_or_code() -> None:
    """Neither title nor tree nor the repr of a widget or message holds what is drawn."""
    with bench() as here:
        async with sit_down(here) as desk:
            page = await desk.codes_page()
            seed = here.practice.devices[here.serial].seed.reveal()
            await desk.press("k", "1", "2", "3", "4", "5")
            console = Console(width=400, record=True, quiet=True)
            with console.capture() as capture:
                console.print(desk.app.tree, desk.app.css_tree, desk.app, page, *page.walk_children())
            dump = capture.get() + "".join(
                map(repr, [desk.app, *desk.app.walk_children(), page, *page.walk_children()])
            )
            dump += desk.app.title + desk.app.sub_title + repr(CodeBox.Typed(here.practice.devices[here.serial].seed))
        assert "TypedKey" in dump
        assert seed[:8] not in dump
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
            await desk.page(EnabledPage)
        seed = here.practice.devices[here.serial].seed.reveal()
    loop.set_debug(False)
    logged = caplog.text
    assert "Executing" in logged
    for secret in (seed, *codes, here.practice.secret_access_key.reveal()):
        assert secret not in logged
