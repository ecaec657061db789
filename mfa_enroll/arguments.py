"""The command line's words: commands, options, and what each takes."""

import argparse
import re
from collections.abc import Sequence

from mfa_enroll import __version__
from mfa_enroll.domain.lifetime import LONGEST, ORDINARY, SHORTEST

_LONGEST_PATH = 512
_LAST_PORT = 65_535

_SECONDS = {"h": 3600, "m": 60, "s": 1}

_FORMATS = ("env", "json")


def read_arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    """Read the command line; exits with a word on what is wrong with it, or with the help that was asked for."""
    parser = argparse.ArgumentParser(
        prog="mfa-enroll",
        usage="mfa-enroll [options]\n       mfa-enroll session [options]\n       mfa-enroll password [options]\n"
        "       mfa-enroll practice [options]",
        description="Turn on MFA for your own AWS user: makes the device, shows its QR code, checks two codes. "
        "Afterwards it starts sessions with MFA, and moves, repairs or removes the device.",
        epilog="Exit codes: 0 done; 1 a problem, explained; 2 wrong usage; 70 an error of the program; "
        "130 left before the end; 128 and a signal's number after that signal.",
    )
    parser.add_argument("--version", action="version", version=f"mfa-enroll {__version__}")
    _add_way_to_aws(parser)
    parser.add_argument("--hide-qr", action="store_true", help="show the QR code only on a key, for shared screens")
    commands = parser.add_subparsers(dest="command", title="other commands", metavar="COMMAND")
    _add_session(commands)
    _add_password(commands)
    _add_practice(commands)
    parser.set_defaults(command="enroll", profile=None, region=None, endpoint_url=None, practice=False, format=None)
    return parser.parse_args(arguments)


def _add_way_to_aws(parser: argparse.ArgumentParser) -> None:
    # Suppressed, so that what was said before a command is not taken back after it.
    unsaid = argparse.SUPPRESS
    parser.add_argument("--profile", metavar="NAME", default=unsaid, help="AWS profile to use, as for the aws command")
    parser.add_argument(
        "--region", metavar="NAME", default=unsaid, help="AWS region; only needed for China and GovCloud accounts"
    )
    parser.add_argument("--endpoint-url", metavar="URL", default=unsaid, help="call this address instead of AWS")
    parser.add_argument(
        "--practice", action="store_true", default=unsaid, help="practise on a built-in account; nothing touches AWS"
    )


def _add_session(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    session = commands.add_parser(
        "session",
        prog="mfa-enroll session",
        usage="mfa-enroll session [options]",
        help="start or renew a session with MFA, for the aws command and others",
        description="Start a session with one code of your MFA device, and keep it in a profile of your AWS files. "
        "The same command renews it.",
    )
    _add_way_to_aws(session)
    session.add_argument(
        "--duration",
        metavar="TIME",
        type=_duration,
        default=ORDINARY,
        help="how long it lasts, such as 8h or 90m; 15m to 36h (default: 12h)",
    )
    place = session.add_mutually_exclusive_group()
    place.add_argument(
        "--as", dest="name", metavar="NAME", help="profile to keep it in (default: the one in use and -mfa)"
    )
    place.add_argument(
        "--print",
        dest="format",
        choices=_FORMATS,
        help="write the keys to a pipe instead: env as export lines, json as credential_process has it",
    )


def _add_password(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    password = commands.add_parser(
        "password",
        prog="mfa-enroll password",
        usage="mfa-enroll password [options]",
        help="change your console password",
        description="Change the password with which your AWS user signs in to the console.",
    )
    _add_way_to_aws(password)


def _add_practice(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
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


def _duration(typed: str) -> int:
    """A length of time in seconds, within what GetSessionToken gives an IAM user (STS API Reference)."""
    if not re.fullmatch(r"(?=[0-9])([0-9]{1,3}h)?([0-9]{1,4}m)?([0-9]{1,6}s?)?", typed, re.ASCII):
        raise argparse.ArgumentTypeError("a length of time is written like 8h, 90m or 1h30m")
    seconds = sum(int(count) * _SECONDS[unit or "s"] for count, unit in re.findall(r"([0-9]+)([hms]?)", typed))
    if not SHORTEST <= seconds <= LONGEST:
        raise argparse.ArgumentTypeError("AWS gives sessions of 15m to 36h")
    return seconds


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
