"""The key for typing into an authenticator app by hand, hidden until asked for."""

from textual.content import Content
from textual.widgets import Static

from mfa_enroll.domain.principal import IamUser
from mfa_enroll.domain.secret import Secret
from mfa_enroll.words.codes import how_to_type

_GROUP = 4
_GROUPS_A_LINE = 4


class TypedKey(Static):
    """The seed in groups of four characters, and the name for its entry. It is drawn only while it is displayed."""

    DEFAULT_CSS = """
    TypedKey { display: none; height: auto; margin-top: 1; }
    """

    def __init__(self, seed: Secret, user: IamUser) -> None:
        super().__init__()
        self._seed = seed
        self._user = user

    def render(self) -> Content:
        """The key, and how to enter it."""
        key = self._seed.reveal()
        groups = [key[at : at + _GROUP] for at in range(0, len(key), _GROUP)]
        lines = [" ".join(groups[at : at + _GROUPS_A_LINE]) for at in range(0, len(groups), _GROUPS_A_LINE)]
        return Content.assemble(f"{how_to_type(self._user)}\n", ("\n".join(lines), "bold"))
