"""What STS knows of MFA devices, and how it checks a single code.

STS learns of a change some seconds after IAM has made it, takes each code once, and counts the tries. Third parties
observed this on AWS; nobody promises it. The messages are AWS's own.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Final

from mfa_enroll.domain.secret import Secret
from mfa_enroll.practice.devices import VirtualDevice, is_code, time_step
from mfa_enroll.practice.errors import AwsError

_WINDOW_STEPS: Final = 2
_STEPS_KEPT: Final = 1000 + _WINDOW_STEPS
"""A device's clock is at most a thousand steps off: it may be enabled again, with codes that were taken before."""
_TRIES: Final = 9
_TRIES_SECONDS: Final = 180


def _invalid_code() -> AwsError:
    # The space at the end is AWS's.
    return AwsError("AccessDenied", "MultiFactorAuthentication failed with invalid MFA one time pass code. ")


def _unable_to_validate() -> AwsError:
    return AwsError(
        "AccessDenied",
        "MultiFactorAuthentication failed, unable to validate MFA code.  "
        "Please verify your MFA serial number is valid and associated with this user.",
    )


@dataclass(frozen=True, slots=True)
class _Binding:
    """A device as STS has learnt it. ``seed`` is None where it is no longer the user's."""

    known_from: float
    seed: Secret | None = None
    offset: int = 0


@dataclass(slots=True)
class Verification:
    """Checks codes for one user. ``delay`` is how many seconds STS is behind IAM."""

    delay: float
    _bindings: dict[str, list[_Binding]] = field(default_factory=lambda: defaultdict(list))
    _used: dict[tuple[str, Secret], set[int]] = field(default_factory=lambda: defaultdict(set))
    _tries: dict[str, tuple[int, int]] = field(default_factory=dict)

    def learn(self, device: VirtualDevice, now: float) -> None:
        """Take note of a device that was enabled, resynchronized or deactivated at ``now``."""
        known_from = now + self.delay
        is_bound = device.enabled_at is not None
        binding = _Binding(known_from, device.seed, device.offset) if is_bound else _Binding(known_from)
        self._bindings[device.serial].append(binding)
        self._forget_what_counts_no_more(now)

    def _forget_what_counts_no_more(self, now: float) -> None:
        """Keep of each device how STS knows it and what it is about to learn, and of its codes what may come again."""
        for serial in [*self._bindings]:
            here = self._binding(serial, now)
            to_come = [binding for binding in self._bindings[serial] if binding.known_from > now]
            self._bindings[serial] = to_come if here is None else [here, *to_come]
            if not any(binding.seed for binding in self._bindings[serial]):
                del self._bindings[serial]
                self._tries.pop(serial, None)
        known = {(serial, binding.seed) for serial, kept in self._bindings.items() for binding in kept}
        oldest = time_step(now) - _STEPS_KEPT
        for key in [key for key in self._used if key not in known and max(self._used[key], default=0) < oldest]:
            del self._used[key]

    def verify(self, serial: str, code: str, now: float) -> None:
        """Take a code, once.

        Raises:
            AwsError: ``AccessDenied``: the code is wrong or was taken before, or STS does not know the
                device, or there were too many tries.
        """
        binding = self._binding(serial, now)
        if binding is None or binding.seed is None:
            raise _unable_to_validate()
        self._count_try(serial, now)
        here = time_step(now) + binding.offset
        used = self._used[serial, binding.seed]
        for step in range(here - _WINDOW_STEPS, here + _WINDOW_STEPS + 1):
            if step not in used and is_code(binding.seed, step, code):
                used.add(step)
                return
        raise _invalid_code()

    def _binding(self, serial: str, now: float) -> _Binding | None:
        known = (binding for binding in self._bindings.get(serial, ()) if binding.known_from <= now)
        return max(known, key=lambda binding: binding.known_from, default=None)

    def _count_try(self, serial: str, now: float) -> None:
        window = int(now // _TRIES_SECONDS)
        counted_in, tries = self._tries.get(serial, (window, 0))
        if counted_in != window:
            tries = 0
        if tries >= _TRIES:
            raise _unable_to_validate()
        self._tries[serial] = (window, tries + 1)
