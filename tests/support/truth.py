"""Whatever a person is told of their devices is held against the account, at the moment in which it is told.

The rule: a page, a wait or an outcome says of each device what is so in the account right then. Where the account
has changed other than by this run's own calls, or AWS lags behind itself, it says what was so when AWS last listed the
devices to this run, or at any moment since. What it says of a call is what AWS answered that call.
"""

from collections.abc import Callable, Iterable
from contextlib import nullcontext
from dataclasses import replace
from typing import Any

from mfa_enroll.domain.device import MfaDevice, NewDevice
from mfa_enroll.domain.failure import Call, Failure
from mfa_enroll.domain.trouble import CallFailed
from mfa_enroll.flows.progress import Doing, Pause
from mfa_enroll.flows.questions import Question
from tests.support.bench import Bench
from tests.support.claims import EXISTS, UNCLEAR, by_serial, claims
from tests.support.hearing import Agreed, Moment, Send, Sent


class Witness:
    """Hears what a run asks of AWS, sees what becomes of the account, and holds against both what the run says.

    ``log`` has all that happens in the run, in order: calls sent, questions, waits, and what the person agreed to.
    ``crowded``: others change the account at the very same time. ``on_sent`` is called when a call is under way.
    """

    def __init__(self, here: Bench, *, crowded: bool = False, on_sent: Callable[[Call], object] | None = None) -> None:
        self.here = here
        self.own = here.serial
        self.log: list[object] = []
        self.moments = [Moment.now(here)]
        self.began = self.moments[0]
        self.crowded = crowded
        self.disturbed = crowded
        """Whether the account has changed by others than this run, since AWS last listed the devices."""
        self.alone = not crowded
        """Whether nobody else has changed the account in this run."""
        self._on_sent = on_sent
        self._trusted: Question[Any] | None = None
        self.seed_listed: str | None = None
        """The seed of the user's own device when AWS last listed it as on."""

    async def hears(self, call: Call, send: Send) -> object:
        """Send a call, of which was said before that it is being made."""
        return await self.send(Sent(call), send)

    async def send(self, sent: Sent, send: Send) -> object:
        """Send it, and take note of what comes back and of what it changes."""
        call = sent.call
        self.look(mine=False)
        said = next(each for each in reversed(self.log) if isinstance(each, Doing))
        assert said.call is call, f"{said} is said to be under way, and it is {call}"
        self._keeps_its_word(call)
        sent.asking = said.asking
        self.log.append(sent)
        if self._on_sent:
            self._on_sent(call)
        try:
            sent.answer = await self.arrive(sent, send)
            sent.failure = None
        except CallFailed as failed:
            sent.failure = failed.failure
            raise
        self.look(mine=False)
        if isinstance(sent.answer, tuple):
            self._listed(sent.answer)
        if self.crowded and isinstance(sent.answer, NewDevice):  # it may be gone before anyone has looked
            self.moments.append(Moment({self.own: sent.answer.seed}, {}))
        return sent.answer

    async def arrive(self, sent: Sent, send: Send) -> object:
        """Let a call arrive, and see what it changes."""
        before = len(self.here.server.requests)
        plug = self.here.server.unplugged() if self.here.faults.refuses(sent.call) else nullcontext()
        try:
            with plug:
                return await send()
        finally:
            sent.received = tuple(each for each in self.here.server.requests[before:] if each.call == sent.call)
            self.look(mine=True)

    def look(self, *, mine: bool) -> None:
        """See how the account has changed, by a call of this run or otherwise."""
        now = Moment.now(self.here)
        if now != self.moments[-1]:
            self.disturbed |= not mine
            self.alone &= mine
            self.moments = [*self.moments, now] if self.disturbed else [now]

    def _listed(self, devices: Iterable[MfaDevice]) -> None:
        """Go by what AWS has listed, from here on."""
        now = self.moments[-1]
        listed = replace(now, on=by_serial(devices))
        if self.own in listed.on:
            self.seed_listed = now.seed(self.own)
        if self.crowded:
            self.moments = [*self.moments, listed]
        else:
            self.disturbed = listed != now
            self.moments = [listed, now]

    @property
    def _asking(self) -> bool:
        """Whether the call that is under way only asks whether AWS would delete a device, which is on."""
        doing = next(each for each in reversed(self.log) if isinstance(each, Doing))
        return doing.asking

    def trusts(self, question: Question[Any]) -> None:
        """The person chooses the first answer of a question, which loses nothing."""
        self._trusted = question

    def _keeps_its_word(self, call: Call) -> None:
        """Nothing is changed after a first answer but what there was no choice about, and nothing is taken away."""
        if self._trusted and call.is_change and not self._asking:
            assert len(self._trusted.answers) == 1, f"{call} follows the first answer to {self._trusted}"
            assert call not in {Call.DEACTIVATE, Call.DELETE}, f"{call} follows the first answer to {self._trusted}"

    def holds(self, fact: object) -> None:
        """Hold against the account what the run says, and make a note of it."""
        __tracebackhide__ = True
        self._trusted = self._trusted if isinstance(fact, Doing | Pause | Agreed) else None
        self.look(mine=False)
        for what, is_so in claims(fact, self):
            holds = is_so if isinstance(is_so, bool) else any(map(is_so, self.moments))
            assert holds, f"it is not so that {what}: {fact}\n{self.moments}\n{self.log}"
        self.log.append(fact)

    @property
    def calls(self) -> list[Sent]:
        """The calls that were sent, in order."""
        return [each for each in self.log if isinstance(each, Sent)]

    def sent(self, call: Call) -> Sent | None:
        """The last call of a kind."""
        return next((each for each in reversed(self.calls) if each.call is call), None)

    def said(self, call: Call, *failures: Failure | None) -> bool:
        """Whether AWS answered the last call of a kind in one of these ways; None: it was done."""
        sent = self.sent(call)
        return sent is not None and sent.failure in failures

    def after(self, call: Call, *failures: Failure | None) -> list[Sent]:
        """The calls after the last one of a kind that was answered so; all where there was none."""
        calls = self.calls
        places = [place for place, each in enumerate(calls) if each.call is call and each.failure in failures]
        return calls[places[-1] + 1 :] if places else calls

    @property
    def was_listed(self) -> bool:
        """Whether AWS has listed the user's own device as on in this run."""
        listings = [each.answer for each in self.calls if isinstance(each.answer, tuple)]
        return any(device.serial == self.own for devices in listings for device in devices)

    @property
    def may_not_delete(self) -> bool:
        """Whether AWS has denied the deletion of the device that is there, which is not on."""
        since = self.after(Call.CREATE, None)
        return any(each.call is Call.DELETE and each.failure is Failure.DENIED and not each.asking for each in since)

    @property
    def may_be_on(self) -> bool:
        """Whether AWS got the two codes, did not answer, and has not listed the devices since."""
        return self._is_open(Call.ENABLE)

    @property
    def may_be_off(self) -> bool:
        """Whether AWS was to turn the device off, did not answer, and has not listed the devices since."""
        return self._is_open(Call.DEACTIVATE)

    def _is_open(self, call: Call) -> bool:
        return self.said(call, UNCLEAR) and not any(
            each.call is Call.LIST and each.answer is not None for each in self.after(call, UNCLEAR)
        )

    @property
    def has_accepted(self) -> bool:
        """Whether AWS took codes of the device as this run knows it, or may have."""
        since = self.after(Call.WHO_AM_I, None)
        made = max(
            (place for place, each in enumerate(since) if (each.call, each.failure) == (Call.CREATE, None)), default=0
        )
        return any(each.call is Call.ENABLE and each.failure in {None, UNCLEAR} for each in since[made:])

    @property
    def knows_unfinished(self) -> bool:
        """Whether AWS has told this run of a device named as the user that is not on."""
        telling = {(Call.CREATE, failure) for failure in (None, EXISTS, UNCLEAR)} | {(Call.DEACTIVATE, None)}
        return any((each.call, each.failure) in telling for each in self.calls if not each.asking)

    def is_on(self, at: Moment) -> bool:
        """Whether the user's own device is on."""
        return self.own in at.on

    def is_off(self, at: Moment) -> bool:
        """Whether it is not."""
        return self.own not in at.on

    def is_unfinished(self, at: Moment) -> bool:
        """Whether it is there, and not on."""
        return self.own in at.there and self.own not in at.on

    def others(self, at: Moment) -> set[str]:
        """The other devices that are on."""
        return {*at.on} - {self.own}
