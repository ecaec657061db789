"""The current console password, and a new one."""

from collections.abc import Iterator
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Grid
from textual.content import Content
from textual.widgets import Static

from mfa_enroll.domain.secret import Secret
from mfa_enroll.flows.questions import NewPassword, PasswordAsk, Remark, Tone
from mfa_enroll.tui.screens.beside_phone import BesidePhonePage
from mfa_enroll.tui.screens.typing_page import TypingPage
from mfa_enroll.tui.widgets.checklist import Checklist
from mfa_enroll.tui.widgets.passwordfield import PasswordField
from mfa_enroll.tui.widgets.phone import Phone
from mfa_enroll.tui.widgets.remark import RemarkBox
from mfa_enroll.tui.widgets.words import Heading

_LABELS = ("Current password", "New password", "New, once more")
_ALIKE = "to be typed twice alike"


class PasswordPage(BesidePhonePage[NewPassword], TypingPage[NewPassword]):
    """Asks for both, and says at every keystroke what the new one lacks."""

    HELP = (
        "This is the password with which you sign in to the AWS console. What is typed is shown as dots, and goes to "
        "AWS alone. Whether the current password is right AWS says only when the new one is sent. Who never had a "
        "password for the console has nothing to change here: an administrator sets the first one."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "app.focus_next", show=False, priority=True),
        Binding("up", "app.focus_previous", show=False, priority=True),
    ]
    FIRST_TO_GO: ClassVar[tuple[str, ...]] = ("go_on",)

    def __init__(self, ask: PasswordAsk, phone: Phone | None) -> None:
        super().__init__(phone)
        self._ask = ask
        self._current, self._new, self._again = self._fields = [PasswordField() for _ in _LABELS]
        self._remark = RemarkBox(ask.remark)
        self._checklist = Checklist([words for words, _ in self._checks()])
        self._unfit = Static()

    def is_for(self, ask: PasswordAsk) -> bool:
        """Whether this page asks for the same password."""
        return (self._ask.user, self._ask.policy) == (ask.user, ask.policy)

    def lead(self) -> ComposeResult:
        """The fields."""
        yield Heading("Change your console password")
        with Grid(id="fields"):
            for label, field in zip(_LABELS, self._fields, strict=True):
                yield Static(Content(label))
                yield field
        yield self._remark

    def content(self) -> ComposeResult:
        """What is asked of the new password."""
        yield Static(Content("The new password needs"), classes="label")
        yield self._checklist
        yield self._unfit
        notes = [*self._ask.policy.notes(), "The current password is checked by AWS, when the new one is sent."]
        yield Static(Content(" ".join(notes)), classes="aside")

    def on_mount(self) -> None:
        """Begin with nothing typed."""
        self._check()

    def ask(self, ask: PasswordAsk) -> None:
        """Put the question, another time perhaps."""
        self._ask = ask
        self._remark.show(ask.remark)
        for field in self._fields:
            field.disabled = False
        self.set_focus(self._current)

    async def answered(self) -> NewPassword:
        """Wait for the answer, and keep nothing of what was typed: however it ends."""
        try:
            return await super().answered()
        finally:
            if self.is_running:  # otherwise fields and app are gone already
                for field in self._fields:
                    field.value = ""
                    field.disabled = True

    def on_input_changed(self) -> None:
        """Check what there is now."""
        self._remark.show(self._ask.remark)
        self._check()

    async def action_go_on(self) -> None:
        """To the next field, or on if nothing is missing."""
        following = {self._current: self._new, self._new: self._again}
        if isinstance(self.focused, PasswordField) and self.focused in following:
            self.set_focus(following[self.focused])
            return
        await self.all_typed()
        if missing := self._missing():
            field, words = missing
            self._remark.show(Remark(Tone.WARNING, words))
            self.set_focus(field)
        else:
            self.answer(NewPassword(Secret(self._current.value), Secret(self._new.value)))

    def _checks(self) -> Iterator[tuple[str, bool]]:
        """Everything that can be checked of the new password here, and whether it is so."""
        new = Secret(self._new.value)
        for rule in self._ask.policy.rules():
            yield rule.words, rule.is_kept_by(new)
        yield _ALIKE, bool(self._new.value) and self._new.value == self._again.value

    def _check(self) -> None:
        self._checklist.show([kept for _, kept in self._checks()])
        unfit = self._ask.policy.unfit(Secret(self._new.value))
        self._unfit.display = bool(unfit)
        self._unfit.update(Content.assemble((" !  ", "bold $text-warning"), unfit))

    def _missing(self) -> tuple[PasswordField, str] | None:
        """The field that does not hold what it should yet, and why; None where all of them do."""
        if not self._current.value:
            return self._current, "Type your current password, too."
        if unfit := self._ask.policy.unfit(Secret(self._new.value)):
            return self._new, unfit
        missing = [words for words, kept in self._checks() if not kept]
        if missing == [_ALIKE]:
            return self._again, "The new password was not typed twice alike."
        return (self._new, f"The new password still needs {'; '.join(missing)}.") if missing else None
