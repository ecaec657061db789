"""The current console password, and a new one."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Grid
from textual.content import Content
from textual.widgets import Static

from mfa_enroll.domain.passwords import Field, unfit
from mfa_enroll.domain.secret import Secret
from mfa_enroll.flows.asks import NewPassword, PasswordAsk
from mfa_enroll.tui.screens.beside_phone import BesidePhonePage
from mfa_enroll.tui.screens.typing_page import TypingPage
from mfa_enroll.tui.widgets.checklist import Checklist
from mfa_enroll.tui.widgets.parts import PageText
from mfa_enroll.tui.widgets.passwordfield import PasswordField
from mfa_enroll.tui.widgets.phone import Authenticator
from mfa_enroll.tui.widgets.remark import RemarkBox
from mfa_enroll.words import passwords as words
from mfa_enroll.words.remarks import said


class PasswordPage(BesidePhonePage[NewPassword], TypingPage[NewPassword]):
    """Asks for both passwords, and says at every keystroke what the new one lacks."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "app.focus_next", show=False, priority=True),
        Binding("up", "app.focus_previous", show=False, priority=True),
    ]
    ENTER_ENDS_TYPING = True
    FIRST_TO_GO: ClassVar[tuple[str, ...]] = ("go_on",)

    def __init__(self, ask: PasswordAsk, phone: Authenticator | None) -> None:
        super().__init__(phone)
        self.asked = ask
        self._rules = tuple(ask.policy.rules())
        self._fields = {field: PasswordField() for field in Field}
        self._remark = RemarkBox()
        self._checklist = Checklist([words.rule(rule) for rule in self._rules])
        self._unfit = Static()

    @property
    def help(self) -> str:
        """What the help page says."""
        return words.PAGE.help

    @property
    def is_first(self) -> bool:
        """Whether nothing is before it."""
        return self.asked.first

    @property
    def is_begun(self) -> bool:
        """Whether there is something in a field."""
        return any(box.value for box in self._fields.values())

    def clear(self) -> None:
        """Empty the fields, and begin with the first."""
        for box in self._fields.values():
            box.clear()
        self.set_focus(self._fields[Field.CURRENT])

    def lead(self) -> ComposeResult:
        """The fields."""
        yield PageText(words.PAGE)
        with Grid(id="fields"):
            for field, box in self._fields.items():
                yield Static(Content(words.FIELDS[field]))
                yield box
        yield self._remark

    def content(self) -> ComposeResult:
        """What is asked of the new password."""
        yield Static(Content(words.NEEDS), classes="label")
        yield self._checklist
        yield self._unfit
        yield Static(Content(" ".join(words.notes(self.asked.policy))), classes="aside")

    def on_mount(self) -> None:
        """Begin with nothing typed."""
        self._check()

    def ask(self, ask: PasswordAsk) -> None:
        """Put the question, another time perhaps."""
        self.asked = ask
        self._say_what_was_asked()
        for box in self._fields.values():
            box.disabled = False
        self.set_focus(self._fields[Field.CURRENT])

    async def answered(self) -> NewPassword:
        """Wait for the answer, and keep nothing of what was typed: however it ends."""
        try:
            return await super().answered()
        finally:
            if self.is_running:  # otherwise fields and app are gone already
                for box in self._fields.values():
                    box.value = ""
                    box.disabled = True

    def on_input_changed(self) -> None:
        """Check what there is now."""
        self._say_what_was_asked()
        self._check()

    async def action_go_on(self) -> None:
        """To the next field, or on if nothing is missing."""
        *earlier, _ = self._fields.values()
        if self.focused in earlier:
            self.focus_next()
            return
        await self.all_typed()
        current, new, again = self._typed
        complaint = self.asked.policy.complaint(current, new, again)
        if complaint:
            self._remark.show(words.complaint(complaint))
            self.set_focus(self._fields[complaint.field])
        else:
            self.answer(NewPassword(current, new))

    @property
    def _typed(self) -> list[Secret]:
        return [Secret(box.value) for box in self._fields.values()]

    def _check(self) -> None:
        _, new, again = self._typed
        self._checklist.show([rule.is_kept_by(new, again) for rule in self._rules])
        reason = unfit(new)
        self._unfit.display = reason is not None
        if reason:
            self._unfit.update(Content.assemble((" !  ", "bold $text-warning"), words.UNFIT[reason]))

    def _say_what_was_asked(self) -> None:
        self._remark.show(said(self.asked.remark) if self.asked.remark else None)
