"""Commands for the shell that the person uses: one like sh, PowerShell, or the Windows command prompt."""

import enum
import ntpath
import os
import re
import shlex

GAP = "…"
"""Where the person puts something in."""

_BARE = re.compile(r"[\w./\\:+=-][\w./\\:+=@-]*", re.ASCII)
"""What neither shell of Windows takes apart."""


_IT_IS_SHOWN = "it is shown, so run “cls” afterwards"


class Shell(enum.Enum):
    """A kind of shell, and what ``--print`` calls its form."""

    POSIX = "env"
    POWERSHELL = "powershell"
    CMD = "cmd"


def in_use() -> Shell:
    """The shell that the program was probably started in.

    On Windows, Git Bash and its kin set ``MSYSTEM``. The command prompt sets ``PROMPT``, and PowerShell puts the
    person's own folder in front of the others in ``PSModulePath``, also where one was started from the other.
    """
    if os.name != "nt" or "MSYSTEM" in os.environ:
        return Shell.POSIX
    own = ntpath.normcase(os.environ.get("USERPROFILE", ""))
    is_own = own and ntpath.normcase(os.environ.get("PSMODULEPATH", "")).startswith(own)
    return Shell.CMD if "PROMPT" in os.environ and not is_own else Shell.POWERSHELL


def quoted(value: str) -> str:
    """A value as one argument of a command."""
    shell = in_use()
    if shell is Shell.POSIX:
        return shlex.quote(value)
    if _BARE.fullmatch(value):
        return value
    if shell is Shell.CMD:
        return '"{}"'.format(value.replace('"', '\\"'))
    return "'{}'".format(value.replace("'", "''"))


def assignment(variable: str, value: str = GAP, shell: Shell | None = None) -> str:
    """The command that sets an environment variable."""
    match shell or in_use():
        case Shell.POSIX:
            return f"export {variable}={value if value == GAP else shlex.quote(value)}"
        case Shell.POWERSHELL:
            return "$env:{} = '{}'".format(variable, value.replace("'", "''"))
        case Shell.CMD:
            return f'set "{variable}={value}"'


def unsetting(*variables: str) -> str:
    """The command that removes environment variables."""
    match in_use():
        case Shell.POSIX:
            return f"unset {' '.join(variables)}"
        case Shell.POWERSHELL:
            return f"Remove-Item {', '.join(f'Env:{variable}' for variable in variables)} -ErrorAction Ignore"
        case Shell.CMD:
            return " & ".join(f'set "{variable}="' for variable in variables)


def without(variable: str, command: str) -> str:
    """A command that is run in an environment which lacks a variable."""
    match in_use():
        case Shell.POSIX:
            return f"env -u {variable} {command}"
        case Shell.POWERSHELL:
            return f"{unsetting(variable)}; {command}"
        case Shell.CMD:
            return f"{unsetting(variable)} & {command}"


def reading(variable: str, what: str = "the secret") -> str:
    """How to set a variable to a secret, which no history gets: the command, and what to do then."""
    match in_use():
        case Shell.POSIX:  # bash, zsh and ksh
            command, then = f"read -rs {variable} && export {variable}", "it is not shown"
        case Shell.POWERSHELL:
            command, then = f"$env:{variable} = Read-Host", _IT_IS_SHOWN
        case Shell.CMD:
            command, then = f'set /p "{variable}="', _IT_IS_SHOWN
    return f"“{command}”, and paste {what}: {then}"
