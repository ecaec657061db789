"""Policy documents that come with the program.

``force-mfa`` is the force-MFA policy that the program was made for. ``aws-current`` allows and denies what the example
of the IAM User Guide does today ("AWS: Allows MFA-authenticated IAM users to manage their own MFA device on the
Security credentials page"). ``hardened`` also serves users with a path, works in every partition, and takes MFA for
turning a device off.
"""

from importlib.resources import files

NAMES = ("force-mfa", "aws-current", "hardened")


def document(name: str) -> str:
    """The text of one of the documents in ``NAMES``: JSON, to be shown, handed over or parsed."""
    return files(__name__).joinpath(f"{name}.json").read_text(encoding="utf-8")


def force_mfa() -> str:
    """The text of the force-MFA policy."""
    return document("force-mfa")
