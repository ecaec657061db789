"""Rows of which some are run every time, and the others with the wide matrices."""

from collections.abc import Iterable
from typing import Any

import pytest


def one_in(number: int, rows: Iterable[Any], *, several: bool = False) -> list[Any]:
    """The rows as parameters, one or ``several`` each: one in ``number`` is run every time, from the first on."""
    return [
        pytest.param(*(row if several else (row,)), marks=pytest.mark.wide if at % number else ())
        for at, row in enumerate(rows)
    ]
