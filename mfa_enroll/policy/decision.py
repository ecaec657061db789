"""What the identity-based policies of one account decide about a request.

The order is that of the IAM User Guide, "Policy evaluation logic": an explicit deny beats an allow, and what
nothing allows is denied. Permissions boundaries, service control policies, session policies and
resource-based policies have no part here.
"""

import enum
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import NoReturn

from mfa_enroll.domain.principal import IamUser, parse_principal
from mfa_enroll.policy.statement import PolicyError, Statement, read_statement
from mfa_enroll.policy.undecidable import Undecidable

__all__ = ["Decision", "Policy", "PolicyError", "Request", "Undecidable", "Verdict", "caller_context", "decide"]

_NEED_NO_PERMISSION = frozenset({"sts:getcalleridentity", "sts:getsessiontoken"})
"""No policy allows or denies these. (STS API Reference, GetCallerIdentity and GetSessionToken.)"""

_VARIABLES_OF_VERSION = {"2012-10-17": True, "2008-10-17": False}


class Decision(enum.Enum):
    """The answer, by the names SimulatePrincipalPolicy has for it."""

    ALLOWED = "Allowed"
    IMPLICITLY_DENIED = "ImplicitlyDenied"
    EXPLICITLY_DENIED = "ExplicitlyDenied"


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked for.

    Attributes:
        action: Such as "iam:CreateVirtualMFADevice".
        resource: The ARN it is authorized against, or "*".
        context: Condition keys, their names in any case. A tuple is the value of a multivalued key, binary
            values are in base64, and a key that is not there (or has an empty tuple) is absent.
    """

    action: str
    resource: str
    context: Mapping[str, str | tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Verdict:
    """The decision, and the statements that made it: by Sid, or as "statement 2" for one without.

    There are none where nothing applies, and none for a call that no policy governs.
    """

    decision: Decision
    statements: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Policy:
    """An identity-based policy."""

    statements: tuple[Statement, ...]

    @classmethod
    def parse(cls, document: str | Mapping[str, object]) -> "Policy":
        """Read a policy document, as JSON or as what JSON has been read into.

        Raises:
            PolicyError: for anything that is malformed or has no place in an identity-based policy.
        """
        policy = _read_json(document) if isinstance(document, str) else document
        if not isinstance(policy, Mapping):
            raise PolicyError("the policy is not an object")
        for name in policy:
            if name not in ("Version", "Statement"):
                raise PolicyError(f"the policy has an unknown element, {name!r}")
        version = policy.get("Version", "2008-10-17")
        if not isinstance(version, str) or version not in _VARIABLES_OF_VERSION:
            raise PolicyError(f"the Version is neither of {', '.join(_VARIABLES_OF_VERSION)}")
        elements = policy.get("Statement")
        if isinstance(elements, Mapping):
            elements = [elements]
        if not isinstance(elements, list | tuple) or not elements:
            raise PolicyError("the policy has no Statement")
        statements = tuple(
            read_statement(element, number, variables=_VARIABLES_OF_VERSION[version])
            for number, element in enumerate(elements, 1)
        )
        if len({statement.name for statement in statements}) < len(statements):
            raise PolicyError("two statements have the same Sid")
        return cls(statements)


def _read_json(document: str) -> object:
    try:
        loaded: object = json.loads(
            document, object_pairs_hook=_object, parse_int=Decimal, parse_float=Decimal, parse_constant=_no_constant
        )
    except json.JSONDecodeError as error:
        raise PolicyError(f"the policy is not JSON: {error}") from None
    except RecursionError:
        raise PolicyError("the policy is nested too deeply") from None
    except InvalidOperation:
        raise PolicyError("the policy has a number that is too large or too small") from None
    return loaded


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found: dict[str, object] = {}
    for name, value in pairs:
        if name in found:
            raise PolicyError(f"{name!r} stands twice in one object")
        found[name] = value
    return found


def _no_constant(name: str) -> NoReturn:
    raise PolicyError(f"the policy is not JSON: {name}")


def decide(policies: Sequence[Policy], request: Request) -> Verdict:
    """What the policies, taken together, say of the request.

    Raises:
        Undecidable: when the decision hangs on something whose meaning is not known here.
    """
    if request.action.lower() in _NEED_NO_PERMISSION:
        return Verdict(Decision.ALLOWED, ())
    statements = [statement for policy in policies for statement in policy.statements]
    denies = _applying((it for it in statements if not it.allows), request)
    if denies:
        return Verdict(Decision.EXPLICITLY_DENIED, denies)
    allows = _applying((it for it in statements if it.allows), request)
    return Verdict(Decision.ALLOWED if allows else Decision.IMPLICITLY_DENIED, allows)


def _applying(statements: Iterable[Statement], request: Request) -> tuple[str, ...]:
    """Names of the statements certain to apply; a doubtful one matters only where there are none."""
    context = {key.lower(): value for key, value in request.context.items() if value != ()}
    names = []
    doubt: Undecidable | None = None
    for statement in statements:
        try:
            if statement.applies(request.action, request.resource, context):
                names.append(statement.name)
        except Undecidable as undecidable:
            doubt = doubt or undecidable
    if doubt is not None and not names:
        raise doubt
    return tuple(names)


def caller_context(principal_arn: str, *, mfa: bool | None) -> dict[str, str]:
    """The condition keys known from who is calling.

    ``mfa`` is the value of aws:MultiFactorAuthPresent. None leaves the key out, as it is for a long-term
    access key. Keys that AWS takes from elsewhere, such as aws:SourceIp, are left for others to add.
    (IAM User Guide, "AWS global condition context keys" and "IAM policy elements: Variables and tags".)
    """
    context = {}
    principal = parse_principal(principal_arn)
    if isinstance(principal, IamUser):
        context["aws:username"] = principal.name
        context["aws:PrincipalArn"] = principal.arn
        context["aws:PrincipalAccount"] = principal.account
        context["aws:PrincipalType"] = "User"
    if mfa is not None:
        context["aws:MultiFactorAuthPresent"] = "true" if mfa else "false"
    return context
