"""What is said when a kept session is taken out of the AWS files."""

from mfa_enroll.domain.profile import FileChange
from mfa_enroll.words.changes import lines
from mfa_enroll.words.page import Exact

QUESTION = "Take it out? (y/N) "

NOT_ASKED = "Nothing was changed: there is no terminal to ask on. Add --yes to take it out."

KEPT = "Nothing was changed."

CHANGED = "Another program has put another session there meanwhile, so nothing was changed."


def removal(change: FileChange) -> tuple[str | Exact, ...]:
    """What will be removed, and what that does not do."""
    return (
        f"This will be taken out of {change.path}:",
        Exact(f"  [{change.section}]"),
        *(Exact(f"  {line}") for line in lines(change)),
        "Everything else there stays as it is, your access key too.",
        "The keys of the session work until it ends, wherever else they are: AWS takes none of them back.",
    )


def removed(change: FileChange) -> str:
    """That it was done."""
    return f"The session was taken out of {change.path}."


def none_kept(name: str) -> str:
    """That there is nothing to take out."""
    return f"no session of your access key is kept in the profile {name}."
