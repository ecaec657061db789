"""What becomes of each event under the policies that accounts use, and what it depends on."""

from collections.abc import Mapping
from typing import Any

import pytest

from mfa_enroll.domain.principal import IamUser
from mfa_enroll.policies import force_mfa
from mfa_enroll.policy.attached import Policies
from mfa_enroll.policy.causes import Part
from mfa_enroll.policy.check import check
from mfa_enroll.policy.conditions import Condition
from mfa_enroll.policy.decision import Decision, Policy, Source
from mfa_enroll.policy.events import Credentials, Event, steps
from mfa_enroll.policy.outlook import Answer, Outlook, outlook
from tests.support.published import PUBLISHED, Published

ALICE = IamUser("aws", "111122223333", "alice")

NO_ENROLLMENT = {"08", "20", "31", "36", "42", "46", "49", "54"}
"""Published policies under which nobody can turn on a virtual device."""

NO_DELETION_WITH_KEY = {"04", "08", "12", "20", "25", "31", "36", "40", "42", "49", "54"}
NO_DELETION_WITH_MFA = {"04", "08", "12", "20", "25", "31", "36", "49", "54"}

NOT_FORCED = {"01", "05", "08", "22"}
"""Policies without a Deny for everything, or with one that access keys escape."""


def identity(*documents: str | Mapping[str, Any]) -> Policies:
    """The policies of a user who has these documents."""
    return Policies(tuple(Policy.parse(document) for document in documents))


def statements(*elements: Mapping[str, Any]) -> dict[str, Any]:
    """A document of these statements."""
    return {"Version": "2012-10-17", "Statement": list(elements)}


def allowing(action: str = "*", **more: object) -> dict[str, Any]:
    """A statement that allows an action everywhere."""
    return {"Sid": "Allowing", "Effect": "Allow", "Action": action, "Resource": "*", **more}


def denying(**more: object) -> dict[str, Any]:
    """A statement that denies everything."""
    return {"Sid": "Denying", "Effect": "Deny", "Action": "*", "Resource": "*", **more}


def seen(document: Published, event: Event) -> Outlook:
    """What becomes of an event under a published policy."""
    return outlook(identity(document.document), event, document.user)


def answers(policies: Policies, user: IamUser = ALICE) -> dict[Event, Answer]:
    """The answer for every event."""
    return {event: outlook(policies, event, user).answer for event in Event}


def refused(outlook: Outlook) -> set[tuple[str, Credentials]]:
    """The calls that are refused, with what they are signed with."""
    return {(each.step.action, each.step.credentials) for each in outlook.obstacles}


@pytest.mark.parametrize("published", PUBLISHED, ids=str)
def test_whether_an_enrollment_can_finish(published: Published) -> None:
    """Each published policy lets people turn on MFA or does not, as an independent simulator says."""
    expected = Answer.NO if published.name[:2] in NO_ENROLLMENT else Answer.YES
    assert seen(published, Event.ENROLL).answer is expected


@pytest.mark.parametrize("published", PUBLISHED, ids=str)
def test_whether_a_device_can_be_deleted(published: Published) -> None:
    """Deletion is told apart by what it is signed with: the access key for a leftover, a session to move or to end."""
    with_key = ("iam:DeleteVirtualMFADevice", Credentials.ACCESS_KEY) in refused(seen(published, Event.START_AGAIN))
    with_mfa = ("iam:DeleteVirtualMFADevice", Credentials.MFA_SESSION) in refused(seen(published, Event.NEW_PHONE))
    number = published.name[:2]
    assert with_key is (number in NO_DELETION_WITH_KEY)
    assert with_mfa is (number in NO_DELETION_WITH_MFA)


@pytest.mark.parametrize("published", PUBLISHED, ids=str)
def test_whether_mfa_is_forced(published: Published) -> None:
    """Work without MFA is blocked where a Deny applies to access keys, and possible under the others."""
    expected = Answer.YES if published.name[:2] in NOT_FORCED else Answer.NO
    assert seen(published, Event.WORK_WITHOUT_MFA).answer is expected


