"""One code a session: the keys of a kept session for other programs, and a question only where none is kept."""

import json
import os
import shlex
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from mfa_enroll.domain.failure import Call
from mfa_enroll.exits import Exit
from mfa_enroll.words import terminal as words
from tests.program.command import environment, program, run
from tests.program.pages import CODE_OF, NAME
from tests.program.terminal import Terminal
from tests.program.test_session import AWS, LISTING, settings
from tests.program.visitor import Visitor
from tests.support.bench import Bench, bench

ASKING = program("session", "--profile", "work", "--print", "json")
NO_SESSION = f"mfa-enroll: {words.no_session('mfa-enroll session --profile work')}\n"

SECOND_CLI = shutil.which("aws", path=os.defpath)
"""That of the system, where there is one: the first is among the packages of the tests."""

BOTO3 = """
import boto3, concurrent.futures, sys
def serial(_):
    session = boto3.Session(profile_name="asking")
    return session.client("iam").list_mfa_devices(UserName="alice")["MFADevices"][0]["SerialNumber"]
with getattr(concurrent.futures, sys.argv[1])(3) as pool:
    print(set(pool.map(serial, range(6))))
"""


def with_recipe(here: Bench, home: Path) -> dict[str, str]:
    """The files of :func:`settings`, and a profile that has this program bring the keys, as in the README."""
    variables = settings(here, home)
    with (home / ".aws" / "config").open("a") as config:
        config.write(f"[profile asking]\nregion = eu-central-1\ncredential_process = {shlex.join(ASKING)}\n")
    return variables


def answer(at: Visitor, *, keeps: bool = True) -> None:
    """Type the code that is asked for, after a look at where the session is kept."""
    if keeps:
        at.go_on_from(NAME.heading)
    at.see(CODE_OF)
    at.code()
    assert at.window.end() == Exit.DONE


def unattended(command: list[str], variables: dict[str, str]) -> "subprocess.CompletedProcess[str]":
    """What a command says that has no terminal at all."""
    return subprocess.run(  # noqa: S603 - the program, or a tool of the tests' own environment
        command,
        env=variables,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        start_new_session=True,
        timeout=60,
        check=False,
    )


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory):  # type: ignore[no-untyped-def]  # noqa: ANN201
    """A session that one code has started for the AWS CLI, which the profile of the recipe asks for its keys."""
    home = tmp_path_factory.mktemp("home")
    with bench(enrolled=True) as here:
        variables = with_recipe(here, home)
        with Terminal([*AWS, "--profile", "asking", *LISTING], variables) as window:
            answer(Visitor(here, window))
        assert here.server.requests[-1].mfa is True
        yield here, home, variables
        assert here.calls.count(Call.START_SESSION) == 1


def test_the_aws_cli_asks_once(kept: tuple[Bench, Path, dict[str, str]]) -> None:
    """Three commands in a row, two at once and one without a terminal go by the session that is there."""
    here, _, variables = kept
    command = [*AWS, "--profile", "asking", *LISTING]
    with ThreadPoolExecutor(2) as pool:
        both = list(pool.map(lambda _: unattended(command, variables), range(2)))
    for ran in [*both, *(unattended(command, variables) for _ in range(3))]:
        assert (ran.returncode, ran.stderr) == (0, "")
        assert here.serial in ran.stdout


@pytest.mark.parametrize("pool", ["ThreadPoolExecutor", "ProcessPoolExecutor"])
def test_boto3_asks_once(kept: tuple[Bench, Path, dict[str, str]], pool: str) -> None:
    """In threads and in processes."""
    here, _, variables = kept
    ran = unattended([sys.executable, "-c", BOTO3, pool], variables)
    assert (ran.stdout, ran.stderr) == (f"{{{here.serial!r}}}\n", "")


