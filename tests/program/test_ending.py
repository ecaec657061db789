"""`mfa-enroll session --end`: a kept session is taken out of its file, and nothing else is touched."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from mfa_enroll.domain.secret import Secret
from mfa_enroll.domain.session import SessionKeys
from mfa_enroll.exits import Exit
from mfa_enroll.words import ending, terminal
from tests.files.keeping import CREDENTIALS, SERIAL, profiles_of
from tests.program.command import environment, program, run
from tests.program.terminal import Terminal

KEYS = SessionKeys("ASIAOFTHESESSION0000", Secret("the/secret"), Secret("the/token"), datetime(2030, 1, 1, tzinfo=UTC))


@pytest.fixture
def credentials(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file of someone who keeps a session of work in work-mfa."""
    monkeypatch.setenv("HOME", str(home))
    (home / ".aws").mkdir()
    path = home / ".aws" / "credentials"
    path.write_text(CREDENTIALS)
    profiles = profiles_of("work")
    profiles.keep(profiles.plan("work-mfa", SERIAL), KEYS)
    return path


@pytest.mark.parametrize("profile", ["work", "work-mfa"])
def test_the_file_is_as_it_was_before(profile: str, credentials: Path, home: Path) -> None:
    """To the byte; what is removed is shown, secrets left out. Once gone, there is none to remove."""
    ran = run(home, "session", "--profile", profile, "--end", "--yes")
    assert (ran.returncode, ran.stderr) == (Exit.DONE, "")
    assert credentials.read_text() == CREDENTIALS
    for shown in ("[work-mfa]", "aws_secret_access_key = ••••", "mfa_source_profile = work", "AWS takes none of them"):
        assert shown in " ".join(ran.stdout.split())
    assert not any(secret in ran.stdout for secret in ("the/secret", "the/token"))
    assert run(home, "session", "--profile", "work", "--end", "--yes").returncode == Exit.NO_SESSION


@pytest.mark.parametrize(
    ("typed", "goes"), [("y\r", True), ("n\r", False), ("\r", False), ("\x04", False), ("\x03", False)]
)
def test_it_is_asked_first(typed: str, goes: bool, credentials: Path, home: Path) -> None:  # noqa: FBT001
    """Everything but a yes leaves the session where it is."""
    with Terminal(program("session", "--profile", "work", "--end"), environment(home)) as window:
        window.wait_for(ending.QUESTION.strip())
        window.type(typed)
        assert window.end() == (Exit.DONE if goes else Exit.LEFT)
    assert ("[work-mfa]" in credentials.read_text()) != goes


def test_a_session_of_another_key_that_came_meanwhile_stays(credentials: Path, home: Path) -> None:
    """It is not the one that was agreed to."""
    with Terminal(program("session", "--profile", "work", "--end"), environment(home)) as window:
        window.wait_for(ending.QUESTION.strip())
        theirs = credentials.read_text().replace("mfa_source_profile = work", "mfa_source_profile = other")
        credentials.write_text(theirs)
        window.type("y\r")
        assert window.end() == Exit.PROBLEM
        assert ending.CHANGED in window.last_words
    assert credentials.read_text() == theirs


def test_nothing_is_removed_unasked(credentials: Path, home: Path) -> None:
    """Without a terminal there is nobody to ask."""
    before = credentials.read_text()
    ran = run(home, "session", "--profile", "work", "--end")
    assert (ran.returncode, ran.stderr) == (Exit.USAGE, f"mfa-enroll: {ending.NOT_ASKED}\n")
    assert credentials.read_text() == before


@pytest.mark.parametrize("marked", ["", "mfa_source_profile = other\n"])
def test_what_bears_no_mark_of_ours_stays(marked: str, credentials: Path, home: Path) -> None:
    """Another program's session, and one of another profile's key."""
    theirs = "[theirs]\naws_access_key_id = ASIATHEIRS\naws_secret_access_key = x\naws_session_token = x\n"
    credentials.write_text(credentials.read_text() + theirs + marked)
    ran = run(home, "session", "--profile", "work", "--as", "theirs", "--end", "--yes")
    assert (ran.returncode, ran.stderr) == (Exit.NO_SESSION, f"mfa-enroll: {ending.none_kept('theirs')}\n")
    assert theirs in credentials.read_text()


def test_what_else_is_in_the_section_stays(credentials: Path, home: Path) -> None:
    """Settings and comments of the person's own, and then the section."""
    text = credentials.read_text().replace("[work-mfa]\n", "[work-mfa]\n# mine\noutput = table\n")
    credentials.write_text(f"{text}\n[after]\nregion = x\n")
    assert run(home, "session", "--profile", "work", "--end", "--yes").returncode == Exit.DONE
    assert credentials.read_text().endswith("[work-mfa]\n# mine\noutput = table\n\n[after]\nregion = x\n")


def test_a_file_that_cannot_be_read_is_a_problem(credentials: Path, home: Path) -> None:
    """It is told as everywhere else."""
    credentials.write_text("no section")
    ran = run(home, "session", "--profile", "work", "--end", "--yes")
    assert ran.returncode == Exit.PROBLEM
    assert "Reference: file-misspelt" in ran.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--yes"], terminal.ENDING_ALONE),
        (["--end", "--practice"], terminal.ENDING_IS_ITS_OWN),
        (["--end", "--print", "env"], terminal.ENDING_IS_ITS_OWN),
        (["--end", "--duration", "8h"], terminal.ENDING_IS_ITS_OWN),
    ],
    ids=" ".join,
)
def test_options_that_do_not_go_with_it_are_named(arguments: list[str], said: str, home: Path) -> None:
    """Before anything is done."""
    ran = run(home, "session", *arguments)
    assert (ran.returncode, ran.stderr) == (Exit.USAGE, f"mfa-enroll: {said}\n")
