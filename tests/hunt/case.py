"""How a case from the field stands in a table: a line each, so that the next one is a line more."""

import pytest
from _pytest.mark import ParameterSet


def case(source: str, essence: str, *values: object) -> ParameterSet:
    """Make a row of a table.

    Args:
        source: The public report that it is taken from, as ``owner/project#number``; "own" where there is none.
        essence: What is the matter, in a few words.
        values: What is given, and what is expected.
    """
    return pytest.param(*values, id=f"{source}: {essence}")
