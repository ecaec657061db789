"""The changes that are offered do what they are offered for, and no more."""

import pytest

from mfa_enroll.domain.failure import Call
from mfa_enroll.domain.principal import IamUser
from mfa_enroll.policies import force_mfa
from mfa_enroll.policy.asking import request
from mfa_enroll.policy.attached import Policies
from mfa_enroll.policy.changes import change, change_for_all
from mfa_enroll.policy.decision import Decision, Policy, Source
from mfa_enroll.policy.edits import Edit, Kind, applied
from mfa_enroll.policy.events import Credentials, Event, Step
from mfa_enroll.policy.mending import merged
from mfa_enroll.policy.outlook import Answer, outlook
from tests.policy.test_events import ALICE, allowing, denying, identity, statements
from tests.support.published import PUBLISHED, Published

DEVICE_EVENTS = [event for event in Event if not event.is_work]
WITH_DELETION = {Event.START_AGAIN, Event.NEW_PHONE, Event.TURN_OFF}


def after(policies: Policies, edits: tuple[Edit, ...]) -> Policies:
    """The policies after all edits."""
    for edit in edits:
        policies = applied(policies, edit)
    return policies


def may_delete(policies: Policies, user: IamUser) -> bool:
    """Whether the access key alone may delete the device."""
    step = Step(Call.DELETE, user.device_serial, Credentials.ACCESS_KEY)
    return policies.decide(request(policies, step, user, {})).decision is Decision.ALLOWED


@pytest.mark.parametrize("event", DEVICE_EVENTS)
@pytest.mark.parametrize("published", PUBLISHED, ids=str)
def test_each_change_makes_its_event_possible(published: Published, event: Event) -> None:
    """Applied literally, the strict change and the convenient one do; a strict one that lets keys delete says so."""
    policies, user = identity(published.document), published.user
    found = change(policies, event, user)
    before = outlook(policies, event, user)
    assert (found is None) is (before.answer is Answer.YES)
    if found is None:
        return
    assert found.strict is not None
    strict = outlook(after(policies, found.strict), event, user)
    assert Answer.YES in {strict.answer, strict.without_deletion}
    lets_delete = may_delete(after(policies, found.strict), user) and not may_delete(policies, user)
    assert found.lets_delete is lets_delete
    if {edit.kind for edit in found.strict} <= {Kind.ADD_STATEMENT, Kind.ADD_TO_NOT_ACTION}:
        assert not lets_delete
    if found.convenient:
        assert not found.lets_delete
        assert event in WITH_DELETION
        assert outlook(after(policies, found.convenient), event, user).answer is Answer.YES
        assert may_delete(after(policies, found.convenient), user)


@pytest.mark.parametrize("published", PUBLISHED, ids=str)
def test_the_change_for_all_makes_all_possible(published: Published) -> None:
    """One change for everything; by the convenient one nobody needs an administrator any more."""
    policies, user = identity(published.document), published.user
    found = change_for_all(policies, user)
    if found is None:
        missing = [event for event in DEVICE_EVENTS if outlook(policies, event, user).answer is Answer.NO]
        assert len(missing) <= 1
        return
    for edits in (found.strict, found.convenient or found.strict):
        assert edits
        answers = {event: outlook(after(policies, edits), event, user) for event in DEVICE_EVENTS}
        left = {event for event, each in answers.items() if each.answer is not Answer.YES}
        assert left <= ({Event.START_AGAIN} if edits is found.strict and found.convenient else set())
        assert (
            outlook(after(policies, edits), Event.WORK_WITHOUT_MFA, user)
            == outlook(policies, Event.WORK_WITHOUT_MFA, user)
            or outlook(after(policies, edits), Event.WORK_WITHOUT_MFA, user).answer is Answer.NO
        )


@pytest.mark.parametrize("published", PUBLISHED, ids=str)
def test_a_policy_that_does_not_force_mfa_is_told_how_to(published: Published) -> None:
    """The edit blocks work without MFA, and nobody who could enroll before is kept from it."""
    policies, user = identity(published.document), published.user
    found = change(policies, Event.WORK_WITHOUT_MFA, user)
    assert (found is None) is (outlook(policies, Event.WORK_WITHOUT_MFA, user).answer is Answer.NO)
    if found:
        assert found.strict
        forced = after(policies, found.strict)
        assert outlook(forced, Event.WORK_WITHOUT_MFA, user).answer is Answer.NO
        assert outlook(forced, Event.ENROLL, user).answer is outlook(policies, Event.ENROLL, user).answer


