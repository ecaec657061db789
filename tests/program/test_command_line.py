import sys
from pathlib import Path

import pytest

import mfa_enroll
from tests.program.command import environment, program, run

unix = pytest.mark.skipif(sys.platform == "win32", reason="about Unix streams and locales")


def test_without_a_terminal_it_says_what_it_needs(home: Path) -> None:
    """In a pipe the full screen is not tried: exit code 2, one sentence, nothing on stdout."""
    result = run(home)
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr == "mfa-enroll: this needs a terminal: run it by itself, without a pipe or a redirection.\n"


@unix
@pytest.mark.parametrize("closed", ["<&-", ">&-"])
def test_a_closed_stream_is_no_terminal(home: Path, closed: str) -> None:
    """A stream that was closed beforehand ends in exit code 2 too, not in a traceback."""
    terminal = pytest.importorskip("tests.program.terminal")
    command = ["/bin/sh", "-c", f'"$@" {closed}', "sh", *program()]
    with terminal.Terminal(command, environment(home)) as window:
        assert window.end() == 2
        assert "Traceback" not in window.last_words
        assert b"\x1b" not in window.raw


@unix
@pytest.mark.parametrize(
    ("variables", "words"),
    [
        ({"TERM": "dumb"}, 'TERM is not set, or is "dumb"'),
        ({"TERM": ""}, 'TERM is not set, or is "dumb"'),
        (
            {"LANG": "C", "LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"},
            "this terminal's encoding is ",
        ),
        ({"PYTHONIOENCODING": "latin-1"}, "this terminal's encoding is iso8859-1"),
    ],
    ids=["dumb", "unset", "C", "latin-1"],
)
def test_a_terminal_that_cannot_show_the_picture_is_named(home: Path, variables: dict[str, str], words: str) -> None:
    """A terminal without a full screen or without block glyphs gets a sentence that it can show, and exit code 2."""
    terminal = pytest.importorskip("tests.program.terminal")
    with terminal.Terminal(program(), environment(home, **variables)) as window:
        assert window.end() == 2
        assert words in window.last_words
        assert window.last_words.isascii()
        assert "\\" not in window.last_words
        assert b"\x1b" not in window.raw


@unix
def test_another_spelling_of_utf_8_is_utf_8(home: Path) -> None:
    """Encodings are told by what they are, not by how they are spelled."""
    terminal = pytest.importorskip("tests.program.terminal")
    with terminal.Terminal(program("--practice"), environment(home, PYTHONIOENCODING="U8")) as window:
        window.wait_for("Turn on MFA")


@pytest.mark.parametrize("option", ["--profile", "--region", "--endpoint-url"])
@pytest.mark.parametrize("practice", [["--practice"], ["practice"]], ids=["wizard", "server"])
def test_practice_refuses_what_is_about_aws(home: Path, option: str, practice: list[str]) -> None:
    """An option that practice would pass over is refused instead: nobody shall believe that it did something."""
    result = run(home, option, "x", *practice)
    assert result.returncode == 2
    assert "leave out --profile, --region and --endpoint-url" in result.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ["practice", "--user", "two words"],
        ["practice", "--user", ""],
        ["practice", "--user", "a" * 65],
        ["practice", "--user", "zoë"],
        ["practice", "--user", "a/b"],
        ["practice", "--path", "eng"],
        ["practice", "--path", "/eng"],
        ["practice", "--path", "eng/"],
        ["practice", "--path", "/a b/"],
        ["practice", "--path", f"/{'a' * 511}/"],
        ["practice", "--path", ""],
        ["practice", "--port", "-1"],
        ["practice", "--port", "65536"],
        ["practice", "--port", "http"],
        ["practice", "--leftover", "--enrolled"],
        ["--unknown"],
        ["enroll"],
    ],
    ids=" ".join,
)
def test_wrong_usage_is_named(home: Path, arguments: list[str]) -> None:
    """What cannot be is refused with exit code 2 and a sentence about the argument, before anything is started."""
    result = run(home, *arguments)
    assert (result.returncode, result.stdout) == (2, "")
    assert "error: " in result.stderr
    assert arguments[min(1, len(arguments) - 1)] in result.stderr
    assert "Traceback" not in result.stderr


def test_the_version(home: Path) -> None:
    """`--version` names the program and its version."""
    assert run(home, "--version").stdout == f"mfa-enroll {mfa_enroll.__version__}\n"


def test_help_names_every_option_and_exit_code(home: Path) -> None:
    """`--help` is enough to know what can be given and what comes back."""
    result = run(home, "--help", COLUMNS="200")
    assert result.returncode == 0
    for word in ["--profile", "--region", "--endpoint-url", "--practice", "--version", "practice  "]:
        assert word in result.stdout
    for code in ["0 done", "1 a problem", "2 wrong usage", "130 left"]:
        assert code in result.stdout
    practice = run(home, "practice", "--help", COLUMNS="200").stdout
    for word in ["--user", "--path", "--leftover", "--enrolled", "--port"]:
        assert word in practice
