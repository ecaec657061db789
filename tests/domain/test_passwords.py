"""What an account asks of a new console password."""

import pytest

from mfa_enroll.domain.passwords import PasswordPolicy
from mfa_enroll.domain.secret import Secret

AWS_OWN = PasswordPolicy()
NAMED = PasswordPolicy(minimum_length=6, kinds=0, uppercase=True, lowercase=True, numbers=True, symbols=True)


def _broken(policy: PasswordPolicy, password: str) -> list[str]:
    return [rule.words for rule in policy.rules() if not rule.is_kept_by(Secret(password))]


@pytest.mark.parametrize("password", ["Abcdefg1", "abcdef1-", "ABCDEF1-", "Abcdefg-", "Abc 1234", "Ab1\nxxxx"])
def test_awss_own_policy_takes_three_kinds(password: str) -> None:
    """Where no policy is set, eight characters of any three kinds will do."""
    assert _broken(AWS_OWN, password) == []


@pytest.mark.parametrize("password", ["abcdefgh", "abcdefg1", "ABCDEFG1", "abcdefg-", "1234567-", "abcdé12345"])
def test_awss_own_policy_refuses_two_kinds(password: str) -> None:
    """Two kinds are too few, and a letter outside A to Z is of no kind."""
    assert _broken(AWS_OWN, password) == ["3 of: capital letter, small letter, number, symbol"]


def test_length() -> None:
    """Length is counted in characters, whatever they are, and the least is enough."""
    policy = PasswordPolicy(minimum_length=10, kinds=0)
    assert _broken(policy, "é" * 9) == ["at least 10 characters"]
    assert _broken(policy, "é" * 10) == []
    assert _broken(policy, "\n" * 10) == []


@pytest.mark.parametrize(
    ("password", "words"),
    [
        ("abc1-x", "a capital letter, A to Z"),
        ("ABC1-X", "a small letter, a to z"),
        ("Abcd-x", "a number"),
        ("Abcd1x", "a symbol: ! @ # $ % ^ & * ( ) _ + - = [ ] { } | '"),
    ],
)
def test_named_kinds(password: str, words: str) -> None:
    """A policy that names kinds asks for each of them, and says which one is missing."""
    assert _broken(NAMED, password) == [words]
    assert _broken(PasswordPolicy(minimum_length=6, kinds=0), password) == []


@pytest.mark.parametrize("symbol", "!@#$%^&*()_+-=[]{}|'")
def test_symbols(symbol: str) -> None:
    """Each of AWS's symbols counts as one."""
    assert _broken(NAMED, f"Abcd1{symbol}") == []


@pytest.mark.parametrize("other", ["\\", ".", ",", " ", "~", "/", '"', ":", "`", "<", "é", "§"])
def test_no_symbols(other: str) -> None:
    """Nothing else does, not even what looks like one."""
    assert len(_broken(NAMED, f"Abcd1{other}")) == 1


def test_unfit_whatever_the_policy() -> None:
    """What AWS takes in no account is told before it is sent: too many characters, or ones it does not know."""
    assert AWS_OWN.unfit(Secret("x" * 128)) == ""
    assert AWS_OWN.unfit(Secret("Zoë Ünsal£ÿ\t")) == ""
    assert "128" in AWS_OWN.unfit(Secret("x" * 129))
    for password in ("Абв12345", "pass\u20acword", "pass\U0001f511", "a\x00b", "a\x1fb"):
        words = AWS_OWN.unfit(Secret(password))
        assert words
        assert password not in words


@pytest.mark.parametrize(
    ("policy", "notes"),
    [
        (AWS_OWN, []),
        (PasswordPolicy(reuse_prevention=1), ["It may not be the current password again."]),
        (PasswordPolicy(reuse_prevention=24), ["It may not be one of the last 24 passwords."]),
        (PasswordPolicy(days=90), ["It is valid for 90 days."]),
        (
            PasswordPolicy(reuse_prevention=1, days=1),
            ["It may not be the current password again.", "It is valid for 1 day."],
        ),
    ],
)
def test_notes(policy: PasswordPolicy, notes: list[str]) -> None:
    """What cannot be checked here is said, and for how long a password is good."""
    assert list(policy.notes()) == notes
