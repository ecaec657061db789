"""However it is interrupted, the terminal is left as it was found, and a second run finishes what the first began."""

import signal
import time
from pathlib import Path

import pytest

from mfa_enroll.practice.faults import Delay
from tests.program.command import altered, program
from tests.program.enrolling import (
    CREATE,
    EARLIER,
    LEAVE,
    create_and_scan,
    done,
    phone,
    type_two_codes,
    with_keys_of,
)
from tests.program.terminal import CTRL_C, ENTER, Terminal
from tests.support.bench import Bench, bench

FOR_GOOD = 30.0
"""Seconds of a delay that no test waits out."""

GONE = {signal.SIGTERM: 143, signal.SIGHUP: 129}

INTERRUPTIONS = pytest.mark.parametrize(
    ("interruption", "code"), [(CTRL_C, 130), (signal.SIGINT, 130), *GONE.items()], ids=["key", "INT", "TERM", "HUP"]
)
ASKING_FIRST = pytest.mark.parametrize("interruption", [CTRL_C, signal.SIGINT], ids=["key", "INT"])
AT_ONCE = pytest.mark.parametrize(("interruption", "code"), GONE.items(), ids=["TERM", "HUP"])


def interrupt(window: Terminal, interruption: str | signal.Signals) -> None:
    """By a key, or by a signal from elsewhere."""
    if isinstance(interruption, signal.Signals):
        window.signal(interruption)
    else:
        window.type(interruption)


def finish(here: Bench, home: Path) -> None:
    """A second run, to its end."""
    with Terminal(program(), with_keys_of(here, home)) as window:
        window.wait_until(lambda: CREATE in window.text or EARLIER in window.text, "the first question")
        if CREATE in window.text:
            window.type(ENTER)
        if here.serial in here.practice.devices:
            window.wait_for(EARLIER)
            window.type("2")
        type_two_codes(window, here, phone(window))
        assert done(window) == 0
        assert here.is_enrolled


@INTERRUPTIONS
def test_at_the_first_page(home: Path, interruption: str | signal.Signals, code: int) -> None:
    """Nothing has been made: the program goes without a question, and says that MFA is not on."""
    with bench() as here, Terminal(program(), with_keys_of(here, home)) as window:
        window.wait_for(CREATE)
        interrupt(window, interruption)
        assert window.end() == code
        assert "MFA was not turned on" in window.last_words
        assert here.serial not in window.last_words
        assert window.traces == []


@INTERRUPTIONS
def test_at_the_codes(home: Path, interruption: str | signal.Signals, code: int) -> None:
    """A device was made: Ctrl+C asks, a signal to end does not; either way the device is named in the last words."""
    with bench() as here:
        with Terminal(program(), with_keys_of(here, home)) as window:
            create_and_scan(window)
            interrupt(window, interruption)
            if code == 130:
                window.wait_for(LEAVE)
                interrupt(window, interruption)
            assert window.end() == code
            assert here.serial in window.last_words
            assert window.traces == []
        finish(here, home)


@INTERRUPTIONS
def test_while_aws_does_not_say_who_is_calling(home: Path, interruption: str | signal.Signals, code: int) -> None:
    """A call that changes nothing holds nobody up."""
    with bench() as here:
        here.faults.add("sts:GetCallerIdentity", fault=Delay(FOR_GOOD))
        with Terminal(program(), with_keys_of(here, home)) as window:
            window.wait_for("Asking AWS who you are")
            since = time.monotonic()
            interrupt(window, interruption)
            assert window.end() == code
            assert time.monotonic() - since < 3
            assert "MFA was not turned on" in window.last_words
            assert window.traces == []


@ASKING_FIRST
def test_who_leaves_while_the_device_is_made_is_asked_about_it(home: Path, interruption: str | signal.Signals) -> None:
    """Ctrl+C never cuts a creation off: the page says so, and asks what becomes of the device when it is there."""
    with bench() as here:
        here.faults.add("iam:CreateVirtualMFADevice", fault=Delay(3))
        with Terminal(program(), with_keys_of(here, home)) as window:
            window.wait_for(CREATE)
            window.type(ENTER)
            window.wait_for("Creating the MFA device")
            interrupt(window, interruption)
            window.wait_for("Leaving as soon as AWS has answered.")
            window.wait_for(LEAVE)
            window.type("2")
            assert window.end() == 130
            assert f"deleted: {here.serial}" in window.last_words
            assert here.practice.devices == {}
            assert window.traces == []


