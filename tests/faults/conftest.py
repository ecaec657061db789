"""Places where the cells are acted out, one after another."""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from tests.faults.stage import Stage
from tests.support.many_runs import Connections, boto3_is_fresh, made_once

__all__ = ["boto3_is_fresh", "connections", "made_once", "stages"]

AT_ONCE = 2
"""Cells that run at the same time: while one waits for a time-out, another goes on."""


@pytest.fixture(scope="session")
def stages() -> Iterator[list[Stage]]:
    """Places for so many cells at once."""
    with ExitStack() as opened:
        yield [opened.enter_context(Stage()) for _ in range(AT_ONCE)]


@pytest.fixture(scope="session")
def connections() -> Connections:
    """The connections to all of them, in each of which an account begins with the same keys."""
    return Connections()
