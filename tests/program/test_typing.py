"""What is typed at the terminal too early, by accident, or not by a person at all."""

import time
from pathlib import Path

from mfa_enroll.exits import Exit
from mfa_enroll.tui.screens.asking import AskingPage
from mfa_enroll.words import keys, passwords
from tests.program.command import environment, program, with_keys_of
from tests.program.pages import CODE_OF, CREATE, ENABLED, OWN
from tests.program.terminal import ENTER, Terminal
from tests.program.visitor import Visitor
from tests.support.bench import bench

ESCAPE = "\x1b"
LATE = 0.3
"""Seconds after which Textual takes an escape sequence that does not go on for typing."""


def test_enter_typed_with_the_last_digit_chooses_nothing(home: Path) -> None:
    """The page that says that MFA is on stays until it was seen; then Enter chooses."""
    with bench() as here, Terminal(program(), with_keys_of(here, home)) as window:
        at = Visitor(here, window)
        at.create()
        at.scan()
        at.first_code()
        here.clock.advance(30)
        at.press(here.phone.entries()[-1].code.reveal() + ENTER)
        at.see(ENABLED.heading)
        time.sleep(AskingPage.MOMENT)
        assert window.shows(ENABLED.heading)
        assert here.calls.count("sts:GetSessionToken") == 0
        at.go_on_from(ENABLED.ways[0].name)


def test_enter_typed_to_the_shell_agrees_to_nothing(home: Path) -> None:
    """It waits in the terminal while the program starts."""
    with bench() as here, Terminal(program(), with_keys_of(here, home)) as window:
        window.type(ENTER * 3)
        window.wait_for(CREATE)
        time.sleep(AskingPage.MOMENT)
        assert window.shows(CREATE)
        assert "iam:CreateVirtualMFADevice" not in here.calls


def test_what_a_terminal_reports_in_pieces_is_no_code(home: Path) -> None:
    """Split wherever a slow line may split it; a code that is typed then is taken, in the digits of any script."""
    with bench(enrolled=True) as here:
        command = program("session", "--as", "kept")
        with Terminal(command, with_keys_of(here, home)) as window:
            at = Visitor(here, window)
            at.go_on_from("[kept]")
            at.see(CODE_OF)
            for pieces in (
                [ESCAPE + "[<35;4", "0;12M"],
                [ESCAPE + "[", "<35;40;12M"],
                [ESCAPE + "]11;rgb:12/34", "/56\x07"],
            ):
                for piece in pieces:
                    window.type(piece)
                    time.sleep(LATE)
            assert here.calls.count("sts:GetSessionToken") == 0
            here.clock.advance(30)
            [entry] = [each for each in here.phone.entries() if OWN.name in each.label]
            at.press("".join(chr(ord("０") + int(digit)) for digit in entry.code.reveal()))
            assert window.end() == Exit.DONE


def test_escape_on_the_first_page_keeps_what_is_typed_out_of_the_shell(home: Path) -> None:
    """Escape asks; a password that is typed next goes into its field. Ctrl+C on a Cyrillic layout leaves."""
    with Terminal(program("--practice", "password"), environment(home)) as window:
        window.wait_for(passwords.NEEDS)
        window.type(ESCAPE)
        window.wait_for(keys.ESCAPE_LEAVES.text)
        window.type("Sentinel-1")
        window.wait_for("•" * 10)
        window.type(f"{ESCAPE}[1089;5u")
        assert window.end() == Exit.LEFT
        assert "Sentinel" not in window.raw.decode()
        assert window.traces == []
