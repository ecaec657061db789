"""A policy document read leniently, to find faults in what a strict reader refuses."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from mfa_enroll.policy.names import names


class RawCondition(NamedTuple):
    """One key under one operator of a Condition."""

    operator: str
    key: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RawStatement:
    """A statement as it is written. ``name`` is its Sid, or "statement 2"."""

    name: str
    element: Mapping[str, object]

    @property
    def allows(self) -> bool:
        """Whether it is an Allow."""
        return self.element.get("Effect") == "Allow"

    @property
    def denies(self) -> bool:
        """Whether it is a Deny."""
        return self.element.get("Effect") == "Deny"

    def entries(self, *elements: str) -> tuple[str, ...]:
        """The texts of elements such as Action and NotAction."""
        return tuple(text for element in elements for text in _texts(self.element.get(element)))

    @property
    def resources(self) -> tuple[str, ...]:
        """The entries of Resource and NotResource."""
        return self.entries("Resource", "NotResource")

    def names_action(self, action: str) -> bool:
        """Whether it is about the action."""
        inverted = "NotAction" in self.element
        entries = self.entries("NotAction" if inverted else "Action")
        return any(names(entry, action) for entry in entries) is not inverted

    @property
    def conditions(self) -> Iterator[RawCondition]:
        """Its conditions, each operator and key by itself."""
        for operator, keys in _items(self.element.get("Condition")):
            for key, values in _items(keys):
                yield RawCondition(operator, key, _texts(values))


def read_statements(document: Mapping[str, object]) -> tuple[RawStatement, ...]:
    """The statements of a document; what is no statement is left out."""
    elements = document.get("Statement")
    listed = elements if isinstance(elements, list | tuple) else [elements]
    return tuple(
        RawStatement(_name(element, number), element)
        for number, element in enumerate(listed, 1)
        if isinstance(element, Mapping)
    )


def _name(element: Mapping[str, object], number: int) -> str:
    sid = element.get("Sid")
    return sid if isinstance(sid, str) and sid else f"statement {number}"


def _items(element: object) -> Iterator[tuple[str, object]]:
    if isinstance(element, Mapping):
        yield from element.items()


def _texts(value: object) -> tuple[str, ...]:
    values = value if isinstance(value, list | tuple) else (value,)
    texts = (str(each).lower() if isinstance(each, bool) else each for each in values)
    return tuple(text for text in texts if isinstance(text, str))
