"""Every page with ways to go on."""

from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType

from mfa_enroll.tui.bindings import bind
from mfa_enroll.tui.screens.returning import ReturningPage
from mfa_enroll.tui.widgets.parts import PageText
from mfa_enroll.words import keys
from mfa_enroll.words.page import Page

if TYPE_CHECKING:
    from mfa_enroll.flows.questions import Question
    from mfa_enroll.tui.widgets.choice import Choice


class ChoicePage(ReturningPage[Any]):
    """Shows a page and answers with the way that is chosen.

    The first page of a run is one, too: without ways it is painted before anything is known, and becomes another one
    in its place. What only ways need is loaded with them, since the time to the first text on the screen counts.

    Args:
        page: What is shown.
        asked: The question that it is the page of. Nothing is asked on a page without ways.
    """

    BINDINGS: ClassVar[list[BindingType]] = [bind("c", "copy", keys.COPY_BOX)]

    def __init__(self, page: Page[Any], asked: "Question[Any] | None" = None) -> None:
        super().__init__()
        self.page = page
        self.asked = asked

    @property
    def help(self) -> str:
        """What the help page says."""
        return self.page.help

    @property
    def can_go_back(self) -> bool:
        """Whether Escape is an answer."""
        return self.asked is not None and self.asked.can_go_back

    @property
    def is_first(self) -> bool:
        """Whether nothing is before it."""
        return bool(getattr(self.asked, "first", False))

    def content(self) -> ComposeResult:
        """What the page says."""
        yield PageText(self.page)

    def actions(self) -> ComposeResult:
        """The ways, under what there is to say about what was just done."""
        if self.page.ways:
            from mfa_enroll.tui.widgets.choice import Choice  # noqa: PLC0415 - the first paint does without
            from mfa_enroll.tui.widgets.remark import RemarkBox  # noqa: PLC0415 - likewise

            yield RemarkBox(self.page.remark)
            yield Choice(self.page.ways, beside=self.page.compact)

    def say_more(self, page: Page[Any]) -> None:
        """Show a page with more to read in place of one without ways."""
        self.page = self._text.page = page
        self._text.refresh(recompose=True)

    async def become(self, page: Page[Any], asked: "Question[Any]") -> None:
        """Show a page with ways in place of one without."""
        self.page = self._text.page = page
        self.asked = asked
        with self.app.batch_update():  # it is not seen before it takes keys
            await self._text.recompose()
            await self.mount(*self.actions(), after="#body")
            self.focus_next()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Copying needs something to copy."""
        return bool(self.page.copyable) if action == "copy" else super().check_action(action, parameters)

    def action_copy(self) -> None:
        """Copy the text in the box, and say so."""
        from mfa_enroll.tui.widgets.remark import RemarkBox  # noqa: PLC0415 - the first paint does without
        from mfa_enroll.words.fields import BOX_COPIED  # noqa: PLC0415 - likewise

        self.app.copy_to_clipboard(self.page.copyable)
        self.query_one(RemarkBox).show(BOX_COPIED)

    def on_choice_chosen(self, event: "Choice.Chosen") -> None:
        """Answer."""
        self.answer(event.value)

    @property
    def _text(self) -> PageText:
        return self.query_one(PageText)
