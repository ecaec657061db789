"""A question with a few answers, in words of the flow's."""

from typing import TypeVar

from textual.app import ComposeResult

from mfa_enroll.flows.questions import Exact, Question, Way
from mfa_enroll.tui.screens.returning import ReturningPage
from mfa_enroll.tui.widgets import words
from mfa_enroll.tui.widgets.choice import Choice

T = TypeVar("T")


class QuestionPage(ReturningPage[T]):
    """Asks it."""

    HELP = "Choose one of the ways that the page offers, or go back."

    def __init__(self, question: Question[T]) -> None:
        super().__init__()
        self._question = question

    @property
    def help(self) -> str:
        """What the help page says."""
        return self._question.help or self.HELP

    def content(self) -> ComposeResult:
        """The words."""
        yield words.Heading(self._question.title)
        for paragraph in self._question.paragraphs:
            yield words.Exact(paragraph) if isinstance(paragraph, Exact) else words.words(f"{paragraph}\n")
        if self._question.steps:
            yield words.Numbered(*self._question.steps)

    def actions(self) -> ComposeResult:
        """The ways."""
        yield Choice([(way, way.name, way.meaning) for way in self._question.ways])

    def on_choice_chosen(self, event: Choice.Chosen) -> None:
        """Answer."""
        if isinstance(event.value, Way):
            self.answer(event.value.value)
