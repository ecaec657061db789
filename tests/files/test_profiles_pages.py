"""The pages about the shared files, by the measure of all pages."""

import inspect
from collections.abc import Callable

import pytest

from mfa_enroll.domain.problem import Problem, Who
from mfa_enroll.domain.profile import FileChange
from mfa_enroll.files import pages_files

PATH = "~/.aws/credentials"
REASON = "the system says “Read-only file system”"
MISSING = [
    FileChange("~/.aws/config", "profile work-mfa", ("region = eu-central-1", "output = yaml", "services = local")),
    FileChange("~/.aws/config", "profile work", ("mfa_serial = arn:aws:iam::111122223333:mfa/alice.liddell",)),
]
TAKEN = "Profile engineering-mfa is there already and signs in through IAM Identity Center. Choose another name."

ARGUMENTS: dict[Callable[..., Problem], list[tuple[object, ...]]] = {
    pages_files.unreadable: [(PATH, REASON)],
    pages_files.not_a_file: [(PATH,)],
    pages_files.unparsable: [(PATH, None), (PATH, 12)],
    pages_files.not_text: [(PATH, "cp1252", 12)],
    pages_files.byte_order_mark: [(PATH,)],
    pages_files.unwritable: [(PATH, REASON)],
    pages_files.no_credentials_file: [()],
    pages_files.mounted: [(PATH,)],
    pages_files.unchangeable: [(PATH,)],
    pages_files.taken_meanwhile: [("engineering-mfa", TAKEN)],
    pages_files.half_kept: [
        ("work-mfa", f"~/.aws/config cannot be written: {REASON}.", some) for some in (MISSING, [])
    ],
}


def test_every_page_is_looked_at() -> None:
    """No page is left out of what follows."""
    functions = [each for name, each in inspect.getmembers(pages_files, inspect.isfunction) if name[0] != "_"]
    assert {each for each in functions if inspect.signature(each).return_annotation is Problem} == set(ARGUMENTS)


@pytest.mark.parametrize(
    "problem", [page(*arguments) for page, several in ARGUMENTS.items() for arguments in several], ids=lambda p: p.title
)
def test_page(problem: Problem) -> None:
    """A page is short, is the person's to solve, and says what to do."""
    assert len(problem.title) <= 48
    assert not problem.title.endswith(".")
    assert len(problem.happened) <= 300
    assert problem.happened.endswith(".")
    assert 1 <= len(problem.steps) <= 4
    assert all(len(step) <= 220 and step.endswith(".") for step in problem.steps)
    assert problem.who is Who.YOU
    assert problem.can_retry
    for text in (problem.title, problem.happened, *problem.steps):
        assert text.isprintable()
        assert "'" not in text
        assert "  " not in text
