"""Changing the console password, beside the ways of ``ways_home.py``."""

import pytest

from mfa_enroll.domain.passwords import PasswordPolicy
from mfa_enroll.flows.asks import PasswordAsk
from mfa_enroll.flows.outcome import PasswordChanged
from mfa_enroll.practice.passwords import AccountPasswordPolicy
from tests.flows.way import PASSWORDS
from tests.support.bench import bench
from tests.support.person import Person
from tests.support.story import OLD_PASSWORD, tell_password


@pytest.mark.parametrize(
    ("given", "asked"),
    [
        (None, PasswordPolicy()),
        (
            AccountPasswordPolicy(
                minimum_length=14, require_symbols=True, require_lowercase=True, reuse_prevention=5, max_age=90
            ),
            PasswordPolicy(minimum_length=14, kinds=0, lowercase=True, symbols=True, reuse_prevention=5, days=90),
        ),
    ],
)
async def test_the_accounts_policy_is_what_is_asked_for(given: object, asked: PasswordPolicy) -> None:
    """All that it says arrives with the question; where none is set, AWS's own holds."""
    with bench(password=OLD_PASSWORD, password_policy=given) as here:
        person = Person(here, [PASSWORDS])
        assert isinstance(await tell_password(here, person), PasswordChanged)
        assert person.questions(PasswordAsk)[0].policy == asked
        assert here.practice.login_profile
        assert here.practice.login_profile.password.reveal() == PASSWORDS.new.reveal()
