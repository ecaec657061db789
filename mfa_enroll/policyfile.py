"""Policy documents in files that the person names."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from mfa_enroll import policies
from mfa_enroll.policy.decision import Policy, PolicyError

_LONGEST_NAME: Final = 128


class PolicyFileError(Exception):
    """A file cannot be read, or is no policy. The message is the reason, without the file's name.

    ``document`` is its text, where that could be read.
    """

    def __init__(self, reason: str, document: str = "") -> None:
        super().__init__(reason)
        self.document = document


@dataclass(frozen=True, slots=True)
class PolicyFile:
    r"""A policy document: its text, the policy that it is, and a name that IAM would take for it.

    (IAM API Reference, CreatePolicy: ``[\w+=,.@-]+``, at most 128 characters.)
    """

    name: str
    document: str
    policy: Policy


def read_policy_file(path: str) -> PolicyFile:
    """Read a policy from a file in UTF-8, with a byte order mark or without, or one that comes with the program.

    A file goes before a policy of the program by the same name.

    Raises:
        PolicyFileError: There is no policy to be had from it.
    """
    document = ""
    try:
        is_built_in = path in policies.NAMES and not Path(path).exists()
        document = policies.document(path) if is_built_in else Path(path).read_text(encoding="utf-8-sig")
        policy = Policy.parse(document)
    except OSError as error:
        raise PolicyFileError(error.strerror or str(error)) from None
    except UnicodeDecodeError:
        raise PolicyFileError("it is not text in UTF-8") from None
    except (PolicyError, ValueError) as error:
        raise PolicyFileError(str(error), document) from None
    name = re.sub(r"[^\w+=,.@-]+", "-", Path(path).stem, flags=re.ASCII)[:_LONGEST_NAME]
    return PolicyFile(name or "policy", document, policy)
