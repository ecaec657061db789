"""A short list of ways to go on, each with a line that says what it means."""

from collections.abc import Sequence
from typing import Generic, TypeVar

from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

T = TypeVar("T")


class Choice(OptionList, Generic[T]):
    """One way an entry: chosen by arrow keys and Enter, by its number, or with the mouse."""

    DEFAULT_CSS = """
    Choice {
        height: auto; max-height: 50%; margin: 0 2; padding: 0; border: none;
        &:focus { border: none; }
    }
    """

    class Chosen(Message):
        """A way was chosen."""

        def __init__(self, value: object) -> None:
            super().__init__()
            self.value = value

    def __init__(self, ways: Sequence[tuple[T, str, str]], *, beside: bool = False) -> None:
        """Make the list from (value, name, meaning) triples. A way that is the only one is not numbered.

        A meaning stands below its name, or ``beside`` it where there are many ways and little room.
        """
        self._values = [value for value, _, _ in ways]
        width = max((len(name) for _, name, meaning in ways if meaning), default=0) + 2
        super().__init__(
            *(
                Option(
                    Content.assemble(
                        (f"{number if len(ways) > 1 else 'Enter'}  {name.ljust(width) if beside else name}", "bold"),
                        meaning if beside else f"\n   {meaning}" if meaning else "",
                    ),
                )
                for number, (_, name, meaning) in enumerate(ways, start=1)
            )
        )
        for number in range(1, len(ways) + 1):
            self._bindings.bind(str(number), f"choose({number})", show=False)

    def action_choose(self, number: int) -> None:
        """Choose by number, counted from 1."""
        self.post_message(self.Chosen(self._values[number - 1]))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Choose what is highlighted."""
        event.stop()
        self.post_message(self.Chosen(self._values[event.option_index]))
