"""The command line: read it, choose the voice, and end with an exit code.

What a command needs is imported when it runs: ``--help`` loads neither Textual nor boto3.
"""

import argparse
import re
import sys
import time
from collections.abc import Iterable, Sequence
from contextlib import ExitStack, suppress
from typing import TYPE_CHECKING

from mfa_enroll import __version__

if TYPE_CHECKING:
    from mfa_enroll.flows.dialogue import Dialogue, Ending
    from mfa_enroll.practice.account import PracticeAccount

EXIT_OK = 0
EXIT_PROBLEM = 1
EXIT_USAGE = 2
EXIT_LEFT = 130

_NARROWEST = 40
"""Columns below which wrapping helps nobody."""

_LONGEST_PATH = 512
_LAST_PORT = 65_535


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit code."""
    try:
        options = _parser().parse_args(arguments)
        practising = options.practice or options.command == "practice"
        if practising and (options.profile or options.region or options.endpoint_url):
            return _complain("practice has an account of its own: leave out --profile, --region and --endpoint-url.")
        from mfa_enroll import crash

        crash.install()
        return _practice(options) if options.command == "practice" else _enroll(options)
    except KeyboardInterrupt:  # while the full screen was not up: on it, Ctrl+C asks to leave
        return EXIT_LEFT


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="mfa-enroll",
        usage="mfa-enroll [options]\n       mfa-enroll practice [options]",
        description="Turn on MFA for your own AWS user: makes the device, shows its QR code, checks two codes.",
        epilog="Exit codes: 0 MFA is on; 1 a problem, explained; 2 wrong usage; 70 an error of the program; "
        "130 left before the end; 128 and a signal's number after that signal.",
    )
    parser.add_argument("--version", action="version", version=f"mfa-enroll {__version__}")
    parser.add_argument("--profile", metavar="NAME", help="AWS profile to use, as for the aws command")
    parser.add_argument("--region", metavar="NAME", help="AWS region; only needed for China and GovCloud accounts")
    parser.add_argument("--endpoint-url", metavar="URL", help="call this address instead of AWS")
    parser.add_argument("--practice", action="store_true", help="practise on a built-in account; nothing touches AWS")
    parser.add_argument("--hide-qr", action="store_true", help="show the QR code only on a key, for shared screens")
    commands = parser.add_subparsers(dest="command", title="other command", metavar="COMMAND")
    practice = commands.add_parser(
        "practice",
        prog="mfa-enroll practice",
        usage="mfa-enroll practice [options]",
        help="serve the practice account for other AWS tools until Ctrl+C",
        description="Serve an IAM account with one restricted user on this machine until Ctrl+C, for any AWS tool.",
    )
    practice.add_argument(
        "--user", metavar="NAME", type=_user_name, default="alice", help="name of the user (default: alice)"
    )
    practice.add_argument(
        "--path", metavar="PATH", type=_user_path, default="/", help="IAM path of the user, such as /eng/"
    )
    state = practice.add_mutually_exclusive_group()
    state.add_argument("--leftover", action="store_true", help="start with an unfinished device of that name")
    state.add_argument("--enrolled", action="store_true", help="start with MFA on")
    practice.add_argument("--port", type=_port, default=0, help="port on 127.0.0.1 (default: a free one)")
    return parser


def _user_name(typed: str) -> str:
    """A name for a user, within what IAM's CreateUser takes."""
    if not re.fullmatch(r"[\w+=,.@-]{1,64}", typed, re.ASCII):
        raise argparse.ArgumentTypeError("1 to 64 letters, digits and +=,.@_- make a user's name")
    return typed


def _user_path(typed: str) -> str:
    """A path for a user, within what IAM's CreateUser takes."""
    if len(typed) > _LONGEST_PATH or not re.fullmatch(r"/|/[!-~]+/", typed):
        raise argparse.ArgumentTypeError("a path starts and ends with a slash and holds no spaces, such as /eng/")
    return typed


def _port(typed: str) -> int:
    if not re.fullmatch(r"[0-9]{1,5}", typed) or int(typed) > _LAST_PORT:
        raise argparse.ArgumentTypeError(f"ports are numbers from 0 to {_LAST_PORT}")
    return int(typed)


def _enroll(options: argparse.Namespace) -> int:
    from mfa_enroll import crash, terminal
    from mfa_enroll.tui.environment import scrub

    missing = terminal.missing()
    if missing:
        return _complain(missing)
    scrub()
    from mfa_enroll.tui.app import EXIT_SIGNAL, EnrollApp

    phone = None
    if options.practice:
        from mfa_enroll.practice.phone import Phone

        phone = Phone(time.time)

    async def story(dialogue: "Dialogue") -> "Ending":
        # It starts when the first page has been painted, and so does the loading of what only it needs.
        from mfa_enroll.aws.account import AwsAccount, Options
        from mfa_enroll.flows.enroll import enroll

        with ExitStack() as stack:
            if options.practice:
                from mfa_enroll.practice.account import PracticeAccount
                from mfa_enroll.practice.server import PracticeServer

                practice = PracticeAccount()
                calls = Options(
                    endpoint_url=stack.enter_context(PracticeServer(practice)).url,
                    access_key_id=practice.access_key_id,
                    secret_access_key=practice.secret_access_key,
                )
            else:
                calls = Options(profile=options.profile, region=options.region, endpoint_url=options.endpoint_url)
            return await enroll(AwsAccount(calls), dialogue)

    app = EnrollApp(story, phone, hide_qr=options.hide_qr)
    ending = app.run()
    if ending is not None:
        if options.practice:
            _say(["PRACTICE: this was the built-in account. Nothing was changed in AWS.", ""])
        _say(ending.paragraphs)
    if app.signal is not None:
        return EXIT_SIGNAL + app.signal
    if ending is None:
        return crash.EXIT_CODE if app.return_code else EXIT_LEFT
    from mfa_enroll.flows.dialogue import EndingKind

    codes = {EndingKind.PROBLEM: EXIT_PROBLEM, EndingKind.LEFT: EXIT_LEFT}
    return codes.get(ending.kind, EXIT_OK)


def _say(paragraphs: Iterable[str]) -> None:
    """Write to the terminal that the full screen has left: prose wrapped to its width, the rest as it stands."""
    import shutil
    import textwrap

    from mfa_enroll.flows.dialogue import Exact

    width = max(shutil.get_terminal_size().columns, _NARROWEST)
    for paragraph in paragraphs:
        lines = [paragraph]
        if not isinstance(paragraph, Exact):
            lines = textwrap.wrap(paragraph, width, break_long_words=False, break_on_hyphens=False) or [""]
        sys.stdout.write("\n".join(lines) + "\n")


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