@pytest.mark.parametrize(("value", "kind"), [("False", Kind.REPLACE_CONDITION), ("true", None), ("yes", None)])
def test_only_a_deny_without_mfa_is_tightened(value: str, kind: Kind | None) -> None:
    """One for requests with MFA, or by a value of unknown meaning, would hit others than access keys."""
    condition = {"Bool": {"aws:MultiFactorAuthPresent": value}}
    found = change(identity(statements(allowing(), denying(Condition=condition))), Event.WORK_WITHOUT_MFA, ALICE)
    assert found is not None
    assert found.strict
    assert found.strict[0].kind is (kind or Kind.ADD_STATEMENT)


@pytest.mark.parametrize(
    ("number", "event", "kinds"),
    [
        ("54", Event.ENROLL, [Kind.SET_VERSION]),
        ("20", Event.ENROLL, [Kind.SET_PARTITION]),
        ("20", Event.NEW_PHONE, [Kind.SET_PARTITION, Kind.ADD_STATEMENT]),
        ("42", Event.ENROLL, [Kind.REPLACE_ACTION]),
        ("49", Event.ENROLL, [Kind.REPLACE_ACTION]),
        ("08", Event.ENROLL, [Kind.ADD_STATEMENT]),
        ("04", Event.FIRST_PASSWORD, [Kind.ADD_TO_NOT_ACTION, Kind.ADD_STATEMENT]),
        ("22", Event.WORK_WITHOUT_MFA, [Kind.REPLACE_CONDITION, Kind.ADD_TO_NOT_ACTION]),
        ("01", Event.WORK_WITHOUT_MFA, [Kind.ADD_STATEMENT]),
        ("04", Event.START_AGAIN, []),
    ],
)
def test_the_change_is_the_smallest(number: str, event: Event, kinds: list[Kind]) -> None:
    """One edit where one does; none where the administrator's deletion does."""
    (published,) = (each for each in PUBLISHED if each.name.startswith(number))
    found = change(identity(published.document), event, published.user)
    assert found is not None
    assert found.strict is not None
    assert [edit.kind for edit in found.strict] == kinds


def test_a_deny_of_named_actions_loses_one() -> None:
    """An action that a Deny names is taken out of it, and the others stay."""
    named = denying(Action=["iam:ResyncMFADevice", "iam:CreateUser"])
    found = change(identity(force_mfa(), statements(named)), Event.RESYNC, ALICE)
    assert found is not None
    assert found.strict == (
        Edit(Kind.REMOVE_FROM_ACTION, Source.IDENTITY, {"Action": ["iam:ResyncMFADevice"]}, 1, "Denying"),
    )


def test_a_deny_by_wildcards_is_left_alone() -> None:
    """What cannot be exempted by a small edit is not rewritten."""
    found = change(identity(force_mfa(), statements(denying(Action="iam:*"))), Event.RESYNC, ALICE)
    assert found is not None
    assert found.strict is None


def test_a_deny_elsewhere_gets_the_users_own_resources() -> None:
    """A Deny with NotResource that leaves out a user's path is told the form with one."""
    away = denying(Action="iam:*", NotResource=["arn:aws:iam::*:user/${aws:username}"])
    del away["Resource"]
    policies = identity(statements(allowing(), away))
    engineer = IamUser("aws", "111122223333", "alice", "/eng/")
    found = change(policies, Event.RESYNC, engineer)
    assert found is not None
    assert found.strict
    assert [edit.kind for edit in found.strict] == [Kind.ADD_TO_NOT_RESOURCE]
    assert outlook(after(policies, found.strict), Event.RESYNC, engineer).answer is Answer.YES


