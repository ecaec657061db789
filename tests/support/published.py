"""Force-MFA policies as accounts use them, from public documentation and repositories, with where each comes from."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mfa_enroll.domain.principal import IamUser

_FOLDER = Path(__file__).parents[1] / "policy" / "published"


@dataclass(frozen=True, slots=True)
class Published:
    """A policy with the partition and the path of a user it is attached to. ``name`` is its file's, without suffix."""

    name: str
    source: str
    document: Mapping[str, Any]
    partition: str
    path: str

    @property
    def text(self) -> str:
        """The document as JSON."""
        return json.dumps(self.document, indent=2)

    @property
    def user(self) -> IamUser:
        """A user it is attached to, in the account that stands in place of real account numbers."""
        return IamUser(self.partition, "111122223333", "alice", self.path)

    def __str__(self) -> str:
        return self.name


def _read(file: Path) -> Published:
    found = json.loads(file.read_text(encoding="utf-8"))
    return Published(file.stem, found["source"], found["policy"], found["partition"], found["path"])


PUBLISHED = tuple(_read(file) for file in sorted(_FOLDER.glob("*.json")))
