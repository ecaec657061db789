"""What will change in the person's files."""

from collections.abc import Sequence
from itertools import groupby

from textual.content import Content
from textual.widgets import Static

from mfa_enroll.domain.profile import FileChange
from mfa_enroll.words.changes import lines


class FileChanges(Static):
    """Lists the lines that are to stand in each file."""

    def show(self, changes: Sequence[FileChange]) -> None:
        """List other ones, or none."""
        self.update(Content("\n").join(_lines(changes)))


def _lines(changes: Sequence[FileChange]) -> list[Content]:
    listed = []
    for path, there in groupby(changes, lambda change: change.path):
        listed.append(Content.styled(path, "bold"))
        for change in there:
            listed += [Content(f"  [{change.section}]"), *(Content(f"  {line}") for line in lines(change))]
    return listed
