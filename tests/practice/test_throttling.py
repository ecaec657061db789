"""Too many calls at once."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from mfa_enroll.domain.failure import Call
from mfa_enroll.practice.faults import DropAfter, Refuse
from mfa_enroll.practice.throttling import IAM_CHANGES, IAM_READS, STS, Limit, Throttling, TokenBucket, aws_like


class Clock:
    """Seconds, by hand."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        """The time now."""
        return self.now


def test_a_burst_and_then_the_rate() -> None:
    """As many as the burst pass at once, then one for each token that has come since, and never more than the burst."""
    clock = Clock()
    bucket = TokenBucket(Limit(rate=2, burst=3), clock)
    assert [bucket.take() for _ in range(5)] == [True, True, True, False, False]
    clock.now += 0.5
    assert [bucket.take() for _ in range(2)] == [True, False]
    clock.now += 3_600
    assert [bucket.take() for _ in range(4)] == [True, True, True, False]


def test_each_call_has_a_bucket_of_its_own() -> None:
    """Who makes too many of one call is free to make another one."""
    throttling = Throttling(lambda _call: Limit(rate=1, burst=1), clock=Clock())
    assert [throttling.next(Call.CREATE) for _ in range(2)] == [None, Refuse("Throttling")]
    assert throttling.next(Call.ENABLE) is None
    assert throttling.turned_away == {Call.CREATE: 1}


def test_what_is_scripted_comes_first_and_takes_no_token() -> None:
    """A scripted failure stays what it is."""
    throttling = Throttling(lambda _call: Limit(rate=1, burst=1), clock=Clock())
    throttling.add(Call.CREATE, fault=DropAfter())
    assert [throttling.next(Call.CREATE) for _ in range(3)] == [DropAfter(), None, Refuse("Throttling")]


@pytest.mark.parametrize(
    ("call", "limit"),
    [
        (Call.WHO_AM_I, STS),
        (Call.START_SESSION, STS),
        (Call.CREATE, IAM_CHANGES),
        (Call.LIST, IAM_READS),
        ("iam:GetUser", IAM_READS),
    ],
)
def test_limits_go_by_service_and_kind(call: str, limit: Limit) -> None:
    """STS lets many through, IAM fewer, and of changes the fewest."""
    assert aws_like(call) == limit


def test_threads_share_one_bucket() -> None:
    """However many ask at once, no token is taken twice."""
    throttling = Throttling(lambda _call: Limit(rate=1, burst=50), clock=Clock())
    with ThreadPoolExecutor(8) as pool:
        passed = [fault is None for fault in pool.map(lambda _: throttling.next(Call.LIST), range(400))]
    assert passed.count(True) == 50
    assert throttling.turned_away[Call.LIST] == 350