@pytest.mark.parametrize("profile", ["work", "work-mfa"])
@pytest.mark.parametrize("form", ["env", "json"])
def test_any_profile_of_the_pair_leads_to_it(kept: tuple[Bench, Path, dict[str, str]], profile: str, form: str) -> None:
    """The keys are those that are kept, without a call, a terminal, boto3 or Textual."""
    here, home, variables = kept
    calls = len(here.calls)
    code = (
        "import sys; from mfa_enroll.cli import main; code = main(); "
        "sys.exit(code or bool({'boto3', 'botocore', 'textual'} & set(sys.modules)))"
    )
    command = [sys.executable, "-c", code, "session", "--profile", profile, "--print", form]
    ran = unattended(command, variables)
    assert (ran.returncode, ran.stderr) == (0, "")
    text = (home / ".aws" / "credentials").read_text().partition("[work-mfa]")[2]
    [token] = [line.partition(" = ")[2] for line in text.splitlines() if line.startswith("aws_session_token")]
    assert token in ran.stdout
    assert len(here.calls) == calls
    if form == "json":
        assert json.loads(ran.stdout).keys() >= {"Version", "AccessKeyId", "SecretAccessKey", "Expiration"}


def test_a_session_that_will_soon_be_over_is_none(kept: tuple[Bench, Path, dict[str, str]]) -> None:
    """AWS tools would ask again at once. How long it has to last can be said."""
    _, _, variables = kept
    ran = unattended([*ASKING, "--duration", "36h", "--min-left", "13h"], variables)
    assert (ran.returncode, ran.stdout, ran.stderr) == (Exit.PROBLEM, "", NO_SESSION)
    ran = unattended([*ASKING, "--duration", "20m"], variables)
    assert (ran.returncode, ran.stderr) == (Exit.USAGE, f"mfa-enroll: {words.ends_too_soon(1_200, 1_200)}\n")
    assert unattended([*ASKING, "--duration", "20m", "--min-left", "15m"], variables).returncode == Exit.DONE


def test_without_a_terminal_the_command_is_named(home: Path) -> None:
    """At once and in one line, which the AWS CLI passes on."""
    with bench(enrolled=True) as here:
        variables = with_recipe(here, home)
        ran = unattended(ASKING, variables)
        assert (ran.returncode, ran.stdout, ran.stderr) == (Exit.PROBLEM, "", NO_SESSION)
        asked = unattended([*AWS, "--profile", "asking", *LISTING], variables)
        assert NO_SESSION in asked.stderr
        assert here.calls == []


def test_in_the_background_the_command_is_named(home: Path) -> None:
    """Where the shell has given the terminal to another job, nothing stops and nothing is drawn."""
    script = f"set -m; {shlex.join(ASKING)} >keys & wait $!; echo code $?"
    with bench(enrolled=True) as here, Terminal(["/bin/sh", "-c", f"cd {home}; {script}"], settings(here, home)) as at:
        assert at.end() == 0
        assert at.last_words == f"{NO_SESSION.strip()} code 1"
        assert b"1049h" not in at.raw


def test_two_at_once_take_one_code(home: Path) -> None:
    """One asks; the other waits, and gets the same keys. A lock of theirs is not left behind."""
    with bench(enrolled=True) as here:
        variables = settings(here, home)
        command = shlex.join(ASKING)
        script = f"cd {home}; {command} | cat >one & {command} >two; wait"
        with Terminal(["/bin/sh", "-c", script], variables) as window:
            answer(Visitor(here, window))
        one, two = (json.loads((home / name).read_text()) for name in ("one", "two"))
        assert one == two
        assert here.calls.count(Call.START_SESSION) == 1
        assert {file.name for file in (home / ".aws").iterdir()} == {"config", "credentials"}


def test_who_comes_after_someone_who_left_is_asked(home: Path) -> None:
    """Whoever leaves ends their own turn alone."""
    with bench(enrolled=True) as here:
        variables = settings(here, home)
        command = shlex.join(ASKING)
        with Terminal(["/bin/sh", "-c", f"cd {home}; {command} | cat >one; {command} >two"], variables) as window:
            at = Visitor(here, window)
            at.see(NAME.heading)
            at.press_for("\x03", lambda: at.window.raw.count(b"1049l") > 0, "the end of the first")
            answer(at)
        assert (home / "one").read_text() == ""
        assert json.loads((home / "two").read_text())["Version"] == 1


