"""Changes that not all of AWS has heard of yet.

(IAM User Guide, "Troubleshoot IAM": changes that I make are not always immediately visible.)
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass
from typing import Final

from mfa_enroll.practice.account import PracticeAccount
from mfa_enroll.practice.devices import VirtualDevice

_LEARN_LATE: Final[Mapping[str, frozenset[str]]] = {
    "iam:CreateVirtualMFADevice": frozenset({"iam:EnableMFADevice", "iam:DeleteVirtualMFADevice"}),
    "iam:DeleteVirtualMFADevice": frozenset({"iam:CreateVirtualMFADevice"}),
    "iam:EnableMFADevice": frozenset({"iam:ListMFADevices"}),
}
"""Calls that may look at devices as they were before a change. In that state none of them does anything to one."""


@dataclass(frozen=True, slots=True)
class _Change:
    """A device as it was before a change, None where there was none, and the calls that see it so for a while."""

    serial: str
    before: VirtualDevice | None
    seen_by: frozenset[str]
    until: float


class Lagging:
    """What calls still see of an account as it was. Hold the account's lock."""

    def __init__(self, account: PracticeAccount) -> None:
        self._account = account
        self._changes: list[_Change] = []

    @contextmanager
    def around(self, call: str, seconds: float) -> Iterator[None]:
        """The account within the context, as the call sees it.

        Of what the call changes there, other parts of AWS learn so many seconds of the account's time later.
        """
        devices, now = self._account.devices, self._account.clock()
        late = [change for change in self._changes if call in change.seen_by and now < change.until]
        actual = {change.serial: devices.get(change.serial) for change in late}
        self._put({change.serial: change.before for change in late})
        before = {serial: copy(device) for serial, device in devices.items()}
        try:
            yield
            self._changes += [
                _Change(serial, before.get(serial), _LEARN_LATE.get(call, frozenset()), now + seconds)
                for serial in {*before, *devices}
                if seconds and before.get(serial) != devices.get(serial)
            ]
        finally:
            self._put(actual)

    def _put(self, devices: Mapping[str, VirtualDevice | None]) -> None:
        for serial, device in devices.items():
            if device is None:
                self._account.devices.pop(serial, None)
            else:
                self._account.devices[serial] = device
