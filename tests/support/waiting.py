"""Waiting for what another thread does."""

import time
from collections.abc import Callable

PATIENCE = 20.0
"""Seconds after which it is taken not to happen any more."""


def until(happened: Callable[[], object]) -> None:
    """Wait for something to have happened."""
    deadline = time.monotonic() + PATIENCE
    while not happened() and time.monotonic() < deadline:
        time.sleep(0.01)
    assert happened()
