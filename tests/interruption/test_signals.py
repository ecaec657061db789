"""Signals and Ctrl+C where there is more to them than a page or a call: early, in vain, or with files about."""

import os
import signal
import sys
import time
from pathlib import Path

import pytest

from mfa_enroll.domain.failure import Call
from mfa_enroll.domain.trouble import Incident
from mfa_enroll.exits import Exit, after_signal
from mfa_enroll.flows.asks import Need
from mfa_enroll.flows.outcome import NotEnabled, UnfinishedDeleted
from mfa_enroll.flows.progress import Doing
from mfa_enroll.flows.questions import LeaveChoice, LeftoverChoice
from mfa_enroll.flows.troubles import CutOff
from mfa_enroll.tui import app
from mfa_enroll.words import codes, progress
from tests.interruption import places
from tests.interruption.flights import FLIGHTS
from tests.interruption.visit import Interruption, Visit, visit
from tests.program import pages
from tests.program.command import altered, environment, program, with_keys_of
from tests.program.terminal import CTRL_C, PATIENCE, Terminal
from tests.support.bench import bench
from tests.support.sampled import one_in

GONE = {number: after_signal(number) for number in (signal.SIGTERM, signal.SIGHUP)}
AT_ONCE = pytest.mark.parametrize(("number", "code"), one_in(2, GONE.items(), several=True), ids=["TERM", "HUP"])

LINUX = pytest.mark.skipif(sys.platform != "linux", reason="finds the program through /proc")


def finish(at: Visit, answer: LeftoverChoice) -> None:
    """A second run, to its end. ``answer``: whether the device of the first one is on the phone."""
    at.create()
    at.choose(pages.LEFTOVER, answer)
    if answer is LeftoverChoice.FRESH:
        at.scan()
    else:
        at.see(codes.first_step(Need.RESUME, codes.Scan.HERE))
    at.two_codes()
    at.done()
    assert at.window.end() == Exit.DONE
    assert at.here.is_enrolled


@pytest.mark.parametrize("how", [Interruption.KEY, Interruption.INT, Interruption.TERM, Interruption.HUP])
def test_as_soon_as_the_full_screen_is_there(home: Path, how: Interruption) -> None:
    """From its first byte on, the full screen is taken down again."""
    with bench() as here, Terminal(program(), with_keys_of(here, home)) as window:
        window.wait_until(lambda: b"\x1b[?1049h" in window.raw, "the full screen")
        how.strike(window)
        assert window.end() == (how.code or Exit.LEFT)
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
        assert window.end() == Exit.LEFT
        assert (window.last_words, window.traces) == ("", [])


def test_who_leaves_while_the_device_is_made_is_asked_about_it(home: Path) -> None:
    """Ctrl+C never cuts a creation off: the page says so, and asks what becomes of the device when it is there."""
    with visit(home, account={}) as at:
        creating(at, applied=True)
        at.press(CTRL_C)
        at.see(progress.LEAVING)
        at.here.server.end_waits()
        at.choose(pages.LEAVING, LeaveChoice.DELETE)
        assert at.window.end() == Exit.LEFT
        assert at.outcome == UnfinishedDeleted(serial=at.here.serial, found=True)
        at.check_end()


def test_staying_and_then_keeping_the_device(home: Path) -> None:
    """Who stays sees the same picture again; who keeps the device and leaves can start afresh in a later run."""
    with visit(home, account={}) as at:
        places.CODES.reach(at)
        picture = at.picture()
        at.press(CTRL_C)
        at.choose(pages.LEAVING, LeaveChoice.STAY)
        assert at.picture() == picture
        at.press(CTRL_C)
        at.choose(pages.LEAVING, LeaveChoice.KEEP)
        assert at.window.end() == Exit.LEFT
        assert list(at.here.practice.devices) == [at.here.serial]
        with Terminal(program(), with_keys_of(at.here, home)) as window:
            finish(Visit(at.here, window, home), LeftoverChoice.FRESH)


def creating(at: Visit, *, applied: bool) -> None:
    """Come to where AWS is to create the device, and does not answer."""
    places.PLAN.reach(at)
    at.hold(Call.CREATE, applied=applied)
    at.choose(pages.PLAN, None, until=lambda: at.window.shows(progress.doing(Doing(Call.CREATE, pages.ALICE))))
    at.window.wait_until(at.is_held, "the creation to be under way")


