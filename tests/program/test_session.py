"""A session with MFA, from the program in a terminal to the aws command that works with it."""

import json
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyotp
import pytest

from mfa_enroll.domain.failure import Call
from tests.program.command import environment, program, run
from tests.program.enrolling import create_and_scan, type_two_codes
from tests.program.terminal import ENTER, Terminal
from tests.support.bench import Bench, bench

PLACE, CODE = "Where to keep the session", "Type the code that your"
AWS = str(Path(sys.executable).parent / "aws")


def settings(here: Bench, home: Path) -> dict[str, str]:
    """An environment whose AWS files hold a profile with the access key, among other things."""
    directory = home / ".aws"
    directory.mkdir(mode=0o700)
    key, secret = here.practice.access_key_id, here.practice.secret_access_key.reveal()
    (directory / "credentials").write_text(
        f"# of the office\n[work]\naws_access_key_id={key}\naws_secret_access_key={secret}\n\n[other]\nregion = x\n"
    )
    (directory / "config").write_text("[profile work]\nregion = eu-central-1\n# the end\n")
    return environment(home, AWS_ENDPOINT_URL=here.server.url)


@contextmanager
def enrolled() -> Iterator[tuple[Bench, pyotp.TOTP]]:
    """An account with MFA on, and the entry on the phone."""
    with bench(enrolled=True) as here:
        entry = pyotp.parse_uri(here.practice.provisioning_uri().reveal())
        assert isinstance(entry, pyotp.TOTP)
        yield here, entry


def code(here: Bench, entry: pyotp.TOTP) -> str:
    """A code that was not shown before."""
    here.clock.advance(entry.interval)
    return entry.at(int(here.clock()))


def aws(variables: dict[str, str], *arguments: str) -> dict[str, str]:
    """What the aws command answers."""
    result = subprocess.run(  # noqa: S603 - the AWS CLI of the tests' own environment
        [sys.executable, AWS, *arguments, "--output", "json"],
        env=variables,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=True,
    )
    answer: dict[str, str] = json.loads(result.stdout)
    return answer


def test_the_profile_works_and_is_renewed(home: Path) -> None:
    """One code makes a profile that the aws command works with; the same command with that profile renews it."""
    with enrolled() as (here, entry):
        variables = settings(here, home)
        before = (home / ".aws" / "credentials").read_text()
        with Terminal(program("session", "--profile", "work"), variables) as window:
            window.wait_for(PLACE)
            window.wait_for("aws_secret_access_key = ••••")
            window.type(ENTER)
            window.wait_for(CODE)
            window.type(code(here, entry))
            assert window.end() == 0
            assert "You are signed in with MFA as alice until " in window.last_words
            assert window.traces == []
        credentials = (home / ".aws" / "credentials").read_text()
        assert credentials.startswith(before)
        assert "[work-mfa]" in credentials
        assert aws(variables, "--profile", "work-mfa", "sts", "get-caller-identity")["Arn"] == here.practice.user_arn
        assert here.server.requests[-1].mfa is True
        config = (home / ".aws" / "config").read_text()
        assert "region = eu-central-1" in config.partition("[profile work-mfa]")[2]
        assert f"mfa_serial = {here.serial}" in config.partition("[profile work]")[2]

        with Terminal(program("session"), variables | {"AWS_PROFILE": "work-mfa"}) as window:
            window.wait_for(CODE)  # and not asked again where to keep it
            window.type(code(here, entry))
            assert window.end() == 0
        renewed = (home / ".aws" / "credentials").read_text()
        assert renewed != credentials
        assert renewed.count("[work-mfa]") == 1
        aws(variables, "--profile", "work-mfa", "iam", "list-mfa-devices", "--user-name", "alice")
        assert here.server.requests[-1].mfa is True


