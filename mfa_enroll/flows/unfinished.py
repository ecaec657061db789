"""What is known of a device that is being turned on, for whoever leaves or is stopped before it is on."""

import dataclasses
from dataclasses import dataclass

from mfa_enroll.domain.device import OldDevice
from mfa_enroll.domain.principal import IamUser
from mfa_enroll.domain.trouble import Incident
from mfa_enroll.flows.exceptions import Ended, Leave
from mfa_enroll.flows.outcome import NotEnabled, UnfinishedDeleted
from mfa_enroll.flows.questions import DeviceReport, Leaving


@dataclass(slots=True)
class Unfinished:
    """A device that is being turned on.

    Attributes:
        user: Whose it is.
        replaces: What became of the device of that name that was on before in this run, if one was.
        others: Whether other devices of theirs are on.
        unclear: Whether it may be on: AWS did not answer the codes, and has not listed the devices since.
        undeletable: Whether AWS has said that the user may not delete it.
    """

    user: IamUser
    replaces: OldDevice | None = None
    others: bool = False
    unclear: bool = False
    undeletable: bool = False

    def listed(self, report: DeviceReport) -> None:
        """Take note of what AWS has listed."""
        self.unclear = False
        self.others = any(device != report.own for device in report.devices)

    def on_leaving(self) -> Leaving:
        """The question what becomes of it."""
        return Leaving(
            self.user.device_serial,
            replaced=self.replaces,
            others=self.others,
            unclear=self.unclear,
            deletable=not self.undeletable,
        )

    def left(self, leave: Leave) -> Ended:
        """The end for someone who has left it as it is."""
        return Ended(
            NotEnabled(
                because=leave.because,
                left_behind=leave.left_behind,
                replaced=self.replaces,
                others=self.others,
                unclear=self.unclear,
                undeletable=self.undeletable,
            )
        )

    def deleted(self, leave: Leave, *, found: bool) -> Ended:
        """The end for someone who had it deleted. ``found``: whether AWS found it then."""
        return Ended(
            UnfinishedDeleted(
                because=leave.because,
                serial=self.user.device_serial,
                found=found,
                replaced=self.replaces,
                others=self.others,
            )
        )

    def met(self, incident: Incident) -> Incident:
        """An incident that was met on the way, with what is so beside it."""
        if self.replaces is None:
            return incident
        return dataclasses.replace(incident, old_device=self.replaces, others_on=self.others)
