import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import mfa_enroll
from mfa_enroll.arguments import read_arguments
from mfa_enroll.cli import main
from mfa_enroll.exits import Exit
from mfa_enroll.flows.outcome import Ending
from mfa_enroll.policy.context import IAM_REGIONS
from mfa_enroll.terminal import Lack, Missing
from mfa_enroll.words import terminal as words
from mfa_enroll.words.openings import Opening, opening
from tests.program.command import environment, program, run

unix = pytest.mark.skipif(sys.platform == "win32", reason="about Unix streams and locales")


@pytest.mark.parametrize("arguments", [[], ["session", "--print", "json", "--practice"]], ids=["", "from cron"])
def test_without_a_terminal_it_says_what_it_needs(home: Path, arguments: list[str]) -> None:
    """In a pipe the full screen is not tried: one sentence, nothing on stdout."""
    result = run(home, *arguments)
    assert (result.returncode, result.stdout) == (Exit.USAGE, "")
    assert result.stderr == f"mfa-enroll: {words.missing(Missing(Lack.TERMINAL))}\n"


@unix
@pytest.mark.parametrize("closed", ["<&-", ">&-"])
def test_a_closed_stream_is_no_terminal(home: Path, closed: str) -> None:
    """A stream that was closed beforehand is wrong usage too, and no traceback."""
    terminal = pytest.importorskip("tests.program.terminal")
    command = ["/bin/sh", "-c", f'"$@" {closed}', "sh", *program()]
    with terminal.Terminal(command, environment(home)) as window:
        assert window.end() == Exit.USAGE
        assert "Traceback" not in window.last_words
        assert b"\x1b" not in window.raw


