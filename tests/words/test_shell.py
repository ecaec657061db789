"""Commands are those of the person's shell."""

import shutil
import subprocess
from types import SimpleNamespace

import pytest

from mfa_enroll.words import commands, shell
from mfa_enroll.words.shell import Shell

KEY = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY="
OWN_MODULES = r"c:\users\Alice\Documents\WindowsPowerShell\Modules;C:\Windows\System32\WindowsPowerShell\v1.0\Modules"
HOME = r"C:\Users\alice"


@pytest.mark.parametrize(
    ("system", "variables", "expected"),
    [
        ("posix", {"PROMPT": "%n>"}, Shell.POSIX),
        ("nt", {"MSYSTEM": "MINGW64", "PROMPT": "$P$G"}, Shell.POSIX),
        ("nt", {}, Shell.POWERSHELL),
        ("nt", {"PROMPT": "$P$G", "PSMODULEPATH": OWN_MODULES, "USERPROFILE": HOME}, Shell.POWERSHELL),
        ("nt", {"PROMPT": "$P$G", "PSMODULEPATH": OWN_MODULES.partition(";")[2], "USERPROFILE": HOME}, Shell.CMD),
        ("nt", {"PROMPT": "$P$G"}, Shell.CMD),
    ],
)
def test_the_shell_is_told_by_what_it_sets(
    system: str, variables: dict[str, str], expected: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The command prompt's variable is also there in a PowerShell that was started from it, and the other way round."""
    monkeypatch.setattr(shell, "os", SimpleNamespace(name=system, environ=variables))
    assert shell.in_use() is expected


@pytest.mark.parametrize(
    ("which", "name", "expected"),
    [
        (Shell.POSIX, "My Company's", """--profile 'My Company'"'"'s'"""),
        (Shell.POWERSHELL, "My Company's", "--profile 'My Company''s'"),
        (Shell.CMD, "My Company's", """--profile "My Company's\""""),
        (Shell.POWERSHELL, "a,b@c", "--profile 'a,b@c'"),
        (Shell.POWERSHELL, "$home", "--profile '$home'"),
        (Shell.CMD, "a&b", '--profile "a&b"'),
        (Shell.CMD, "-work", "--profile=-work"),
        (Shell.POWERSHELL, "work@home", "--profile work@home"),
        (Shell.POWERSHELL, "@work", "--profile '@work'"),
    ],
)
def test_what_a_shell_would_take_apart_is_quoted(
    which: Shell, name: str, expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each has quotes of its own."""
    monkeypatch.setattr(shell, "in_use", lambda: which)
    assert commands.with_profile(name) == f"mfa-enroll {expected}"


def test_variables_are_set_and_removed_as_each_shell_does(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two at once, one for a command, one to a value, and one to a secret that is pasted."""

    def commands_of(which: Shell) -> list[str]:
        monkeypatch.setattr(shell, "in_use", lambda: which)
        said = [shell.unsetting("A", "B"), shell.without("A", "x"), shell.assignment("A", "b c"), shell.assignment("A")]
        return [*said, shell.reading("A")]

    assert commands_of(Shell.POSIX) == [
        "unset A B",
        "env -u A x",
        "export A='b c'",
        "export A=…",
        "“read -rs A && export A”, and paste the secret: it is not shown",
    ]
    assert commands_of(Shell.POWERSHELL) == [
        "Remove-Item Env:A, Env:B -ErrorAction Ignore",
        "Remove-Item Env:A -ErrorAction Ignore; x",
        "$env:A = 'b c'",
        "$env:A = '…'",
        "“$env:A = Read-Host”, and paste the secret: it is shown, so run “cls” afterwards",
    ]
    assert commands_of(Shell.CMD) == [
        'set "A=" & set "B="',
        'set "A=" & x',
        'set "A=b c"',
        'set "A=…"',
        '“set /p "A="”, and paste the secret: it is shown, so run “cls” afterwards',
    ]


@pytest.mark.skipif(not shutil.which("sh"), reason="without sh")
def test_sh_takes_them_as_meant(monkeypatch: pytest.MonkeyPatch) -> None:
    """A value arrives as it is, and a variable that is removed is gone."""
    monkeypatch.setattr(shell, "in_use", lambda: Shell.POSIX)
    lines = [shell.assignment("A", KEY), shell.assignment("B", "x y"), shell.unsetting("C"), 'echo "$A|$B|${C-gone}"']
    ran = subprocess.run(["sh", "-c", "\n".join(lines)], env={"C": "c"}, capture_output=True, text=True, check=True)  # noqa: S603, S607
    assert ran.stdout == f"{KEY}|x y|gone\n"
