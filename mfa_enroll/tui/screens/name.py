"""The name under which a session is kept, and what that changes."""

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Input, Static

from mfa_enroll.domain.problem import Stopped
from mfa_enroll.domain.profile import NameRefusedError, ProfilePlan
from mfa_enroll.flows.questions import NameAsk, Remark, Tone
from mfa_enroll.tui.screens.typing_page import TypingPage
from mfa_enroll.tui.widgets.changes import FileChanges
from mfa_enroll.tui.widgets.remark import RemarkBox
from mfa_enroll.tui.widgets.words import Heading

_LEAD = "Tools use it by the name of a profile: aws --profile NAME. Your long-term access key stays where it is."
_MISSING = "This cannot be changed from here. Add to it yourself:"
_REPLACES = Remark(
    Tone.WARNING,
    "A session is kept there already that is not known to be of your access key. Yours would take its place.",
)


class NamePage(TypingPage[ProfilePlan]):
    """Asks for the name, and says at every keystroke what it would change.

    Raises:
        Stopped: When it is made, and as an answer: the files are the hindrance.
    """

    HELP = (
        "A profile is a name for keys in the files that the aws command and other tools read. Your access key stays "
        "in the profile it is in; the session gets one of its own, so that you can tell the two apart. What is not "
        "listed on the page is not changed."
    )

    def __init__(self, ask: NameAsk) -> None:
        super().__init__()
        self._ask = ask
        self._plan, self._refusal = self._look(ask.suggestion)
        self._field = Input(ask.suggestion, select_on_focus=False)
        self._remark = RemarkBox()
        self._label = Static(classes="label")
        self._changes = FileChanges()
        self._missing = Static(Content(_MISSING), classes="label")
        self._by_hand = FileChanges()

    def lead(self) -> ComposeResult:
        """The question and the field."""
        yield Heading("Where to keep the session")
        yield Static(Content(_LEAD), classes="lead")
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
            self._plan, self._refusal = self._look(self._field.value.strip())
        except Stopped as stop:
            self.refuse(stop)
        else:
            self._show()

    async def action_go_on(self) -> None:
        """Agree to what is listed, if anything is."""
        await self.all_typed()
        self.on_input_changed()
        if self._plan is not None:
            self.answer(self._plan)

    def _look(self, name: str) -> tuple[ProfilePlan | None, Remark | None]:
        try:
            return self._ask.plan(name), None
        except NameRefusedError as refused:
            return None, Remark(Tone.WARNING, refused.words)

    def _show(self) -> None:
        plan = self._plan
        label = "This renews the session that is kept there:" if plan and plan.refreshes else "This will be written:"
        self._label.update(Content(label if plan else ""))
        self._changes.show(plan.changes if plan else ())
        by_hand = plan.by_hand if plan else ()
        self._missing.display = self._by_hand.display = bool(by_hand)
        self._by_hand.show(by_hand)
        self._remark.show(_REPLACES if plan and plan.replaces else self._refusal)