@AT_ONCE
def test_a_signal_to_end_cuts_off_a_call_that_takes_long(home: Path, interruption: signal.Signals, code: int) -> None:
    """After a moment's patience the program goes, and says that a device may be left."""
    with bench() as here:
        here.faults.add("iam:CreateVirtualMFADevice", fault=Delay(FOR_GOOD, applied_at_once=True))
        with Terminal(program(), with_keys_of(here, home)) as window:
            window.wait_for(CREATE)
            window.type(ENTER)
            window.wait_until(lambda: here.serial in here.practice.devices, "the device to be made")
            since = time.monotonic()
            window.signal(interruption)
            assert window.end() == code
            assert time.monotonic() - since < 6
            assert here.serial in window.last_words
            assert window.traces == []
        finish(here, home)


@AT_ONCE
def test_a_signal_to_end_lets_a_quick_call_end(home: Path, interruption: signal.Signals, code: int) -> None:
    """A creation that is answered in time is reported as what it was."""
    with bench() as here:
        here.faults.add("iam:CreateVirtualMFADevice", fault=Delay(0.7))
        with Terminal(program(), with_keys_of(here, home)) as window:
            window.wait_for(CREATE)
            window.type(ENTER)
            window.wait_for("Creating the MFA device")
            window.signal(interruption)
            assert window.end() == code
            assert here.serial in window.last_words
            assert here.serial in here.practice.devices
            assert window.traces == []


@pytest.mark.parametrize("making", [False, True], ids=["at the first page", "while the device is made"])
def test_a_window_that_is_closed_ends_the_program(home: Path, *, making: bool) -> None:
    """With its terminal gone the program ends in seconds: no seed stays in the memory of a process nobody sees."""
    with bench() as here:
        here.faults.add("iam:CreateVirtualMFADevice", fault=Delay(FOR_GOOD))
        with Terminal(program(), with_keys_of(here, home)) as window:
            window.wait_for(CREATE)
            if making:
                window.type(ENTER)
                window.wait_for("Creating the MFA device")
            window.hang_up()
            assert window.process.wait(8) == 129


@INTERRUPTIONS
def test_as_soon_as_the_full_screen_is_there(home: Path, interruption: str | signal.Signals, code: int) -> None:
    """From its first byte on, the full screen is taken down again."""
    with bench() as here, Terminal(program(), with_keys_of(here, home)) as window:
        window.wait_until(lambda: b"\x1b[?1049h" in window.raw, "the full screen")
        interrupt(window, interruption)
        assert window.end() == code
        assert window.traces == []


def test_ctrl_c_before_the_full_screen(home: Path) -> None:
    """Ctrl+C while the program is still loading ends it in silence."""
    at_textual = """
import os, signal, sys
class Interrupting:
    def find_spec(self, name, *_):
        if name == "textual":
            os.kill(os.getpid(), signal.SIGINT)
sys.meta_path.insert(0, Interrupting())
"""
    with bench() as here, Terminal(altered(at_textual), with_keys_of(here, home)) as window:
        assert window.end() == 130
        assert window.raw == b""


def test_staying_and_then_keeping_the_device(home: Path) -> None:
    """Who stays sees the same picture again; who keeps the device and leaves can start afresh in a later run."""
    with bench() as here:
        with Terminal(program(), with_keys_of(here, home)) as window:
            entry = create_and_scan(window)
            window.type(CTRL_C)
            window.wait_for(LEAVE)
            window.type("1")
            assert phone(window).secret == entry.secret
            window.type(CTRL_C)
            window.wait_for(LEAVE)
            window.type("3")
            assert window.end() == 130
            assert list(here.practice.devices) == [here.serial]
        finish(here, home)
