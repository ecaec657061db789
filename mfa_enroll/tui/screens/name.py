"""The name under which a session is kept, and what that changes."""

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Static

from mfa_enroll.domain.profile import ProfilePlan
from mfa_enroll.domain.trouble import Stopped
from mfa_enroll.flows.asks import NameAsk
from mfa_enroll.tui.bindings import bind
from mfa_enroll.tui.screens.typing_page import TypingPage
from mfa_enroll.tui.widgets.changes import FileChanges
from mfa_enroll.tui.widgets.parts import PageText
from mfa_enroll.tui.widgets.remark import RemarkBox
from mfa_enroll.tui.widgets.shownfield import ShownField
from mfa_enroll.words import keys
from mfa_enroll.words.changes import note, warnings
from mfa_enroll.words.fields import BY_HAND, NAME, name_label, name_remark

if TYPE_CHECKING:
    from mfa_enroll.domain.profile import NameRefusal


class NamePage(TypingPage[ProfilePlan]):
    """Asks for the name, and says at every keystroke what it would change.

    Raises:
        Stopped: When it is made, and as an answer: the files are the hindrance.
    """

    BINDINGS: ClassVar[list[BindingType]] = [bind("f2", "serial", keys.SERIAL, display="F2")]
    FIRST_TO_GO = ("serial", *TypingPage.FIRST_TO_GO)

    def __init__(self, ask: NameAsk) -> None:
        super().__init__()
        self._ask = ask
        self._look = ask.look
        self._looked: ProfilePlan | NameRefusal = ask.look(ask.suggestion)
        self._field = ShownField(ask.suggestion, select_on_focus=False)
        self._remark = RemarkBox()
        self._label = Static(classes="label")
        self._changes = FileChanges()
        self._missing = Static(Content(BY_HAND), classes="label")
        self._by_hand = FileChanges()
        self._warnings = Static(classes="aside")
        self._note = Static(classes="aside")
        self._leaves_out = False

    @property
    def help(self) -> str:
        """What the help page says."""
        return NAME.help

    @property
    def is_first(self) -> bool:
        """Whether nothing is before it."""
        return self._ask.first

    @property
    def is_begun(self) -> bool:
        """Whether the name is another than the one that is suggested."""
        return self._field.value != self._ask.suggestion

    def clear(self) -> None:
        """Back to the name that is suggested."""
        self._field.value = self._ask.suggestion
        self._field.cursor_position = len(self._ask.suggestion)

    def lead(self) -> ComposeResult:
        """The question and the field."""
        yield PageText(NAME)
        yield self._field
        yield self._remark

    def content(self) -> ComposeResult:
        """What the name would change."""
        yield self._warnings
        yield self._label
        yield self._changes
        yield self._missing
        yield self._by_hand
        yield self._note

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
        plan = self._plan()
        if plan:
            self.answer(plan)

    def action_serial(self) -> None:
        """Leave the line for other tools out, or put it back."""
        self._leaves_out = not self._leaves_out
        self._show()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer that key only where there is such a line."""
        can = isinstance(self._looked, ProfilePlan) and self._looked.has_serial
        return can if action == "serial" else super().check_action(action, parameters)

    def _plan(self) -> ProfilePlan | None:
        if not isinstance(self._looked, ProfilePlan):
            return None
        return self._looked.without_serial() if self._leaves_out else self._looked

    def _show(self) -> None:
        plan = self._plan()
        self._label.update(Content(name_label(plan) if plan else ""))
        self._changes.show(plan.changes if plan else ())
        by_hand = plan.by_hand if plan else ()
        self._missing.display = self._by_hand.display = bool(by_hand)
        self._by_hand.show(by_hand)
        for widget, text in (
            (self._warnings, "\n".join(warnings(plan)) if plan else ""),
            (self._note, note(plan) if plan else ""),
        ):
            widget.display = bool(text)
            widget.update(Content(text))
        self._remark.show(name_remark(self._looked))
        self.refresh_bindings()
