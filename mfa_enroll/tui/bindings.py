"""How a key is bound to an action of a page."""

from textual.binding import Binding

from mfa_enroll.words.keys import Key


def bind(keys: str, action: str, key: Key, *, display: str | None = None, show: bool = True) -> Binding:
    """Bind keys to an action before any widget gets to see them; ``display`` is how the first one is printed."""
    return Binding(keys, action, key.name, tooltip=key.meaning, key_display=display, show=show, priority=True)
