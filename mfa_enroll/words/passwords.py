"""What the page says on which a new console password is typed."""

from collections.abc import Iterator

from mfa_enroll.domain.passwords import LONGEST, SYMBOLS, Complaint, Field, PasswordPolicy, Rule, RuleKind, Unfit
from mfa_enroll.words.lists import counted
from mfa_enroll.words.page import Page, Said, Tone

PAGE: Page[None] = Page(
    heading="Change your console password",
    help=(
        "This is the password with which you sign in to the AWS console. What is typed is shown as dots, and goes to "
        "AWS alone. Whether the current password is right AWS says only when the new one is sent. Who never had a "
        "password for the console has nothing to change here: an administrator sets the first one."
    ),
)
FIELDS = {Field.CURRENT: "Current password", Field.NEW: "New password", Field.AGAIN: "New, once more"}
NEEDS = "The new password needs"

_RULES = {
    RuleKind.LENGTH: "at least {number} characters",
    RuleKind.KINDS: "{number} of: capital letter, small letter, number, symbol",
    RuleKind.CAPITAL: "a capital letter, A to Z",
    RuleKind.SMALL: "a small letter, a to z",
    RuleKind.NUMBER: "a number",
    RuleKind.SYMBOL: f"a symbol: {SYMBOLS}",
    RuleKind.TYPED_TWICE: "to be typed twice alike",
}
UNFIT = {
    Unfit.TOO_LONG: f"A password has at most {LONGEST} characters.",
    Unfit.NOT_TYPEABLE: "AWS takes letters, digits and signs of Western European keyboards only.",
}


def rule(rule: Rule) -> str:
    """A thing asked of a new password, as an entry of a list."""
    return _RULES[rule.kind].replace("{number}", str(rule.number))


def complaint(complaint: Complaint) -> Said:
    """What is to be typed otherwise."""
    return Said(Tone.WARNING, _complaint(complaint))


def notes(policy: PasswordPolicy) -> Iterator[str]:
    """What cannot be checked here, and what follows, a sentence each."""
    if not policy.is_known:
        yield "You may not read the account’s rules for passwords. AWS checks the new one by them."
    if policy.reuse_prevention == 1:
        yield "It may not be the current password again."
    elif policy.reuse_prevention:
        yield f"It may not be one of the last {policy.reuse_prevention} passwords."
    if policy.days:
        yield counted(policy.days, "It is valid for {n} day.", "It is valid for {n} days.")
    yield "The current password is checked by AWS, when the new one is sent."


def _complaint(complaint: Complaint) -> str:
    if complaint.unfit:
        return UNFIT[complaint.unfit]
    if complaint.field is Field.CURRENT:
        return "Type your current password, too."
    if complaint.field is Field.AGAIN:
        return "The new password was not typed twice alike."
    return f"The new password still needs {'; '.join(map(rule, complaint.missing))}."
