"""A field for text that is in sight, such as a name."""

from textual.widgets import Input

from mfa_enroll.domain.text import clean


class ShownField(Input):
    """Holds only what can be shown, whether it was suggested, typed or pasted: an input writes its text as it stands.

    Textual, ``Input.render_line``: the value goes to the terminal with the control characters that are in it.
    """

    def validate_value(self, value: str) -> str:
        """What becomes of a text that is put in."""
        return clean(value)