def test_a_deny_of_all_work_is_limited_to_requests_without_mfa() -> None:
    """An unconditional Deny gets the condition; one with a condition of its own is not touched."""
    policies = identity(statements(denying()))
    found = change(policies, Event.WORK_WITH_MFA, ALICE)
    assert found is not None
    assert found.strict
    assert outlook(after(policies, found.strict), Event.WORK_WITH_MFA, ALICE).answer is Answer.YES
    assert outlook(after(policies, found.strict), Event.WORK_WITHOUT_MFA, ALICE).answer is Answer.NO
    own = identity(statements(denying(Condition={"Bool": {"aws:SecureTransport": "true"}})))
    kept = change(own, Event.WORK_WITH_MFA, ALICE)
    assert kept is not None
    assert kept.strict is None


@pytest.mark.parametrize("kind", [Source.BOUNDARY, Source.SERVICE_CONTROL])
def test_what_bounds_the_user_is_what_changes(kind: Source) -> None:
    """Where a boundary or a service control policy does not allow the calls, the statement goes in there."""
    narrow = Policy.parse(statements(allowing("s3:*")))
    own = (Policy.parse(force_mfa()),)
    policies = Policies(own, narrow) if kind is Source.BOUNDARY else Policies(own, service_control=(narrow,))
    found = change(policies, Event.ENROLL, ALICE)
    assert found is not None
    assert found.strict
    assert {(edit.kind, edit.source) for edit in found.strict} == {(Kind.ADD_STATEMENT, kind)}
    assert outlook(after(policies, found.strict), Event.ENROLL, ALICE).answer is Answer.YES


def test_a_new_statement_takes_no_sid_that_is_taken() -> None:
    """AWS refuses two statements of one Sid, so an administrator can paste it into the same document."""
    taken = statements({**allowing("iam:ListMFADevices"), "Sid": "AllowOwnMFADevice"})
    found = change(identity(taken), Event.ENROLL, ALICE)
    assert found is not None
    assert found.strict
    assert [edit.json["Sid"] for edit in found.strict] == ["AllowOwnMFADevice2"]


DELETE, DEACTIVATE = "iam:DeleteVirtualMFADevice", "iam:DeactivateMFADevice"


@pytest.mark.parametrize(
    ("actions", "event", "strict", "convenient"),
    [
        ("iam:ResyncMFADevice", Event.RESYNC, [Kind.REMOVE_STATEMENT], None),
        (["iam:createvirtualmfadevice"], Event.ENROLL, [Kind.REMOVE_STATEMENT], None),
        (DELETE, Event.START_AGAIN, [], [Kind.REMOVE_STATEMENT]),
        (DELETE, Event.NEW_PHONE, [Kind.REPLACE_CONDITION], [Kind.REMOVE_STATEMENT]),
        (
            [DELETE, DEACTIVATE],
            Event.TURN_OFF,
            [Kind.REPLACE_CONDITION],
            [Kind.REMOVE_FROM_ACTION, Kind.REPLACE_CONDITION],
        ),
        (
            [DELETE, "iam:CreateVirtualMFADevice"],
            Event.NEW_PHONE,
            [Kind.REMOVE_FROM_ACTION, Kind.REPLACE_CONDITION],
            [Kind.REMOVE_STATEMENT],
        ),
        (["iam:Delete*"], Event.NEW_PHONE, None, None),
    ],
)
def test_a_deny_of_the_calls_alone_goes_or_stays_for_requests_without_mfa(
    actions: object, event: Event, strict: list[Kind] | None, convenient: list[Kind] | None
) -> None:
    """A Deny that is about nothing else is removed; one that keeps devices from access keys goes on to do so."""
    policies = identity(force_mfa(), statements(denying(Action=actions)))
    found = change(policies, event, ALICE)
    assert found is not None
    assert (kinds(found.strict), kinds(found.convenient)) == (strict, convenient)
    for edits in (found.strict, found.convenient):
        if edits:
            assert outlook(after(policies, edits), event, ALICE).answer is Answer.YES
    if found.strict:
        assert may_delete(after(policies, found.strict), ALICE) is may_delete(policies, ALICE)


def kinds(edits: tuple[Edit, ...] | None) -> list[Kind] | None:
    """What is done, one after the other."""
    return None if edits is None else [edit.kind for edit in edits]


