"""The cells and their outcomes, printed at the end of the run that made them."""

from collections import Counter
from collections.abc import Iterable, Iterator

import pytest

CELL = "cell of the fault matrix"
"""The property of a test report that holds the story, the kind of fault and the outcome of one cell."""

UNNOTICED, RECOVERED, TOLD = "unnoticed", "recovered", "told"
"""The first run reached its aim without a page, or after one; or it ended with what is wrong."""

OUTCOMES = (UNNOTICED, RECOVERED, TOLD)

Cell = tuple[str, str, str]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the table, wherever the cells ran: reports of other processes carry their properties too."""
    reports = terminalreporter.getreports("passed") + terminalreporter.getreports("failed")
    properties = [each for report in reports if report.when == "call" for each in report.user_properties]
    cells = [(story, group, outcome) for name, value in properties if name == CELL for story, group, outcome in [value]]
    if cells:
        terminalreporter.section(f"fault matrix: {', '.join(OUTCOMES)}")
        for line in table(cells):
            terminalreporter.write_line(line)


def table(cells: Iterable[Cell]) -> Iterator[str]:
    """Stories down, kinds of faults across, and in each place how many cells had which outcome."""
    every = [*cells]
    stories, groups = sorted({story for story, _, _ in every}), sorted({group for _, group, _ in every})
    rows = [["", *groups, "all"]]
    for name, within in [*((story, {story}) for story in stories), ("all", {*stories})]:
        row = [cell for cell in every if cell[0] in within]
        rows.append([name, *(_place(cell for cell in row if cell[1] == group) for group in groups), _place(row)])
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for name, *places in rows:
        yield "  ".join([name.ljust(widths[0]), *map(str.rjust, places, widths[1:])])
    totals = Counter(outcome for _, _, outcome in every)
    yield ""
    yield f"{totals.total()} cells: {', '.join(f'{totals[outcome]} {outcome}' for outcome in OUTCOMES)}."


def _place(cells: Iterable[Cell]) -> str:
    counts = Counter(outcome for _, _, outcome in cells)
    return "·".join(str(counts[outcome]) for outcome in OUTCOMES) if counts else "–"
