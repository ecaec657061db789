"""From a name in AWS to a device that is on: create → show → two codes → enable → make sure.

The listing decides: local state is never trusted over ListMFADevices, so a run that was interrupted anywhere is
finished by the next one.
"""

from collections.abc import Coroutine
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any

from mfa_enroll.domain.device import NewDevice, OldDevice, own_device
from mfa_enroll.domain.failure import Call, Failure
from mfa_enroll.domain.principal import IamUser
from mfa_enroll.domain.secret import Secret
from mfa_enroll.domain.trouble import CallFailed, Stopped
from mfa_enroll.domain.troubles.refusals import TurningOnDenied
from mfa_enroll.flows.account import Account
from mfa_enroll.flows.asks import Need
from mfa_enroll.flows.calls import Passing, change, read
from mfa_enroll.flows.codes import AppEntry, Spent, pair_of_codes
from mfa_enroll.flows.dialogue import Dialogue
from mfa_enroll.flows.exceptions import Ended, GoBack, Leave
from mfa_enroll.flows.outcome import CodesAccepted, Deletion
from mfa_enroll.flows.progress import Doing, Waiting
from mfa_enroll.flows.questions import DeviceReport, LeaveChoice, Leftover, LeftoverChoice, Problem
from mfa_enroll.flows.remarks import ClockOff, NameStillTaken, Note, Remark
from mfa_enroll.flows.story import left_behind, show
from mfa_enroll.flows.taking_away import delete_unfinished, make_way
from mfa_enroll.flows.troubles import DeviceNotListed
from mfa_enroll.flows.unfinished import Unfinished

_START_ANEW = frozenset({Failure.MISSING, Failure.CODES_REFUSED, Failure.KEYS})
"""AWS has no such device, or one of another seed: a second terminal took this one away. Or it does not take the keys
any more, as when a session has ended. Only a new start helps."""


_Settled = tuple[AppEntry | None, Remark | None]
"""What was settled about a leftover: the entry to go on with, or none, and what there is to say of that."""


@dataclass(frozen=True, slots=True)
class TurnedOn:
    """What the listing shows once the device is on, and the codes that were typed for it last."""

    report: DeviceReport
    spent: Spent = field(default_factory=Spent)


