"""Policy documents that come with the program."""

from importlib.resources import files


def force_mfa() -> str:
    """The text of the force-MFA policy: JSON, to be shown, handed over or parsed."""
    return files(__name__).joinpath("force-mfa.json").read_text(encoding="utf-8")
