"""A parser for command lines that says what may have been meant, and shows examples as they are typed."""

import argparse
import difflib
import os
import re
import textwrap

from mfa_enroll.domain.text import clean

TYPE_CHECKING = False  # typing would take a tenth of the time of --help
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any, NoReturn

_Commands = argparse._SubParsersAction  # noqa: SLF001 -- it has no other name

_UNKNOWN = re.compile(r"unrecognized arguments: (--?[a-z][\w-]*)")


class Parser(argparse.ArgumentParser):
    """Says what is wrong with an argument as text, whatever the argument holds. Parsers of commands are of its kind.

    Lines of its description and epilog that begin with two spaces stay as they are.
    """

    def __init__(self, **settings: "Any") -> None:  # noqa: ANN401 -- as inherited
        super().__init__(**{"formatter_class": _Formatter, **settings})
        self.color = os.environ.get("CLICOLOR") != "0"  # Python 3.14 has colours in its help

    def error(self, message: str) -> "NoReturn":
        """Say it, and exit."""
        unknown = _UNKNOWN.match(message)
        if unknown:
            options = [option for action in self.all_actions() for option in action.option_strings]
            message += _suggestion(unknown[1], options)
        super().error(clean(message))

    def _check_value(self, action: argparse.Action, value: "Any") -> None:  # noqa: ANN401 -- as inherited
        if isinstance(action, _Commands) and value not in action.choices:
            known = ", ".join(action.choices)
            raise argparse.ArgumentError(
                action, f"there is no command {value}{_suggestion(value, action.choices) or f': there are {known}'}"
            )
        super()._check_value(action, value)

    def all_actions(self) -> "Iterator[argparse.Action]":
        """What can be given, to the commands as well."""
        for action in self._actions:
            yield action
            if isinstance(action, _Commands):
                for parser in action.choices.values():
                    yield from parser.all_actions()


def _suggestion(typed: str, known: "Iterable[str]") -> str:
    near = difflib.get_close_matches(typed, list(known), 1)
    return f". Did you mean {near[0]}?" if near else ""


class _Formatter(argparse.HelpFormatter):
    """Wraps paragraphs, and leaves examples alone."""

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        return "\n".join(
            line if line.startswith("  ") else textwrap.fill(line, width, initial_indent=indent)
            for line in text.splitlines()
        )


def epilog(*examples: str, codes: str) -> str:
    """The end of a help: commands as they are typed, and the exit codes."""
    return "\n".join(["examples:", *(f"  {example}" for example in examples), "", f"exit codes: {codes}"])
