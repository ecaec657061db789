"""From a name in AWS to a device that is on: create → show → two codes → enable → make sure.

The listing decides: local state is never trusted over ListMFADevices, so a run that was interrupted anywhere is
finished by the next one.
"""

from contextlib import suppress
from dataclasses import dataclass, field, replace

from mfa_enroll.domain.device import NewDevice, own_device
from mfa_enroll.domain.failure import Call, CallFailed, Failure
from mfa_enroll.domain.principal import IamUser
from mfa_enroll.domain.problem import Stopped
from mfa_enroll.domain.secret import Secret
from mfa_enroll.flows import endings, pages
from mfa_enroll.flows.account import Account
from mfa_enroll.flows.calls import change, read
from mfa_enroll.flows.codes import Entry, Spent, pair_of_codes
from mfa_enroll.flows.dialogue import Dialogue, GoBack, Leave
from mfa_enroll.flows.questions import DeviceReport, LeaveChoice, Leaving, Leftover, LeftoverChoice, Need, Remark
from mfa_enroll.flows.remarks import (
    ANSWER_LOST,
    REFUSED,
    REFUSED_UNSEEN,
    STILL_THERE,
    TURNED_ON_ELSEWHERE,
    remark_on_clock,
)
from mfa_enroll.flows.story import Ended, left_behind, show
from mfa_enroll.flows.taking_away import delete_unfinished, make_way

