import pytest

from mfa_enroll.domain.principal import IamUser
from mfa_enroll.policy.context import IAM_REGIONS, request_context
from mfa_enroll.policy.undecidable import UNKNOWN

ALICE = IamUser("aws", "111122223333", "alice")
OF_A_SESSION = {"aws:MultiFactorAuthPresent", "aws:MultiFactorAuthAge", "aws:TokenIssueTime"}
HANGS_ON_THE_REQUEST = {"aws:CurrentTime", "aws:EpochTime", "aws:SourceIp", "aws:UserAgent", "aws:userid"}


def test_what_is_not_known_is_there_all_the_same() -> None:
    """Keys that AWS always sends are never absent: without a value they are UNKNOWN."""
    context = request_context(ALICE, mfa=None)
    assert {key for key, value in context.items() if value is UNKNOWN} == HANGS_ON_THE_REQUEST
    assert not OF_A_SESSION & context.keys()


@pytest.mark.parametrize(
    ("mfa", "keys"),
    [
        (None, {}),
        (False, {"aws:MultiFactorAuthPresent": "false", "aws:TokenIssueTime": "2027-01-15T08:00:00Z"}),
        (
            True,
            {
                "aws:MultiFactorAuthPresent": "true",
                "aws:MultiFactorAuthAge": "5",
                "aws:TokenIssueTime": "2027-01-15T08:00:00Z",
            },
        ),
    ],
)
def test_keys_of_a_session(mfa: bool | None, keys: dict[str, str]) -> None:  # noqa: FBT001 - as the key has it
    """A long-term key carries none; without a code there is no age of one."""
    context = request_context(ALICE, mfa=mfa, session_age=5, now=1_800_000_005)
    assert {key: value for key, value in context.items() if key in OF_A_SESSION} == keys
    if mfa is not None:
        assert request_context(ALICE, mfa=mfa, session_age=5)["aws:TokenIssueTime"] is UNKNOWN


def test_what_is_known_is_carried() -> None:
    """The time in both forms, the address, the tool, the id and the tags; a header that is not there is no key."""
    context = request_context(
        ALICE,
        mfa=None,
        now=1_800_000_005.9,
        source_ip="203.0.113.7",
        user_agent=None,
        user_id="AIDAX",
        tags={"team": "red"},
    )
    assert context["aws:CurrentTime"] == "2027-01-15T08:00:05Z"
    assert context["aws:EpochTime"] == "1800000005"
    assert context["aws:SourceIp"] == "203.0.113.7"
    assert context["aws:userid"] == "AIDAX"
    assert context["aws:PrincipalTag/team"] == "red"
    assert "aws:UserAgent" not in context


@pytest.mark.parametrize(("partition", "region"), IAM_REGIONS.items())
def test_the_region_is_where_iam_is(partition: str, region: str) -> None:
    """Unless another is said, as for STS; of a partition that is not known here it is not known either."""
    user = IamUser(partition, "111122223333", "alice")
    assert request_context(user, mfa=None)["aws:RequestedRegion"] == region
    assert request_context(user, mfa=None, region="eu-west-1")["aws:RequestedRegion"] == "eu-west-1"
    elsewhere = IamUser("aws-iso", "111122223333", "alice")
    assert request_context(elsewhere, mfa=None)["aws:RequestedRegion"] is UNKNOWN
