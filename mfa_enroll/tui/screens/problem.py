"""A problem: what happened, what to do next, and who can."""

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from mfa_enroll.domain.problem import Problem
from mfa_enroll.tui.screens.copying import CopyingPage
from mfa_enroll.tui.widgets.choice import Choice
from mfa_enroll.tui.widgets.remark import RemarkBox
from mfa_enroll.tui.widgets.words import Exact, Heading, Numbered, words


class ProblemPage(CopyingPage[bool]):
    """Shows a problem; answers whether to try again."""

    HELP = "What the page shows stays on your terminal after you leave, so that you can copy it or send it on."

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
            ways.insert(0, (True, "Try again", ""))
        yield RemarkBox()
        yield Choice(ways)

    def on_choice_chosen(self, event: Choice.Chosen) -> None:
        """Answer."""
        self.answer(event.value is True)
