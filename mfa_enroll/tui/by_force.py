"""The end by force: a terminal that takes no more text holds up the event loop, and with it every end in order."""

import os
import signal
import threading
from collections.abc import Callable

from mfa_enroll.exits import after_signal

_PATIENCE = 4.0
"""Seconds that an end in order gets, from the signal on."""


def end_by_force_after(number: signal.Signals, restore: Callable[[], None]) -> None:
    """From the signal on, let the program be gone in some seconds whatever it does meanwhile.

    Nothing with a seed in its memory stays behind where nobody sees it. ``restore`` gives the terminal back.
    To be called where the event loop has its handler for the signal already: this one is heard beside it, and also
    where the loop waits for something.
    """

    def end() -> None:
        restore()
        os._exit(after_signal(number))

    def heard(*_: object) -> None:
        # The program does not exit before a thread that is no daemon, should it come free in the middle of this.
        ending = threading.Thread(target=end, daemon=False)
        timer = threading.Timer(_PATIENCE, ending.start)
        timer.daemon = True
        timer.start()

    signal.signal(number, heard)
