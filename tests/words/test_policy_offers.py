"""The changes in a report: each printed once, and what is said of them is so when they are applied."""

import json
import re
from collections.abc import Iterable
from functools import cache

import pytest

from mfa_enroll.policies import NAMES, document
from mfa_enroll.policy.attached import Policies
from mfa_enroll.policy.check import Check, check
from mfa_enroll.policy.decision import Policy
from mfa_enroll.policy.edits import Edit, applied
from mfa_enroll.policy.events import Event
from mfa_enroll.policy.mending import merged
from mfa_enroll.policy.offers import Offers
from mfa_enroll.policy.outlook import Answer, outlook
from mfa_enroll.words.page import Exact
from mfa_enroll.words.policy_changes import number_of
from mfa_enroll.words.policy_report import report
from mfa_enroll.words.policy_text import as_json
from tests.support.published import PUBLISHED, Published
from tests.words.document import paragraphs

POLICIES = {str(it): Policies((Policy.parse(it.document),)) for it in PUBLISHED} | {
    name: Policies((Policy.parse(document(name)),)) for name in NAMES
}
USERS = dict.fromkeys(NAMES, PUBLISHED[0].user) | {str(it): it.user for it in PUBLISHED}


@cache
def checked(name: str) -> Check:
    """What is found of a policy."""
    return check(POLICIES[name], USERS[name])


def told(found: Check) -> list[str | Exact]:
    """The report, paragraph by paragraph."""
    source, index, _ = next(Policies((Policy.parse(document(NAMES[0])),)).all())
    return list(report(found, {(source, index): "policy.json"}, {}))


def section(found: Check, event: Event) -> str:
    """What is told of one event, up to the next blank line."""
    text = "\n".join(told(found))
    (said,) = re.findall(rf"^{number_of(event)}\. .*\n(?:\d\. .*\n)*((?:.+\n)+)", text, re.MULTILINE)
    return str(said)


def letters(text: str) -> set[str]:
    """The changes that a sentence names."""
    return set(re.findall(r"\b[A-Z]\b", text))


def edits(found: Check, wanted: Iterable[str]) -> tuple[Edit, ...]:
    """What is printed under the letters, applied together."""
    offers = Offers(found)
    return merged(edit for it in (*offers.strict, *offers.convenient) if it.letter in wanted for edit in it.beyond)


@pytest.mark.parametrize("name", POLICIES)
def test_a_report_is_a_table_that_adds_up(name: str) -> None:
    """Eight lines, each event in one with its number; the counts below are theirs. Nothing is wider than 80 columns."""
    rows = [line for line in told(checked(name)) if re.match(r"  \d  ", line)]
    assert [int(row.split()[0]) for row in rows] == [number_of(event) for event in Event]
    (summary,) = [line for line in told(checked(name)) if line.startswith(("Of these", "All 8"))]
    total, *counts = map(int, re.findall(r"\d+", summary))
    assert total == 8 == sum(counts or [8])
    commands = [line for line in told(checked(name)) if line.startswith("aws iam ")]
    assert max(len(line) for line in paragraphs(told(checked(name)), 80) if line not in commands) <= 80


@pytest.mark.parametrize("name", POLICIES)
def test_each_change_is_printed_once_and_named_where_it_helps(name: str) -> None:
    """Neither line has an edit twice, and each letter that an event names has its change."""
    parts, offers = told(checked(name)), Offers(checked(name))
    for changes in (offers.strict, offers.convenient):
        each = [str(edit) for change in changes for edit in change.beyond]
        assert len(set(each)) == len(each)
    printed = [line[7] for line in parts if re.match("Change [A-Z], for ", line)]
    assert printed == sorted(set(printed))
    named = letters(" ".join(re.findall(r"[Cc]hanges? [A-Z](?:, [A-Z])*(?: and [A-Z])?", "\n".join(parts))))
    assert named == set(printed)


@pytest.mark.parametrize("published", PUBLISHED, ids=str)
@pytest.mark.parametrize("event", [event for event in Event if event is not Event.WORK_WITH_MFA])
def test_the_changes_that_an_event_names_do_what_is_said(published: Published, event: Event) -> None:
    """Applied as they are printed, they make it possible; the convenient ones too."""
    found, policies = checked(str(published)), POLICIES[str(published)]
    if event not in found.changes:
        return
    said = section(found, event)
    wanted = Answer.YES if event.is_wanted else Answer.NO
    for sentence in re.findall(
        r"^  (.* makes? it possible\.|.* forces? MFA\.|More convenient: .*)$", said, re.MULTILINE
    ):
        after = policies
        for edit in edits(found, letters(sentence.split(" The parts")[0])):
            after = applied(after, edit)
        assert outlook(after, event, published.user).answer is wanted, sentence


@pytest.mark.parametrize(
    "value",
    [
        {},
        {"NotAction": ["iam:ChangePassword"]},
        {"Action": [f"iam:Action{number}" for number in range(20)], "Resource": "*"},
        {
            "Condition": {
                "StringEquals": {"aws:PrincipalTag/team": ["a" * 30, "b c" * 20, "ü" * 30]},
                "Bool": {"k": "true"},
            }
        },
        [{"Sid": "A" * 40, "Action": ["x" * 70]}, {"Sid": "B" * 90}],
        ["long" * 40, "", {"a": ["deep" * 10, ["er" * 40]]}],
    ],
)
def test_json_is_compact_and_the_same(value: object) -> None:
    """What is copied reads back as what was meant; only a text that is longer by itself is wider than 80 columns."""
    text = as_json(value)
    assert json.loads(text) == value
    assert all(len(line) <= 80 or line.count('"') in (2, 4) for line in text.split("\n"))
