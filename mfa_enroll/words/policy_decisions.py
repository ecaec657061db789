"""Why a request is decided as it is, and what is wrong with a line of ``mfa-enroll policy decide``."""

from mfa_enroll.domain.text import clean
from mfa_enroll.policy.decision import Decision, Source, Verdict
from mfa_enroll.words.lists import listed

NO_POLICY_GOVERNS = "no policy allows or denies this call"

_POLICY = {
    Source.IDENTITY: "an identity-based policy",
    Source.BOUNDARY: "the permissions boundary",
    Source.SERVICE_CONTROL: "a service control policy",
}
_NONE_ALLOWS = {
    Source.IDENTITY: "no identity-based policy allows it",
    Source.BOUNDARY: "the permissions boundary does not allow it",
    Source.SERVICE_CONTROL: "no service control policy allows it",
}


def why(verdict: Verdict) -> str:
    """What a decision comes from."""
    named = listed(verdict.statements)
    match verdict.decision:
        case Decision.ALLOWED:
            return f"allowed by {named}" if named else NO_POLICY_GOVERNS
        case Decision.EXPLICITLY_DENIED:
            return f"denied by {named} in {_POLICY[verdict.source]}"
        case Decision.IMPLICITLY_DENIED:
            return _NONE_ALLOWS[verdict.source]


def not_json(reason: str) -> str:
    """A line that is no JSON. ``reason`` is the parser's own."""
    return f"the line is not JSON: {reason}"


NOT_AN_OBJECT = "the line is not a JSON object"


def missing(name: str) -> str:
    """A part that every line has."""
    return f"{name} is missing"


def unknown(name: str) -> str:
    """A part that no line has."""
    return f"{clean(name)} is not known: a line has policies, action, resource, context, principal, boundary and scps"


def of_another_kind(name: str, wanted: str) -> str:
    """A part whose value is of another kind than it has to be."""
    return f"{clean(name)} is not {wanted}"


TWICE = "a name stands twice in one object"
NOT_A_DOCUMENT = "a policy is neither an object nor text"
