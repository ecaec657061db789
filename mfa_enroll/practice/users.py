"""The names and paths that IAM's CreateUser takes: IAM API Reference, CreateUser."""

import re
from typing import Final

_LONGEST_PATH: Final = 512


def is_user_name(text: str) -> bool:
    """Whether a user can have this name."""
    return re.fullmatch(r"[\w+=,.@-]{1,64}", text, re.ASCII) is not None


def is_user_path(text: str) -> bool:
    """Whether a user can have this path: with a slash at both ends, and nothing that is not printable ASCII."""
    return len(text) <= _LONGEST_PATH and re.fullmatch(r"/|/[!-~]+/", text) is not None
