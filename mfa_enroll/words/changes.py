"""What the shared AWS files are given, in the lines that are shown of it."""

from mfa_enroll.domain.profile import FileChange, Pending

_PENDING = {Pending.KEY: "••••", Pending.END: "when the session ends"}


def lines(change: FileChange) -> tuple[str, ...]:
    """The settings of one section as they will stand, secrets left out: ``region = eu-west-1``."""
    return tuple(f"{name} = {_value(value)}".rstrip() for name, value in change.settings)


def _value(value: str | Pending) -> str:
    return _PENDING[value] if isinstance(value, Pending) else value
