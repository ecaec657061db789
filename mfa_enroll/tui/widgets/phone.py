"""The practice phone: an authenticator app on the screen, for those without one at hand."""

from collections.abc import Sequence
from typing import Protocol

from textual.content import Content
from textual.widgets import Static

from mfa_enroll.domain.secret import Secret
from mfa_enroll.words.codes import NO_ENTRIES, PHONE


class AuthenticatorEntry(Protocol):
    """One account in an authenticator app."""

    @property
    def label(self) -> str:
        """What the app calls it."""

    @property
    def code(self) -> Secret:
        """The six digits of this moment."""

    @property
    def seconds_left(self) -> float:
        """For how long they stay."""


class Authenticator(Protocol):
    """An authenticator app."""

    @property
    def notes(self) -> Sequence[str]:
        """What its owner has written down, a line each."""

    def scan(self, uri: Secret) -> None:
        """Take over the entry that a QR code holds."""

    def entries(self) -> Sequence[AuthenticatorEntry]:
        """All entries with their codes of this moment."""


class PhoneView(Static):
    """Shows the codes of a phone, as an authenticator app does."""

    DEFAULT_CSS = """
    PhoneView { width: 36; height: auto; border: round $primary; padding: 1; }
    """

    def __init__(self, phone: Authenticator) -> None:
        super().__init__()
        self.border_title = PHONE
        self._phone = phone

    def on_mount(self) -> None:
        """Keep the codes current."""
        self.set_interval(0.25, self.refresh)

    def render(self) -> Content:
        """The entries of this moment, and below them the notes."""
        entries = [_entry(entry) for entry in self._phone.entries()] or [Content(NO_ENTRIES)]
        notes = [Content("\n".join(self._phone.notes))] if self._phone.notes else []
        return Content("\n\n").join([*entries, *notes])


def _entry(entry: AuthenticatorEntry) -> Content:
    code = entry.code.reveal()
    left = round(entry.seconds_left)
    bar = "━" * round(entry.seconds_left / 2)
    return Content.assemble(
        (entry.label, "dim"),
        "\n",
        (f"{code[:3]} {code[3:]}", "bold $text-accent"),
        f"   {left:2} s\n",
        (bar, "$primary"),
    )
