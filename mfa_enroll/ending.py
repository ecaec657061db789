"""``mfa-enroll session --end``: take a kept session out of the AWS files again, once that was agreed to."""

import argparse
import sys
from collections.abc import Callable, Iterable

from mfa_enroll.domain.trouble import Stopped
from mfa_enroll.exits import Exit
from mfa_enroll.files.kept import KeptSessions
from mfa_enroll.words import ending as words
from mfa_enroll.words.outcomes import problem


def end(
    options: argparse.Namespace,
    kept: KeptSessions,
    say: Callable[[Iterable[str]], None],
    complain: Callable[[str, int], int],
) -> int:
    """Carry out the command; returns the exit code.

    Args:
        options: The command line.
        kept: The sessions in the person's AWS files.
        say: Writes paragraphs to standard output.
        complain: Says a sentence, and returns the exit code.
    """
    try:
        removal = kept.removal(options.name)
        if removal is None:
            return complain(words.none_kept(options.name or kept.suggestion()), Exit.NO_SESSION)
        say(words.removal(removal))
        if not options.yes:
            if not (sys.stdin and sys.stdin.isatty()):
                return complain(words.NOT_ASKED, Exit.USAGE)
            if not _agreed():
                say([words.KEPT])
                return Exit.LEFT
        is_gone = kept.remove(removal)
    except Stopped as stop:
        incident = stop.incident
    else:
        say([words.removed(removal) if is_gone else words.CHANGED])
        return Exit.DONE if is_gone else Exit.PROBLEM
    say(problem(incident))
    return Exit.PROBLEM


def _agreed() -> bool:
    try:
        return input(words.QUESTION).strip().lower() in {"y", "yes"}
    except EOFError:
        return False
