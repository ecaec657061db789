"""What an account asks of a new console password."""

import pytest

from mfa_enroll.domain.passwords import Complaint, Field, PasswordPolicy, Rule, RuleKind, Unfit, unfit
from mfa_enroll.domain.secret import Secret

AWS_OWN = PasswordPolicy()
NAMED = PasswordPolicy(minimum_length=6, kinds=0, uppercase=True, lowercase=True, numbers=True, symbols=True)
THREE_KINDS = Rule(RuleKind.KINDS, 3)
TYPED_TWICE = Rule(RuleKind.TYPED_TWICE)


def broken(policy: PasswordPolicy, password: str) -> list[Rule]:
    """The rules that a password breaks that is typed twice alike."""
    return [rule for rule in policy.rules() if not rule.is_kept_by(Secret(password), Secret(password))]


@pytest.mark.parametrize(
    ("password", "rules"),
    [
        *((fit, []) for fit in ("Abcdefg1", "abcdef1-", "ABCDEF1-", "Abcdefg-", "Abc 1234", "Ab1\nxxxx")),
        *((few, [THREE_KINDS]) for few in ("abcdefgh", "abcdefg1", "ABCDEFG1", "abcdefg-", "1234567-", "abcdé12345")),
        ("Abcde1-", [Rule(RuleKind.LENGTH, 8)]),
    ],
)
def test_awss_own_policy_asks_for_three_kinds(password: str, rules: list[Rule]) -> None:
    """Where no policy is set: eight characters, of three kinds. A letter outside A to Z is of no kind."""
    assert broken(AWS_OWN, password) == rules


@pytest.mark.parametrize("character", ["é", "\n", "a"])
def test_length(character: str) -> None:
    """Length is counted in characters, whatever they are, and the least is enough."""
    policy = PasswordPolicy(minimum_length=10, kinds=0)
    assert broken(policy, character * 9) == [Rule(RuleKind.LENGTH, 10)]
    assert broken(policy, character * 10) == []


@pytest.mark.parametrize(
    ("password", "missing"),
    [
        ("abc1-x", RuleKind.CAPITAL),
        ("ABC1-X", RuleKind.SMALL),
        ("Abcd-x", RuleKind.NUMBER),
        *((f"Abcd1{other}", RuleKind.SYMBOL) for other in '\\., ~/":`<é§x'),
        *((f"Abcd1{symbol}", None) for symbol in "!@#$%^&*()_+-=[]{}|'"),
    ],
)
def test_named_kinds(password: str, missing: RuleKind | None) -> None:
    """A policy that names kinds asks for each of them. AWS's symbols count as one each, and nothing else does."""
    assert broken(NAMED, password) == ([] if missing is None else [Rule(missing)])
    assert broken(PasswordPolicy(minimum_length=6, kinds=0), password) == []


def test_rules_are_in_the_order_in_which_they_are_read() -> None:
    """Length first, then the kinds, and last what is typed again."""
    named = [RuleKind.CAPITAL, RuleKind.SMALL, RuleKind.NUMBER, RuleKind.SYMBOL]
    assert list(AWS_OWN.rules()) == [Rule(RuleKind.LENGTH, 8), THREE_KINDS, TYPED_TWICE]
    assert list(NAMED.rules()) == [Rule(RuleKind.LENGTH, 6), *map(Rule, named), TYPED_TWICE]


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("x" * 128, None),
        ("Zoë Ünsal£ÿ\t\r\n", None),
        ("x" * 129, Unfit.TOO_LONG),
        *((odd, Unfit.NOT_TYPEABLE) for odd in ("Абв12345", "pass\u20acword", "pass\U0001f511", "a\x00b", "a\x1fb")),
    ],
)
def test_unfit_whatever_the_policy(password: str, reason: Unfit | None) -> None:
    """What AWS takes in no account is found before it is sent: too many characters, or ones it does not know."""
    assert unfit(Secret(password)) is reason


@pytest.mark.parametrize(
    ("typed", "complaint"),
    [
        (("", "", ""), Complaint(Field.CURRENT)),
        (("", "Абв", "x"), Complaint(Field.CURRENT)),
        (("old", "x" * 129, ""), Complaint(Field.NEW, unfit=Unfit.TOO_LONG)),
        (("old", "Абв", "Абв"), Complaint(Field.NEW, unfit=Unfit.NOT_TYPEABLE)),
        (("old", "abcdefgh", "abcdefgh"), Complaint(Field.NEW, missing=(THREE_KINDS,))),
        (("old", "abcdefgh", "abcdefg"), Complaint(Field.NEW, missing=(THREE_KINDS, TYPED_TWICE))),
        (("old", "", ""), Complaint(Field.NEW, missing=(Rule(RuleKind.LENGTH, 8), THREE_KINDS, TYPED_TWICE))),
        (("old", "Abcdefg1", ""), Complaint(Field.AGAIN, missing=(TYPED_TWICE,))),
        (("old", "Abcdefg1", "Abcdefg2"), Complaint(Field.AGAIN, missing=(TYPED_TWICE,))),
        (("old", "Abcdefg1", "Abcdefg1"), None),
    ],
)
def test_the_first_complaint(typed: tuple[str, str, str], complaint: Complaint | None) -> None:
    """Complaints come in the order of the fields. Only a password that keeps to all else is wrong the second time."""
    assert AWS_OWN.complaint(*map(Secret, typed)) == complaint


def test_nothing_typed_twice_is_no_password() -> None:
    """A policy that asks for nothing is not kept by nothing."""
    nothing = PasswordPolicy(minimum_length=0, kinds=0).complaint(Secret("old"), Secret(""), Secret(""))
    assert nothing == Complaint(Field.AGAIN, missing=(TYPED_TWICE,))