@pytest.mark.parametrize("number", ["04", "12", "25", "40"])
def test_an_abandoned_device_can_still_be_turned_on(number: str) -> None:
    """Who may not delete it can still finish, with the entry of the first attempt."""
    (published,) = (each for each in PUBLISHED if each.name.startswith(number))
    found = seen(published, Event.START_AGAIN)
    assert (found.answer, found.without_deletion) == (Answer.NO, Answer.YES)


def test_under_the_force_mfa_policy_all_is_possible_that_users_have_to_do() -> None:
    """The policy that the program was made for: everything but work without MFA."""
    found = answers(identity(force_mfa()))
    assert {event for event, answer in found.items() if answer is not Answer.YES} == {Event.WORK_WITHOUT_MFA}
    assert check(identity(force_mfa()), ALICE).answer is Answer.YES


def test_a_path_takes_the_user_out_of_the_force_mfa_policy() -> None:
    """``${aws:username}`` has no path: the calls about the user are refused, those about the device are not."""
    found = outlook(identity(force_mfa()), Event.ENROLL, IamUser("aws", "111122223333", "alice", "/eng/"))
    assert refused(found) == {
        ("iam:ListMFADevices", Credentials.ACCESS_KEY),
        ("iam:EnableMFADevice", Credentials.ACCESS_KEY),
    }
    assert {cause.part for obstacle in found.obstacles for cause in obstacle.causes} == {Part.OTHER_RESOURCE}


def test_the_statement_that_denies_is_named_with_its_condition() -> None:
    """A refusal names the statement, and the condition that made it apply."""
    denial = denying(Condition={"StringNotEquals": {"aws:RequestedRegion": "eu-central-1"}})
    (first, *_) = outlook(identity(force_mfa(), statements(denial)), Event.RESYNC, ALICE).obstacles
    (cause,) = first.causes
    assert first.verdict.decision is Decision.EXPLICITLY_DENIED
    assert (cause.source, cause.index, cause.statement.name, cause.part) == (Source.IDENTITY, 1, "Denying", Part.DENIES)
    assert [(it.operator, it.key, it.values) for it in cause.conditions] == [
        ("StringNotEquals", "aws:RequestedRegion", ("eu-central-1",))
    ]


def test_an_allow_whose_condition_is_not_met_is_named() -> None:
    """Where a statement would allow the call but for a condition, that condition is named and no other."""
    conditions = {"Bool": {"aws:MultiFactorAuthPresent": "true", "aws:SecureTransport": "true"}}
    (first, *_) = outlook(identity(statements(allowing(Condition=conditions))), Event.RESYNC, ALICE).obstacles
    (cause,) = first.causes
    assert cause.part is Part.CONDITION_NOT_MET
    assert [condition.key for condition in cause.conditions] == ["aws:MultiFactorAuthPresent"]


@pytest.mark.parametrize(
    ("condition", "key"),
    [
        ({"IpAddress": {"aws:SourceIp": "192.0.2.0/24"}}, "aws:SourceIp"),
        ({"DateLessThan": {"aws:CurrentTime": "2030-01-01T00:00:00Z"}}, "aws:CurrentTime"),
        ({"StringEquals": {"aws:PrincipalTag/team": "red"}}, "aws:PrincipalTag/team"),
        ({"StringEquals": {"aws:SourceVpc": "vpc-1"}}, "aws:SourceVpc"),
    ],
    ids=["address", "time", "tag", "vpc"],
)
def test_what_cannot_be_known_beforehand_is_told_both_ways(condition: dict[str, Any], key: str) -> None:
    """Where an event hangs on the address, the time, a tag or the network, both outcomes are told."""
    found = outlook(identity(statements(allowing(Condition=condition))), Event.ENROLL, ALICE)
    assert found.answer is Answer.DEPENDS
    told = [([(it.key, met) for it, met in each.assumptions], each.answer) for each in found.outcomes]
    assert told == [([(key, True)], Answer.YES), ([(key, False)], Answer.NO)]
    assert check(identity(statements(allowing(Condition=condition))), ALICE).answer is Answer.DEPENDS


