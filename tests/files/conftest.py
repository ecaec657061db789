"""The shared AWS files of someone with two access keys."""

from pathlib import Path

import pytest

from tests.files.keeping import CONFIG, CREDENTIALS


@pytest.fixture
def folder(home: Path) -> Path:
    """The folder of the two files."""
    folder = home / ".aws"
    folder.mkdir()
    (folder / "credentials").write_text(CREDENTIALS)
    (folder / "config").write_text(CONFIG)
    return folder
