"""What keeps a story from going on, in facts.

A trouble has a reference, by which pages, tests and the README name it, and the facts that its page tells. The kinds
are in ``domain/troubles/``, and those that only a flow finds out are in ``flows/troubles.py``::

    Stopped              a story cannot go on; carries an Incident: a Trouble, and what it leaves behind
      └─ CallFailed      a call to AWS did not succeed
"""

import re
from dataclasses import dataclass, field, replace
from typing import ClassVar, Self

from mfa_enroll.domain.device import OldDevice
from mfa_enroll.domain.failure import Call, Failure
from mfa_enroll.domain.keys import Keys, Origin
from mfa_enroll.domain.principal import IamUser
from mfa_enroll.domain.surroundings import Surroundings


@dataclass(frozen=True, kw_only=True)
class Trouble:
    """A reason why a story cannot go on.

    Attributes:
        reference: The kind's own name in kebab case: ``secret-key-wrong`` for ``SecretKeyWrong``.
        means: What it means for the story, where a call met it; an argument of the class.
        answer: What AWS answered, for a support ticket: error code, call and request ID. Empty where AWS was not asked.
    """

    reference: ClassVar[str]
    means: ClassVar[Failure] = Failure.STOPPED
    leads_back: ClassVar[bool] = False
    """Whether there is nothing to try again, and the same leads back to where the person chose."""

    answer: str = ""

    def __init_subclass__(cls, *, means: Failure | None = None) -> None:
        """Name the kind, and note what it means."""
        super().__init_subclass__()
        cls.reference = re.sub(r"(?<!^)(?=[A-Z])", "-", cls.__name__).lower()
        cls.means = means or cls.means

    @property
    def failure(self) -> Failure:
        """What it means for the story, where that depends on the facts as well."""
        return self.means

    @property
    def can_retry(self) -> bool:
        """Whether trying again from here can help."""
        return True

    def among(self, around: Surroundings) -> Self:  # noqa: ARG002 - those that tell of them have them
        """The same, met among these surroundings."""
        return self


@dataclass(frozen=True, kw_only=True)
class KeyTrouble(Trouble):
    """A trouble that lies with the keys."""

    keys: Keys

    @property
    def around(self) -> Surroundings:
        """What the keys were looked for among."""
        return self.keys.around

    def among(self, around: Surroundings) -> Self:
        """The same, met among these surroundings."""
        return replace(self, keys=replace(self.keys, around=around))


@dataclass(frozen=True, kw_only=True)
class SettingsTrouble(Trouble):
    """A trouble with what the shared files or the environment set. ``around`` does not make another trouble of it."""

    around: Surroundings = field(default=Surroundings(), compare=False)

    def among(self, around: Surroundings) -> Self:
        """The same, met among these surroundings."""
        return replace(self, around=around)


class KeySettingTrouble(KeyTrouble):
    """A trouble with the keys that other keys from the same place would end."""

    @property
    def can_retry(self) -> bool:
        """Not where the environment sets them: its variables stay as they are while the program runs."""
        return self.keys.origin is not Origin.ENVIRONMENT


@dataclass(frozen=True, kw_only=True)
class UserTrouble(Trouble):
    """A trouble with a call about a user: their device or their password."""

    user: IamUser


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """A trouble with what it leaves behind.

    Attributes:
        trouble: What keeps the story from going on.
        left_behind: Serial number of an unfinished device that is, or may be, still in AWS. Empty where there is none.
        old_device: What became of the device that was on earlier in this run; None where none was, or it still is.
        others_on: With ``old_device``: whether other devices of the user are on.
    """

    trouble: Trouble
    left_behind: str = ""
    old_device: OldDevice | None = None
    others_on: bool = False


class Stopped(Exception):
    """The story cannot go on."""

    def __init__(self, trouble: Trouble | Incident) -> None:
        self.incident = trouble if isinstance(trouble, Incident) else Incident(trouble=trouble)
        super().__init__(self.incident.trouble.reference)

    @property
    def trouble(self) -> Trouble:
        """What keeps it from going on."""
        return self.incident.trouble


class CallFailed(Stopped):
    """A call to AWS did not succeed. Carries no text of AWS's own and no parameter of the call."""

    def __init__(self, call: Call, trouble: Trouble | Incident) -> None:
        super().__init__(trouble)
        self.call = call

    @property
    def failure(self) -> Failure:
        """What the failed call means for the story."""
        return self.trouble.failure
