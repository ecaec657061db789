"""Which cells of a matrix are run every time, and which when all of them are wanted."""

import enum
from collections.abc import Iterable, Sequence
from typing import Any

import pytest


def cells(rows: Iterable[str], columns: Sequence[enum.Enum], *, every: int) -> list[Any]:
    """All cells, for ``pytest.mark.parametrize``. Each n-th along every row and column is run every time.

    So no row and no column is ever left out; the others are marked ``exhaustive``.
    """
    return [
        pytest.param(
            row,
            column,
            id=f"{row}-{column.name}",
            marks=() if (down + across) % every == 0 else pytest.mark.exhaustive,
        )
        for down, row in enumerate(rows)
        for across, column in enumerate(columns)
    ]
