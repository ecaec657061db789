"""JSON for an administrator to copy: as compact as 80 columns let it be read."""

import json
from collections.abc import Mapping

from mfa_enroll.words.page import Exact

_COLUMNS = 80


def as_json(value: object) -> Exact:
    """JSON in one line where it fits; else a line for each element, and lists of texts filled into lines."""
    return Exact(_text(value, ""))


def _text(value: object, indent: str, name: str = "") -> str:
    """The JSON of a value that stands behind ``name``, in lines that are indented so far but for the first."""
    head = f"{json.dumps(name, ensure_ascii=False)}: " if name else ""
    whole = head + json.dumps(value, ensure_ascii=False)
    if len(f"{indent}{whole},") <= _COLUMNS:
        return whole
    inner = f"{indent}  "
    if isinstance(value, Mapping):
        elements = ",\n".join(inner + _text(each, inner, key) for key, each in value.items())
        return f"{head}{{\n{elements}\n{indent}}}"
    if isinstance(value, list | tuple):
        return f"{head}[\n{_filled([_text(each, inner) for each in value], inner)}\n{indent}]"
    return whole


def _filled(items: list[str], indent: str) -> str:
    lines: list[str] = []
    for item in items:
        longer = f"{lines[-1]}, {item}" if lines else ""
        if longer and len(f"{longer},") <= _COLUMNS and "\n" not in longer:
            lines[-1] = longer
        else:
            lines.append(indent + item)
    return ",\n".join(lines)