class TurningOn:
    """Turns on the user's own device.

    Args:
        account: Whose keys make the calls.
        dialogue: Whom to ask.
        user: Whose device it is.
        replaces: What became of the device of that name that was on before in this run, if one was.
        others: Whether other devices of theirs are on.
    """

    def __init__(
        self,
        account: Account,
        dialogue: Dialogue,
        user: IamUser,
        *,
        replaces: OldDevice | None = None,
        others: bool = False,
    ) -> None:
        self._account = account
        self._dialogue = dialogue
        self._user = user
        self._signed_in = others
        """Whether the account is one in a session with MFA, started with another device."""
        self.unfinished = Unfinished(user, replaces, others)
        """What is known of the device, for whoever leaves or is stopped."""
        self._accepted = False
        """Whether AWS may have taken codes without an answer: what is on then is this device, no other of its name."""

    async def from_the_start(self) -> TurnedOn:
        """Make the device, or settle what is there of that name, and turn it on.

        Raises:
            Ended: The person left, having chosen what becomes of the device.
            Leave: The person left before there was anything to choose.
            Stopped: It cannot go on.
        """
        return await self._to_the_end(await self._create({}))

    async def anew(self) -> TurnedOn:
        """Delete the device of that name, which is not on any more; then as from the start. Raises the same."""
        return await self._to_the_end(*await self._in_its_place())

    async def _to_the_end(self, entry: AppEntry | None, remark: Remark | None = None) -> TurnedOn:
        while True:
            while entry is None:
                entry, remark = await self._settle_leftover(remark)
            try:
                return await self._finish(entry)
            except GoBack:
                entry = None

    async def _create(self, passing: Passing) -> AppEntry | None:
        """Make the device and return its entry, or None where a device of that name is there already."""
        taken = False

        async def create() -> NewDevice:
            nonlocal taken
            try:
                return await self._account.create_device(self._user)
            except CallFailed as failed:
                taken = failed.failure is Failure.EXISTS
                raise

        serial = self._user.device_serial
        try:
            made = await change(self._dialogue, Call.CREATE, self._user, create, passing=passing)
        except Leave:
            raise Leave(left_behind=serial if taken else "") from None
        except CallFailed as failed:
            if failed.failure is Failure.EXISTS:
                return None
            if failed.failure is Failure.UNCLEAR:
                raise Stopped(replace(failed.incident, left_behind=serial)) from None
            raise
        self._accepted = self.unfinished.undeletable = False
        if self.unfinished.replaces:
            self.unfinished.replaces = OldDevice.GONE
        return AppEntry.to_scan(self._user, made.seed)

    async def _settle_leftover(self, remark: Remark | None) -> _Settled:
        """The leftover's entry, or that of a new device in its place; none where the leftover is still there."""
        with left_behind(self._user.device_serial):
            choice = await self._dialogue.choose(Leftover(self._user.device_serial, remark))
        if choice is LeftoverChoice.SCANNED:
            return AppEntry.on_phone(self._user, Need.RESUME), None
        return await self._in_its_place()

    async def _in_its_place(self) -> _Settled:
        """A new device's entry in place of one that is not on; none where that is still there, and why.

        For a moment after a deletion, AWS may say that the name is taken. Where the policy does not allow the deletion,
        the device can be turned on with the codes of its own entry.
        """
        with left_behind(self._user.device_serial):
            try:
                deletion = await make_way(self._account, self._dialogue, self._user)
            except CallFailed as failed:
                if failed.failure is not Failure.DENIED:
                    raise
                self.unfinished.undeletable = True
                incident = replace(failed.incident, left_behind=self._user.device_serial)
                await show(self._dialogue, self.unfinished.met(incident))
                return None, None
            if self.unfinished.replaces:
                self.unfinished.replaces = OldDevice.GONE if deletion is Deletion.DONE else OldDevice.UNKNOWN
            if deletion is not Deletion.DONE:
                entry = await self._create({Failure.EXISTS: Waiting.NAME_STILL_TAKEN})
                return entry, None if entry else NameStillTaken(deleted=False)
        entry = await self._create({Failure.EXISTS: Waiting.DELETION_NOT_KNOWN_YET})
        return entry, None if entry else NameStillTaken(deleted=True)

    async def _finish(self, entry: AppEntry) -> TurnedOn:
        """Take a device that is there to being on, or leave it in the state that the person chose."""
        listing_first = in_use = False
        spent = Spent()
        while True:
            try:
                try:
                    with left_behind(self._user.device_serial):
                        report = await self._turn_on(entry, spent, listing_first=listing_first)
                    break
                except CallFailed as failed:
                    if failed.failure in _START_ANEW:
                        raise
                    await show(self._dialogue, failed.incident)
            except Leave as leave:
                in_use = await self._leave(entry, leave, in_use=in_use)
            listing_first = True
        if report is None:
            try:
                report = await self._listed(entry)
            except Leave as leave:
                raise Ended(CodesAccepted(user=self._user, because=leave.because)) from None
        return TurnedOn(report, spent)

    async def _turn_on(self, entry: AppEntry, spent: Spent, *, listing_first: bool) -> DeviceReport | None:
        """What the listing shows, where that was asked and the device is on; None where AWS took the codes."""
        remark: Remark | None = Note.DELETION_DENIED if entry.seed and self.unfinished.undeletable else None
        passing: Passing = {Failure.MISSING: Waiting.DEVICE_NOT_KNOWN_YET} if entry.seed else {}
        if listing_first:
            report = await self._report(entry)
            if report.own:
                return self._on(report)
        while True:
            first, second = await pair_of_codes(self._dialogue, entry, self._account.server_time, remark)
            spent.add(self._account.server_time(), first, second)
            entry.codes.start_over()
            refusal = await self._enable(first, second, passing)
            if refusal is None:
                return None
            if refusal.failure is Failure.CODES_REFUSED and (entry.seed is None or remark is not Note.PAIR_REFUSED):
                remark = Note.PAIR_REFUSED if entry.seed else Note.PAIR_REFUSED_UNSEEN
                continue
            # A second terminal, or an answer that was lost, may have turned it on; AWS then refuses in several ways.
            try:
                report = await self._report(entry)
            except Leave:
                raise Leave(refusal.incident) from None
            if report.own:
                return self._on(report)
            if isinstance(refusal.trouble, TurningOnDenied):
                trouble = refusal.trouble.judged(devices_on=bool(report.devices) and not self._signed_in)
                raise CallFailed(refusal.call, trouble)
            if refusal.failure is not Failure.UNCLEAR or remark is Note.PAIR_ANSWER_LOST:
                raise refusal
            remark = Note.PAIR_ANSWER_LOST

    async def _enable(self, first: Secret, second: Secret, passing: Passing) -> CallFailed | None:
        def send() -> Coroutine[Any, Any, None]:
            return self._account.enable_device(self._user, first, second)

        try:
            await change(self._dialogue, Call.ENABLE, self._user, send, passing=passing)
        except CallFailed as failed:
            self.unfinished.unclear = failed.failure is Failure.UNCLEAR
            self._accepted |= self.unfinished.unclear
            return failed
        return None

    def _on(self, report: DeviceReport) -> DeviceReport:
        return report if self._accepted else replace(report, remark=Note.TURNED_ON_ELSEWHERE)

    async def _report(self, entry: AppEntry) -> DeviceReport:
        report = await read(self._dialogue, self._making_sure, lambda: self._listing(entry))
        self.unfinished.listed(report)
        return report

    async def _listing(self, entry: AppEntry) -> DeviceReport:
        devices = await self._account.devices(self._user)
        remark = ClockOff(entry.codes.drift) if entry.codes.drift else None
        return DeviceReport(self._user, own_device(self._user, devices), devices, remark)

    async def _listed(self, entry: AppEntry) -> DeviceReport:
        """The listing with the device for which AWS has just taken the codes, however long it takes to show there."""

        async def listing() -> DeviceReport:
            report = await self._listing(entry)
            if report.own is None:
                raise CallFailed(Call.LIST, DeviceNotListed(user=self._user))
            return report

        passing = {Failure.MISSING: Waiting.DEVICE_NOT_LISTED_YET}
        while True:
            try:
                return await read(self._dialogue, self._making_sure, listing, passing=passing)
            except CallFailed as failed:
                await show(self._dialogue, failed.incident)

    async def _leave(self, entry: AppEntry, leave: Leave, *, in_use: bool) -> bool:
        """Settle what becomes of the device. Returns where the person stays, and whether AWS says that it is in use.

        ``in_use``: AWS said so before, and the listing did not show it.
        """
        serial = self._user.device_serial
        choice = await self._choice_on_leaving() if entry.seed else LeaveChoice.KEEP
        if choice is LeaveChoice.STAY:
            return in_use
        if choice is LeaveChoice.KEEP:
            raise self.unfinished.left(leave) from None
        try:
            deletion = await delete_unfinished(self._account, self._dialogue, self._user)
        except Leave:
            raise self.unfinished.left(leave) from None
        except CallFailed as failed:
            if failed.failure is Failure.IN_USE and not in_use:
                return True  # It is on, and the listing will say so.
            if failed.failure is Failure.DENIED:
                self.unfinished.undeletable = True
                return in_use
            incident = replace(failed.incident, left_behind=serial)
            with suppress(Leave):
                await self._dialogue.choose(Problem(incident, final=True))
            raise self.unfinished.left(Leave(incident, left_behind=serial)) from None
        raise self.unfinished.deleted(leave, found=deletion is Deletion.DONE) from None

    async def _choice_on_leaving(self) -> LeaveChoice:
        """What becomes of the device. A second wish to leave keeps it."""
        try:
            return await self._dialogue.choose(self.unfinished.on_leaving())
        except GoBack:
            return LeaveChoice.STAY
        except Leave:
            return LeaveChoice.KEEP

    @property
    def _making_sure(self) -> Doing:
        return Doing(Call.LIST, self._user, making_sure=True)
