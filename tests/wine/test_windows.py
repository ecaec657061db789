"""The program in a Windows interpreter under Wine: not Windows itself, but its interpreter, console and files."""

import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyotp
import pytest

from mfa_enroll.exits import Exit
from mfa_enroll.flows.questions import Task
from mfa_enroll.words.fields import NAME
from tests.program.pages import CREATE, ENABLED
from tests.program.terminal import CTRL_C
from tests.program.visitor import Visitor
from tests.support.bench import bench
from tests.wine.conftest import Windows

pytestmark = pytest.mark.wine


@contextmanager
def visit(
    windows: Windows, home: Path, *arguments: str, into: str = "", enrolled: bool = False, **more: str
) -> Iterator[Visitor]:
    """The program with the access key of a practice account in a profile, and a person before it."""
    with bench(enrolled=enrolled) as here:
        folder = home / ".aws"
        folder.mkdir()
        secret = here.practice.secret_access_key.reveal()
        (folder / "credentials").write_text(
            f"[work]\naws_access_key_id = {here.practice.access_key_id}\naws_secret_access_key = {secret}\n"
        )
        variables = {"AWS_ENDPOINT_URL": here.server.url, "AWS_EC2_METADATA_DISABLED": "true", **more}
        with windows.window(home, *arguments, into=into, **variables) as window:
            yield Visitor(here, window)


def test_an_enrollment_goes_on_to_a_session(windows: Windows, home: Path) -> None:
    """From the access key in a profile to a session beside it, in one run; the files are those of Windows."""
    with visit(windows, home, "--profile", "work") as at:
        at.create()
        at.scan()
        at.two_codes()
        at.choose(ENABLED, Task.SESSION)
        at.go_on_from(NAME.heading)
        at.see("Type the code")
        at.code()
        assert at.window.end() == Exit.DONE
        assert at.here.is_enrolled
        kept = (home / ".aws" / "credentials").read_text()
        assert kept.startswith("[work]\n")
        assert "[work-mfa]" in kept
        assert sorted(path.name for path in (home / ".aws").iterdir()) == ["config", "credentials"]


def test_practice(windows: Windows, home: Path) -> None:
    """With the codes of this very moment, as an app on a phone shows them."""
    with windows.window(home, "--practice") as window, bench() as unused:
        at = Visitor(unused, window)
        at.create()
        entry = pyotp.parse_uri(at.picture())
        assert isinstance(entry, pyotp.TOTP)
        first = entry.now()
        at.press(first)
        at.until(lambda: entry.now() != first, "the phone to show the next code")
        at.press(entry.now())
        at.done()
        assert window.end() == Exit.DONE
        assert unused.calls == []


@pytest.mark.parametrize(("form", "more"), [("powershell", ["--no-keep"]), ("json", [])])
def test_keys_go_to_a_pipe_and_the_screen_to_the_console(
    windows: Windows, home: Path, form: str, more: list[str]
) -> None:
    """Nothing of the screen is in what a shell or an AWS tool takes, not even a carriage return."""
    into = home / "keys"
    arguments = ("session", "--profile", "work", "--print", form, *more)
    with visit(windows, home, *arguments, into=f"| cat >{into}", enrolled=True) as at:
        if not more:
            at.go_on_from(NAME.heading)
        at.see("Type the code")
        at.code()
        at.window.end()
        [session] = at.here.practice._sessions.values()
        written = into.read_bytes()
        assert session.key.secret.reveal().encode() in written
        assert session.key.secret.reveal().encode() not in at.window.raw
        assert written.startswith({"powershell": b"$env:AWS_ACCESS_KEY_ID = '", "json": b'{"Version": 1'}[form])
        assert not any(byte in written for byte in (b"\x1b", b"\r"))


def test_a_kept_session_is_handed_out(windows: Windows, home: Path) -> None:
    """Without a console; and taken out of its file again."""
    folder = home / ".aws"
    folder.mkdir()
    before = "[work]\naws_access_key_id = AKIAEXAMPLE000000000\naws_secret_access_key = x\n"
    session = "[work-mfa]\naws_access_key_id = ASIAEXAMPLE000000000\naws_secret_access_key = y\naws_session_token = z\n"
    marks = "expiration = 2099-01-01T00:00:00Z\nmfa_source_profile = work\n"
    (folder / "credentials").write_text(f"{before}\n{session}{marks}")
    main = "from mfa_enroll.cli import main; raise SystemExit(main())"

    def run(*arguments: str) -> "subprocess.CompletedProcess[bytes]":
        return subprocess.run(  # noqa: S603 - the interpreter, and the program
            windows.command("-c", main, "session", "--profile", "work", *arguments),
            env=windows.variables(home),
            input=b"",
            capture_output=True,
            timeout=60,
            check=False,
        )

    written = run("--print", "json").stdout
    assert json.loads(written)["SessionToken"] == "z"
    assert b"\r" not in written
    assert run("--end", "--yes").returncode == Exit.DONE
    assert (folder / "credentials").read_text() == before
    assert [path.name for path in folder.iterdir()] == ["credentials"]


def test_ctrl_c_leaves(windows: Windows, home: Path) -> None:
    """It arrives as a key, and nothing has been made by then."""
    with visit(windows, home, "--profile", "work") as at:
        at.see(CREATE)
        at.press_for(CTRL_C, lambda: at.has_ended, "the end")
        assert at.window.end() == Exit.LEFT
        assert not at.here.practice.devices


def test_ctrl_c_ends_the_practice_account(windows: Windows, home: Path) -> None:
    """And it is said how PowerShell takes the account."""
    with windows.window(home, "practice") as window:
        window.wait_for("$env:AWS_ENDPOINT_URL = 'http://127.0.0.1:")
        window.type(CTRL_C)
        assert window.end() == Exit.DONE


def test_files_are_changed_one_after_another(windows: Windows, home: Path) -> None:
    """Two processes change a file many times at once, and nothing of either is lost; no other file stays."""
    folder = home / ".aws"
    folder.mkdir()
    code = (
        "import os, sys; from pathlib import Path; from mfa_enroll.files.sharedfile import SharedFile\n"
        "file = SharedFile(Path(os.environ['AWS_SHARED_CREDENTIALS_FILE']))\n"
        "for n in range(20): file.change(lambda old: old.with_settings(f'{sys.argv[1]}{n}', {'x': 'y'}))\n"
    )
    both = [
        subprocess.Popen(  # noqa: S603 - the interpreter, and the program above
            windows.command("-c", code, which),
            env=windows.variables(home),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        for which in "ab"
    ]
    for process in both:
        said, _ = process.communicate(timeout=60)
        assert (process.returncode, said) == (0, b"")
    assert (folder / "credentials").read_text().count("[") == 2 * 20
    assert [path.name for path in folder.iterdir()] == ["credentials"]


@pytest.mark.exhaustive
def test_the_tests_pass_there(windows: Windows, home: Path) -> None:
    """What decides, what is said and what is written: the same tests, run by that interpreter."""
    rooms = ("tests/domain", "tests/words", "tests/files", "tests/policy", "--ignore=tests/files/test_awsume.py")
    pytest_there = ("-m", "pytest", "-o", "addopts=", "-q", "--import-mode=importlib", "-p", "no:cacheprovider")
    ran = subprocess.run(  # noqa: S603 - the interpreter, and the tests of this project
        windows.command(*pytest_there, *rooms),
        cwd=Path(__file__).parents[2],
        env=windows.variables(home),
        input=b"",
        capture_output=True,
        timeout=600,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout.decode(errors="replace")[-6000:]