def test_the_wizard_goes_on_to_a_session(home: Path) -> None:
    """From an access key to a profile that works, in one run; no code is sent to STS before it knows the device."""
    with bench() as here, Terminal(program("--profile", "work"), settings(here, home)) as window:
        entry = create_and_scan(window)
        type_two_codes(window, here, entry)
        window.wait_for("Start an MFA session now")
        window.type(ENTER)
        window.wait_for(PLACE)
        window.type(ENTER)
        window.wait_for(CODE)
        window.type(entry.at(int(here.clock())))  # the one that was typed last
        window.wait_for("used already")
        window.type(code(here, entry))
        assert window.end() == 0
        assert "MFA is on for alice" in window.last_words
        assert "The session is in the profile work-mfa." in window.last_words
        assert here.calls.count(Call.START_SESSION) == 1


def test_the_keys_go_to_a_shell(home: Path) -> None:
    """`eval "$(… --print env)"` sets a session in the shell, and nothing of it is on the screen or in a file."""
    with enrolled() as (here, entry):
        variables = settings(here, home) | {"AWS_DEFAULT_REGION": "eu-central-1"}
        command = shlex.join(program("session", "--profile", "work", "--print", "env"))
        asked = (
            f"{shlex.join([sys.executable, AWS])} iam list-mfa-devices --user-name alice --query 'length(MFADevices)'"
        )
        script = f'eval "$({command})"; echo "key $AWS_ACCESS_KEY_ID" | head -c 8; echo; {asked}'
        with Terminal(["/bin/sh", "-c", script], variables) as window:
            window.wait_for(CODE)
            window.type(code(here, entry))
            assert window.end() == 0
            assert "Signed in with MFA as alice until " in window.last_words
            assert "key ASIA" in window.last_words
            assert window.last_words.endswith("1")
            (session,) = here.practice._sessions.values()
            for secret in (session.key.secret, session.token):
                assert secret.reveal().encode() not in window.raw
        assert here.server.requests[-1].mfa is True
        assert {file.name for file in (home / ".aws").iterdir()} == {"config", "credentials"}
        assert "ASIA" not in (home / ".aws" / "credentials").read_text()


def test_a_tool_asks_for_the_keys(home: Path) -> None:
    """As a `credential_process` it finds the terminal by itself, though the AWS tools catch what it writes."""
    with enrolled() as (here, entry):
        variables = settings(here, home)
        command = shlex.join(program("session", "--profile", "work", "--print", "json"))
        with (home / ".aws" / "config").open("a") as config:
            config.write(f"[profile asking]\nregion = eu-central-1\ncredential_process = {command}\n")
        tool = [sys.executable, AWS, "--profile", "asking"]
        with Terminal([*tool, "iam", "list-mfa-devices", "--user-name", "alice"], variables) as window:
            window.wait_for(CODE)
            window.type(code(here, entry))
            assert window.end() == 0
            assert here.serial in re.sub(r"\s", "", window.last_words)
        assert here.server.requests[-1].mfa is True


def test_keys_are_not_written_to_a_terminal(home: Path) -> None:
    """`--print` at a terminal would leave keys in its scrollback: it is refused, and says how it is meant."""
    with Terminal(program("session", "--print", "env"), environment(home)) as window:
        assert window.end() == 2
        assert 'eval "$(mfa-enroll session --print env)"' in window.last_words


def test_without_a_terminal_there_is_nobody_to_ask(home: Path) -> None:
    """From cron, say, it ends with a sentence and writes no keys."""
    result = run(home, "session", "--print", "json", "--practice")
    assert (result.returncode, result.stdout) == (2, "")
    assert "needs a terminal" in result.stderr


@pytest.mark.parametrize("time", ["10m", "37h", "1d", "", "12", "-1h", "1h61x", "٣h"])
def test_a_length_of_time_that_there_is_not(home: Path, time: str) -> None:
    """What AWS would refuse, or nobody understands, is wrong usage, said before anything is asked."""
    result = run(home, "session", f"--duration={time}")
    assert result.returncode == 2
    assert "--duration" in result.stderr
