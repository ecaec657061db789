"""One statement of an identity-based policy: read strictly, applied to a request.

The rules are those of the IAM User Guide, "Grammar of the IAM JSON policy language", and of its pages on the
elements.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import partial

from mfa_enroll.policy import operators, patterns
from mfa_enroll.policy.conditions import Condition
from mfa_enroll.policy.patterns import Context
from mfa_enroll.policy.undecidable import Depends, Undecidable, every, some


class PolicyError(Exception):
    """A document is not an identity-based policy. The message says what is wrong with it, and where."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What an Action or Resource element names; ``inverted`` for NotAction and NotResource."""

    entries: tuple[str, ...]
    inverted: bool


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement. ``name`` is its Sid, or "statement 2" where it has none; ``number`` its place, counted from 1.

    ``variables`` tells whether the policy's Version knows policy variables.
    """

    name: str
    number: int
    allows: bool
    actions: Scope
    resources: Scope
    conditions: tuple[Condition, ...]
    variables: bool

    def applies(self, action: str, resource: str, context: Context, assumed: Mapping[Condition, bool]) -> bool:
        """Whether the statement has its effect on this request.

        ``assumed`` holds answers for conditions that depend on keys with the value UNKNOWN.

        Raises:
            Undecidable: when that hangs on something that is not known here.
        """
        parts = (
            partial(self._names_action, action),
            partial(self._names_resource, resource, context),
            partial(self._meets_conditions, context, assumed),
        )
        try:
            return every(parts, lambda part: part())
        except Undecidable as doubt:
            doubt.statement = self.name
            raise

    def _names_action(self, action: str) -> bool:
        def matches(entry: str) -> bool:
            pattern = patterns.resolve(entry.lower(), {}, variables=False)
            return pattern is not None and patterns.matches(pattern, action.lower())

        return some(self.actions.entries, matches) is not self.actions.inverted

    def _names_resource(self, resource: str, context: Context) -> bool:
        def matches(entry: str) -> bool:
            return patterns.matches_resource(entry, resource, context, variables=self.variables)

        return some(self.resources.entries, matches) is not self.resources.inverted

    def _meets_conditions(self, context: Context, assumed: Mapping[Condition, bool]) -> bool:
        def met(condition: Condition) -> bool:
            try:
                return operators.holds(condition, context, variables=self.variables)
            except Depends:
                if condition not in assumed:
                    raise
                return assumed[condition]

        return every(self.conditions, met)


_ELEMENTS = {"Sid", "Effect", "Action", "NotAction", "Resource", "NotResource", "Condition"}
_ACTION = re.compile(r"\*|[\w*?-]+:[\w*?-]+", re.ASCII)
_RESOURCE = re.compile(r"\*|arn:.+", re.DOTALL)


def read_statement(element: object, number: int, *, variables: bool) -> Statement:
    """Read the ``number``-th statement of a policy, counted from 1.

    Raises:
        PolicyError: for anything that does not belong, is missing, or has another form than AWS documents.
    """
    where = f"statement {number}"
    if not isinstance(element, Mapping):
        raise PolicyError(f"{where} is not an object")
    if "Principal" in element or "NotPrincipal" in element:
        raise PolicyError(f"{where} has a Principal, which belongs in resource-based policies")
    for name in element:
        if name not in _ELEMENTS:
            raise PolicyError(f"{where} has an unknown element, {name!r}")
    sid = element.get("Sid", "")
    if not isinstance(sid, str) or not re.fullmatch("[A-Za-z0-9]*", sid):
        raise PolicyError(f"the Sid of {where} is not made of letters and digits")
    effect = element.get("Effect")
    if effect not in ("Allow", "Deny"):
        raise PolicyError(f"the Effect of {where} is neither Allow nor Deny")
    return Statement(
        name=sid or where,
        number=number,
        allows=effect == "Allow",
        actions=_scope(element, "Action", _ACTION, where),
        resources=_scope(element, "Resource", _RESOURCE, where),
        conditions=_conditions(element.get("Condition", {}), where),
        variables=variables,
    )


def _scope(element: Mapping[str, object], name: str, form: re.Pattern[str], where: str) -> Scope:
    inverse = f"Not{name}"
    if (name in element) is (inverse in element):
        said = "both" if name in element else "neither"
        raise PolicyError(f"{where} has {said} of {name} and {inverse}")
    chosen = name if name in element else inverse
    value = element[chosen]
    entries = value if isinstance(value, list | tuple) else (value,)
    if not entries:
        raise PolicyError(f"the {chosen} of {where} is empty")
    for entry in entries:
        if not isinstance(entry, str) or not form.fullmatch(entry):
            raise PolicyError(f"the {chosen} of {where} has a value of a form that is not known here, {entry!r}")
    return Scope(tuple(entries), inverted=chosen == inverse)


def _conditions(element: object, where: str) -> tuple[Condition, ...]:
    if not isinstance(element, Mapping):
        raise PolicyError(f"the Condition of {where} is not an object")
    found = []
    for operator, keys in element.items():
        if not isinstance(keys, Mapping):
            raise PolicyError(f"{operator} in {where} is not an object of condition keys")
        if len({key.lower() for key in keys}) < len(keys):
            raise PolicyError(f"{operator} in {where} names a condition key twice, in different case")
        for key, value in keys.items():
            values = value if isinstance(value, list | tuple) else (value,)
            if not values:
                raise PolicyError(f"{operator} in {where} has no value for {key}")
            texts = tuple(_condition_value(value, f"{key} in {where}") for value in values)
            condition = Condition(operator, key, texts)
            reason = operators.refusal(condition)
            if reason is not None:
                raise PolicyError(f"in the Condition of {where}, {reason}")
            found.append(condition)
    return tuple(found)


def _condition_value(value: object, what: str) -> str:
    """Read a condition value as text. (Grammar: "Quotation marks are optional for numeric and Boolean values.")."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str | int | float | Decimal):
        return str(value)
    raise PolicyError(f"a value of {what} is not text, a number, true or false")
