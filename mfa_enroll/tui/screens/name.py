"""The name under which a session is kept, and what that changes."""

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Input, Static

from mfa_enroll.domain.profile import ProfilePlan
from mfa_enroll.domain.trouble import Stopped
from mfa_enroll.flows.asks import NameAsk
from mfa_enroll.tui.screens.typing_page import TypingPage
from mfa_enroll.tui.widgets.changes import FileChanges
from mfa_enroll.tui.widgets.parts import PageText
from mfa_enroll.tui.widgets.remark import RemarkBox
from mfa_enroll.words.fields import BY_HAND, NAME, name_label, name_remark

if TYPE_CHECKING:
    from mfa_enroll.domain.profile import NameRefusal


class NamePage(TypingPage[ProfilePlan]):
    """Asks for the name, and says at every keystroke what it would change.

    Raises:
        Stopped: When it is made, and as an answer: the files are the hindrance.
    """

    def __init__(self, ask: NameAsk) -> None:
        super().__init__()
        self._look = ask.look
        self._looked: ProfilePlan | NameRefusal = ask.look(ask.suggestion)
        self._field = Input(ask.suggestion, select_on_focus=False)
        self._remark = RemarkBox()
        self._label = Static(classes="label")
        self._changes = FileChanges()
        self._missing = Static(Content(BY_HAND), classes="label")
        self._by_hand = FileChanges()

    @property
    def help(self) -> str:
        """What the help page says."""
        return NAME.help

    def lead(self) -> ComposeResult:
        """The question and the field."""
        yield PageText(NAME)
        yield self._field
        yield self._remark

    def content(self) -> ComposeResult:
        """What the name would change."""
        yield self._label
        yield self._changes
        yield self._missing
        yield self._by_hand

    def on_mount(self) -> None:
        """Say what the suggestion would change."""
        self._show()

    def on_input_changed(self) -> None:
        """Say what this name would change."""
        try:
            self._looked = self._look(self._field.value.strip())
        except Stopped as stop:
            self.refuse(stop)
        else:
            self._show()

    async def action_go_on(self) -> None:
        """Agree to what is listed, if anything is."""
        await self.all_typed()
        self.on_input_changed()
        if isinstance(self._looked, ProfilePlan):
            self.answer(self._looked)

    def _show(self) -> None:
        plan = self._looked if isinstance(self._looked, ProfilePlan) else None
        self._label.update(Content(name_label(plan) if plan else ""))
        self._changes.show(plan.changes if plan else ())
        by_hand = plan.by_hand if plan else ()
        self._missing.display = self._by_hand.display = bool(by_hand)
        self._by_hand.show(by_hand)
        self._remark.show(name_remark(self._looked))
