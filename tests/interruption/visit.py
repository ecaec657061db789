"""A person at the terminal on their way to some place in the program, and what has to hold once they are cut off."""

import enum
import pickle
import re
import signal
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

from mfa_enroll.aws.refusals import kind_of
from mfa_enroll.domain.failure import Call
from mfa_enroll.domain.keys import Keys
from mfa_enroll.domain.options import Options
from mfa_enroll.domain.secret import Secret
from mfa_enroll.domain.session import SessionKeys
from mfa_enroll.files.profiles import SharedProfiles
from mfa_enroll.flows.outcome import Outcome
from mfa_enroll.flows.questions import LeaveChoice
from mfa_enroll.words.outcomes import last_words
from tests.program.command import altered, with_keys_of
from tests.program.pages import LEAVING, name
from tests.program.terminal import CTRL_C, PATIENCE, Terminal
from tests.program.visitor import Visitor
from tests.support.bench import Bench, bench
from tests.support.faults import Delay
from tests.support.hearing import Sent
from tests.support.invariants import secrets_of
from tests.support.truth import Witness
from tests.support.watched import Received

OLD_PASSWORD, NEW_PASSWORD = Secret("Old-password-1"), Secret("New-password-2")

FOR_GOOD = 600.0
"""Seconds of a delay that no test waits out."""

_OUTCOME = "outcome"

_NOTED = f"""
import pickle
from mfa_enroll.words import outcomes
def noted(outcome, last_words=outcomes.last_words):
    with open({_OUTCOME!r}, "wb") as file:
        pickle.dump(outcome, file)
    return last_words(outcome)
outcomes.last_words = noted
"""
"""The program as it is, but the facts behind its last words are kept."""

_PATIENT = """
from mfa_enroll.tui import by_force
by_force._PATIENCE = 60.0
"""
"""An end in order may take as long as it does on a busy machine."""

_HASTENED = """
from mfa_enroll.tui import app
app.PATIENCE = 0.3
"""
"""A call in flight gets less than two seconds."""


class Interruption(enum.Enum):
    """What can cut a person off, by the exit code that a parent process sees; None where the page decides on it."""

    KEY = "Ctrl+C", None
    INT = signal.SIGINT, None
    TERM = signal.SIGTERM, 128 + signal.SIGTERM
    HUP = signal.SIGHUP, 128 + signal.SIGHUP
    KILL = signal.SIGKILL, -signal.SIGKILL
    CLOSED = "the window is closed", 128 + signal.SIGHUP

    @property
    def code(self) -> int | None:
        """The exit code."""
        code: int | None = self.value[1]
        return code

    @property
    def asks(self) -> bool:
        """Whether the program may ask back, and wait for AWS."""
        return self.code is None

    def strike(self, window: Terminal) -> None:
        """Let it happen."""
        if self is Interruption.KEY:
            window.type(CTRL_C)
        elif self is Interruption.CLOSED:
            window.hang_up()
        else:
            window.signal(signal.Signals(self.value[0]))


class Visit(Visitor):
    """One run of the program, on the way."""

    def __init__(self, here: Bench, window: Terminal, home: Path) -> None:
        super().__init__(here, window)
        self._home = home
        self._witness = Witness(here)
        self._on_at_first = tuple(here.practice.enabled_devices())

    @property
    def outcome(self) -> Outcome:
        """The facts behind the last words."""
        return cast("Outcome", pickle.loads((self._home / _OUTCOME).read_bytes()))  # noqa: S301 - the program wrote it

    def hold(self, call: Call, *, applied: bool = False) -> None:
        """Let the next call of a kind stay without an answer. ``applied``: AWS does what it is asked for."""
        self.here.faults.add(call, nth=self.here.calls.count(call) + 1, fault=Delay(FOR_GOOD, applied_at_once=applied))

    def is_held(self) -> bool:
        """Whether every call that is to be held is under way."""
        return not self.here.faults.pending()

    def leave(self, how: Interruption, left: int, *, asked: bool, cut_off: Call | None = None) -> None:
        """From here to the end of the program, which has to be as it should.

        Args:
            how: What has cut the person off already.
            left: The exit code of leaving in order.
            asked: Whether leaving in order asks what becomes of the device first. It is kept here.
            cut_off: The call that is in flight and is not answered any more.
        """
        if how is Interruption.CLOSED:
            assert self.window.process.wait(PATIENCE) == how.code
            return
        if how.asks and asked:
            self.see(name(LEAVING, LeaveChoice.KEEP))
            how.strike(self.window)
        assert self.window.end() == (left if how.code is None else how.code)
        if how is not Interruption.KILL:
            self.check_end(cut_off)
            assert [path.name for path in (self._home / ".aws").glob(".*")] == []

    def check_end(self, cut_off: Call | None = None) -> None:
        """The last words are true and give nothing away, and nothing else stays in the window."""
        words = " ".join(" ".join(last_words(self.outcome)).split())
        assert words
        assert self.window.last_words == words
        self._witness.log += map(self._sent, self.here.server.requests)
        self._witness.log += [Sent(cut_off)] if cut_off else []
        self._witness.look(mine=True)
        self._witness.holds(self.outcome)
        outside = self.window.outside.decode()
        for secret in secrets_of(self.here, map(Secret, self.typed)):
            # Within a longer number, such as an account ID, six digits are chance.
            assert not re.search(rf"(?<!\d){re.escape(secret.reveal())}(?!\d)", outside)
        assert self.window.traces == []

    def _sent(self, received: Received) -> Sent:
        """A call, as the program has sent it and got its answer."""
        call = Call(received.call)
        kind = kind_of(received.error, call, Keys())
        answer: object = None
        if call is Call.LIST:
            answer = self._on_at_first
        elif call is Call.START_SESSION:
            (opened,) = self.here.practice._sessions.values()
            expires = datetime.fromtimestamp(int(opened.expires), UTC)
            answer = SessionKeys(opened.key.id, opened.key.secret, opened.token, expires)
        return Sent(call, kind.means if kind else None, answer)


@contextmanager
def visit(
    home: Path,
    *arguments: str,
    account: Mapping[str, object],
    until: Interruption | None = None,
    patient: bool = True,
) -> Iterator[Visit]:
    """The program with these arguments, at its beginning.

    ``until``: hastened, where it is only to be interrupted. ``patient``: not ended by force as soon as otherwise.
    """
    command = altered(_NOTED + _PATIENT * patient + _HASTENED * bool(until), *arguments)
    with bench(password=OLD_PASSWORD, **account) as here, Terminal(command, with_keys_of(here, home)) as window:
        here.profiles = SharedProfiles.for_options(Options(access_key_id=here.practice.access_key_id))
        yield Visit(here, window, home)
