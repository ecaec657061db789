"""What the linter finds in a policy document, as data."""

import enum
from dataclasses import dataclass


class Weight(enum.Enum):
    """How much a finding matters. The values are names for other programs."""

    FAULT = "fault"
    """Something does not work as it is written."""
    RISK = "risk"
    """It works, and protects less than it seems to."""
    NOTE = "note"
    """It is well where what the note says has been thought of."""


class Kind(enum.Enum):
    """What is found. The values are names for other programs."""

    REFUSED = "refused"
    """The document cannot be read as an identity-based policy. ``where`` is the reason."""
    PLACEHOLDER = "placeholder"
    """Text that a template, or a person, was to replace."""
    VARIABLES_AS_TEXT = "variables-as-text"
    """``${…}`` under a Version that has no policy variables."""
    UNCLEAR_VALUE = "unclear-value"
    """A condition value that AWS may take, and of which it is not known what it means."""
    OTHER_PARTITION = "other-partition"
    """A resource in another partition than the user's."""
    WILDCARD_IN_TYPE = "wildcard-in-type"
    """A wildcard in the part of an IAM ARN that says what kind of resource it is."""
    UNKNOWN_ACTION = "unknown-action"
    """An action that IAM or STS does not have."""
    DEVICE_CALLS_ON_USERS = "device-calls-on-users"
    """Calls that are authorized against a device, allowed on other types of resources alone. ``where`` is the calls."""
    USER_CALLS_ON_DEVICES = "user-calls-on-devices"
    """Calls that are authorized against a user, allowed on other types of resources alone. ``where`` is the calls."""
    PATH_NOT_COVERED = "path-not-covered"
    """A resource names the user without the path that the user has."""
    NOTHING_ALLOWED = "nothing-allowed"
    """None of the calls that turn on a device is allowed. ``where`` is the calls."""
    BOOL_IN_DENY = "bool-in-deny"
    """A Deny without MFA that does not apply to access keys: they have no aws:MultiFactorAuthPresent at all."""
    IF_EXISTS_IN_ALLOW = "if-exists-in-allow"
    """An Allow with MFA that applies to access keys too, for the same reason."""
    DEACTIVATE_WITHOUT_MFA = "deactivate-without-mfa"
    """The access key alone may deactivate the user's device."""
    DELETE_WITHOUT_MFA = "delete-without-mfa"
    """The access key alone may delete the user's device."""
    EXAMPLE_ACCOUNT = "example-account"
    """A resource in an account that is there for examples."""
    ID = "id"
    """The document has an Id."""
    USERS_WITHOUT_PATH_ONLY = "users-without-path-only"
    """A resource names users in a way that leaves out those with a path. The user has none."""

    @property
    def weight(self) -> Weight:
        """How much it matters."""
        if self in _RISKS:
            return Weight.RISK
        return Weight.NOTE if self in _NOTES else Weight.FAULT


_RISKS = {Kind.BOOL_IN_DENY, Kind.IF_EXISTS_IN_ALLOW, Kind.DEACTIVATE_WITHOUT_MFA}
_NOTES = {Kind.DELETE_WITHOUT_MFA, Kind.EXAMPLE_ACCOUNT, Kind.ID, Kind.USERS_WITHOUT_PATH_ONLY}


class Change(enum.Enum):
    """What is to be done to the document. The values are names for other programs."""

    REPLACE = "replace"
    """A mapping of texts to what takes their place: another text, or several entries."""
    ADD_RESOURCES = "add-resources"
    """Entries to add to the Resource of the statements."""
    ADD_STATEMENTS = "add-statements"
    """Statements to add to the document."""
    SET = "set"
    """Elements of the document, with their values."""
    REMOVE = "remove"
    """Names of elements of the document to take out."""


@dataclass(frozen=True, slots=True)
class Fix:
    """A change to the document. ``value`` is JSON."""

    change: Change
    value: object


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was found, in one statement or several.

    Attributes:
        kind: What it is.
        statements: Names of the statements: their Sids, or "statement 2" for one without. None where it is about the
            document.
        where: The texts that it is about.
        fix: What mends it; None where only its author can know.
    """

    kind: Kind
    statements: tuple[str, ...]
    where: tuple[str, ...]
    fix: Fix | None = None

    def as_json(self) -> dict[str, object]:
        """The finding for other programs."""
        return {
            "kind": self.kind.value,
            "weight": self.kind.weight.value,
            "statements": list(self.statements),
            "where": list(self.where),
            "fix": None if self.fix is None else {self.fix.change.value: self.fix.value},
        }
