"""Signals and Ctrl+C where there is more to them than a page or a call: early, in vain, or with files about."""

import os
import signal
import sys
import time
from pathlib import Path

import pytest

from mfa_enroll.domain.failure import Call
from mfa_enroll.practice.faults import Delay
from tests.interruption import places
from tests.interruption.visit import Interruption, Visit, visit
from tests.program.command import altered, environment, program
from tests.program.enrolling import CREATE, EARLIER, LEAVE, done, phone, type_two_codes, with_keys_of
from tests.program.terminal import CTRL_C, ENTER, Terminal
from tests.support.bench import Bench, bench

FOR_GOOD = 120.0
"""Seconds of a delay that no test waits out."""

GONE = {signal.SIGTERM: 143, signal.SIGHUP: 129}
AT_ONCE = pytest.mark.parametrize(("number", "code"), GONE.items(), ids=["TERM", "HUP"])


def finish(here: Bench, window: Terminal, *, scanned: str) -> None:
    """A second run, to its end. ``scanned``: the answer to whether the device of the first one is on the phone."""
    window.wait_for(CREATE)
    window.type(ENTER)
    window.wait_for(EARLIER)
    window.type(scanned + ENTER)
    if scanned == "1":
        window.wait_for("Esc Back")
        at = Visit(here, window, Path())
        at.type_first_code()
        at.type_code()
    else:
        type_two_codes(window, here, phone(window))
    assert done(window) == 0
    assert here.is_enrolled


@pytest.mark.parametrize("how", [Interruption.KEY, Interruption.INT, Interruption.TERM, Interruption.HUP])
def test_as_soon_as_the_full_screen_is_there(home: Path, how: Interruption) -> None:
    """From its first byte on, the full screen is taken down again."""
    with bench() as here, Terminal(program(), with_keys_of(here, home)) as window:
        window.wait_until(lambda: b"\x1b[?1049h" in window.raw, "the full screen")
        how.strike(window)
        assert window.end() == (how.code or 130)
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


def test_who_leaves_while_the_device_is_made_is_asked_about_it(home: Path) -> None:
    """Ctrl+C never cuts a creation off: the page says so, and asks what becomes of the device when it is there."""
    with visit(home, account={}) as at:
        at.here.faults.add(Call.CREATE, fault=Delay(3))
        places.plan(at)
        at.press(ENTER)
        at.see("Creating the MFA device")
        at.press(CTRL_C)
        at.see("Leaving as soon as AWS has answered.")
        at.see(LEAVE)
        at.press("2" + ENTER)
        assert at.window.end() == 130
        assert f"deleted: {at.here.serial}" in at.window.last_words
        assert at.here.practice.devices == {}
        assert at.window.traces == []


def test_staying_and_then_keeping_the_device(home: Path) -> None:
    """Who stays sees the same picture again; who keeps the device and leaves can start afresh in a later run."""
    with bench() as here:
        with Terminal(program(), with_keys_of(here, home)) as window:
            window.wait_for(CREATE)
            window.type(ENTER)
            entry = phone(window)
            window.type(CTRL_C)
            window.wait_for(LEAVE)
            window.type("1" + ENTER)
            assert phone(window).secret == entry.secret
            window.type(CTRL_C)
            window.wait_for(LEAVE)
            window.type("3" + ENTER)
            assert window.end() == 130
            assert list(here.practice.devices) == [here.serial]
        with Terminal(program(), with_keys_of(here, home)) as window:
            finish(here, window, scanned="2")


def test_a_signal_to_end_cuts_off_a_call_that_takes_long(home: Path) -> None:
    """After a moment's patience the program goes, and says what may have been done."""
    with visit(home, account={}) as at:
        at.here.faults.add(Call.CREATE, fault=Delay(FOR_GOOD, applied_at_once=True))
        places.plan(at)
        at.press(ENTER)
        at.window.wait_until(lambda: at.here.serial in at.here.practice.devices, "the device to be made")
        since = time.monotonic()
        at.window.signal(signal.SIGTERM)
        assert at.window.end() == 143
        assert 1.9 < time.monotonic() - since < 3.9, "neither at once nor by force"
        assert "This may have been done by now, or not: Creating the MFA device alice." in at.window.last_words
        assert f"An unfinished device may be left in AWS: {at.here.serial}" in at.window.last_words
        assert at.window.traces == []


