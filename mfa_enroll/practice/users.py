"""What there can be as a user's name, path and tags, and as the address that requests come from.

Names and paths are those that CreateUser takes. (IAM API Reference, CreateUser and Tag.)
"""

import ipaddress
import re
from typing import Final

LONGEST_TAG_KEY: Final = 128
LONGEST_TAG_VALUE: Final = 256

_LONGEST_PATH: Final = 512


def is_user_name(text: str) -> bool:
    """Whether a user can have this name."""
    return re.fullmatch(r"[\w+=,.@-]{1,64}", text, re.ASCII) is not None


def is_user_path(text: str) -> bool:
    """Whether a user can have this path: with a slash at both ends, and nothing that is not printable ASCII."""
    return len(text) <= _LONGEST_PATH and re.fullmatch(r"/|/[!-~]+/", text) is not None


def is_tag(key: str, value: str) -> bool:
    """Whether a user can have this tag, by the lengths of its key and value. Their characters are not checked.

    A key may begin with ``aws:``: nobody can make such a tag through the API, but AWS itself can.
    """
    return 1 <= len(key) <= LONGEST_TAG_KEY and len(value) <= LONGEST_TAG_VALUE


def read_address(text: str) -> str:
    """An IPv4 or IPv6 address in its usual form.

    Raises:
        ValueError: It is none.
    """
    return str(ipaddress.ip_address(text))
