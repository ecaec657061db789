"""A session's keys for another program: those of the kept session while it lasts, and only then a question.

The first loads neither boto3 nor Textual nor words, and needs no terminal.
"""

import argparse
import sys
from collections.abc import Callable
from contextlib import nullcontext
from datetime import UTC, datetime, timedelta

from mfa_enroll.exits import Exit
from mfa_enroll.files.profiles import SharedProfiles
from mfa_enroll.session_output import write

_LEAST = {"json": 1_200}
"""Seconds that a session has to last to be of use. AWS tools renew 15 minutes before the end, and then want one that
lasts longer (``_advisory_refresh_timeout`` in botocore's ``credentials``)."""

_LEAST_IN_A_SHELL = 60


def hand_out(
    options: argparse.Namespace, profiles: SharedProfiles, ask: Callable[[], int], complain: Callable[[str, int], int]
) -> int:
    """Write the keys to standard output, and return the exit code.

    Args:
        options: The command line. Its ``output`` is set to where the keys go.
        profiles: The person's AWS files.
        ask: Asks the person for a code on the terminal and writes the keys; returns the exit code of that.
        complain: Says a sentence, and returns the exit code.
    """
    least = _LEAST.get(options.format, _LEAST_IN_A_SHELL) if options.min_left is None else options.min_left
    keeps = options.keeps and not options.practice
    options.output = sys.stdout

    def hand_out_kept() -> bool:
        moment = datetime.now(UTC) + timedelta(seconds=least)
        keys = profiles.keys_until(moment, options.name) if keeps else None
        if keys:
            write(keys, options.format, options.output)
        return bool(keys)

    hindrance = _hindrance(options, options.duration or profiles.duration(), least)
    if hindrance:
        return complain(hindrance, Exit.USAGE)
    if hand_out_kept():
        return Exit.DONE
    from mfa_enroll import terminal

    options.output = terminal.reach()
    missing = terminal.missing(output_elsewhere=True)
    if missing or (keeps and terminal.is_in_background()):
        from mfa_enroll.words import terminal as words
        from mfa_enroll.words.commands import session_command

        if missing and not keeps:
            return complain(words.missing(missing), Exit.USAGE)
        return complain(words.no_session(session_command(profiles.session_options(options.name))), Exit.PROBLEM)
    with profiles.one_at_a_time() if keeps else nullcontext():
        return Exit.DONE if hand_out_kept() else ask()


def _hindrance(options: argparse.Namespace, seconds: int, least: int) -> str:
    """Why keys are not written here, in a sentence; empty where they can be."""
    if sys.stdout and not sys.stdout.isatty() and seconds > least and (options.keeps or not options.name):
        return ""
    from mfa_enroll.words import terminal as words

    if sys.stdout is None:
        return words.NOWHERE_TO_PRINT
    if sys.stdout.isatty():
        return words.keys_on_screen(options.format)
    return words.ends_too_soon(seconds, least) if seconds <= least else words.KEPT_OR_NOT