def test_keys_that_cannot_be_kept_are_handed_over(home: Path) -> None:
    """Where AWS tools have no credentials file at all, and wherever that is asked for: with a code each time."""
    with bench(enrolled=True) as here:
        key, secret = here.practice.access_key_id, here.practice.secret_access_key.reveal()
        keys = {"AWS_ACCESS_KEY_ID": key, "AWS_SECRET_ACCESS_KEY": secret, "AWS_ENDPOINT_URL": here.server.url}
        variables = environment(home, AWS_SHARED_CREDENTIALS_FILE=os.devnull, **keys)
        for more in ([], ["--no-keep"]):
            command = shlex.join(program("session", "--print", "env", *more))
            with Terminal(["/bin/sh", "-c", f"cd {home}; {command} >keys"], variables) as window:
                answer(Visitor(here, window), keeps=False)
            assert "AWS_SESSION_TOKEN" in (home / "keys").read_text()
        assert here.calls.count(Call.START_SESSION) == 2
        assert not (home / ".aws").exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--no-keep"], words.PRINTING_ALONE),
        (["--min-left", "5m"], words.PRINTING_ALONE),
        (["--print", "env", "--no-keep", "--as", "x"], words.KEPT_OR_NOT),
    ],
)
def test_options_that_contradict_each_other(arguments: list[str], said: str, home: Path) -> None:
    """They are named, and nothing is done."""
    ran = run(home, "session", *arguments)
    assert (ran.returncode, ran.stderr) == (Exit.USAGE, f"mfa-enroll: {said}\n")


def test_a_role_is_taken_on_with_mfa(kept: tuple[Bench, Path, dict[str, str]]) -> None:
    """A profile with a role and the session as its source asks AWS for the role as someone signed in with MFA."""
    here, home, variables = kept
    role = "role_arn = arn:aws:iam::111122223333:role/admin\nsource_profile = work-mfa\nregion = eu-central-1\n"
    with (home / ".aws" / "config").open("a") as config:
        config.write(f"[profile admin]\n{role}")
    ran = unattended([*AWS, "--profile", "admin", "sts", "get-caller-identity"], variables)
    assert "AssumeRole" in ran.stderr  # the practice account has no role to give
    assert here.calls[-1] == "sts:AssumeRole"
    assert here.server.requests[-1].mfa is True


def test_awsume_asks_for_nothing(kept: tuple[Bench, Path, dict[str, str]]) -> None:
    """It hands the keys of the session to its shell script, without a code of its own."""
    here, home, variables = kept
    awsume = [sys.executable, str(Path(sys.executable).parent / "awsumepy"), "asking"]
    ran = unattended(awsume, {**variables, "PATH": os.defpath})
    [line] = [line for line in (home / ".aws" / "credentials").read_text().splitlines() if " = ASIA" in line][:1]
    assert ran.stdout.startswith(f"Awsume {line.partition(' = ')[2]}")
    assert here.calls.count(Call.START_SESSION) == 1


@pytest.mark.skipif(not SECOND_CLI, reason="AWS CLI v2 is not installed")
def test_the_second_aws_cli_asks_for_nothing(kept: tuple[Bench, Path, dict[str, str]]) -> None:
    """Version 2 goes by the session that the first one has asked for."""
    here, _, variables = kept
    command = [str(SECOND_CLI), "--endpoint-url", here.server.url, "--profile", "asking", *LISTING]
    ran = unattended(command, variables)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert here.serial in ran.stdout


def test_in_a_shell_that_has_the_keys_the_same_commands_work(home: Path) -> None:
    """Keys of a kept session in the environment stand for the access key that it is of, without a profile's name."""
    with bench(enrolled=True) as here:
        variables = settings(here, home)
        credentials = home / ".aws" / "credentials"
        credentials.write_text(credentials.read_text().replace("[work]", "[default]"))
        take = f'eval "$({shlex.join(program("session", "--print", "env"))})"'
        same = '[ -n "$first" ] && [ "$first" = "$AWS_SESSION_TOKEN" ] && echo same'
        script = f"{take}; first=$AWS_SESSION_TOKEN; {take}; {shlex.join(program('status', '--session'))} && {same}"
        with Terminal(["/bin/sh", "-c", script], variables) as window:
            answer(Visitor(here, window))
        assert "(the default profile)" in window.last_words
        assert window.last_words.endswith("same")
        assert here.calls.count(Call.START_SESSION) == 1
