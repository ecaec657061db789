"""The users of one account, and its limits, which they share."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from mfa_enroll.practice.account import PracticeAccount
from tests.load.attending import Seat
from tests.support.faults import Faults
from tests.support.watched import WatchedServer


@dataclass(frozen=True, slots=True)
class Room:
    """One user of the account for each seat, with what of it concerns them."""

    users: tuple[PracticeAccount, ...]
    servers: tuple[WatchedServer, ...]

    @property
    def seats(self) -> list[Seat]:
        """What each is given."""
        return [
            Seat(server.url, user.access_key_id, user.secret_access_key.reveal())
            for user, server in zip(self.users, self.servers, strict=True)
        ]

    @property
    def calls(self) -> list[int]:
        """How many requests came of each."""
        return [len(server.requests) for server in self.servers]

    @property
    def enrolled(self) -> int:
        """How many have their device on."""
        return sum(
            [device.serial for device in user.enabled_devices()] == [user.user.device_serial] for user in self.users
        )

    @property
    def orphans(self) -> int:
        """How many devices there are that are not on."""
        return sum(device.enabled_at is None for user in self.users for device in user.devices.values())


@contextmanager
def room(people: int, limits: Faults) -> Iterator[Room]:
    """Serve an account with so many users, each at an address of their own."""
    users = tuple(PracticeAccount(user=f"user-{number}") for number in range(1, people + 1))
    with ExitStack() as stack:
        servers = tuple(stack.enter_context(WatchedServer(user, faults=limits)) for user in users)
        yield Room(users, servers)
