"""Lengths and points of time."""

from datetime import datetime

from mfa_enroll.words.lists import counted

_HOUR = 3600


def length_of_time(seconds: float) -> str:
    """A length of time, to the second below an hour and to the minute above: "3 minutes 30 seconds"."""
    whole = round(abs(seconds))
    if whole >= _HOUR:
        whole = round(whole / 60) * 60
    hours, rest = divmod(whole, _HOUR)
    minutes, left = divmod(rest, 60)
    parts = (
        (hours, "{n} hour", "{n} hours"),
        (minutes, "{n} minute", "{n} minutes"),
        (left, "{n} second", "{n} seconds"),
    )
    return " ".join(counted(n, one, many) for n, one, many in parts if n) or "0 seconds"


def moment(when: datetime) -> str:
    """A moment in local time: "24 November 2026, 05:50 UTC"."""
    try:
        local = when.astimezone()
    except (OverflowError, ValueError, OSError):
        # At the ends of what the calendar holds, "for ever" for one, there may be no local time.
        local = when
    return f"{local.day} {local:%B %Y, %H:%M %Z}"
