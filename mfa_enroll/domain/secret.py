"""A value that must not be seen: it prints as dots and is read in one named call."""

from typing import Never


class Secret:
    """Holds a seed, code, password or key. Redacted in ``repr``, ``str``, formatting, copies and pickles.

    The value leaves by :meth:`reveal` alone, so every place that reads a secret can be found by that word.
    There is no equality: comparing two secrets is done on revealed values, by whoever has a reason to.
    """

    __slots__ = ("__value",)

    def __init__(self, value: str) -> None:
        self.__value = value

    def reveal(self) -> str:
        """The value itself. Keep it in an expression; do not store it."""
        return self.__value

    def __repr__(self) -> str:
        return "Secret(••••)"

    def __str__(self) -> str:
        return "••••"

    def __format__(self, _spec: str) -> str:
        return "••••"

    def __reduce__(self) -> Never:
        raise TypeError("a Secret is not copied or pickled")
