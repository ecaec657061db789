"""Completion in shells: of commands and options, and of profiles by the names that the AWS files hold."""

import argcomplete
from argcomplete.shell_integration import shellcode

from mfa_enroll.argument_parser import Parser
from mfa_enroll.files.profilefiles import ProfileFiles
from mfa_enroll.files.surroundings import readable

_PROFILES = frozenset({"--profile", "--as"})
"""Options that take the name of a profile."""


def shell_code(shell: str) -> str:
    """What a shell has to run once."""
    return str(shellcode(["mfa-enroll"], shell=shell))


def complete(parser: Parser) -> None:
    """Answer the shell that asks what may come next, and exit; return where none asks."""
    for action in parser.all_actions():
        if _PROFILES & set(action.option_strings):
            setattr(action, "completer", _profiles)  # noqa: B010 -- argparse knows nothing of it
    argcomplete.autocomplete(parser)


def _profiles(**_: object) -> list[str]:
    return readable(ProfileFiles.of_environment()).names()