_START_ANEW = frozenset({Failure.MISSING, Failure.CODES_REFUSED, Failure.KEYS})
"""AWS has no such device, or one of another seed: a second terminal took this one away. Or it does not take the keys
any more, as when a session has ended. Only a new start helps."""


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
        replaces: Whether it takes the place of one that was on until a moment ago.
        others: Whether other devices of theirs are on.
    """

    def __init__(
        self, account: Account, dialogue: Dialogue, user: IamUser, *, replaces: bool = False, others: bool = False
    ) -> None:
        self._account = account
        self._dialogue = dialogue
        self._user = user
        self._replaces = replaces
        self._others = others
        self._unclear = False
        """Whether the device may be on: AWS did not answer the codes, and has not listed the devices since."""
        self._accepted = False
        """Whether AWS took a pair of codes, or may have: what is on then is this device, and no other of its name."""

    async def from_the_start(self) -> TurnedOn:
        """Make the device, or settle what is there of that name, and turn it on.

        Raises:
            Ended: The person left, having chosen what becomes of the device.
            Leave: The person left before there was anything to choose.
            Stopped: It cannot go on; the page says why.
        """
        return await self._to_the_end(await self._create(frozenset()))

    async def anew(self) -> TurnedOn:
        """Delete the device of that name, which is not on any more; then as from the start. Raises the same."""
        return await self._to_the_end(await self._in_its_place())

    async def _to_the_end(self, device: Entry | None) -> TurnedOn:
        remark = None
        while True:
            while device is None:
                device = await self._settle_leftover(remark)
                remark = None if device else STILL_THERE
            try:
                return await self._finish(device)
            except GoBack:
                device = None

    async def _create(self, passing: frozenset[Failure]) -> Entry | None:
        """The new device's entry, or None where a device of that name is there already."""
        taken = False

        async def create() -> NewDevice:
            nonlocal taken
            taken = False
            try:
                return await self._account.create_device(self._user)
            except CallFailed as failed:
                taken = failed.failure is Failure.EXISTS
                raise

        words = f"Creating the MFA device {self._user.name} …"
        try:
            made = await change(self._dialogue, Call.CREATE, words, create, passing=passing)
        except Leave as leave:
            raise Leave(leave.because, self._user.device_serial if taken else "") from None
        except CallFailed as failed:
            if failed.failure is Failure.EXISTS:
                return None
            if failed.failure is Failure.UNCLEAR:
                raise Stopped(replace(failed.problem, left_behind=self._user.device_serial)) from None
            raise
        self._accepted = False
        return Entry.to_scan(self._user, made.seed)

    async def _settle_leftover(self, remark: Remark | None) -> Entry | None:
        """The leftover's entry, or that of a new device in its place; None where the name is still taken after all."""
        with left_behind(self._user.device_serial):
            choice = await self._dialogue.leftover(Leftover(self._user.device_serial, remark))
        if choice is LeftoverChoice.SCANNED:
            return Entry.on_phone(self._user, Need.RESUME)
        return await self._in_its_place()

    async def _in_its_place(self) -> Entry | None:
        """A new device's entry in place of one that is not on; None where the name is still taken after all.

        For a moment after a deletion, AWS may say that the name is taken.
        """
        passing = frozenset({Failure.EXISTS})
        with left_behind(self._user.device_serial):
            if not await make_way(self._account, self._dialogue, self._user):
                return await self._create(passing)
        return await self._create(passing)

    async def _finish(self, device: Entry) -> TurnedOn:
        """From a device that is there to one that is on, or to leaving it in the state that the person chose."""
        listing_first = in_use = False
        spent = Spent()
        while True:
            try:
                try:
                    with left_behind(self._user.device_serial):
                        report = await self._turn_on(device, spent, listing_first=listing_first)
                    break
                except CallFailed as failed:
                    if failed.failure in _START_ANEW:
                        raise
                    await show(self._dialogue, failed.problem)
            except Leave as leave:
                in_use = await self._leave(device, leave, in_use=in_use)
            listing_first = True
        if report is None:
            try:
                report = await self._listed(device)
            except Leave as leave:
                raise Ended(endings.accepted(self._user, leave.because)) from None
        return TurnedOn(report, spent)

    async def _turn_on(self, device: Entry, spent: Spent, *, listing_first: bool) -> DeviceReport | None:
        """What the listing shows, where that was asked and the device is on; None where AWS took the codes."""
        remark = None
        if listing_first:
            report = await self._report(device)
            if report.own:
                return self._on(report)
        while True:
            first, second = await pair_of_codes(self._dialogue, device, self._account.server_time, remark)
            spent.add(self._account.server_time(), first, second)
            device.codes.start_over()
            refusal = await self._enable(first, second, passing=frozenset({Failure.MISSING} if device.seed else ()))
            if refusal is None:
                return None
            if refusal.failure is Failure.CODES_REFUSED and (device.seed is None or remark is not REFUSED):
                remark = REFUSED if device.seed else REFUSED_UNSEEN
                continue
            # A second terminal, or an answer that was lost, may have turned it on; AWS then refuses in several ways.
            try:
                report = await self._report(device)
            except Leave:
                raise Leave(refusal.problem) from None
            if report.own:
                return self._on(report)
            if refusal.failure is not Failure.UNCLEAR or remark is ANSWER_LOST:
                raise refusal
            remark = ANSWER_LOST

    async def _enable(self, first: Secret, second: Secret, passing: frozenset[Failure]) -> CallFailed | None:
        try:
            await change(
                self._dialogue,
                Call.ENABLE,
                "Turning the device on …",
                lambda: self._account.enable_device(self._user, first, second),
                passing=passing,
            )
        except CallFailed as failed:
            self._unclear = failed.failure is Failure.UNCLEAR
            self._accepted |= self._unclear
            return failed
        self._accepted = True
        return None

    def _on(self, report: DeviceReport) -> DeviceReport:
        return report if self._accepted else replace(report, remark=TURNED_ON_ELSEWHERE)

    async def _report(self, device: Entry) -> DeviceReport:
        return await read(self._dialogue, "Making sure with AWS …", lambda: self._listing(device))

    async def _listing(self, device: Entry) -> DeviceReport:
        devices = await self._account.devices(self._user)
        self._unclear = False
        return DeviceReport(self._user, own_device(self._user, devices), devices, remark_on_clock(device.codes.drift))

    async def _listed(self, device: Entry) -> DeviceReport:
        """The listing with the device for which AWS has just taken the codes, however long it takes to show there."""

        async def listing() -> DeviceReport:
            report = await self._listing(device)
            if report.own is None:
                raise CallFailed(Call.LIST, Failure.MISSING, pages.not_listed(self._user))
            return report

        while True:
            try:
                return await read(
                    self._dialogue, "Making sure with AWS …", listing, passing=frozenset({Failure.MISSING})
                )
            except CallFailed as failed:
                await show(self._dialogue, failed.problem)

    async def _leave(self, device: Entry, leave: Leave, *, in_use: bool) -> bool:
        """Settle what becomes of the device. Returns where the person stays, and whether AWS says that it is in use.

        ``in_use``: AWS said so before, and the listing did not show it.
        """
        serial = self._user.device_serial
        choice = LeaveChoice.KEEP
        if device.seed:
            choice = await self._dialogue.leaving(Leaving(serial, replaced=self._replaces))
        if choice is LeaveChoice.STAY:
            return in_use
        if choice is LeaveChoice.KEEP:
            raise self._left(leave) from None
        try:
            found = await delete_unfinished(self._account, self._dialogue, self._user)
        except Leave:
            raise self._left(leave) from None
        except CallFailed as failed:
            if failed.failure is Failure.IN_USE and not in_use:
                return True  # It is on, and the listing will say so.
            problem = replace(failed.problem, left_behind=serial, can_retry=False)
            with suppress(Leave):
                await self._dialogue.problem(problem)
            raise self._left(Leave(problem, left_behind=serial)) from None
        raise Ended(
            endings.deleted(serial, leave.because, found=found, replaced=self._replaces, others=self._others)
        ) from None

    def _left(self, leave: Leave) -> Ended:
        return Ended(
            endings.left(leave, replaced=self._replaces, others=self._others, unclear=self._unclear),
        )
