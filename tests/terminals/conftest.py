"""A display for the session, and the table of what was read from which emulator."""

import shutil
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise

import pytest

from tests.terminals.display import Display, running_display

READ = "read from a terminal"
"""The name of the property that a test hands to the table: its row, its column, and which decoders read it."""

Column = tuple[str, str]
"""A drawing and a decoder."""

_MARKS = {True: "yes", False: "-", None: ""}
_WIDTH = 8
"""Of a column, in characters."""


@pytest.fixture(scope="session")
def display() -> Iterator[Display]:
    """An X server of this session's own."""
    if shutil.which("Xvfb") is None:
        pytest.skip("Xvfb is not installed")
    with running_display() as display:
        yield display


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the table: a row for each look of each emulator, a column for each drawing and decoder."""
    rows: dict[str, dict[Column, bool]] = {}
    for report in (each for reports in terminalreporter.stats.values() for each in reports):
        for name, value in getattr(report, "user_properties", ()):
            if name == READ and report.when == "call":
                row, drawing, read = value
                rows.setdefault(row, {}).update({(drawing, decoder): found for decoder, found in read.items()})
    if rows:
        terminalreporter.write_sep("=", "QR codes read from screenshots of terminal emulators")
        for line in _table(rows):
            terminalreporter.write_line(line)


def _table(rows: dict[str, dict[Column, bool]]) -> Iterator[str]:
    columns = sorted({column for row in rows.values() for column in row})
    first = max(map(len, rows)) + 2

    def line(label: str, cells: Iterable[str]) -> str:
        return (label.ljust(first) + "".join(cell.ljust(_WIDTH) for cell in cells)).rstrip()

    drawings = [column[0] for column in columns]
    yield line("", [now if now != before else "" for before, now in pairwise(["", *drawings])])
    yield line("", [column[1] for column in columns])
    for label, cells in sorted(rows.items()):
        yield line(label, [_MARKS[cells.get(column)] for column in columns])
    read = Counter(column for row in rows.values() for column, found in row.items() if found)
    tried = Counter(column for row in rows.values() for column in row)
    yield line("read", [f"{read[column]}/{tried[column]}" for column in columns])
