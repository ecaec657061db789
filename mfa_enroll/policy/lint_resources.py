"""What the linter finds in Resource and NotResource."""

from collections.abc import Iterator, Sequence

from mfa_enroll.domain.failure import Call
from mfa_enroll.domain.principal import IamUser
from mfa_enroll.policy.findings import Change, Finding, Fix, Kind
from mfa_enroll.policy.names import covers
from mfa_enroll.policy.patterns import COLONS_BEFORE_RESOURCE
from mfa_enroll.policy.raw import RawStatement

DEVICE_CALLS = (Call.CREATE, Call.DELETE)
"""Calls that are authorized against ``mfa/NAME``."""

USER_CALLS = (Call.LIST, Call.ENABLE, Call.DEACTIVATE, Call.RESYNC, Call.CHANGE_PASSWORD)
"""Calls that are authorized against ``user/NAME``. (Both: Service Authorization Reference, "AWS IAM".)"""

_EXAMPLE_ACCOUNTS = {"111122223333", "123456789012", "444455556666"}
"""Account numbers in AWS's documentation."""

_OWN_USER = "user/${aws:username}"
_OWN_USER_UNDER_A_PATH = "user/*/${aws:username}"


def entries(statements: Sequence[RawStatement], user: IamUser) -> Iterator[Finding]:
    """What can be told from one entry, or from one statement."""
    for statement in statements:
        for entry in statement.resources:
            yield from _partition(statement.name, entry, user)
            yield from _example_account(statement.name, entry)
            yield from _wildcard_in_type(statement.name, entry)
        if statement.allows:
            yield from _path(statement, user)


def _segments(entry: str) -> list[str]:
    """The six parts of an ARN; none for anything else."""
    segments = entry.split(":", COLONS_BEFORE_RESOURCE)
    return segments if len(segments) > COLONS_BEFORE_RESOURCE else []


def _partition(name: str, entry: str, user: IamUser) -> Iterator[Finding]:
    """AWS refuses such a document: 'Partition "aws" is not valid for resource …' (as users report)."""
    partition = entry.split(":")[1] if entry.startswith("arn:") else ""
    if partition.startswith("aws") and not covers(partition, user.partition):
        fix = Fix(Change.REPLACE, {f"arn:{partition}:": f"arn:{user.partition}:"})
        yield Finding(Kind.OTHER_PARTITION, (name,), (entry,), fix)


def _example_account(name: str, entry: str) -> Iterator[Finding]:
    account = entry.split(":")[4] if entry.count(":") >= COLONS_BEFORE_RESOURCE else ""
    if account in _EXAMPLE_ACCOUNTS:
        yield Finding(Kind.EXAMPLE_ACCOUNT, (name,), (entry,), Fix(Change.REPLACE, {account: "*"}))


def _wildcard_in_type(name: str, entry: str) -> Iterator[Finding]:
    """Such an entry matches nothing (IAM User Guide, "IAM identifiers", on incorrect use of wildcards)."""
    segments = _segments(entry)
    if not segments or segments[2] != "iam":
        return
    kind, slash, rest = segments[-1].partition("/")
    if segments[-1] != "*" and ("*" in kind or "?" in kind):
        meant = [it for it in ("mfa", "user") if covers(kind, it)]
        named = [":".join([*segments[:-1], f"{it}/{rest if slash else '*'}"]) for it in meant]
        yield Finding(Kind.WILDCARD_IN_TYPE, (name,), (entry,), Fix(Change.REPLACE, {entry: named}) if named else None)


def _path(statement: RawStatement, user: IamUser) -> Iterator[Finding]:
    """``${aws:username}`` carries no path (IAM User Guide, "IAM identifiers")."""
    named = [entry for entry in statement.resources if _segments(entry)[-1:] == [_OWN_USER]]
    has_path = user.path != "/"
    path = user.path if has_path else "/any/"
    arn = f"arn:{user.partition}:iam::{user.account}:user{path}{user.name}"
    filled = [entry.replace("${aws:username}", user.name) for entry in statement.resources]
    if not named or "NotResource" in statement.element or any(_covers_resource(entry, arn) for entry in filled):
        return
    added = [entry.replace(_OWN_USER, _OWN_USER_UNDER_A_PATH) for entry in named]
    kind = Kind.PATH_NOT_COVERED if has_path else Kind.USERS_WITHOUT_PATH_ONLY
    yield Finding(kind, (statement.name,), tuple(named), Fix(Change.ADD_RESOURCES, added))


def _covers_resource(entry: str, arn: str) -> bool:
    """Whether an entry covers what an ARN names, its partition and account aside: others tell of those."""
    segments = _segments(entry)
    return entry == "*" or (bool(segments) and covers(segments[-1], _segments(arn)[-1]))


def types(allows: Sequence[RawStatement], user: IamUser) -> Iterator[Finding]:
    """Calls that are allowed, and never on the type of resource that they are authorized against."""
    prefix = f"arn:{user.partition}:iam::*"
    own = [f"{prefix}:{_OWN_USER}", *([f"{prefix}:{_OWN_USER_UNDER_A_PATH}"] if user.path != "/" else [])]
    for kind, type_, calls, resources in (
        (Kind.DEVICE_CALLS_ON_USERS, "mfa", DEVICE_CALLS, [f"{prefix}:mfa/${{aws:username}}"]),
        (Kind.USER_CALLS_ON_DEVICES, "user", USER_CALLS, own),
    ):
        naming = {call: [it for it in allows if it.names_action(call)] for call in calls}
        missed = [call for call, found in naming.items() if found and not any(_reaches(it, type_) for it in found)]
        if missed:
            statements = dict.fromkeys(it.name for call in missed for it in naming[call])
            sid = "AllowOnOwnDevice" if type_ == "mfa" else "AllowOnOwnUser"
            added = {"Sid": sid, "Effect": "Allow", "Action": [*map(str, missed)], "Resource": resources}
            fix = Fix(Change.ADD_STATEMENTS, [added])
            yield Finding(kind, tuple(statements), tuple(map(str, missed)), fix)


def _reaches(statement: RawStatement, type_: str) -> bool:
    """Whether a statement may be about resources of a type. A wildcard in the type is told of by itself."""
    parts = [_segments(entry)[-1:] for entry in statement.entries("Resource")]
    return "NotResource" in statement.element or any(
        not part or "*" in (kind := part[0].partition("/")[0]) or "?" in kind or kind == type_ for part in parts
    )
