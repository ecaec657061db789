"""How long a session of an IAM user lasts, in seconds (STS API Reference, GetSessionToken)."""

import re

SHORTEST = 900
LONGEST = 129_600
ORDINARY = 43_200
"""The lifetime of a session where none is asked for."""

VARIABLE = "MFA_ENROLL_DURATION"
"""The environment variable that asks for another one, written as for ``read_length``."""

SETTING = "duration_seconds"
"""The setting of a profile that does."""

_SECONDS = {"h": 3600, "m": 60, "s": 1}


def read_length(text: str) -> int:
    """A length of time in seconds, written like ``8h``, ``90m``, ``1h30m`` or ``3600``. Raises ``ValueError``."""
    if not re.fullmatch(r"(?=[0-9])([0-9]{1,3}h)?([0-9]{1,4}m)?([0-9]{1,6}s?)?", text, re.ASCII):
        raise ValueError(text)
    return sum(int(count) * _SECONDS[unit or "s"] for count, unit in re.findall(r"([0-9]+)([hms]?)", text))


def within(seconds: int) -> int:
    """The lifetime that AWS gives which comes nearest to ``seconds``."""
    return max(SHORTEST, min(seconds, LONGEST))
