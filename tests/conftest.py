"""A machine without settings of its own, how many tests run at once, and the table at the end of a run."""

import gc
import os
from pathlib import Path

import pytest

from tests.faults.table import pytest_terminal_summary

__all__ = ["home", "pytest_terminal_summary"]


def pytest_xdist_auto_num_workers() -> int:
    """Two for each processor: half of the time, tests wait for the programs and the servers that they started."""
    return 2 * (os.cpu_count() or 1)


def pytest_collection_finish() -> None:
    """Take the tests themselves out of the garbage collector's rounds, and let it go on fewer: a fifth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


@pytest.fixture(autouse=True)
def home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """An empty home directory, and an environment without a word about AWS, Textual, colours or proxies."""
    for name in list(os.environ):
        upper = name.upper()
        if upper.startswith(("AWS_", "BOTO", "TEXTUAL")) or upper.endswith("_PROXY") or upper == "NO_COLOR":
            monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    return tmp_path
