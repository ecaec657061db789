"""The package as people get it: built, installed into an empty environment, and used there without the source."""

import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from mfa_enroll import __version__
from mfa_enroll.exits import Exit
from tests.program.command import with_keys_of
from tests.program.terminal import Terminal
from tests.program.visitor import Visitor
from tests.support.bench import bench

pytestmark = pytest.mark.packages

ROOT = Path(__file__).parents[2]


def uv(command: str, *arguments: str | Path) -> None:
    """Run uv."""
    done = subprocess.run(  # noqa: S603 - the command is the one installed beside this interpreter
        [sys.executable, "-m", "uv", *command.split(), *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the source archive beside it."""
    folder = tmp_path_factory.mktemp("dist")
    uv("build --quiet", "--out-dir", folder, ROOT)
    return folder / f"mfa_enroll-{__version__}-py3-none-any.whl"


@pytest.fixture(scope="module")
def sdist(wheel: Path) -> Path:
    """The source archive."""
    return wheel.with_name(f"mfa_enroll-{__version__}.tar.gz")


def test_a_registry_would_take_them(wheel: Path, sdist: Path) -> None:
    """Their metadata is sound, and the README can be rendered."""
    uv("tool run --quiet twine check --strict", wheel, sdist)


def test_what_is_in_them(wheel: Path, sdist: Path) -> None:
    """The wheel holds the program, the source archive the project, and neither what a run has left behind."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)  # noqa: S607
    files = set(listed.stdout.split("\0"))
    with zipfile.ZipFile(wheel) as archive:
        in_wheel = {name for name in archive.namelist() if ".dist-info/" not in name}
    assert in_wheel == {name for name in files if name.startswith("mfa_enroll/")}
    with tarfile.open(sdist) as source:
        in_sdist = {name.partition("/")[2] for name in source.getnames()}
    assert in_sdist - {"PKG-INFO"} <= files
    assert {"README.md", "LICENSE", "CHANGELOG.md", "pyproject.toml"} | in_wheel <= in_sdist


@pytest.mark.parametrize("which", ["wheel", "sdist", "lowest versions"])
def test_it_enrolls(which: str, wheel: Path, sdist: Path, home: Path, tmp_path: Path) -> None:
    """Installed by itself, also with the lowest versions of what it depends on, it turns MFA on."""
    folder = tmp_path / "environment"
    uv("venv --quiet", "--python", sys.executable, folder)
    programs = folder / ("Scripts" if sys.platform == "win32" else "bin")
    python = programs / "python"
    if which == "lowest versions":
        uv("pip install --quiet --resolution lowest-direct", "--python", python, "-r", ROOT / "pyproject.toml")
    uv("pip install --quiet", "--python", python, sdist if which == "sdist" else wheel)
    with bench() as here:
        variables = with_keys_of(here, home, PYTHONPATH="")
        with Terminal([str(programs / "mfa-enroll")], variables) as window:
            at = Visitor(here, window)
            at.create()
            at.scan()
            at.two_codes()
            at.done()
            assert window.end() == Exit.DONE
        assert here.is_enrolled
