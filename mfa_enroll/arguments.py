"""The command line's words: commands and options."""

import argparse
import os
from collections.abc import Sequence

from mfa_enroll import __version__, argument_values
from mfa_enroll.argument_parser import Parser, epilog
from mfa_enroll.arguments_policy import PARTITIONS, add_policy
from mfa_enroll.domain.lifetime import SETTING, VARIABLE

_USUAL = "0 done; 1 a problem, explained; 2 wrong usage; 130 left before the end"

_SHELLS = ("bash", "zsh", "fish")

_FORMATS = ("env", "powershell", "cmd", "json")


TYPE_CHECKING = False  # typing would take a tenth of the time of --help
if TYPE_CHECKING:
    from typing import Any

Rehearsal = dict[str, "Any"]
"""What is said of the practice account, as :class:`PracticeAccount` takes it."""


def read_arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    """Read the command line; exits with a word on what is wrong with it, or with the help that was asked for."""
    rehearsal: Rehearsal = {}
    shared = _way_to_aws(rehearsal)
    parser = Parser(
        prog="mfa-enroll",
        parents=[shared],
        usage="mfa-enroll [options]\n"
        "       mfa-enroll session|status|password|practice [options]\n"
        "       mfa-enroll policy show|check|decide [options]\n"
        "       mfa-enroll completion bash|zsh|fish",
        description="Turn on MFA for your own AWS user: makes the device, shows its QR code, checks two codes. "
        "Afterwards it starts sessions with MFA, and moves, repairs or removes the device.",
        epilog=epilog(
            "mfa-enroll --practice              try it on a practice account",
            "mfa-enroll --profile work          turn MFA on, with that profile's access key",
            "mfa-enroll session --profile work  start or renew a session with MFA",
            codes="0 done; 1 a problem, explained; 2 wrong usage; 3 MFA is not on (status), or it cannot be told "
            "(policy check); 4 no session lasts (status); 70 an error of the program; 130 left before the end; 128 and "
            "a signal's number after that signal.",
        ),
    )
    parser.add_argument("-V", "--version", action="version", version=f"mfa-enroll {__version__}")
    parser.add_argument("--hide-qr", action="store_true", help="show the QR code only on a key, for shared screens")
    commands = parser.add_subparsers(dest="command", title="other commands", metavar="COMMAND")
    _add_session(commands, shared)
    _add_status(commands, shared)
    _add_password(commands, shared)
    _add_practice(commands, rehearsal)
    add_policy(commands)
    _add_completion(commands)
    # Not as defaults of the options: the parsers of commands have the same options, and would say them once more.
    unsaid = {"command": "enroll", "profile": None, "region": None, "endpoint_url": None, "practice": False}
    if "_ARGCOMPLETE" in os.environ:
        from mfa_enroll.completion import complete  # noqa: PLC0415 - only a shell asks for it

        complete(parser)
    options = parser.parse_args(arguments, argparse.Namespace(**unsaid, format=None, rehearsal=rehearsal))
    if os.environ.get(VARIABLE):
        try:
            argument_values.duration(os.environ[VARIABLE])
        except argparse.ArgumentTypeError as error:
            parser.error(f"{VARIABLE}: {error}")
    return options


def _way_to_aws(rehearsal: Rehearsal) -> Parser:
    """The options that the parsers of several commands have."""
    parser = Parser(add_help=False)
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
    _add_rehearsal(parser.add_argument_group("with --practice"), rehearsal)
    return parser


def _add_rehearsal(parser: "argparse._ActionsContainer", rehearsal: Rehearsal) -> None:
    """Add the options about the practice account; ``rehearsal`` gets what is said with them."""

    def add(option: str, keyword: str, **more: "Any") -> None:  # noqa: ANN401 -- as add_argument has them
        parser.add_argument(option, dest=keyword, action=_Rehearse, const=rehearsal, default=argparse.SUPPRESS, **more)

    add(
        *("--policy", "policies"),
        metavar="FILE",
        type=argument_values.policy,
        help="the user's policy, a file or a name that policy show has; may be given several times "
        "(default: force-mfa)",
    )
    add("--partition", "partition", choices=PARTITIONS, help="the account's partition (default: aws)")
    add(
        *("--source-ip", "source_ip"),
        metavar="IP",
        type=argument_values.address,
        help="the address that the policy sees (default: the one that calls come from, 127.0.0.1)",
    )
    add(
        "--tag",
        "tags",
        metavar="KEY=VALUE",
        type=argument_values.tag,
        help="a tag of the user; may be given several times",
    )
    add("--leftover", "leftover", nargs=0, help="start with an unfinished device of that name")
    add("--enrolled", "enrolled", nargs=0, help="start with MFA on")


