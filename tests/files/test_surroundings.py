"""What advice can name: here the profile with the access key behind a role."""

from pathlib import Path

import pytest

from mfa_enroll.domain.surroundings import Surroundings
from mfa_enroll.files.surroundings import look_around
from mfa_enroll.words.commands import with_own_key
from tests.files.keeping import keep

ROLES = """
[profile admin]
role_arn = arn:aws:iam::111122223333:role/admin
source_profile = work-mfa
[profile auditor]
role_arn = arn:aws:iam::111122223333:role/auditor
source_profile = admin
[profile plain]
role_arn = arn:aws:iam::111122223333:role/plain
source_profile = work
[profile round]
role_arn = arn:aws:iam::111122223333:role/round
source_profile = again
[profile again]
role_arn = arn:aws:iam::111122223333:role/again
source_profile = round
[profile lost]
role_arn = arn:aws:iam::111122223333:role/lost
source_profile = nobody
"""


@pytest.mark.parametrize(
    ("profile", "behind"),
    [
        ("admin", "work"),
        ("auditor", "work"),
        ("plain", "work"),
        *((profile, "") for profile in ("work", "round", "lost", "nobody", "")),
    ],
)
def test_the_access_key_behind_a_role(profile: str, behind: str, folder: Path) -> None:
    """Whatever lies between: a role, a session that is kept. In a row without an end or a beginning there is none."""
    keep("work")
    with (folder / "config").open("a") as config:
        config.write(ROLES)
    assert look_around(profile).behind == behind


def test_it_is_the_one_that_is_named() -> None:
    """Also where several profiles have a key, and not where it is the one that does not do."""
    around = Surroundings(with_key=("default", "work"), behind="work")
    assert with_own_key(around, "admin") == "mfa-enroll --profile work"
    assert with_own_key(around, "work") == "mfa-enroll --profile default"
