"""What a flow may say and ask, in facts. Each voice and the tests implement it; none of them decides anything.

Every coroutine here may raise ``Leave``, and does so at once where the person asked to leave before it was called.
"""

from typing import Protocol, TypeVar

from mfa_enroll.domain.identity import Identity
from mfa_enroll.domain.profile import ProfilePlan
from mfa_enroll.domain.secret import Secret
from mfa_enroll.flows.asks import CodeAsk, NameAsk, NewPassword, PasswordAsk, SessionAsk
from mfa_enroll.flows.progress import Doing, Pause
from mfa_enroll.flows.questions import Question

T = TypeVar("T")


class Listener(Protocol):
    """Whoever is told what is being done, and may leave meanwhile."""

    def met(self, identity: Identity) -> None:
        """Say who is calling."""

    def doing(self, doing: Doing) -> None:
        """Say what is being done right now."""

    async def leave_requested(self) -> None:
        """Return when the person asks to leave."""

    async def given_up(self) -> None:
        """Return when no answer of AWS can be waited for any more: the program has to end right now."""

    async def wait(self, pause: Pause) -> None:
        """Wait visibly."""


class Dialogue(Listener, Protocol):
    """The person, as a flow sees them."""

    async def choose(self, question: Question[T]) -> T:
        """Ask the question and return one of its answers. May raise ``GoBack`` where the question allows it."""

    async def code(self, ask: CodeAsk) -> Secret:
        """Ask for a code of two and return it as it was typed. May raise ``GoBack`` where the seed is unknown."""

    async def name(self, ask: NameAsk) -> ProfilePlan:
        """Show what will change under which name, and return what was agreed to. May raise ``GoBack``."""

    async def session_code(self, ask: SessionAsk) -> Secret:
        """Ask for the code that starts a session and return it as it was typed. May raise ``GoBack``."""

    async def password(self, ask: PasswordAsk) -> NewPassword:
        """Ask for the current password and a new one that keeps to the policy. May raise ``GoBack``."""
