"""The command line's words about policies."""

from mfa_enroll import argument_values
from mfa_enroll.argument_parser import epilog

TYPE_CHECKING = False  # typing would take a tenth of the time of --help
if TYPE_CHECKING:
    import argparse

    from mfa_enroll.argument_parser import Parser

PARTITIONS = ("aws", "aws-cn", "aws-us-gov")


def add_policy(commands: "argparse._SubParsersAction[Parser]") -> None:
    """Add the command that shows, checks and decides."""
    policy = commands.add_parser(
        "policy",
        prog="mfa-enroll policy",
        usage="mfa-enroll policy show|check|decide [options]",
        help="for administrators: show a ready policy, or check one before users meet it",
        description="For administrators: policies that force MFA. Nothing here calls AWS.",
        epilog=epilog(
            "mfa-enroll policy show hardened >force-mfa.json",
            "mfa-enroll policy check force-mfa.json --user alice",
            codes="those of each command, which its own --help names.",
        ),
    )
    subjects = policy.add_subparsers(dest="subject", title="commands", metavar="COMMAND", required=True)
    show = subjects.add_parser(
        "show",
        prog="mfa-enroll policy show",
        help="print a ready policy",
        description="Print a ready policy.",
        epilog=epilog("mfa-enroll policy show hardened >force-mfa.json", codes="0 done; 2 wrong usage."),
    )
    ready = "force-mfa, aws-current or hardened"
    show.add_argument(
        "name",
        nargs="?",
        metavar="NAME",
        type=argument_values.ready,
        default="force-mfa",
        help=f"{ready} (default: force-mfa)",
    )
    check = subjects.add_parser(
        "check",
        prog="mfa-enroll policy check",
        usage="mfa-enroll policy check FILE... --user NAME [options]",
        help="tell what a user can do under policies, and what to change",
        description="Tell what a user can do under policies: turn on MFA, move to a new phone, and so on.",
        epilog=epilog(
            "mfa-enroll policy check force-mfa.json --user alice --path /eng/",
            "mfa-enroll policy check hardened --user alice --boundary boundary.json --json",
            codes="0 all is possible that users have to do; 1 some of it is not; 2 wrong usage, or a document that "
            f"cannot be read; 3 undecided. A file may also be the name of a ready policy: {ready}.",
        ),
    )
    check.add_argument("files", nargs="+", metavar="FILE", help="the policies attached to the user and their groups")
    check.add_argument("--user", required=True, metavar="NAME", type=argument_values.user_name, help="name of the user")
    check.add_argument(
        "--path",
        metavar="PATH",
        type=argument_values.user_path,
        default="/",
        help="IAM path of the user, such as /eng/",
    )
    check.add_argument("--partition", choices=PARTITIONS, default="aws", help="partition (default: aws)")
    check.add_argument(
        "--account",
        metavar="ID",
        type=argument_values.account,
        help="account (default: the one that the documents name)",
    )
    check.add_argument("--boundary", metavar="FILE", help="the user's permissions boundary")
    check.add_argument(
        "--scp",
        metavar="FILE",
        action="append",
        default=[],
        help="a service control policy; may be given several times: they count as attached in one place, while "
        "in AWS those of each level have to allow a call",
    )
    check.add_argument("--json", action="store_true", help="one JSON object, for other programs")
    subjects.add_parser(
        "decide",
        prog="mfa-enroll policy decide",
        help="decide requests, one JSON object a line, from standard input",
        description='Decide requests, one JSON object a line: {"policies": [...], "action": "...", "resource": "...", '
        '"context": {...}, "principal": "ARN"}. Each is answered by a line with decision, statements and why.',
        epilog=epilog("mfa-enroll policy decide <requests.jsonl", codes="0 done; 2 a line could not be read."),
    )