def test_a_condition_and_its_negation_are_one_question() -> None:
    """Allowed from an office and denied from elsewhere: two cases, and not the two that cannot be."""
    office = {"aws:SourceIp": "192.0.2.0/24"}
    document = statements(
        allowing(Condition={"IpAddress": office}),
        denying(Condition={"NotIpAddress": office}),
        allowing() | {"Sid": "B"},
    )
    assert len(outlook(identity(document), Event.ENROLL, ALICE).outcomes) == 2


def test_a_doubt_that_changes_nothing_is_not_told() -> None:
    """What is allowed with or without an unknown address is simply allowed."""
    document = statements(
        allowing(Condition={"IpAddress": {"aws:SourceIp": "192.0.2.0/24"}}), allowing() | {"Sid": "B"}
    )
    found = outlook(identity(document), Event.ENROLL, ALICE)
    assert found.answer is Answer.YES
    assert [outcome.assumptions for outcome in found.outcomes] == [()]
    assert [cause.statement.name for cause in found.outcomes[0].allowed] == ["B"]


def test_what_allows_an_event_is_told_with_the_condition_that_is_met() -> None:
    """Each statement that allows one of its calls, with the conditions that made it apply."""
    with_mfa = {"Bool": {"aws:MultiFactorAuthPresent": "true"}}
    document = statements(
        allowing(Action=["iam:ListMFADevices", "iam:DeleteVirtualMFADevice"]),
        allowing(Action="iam:DeactivateMFADevice", Condition=with_mfa) | {"Sid": "WithMFA"},
    )
    (outcome,) = outlook(identity(document), Event.TURN_OFF, ALICE).outcomes
    assert [(it.statement.number, [each.operator for each in it.conditions]) for it in outcome.allowed] == [
        (1, []),
        (2, ["Bool"]),
    ]


def test_work_depends_on_the_region_where_device_calls_do_not() -> None:
    """IAM's own region is known, other services' are not."""
    region = denying(Condition={"StringNotEquals": {"aws:RequestedRegion": ["us-east-1"]}})
    found = answers(identity(force_mfa(), statements(region)))
    assert (found[Event.ENROLL], found[Event.WORK_WITH_MFA]) == (Answer.YES, Answer.DEPENDS)


def test_what_is_not_known_is_said_and_not_guessed() -> None:
    """Many conditions that nobody can know are too many to tell."""
    tags = [allowing(Condition={"StringEquals": {f"aws:PrincipalTag/{n}": "x"}}) | {"Sid": f"S{n}"} for n in range(9)]
    found = outlook(identity(statements(*tags)), Event.ENROLL, ALICE)
    assert found.answer is Answer.UNKNOWN
    assert any(outcome.doubt for outcome in found.outcomes)


@pytest.mark.parametrize("kind", [Source.BOUNDARY, Source.SERVICE_CONTROL])
def test_a_boundary_or_a_service_control_policy_is_named(kind: Source) -> None:
    """What they do not allow nobody else can: of device calls and of work alike."""
    narrow = Policy.parse(statements(allowing("s3:ListAllMyBuckets")))
    own = (Policy.parse(force_mfa()),)
    policies = Policies(own, narrow) if kind is Source.BOUNDARY else Policies(own, service_control=(narrow,))
    found = answers(policies)
    assert {found[event] for event in Event} == {Answer.NO}
    sources = {each.verdict.source for each in outlook(policies, Event.ENROLL, ALICE).obstacles}
    assert sources == {kind}


def test_only_what_is_not_allowed_by_the_users_own_policies_is_left_to_others() -> None:
    """A Deny of everything keeps people from work with MFA; that nothing allows it does not."""
    assert answers(identity(statements(denying())))[Event.WORK_WITH_MFA] is Answer.NO
    assert answers(identity(statements(allowing("iam:Get*"))))[Event.WORK_WITH_MFA] is Answer.YES


