"""What the policies of one account decide about a request.

The order is that of the IAM User Guide, "Policy evaluation logic": an explicit deny in any policy beats an allow, and
what the identity-based policies do not allow is denied, or what the service control policies or the permissions
boundary do not, where there are any. Session policies, resource-based policies and resource control policies have no
part here.
"""

import enum
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import NoReturn

from mfa_enroll.domain.principal import IamUser, parse_principal
from mfa_enroll.policy.conditions import Condition
from mfa_enroll.policy.patterns import Context, Value
from mfa_enroll.policy.statement import PolicyError, Statement, read_statement
from mfa_enroll.policy.undecidable import Undecidable, weightier

__all__ = [
    "Decision",
    "Policy",
    "PolicyError",
    "Request",
    "Source",
    "Undecidable",
    "Verdict",
    "caller_context",
    "decide",
]

_NEED_NO_PERMISSION = frozenset({"sts:getcalleridentity", "sts:getsessiontoken"})
"""No policy allows or denies these. (STS API Reference, GetCallerIdentity and GetSessionToken.)"""

_VARIABLES_OF_VERSION = {"2012-10-17": True, "2008-10-17": False}


class Decision(enum.Enum):
    """The answer, by the names SimulatePrincipalPolicy has for it."""

    ALLOWED = "Allowed"
    IMPLICITLY_DENIED = "ImplicitlyDenied"
    EXPLICITLY_DENIED = "ExplicitlyDenied"


class Source(enum.Enum):
    """The kind of policy that a decision comes from."""

    IDENTITY = enum.auto()
    BOUNDARY = enum.auto()
    SERVICE_CONTROL = enum.auto()


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked for.

    Attributes:
        action: Such as "iam:CreateVirtualMFADevice".
        resource: The ARN it is authorized against, or "*".
        context: Condition keys, their names in any case. A tuple is the value of a multivalued key, binary
            values are in base64, and a key that is not there (or has an empty tuple) is absent. UNKNOWN is the
            value of a key that is or may be there, with a value that is not known here.
        assumed: Answers for conditions that depend on keys with the value UNKNOWN.
    """

    action: str
    resource: str
    context: Mapping[str, Value]
    assumed: Mapping[Condition, bool] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Verdict:
    """The decision, and the statements that made it: by Sid, or as "statement 2" for one without.

    There are none where nothing applies, and none for a call that no policy governs. ``source`` is the kind of policy
    that the statements stand in, or that lacks a statement to allow the request.
    """

    decision: Decision
    statements: tuple[str, ...]
    source: Source = Source.IDENTITY


@dataclass(frozen=True, slots=True)
class Policy:
    """A policy without principals: identity-based, a permissions boundary or a service control policy.

    Attributes:
        statements: In the order of the document.
        version: Its Version; 2008-10-17 where it names none. (IAM User Guide, "Version".)
        id: Its Id, or empty. AWS gives it no meaning in a policy without principals.
    """

    statements: tuple[Statement, ...]
    version: str
    id: str = ""

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
            if name not in ("Version", "Id", "Statement"):
                raise PolicyError(f"the policy has an unknown element, {name!r}")
        version = policy.get("Version", "2008-10-17")
        if not isinstance(version, str) or version not in _VARIABLES_OF_VERSION:
            raise PolicyError(f"the Version is neither of {', '.join(_VARIABLES_OF_VERSION)}")
        identifier = policy.get("Id", "")
        if not isinstance(identifier, str):
            raise PolicyError("the Id is not text")
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
        return cls(statements, version, identifier)


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


def decide(
    policies: Sequence[Policy],
    request: Request,
    *,
    boundary: Policy | None = None,
    service_control: Sequence[Policy] = (),
) -> Verdict:
    """What the policies, taken together, say of the request.

    Args:
        policies: The identity-based policies: the user's own and those of the user's groups.
        request: What is asked for.
        boundary: The user's permissions boundary, if there is one.
        service_control: The service control policies, as if all were attached to the account itself. Where none of
            them has an Allow statement they are taken together with FullAWSAccess, which AWS attaches by default.

    Raises:
        Undecidable: when the decision hangs on something that is not known here.
    """
    if request.action.lower() in _NEED_NO_PERMISSION:
        return Verdict(Decision.ALLOWED, ())
    context = {key.lower(): value for key, value in request.context.items() if value != ()}
    kinds = [
        *([(Source.SERVICE_CONTROL, service_control)] if service_control else []),
        *([(Source.BOUNDARY, [boundary])] if boundary else []),
        (Source.IDENTITY, policies),
    ]
    groups = [(source, [it for policy in found for it in policy.statements]) for source, found in kinds]
    denies = [(source, [it for it in statements if not it.allows]) for source, statements in groups]
    if denied := _certain(denies, request, context, wanted=True):
        source, names = denied[0]
        return Verdict(Decision.EXPLICITLY_DENIED, names, source)
    allows = [(source, [it for it in statements if it.allows]) for source, statements in groups]
    required = [it for it in allows if it[1] or it[0] is not Source.SERVICE_CONTROL]
    if lacking := _certain(required, request, context, wanted=False):
        source, _ = lacking[0]
        return Verdict(Decision.IMPLICITLY_DENIED, (), source)
    return Verdict(Decision.ALLOWED, _applying(allows[-1][1], request, context))


def _certain(
    groups: Sequence[tuple[Source, Sequence[Statement]]], request: Request, context: Context, *, wanted: bool
) -> list[tuple[Source, tuple[str, ...]]]:
    """Find the groups of which it is certain that a statement of theirs applies, or, if not wanted, that none does.

    Raises:
        Undecidable: for a doubtful group, where no group is certain.
    """
    certain = []
    doubt: Undecidable | None = None
    for source, statements in groups:
        try:
            names = _applying(statements, request, context)
        except Undecidable as undecidable:
            doubt = weightier(doubt, undecidable)
        else:
            if bool(names) is wanted:
                certain.append((source, names))
    if doubt is not None and not certain:
        raise doubt
    return certain


def _applying(statements: Sequence[Statement], request: Request, context: Context) -> tuple[str, ...]:
    """Names of the statements certain to apply; a doubtful one matters only where there are none."""
    names = []
    doubt: Undecidable | None = None
    for statement in statements:
        try:
            if statement.applies(request.action, request.resource, context, request.assumed):
                names.append(statement.name)
        except Undecidable as undecidable:
            doubt = weightier(doubt, undecidable)
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
