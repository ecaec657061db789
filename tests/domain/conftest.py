"""Pure functions need no machine: none is made ready for each test."""

import pytest


@pytest.fixture(autouse=True)
def home() -> None:
    """No directory, and the environment as it is."""