def test_a_signal_to_end_cuts_off_a_call_that_takes_long(home: Path) -> None:
    """After a moment's patience the program goes, and says what may have been done."""
    with visit(home, account={}) as at:
        creating(at, applied=True)
        at.window.wait_until(lambda: at.here.has_unfinished, "the device to be made")
        since = time.monotonic()
        at.window.signal(signal.SIGTERM)
        assert at.window.end() == GONE[signal.SIGTERM]
        assert time.monotonic() - since > app.PATIENCE - 0.1
        cut_off = CutOff(call=Call.CREATE, user=pages.ALICE)
        assert isinstance(at.outcome, NotEnabled)
        assert at.outcome.because == Incident(trouble=cut_off, left_behind=at.here.serial)
        at.check_end(cut_off=Call.CREATE)


def test_a_signal_to_end_lets_a_quick_call_end(home: Path) -> None:
    """A creation that is answered in time is reported as what it was."""
    with visit(home, account={}) as at:
        creating(at, applied=True)
        at.window.signal(signal.SIGTERM)
        at.here.server.end_waits()
        assert at.window.end() == GONE[signal.SIGTERM]
        assert at.outcome == NotEnabled(left_behind=at.here.serial)
        at.check_end()


def test_no_call_follows_one_that_was_cut_off(home: Path) -> None:
    """Where the old device's deletion is cut off, no new device is made behind the person's back."""
    way = FLIGHTS["delete old"]
    with visit(home, account=way.place.account) as at:
        way.place.reach(at)
        at.hold(way.call)
        assert way.send
        way.send(at)
        at.window.signal(signal.SIGTERM)
        assert at.window.end() == GONE[signal.SIGTERM]
        assert at.here.faults.next(Call.CREATE) is None
        assert at.here.calls.count(Call.CREATE) == 1, "but for the one that asked whether it may be made"
        assert at.outcome.left_behind == at.here.serial
        at.check_end(cut_off=way.call)


@AT_ONCE
def test_a_window_that_takes_no_more_text(home: Path, number: signal.Signals, code: int) -> None:
    """Behind a connection that hangs the program ends all the same, and the terminal is given back."""
    with bench() as here, Terminal(program(), with_keys_of(here, home)) as window:
        places.CODES.reach(Visit(here, window, home))
        with window.unread():
            window.signal(number)
            assert window.process.wait(PATIENCE) == code
        assert window.end() == code
        assert window.traces == []


@AT_ONCE
def test_practice_leaves_no_files(home: Path, number: signal.Signals, code: int) -> None:
    """The AWS files of a practice session, and their folder, are gone with the program."""
    with Terminal(program("--practice"), environment(home)) as window:
        window.wait_for(pages.CREATE)
        assert len(list(home.glob("mfa-enroll-practice-*"))) == 1
        window.signal(number)
        assert window.end() == code
        assert list(home.iterdir()) == []
        assert window.traces == []


@pytest.mark.parametrize("how", one_in(3, [Interruption.KEY, Interruption.INT, Interruption.TERM, Interruption.KILL]))
def test_nothing_is_printed_for_a_shell(home: Path, how: Interruption) -> None:
    """Whoever evaluates what `--print` writes gets nothing at all from a run that was interrupted."""
    command = ["/bin/sh", "-c", 'exec "$@" >printed', "sh", *program("session", "--print", "env", "--no-keep")]
    with bench(enrolled=True) as here, Terminal(command, with_keys_of(here, home)) as window:
        window.wait_for(pages.CODE_OF)
        how.strike(window)
        assert window.end() == (how.code or Exit.LEFT)
        assert (home / "printed").read_bytes() == b""
        assert how is Interruption.KILL or window.traces == []


@LINUX
def test_killed_and_run_again_in_the_same_window(home: Path) -> None:
    """In the window that SIGKILL leaves, raw and on the alternate screen, the next run is as usable as ever."""
    command = ["/bin/sh", "-c", '"$@"; "$@"', "sh", *program()]
    with bench() as here, Terminal(command, with_keys_of(here, home)) as window:
        at = Visit(here, window, home)
        places.FIRST_CODE.reach(at)
        (child,) = Path(f"/proc/{window.process.pid}/task/{window.process.pid}/children").read_text().split()
        os.kill(int(child), signal.SIGKILL)
        finish(at, LeftoverChoice.SCANNED)


def test_a_window_that_is_closed_ends_the_program_in_order(home: Path) -> None:
    """Closing it brings a hang-up, and then the signal to go on with which job control begins the full screen anew."""
    with visit(home, account={}, until=Interruption.CLOSED) as at:
        places.CODES.reach(at)
        at.window.hang_up()
        ends = time.monotonic() + PATIENCE
        while at.window.process.poll() is None and time.monotonic() < ends:
            at.window.signal(signal.SIGCONT)
            time.sleep(0.01)
        assert at.window.process.poll() == GONE[signal.SIGHUP]
