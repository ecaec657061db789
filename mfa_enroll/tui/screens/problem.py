"""A problem: what happened, what to do next, and who can."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from mfa_enroll.domain.problem import Problem, Who
from mfa_enroll.flows.dialogue import Remark, Tone
from mfa_enroll.tui.screens.page import Page
from mfa_enroll.tui.widgets.choice import Choice
from mfa_enroll.tui.widgets.words import Exact, Heading, RemarkBox, words


class ProblemPage(Page[bool]):
    """Shows a problem; answers whether to try again."""

    HELP = "What the page shows stays on your terminal after you leave, so that you can copy it or send it on."
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("c", "copy", "Copy for the administrator", tooltip="Copy the text in the box to the clipboard"),
    ]

    def __init__(self, problem: Problem) -> None:
        super().__init__()
        self._problem = problem

    def content(self) -> ComposeResult:
        """The page."""
        problem = self._problem
        yield Heading(problem.title)
        yield words(problem.happened)
        yield Static(Content(_next(problem)), classes="steps")
        if problem.hand_over:
            yield Static(Content("For your administrator:"), classes="label")
            yield Exact(problem.hand_over)
            yield RemarkBox()
        if problem.left_behind:
            yield Static(Content(f"This may be left in AWS, not turned on: {problem.left_behind}"), classes="aside")
        if problem.answer:
            yield Static(Content(f"AWS answered: {problem.answer}"), classes="aside")

    def actions(self) -> ComposeResult:
        """Try again where that can help, or leave."""
        ways = [(False, "Leave", "")]
        if self._problem.can_retry:
            ways.insert(0, (True, "Try again", ""))
        yield Choice(ways)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There is something to copy only where the administrator is needed."""
        del parameters
        return action != "copy" or bool(self._problem.hand_over)

    def action_copy(self) -> None:
        """Copy what the administrator needs."""
        self.app.copy_to_clipboard(self._problem.hand_over)
        said = "Sent to your terminal’s clipboard. If nothing arrives there: it is printed again when you leave."
        self.query_one(RemarkBox).show(Remark(Tone.GOOD, said))

    def on_choice_chosen(self, event: Choice.Chosen) -> None:
        """Answer."""
        self.answer(event.value is True)


def _next(problem: Problem) -> str:
    whose = "What you can do" if problem.who is Who.YOU else "What to do, with your administrator"
    steps = [f"  {number}. {step}" for number, step in enumerate(problem.steps, start=1)]
    if len(steps) == 1:
        steps = [f"  {problem.steps[0]}"]
    return "\n".join([f"{whose}:", *steps])
