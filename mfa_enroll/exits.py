"""How the program ends, as the shell sees it."""

import enum


class Exit(enum.IntEnum):
    """The exit codes."""

    DONE = 0
    PROBLEM = 1
    """A problem, which a page and the last words have explained."""
    USAGE = 2
    """The command line, or the terminal, is not one that it could run with."""
    UNDECIDED = 3
    """Whether users can do what they have to depends on what policies do not tell, or is not known."""
    NOT_ON = 3
    """MFA is not on."""
    NO_SESSION = 4
    """No session is kept that lasts as long as was asked for."""
    CRASH = 70
    """An error of the program's own: EX_SOFTWARE of BSD's sysexits."""
    LEFT = 130
    """The person left before the end: as after Ctrl+C, in shells."""


def after_signal(number: int) -> int:
    """The exit code after a signal, as shells have it."""
    return 128 + number