class _Rehearse(argparse.Action):
    """Keeps a value in one place for all parsers: a command's options do not replace what was said before it."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,  # noqa: ARG002 -- as inherited
        namespace: argparse.Namespace,  # noqa: ARG002 -- likewise
        values: "Any",  # noqa: ANN401 -- likewise
        option_string: str | None = None,  # noqa: ARG002 -- likewise
    ) -> None:
        said = self.const
        if self.nargs == 0:
            for other in said.keys() & {"leftover", "enrolled"} - {self.dest}:
                raise argparse.ArgumentError(self, f"not with --{other}: a device is either unfinished or on")
            said[self.dest] = True
            return
        if isinstance(values, str):
            said[self.dest] = values
            return
        name, value = values
        named = said.setdefault(self.dest, {})
        if self.dest == "tags" and name in named:
            raise argparse.ArgumentError(self, f"{name} is given twice")
        while named.get(name, value) != value:  # files of the same name
            name += "-2"
        named[name] = value


def _add_session(commands: "argparse._SubParsersAction[Parser]", shared: Parser) -> None:
    session = commands.add_parser(
        "session",
        prog="mfa-enroll session",
        parents=[shared],
        usage="mfa-enroll session [options]",
        help="start or renew a session with MFA, for the aws command and others",
        description="Start a session with one code of your MFA device, and keep it in a profile of your AWS files. "
        "The same command renews it.",
        epilog=epilog(
            "mfa-enroll session --profile work         then: aws --profile work-mfa ...",
            "mfa-enroll session --profile work --as day --duration 8h",
            "mfa-enroll session --profile work --end",
            'eval "$(mfa-enroll session --print env)"  the keys for this shell',
            "credential_process = mfa-enroll session --profile work --print json",
            codes=f"{_USUAL}; with --print, 1 also where no session is kept and nobody can be asked.",
        ),
    )
    session.add_argument(
        "--duration",
        metavar="TIME",
        type=argument_values.duration,
        help=f"how long it lasts, such as 8h or 90m; 15m to 36h (default: {VARIABLE}, or {SETTING} of the profile, "
        "or 12h)",
    )
    session.add_argument(
        "--as", dest="name", metavar="NAME", help="profile to keep it in (default: the one in use and -mfa)"
    )
    session.add_argument(
        "--print",
        dest="format",
        choices=_FORMATS,
        help="write the keys to a pipe, too: for a shell (env for bash, zsh and others), or as json for "
        "credential_process. While a session is kept that lasts, it asks for nothing",
    )
    session.add_argument("--end", action="store_true", help="take the kept session out of your AWS files again")
    session.add_argument("--yes", action="store_true", help="with --end: without a question")
    printing = session.add_argument_group("with --print")
    printing.add_argument(
        "--min-left",
        metavar="TIME",
        type=argument_values.length,
        help="how long a kept session has to last to be written (default: 20m for json, because AWS tools renew "
        "15m before the end, otherwise 1m)",
    )
    printing.add_argument(
        "--no-keep",
        dest="keeps",
        action="store_false",
        help="keep the session in no file, and use no kept one: a code each time",
    )


def _add_status(commands: "argparse._SubParsersAction[Parser]", shared: Parser) -> None:
    status = commands.add_parser(
        "status",
        prog="mfa-enroll status",
        parents=[shared],
        usage="mfa-enroll status [options]",
        help="tell whether MFA is on and a session is kept, also for scripts",
        description="Tell who you are, whether MFA is on, and which sessions are kept. Nothing is changed.",
        epilog=epilog(
            "mfa-enroll status",
            "mfa-enroll status --session --min-left 1h || mfa-enroll session",
            "mfa-enroll status --json",
            codes="0 MFA is on; 1 a problem, explained; 2 wrong usage; 3 MFA is not on; 4 with --session or "
            "--offline, no session lasts.",
        ),
    )
    status.add_argument("--json", action="store_true", help="one JSON object, for other programs")
    status.add_argument("--offline", action="store_true", help="look at your AWS files alone, by this machine's clock")
    status.add_argument("--session", action="store_true", help="end with exit code 4 where no session lasts")
    status.add_argument(
        "--min-left",
        metavar="TIME",
        type=argument_values.length,
        default=60,
        help="how long a session has to last to count (default: 1m)",
    )


def _add_password(commands: "argparse._SubParsersAction[Parser]", shared: Parser) -> None:
    commands.add_parser(
        "password",
        prog="mfa-enroll password",
        parents=[shared],
        usage="mfa-enroll password [options]",
        help="change your console password",
        description="Change the password with which your AWS user signs in to the console.",
        epilog=epilog("mfa-enroll password", "mfa-enroll password --profile work", codes=f"{_USUAL}."),
    )


def _add_practice(commands: "argparse._SubParsersAction[Parser]", rehearsal: Rehearsal) -> None:
    practice = commands.add_parser(
        "practice",
        prog="mfa-enroll practice",
        usage="mfa-enroll practice [options]",
        help="serve the practice account for other AWS tools until Ctrl+C",
        description="Serve an IAM account with one restricted user on this machine until Ctrl+C, for any AWS tool.",
        epilog=epilog(
            "mfa-enroll practice",
            "mfa-enroll practice --user bob --path /eng/ --policy hardened",
            codes="0 ended by Ctrl+C; 2 wrong usage, or the port is taken.",
        ),
    )
    practice.add_argument(
        "--user",
        metavar="NAME",
        type=argument_values.user_name,
        default="alice",
        help="name of the user (default: alice)",
    )
    practice.add_argument(
        "--path",
        metavar="PATH",
        type=argument_values.user_path,
        default="/",
        help="IAM path of the user, such as /eng/",
    )
    _add_rehearsal(practice, rehearsal)
    practice.add_argument(
        "--port", type=argument_values.port, default=0, help="port on 127.0.0.1 (default: a free one)"
    )


def _add_completion(commands: "argparse._SubParsersAction[Parser]") -> None:
    completion = commands.add_parser(
        "completion",
        prog="mfa-enroll completion",
        usage="mfa-enroll completion SHELL",
        help="print what makes a shell complete commands, options and profiles",
        description="Print what makes a shell complete commands, options and the names of profiles.",
        epilog=epilog(
            'eval "$(mfa-enroll completion bash)"  in ~/.bashrc; likewise for zsh',
            "mfa-enroll completion fish >~/.config/fish/completions/mfa-enroll.fish",
            codes="0 done; 2 wrong usage.",
        ),
    )
    completion.add_argument("shell", choices=_SHELLS, metavar="SHELL", help="bash, zsh or fish")