def test_a_deny_with_conditions_of_its_own_keeps_them() -> None:
    """Being limited to requests without MFA is one condition more."""
    secure = {"Bool": {"aws:SecureTransport": "true"}, "BoolIfExists": {"aws:ViaAWSService": "false"}}
    policies = identity(force_mfa(), statements(denying(Action=DELETE, Condition=secure)))
    found = change(policies, Event.TURN_OFF, ALICE)
    assert found is not None
    assert found.strict is not None
    (edit,) = found.strict
    both = {"aws:ViaAWSService": "false", "aws:MultiFactorAuthPresent": "false"}
    assert edit.json == {"Condition": {"Bool": {"aws:SecureTransport": "true"}, "BoolIfExists": both}}


@pytest.mark.parametrize("published", PUBLISHED, ids=str)
def test_forcing_mfa_takes_nothing_from_users_unsaid(published: Published) -> None:
    """What the strict change takes away is named: no more than deletion without MFA. The convenient takes nothing."""
    policies, user = identity(published.document), published.user
    found = change(policies, Event.WORK_WITHOUT_MFA, user)
    if found is None:
        assert outlook(policies, Event.WORK_WITHOUT_MFA, user).answer is Answer.NO
        return
    assert found.strict is not None
    assert set(found.lost) <= {Event.START_AGAIN}
    assert lost(policies, found.strict, user) == set(found.lost)
    assert bool(found.convenient) is bool(found.lost)
    if found.convenient:
        assert lost(policies, found.convenient, user) == set()
        assert outlook(after(policies, found.convenient), Event.WORK_WITHOUT_MFA, user).answer is Answer.NO


def lost(policies: Policies, edits: tuple[Edit, ...], user: IamUser) -> set[Event]:
    """What users can do before the edits and not after them."""
    before, then = (
        {event for event in Event if event.is_wanted and outlook(each, event, user).answer is Answer.YES}
        for each in (policies, after(policies, edits))
    )
    return before - then


@pytest.mark.parametrize(
    ("number", "expected"), [("01", {Event.START_AGAIN}), ("05", {Event.START_AGAIN}), ("22", set())]
)
def test_what_forcing_mfa_takes_away_is_named(number: str, expected: set[Event]) -> None:
    """Under these three, users could start again or change the first password with the key alone."""
    (published,) = (each for each in PUBLISHED if each.name.startswith(number))
    found = change(identity(published.document), Event.WORK_WITHOUT_MFA, published.user)
    assert found is not None
    assert set(found.lost) == expected


def test_what_hangs_on_a_condition_is_not_taken_away_either() -> None:
    """Who can do it from the office alone can do so after the convenient change, and from nowhere else."""
    office = {"IpAddress": {"aws:SourceIp": "192.0.2.0/24"}}
    policies = identity(statements(allowing(Condition=office)))
    found = change(policies, Event.WORK_WITHOUT_MFA, ALICE)
    assert found is not None
    assert found.convenient
    assert kinds(found.convenient) == [Kind.ADD_STATEMENT]
    assert outlook(after(policies, found.convenient), Event.START_AGAIN, ALICE).answer is Answer.DEPENDS


def test_edits_of_one_statement_are_told_as_one() -> None:
    """What is added to a NotAction that the same change brings stands in it at once."""

    def edit(kind: Kind, statement: str, *actions: str, index: int = 0) -> Edit:
        return Edit(kind, Source.IDENTITY, {"NotAction": list(actions)}, index, statement)

    new = Edit(Kind.ADD_STATEMENT, Source.IDENTITY, {"Sid": "New", "NotAction": ["a:A"]})
    edits = [
        edit(Kind.REPLACE_ACTION, "Denying", "a:A", "a:B"),
        new,
        edit(Kind.ADD_TO_NOT_ACTION, "Denying", "a:B", "a:C"),
        edit(Kind.ADD_TO_NOT_ACTION, "New", "a:D", index=1),
        edit(Kind.ADD_TO_NOT_ACTION, "Denying", "a:E", index=1),
    ]
    assert merged(edits) == (
        edit(Kind.REPLACE_ACTION, "Denying", "a:A", "a:B", "a:C"),
        Edit(Kind.ADD_STATEMENT, Source.IDENTITY, {"Sid": "New", "NotAction": ["a:A", "a:D"]}),
        edit(Kind.ADD_TO_NOT_ACTION, "Denying", "a:E", index=1),
    )