def test_enabling_and_deactivating_a_device_that_is_on_take_a_session() -> None:
    """AWS refuses them with the access key once a device is on: security bulletin AWS-2023-001."""
    taken = {event: steps(event, ALICE) for event in (Event.NEW_PHONE, Event.TURN_OFF)}
    for calls in taken.values():
        with_key = {step.action for step in calls if step.credentials is Credentials.ACCESS_KEY}
        assert with_key == {"iam:ListMFADevices", "sts:GetSessionToken"}


@pytest.mark.parametrize(
    ("key", "event"),
    [
        ("aws:SourceIp", Event.ENROLL),
        ("aws:CurrentTime", Event.ENROLL),
        ("AWS:EpochTime", Event.ENROLL),
        ("aws:userid", Event.ENROLL),
        ("aws:UserAgent", Event.ENROLL),
        ("aws:TokenIssueTime", Event.WORK_WITH_MFA),
        ("aws:MultiFactorAuthAge", Event.WORK_WITH_MFA),
        ("aws:RequestedRegion", Event.WORK_WITH_MFA),
    ],
)
def test_a_key_that_aws_always_sends_is_there_whatever_its_value(key: str, event: Event) -> None:
    """``Null`` is answered for such a key: a Deny where it is absent does not apply, one where it is there does."""
    expected = {"true": Answer.YES, "false": Answer.NO}
    found = {
        absent: outlook(identity(statements(allowing(), denying(Condition={"Null": {key: absent}}))), event, ALICE)
        for absent in expected
    }
    assert {absent: each.answer for absent, each in found.items()} == expected
    assert all(outcome.assumptions == () for each in found.values() for outcome in each.outcomes)


def test_a_key_that_may_be_there_or_not_stays_open() -> None:
    """A tag of the user may be there: both are told, and that one is absent and has a value never go together."""
    tag = "aws:PrincipalTag/team"
    document = statements(
        allowing(Condition={"StringEquals": {tag: "red"}}),
        denying(Condition={"Null": {tag: "true"}}),
    )
    found = outlook(identity(document), Event.ENROLL, ALICE)
    assert found.answer is Answer.DEPENDS
    together = [{(it.operator, met) for it, met in each.assumptions} for each in found.outcomes]
    assert not any({("Null", True), ("StringEquals", True)} <= each for each in together)


@pytest.mark.parametrize("key", ["aws:ResourceTag/team", "iam:ResourceTag/team"])
def test_a_device_has_no_tags(key: str) -> None:
    """There is no device yet when one is created, and it is created without tags. The user may have some."""
    tagged = identity(statements(allowing(Condition={"StringEquals": {key: "red"}})))
    found = outlook(tagged, Event.ENROLL, ALICE)
    assert found.answer is Answer.NO
    assert refused(found) == {("iam:CreateVirtualMFADevice", Credentials.ACCESS_KEY)}
    assert outlook(tagged, Event.RESYNC, ALICE).answer is Answer.DEPENDS


REGION = {"StringNotEquals": {"aws:RequestedRegion": "eu-central-1"}}


@pytest.mark.parametrize(
    ("deny", "answer", "roles"),
    [
        (denying(NotAction=["iam:*", "sts:*"], Condition=REGION), Answer.DEPENDS, [True, False]),
        (denying(NotAction=["sts:*"]), Answer.YES, [True]),
        (denying(Action=["sts:*"]), Answer.YES, [False]),
    ],
    ids=["by region", "always", "others"],
)
def test_taking_on_a_role_is_no_work_yet(deny: dict[str, Any], answer: Answer, roles: list[bool]) -> None:
    """Where nothing but sts:AssumeRole is let through, that is told, and where it depends, that too."""
    if "NotAction" in deny:
        del deny["Action"]
    found = outlook(identity(statements(allowing(), deny)), Event.WORK_WITH_MFA, ALICE)
    assert found.answer is answer
    assert [outcome.through_role for outcome in found.outcomes] == roles
    assert all(bool(outcome.obstacles) is outcome.through_role for outcome in found.outcomes)


