"""The Condition element: a key under an operator, with the values to compare it with."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition key under an operator, with its values. One has to match, or none if the operator is negated."""

    operator: str
    key: str
    values: tuple[str, ...]
