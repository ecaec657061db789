"""Terminal emulators: how each is told a colour scheme, a font, a line spacing and a size in cells."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent

SIZE = 10
"""Of the fonts, in points at 96 dots per inch."""
PIXELS = 13
"""The same in pixels."""


@dataclass(frozen=True, slots=True)
class Scheme:
    """Colours: the ground, the ink, and the sixteen of the palette."""

    name: str
    ground: str
    ink: str
    palette: tuple[str, ...]
    qterminal: str


_XTERM = (
    *("#000000", "#cd0000", "#00cd00", "#cdcd00", "#0000ee", "#cd00cd", "#00cdcd", "#e5e5e5"),
    *("#7f7f7f", "#ff0000", "#00ff00", "#ffff00", "#5c5cff", "#ff00ff", "#00ffff", "#ffffff"),
)
_SOLARIZED = (
    *("#073642", "#dc322f", "#859900", "#b58900", "#268bd2", "#d33682", "#2aa198", "#eee8d5"),
    *("#002b36", "#cb4b16", "#586e75", "#657b83", "#839496", "#6c71c4", "#93a1a1", "#fdf6e3"),
)
DARK = Scheme("dark", "#000000", "#e5e5e5", _XTERM, "Linux")
LIGHT = Scheme("light", "#ffffff", "#000000", _XTERM, "BlackOnWhite")
SOLARIZED = Scheme("solarized", "#002b36", "#839496", _SOLARIZED, "Solarized")
SCHEMES = (DARK, LIGHT, SOLARIZED)

DEJAVU, JETBRAINS, LIBERATION = "DejaVu Sans Mono", "JetBrains Mono", "Liberation Mono"
FONTS = (DEJAVU, JETBRAINS, LIBERATION)


@dataclass(frozen=True, slots=True)
class Look:
    """How a window is to look. ``spacing`` is a factor for the height of lines."""

    scheme: Scheme = DARK
    font: str = DEJAVU
    spacing: float = 1.0
    columns: int = 80
    rows: int = 24


Command = list[str]


@dataclass(frozen=True, slots=True)
class Emulator:
    """A terminal emulator.

    Attributes:
        name: What the table calls it.
        programs: What must be installed.
        command: The command line that runs a command in a window with a look; settings go into the directory, which is
            home and ``XDG_CONFIG_HOME`` at once.
        draws_blocks: Whether it draws block characters itself, to fill the cell, instead of taking the font's.
        spaced: Whether there is a setting for the height of lines.
    """

    name: str
    programs: tuple[str, ...]
    command: Callable[[Look, Path, Command], Command]
    draws_blocks: bool = False
    spaced: bool = True

    @property
    def missing(self) -> str:
        """The program that is not installed, or nothing."""
        return next((program for program in self.programs if shutil.which(program) is None), "")


def _xterm(look: Look, home: Path, command: Command) -> Command:
    resources = {
        "scaleHeight": str(look.spacing),
        "internalBorder": "0",
        **{f"color{number}": colour for number, colour in enumerate(look.scheme.palette)},
    }
    del home
    options = [word for name, value in resources.items() for word in ("-xrm", f"XTerm*{name}: {value}")]
    colours = ["-bg", look.scheme.ground, "-fg", look.scheme.ink]
    font = ["-fa", look.font, "-fs", str(SIZE)]
    return ["xterm", *options, *colours, *font, "-geometry", f"{look.columns}x{look.rows}+0+0", "-e", *command]


def _urxvt(look: Look, home: Path, command: Command) -> Command:
    del home
    options = {
        "bg": look.scheme.ground,
        "fg": look.scheme.ink,
        "fn": f"xft:{look.font}:size={SIZE}",
        "lsp": str(_extra(look)),
        "geometry": f"{look.columns}x{look.rows}+0+0",
    }
    palette = [word for n, colour in enumerate(look.scheme.palette) for word in (f"--color{n}", colour)]
    return ["urxvt", "+sb", *(word for n, v in options.items() for word in (f"-{n}", v)), *palette, "-e", *command]


def _xfce4(look: Look, home: Path, command: Command) -> Command:
    settings = home / "xfce4" / "terminal" / "terminalrc"
    settings.parent.mkdir(parents=True)
    lines = f"""
        [Configuration]
        FontName={look.font} {SIZE}
        CellHeightScale={look.spacing}
        ColorForeground={look.scheme.ink}
        ColorBackground={look.scheme.ground}
        ColorPalette={";".join(look.scheme.palette)}
        MiscMenubarDefault=FALSE
        ScrollingBar=TERMINAL_SCROLLBAR_NONE
    """
    settings.write_text(dedent(lines))
    options = ["--disable-server", f"--geometry={look.columns}x{look.rows}+0+0"]
    return ["dbus-run-session", "--", "xfce4-terminal", *options, "-x", *command]


def _qterminal(look: Look, home: Path, command: Command) -> Command:
    settings = home / "qterminal.org" / "qterminal.ini"
    settings.parent.mkdir(parents=True)
    # It has no size in cells: this is enough for as many with each of the fonts here.
    width, height = look.columns * 8 + 4, look.rows * 20 + 4
    lines = f"""
        [General]
        fontFamily={look.font}
        fontSize={SIZE}
        colorScheme={look.scheme.qterminal}
        AskOnExit=false
        MenuVisible=false
        HideTabBarWithOneTab=true
        showTerminalSizeHint=false
        ScrollbarPosition=0
        TerminalTransparency=0

        [MainWindow]
        FixedSize=@Size({width} {height})
        ApplicationTransparency=0
    """
    settings.write_text(dedent(lines))
    return ["qterminal", "-qwindowgeometry", f"{width}x{height}+0+0", "-e", *command]


def _alacritty(look: Look, home: Path, command: Command) -> Command:
    del home
    names = ("black", "red", "green", "yellow", "blue", "magenta", "cyan", "white")
    colours = {
        "primary.background": look.scheme.ground,
        "primary.foreground": look.scheme.ink,
        **dict(zip([f"normal.{name}" for name in names], look.scheme.palette[:8], strict=True)),
        **dict(zip([f"bright.{name}" for name in names], look.scheme.palette[8:], strict=True)),
    }
    # Its files were YAML once and are TOML now. These are both.
    options = [
        f"window.dimensions.columns={look.columns}",
        f"window.dimensions.lines={look.rows}",
        f'font.normal.family="{look.font}"',
        f"font.size={SIZE:.1f}",
        f"font.offset.y={_extra(look)}",
        *(f'colors.{name}="{colour}"' for name, colour in colours.items()),
    ]
    return ["alacritty", *(word for option in options for word in ("-o", option)), "-e", *command]


def _kitty(look: Look, home: Path, command: Command) -> Command:
    settings = home / "kitty.conf"
    palette = "\n".join(f"color{number} {colour}" for number, colour in enumerate(look.scheme.palette))
    lines = f"""
        font_family {look.font}
        font_size {SIZE}
        modify_font cell_height {look.spacing:.0%}
        background {look.scheme.ground}
        foreground {look.scheme.ink}
        remember_window_size no
        initial_window_width {look.columns}c
        initial_window_height {look.rows}c
        confirm_os_window_close 0
        update_check_interval 0
    """
    settings.write_text(dedent(lines) + palette)
    return ["kitty", "--config", str(settings), *command]


def _tmux(look: Look, home: Path, command: Command) -> Command:
    settings = home / "tmux.conf"
    settings.write_text("set -g status off\nset -g destroy-unattached on\nset -g exit-unattached on\n")
    return _xterm(look, home, ["tmux", "-S", str(home / "tmux"), "-f", str(settings), "new-session", *command])


def _screen(look: Look, home: Path, command: Command) -> Command:
    settings = home / "screenrc"
    settings.write_text("autodetach off\nstartup_message off\nterm screen-256color\n")
    # Terminals set it, and screen hands it on.
    return _xterm(look, home, ["env", "COLORTERM=truecolor", "screen", "-c", str(settings), "-U", *command])


def _extra(look: Look) -> int:
    """The spacing as pixels between lines, which a font sets about 1.2 of its size apart."""
    return round((look.spacing - 1) * PIXELS * 1.2)


EMULATORS = (
    Emulator("xterm", ("xterm",), _xterm),
    Emulator("urxvt", ("urxvt",), _urxvt, draws_blocks=True),
    Emulator("xfce4-terminal", ("xfce4-terminal", "dbus-run-session"), _xfce4, draws_blocks=True),
    Emulator("qterminal", ("qterminal",), _qterminal, spaced=False),
    Emulator("alacritty", ("alacritty",), _alacritty, draws_blocks=True),
    Emulator("kitty", ("kitty",), _kitty, draws_blocks=True),
    Emulator("tmux in xterm", ("tmux", "xterm"), _tmux),
    Emulator("screen in xterm", ("screen", "xterm"), _screen),
)
