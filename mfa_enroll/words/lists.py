"""Things in a row, and how many there are. The one place that knows of plurals."""

from collections.abc import Sequence


def listed(items: Sequence[str], last: str = "and") -> str:
    """The items as a sentence names them: "a", "a and b", "a, b and c"; ``last`` is the word before the last one."""
    if len(items) <= 1:
        return "".join(items)
    return f"{', '.join(items[:-1])} {last} {items[-1]}"


def counted(n: int, one: str, many: str) -> str:
    """``one`` or ``many``, each a whole wording in which ``{n}`` stands for the number: "1 hour", "2 hours"."""
    return (one if n == 1 else many).replace("{n}", str(n))