@unix
@pytest.mark.parametrize(
    ("variables", "missing"),
    [
        ({"TERM": "dumb"}, Missing(Lack.CONTROL)),
        ({"TERM": ""}, Missing(Lack.CONTROL)),
        ({"LANG": "C", "LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}, Missing(Lack.BLOCKS, "*")),
        ({"PYTHONIOENCODING": "latin-1"}, Missing(Lack.BLOCKS, "iso8859-1", "PYTHONIOENCODING")),
    ],
    ids=["dumb", "unset", "C", "latin-1"],
)
def test_a_terminal_that_cannot_show_the_picture_is_named(
    home: Path, variables: dict[str, str], missing: Missing
) -> None:
    """A terminal without a full screen or without block glyphs gets a sentence that it can show."""
    terminal = pytest.importorskip("tests.program.terminal")
    with terminal.Terminal(program(), environment(home, **variables)) as window:
        assert window.end() == Exit.USAGE
        assert all(part in window.last_words for part in words.missing(missing).split("*"))
        assert window.last_words.isascii()
        assert "\\" not in window.last_words
        assert b"\x1b" not in window.raw


@unix
def test_another_spelling_of_utf_8_is_utf_8(home: Path) -> None:
    """Encodings are told by what they are, not by how they are spelled."""
    terminal = pytest.importorskip("tests.program.terminal")
    with terminal.Terminal(program("--practice"), environment(home, PYTHONIOENCODING="U8")) as window:
        window.wait_for(opening(Opening.ENROLL).heading)


@unix
@pytest.mark.parametrize("form", ["env", "powershell", "cmd", "json"])
def test_keys_are_not_written_to_a_terminal(home: Path, form: str) -> None:
    """`--print` at a terminal would leave keys in its scrollback: it is refused, and says how it is meant."""
    terminal = pytest.importorskip("tests.program.terminal")
    with terminal.Terminal(program("session", "--print", form), environment(home)) as window:
        assert window.end() == Exit.USAGE
        assert window.last_words == f"mfa-enroll: {words.keys_on_screen(form)}"


@unix
def test_keys_are_not_asked_for_where_they_cannot_go(home: Path) -> None:
    """A code would be spent on a session that nobody gets."""
    terminal = pytest.importorskip("tests.program.terminal")
    command = f"exec {shlex.join(program('session', '--practice', '--print', 'env'))} >&-"
    with terminal.Terminal(["sh", "-c", command], environment(home)) as window:
        assert window.end() == Exit.USAGE
        assert window.last_words == f"mfa-enroll: {words.NOWHERE_TO_PRINT}"


@pytest.mark.parametrize("option", ["--profile", "--region", "--endpoint-url"])
@pytest.mark.parametrize("practice", [["--practice"], ["practice"]], ids=["wizard", "server"])
def test_practice_refuses_what_is_about_aws(home: Path, option: str, practice: list[str]) -> None:
    """An option that practice would pass over is refused instead: nobody shall believe that it did something."""
    result = run(home, option, "x", *practice)
    assert (result.returncode, result.stderr) == (Exit.USAGE, f"mfa-enroll: {words.PRACTICE_IS_ITS_OWN}\n")


@pytest.mark.parametrize(("asked", "reason"), [("8 hours", "written like 8h"), ("5m", "15m to 36h")])
@pytest.mark.parametrize("command", [[], ["session"]], ids=" ".join)
def test_a_length_of_time_in_the_environment_is_checked_as_one_on_the_command_line(
    asked: str, reason: str, command: list[str], home: Path
) -> None:
    """Before anything is asked, also where a session comes last."""
    result = run(home, *command, MFA_ENROLL_DURATION=asked)
    assert result.returncode == Exit.USAGE
    assert "MFA_ENROLL_DURATION: " in result.stderr
    assert reason in result.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        *(["practice", "--user", name] for name in ["two words", "", "a" * 65, "zoë", "a/b"]),
        *(["practice", "--path", path] for path in ["eng", "/eng", "eng/", "/a b/", f"/{'a' * 511}/", ""]),
        *(["practice", "--port", port] for port in ["-1", "65536", "http"]),
        *(["practice", "--partition", partition] for partition in ["azure", ""]),
        *(["practice", "--source-ip", address] for address in ["localhost", "10.0.0", "10.0.0.0/8", ""]),
        *(["practice", "--tag", tag] for tag in ["team", "=red", f"{'k' * 129}=", f"k={'v' * 257}"]),
        *(["practice", "--tag", tag] for tag in ["aws:team=red", "AWS:team=red"]),
        ["practice", "--tag", "a=1", "--tag", "a=1"],
        *([*command, "--leftover", "--enrolled"] for command in (["practice"], ["--practice", "session"])),
        *(["session", "--duration", time] for time in ["10m", "37h", "1d", "", "12", "-1h", "1h61x", "٣h"]),
        ["session", "--min-left", "soon", "--print", "env"],
        ["--unknown"],
        ["enroll"],
    ],
    ids=" ".join,
)
def test_wrong_usage_is_named(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """What cannot be is refused with a sentence about the argument, before anything is started."""
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == Exit.USAGE
    said = capsys.readouterr()
    assert said.out == ""
    assert "error: " in said.err
    assert arguments[min(1, len(arguments) - 1)] in said.err


@pytest.mark.parametrize("command", ["session", "password"])
def test_options_may_stand_before_a_command_or_after_it(command: str) -> None:
    """They mean the same there; the later one of two counts."""
    given = [
        "--profile",
        "work",
        "--region",
        "us-gov-west-1",
        "--endpoint-url",
        "https://iam.example.org",
        "--practice",
    ]
    before, after = read_arguments([*given, command]), read_arguments([command, *given])
    assert before == after
    assert (before.profile, before.practice) == ("work", True)
    assert read_arguments(["--profile", "one", command, "--profile", "two"]).profile == "two"


def test_the_version(home: Path) -> None:
    """`--version` names the program and its version, and `-V` does."""
    for option in ("--version", "-V"):
        assert run(home, option).stdout == f"mfa-enroll {mfa_enroll.__version__}\n"


COMMANDS = ("", "session", "status", "password", "practice", "completion", "policy")


@pytest.mark.parametrize("command", [*COMMANDS, "policy show", "policy check", "policy decide"])
def test_each_help_has_examples_that_can_be_given_and_exit_codes(command: str, home: Path) -> None:
    """In lines that fit 80 columns."""
    said = run(home, *command.split(), "--help", COLUMNS="80").stdout
    examples, codes = said.partition("\nexamples:\n")[2].split("\nexit codes: ")
    assert re.match(r"\d |those of", codes)
    assert max(map(len, said.splitlines())) <= 80
    for example in examples.splitlines():
        for given in given_in(example):
            read_arguments(given)


def given_in(text: str) -> list[list[str]]:
    """The arguments of each mfa-enroll command in a line of a shell; what follows two spaces is a remark."""
    found = re.findall(r"mfa-enroll((?: (?! )[^#|)>`<& ]+)*)", text)
    return [shlex.split(re.sub(r"FILE|force-mfa\.json", "hardened", each.replace("SHELL", "bash"))) for each in found]


def test_each_command_in_the_readme_can_be_given() -> None:
    """Every option there exists."""
    text = Path(__file__).parents[2].joinpath("README.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```(?:sh|ini|powershell|bat)\n(.*?)```", text, re.DOTALL)
    given = [each for block in blocks for line in block.splitlines() for each in given_in(line.replace("'", ""))]
    assert len(given) > 20
    for each in given:
        read_arguments(each)


@pytest.mark.parametrize(
    ("arguments", "meant"),
    [
        (["sesion"], "session"),
        (["stauts", "--json"], "status"),
        (["session", "--durration", "8h"], "--duration"),
        (["--prfile=work"], "--profile"),
        (["policy", "chek"], "check"),
    ],
    ids=" ".join,
)
def test_what_was_meant_is_named(arguments: list[str], meant: str, home: Path) -> None:
    """A slip is answered with the nearest word."""
    result = run(home, *arguments)
    assert result.returncode == Exit.USAGE
    assert result.stderr.rstrip().endswith(f"Did you mean {meant}?")


@unix
@pytest.mark.parametrize(
    ("typed", "completed"),
    [
        ("mfa-enroll se", {"session "}),
        ("mfa-enroll session --min", {"--min-left "}),
        ("mfa-enroll session --profile w", {"work", "work-mfa"}),
        ("mfa-enroll status --profile work-", {"work-mfa "}),
    ],
)
def test_bash_completes(typed: str, completed: set[str], home: Path) -> None:
    """Commands, options, and profiles by the names that the files hold."""
    (home / ".aws").mkdir()
    (home / ".aws" / "config").write_text("[profile work]\n[profile work-mfa]\n[profile other]\n")
    asking = (
        'eval "$(mfa-enroll completion bash)"; COMP_LINE=$1; COMP_POINT=${#1}; COMP_WORDS=($1); '
        "COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _python_argcomplete mfa-enroll; printf '%s\\n' \"${COMPREPLY[@]}\""
    )
    variables = environment(home)
    variables["PATH"] = f"{Path(sys.executable).parent}:{variables['PATH']}"
    command = ["bash", "--norc", "-c", asking, "bash", typed]
    ran = subprocess.run(command, env=variables, capture_output=True, text=True, check=True)  # noqa: S603
    assert set(ran.stdout.splitlines()) == completed


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_other_shells_are_given_their_own(shell: str, home: Path) -> None:
    """It parses where the shell is there to ask."""
    code = run(home, "completion", shell).stdout
    assert "mfa-enroll" in code
    if shutil.which(shell):
        subprocess.run([shell, "-n"], input=code, text=True, check=True)  # noqa: S603


def test_help_names_every_option_and_exit_code(home: Path) -> None:
    """`--help` is enough to know what can be given and what comes back."""
    result = run(home, "--help", COLUMNS="200")
    assert result.returncode == Exit.DONE
    for option in ["--profile", "--region", "--endpoint-url", "--practice", "--hide-qr", "--version"]:
        assert option in result.stdout
    for command in ["session", "status", "password", "practice", "completion"]:
        assert f"\n    {command}  " in result.stdout
    for code in Exit:
        assert f" {code} " in result.stdout
    practice = run(home, "practice", "--help", COLUMNS="200").stdout
    rehearsal = ["--policy", "--partition", "--source-ip", "--tag"]
    for option in ["--user", "--path", "--leftover", "--enrolled", "--port", *rehearsal]:
        assert option in practice
    assert all(option in result.stdout for option in rehearsal)
    for partition in IAM_REGIONS:
        assert partition in practice


def test_every_end_has_an_exit_code() -> None:
    """A story's end is told to the shell by the exit code of the same name."""
    assert {Exit[ending.name] for ending in Ending} == {Exit.DONE, Exit.PROBLEM, Exit.LEFT}