def test_a_session_that_is_too_old_for_work_is_told() -> None:
    """Work is possible in a new session; what denies it later is named."""
    old = denying(Condition={"NumericGreaterThan": {"aws:MultiFactorAuthAge": "3600"}})
    found = outlook(identity(statements(allowing(), old)), Event.WORK_WITH_MFA, ALICE)
    assert found.answer is Answer.YES
    assert {cause.statement.name for each in found.old_session for cause in each.causes} == {"Denying"}
    but_roles = denying(NotAction=["sts:*"], Condition=old["Condition"])
    del but_roles["Action"]
    found = outlook(identity(statements(allowing(), but_roles)), Event.WORK_WITH_MFA, ALICE)
    assert "sts:AssumeRole" not in {each.step.action for each in found.old_session} != set()
    endless = denying(Condition={"NumericGreaterThan": {"aws:MultiFactorAuthAge": "129600"}})
    assert outlook(identity(statements(allowing(), endless)), Event.WORK_WITH_MFA, ALICE).old_session == ()


@pytest.mark.parametrize(
    ("entry", "value"),
    [
        ("arn:aws:iam::*:mfa/${aws:PrincipalTag/login}", "alice"),
        ("arn:aws:iam::*:mfa/a${aws:PrincipalTag/login}e", "lic"),
        ("arn:aws:iam::*:${aws:PrincipalTag/login}/${aws:username}", "mfa"),
    ],
)
def test_a_variable_that_is_not_known_is_told_both_ways(entry: str, value: str) -> None:
    """An entry is about the resource with one value of the variable; with any other it is not."""
    own = allowing(Resource=[entry, "arn:aws:iam::*:user/${aws:username}"])
    found = outlook(identity(statements(own)), Event.ENROLL, ALICE)
    asked = Condition("StringEquals", "aws:PrincipalTag/login", (value,))
    assert [(outcome.assumptions, outcome.answer) for outcome in found.outcomes] == [
        (((asked, True),), Answer.YES),
        (((asked, False),), Answer.NO),
    ]


def test_an_entry_that_fits_with_no_value_of_a_variable_does_not_matter() -> None:
    """What is about other devices whatever the variable is allows nothing here, and leaves nothing open."""
    other = allowing(Resource="arn:aws:iam::*:mfa/team-${aws:PrincipalTag/login}")
    found = outlook(identity(statements(other)), Event.ENROLL, ALICE)
    assert [(outcome.assumptions, outcome.answer) for outcome in found.outcomes] == [((), Answer.NO)]


@pytest.mark.parametrize("entry", ["${aws:PrincipalTag/login}*", "${aws:PrincipalTag/login, 'alice'}"])
def test_a_variable_with_which_many_values_fit_is_not_decided(entry: str) -> None:
    """One question would not tell it."""
    own = allowing(Resource=[f"arn:aws:iam::*:mfa/{entry}", "arn:aws:iam::*:user/${aws:username}"])
    assert outlook(identity(statements(own)), Event.ENROLL, ALICE).answer is Answer.UNKNOWN


def test_what_is_assumed_of_a_key_holds_for_all_that_is_said_of_it() -> None:
    """A tag with one value has no other: cases that cannot be are not told."""
    tag = "aws:PrincipalTag/login"
    document = statements(
        allowing(Resource=[f"arn:aws:iam::*:mfa/${{{tag}}}", "arn:aws:iam::*:user/${aws:username}"]),
        denying(Condition={"StringEquals": {tag: "bob"}}),
    )
    for outcome in outlook(identity(document), Event.ENROLL, ALICE).outcomes:
        assert sum(met for _, met in outcome.assumptions) <= 1
