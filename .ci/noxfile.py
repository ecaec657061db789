"""The tests under each Python that the package is for: ``nox -f .ci/noxfile.py``. One that is not there is passed over.

What stands behind ``--`` is for pytest.
"""

from pathlib import Path

import nox

nox.options.error_on_missing_interpreters = False


@nox.session(python=["3.11", "3.12", "3.13", "3.14"], venv_backend="uv")
def tests(session: nox.Session) -> None:
    """Run the tests."""
    session.chdir(Path(__file__).parents[1])
    session.install("-e", ".[test]")
    session.run("pytest", *(session.posargs or ["-n", "auto"]))


@nox.session(python="3.13", venv_backend="uv", default=False)
def coverage(session: nox.Session) -> None:
    """Measure which lines and branches the tests run, in the programs that they start as well."""
    session.chdir(Path(__file__).parents[1])
    session.install("-e", ".[test]", "coverage>=7.10")
    session.run(
        "coverage",
        "run",
        "-m",
        "pytest",
        "-n",
        "auto",
        "-m",
        "not terminals and not wine and not packages and not exhaustive and not wide",
    )
    session.run("coverage", "combine", "--quiet")
    session.run("coverage", "report")
