"""No flow leaves a secret anywhere but on the one screen, whatever a person has switched on to see more."""

import re
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest

if sys.platform != "linux":
    pytest.skip("looks at processes through /proc", allow_module_level=True)

from mfa_enroll.exits import Exit
from tests.secrecy.sentinels import CODE, PICTURE, SECRET_KEY, SEED, SESSION_KEY, SESSION_TOKEN
from tests.secrecy.visits import FLOWS, Flow
from tests.secrecy.watching import CONFIG, CREDENTIALS, KEYS, PRINTED, Visited, visited

_TITLES = re.compile(rb"\x1b\][012];|\x1bk|\x1b\]52;")
"""A terminal's titles and its clipboard."""


def _marks(number: int) -> tuple[pytest.MarkDecorator, ...]:
    """Which flows are gone through every time, which with the wide matrices, and which seldom."""
    return () if number % 3 == 0 else (pytest.mark.wide,) if number % 2 == 0 else (pytest.mark.exhaustive,)


@pytest.mark.parametrize(
    "flow",
    [pytest.param(flow, id=name, marks=_marks(number)) for number, (name, flow) in enumerate(FLOWS.items())],
)
def test_a_secret_is_nowhere_but_on_its_screen(flow: Flow, tmp_path: Path) -> None:
    """Of seeds, codes, keys and passwords there is nothing in any file, log, argument, environment or scrollback."""
    seen = visited(flow, tmp_path)
    window = seen.visit.window
    assert seen.exit_code == Exit.DONE
    assert flow.comes_to(seen.here)
    assert "alice" in window.last_words
    assert window.traces == []
    assert seen.sentinels.found(seen.places) == []
    _check_files(seen, flow)
    _check_screen(seen)
    _check_company(seen, flow)


def _check_files(seen: Visited, flow: Flow) -> None:
    """The keys of a session are where they are wanted, and nothing else is written."""
    kinds = seen.sentinels.kinds
    expected = {CREDENTIALS, CONFIG} if flow.keeps else set()
    expected |= {PRINTED} if flow.prints else set()
    assert set(seen.written) <= expected
    assert kinds(seen.after[KEYS if flow.by_process else CREDENTIALS], SESSION_KEY, SESSION_TOKEN) == [SECRET_KEY]
    if flow.keeps:
        assert kinds(seen.written[CREDENTIALS], SECRET_KEY) == [SESSION_KEY, SESSION_TOKEN]
    if flow.prints:
        assert kinds(seen.written[PRINTED]) == [SESSION_KEY, SESSION_TOKEN]
    new = seen.new_aws_files
    assert all(kinds(note.text, SECRET_KEY, SESSION_KEY, SESSION_TOKEN) == [] for note in new)
    assert {note.event for note in new} <= {"os.rename"}
    assert bool(new) == flow.keeps
    assert seen.opened == {str(note.arguments[0]) for note in new}


def _check_screen(seen: Visited) -> None:
    """A seed, its picture and a code being typed are drawn, nothing else ever, and when they are done with, no more."""
    drawn = seen.visit.window.raw
    assert seen.sentinels.kinds(drawn, SEED, CODE, PICTURE) == []
    assert not _TITLES.search(drawn)
    if seen.visit.at_done:
        since, screen = seen.visit.at_done
        assert seen.sentinels.found({"drawn": drawn[since:], "on the screen": screen.encode()}) == []


def _check_company(seen: Visited, flow: Flow) -> None:
    """AWS is all that is talked to, the person's own command for keys all that is run, and all of it was watched."""
    aws = urlsplit(seen.here.server.url)
    connected = [note.arguments[1] for note in seen.noted("socket.connect")]
    assert connected
    assert all(address == [aws.hostname, aws.port] for address in connected), connected
    assert seen.noted("socket.sendto", "socket.sendmsg", "syslog.syslog", "os.system", "os.exec") == []
    assert all(note.arguments == ["TEXTUAL_COLOR_SYSTEM", "256"] for note in seen.noted("os.putenv"))
    assert seen.datagrams == 0
    assert len(seen.noted("subprocess.Popen")) == flow.by_process
    assert len(seen.noted("started")) == 1 + flow.by_process
    assert seen.log.startswith(b"asyncio ")
    assert b"mfa_enroll" in seen.visit.outlook["cmdline"]
    assert aws.netloc.encode() in seen.visit.outlook["environ"]
