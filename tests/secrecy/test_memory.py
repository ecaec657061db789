"""What is in the program's memory stays there, even when the interpreter itself is struck down."""

import signal
import sys
from dataclasses import replace
from pathlib import Path

import pytest

if sys.platform != "linux":
    pytest.skip("looks at processes through /proc", allow_module_level=True)

from mfa_enroll.domain.failure import Call
from mfa_enroll.domain.troubles.network import AnswerLost
from mfa_enroll.exits import Exit
from mfa_enroll.words.troubles import trouble_page
from tests.program.command import altered, environment, program
from tests.program.terminal import CTRL_C, Terminal
from tests.program.visitor import Visitor
from tests.secrecy.visits import FLOWS, Visit, seen_by_others
from tests.secrecy.watching import contents, stumbling, visited
from tests.support.bench import bench

WITH_CORES = (
    "import resource; resource.setrlimit(resource.RLIMIT_CORE, [resource.getrlimit(resource.RLIMIT_CORE)[1]] * 2)"
)

BEFORE_THE_SCREEN = """
from mfa_enroll import terminal
def stumble(**_):
    raise OSError("sesame")
terminal.missing = stumble
"""

IN_A_THREAD = """
from mfa_enroll.practice.exchange import Exchange
def stumble(self, request):
    raise ValueError(request.headers["authorization"])
Exchange.reply_to = stumble
"""


def test_no_core_is_left(tmp_path: Path) -> None:
    """Aborted beside the seed, where cores are wanted, it leaves none; what faulthandler then says are places alone."""

    def walk(visit: Visit) -> None:
        visit.create()
        visit.scan()
        visit.show_key()
        limits = Path(f"/proc/{visit.window.process.pid}/limits").read_text()
        visit.outlook["limits"] = next(line for line in limits.splitlines() if "core file" in line).encode()
        visit.window.signal(signal.SIGABRT)

    seen = visited(replace(FLOWS["enrollment"], walk=walk), tmp_path, stumbling(WITH_CORES))
    assert seen.exit_code == -signal.SIGABRT
    assert int(seen.visit.outlook["limits"].split()[4]) <= 1
    assert b"Fatal Python error: Aborted" in seen.visit.window.raw
    assert set(seen.after) == set(seen.before)
    assert seen.sentinels.kinds(seen.visit.window.raw.partition(b"Fatal Python error")[2]) == []


def test_practice_hands_its_key_over_in_memory(home: Path) -> None:
    """The wizard's own practice account gives its key to the client without the environment or a file."""
    with Terminal(program("--practice"), environment(home)) as window, bench() as here:
        at = Visitor(here, window)
        at.create()
        at.scan()
        places = seen_by_others(window.process.pid) | contents(home)
    assert b"HOME" in places["environ"]
    assert not [
        name for name, content in places.items() if any(word in content for word in (b"AKIA", b"SECRET", b"secret"))
    ]


def test_a_failure_before_the_screen(home: Path) -> None:
    """Where no screen is up yet, the report and the exit code are the same."""
    with Terminal(altered(BEFORE_THE_SCREEN, "--practice"), environment(home)) as window:
        assert window.end() == Exit.CRASH
        assert "builtins.OSError" in window.last_words
        assert "stumble" in window.last_words
        assert "sesame" not in window.last_words
        assert "Traceback" not in window.last_words


def test_a_failure_of_the_practice_account(home: Path) -> None:
    """A thread of the practice account that fails writes nothing secret, and its caller gets a problem page."""
    with Terminal(altered(IN_A_THREAD, "--practice"), environment(home)) as window:
        window.wait_for(trouble_page(AnswerLost(call=Call.WHO_AM_I)).heading)
        window.type(CTRL_C)
        assert window.end() == Exit.PROBLEM
        assert b"AWS4-HMAC-SHA256" not in window.raw
        assert window.traces == []
