"""Whose a session is that is kept already: another key's is not taken for one's own."""

from dataclasses import replace
from pathlib import Path

import pytest

from mfa_enroll.domain.profile import KeptSession
from mfa_enroll.domain.troubles.files import ProfileTakenMeanwhile
from tests.files.keeping import (
    CREDENTIALS,
    EXPIRES,
    KEYS,
    LATER,
    SERIAL,
    WORK_ID,
    keep,
    keys_of,
    lines_of,
    profiles_of,
    read_both,
    stopped,
)

ALICE, BOB = "AKIAALICE00000000000", "AKIABOB0000000000000"


def use(key_id: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put an access key into the environment."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", key_id)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "x")


@pytest.mark.parametrize("kept_before", [BOB, ""], ids=["of another key", "of a key that is not named"])
def test_two_keys_of_the_environment(folder: Path, kept_before: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A session of another key, or of anyone's, is not listed, and its place is taken only by a plan that says so.

    What was agreed to can be retried.
    """
    (folder / "credentials").write_text(f"{CREDENTIALS}\n{lines_of('default-mfa', KEYS, '', kept_before)}")
    use(ALICE, monkeypatch)
    profiles = profiles_of()
    assert profiles.kept() == ()
    plan = profiles.plan("default-mfa", SERIAL)
    assert (plan.refreshes, plan.replaces) == (False, True)
    assert plan.changes[0].settings[-1] == ("mfa_source_key_id", ALICE)
    for keys in (LATER, replace(LATER, access_key_id="ASIATHREE")):
        profiles.keep(plan, keys)
        assert read_both(folder)[0] == f"{CREDENTIALS}\n{lines_of('default-mfa', keys, '', ALICE)}"
    assert profiles.kept() == (KeptSession("default-mfa", LATER.expires),)
    assert profiles.plan("default-mfa", SERIAL).refreshes
    use(BOB, monkeypatch)
    assert profiles_of().kept() == ()


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("key_id", ["short", "A" * 129, "AKIA of no good form", "AKIA\x1b[2J0000000000000"])
def test_what_is_no_key_id_is_no_mark(key_id: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor is then one session known to be of the same key as another."""
    use(key_id, monkeypatch)
    keep()
    plan = profiles_of().plan("default-mfa", SERIAL)
    assert (plan.refreshes, plan.replaces) == (False, True)
    assert not any(name == "mfa_source_key_id" for change in plan.changes for name, _ in change.settings)


def test_a_profile_with_another_key(folder: Path) -> None:
    """Where a profile's access key was exchanged, its earlier session is of another one."""
    keep("work")
    assert profiles_of("work").kept() == (KeptSession("work-mfa", EXPIRES),)
    file = folder / "credentials"
    file.write_text(file.read_text().replace(f"aws_access_key_id={WORK_ID}", f"aws_access_key_id={BOB}"))
    assert profiles_of("work").kept() == ()
    plan = profiles_of("work").plan("work-mfa", SERIAL)
    assert (plan.refreshes, plan.replaces) == (False, True)
    profiles_of("work").keep(plan, LATER)
    assert profiles_of("work").plan("work-mfa", SERIAL).refreshes
    assert keys_of("work-mfa")[0] == "ASIATWO"


def test_a_profile_whose_key_is_not_known(folder: Path) -> None:
    """Where an ID is missing, on either side, the profile's name decides: a command may bring the key."""
    keep("work")
    file = folder / "credentials"
    marked = file.read_text()
    file.write_text(marked.replace(f"mfa_source_key_id = {WORK_ID}\n", ""))
    assert profiles_of("work").plan("work-mfa", SERIAL).refreshes
    keep("work")
    assert file.read_text() == marked
    file.write_text(marked.replace(f"aws_access_key_id={WORK_ID}\naws_secret_access_key=two\n", ""))
    assert profiles_of("work").plan("work-mfa", SERIAL).refreshes
    assert profiles_of("work").kept() == (KeptSession("work-mfa", EXPIRES),)


@pytest.mark.parametrize("before", ["free", "own"])
def test_another_session_meanwhile(folder: Path, before: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A session that someone else keeps there between plan and keeping is not written over."""
    use(ALICE, monkeypatch)
    if before == "own":
        keep()
    profiles = profiles_of()
    plan = profiles.plan("default-mfa", SERIAL)
    theirs = f"{CREDENTIALS}\n{lines_of('default-mfa', LATER, '', BOB)}"
    (folder / "credentials").write_text(theirs)
    assert stopped(lambda: profiles.keep(plan, KEYS)) == ProfileTakenMeanwhile(profile="default-mfa", refusal=None)
    assert read_both(folder)[0] == theirs


@pytest.mark.parametrize("profile", [None, "work"])
@pytest.mark.parametrize("in_environment", [False, True])
@pytest.mark.usefixtures("folder")
def test_keys_in_the_environment_are_told_of(
    *, profile: str | None, in_environment: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A plan says whether renewing takes them, and whether AWS tools take them before a profile named there."""
    if in_environment:
        use(ALICE, monkeypatch)
    plan = profiles_of(profile).plan("x", SERIAL)
    assert plan.needs_environment is (in_environment and profile is None)
    assert plan.outranked is in_environment


@pytest.mark.usefixtures("folder")
def test_keys_of_a_kept_session_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """They stand for the profile that the session is of; keys that no file knows stand for themselves."""
    keep("work")
    use(KEYS.access_key_id, monkeypatch)
    monkeypatch.setenv("AWS_SESSION_TOKEN", "token//one==")
    profiles = profiles_of()
    assert (profiles.suggestion(), profiles.kept()) == ("work-mfa", (KeptSession("work-mfa", EXPIRES),))
    plan = profiles.plan("work-mfa", SERIAL)
    assert (plan.refreshes, plan.needs_environment, plan.outranked) == (True, False, True)
    use("ASIAOFSOMEONE0000000", monkeypatch)
    assert profiles_of().kept() == ()
