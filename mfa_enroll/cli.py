"""The command line: put a story, a voice and an account together, and end with an exit code.

What a command needs is imported when it runs: ``--help`` loads neither Textual nor boto3.
"""

import argparse
import sys
from collections.abc import Iterable, Sequence

from mfa_enroll.arguments import read_arguments
from mfa_enroll.exits import Exit

TYPE_CHECKING = False  # typing would take a tenth of the time of --help
if TYPE_CHECKING:
    from typing import TextIO

    from mfa_enroll.domain.options import Options
    from mfa_enroll.domain.session import SessionKeys
    from mfa_enroll.files.profiles import SharedProfiles
    from mfa_enroll.flows.account import Account
    from mfa_enroll.flows.dialogue import Dialogue
    from mfa_enroll.flows.outcome import Outcome
    from mfa_enroll.flows.profiles import Profiles

_NARROWEST = 40
"""Columns below which wrapping helps nobody."""

_WIDEST_REPORT = 80
"""Columns beyond which a report is tiring to read."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit code."""
    try:
        options = read_arguments(arguments)
        from mfa_enroll import crash

        crash.install()
        hindrance = _hindrance(options)
        if hindrance:
            return _complain(hindrance)
        other = {"policy": _check_policies, "practice": _serve, "status": _status, "completion": _complete}
        if options.command == "session" and options.end:
            return _end(options)
        return (_hand_out if options.format else other.get(options.command, _tell))(options)
    except KeyboardInterrupt:  # while the full screen was not up: on it, Ctrl+C asks to leave
        return Exit.LEFT


def _hindrance(options: argparse.Namespace) -> str:
    """Why the command cannot be carried out here, in a sentence; empty where it can."""
    if options.format and not (options.practice or options.rehearsal or options.end or options.yes):
        return ""  # it is said where that is handed out, most times without a terminal
    from mfa_enroll import terminal
    from mfa_enroll.words import terminal as words

    without_a_screen = options.command in {"practice", "policy", "status", "completion"} or options.format
    contradiction = _contradiction(options)
    if contradiction or without_a_screen or (options.command == "session" and options.end):
        return contradiction
    missing = terminal.missing()
    return words.missing(missing) if missing else ""


def _contradiction(options: argparse.Namespace) -> str:
    """Which options do not go together, in a sentence; empty where all do."""
    from mfa_enroll.words import terminal as words

    practises = options.command == "practice" or options.practice
    is_session = options.command == "session"
    ends = is_session and options.end
    rules = (
        (practises and (options.profile or options.region or options.endpoint_url), words.PRACTICE_IS_ITS_OWN),
        (options.rehearsal and not practises, words.PRACTICE_ALONE),
        (ends and (options.practice or options.format or options.duration), words.ENDING_IS_ITS_OWN),
        (is_session and options.yes and not ends, words.ENDING_ALONE),
        (is_session and not options.format and not (options.keeps and options.min_left is None), words.PRINTING_ALONE),
    )
    return next((said for holds, said in rules if holds), "")


def _check_policies(options: argparse.Namespace) -> int:
    from mfa_enroll.policy_command import run

    code, complaint = run(options, lambda paragraphs: _say(sys.stdout, paragraphs, widest=_WIDEST_REPORT))
    return _complain(complaint) if complaint else code


def _hand_out(options: argparse.Namespace) -> int:
    from mfa_enroll.handing_out import hand_out

    return hand_out(options, _profiles(options), lambda: _tell(options), _complain)


def _end(options: argparse.Namespace) -> int:
    from mfa_enroll.ending import end

    return end(options, _profiles(options), lambda paragraphs: _say(sys.stdout, paragraphs), _complain)


def _complete(options: argparse.Namespace) -> int:
    from mfa_enroll.completion import shell_code

    sys.stdout.write(shell_code(options.shell))
    return Exit.DONE


def _status(options: argparse.Namespace) -> int:
    from contextlib import ExitStack

    from mfa_enroll.status_command import run

    def say(paragraphs: Iterable[str]) -> None:
        _say(sys.stdout, paragraphs, widest=_WIDEST_REPORT)

    with ExitStack() as stack:
        if options.practice:
            from mfa_enroll.practising import Practising

            account, profiles = stack.enter_context(Practising(**options.rehearsal)).way()
            return run(options, profiles, lambda: account, say)
        return run(options, _profiles(options), lambda: _account(options), say)