def test_a_signal_to_end_lets_a_quick_call_end(home: Path) -> None:
    """A creation that is answered in time is reported as what it was."""
    with visit(home, account={}) as at:
        at.here.faults.add(Call.CREATE, fault=Delay(0.7))
        places.plan(at)
        at.press(ENTER)
        at.see("Creating the MFA device")
        at.window.signal(signal.SIGTERM)
        assert at.window.end() == 143
        assert f"The unfinished device stays in AWS: {at.here.serial}" in at.window.last_words
        assert at.here.has_unfinished
        assert at.window.traces == []


def test_no_call_follows_one_that_was_cut_off(home: Path) -> None:
    """Where the old device's deletion is cut off, no new device is made behind the person's back."""
    with visit(home, account={"enrolled": True}) as at:
        at.here.faults.add(Call.DELETE, fault=Delay(FOR_GOOD))
        places.no_way_back(at)
        at.choose("Take it away and make a new one")
        at.see("Deleting the device")
        at.window.signal(signal.SIGTERM)
        assert at.window.end() == 143
        assert at.here.faults.next(Call.CREATE) is None
        assert Call.CREATE not in at.here.calls
        assert at.here.serial in at.window.last_words
        assert at.window.traces == []


@AT_ONCE
def test_a_window_that_takes_no_more_text(home: Path, number: signal.Signals, code: int) -> None:
    """Behind a connection that hangs the program ends all the same, and the terminal is given back."""
    with visit(home, account={}) as at:
        places.codes(at)
        with at.window.unread():
            at.window.signal(number)
            assert at.window.process.wait(20) == code
        assert at.window.end() == code
        assert at.window.traces == []


@AT_ONCE
def test_practice_leaves_no_files(home: Path, number: signal.Signals, code: int) -> None:
    """The AWS files of a practice session, and their folder, are gone with the program."""
    with Terminal(program("--practice"), environment(home)) as window:
        window.wait_for(CREATE)
        assert len(list(home.glob("mfa-enroll-practice-*"))) == 1
        window.signal(number)
        assert window.end() == code
        assert list(home.iterdir()) == []
        assert window.traces == []


@pytest.mark.parametrize("how", [Interruption.KEY, Interruption.INT, Interruption.TERM, Interruption.KILL])
def test_nothing_is_printed_for_a_shell(home: Path, how: Interruption) -> None:
    """Whoever evaluates what `--print` writes gets nothing at all from a run that was interrupted."""
    command = ["/bin/sh", "-c", 'exec "$@" >printed', "sh", *program("session", "--print", "env")]
    with bench(enrolled=True) as here, Terminal(command, with_keys_of(here, home)) as window:
        window.wait_for("Type the code that your")
        how.strike(window)
        assert window.end() == (how.code or 130)
        assert (home / "printed").read_bytes() == b""
        assert how is Interruption.KILL or window.traces == []


@pytest.mark.skipif(sys.platform != "linux", reason="finds the program through /proc")
def test_killed_and_run_again_in_the_same_window(home: Path) -> None:
    """In the window that SIGKILL leaves, raw and on the alternate screen, the next run is as usable as ever."""
    command = ["/bin/sh", "-c", '"$@"; "$@"', "sh", *program()]
    with bench() as here, Terminal(command, with_keys_of(here, home)) as window:
        places.first_code(Visit(here, window, home))
        (child,) = Path(f"/proc/{window.process.pid}/task/{window.process.pid}/children").read_text().split()
        os.kill(int(child), signal.SIGKILL)
        finish(here, window, scanned="1")


def test_a_window_that_is_closed_ends_the_program_in_order(home: Path) -> None:
    """Closing it brings a hang-up, and then the signal to go on with which job control begins the full screen anew."""
    with visit(home, account={}, until=Interruption.CLOSED) as at:
        places.codes(at)
        at.window.hang_up()
        ends = time.monotonic() + 20
        while at.window.process.poll() is None and time.monotonic() < ends:
            at.window.signal(signal.SIGCONT)
            time.sleep(0.01)
        assert at.window.process.poll() == 128 + signal.SIGHUP
