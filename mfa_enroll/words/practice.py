"""What stands on the practice phone beside its codes."""

from mfa_enroll.domain.secret import Secret


def console_password(password: Secret) -> str:
    """The note of the practice user's console password."""
    return f"Console password: {password.reveal()}"
