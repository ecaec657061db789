"""The snapshots of the words: text files that read as documents."""

import time
from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

from mfa_enroll.words import shell


@pytest.fixture(autouse=True)
def posix_shell(monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands are those of a POSIX shell wherever the tests run."""
    monkeypatch.setattr(shell, "os", SimpleNamespace(name="posix", environ={}))


class _Document(SingleFileSnapshotExtension):
    _write_mode = WriteMode.TEXT
    file_extension = "txt"


@pytest.fixture
def document(snapshot: SnapshotAssertion, monkeypatch: pytest.MonkeyPatch) -> Iterator[SnapshotAssertion]:
    """What to compare a text with, in universal time: dates on screen are local."""
    if not hasattr(time, "tzset"):
        pytest.skip("the local time cannot be made another one here")
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    yield snapshot.use_extension(_Document)
    monkeypatch.undo()
    time.tzset()
