"""Stopping and going on, as shells and debugger have a program do (POSIX.1-2017, 11.1.4 and 2.4.3)."""

import os
import signal
import sys
from collections.abc import Callable

from textual.driver import Driver

from mfa_enroll import terminal

_EVERY = 1.0
"""Seconds from which on the full screen is put up anew. That takes a tenth, in which nothing else is done."""


class JobControl(Driver):
    """A driver that takes the full screen down before it stops, and puts it up anew when it goes on.

    Textual's own handlers of SIGTSTP and SIGCONT do so in the middle of whatever runs, even while the screen is put up
    or taken down. Where SIGCONT comes alone, they put the screen up twice, and take its settings for those of the
    shell. Here, both signals wait for their turn in the event loop, and count only while the screen is up.
    """

    _is_up = False
    _up_since = 0.0
    _next: Callable[[], None] | None = None
    """What the signals that have come ask for, and a storm of them no more. Of both, SIGCONT counts: nothing hangs."""

    def start_application_mode(self) -> None:
        """Put the full screen up, once the program may have the terminal."""
        terminal.come_to_front()
        super().start_application_mode()  # type: ignore[safe-super]  # there is one below, the platform's
        self._is_up = True
        self._up_since = self._loop.time()

    def stop_application_mode(self) -> None:
        """Take the full screen down."""
        self._is_up = False
        super().stop_application_mode()  # type: ignore[safe-super]  # likewise

    def suspend_application_mode(self) -> None:
        """Take the full screen down for a while."""
        self.stop_application_mode()
        super().close()

    def resume_application_mode(self) -> None:
        """Put it up anew, with all that was on it."""
        super().resume_application_mode()
        self._app.refresh()

    def close(self) -> None:
        """End for good. From now on, the signals do what they do to any program."""
        super().close()
        if sys.platform != "win32":
            signal.signal(signal.SIGTSTP, signal.SIG_DFL)
            signal.signal(signal.SIGCONT, signal.SIG_DFL)

    def _sigtstp_application(self, *_: object) -> None:
        """Hear SIGTSTP; the driver below registers it as the handler, by this name."""
        self._ask_for(self._next or self._stop)

    def _sigcont_application(self, *_: object) -> None:
        """Hear SIGCONT likewise."""
        self._ask_for(self._go_on)

    def _ask_for(self, step: Callable[[], None]) -> None:
        if step != self._next:
            self._loop.call_soon_threadsafe(self._act)
        self._next = step

    def _act(self) -> None:
        step, self._next = self._next, None
        if step is not None and self._is_up:
            step()

    def _stop(self) -> None:
        self.suspend_application_mode()
        if sys.platform != "win32" and self._next is None:  # nobody has had it go on already
            os.kill(os.getpid(), signal.SIGSTOP)
        self._next = None
        terminal.let_go_if_gone()
        self.resume_application_mode()

    def _go_on(self) -> None:
        """Put the full screen up anew: a shell may have had the terminal meanwhile."""
        wait = self._up_since + _EVERY - self._loop.time()
        if wait > 0:
            self._next = self._go_on
            self._loop.call_later(wait, self._act)
        elif os.isatty(2):
            terminal.come_to_front()
            self.suspend_application_mode()
            self.resume_application_mode()
