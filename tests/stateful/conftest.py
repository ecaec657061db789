"""The connections of a sequence."""

import pytest

from mfa_enroll.aws.clock import ServerClock
from mfa_enroll.aws.connection import Connection
from mfa_enroll.aws.timeouts import Timeouts
from mfa_enroll.domain.options import Options
from tests.support.many_runs import Connections, boto3_is_fresh, made_once

__all__ = ["boto3_is_fresh", "connections", "made_once"]


class OfOneAccount(Connections):
    """The connections to the account of this sequence. Those of the one before are dropped."""

    _address: str | None = None

    def connect(self, options: Options, timeouts: Timeouts, clock: ServerClock) -> Connection:
        """Return the connection, having dropped those to another address."""
        if options.endpoint_url != self._address:
            self._address = options.endpoint_url
            self.drop()
        return super().connect(options, timeouts, clock)


@pytest.fixture
def connections() -> Connections:
    """New ones for each sequence."""
    return OfOneAccount()
