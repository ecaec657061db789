"""A field for a password."""

from mfa_enroll.tui.widgets.secretinput import SecretInput


class PasswordField(SecretInput):
    """Takes every character there is, typed or pasted, and shows a dot for each."""

    DEFAULT_CSS = """
    PasswordField {
        height: 1; padding: 0 1; border: none; border-left: outer $foreground 40%;
        &:focus { border: none; border-left: outer $border; }
    }
    """

    def __init__(self) -> None:
        super().__init__(password=True, select_on_focus=False)
