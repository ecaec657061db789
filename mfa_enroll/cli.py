"""The command line: read it, choose the voice, and end with an exit code.

What a command needs is imported when it runs: ``--help`` loads neither Textual nor boto3.
"""

import argparse
import sys
from collections.abc import Sequence
from contextlib import ExitStack, suppress
from typing import TYPE_CHECKING

from mfa_enroll import __version__

if TYPE_CHECKING:
    from mfa_enroll.practice.account import PracticeAccount

EXIT_OK = 0
EXIT_PROBLEM = 1
EXIT_USAGE = 2
EXIT_CRASH = 70
EXIT_LEFT = 130
EXIT_SIGNAL = 128


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit code."""
    options = _parser().parse_args(arguments)
    from mfa_enroll import crash  # noqa: PLC0415 - --help and usage errors end above

    crash.install()
    return _practice(options) if options.command == "practice" else _enroll(options)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="mfa-enroll",
        description="Turn on MFA for your own AWS user: makes the device, shows its QR code, checks two codes.",
        epilog="Exit codes: 0 MFA is on; 1 a problem, explained; 2 wrong usage; 130 left before the end.",
    )
    parser.add_argument("--version", action="version", version=f"mfa-enroll {__version__}")
    parser.add_argument("--profile", metavar="NAME", help="AWS profile to use, as for the aws command")
    parser.add_argument("--region", metavar="NAME", help="AWS region; only needed for China and GovCloud accounts")
    parser.add_argument("--endpoint-url", metavar="URL", help="call this address instead of AWS")
    parser.add_argument("--practice", action="store_true", help="practise on a built-in account; nothing touches AWS")
    commands = parser.add_subparsers(dest="command", title="commands", metavar="")
    practice = commands.add_parser(
        "practice",
        help="serve the practice account for other AWS tools until Ctrl+C",
        description="Serve an IAM account with one restricted user on this machine until Ctrl+C, for any AWS tool.",
    )
    practice.add_argument("--user", metavar="NAME", default="alice", help="name of the user (default: alice)")
    practice.add_argument("--path", metavar="PATH", default="/", help="IAM path of the user, such as /eng/")
    state = practice.add_mutually_exclusive_group()
    state.add_argument("--leftover", action="store_true", help="start with an unfinished device of that name")
    state.add_argument("--enrolled", action="store_true", help="start with MFA on")
    practice.add_argument("--port", type=int, default=0, help="port on 127.0.0.1 (default: a free one)")
    return parser


def _enroll(options: argparse.Namespace) -> int:
    if options.practice and (options.profile or options.region or options.endpoint_url):
        return _complain("--practice uses an account of its own: leave out --profile, --region and --endpoint-url.")
    from mfa_enroll import terminal  # noqa: PLC0415
    from mfa_enroll.tui.environment import scrub  # noqa: PLC0415

    missing = terminal.missing()
    if missing:
        return _complain(missing)
    scrub()
    from mfa_enroll.aws.account import AwsAccount, Options  # noqa: PLC0415
    from mfa_enroll.flows.dialogue import EndingKind  # noqa: PLC0415
    from mfa_enroll.flows.enroll import enroll  # noqa: PLC0415
    from mfa_enroll.tui.app import EnrollApp  # noqa: PLC0415

    with ExitStack() as stack:
        phone = None
        calls = Options(profile=options.profile, region=options.region, endpoint_url=options.endpoint_url)
        if options.practice:
            from mfa_enroll.practice.account import PracticeAccount  # noqa: PLC0415
            from mfa_enroll.practice.phone import Phone  # noqa: PLC0415
            from mfa_enroll.practice.server import PracticeServer  # noqa: PLC0415

            practice = PracticeAccount()
            server = stack.enter_context(PracticeServer(practice))
            phone = Phone(practice.clock)
            calls = Options(
                endpoint_url=server.url,
                access_key_id=practice.access_key_id,
                secret_access_key=practice.secret_access_key,
            )
        account = AwsAccount(calls)
        app = EnrollApp(lambda dialogue: enroll(account, dialogue), phone)
        ending = app.run()
    if ending is not None:
        sys.stdout.write(ending.last_words + "\n")
    if app.signal is not None:
        return EXIT_SIGNAL + app.signal
    if ending is None:
        return EXIT_CRASH
    codes = {EndingKind.PROBLEM: EXIT_PROBLEM, EndingKind.LEFT: EXIT_LEFT}
    return codes.get(ending.kind, EXIT_OK)


def _practice(options: argparse.Namespace) -> int:
    from mfa_enroll.practice.account import PracticeAccount  # noqa: PLC0415
    from mfa_enroll.practice.server import PracticeServer  # noqa: PLC0415

    account = PracticeAccount(
        user=options.user, path=options.path, leftover=options.leftover, enrolled=options.enrolled
    )
    with ExitStack() as stack:
        try:
            server = stack.enter_context(PracticeServer(account, port=options.port))
        except OSError as error:
            return _complain(f"port {options.port} on 127.0.0.1 cannot be used: {error.strerror}.")
        _announce(account, server.url)
        with suppress(KeyboardInterrupt):
            _until_interrupted()
    return EXIT_OK


def _announce(account: "PracticeAccount", url: str) -> None:
    sys.stderr.write(f"# Practice account with the user {account.user_arn}, until Ctrl+C. Nothing here is AWS.\n")
    sys.stdout.write(
        f"export AWS_ENDPOINT_URL={url}\n"
        f"export AWS_ACCESS_KEY_ID={account.access_key_id}\n"
        f"export AWS_SECRET_ACCESS_KEY={account.secret_access_key.reveal()}\n"
        "export AWS_DEFAULT_REGION=us-east-1\n"
        "unset AWS_PROFILE AWS_SESSION_TOKEN\n"
    )
    sys.stdout.flush()


def _until_interrupted() -> None:
    import threading  # noqa: PLC0415

    threading.Event().wait()


def _complain(words: str) -> int:
    sys.stderr.write(f"mfa-enroll: {words}\n")
    return EXIT_USAGE
