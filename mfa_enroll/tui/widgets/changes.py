"""What will change in the person's files."""

from itertools import groupby

from textual.content import Content
from textual.widgets import Static

from mfa_enroll.domain.profile import ProfilePlan


class FileChanges(Static):
    """Lists the lines that will stand in each file; nothing while there is no plan."""

    def __init__(self, plan: ProfilePlan | None) -> None:
        super().__init__()
        self.show(plan)

    def show(self, plan: ProfilePlan | None) -> None:
        """List the changes of another plan."""
        self.update(Content("\n").join(_lines(plan)) if plan else Content(""))


def _lines(plan: ProfilePlan) -> list[Content]:
    lines = []
    for path, changes in groupby(plan.changes, lambda change: change.path):
        lines.append(Content.styled(path, "bold"))
        for change in changes:
            lines += [Content(f"  [{change.section}]"), *(Content(f"  {line}") for line in change.lines)]
    return lines
