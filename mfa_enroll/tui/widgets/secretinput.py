"""A text field whose text nobody gets but the page it is on."""

from textual import widgets


class _Untold:
    """Keeps the text of the field, which messages of Textual's carry, out of their ``repr``."""

    def __repr__(self) -> str:
        return f"{type(self).__name__}(••••)"


class SecretInput(widgets.Input):
    """Nothing is copied or cut from here, and the clipboard that Textual keeps within the program is not pasted.

    What the terminal pastes is taken.
    """

    class Changed(_Untold, widgets.Input.Changed, namespace="input"):
        """The text has changed."""

    class Blurred(_Untold, widgets.Input.Blurred, namespace="input"):
        """The cursor has left the field."""

    class Submitted(_Untold, widgets.Input.Submitted, namespace="input"):
        """Enter was pressed in the field."""

    def action_copy(self) -> None:
        """Do nothing: a secret is not copied."""

    def action_cut(self) -> None:
        """Do nothing: a secret is not copied."""

    def action_paste(self) -> None:
        """Do nothing: what is pasted comes from the terminal."""
