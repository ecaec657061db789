"""A problem: what happened, what to do next, and who can."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from mfa_enroll.domain.problem import Problem
from mfa_enroll.tui.screens.copying import CopyingPage
from mfa_enroll.tui.widgets.choice import Choice
from mfa_enroll.tui.widgets.remark import RemarkBox
from mfa_enroll.tui.widgets.words import Exact, Heading, Numbered, words


class ProblemPage(CopyingPage[bool]):
    """Shows a problem; answers whether to try again, or to go back where that is all there is to try."""

    HELP = "What the page shows stays on your terminal after you leave, so that you can copy it or send it on."
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "Back", key_display="Esc", priority=True, tooltip="Back to what was before"),
    ]

    def __init__(self, problem: Problem) -> None:
        super().__init__()
        self._problem = problem
        self.copyable = problem.hand_over

    def content(self) -> ComposeResult:
        """The page."""
        problem = self._problem
        yield Heading(problem.title)
        yield words(problem.happened)
        yield Static(Content(f"{problem.who.value}:"), classes="label")
        yield Numbered(*problem.steps)
        if problem.hand_over:
            yield Static(Content("For your administrator:"), classes="label")
            yield Exact(problem.hand_over)
        if problem.left_behind:
            yield Static(Content(f"This may be left in AWS, not turned on: {problem.left_behind}"), classes="aside")
        if problem.answer and problem.answer not in problem.hand_over:
            yield Static(Content(f"AWS answered: {problem.answer}"), classes="aside")

    def actions(self) -> ComposeResult:
        """Try again where that can help, or leave."""
        ways = [(False, "Leave", "")]
        if self._problem.can_retry:
            ways.insert(0, (True, "Back" if self._problem.leads_back else "Try again", ""))
        yield RemarkBox()
        yield Choice(ways)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Back from a page on which there is something to try would hide that."""
        return self._problem.leads_back if action == "back" else super().check_action(action, parameters)

    def action_back(self) -> None:
        """Go there."""
        self.answer(value=True)

    def on_choice_chosen(self, event: Choice.Chosen) -> None:
        """Answer."""
        self.answer(event.value is True)
