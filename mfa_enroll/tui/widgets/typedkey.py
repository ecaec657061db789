"""The key for typing into an authenticator app by hand, hidden until asked for."""

from textual.content import Content
from textual.widgets import Static

from mfa_enroll.domain.secret import Secret

_GROUP = 4
_GROUPS_A_LINE = 4


class TypedKey(Static):
    """The seed in groups of four characters, and the name for its entry. It is drawn only while it is displayed."""

    DEFAULT_CSS = """
    TypedKey { display: none; height: auto; margin-top: 1; }
    """

    def __init__(self, seed: Secret, label: str) -> None:
        super().__init__()
        self._seed = seed
        self._label = label

    def render(self) -> Content:
        """The key, and how to enter it."""
        key = self._seed.reveal()
        groups = [key[at : at + _GROUP] for at in range(0, len(key), _GROUP)]
        lines = [" ".join(groups[at : at + _GROUPS_A_LINE]) for at in range(0, len(groups), _GROUPS_A_LINE)]
        return Content.assemble(
            f"Name it {self._label}\nand type this time-based key:\n",
            ("\n".join(lines), "bold"),
        )
