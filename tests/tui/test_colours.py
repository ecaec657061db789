"""Every theme, with colours and without."""

import pytest
from textual.app import App
from textual.theme import BUILTIN_THEMES

from mfa_enroll.domain.otpauth import provisioning_uri
from tests.support.bench import bench
from tests.support.painter import BLACK, WHITE, paint_app, read_codes
from tests.tui.desk import sit_down


@pytest.mark.parametrize("no_color", [False, True])
async def test_the_picture_scans_and_the_words_are_there_on_every_theme(
    *, no_color: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Beside the codes and alone, in dark terminals and, unless their colours are all gone, light ones too."""
    if no_color:
        monkeypatch.setenv("NO_COLOR", "1")
    for theme in THEMES:
        # As TEXTUAL_THEME does it, before the app is made: what then becomes of colours is settled as it is made.
        monkeypatch.setattr(App.theme, "_default", theme)
        with bench() as here:
            async with sit_down(here) as desk:
                assert desk.app.theme == theme
                await desk.codes_page()
                uri = provisioning_uri(here.practice.user, here.practice.devices[here.serial].seed).reveal()
                await desk.press("1", "2", "3")
                assert "123" in desk.text()
                assert "Type the code it shows." in desk.text()
                for size in [(80, 24), (60, 20), (200, 60)]:
                    await desk.resize(*size)
                    assert desk.qr_codes() == [uri]
                    if not (no_color and desk.app.native_ansi_color):
                        assert read_codes(paint_app(desk.app, ink=BLACK, ground=WHITE)) == [uri]


THEMES = [name for name in BUILTIN_THEMES if name.startswith("textual-") or "ansi" in name]
