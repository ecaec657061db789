"""Too many calls at once."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from mfa_enroll.domain.failure import Call
from tests.support.faults import DropAfter, Refuse
from tests.support.throttling import IAM_CHANGES, IAM_READS, STS, Limit, Throttling, TokenBucket, aws_like


def throttling(burst: int = 1) -> Throttling:
    """A limit that lets so many through, and no more as long as its clock stands still."""
    return Throttling(lambda _call: Limit(rate=1, burst=burst), clock=lambda: 100.0)


def test_a_burst_and_then_the_rate() -> None:
    """As many as the burst pass at once, then one for each token that has come since, and never more than the burst."""
    times = iter([100.0] * 6 + [100.5] * 2 + [3_700.0] * 4)
    bucket = TokenBucket(Limit(rate=2, burst=3), lambda: next(times))
    assert [bucket.take() for _ in range(5)] == [True, True, True, False, False]
    assert [bucket.take() for _ in range(2)] == [True, False]
    assert [bucket.take() for _ in range(4)] == [True, True, True, False]


def test_each_call_has_a_bucket_of_its_own() -> None:
    """Who makes too many of one call is free to make another one."""
    limits = throttling()
    assert [limits.next(Call.CREATE) for _ in range(2)] == [None, Refuse("Throttling")]
    assert limits.next(Call.ENABLE) is None
    assert limits.turned_away == {Call.CREATE: 1}


def test_what_is_scripted_comes_first_and_takes_no_token() -> None:
    """A scripted failure stays what it is."""
    limits = throttling()
    limits.add(Call.CREATE, fault=DropAfter())
    assert [limits.next(Call.CREATE) for _ in range(3)] == [DropAfter(), None, Refuse("Throttling")]


@pytest.mark.parametrize(
    ("limit", "calls"),
    [(STS, [Call.WHO_AM_I, Call.START_SESSION]), (IAM_CHANGES, [Call.CREATE]), (IAM_READS, [Call.LIST, "iam:GetUser"])],
)
def test_limits_go_by_service_and_kind(limit: Limit, calls: list[str]) -> None:
    """STS lets many through, IAM fewer, and of changes the fewest."""
    assert [aws_like(call) for call in calls] == [limit] * len(calls)


def test_threads_share_one_bucket() -> None:
    """However many ask at once, no token is taken twice."""
    limits = throttling(burst=50)
    with ThreadPoolExecutor(8) as pool:
        passed = [fault is None for fault in pool.map(lambda _: limits.next(Call.LIST), range(400))]
    assert passed.count(True) == 50
    assert limits.turned_away[Call.LIST] == 350
