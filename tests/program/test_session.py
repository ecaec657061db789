"""A session with MFA, from the program in a terminal to the aws command that works with it."""

import json
import shlex
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from mfa_enroll.domain.failure import Call
from mfa_enroll.domain.profile import FileChange, Pending
from mfa_enroll.exits import Exit
from mfa_enroll.flows.questions import Task
from mfa_enroll.flows.remarks import Note
from mfa_enroll.words import changes
from mfa_enroll.words.remarks import said
from tests.program.command import environment, program
from tests.program.pages import CODE_OF, ENABLED, NAME
from tests.program.terminal import Terminal
from tests.program.visitor import Visitor
from tests.support.bench import Bench, bench

AWS = [sys.executable, str(Path(sys.executable).parent / "aws")]
[HIDDEN] = changes.lines(FileChange("", "", (("aws_secret_access_key", Pending.KEY),)))
LISTING = ["iam", "list-mfa-devices", "--user-name", "alice"]


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
def visit(here: Bench, command: list[str], variables: dict[str, str]) -> Iterator[Visitor]:
    """A command that asks for a code, to its good end."""
    with Terminal(command, variables) as window:
        at = Visitor(here, window)
        yield at
        at.see(CODE_OF)
        at.code()
        assert window.end() == Exit.DONE


def aws(variables: dict[str, str], *arguments: str) -> dict[str, str]:
    """What the aws command answers."""
    result = subprocess.run(  # noqa: S603 - the AWS CLI of the tests' own environment
        [*AWS, *arguments, "--output", "json"],
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
    with bench(enrolled=True) as here:
        variables = settings(here, home)
        credentials, config = home / ".aws" / "credentials", home / ".aws" / "config"
        before = credentials.read_text()
        with visit(here, program("session", "--profile", "work"), variables) as at:
            at.see(HIDDEN)
            at.go_on_from(NAME.heading)
        assert "alice" in at.window.last_words
        assert "work-mfa" in at.window.last_words
        assert at.window.traces == []
        kept = credentials.read_text()
        assert kept.startswith(before)
        assert "[work-mfa]" in kept
        assert aws(variables, "--profile", "work-mfa", "sts", "get-caller-identity")["Arn"] == here.practice.user_arn
        assert here.server.requests[-1].mfa is True
        assert "region = eu-central-1" in config.read_text().partition("[profile work-mfa]")[2]
        assert f"mfa_serial = {here.serial}" in config.read_text().partition("[profile work]")[2]

        with visit(here, program("session"), variables | {"AWS_PROFILE": "work-mfa"}):
            pass  # and it is not asked again where to keep it
        renewed = credentials.read_text()
        assert renewed != kept
        assert renewed.count("[work-mfa]") == 1
        aws(variables, "--profile", "work-mfa", *LISTING)
        assert here.server.requests[-1].mfa is True


def test_the_wizard_goes_on_to_a_session(home: Path) -> None:
    """From an access key to a profile that works, in one run; no code is sent to STS before it knows the device."""
    with bench() as here:
        with visit(here, program("--profile", "work"), settings(here, home)) as at:
            at.create()
            at.scan()
            at.two_codes()
            at.choose(ENABLED, Task.SESSION)
            at.go_on_from(NAME.heading)
            at.see(CODE_OF)
            at.press(here.phone.entries()[-1].code.reveal())  # the one that was typed last
            at.see(said(Note.CODE_USED_BEFORE).text)
        assert here.serial in at.window.last_words
        assert "work-mfa" in at.window.last_words
        assert here.calls.count(Call.START_SESSION) == 1


def test_the_keys_go_to_a_shell(home: Path) -> None:
    """`eval "$(… --print env --no-keep)"` sets a session in the shell; nothing of it is on the screen or in a file."""
    with bench(enrolled=True) as here:
        variables = settings(here, home) | {"AWS_DEFAULT_REGION": "eu-central-1"}
        command = shlex.join(program("session", "--profile", "work", "--print", "env", "--no-keep"))
        asked = f"{shlex.join([*AWS, *LISTING])} --query 'length(MFADevices)'"
        script = f'eval "$({command})"; echo "key $AWS_ACCESS_KEY_ID" | head -c 8; echo; {asked}'
        with visit(here, ["/bin/sh", "-c", script], variables) as at:
            pass
        assert "alice" in at.window.last_words
        assert at.window.last_words.endswith("key ASIA 1")
        [session] = here.practice._sessions.values()
        for secret in (session.key.secret, session.token):
            assert secret.reveal().encode() not in at.window.raw
        assert here.server.requests[-1].mfa is True
        assert {file.name for file in (home / ".aws").iterdir()} == {"config", "credentials"}
        assert "ASIA" not in (home / ".aws" / "credentials").read_text()
