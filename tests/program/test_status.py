"""`mfa-enroll status`: how things stand, held against the account and the files, for people and for scripts."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from importlib import resources
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from mfa_enroll.exits import Exit
from tests.program.command import run
from tests.support.bench import Bench, bench

SCHEMA = json.loads((resources.files("mfa_enroll") / "status.schema.json").read_text())
CALLS = ["sts:GetCallerIdentity", "iam:ListMFADevices"]


def variables(here: Bench, home: Path, *sections: str) -> dict[str, str]:
    """The practice account's key in the profile work, and sections beside it."""
    folder = home / ".aws"
    folder.mkdir()
    secret = here.practice.secret_access_key.reveal()
    key = f"[work]\naws_access_key_id = {here.practice.access_key_id}\naws_secret_access_key = {secret}\n"
    (folder / "credentials").write_text("".join([key, *sections]))
    return {"AWS_ENDPOINT_URL": here.server.url}


def session(here: Bench, name: str, left: timedelta, key_id: str = "ASIAOFTHESESSION0000") -> str:
    """A section as this program keeps a session in it."""
    end = datetime.fromtimestamp(here.clock(), UTC) + left
    return (
        f"[{name}]\naws_access_key_id = ASIAOFTHESESSION0000\naws_secret_access_key = x\naws_session_token = x\n"
        f"expiration = {end:%Y-%m-%dT%H:%M:%SZ}\nmfa_expiration_key_id = {key_id}\nmfa_source_profile = work\n"
        f"mfa_source_key_id = {here.practice.access_key_id}\n"
    )


def asked(home: Path, *arguments: str, **more: str) -> tuple[int, dict[str, Any], str]:
    """The exit code, the JSON, and the text of the same question."""
    ran = run(home, "status", *arguments, "--json", **more)
    seen = json.loads(ran.stdout)
    jsonschema.validate(seen, SCHEMA)
    text = run(home, "status", *arguments, **more)
    assert (text.returncode, text.stderr) == (ran.returncode, ran.stderr) == (ran.returncode, "")
    return ran.returncode, seen, " ".join(text.stdout.split())


@pytest.fixture
def here() -> Iterator[Bench]:
    """An account in which MFA is not on."""
    with bench() as here:
        yield here


def test_mfa_is_not_on(here: Bench, home: Path) -> None:
    """Whether an unfinished device is there, AWS does not tell; what to do next does not depend on it."""
    code, seen, text = asked(home, "--profile", "work", **variables(here, home))
    assert code == Exit.NOT_ON
    user = here.practice.user
    assert seen["user"] == {
        "name": user.name, "path": user.path, "account": user.account, "partition": "aws", "arn": user.arn
    }  # fmt: skip
    assert (seen["mfa"], seen["devices"], seen["unfinished_possible"]) == (False, [], True)
    assert (seen["sessions"], seen["next"]) == ([], "mfa-enroll --profile work")
    assert here.calls == CALLS * 2
    for part in ("alice", "111122223333", "profile work", here.server.url, "MFA is not on", seen["next"]):
        assert part in text


def test_mfa_is_on(home: Path) -> None:
    """The devices are those of the account, and a session is what is missing."""
    with bench(enrolled=True) as here:
        code, seen, text = asked(home, "--profile", "work", **variables(here, home))
        [device] = seen["devices"]
        assert (device["serial"], device["kind"], device["named_after_user"]) == (here.serial, "virtual", True)
        enabled_at = here.practice.devices[here.serial].enabled_at
        assert datetime.fromisoformat(device["since"]).timestamp() == int(enabled_at or 0)
        assert (code, seen["mfa"], seen["unfinished_possible"]) == (Exit.DONE, True, False)
        assert seen["next"] == "mfa-enroll session --profile work"
        assert "MFA is on: alice, authenticator app, since" in text
        assert asked(home, "--profile", "work", "--session", AWS_ENDPOINT_URL=here.server.url)[0] == Exit.NO_SESSION


