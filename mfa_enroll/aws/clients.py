"""boto3's clients of one session: for reads, which are made again where an answer was lost, and for changes."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import boto3
from botocore.config import Config

from mfa_enroll.aws.clock import ServerClock
from mfa_enroll.aws.timeouts import Timeouts

if TYPE_CHECKING:
    from mypy_boto3_iam import IAMClient
    from mypy_boto3_sts import STSClient

_READ_ATTEMPTS = 3
_CHANGE_ATTEMPTS = 1
"""A change whose answer was lost must not be sent again by itself: the listing decides what became of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clients:
    """Clients with one set of credentials, for use by any thread. Made by :func:`make_clients`."""

    sts_reads: "STSClient"
    sts_changes: "STSClient"
    iam_reads: "IAMClient"
    iam_changes: "IAMClient"

    def for_iam_change(self) -> "IAMClient":
        """The IAM client for changes, with its idle connections closed.

        Minutes pass while a phone is found and a code scanned, and sleeping computers and home routers drop
        idle connections without a word. A change sent over one would be lost, and is not simply sent again.
        """
        self.iam_changes.close()
        return self.iam_changes

    def for_sts_change(self) -> "STSClient":
        """The STS client for changes, with its idle connections closed: see :meth:`for_iam_change`."""
        self.sts_changes.close()
        return self.sts_changes

    def addresses(self) -> Iterator[tuple[str, str]]:
        """The addresses that calls go to, each with its service."""
        yield self.sts_reads.meta.endpoint_url, "sts"
        yield self.iam_reads.meta.endpoint_url, "iam"


def make_clients(session: boto3.Session, endpoint_url: str | None, timeouts: Timeouts, clock: ServerClock) -> Clients:
    """Make the clients of a session. Each answer that they get sets the clock."""

    def make(service: Literal["iam", "sts"], attempts: int) -> Any:  # noqa: ANN401 - the caller names the type
        config = Config(
            connect_timeout=timeouts.connect,
            read_timeout=timeouts.read,
            retries={"mode": "standard", "total_max_attempts": attempts},
        )
        client = session.client(service, endpoint_url=endpoint_url, config=config)
        client.meta.events.register("before-parse", _note_date(clock))
        return client

    return Clients(
        sts_reads=make("sts", _READ_ATTEMPTS),
        sts_changes=make("sts", _CHANGE_ATTEMPTS),
        iam_reads=make("iam", _READ_ATTEMPTS),
        iam_changes=make("iam", _CHANGE_ATTEMPTS),
    )


def _note_date(clock: ServerClock) -> Callable[..., None]:
    """A handler of botocore's that sees every answer, errors and unreadable ones included."""

    def note(response_dict: Mapping[str, Any], **_: object) -> None:
        date = response_dict["headers"].get("date")
        if date is not None:
            clock.note(date)

    return note