def _serve(options: argparse.Namespace) -> int:
    from mfa_enroll.serving import serve

    hindrance = serve(options)
    return _complain(hindrance) if hindrance else Exit.DONE


def _tell(options: argparse.Namespace) -> int:
    """Tell the story that was asked for, and say what came of it."""
    from contextlib import ExitStack

    from mfa_enroll.voices import Setting, on_screen
    from mfa_enroll.words.openings import Opening

    handed: list[SessionKeys] = []
    with ExitStack() as stack:
        practising = None
        if options.practice:
            from mfa_enroll.practising import Practising

            # A session takes MFA, unless something else was asked for.
            usual = {"enrolled": True} if options.command == "session" and "leftover" not in options.rehearsal else {}
            practising = stack.enter_context(Practising(**usual | options.rehearsal))

        async def story(dialogue: "Dialogue") -> "Outcome":
            # It starts when the first page has been painted, and so does the loading of what only it needs.
            from mfa_enroll.flows import outcome
            from mfa_enroll.flows.story import tell

            async def from_the_start() -> "Outcome":
                account, profiles = practising.way() if practising else (_account(options), _profiles(options))
                return await _story(options, account, dialogue, profiles, handed)

            ends = {"session": outcome.NoSession, "password": outcome.PasswordUnchanged}
            nothing_done = ends.get(options.command, outcome.NotEnabled)
            return await tell(dialogue, from_the_start, lambda leave: nothing_done(because=leave.because))

        setting = Setting(
            opening=Opening[options.command.upper()],
            phone=practising.phone if practising else None,
            hide_qr=options.hide_qr,
        )
        told = on_screen(story, setting)
    if told.outcome is not None:
        from mfa_enroll.words import outcomes

        last_words = outcomes.after_practice(told.outcome) if options.practice else outcomes.last_words(told.outcome)
        _say(sys.stderr if options.format else sys.stdout, last_words)
    for keys in handed:
        from mfa_enroll.session_output import write

        write(keys, options.format, options.output)
    return told.code


async def _story(
    options: argparse.Namespace,
    account: "Account",
    dialogue: "Dialogue",
    profiles: "Profiles",
    handed: "list[SessionKeys]",
) -> "Outcome":
    """The story that was asked for. ``handed`` gets the keys of a session that are to be printed."""
    if options.command == "session":
        from mfa_enroll.flows.session import SessionRequest, session

        hand_over = handed.append if options.format else None
        wanted = SessionRequest(options.duration, options.name, options.keeps, hand_over)
        return await session(account, dialogue, profiles, wanted)
    if options.command == "password":
        from mfa_enroll.flows.password import password

        return await password(account, dialogue)
    from mfa_enroll.flows.enroll import enroll

    return await enroll(account, dialogue, profiles)


def _account(options: argparse.Namespace) -> "Account":
    """The person's account at AWS."""
    from mfa_enroll.aws.account import AwsAccount

    return AwsAccount(_chosen(options))


def _profiles(options: argparse.Namespace) -> "SharedProfiles":
    """The person's AWS files."""
    from mfa_enroll.files.profiles import SharedProfiles

    return SharedProfiles.for_options(_chosen(options))


def _chosen(options: argparse.Namespace) -> "Options":
    from mfa_enroll.domain.options import Options

    return Options(profile=options.profile, region=options.region, endpoint_url=options.endpoint_url)


def _say(out: "TextIO", paragraphs: Iterable[str], widest: int | None = None) -> None:
    """Write to the terminal, below the full screen if there was one: prose wrapped to its width, the rest as it stands.

    A paragraph that is indented is so in every line.
    """
    import textwrap

    from mfa_enroll.domain.text import writable
    from mfa_enroll.terminal_size import size
    from mfa_enroll.words.page import Exact

    columns = size(out).columns
    wrapper = textwrap.TextWrapper(
        width=max(min(columns, widest or columns), _NARROWEST), break_long_words=False, break_on_hyphens=False
    )
    for paragraph in paragraphs:
        lines = [paragraph]
        if not isinstance(paragraph, Exact):
            wrapper.subsequent_indent = paragraph[: len(paragraph) - len(paragraph.lstrip())]
            lines = wrapper.wrap(paragraph) or [""]
        out.write(writable("\n".join(lines) + "\n", out.encoding or "utf-8"))


def _complain(words: str, code: int = Exit.USAGE) -> int:
    if sys.stderr:
        sys.stderr.write(f"mfa-enroll: {words}\n")
    return code