@pytest.mark.parametrize("profile", ["work", "work-mfa"])
def test_sessions_are_told_by_the_clock_of_aws(profile: str, home: Path) -> None:
    """One lasts, one has ended, and of one nobody knows; either profile of the pair stands for the access key."""
    with bench(enrolled=True) as here:
        here.clock.advance(600)  # within what AWS takes signatures of
        sections = [
            session(here, "work-mfa", timedelta(hours=2)),
            session(here, "ended", -timedelta(minutes=5)),
            session(here, "changed", timedelta(hours=2), "ASIAOTHER"),
        ]
        more = variables(here, home, *sections)
        code, seen, text = asked(home, "--profile", profile, "--session", **more)
        assert (code, seen["clock"], seen["next"]) == (Exit.DONE, "aws", None)
        left = {each["profile"]: each["seconds_left"] for each in seen["sessions"]}
        assert left == {"work-mfa": pytest.approx(7_200, abs=60), "ended": 0, "changed": None}
        assert "The session in profile ended has ended." in text
        assert "Profile changed holds a session that another program has changed" in text
        assert "AWS’s clock" in text
        for least, expected in (("1h", Exit.DONE), ("3h", Exit.NO_SESSION)):
            ran = run(home, "status", "--profile", profile, "--session", "--min-left", least, **more)
            assert ran.returncode == expected


def test_offline_it_goes_by_the_files(here: Bench, home: Path) -> None:
    """Without a call, and by this machine's clock."""
    more = variables(here, home, session(here, "work-mfa", timedelta(hours=2)))
    code, seen, text = asked(home, "--offline", "--profile", "work", **more)
    assert (code, seen["clock"], seen["mfa"], seen["user"], seen["keys"]) == (Exit.DONE, "local", None, None, None)
    assert [each["profile"] for each in seen["sessions"]] == ["work-mfa"]
    assert "AWS was not asked." in text
    assert "this machine’s clock" in text
    code, seen, _ = asked(home, "--offline", **more)
    assert (code, seen["sessions"], seen["next"]) == (Exit.NO_SESSION, [], "mfa-enroll session")
    assert here.calls == []


@pytest.mark.parametrize(
    ("arguments", "credentials", "reference"),
    [
        ([], None, "no-access-key"),
        (["--offline"], "no section", "file-misspelt"),
        (["--profile", "nobody"], "[work]\n", "profile-unknown"),
    ],
)
def test_a_problem_is_told_by_its_reference(
    arguments: list[str], credentials: str | None, reference: str, home: Path
) -> None:
    """The text is that of the page, with what to do."""
    if credentials is not None:
        (home / ".aws").mkdir()
        (home / ".aws" / "credentials").write_text(credentials)
    code, seen, text = asked(home, *arguments)
    assert (code, seen["problem"]) == (Exit.PROBLEM, reference)
    assert f"Reference: {reference}" in text
    assert seen["message"] in text


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp437"])
@pytest.mark.parametrize("command", ["status --practice --enrolled", "policy check hardened --user alice"])
def test_an_encoding_without_our_signs_gets_plain_ones(encoding: str, command: str, home: Path) -> None:
    """A report is not worth an error of the program's own."""
    said, plain = (run(home, *command.split(), PYTHONIOENCODING=each) for each in ("utf-8", encoding))
    assert plain.returncode == said.returncode
    assert plain.stderr == ""
    assert "?" not in plain.stdout
    assert len(plain.stdout.split()) == len(said.stdout.split())


@pytest.mark.parametrize("arguments", [[], ["--enrolled"]], ids=" ".join)
def test_the_practice_account_can_be_asked(arguments: list[str], home: Path) -> None:
    """The command to run next is one for practice, too."""
    code, seen, text = asked(home, "--practice", *arguments)
    assert code == (Exit.DONE if arguments else Exit.NOT_ON)
    assert seen["next"].endswith(" --practice")
    assert "practice" in text
    assert "127.0.0.1" not in text
