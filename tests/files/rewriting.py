"""Another program that empties a shared AWS file and writes it anew, as ``aws configure set`` does."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.files.keeping import CREDENTIALS

THEIRS = CREDENTIALS.replace("=two", "=three")
"""What the other program writes: a new secret access key."""
PARTS = (0, len("# from the administrator\n[default]\naws_acc"), THEIRS.index("[work]"), THEIRS.index("=three") + 3)
"""How much of it is there when we look: nothing, a line that cannot be read, whole sections, a part of a value."""


@contextmanager
def writing(file: Path, part: int, *, pause: float = 0.05) -> Iterator[None]:
    """Empty the file and write a part; the rest follows after a pause, as from another program."""
    theirs = file.open("w")
    theirs.write(THEIRS[:part])
    theirs.flush()

    def rest() -> None:
        time.sleep(pause)
        theirs.write(THEIRS[part:])
        theirs.close()

    thread = threading.Thread(target=rest)
    thread.start()
    try:
        yield
    finally:
        thread.join()
