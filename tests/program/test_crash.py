"""An error of the program's own: exit code 70, places in the program, and no value."""

from pathlib import Path

from tests.program.command import altered, environment
from tests.program.enrolling import create_and_scan, with_keys_of
from tests.program.terminal import ENTER, Terminal
from tests.support.bench import bench

IN_A_WIDGET = """
from mfa_enroll.tui.screens.codes import CodesPage
def stumble(self, event):
    seed, code = self._ask.seed.reveal(), event.code.reveal()
    raise RuntimeError(f"{seed} {code}")
CodesPage.on_code_box_typed = stumble
"""

IN_THE_STORY = """
from mfa_enroll.flows import enroll
def stumble(user, seed):
    shown = seed.reveal()
    try:
        raise KeyError(shown)
    except KeyError as error:
        raise LookupError(shown) from error
enroll.Unfinished.just_made = stumble
"""

BEFORE_THE_SCREEN = """
from mfa_enroll import terminal
def stumble():
    raise OSError("sesame")
terminal.missing = stumble
"""

IN_A_THREAD = """
from mfa_enroll.practice.exchange import Exchange
def stumble(self, request):
    raise ValueError(request.headers["authorization"])
Exchange.reply_to = stumble
"""


def test_in_a_widget(home: Path) -> None:
    """A handler that fails with the seed and a code in its message and its variables shows neither."""
    with bench() as here, Terminal(altered(IN_A_WIDGET), with_keys_of(here, home)) as window:
        entry = create_and_scan(window)
        code = entry.at(int(here.clock()))
        window.type(code)
        assert window.end() == 70
        assert "mfa-enroll stopped because of an error of its own" in window.last_words
        assert "stumble" in window.last_words
        assert "builtins.RuntimeError" in window.last_words
        assert entry.secret.encode() not in window.outside
        assert code.encode() not in window.outside
        assert window.traces == []


def test_in_the_story(home: Path) -> None:
    """So does the story itself, with the error that caused the other."""
    with bench() as here, Terminal(altered(IN_THE_STORY), with_keys_of(here, home)) as window:
        window.wait_for("Create the device")
        window.type(ENTER)
        assert window.end() == 70
        assert "builtins.LookupError" in window.last_words
        assert "builtins.KeyError" in window.last_words
        seed = here.practice.provisioning_uri().reveal().partition("secret=")[2].partition("&")[0]
        assert seed.encode() not in window.outside
        assert window.traces == []


def test_before_the_screen(home: Path) -> None:
    """Where no screen is up yet, the report and the exit code are the same."""
    with Terminal(altered(BEFORE_THE_SCREEN, "--practice"), environment(home)) as window:
        assert window.end() == 70
        assert "builtins.OSError" in window.last_words
        assert "stumble" in window.last_words
        assert "sesame" not in window.last_words
        assert "Traceback" not in window.last_words


def test_in_a_thread(home: Path) -> None:
    """A thread of the practice account that fails writes nothing secret, and its caller gets a problem page."""
    with Terminal(altered(IN_A_THREAD, "--practice"), environment(home)) as window:
        window.wait_for("Leave")
        window.wait_for("What you can do")
        window.type("q")
        assert window.end() == 1
        assert b"AWS4-HMAC-SHA256" not in window.raw
        assert window.traces == []
