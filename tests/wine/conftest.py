"""Windows, as far as Wine has it."""

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.wine import interpreter
from tests.wine.window import WineWindow


@dataclass(frozen=True)
class Windows:
    """A Python under Wine, and what Wine keeps for it."""

    python: Path
    prefix: Path

    def variables(self, home: Path, **more: str) -> dict[str, str]:
        """An environment whose AWS files are in a folder of this system. Wine has a home folder of its own."""
        wine = {"WINEPREFIX": str(self.prefix), "WINEDEBUG": "-all", "HOME": str(home), "LANG": "C.UTF-8"}
        files = {"AWS_SHARED_CREDENTIALS_FILE": "credentials", "AWS_CONFIG_FILE": "config"}
        placed = {variable: there(home / ".aws" / name) for variable, name in files.items()}
        return {**wine, **placed, "PATH": os.environ["PATH"], **more}

    def command(self, *arguments: str) -> list[str]:
        """The command that runs the interpreter."""
        return ["wine", str(self.python), *arguments]

    def window(self, home: Path, *arguments: str, into: str = "", **more: str) -> WineWindow:
        """A window in which the program runs; ``into`` is what its output goes to, for a shell."""
        start = self.command(there(Path(__file__).with_name("start.py")), *arguments)
        command = ["sh", "-c", f'"$@" {into}', "sh", *start] if into else start
        return WineWindow(command, self.variables(home, **more))


def there(path: Path) -> str:
    """A path of this system as Wine has it."""
    return f"Z:{path}".replace("/", "\\")


@pytest.fixture(scope="session")
def windows(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Windows:
    """The interpreter, which stays in pytest's cache, and a Wine that is as new."""
    if not shutil.which("wine"):
        pytest.skip("Wine is not installed")
    python = interpreter.made(request.config.cache.mkdir("wine"))
    windows = Windows(python, tmp_path_factory.mktemp("wine"))
    variables = windows.variables(tmp_path_factory.mktemp("home"))
    subprocess.run(["wineboot", "--init"], env=variables, capture_output=True, check=True)  # noqa: S607
    return windows
