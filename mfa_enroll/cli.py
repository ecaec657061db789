"""The command line: read it, choose the voice, and end with an exit code.

What a command needs is imported when it runs: ``--help`` loads neither Textual nor boto3.
"""

import argparse
import sys
from collections.abc import Iterable, Sequence
from contextlib import ExitStack, suppress
from typing import TYPE_CHECKING, TextIO

from mfa_enroll.arguments import read_arguments

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from mfa_enroll.domain.session import SessionKeys
    from mfa_enroll.flows.account import Account
    from mfa_enroll.flows.dialogue import Dialogue
    from mfa_enroll.flows.endings import Ending
    from mfa_enroll.flows.profiles import Profiles
    from mfa_enroll.practice.account import PracticeAccount

    Told = Callable[[Account, Dialogue, Profiles], Awaitable[Ending]]

EXIT_OK = 0
EXIT_PROBLEM = 1
EXIT_USAGE = 2
EXIT_LEFT = 130

_NARROWEST = 40
"""Columns below which wrapping helps nobody."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit code."""
    try:
        options = read_arguments(arguments)
        practising = options.practice or options.command == "practice"
        if practising and (options.profile or options.region or options.endpoint_url):
            return _complain("practice has an account of its own: leave out --profile, --region and --endpoint-url.")
        from mfa_enroll import crash

        crash.install()
        commands = {"session": _session, "password": _password, "practice": _practice}
        return commands.get(options.command, _enroll)(options)
    except KeyboardInterrupt:  # while the full screen was not up: on it, Ctrl+C asks to leave
        return EXIT_LEFT


def _enroll(options: argparse.Namespace) -> int:
    async def story(account: "Account", dialogue: "Dialogue", profiles: "Profiles") -> "Ending":
        from mfa_enroll.flows.enroll import enroll

        return await enroll(account, dialogue, profiles)

    return _on_screen(options, story)


def _session(options: argparse.Namespace) -> int:
    from mfa_enroll import terminal

    if options.format:
        if sys.stdout and sys.stdout.isatty():
            return _complain(
                '--print writes keys, which do not belong on a screen. Use it as in: eval "$(mfa-enroll session '
                '--print env)"'
            )
        terminal.reach()
    handed: list[SessionKeys] = []

    async def story(account: "Account", dialogue: "Dialogue", profiles: "Profiles") -> "Ending":
        from mfa_enroll.flows.session import Request, session

        hand_over = handed.append if options.format else None
        request = Request(options.duration, options.name, hand_over)
        return await session(account, dialogue, profiles, request)

    code = _on_screen(options, story)
    for keys in handed:
        from mfa_enroll import handing_over

        written = {"env": handing_over.as_exports, "json": handing_over.as_process_output}
        sys.stdout.write(written[options.format](keys))
    return code


def _password(options: argparse.Namespace) -> int:
    async def story(account: "Account", dialogue: "Dialogue", _profiles: "Profiles") -> "Ending":
        from mfa_enroll.flows.password import password

        return await password(account, dialogue)

    return _on_screen(options, story)


def _on_screen(options: argparse.Namespace, told: "Told") -> int:
    from mfa_enroll import crash, terminal
    from mfa_enroll.tui.environment import scrub

    printing = bool(vars(options).get("format"))
    missing = terminal.missing(output_elsewhere=printing)
    if missing:
        return _complain(missing)
    scrub()
    from mfa_enroll.tui.app import EnrollApp
    from mfa_enroll.tui.by_force import EXIT_SIGNAL
    from mfa_enroll.tui.screens.welcome import ENROLL, PASSWORD, SESSION

    with ExitStack() as stack:
        practising = None
        if options.practice:
            from mfa_enroll.practising import Practising

            practising = stack.enter_context(Practising(enrolled=options.command == "session"))

        async def story(dialogue: "Dialogue") -> "Ending":
            # It starts when the first page has been painted, and so does the loading of what only it needs.
            account, profiles = practising.way() if practising else _way(options)
            return await told(account, dialogue, profiles)

        opening = {"session": SESSION, "password": PASSWORD}.get(options.command, ENROLL)
        hide_qr = bool(vars(options).get("hide_qr"))
        app = EnrollApp(story, practising.phone if practising else None, hide_qr=hide_qr, opening=opening)
        ending = app.run()
    out = sys.stderr if printing else sys.stdout
    if ending is not None:
        _say(out, practising.last_words if practising else ending.paragraphs)
    if app.signal is not None:
        return EXIT_SIGNAL + app.signal
    if ending is None:
        return crash.EXIT_CODE if app.return_code else EXIT_LEFT
    from mfa_enroll.flows.endings import EndingKind

    codes = {EndingKind.PROBLEM: EXIT_PROBLEM, EndingKind.LEFT: EXIT_LEFT}
    return codes.get(ending.kind, EXIT_OK)


def _way(options: argparse.Namespace) -> "tuple[Account, Profiles]":
    from mfa_enroll.aws.account import AwsAccount
    from mfa_enroll.domain.options import Options
    from mfa_enroll.files.profiles import SharedProfiles

    chosen = Options(profile=options.profile, region=options.region, endpoint_url=options.endpoint_url)
    return AwsAccount(chosen), SharedProfiles.for_options(chosen)


def _say(out: TextIO, paragraphs: Iterable[str]) -> None:
    """Write to the terminal that the full screen has left: prose wrapped to its width, the rest as it stands."""
    import shutil
    import textwrap

    from mfa_enroll.flows.questions import Exact

    width = max(shutil.get_terminal_size().columns, _NARROWEST)
    for paragraph in paragraphs:
        lines = [paragraph]
        if not isinstance(paragraph, Exact):
            lines = textwrap.wrap(paragraph, width, break_long_words=False, break_on_hyphens=False) or [""]
        out.write("\n".join(lines) + "\n")


def _practice(options: argparse.Namespace) -> int:
    from mfa_enroll.practice.account import PracticeAccount
    from mfa_enroll.practice.server import PracticeServer

    account = PracticeAccount(
        user=options.user, path=options.path, leftover=options.leftover, enrolled=options.enrolled
    )
    with ExitStack() as stack:
        try:
            server = stack.enter_context(PracticeServer(account, port=options.port))
        except OSError as error:
            return _complain(f"port {options.port} on 127.0.0.1 cannot be used: {error.strerror}.")
        with suppress(KeyboardInterrupt):
            _announce(account, server.url)
            _until_interrupted()
    return EXIT_OK


def _announce(account: "PracticeAccount", url: str) -> None:
    sys.stderr.write(
        f"# A practice account with the user {account.user_arn}, until Ctrl+C. Nothing here is AWS.\n"
        "# For other AWS tools: paste these lines into a second shell. For the wizard itself: mfa-enroll --practice\n"
    )
    sys.stdout.write(
        f"export AWS_ENDPOINT_URL={url}\n"
        f"export AWS_ACCESS_KEY_ID={account.access_key_id}\n"
        f"export AWS_SECRET_ACCESS_KEY={account.secret_access_key.reveal()}\n"
        "export AWS_DEFAULT_REGION=us-east-1\n"
        "unset AWS_PROFILE AWS_SESSION_TOKEN AWS_ENDPOINT_URL_IAM AWS_ENDPOINT_URL_STS\n"
    )
    sys.stdout.flush()


def _until_interrupted() -> None:
    import threading

    threading.Event().wait()


def _complain(words: str) -> int:
    sys.stderr.write(f"mfa-enroll: {words}\n")
    return EXIT_USAGE
