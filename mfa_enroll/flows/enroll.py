"""The enrollment, from an access key to an enabled MFA device.

Who are you → what is there already → create → show → two codes → enable → make sure. The listing decides: local
state is never trusted over ListMFADevices, so a run that was interrupted anywhere is finished by the next one.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace

from mfa_enroll.domain.callers import path_not_covered, why_not
from mfa_enroll.domain.device import MAXIMUM, MfaDevice, own_device
from mfa_enroll.domain.failure import Call, CallFailed, Failure
from mfa_enroll.domain.identity import Identity
from mfa_enroll.domain.principal import IamUser
from mfa_enroll.domain.problem import Problem, Stopped
from mfa_enroll.domain.secret import Secret
from mfa_enroll.flows import endings, pages
from mfa_enroll.flows.account import Account
from mfa_enroll.flows.calls import change, read
from mfa_enroll.flows.codes import Unfinished, pair_of_codes
from mfa_enroll.flows.dialogue import (
    DeviceReport,
    Dialogue,
    Ending,
    GoBack,
    Leave,
    LeaveChoice,
    Leftover,
    LeftoverChoice,
    Plan,
    PlannedCall,
    Remark,
)
from mfa_enroll.flows.remarks import ANSWER_LOST, REFUSED, REFUSED_UNSEEN, STILL_THERE, remark_on_clock

_NOT_THIS_ONE = frozenset({Failure.MISSING, Failure.CODES_REFUSED})
"""AWS has no such device, or one of another seed: a second terminal took this one away. Only a new start helps."""


async def enroll(account: Account, dialogue: Dialogue) -> Ending:
    """Tell the whole story once. A problem that can be tried again starts it anew."""
    while True:
        try:
            try:
                return await _from_the_start(account, dialogue)
            except Stopped as stop:
                await _show(dialogue, stop.problem)
        except Leave as leave:
            return endings.left(leave)


async def _from_the_start(account: Account, dialogue: Dialogue) -> Ending:
    identity, user = await _who(account, dialogue)
    devices = await _devices(account, dialogue, user)
    own = own_device(user, devices)
    # With any device enabled, an access key alone can enable no other (AWS security bulletin AWS-2023-001).
    if own or len(devices) >= MAXIMUM or (devices and not identity.temporary):
        serial = (own or devices[0]).serial
        report = DeviceReport(user, own, devices, pages.session_command(account.aws_command(), serial))
        with suppress(Leave):
            await dialogue.already_on(report, pages.already_on(report))
        return endings.already_on(report)
    await dialogue.approve(_plan(identity, user))

    device = await _create(account, dialogue, user)
    remark = None
    while True:
        while device is None:
            device = await _settle_leftover(account, dialogue, user, remark)
            remark = None if device else STILL_THERE
        try:
            return await _finish(account, dialogue, device)
        except GoBack:
            device = None


async def _who(account: Account, dialogue: Dialogue) -> tuple[Identity, IamUser]:
    identity = await read(dialogue, "Asking AWS who you are …", account.who_am_i)
    dialogue.met(identity)
    if isinstance(identity.principal, IamUser):
        return identity, identity.principal
    raise Stopped(why_not(identity.principal, identity.credentials))


async def _devices(account: Account, dialogue: Dialogue, user: IamUser) -> tuple[MfaDevice, ...]:
    try:
        return await read(dialogue, "Looking for your MFA devices …", lambda: account.devices(user))
    except CallFailed as failed:
        if failed.failure is Failure.DENIED and user.path != "/":
            raise Stopped(path_not_covered(user, failed.problem.answer)) from None
        raise


def _plan(identity: Identity, user: IamUser) -> Plan:
    return Plan(
        identity,
        user,
        calls=(
            PlannedCall(Call.CREATE, user.device_serial),
            PlannedCall(Call.ENABLE, user.arn),
            PlannedCall(Call.LIST, user.arn),
        ),
    )


async def _create(
    account: Account, dialogue: Dialogue, user: IamUser, passing: frozenset[Failure] = frozenset()
) -> Unfinished | None:
    """The new device, or None where one of that name is there already."""
    try:
        made = await change(
            dialogue,
            f"Creating the MFA device {user.name} …",
            lambda: account.create_device(user),
            passing=passing,
        )
    except CallFailed as failed:
        if failed.failure is Failure.EXISTS:
            return None
        if failed.failure is Failure.UNCLEAR:
            raise Stopped(replace(failed.problem, left_behind=user.device_serial)) from None
        raise
    return Unfinished.just_made(user, made.seed)


async def _settle_leftover(
    account: Account, dialogue: Dialogue, user: IamUser, remark: Remark | None
) -> Unfinished | None:
    """The leftover itself, or a new device in its place; None where the name is still taken after all."""
    with _left_behind(user.device_serial):
        choice = await dialogue.leftover(Leftover(user.device_serial, remark))
        if choice is LeftoverChoice.SCANNED:
            return Unfinished.found(user)
        try:
            await _delete(account, dialogue, user)
        except CallFailed as failed:
            # Creating anew tells whether a deletion without an answer was done.
            if failed.failure is not Failure.UNCLEAR:
                raise
        return await _create(account, dialogue, user, passing=frozenset({Failure.EXISTS}))


async def _delete(account: Account, dialogue: Dialogue, user: IamUser) -> None:
    try:
        await change(dialogue, "Deleting the unfinished device …", lambda: account.delete_device(user))
    except CallFailed as failed:
        if failed.failure is not Failure.MISSING:
            raise


async def _finish(account: Account, dialogue: Dialogue, device: Unfinished) -> Ending:
    """From a device that is there to one that is on, or to leaving it in the state that the person chose."""
    listing_first = False
    while True:
        try:
            try:
                with _left_behind(device.user.device_serial):
                    report = await _turn_on(account, dialogue, device, listing_first=listing_first)
                break
            except CallFailed as failed:
                if failed.failure in _NOT_THIS_ONE:
                    raise
                await _show(dialogue, failed.problem)
        except Leave as leave:
            ending = await _leave(account, dialogue, device, leave)
            if ending is not None:
                return ending
        listing_first = True
    if report is None:
        try:
            report = await _listed(account, dialogue, device)
        except Leave as leave:
            return endings.accepted(device.user, leave.because)
    with suppress(Leave):
        await dialogue.enabled(report)
    return endings.enabled(report)


async def _turn_on(
    account: Account, dialogue: Dialogue, device: Unfinished, *, listing_first: bool
) -> DeviceReport | None:
    """What the listing shows, where that was asked and the device is on; None where AWS took the codes."""
    remark = None
    if listing_first:
        report = await _report(account, dialogue, device)
        if report.own:
            return report
    while True:
        first, second = await pair_of_codes(dialogue, device, account.server_time, remark)
        device.codes.start_over()
        refusal = await _enable(account, dialogue, device, first, second)
        if refusal is None:
            return None
        if refusal.failure is Failure.CODES_REFUSED and (device.seed is None or remark is not REFUSED):
            remark = REFUSED if device.seed else REFUSED_UNSEEN
            continue
        # A second terminal, or an answer that was lost, may have turned it on; AWS then refuses in several ways.
        try:
            report = await _report(account, dialogue, device)
        except Leave:
            raise Leave(refusal.problem) from None
        if report.own:
            return report
        if refusal.failure is not Failure.UNCLEAR:
            raise refusal
        remark = ANSWER_LOST


async def _enable(
    account: Account, dialogue: Dialogue, device: Unfinished, first: Secret, second: Secret
) -> CallFailed | None:
    try:
        await change(
            dialogue,
            "Turning the device on …",
            lambda: account.enable_device(device.user, first, second),
            passing=frozenset({Failure.MISSING} if device.seed else ()),
        )
    except CallFailed as failed:
        return failed
    return None


async def _report(account: Account, dialogue: Dialogue, device: Unfinished) -> DeviceReport:
    return await read(dialogue, "Making sure with AWS …", lambda: _listing(account, device))


async def _listing(account: Account, device: Unfinished) -> DeviceReport:
    user = device.user
    devices = await account.devices(user)
    command = pages.session_command(account.aws_command(), user.device_serial)
    return DeviceReport(user, own_device(user, devices), devices, command, remark_on_clock(device.codes.drift))


async def _listed(account: Account, dialogue: Dialogue, device: Unfinished) -> DeviceReport:
    """The listing with the device for which AWS has just taken the codes, however long it takes to show there."""

    async def listing() -> DeviceReport:
        report = await _listing(account, device)
        if report.own is None:
            raise CallFailed(Call.LIST, Failure.MISSING, pages.not_listed(device.user))
        return report

    while True:
        try:
            return await read(dialogue, "Making sure with AWS …", listing, passing=frozenset({Failure.MISSING}))
        except CallFailed as failed:
            await _show(dialogue, failed.problem)


async def _leave(account: Account, dialogue: Dialogue, device: Unfinished, leave: Leave) -> Ending | None:
    """Settle what becomes of the device; None where the person stays."""
    serial = device.user.device_serial
    choice = await dialogue.leaving(serial) if device.seed else LeaveChoice.KEEP
    if choice is LeaveChoice.KEEP:
        return endings.left(leave)
    if choice is LeaveChoice.STAY:
        return None
    try:
        await _delete(account, dialogue, device.user)
    except Leave:
        return endings.left(leave)
    except CallFailed as failed:
        if failed.failure is Failure.IN_USE:
            return None  # It is on, and the listing will say so.
        problem = replace(failed.problem, left_behind=serial, can_retry=False)
        with suppress(Leave):
            await dialogue.problem(problem)
        return endings.left(Leave(problem, left_behind=serial))
    return endings.deleted(serial, leave.because)


@contextmanager
def _left_behind(serial: str) -> Iterator[None]:
    """Name a device that is, or may be, still in AWS wherever the story ends or stops meanwhile."""
    try:
        yield
    except Leave as leave:
        raise Leave(leave.because, left_behind=serial) from None
    except CallFailed as failed:
        raise CallFailed(failed.call, failed.failure, replace(failed.problem, left_behind=serial)) from None


async def _show(dialogue: Dialogue, problem: Problem) -> None:
    """Show a page; return where the person wants to try again.

    Raises:
        Leave: They do not.
    """
    try:
        again = await dialogue.problem(problem)
    except Leave:
        again = False
    if not again:
        raise Leave(problem, left_behind=problem.left_behind)
