"""What the account refuses, with which code and in which words; a refused call changes nothing."""

from typing import TYPE_CHECKING, Any

import pytest

from mfa_enroll.domain.secret import Secret

if TYPE_CHECKING:
    from tests.practice.conftest import Practice, Serve

STATUSES = {
    **dict.fromkeys(("AccessDenied", "InvalidAuthenticationCode"), 403),
    **dict.fromkeys(("DeleteConflict", "EntityAlreadyExists", "LimitExceeded"), 409),
    **dict.fromkeys(
        ("InvalidAction", "InvalidInput", "MalformedInput", "PasswordPolicyViolation", "ValidationError"), 400
    ),
    "NoSuchEntity": 404,
}
"""HTTP status by error code, as the IAM API Reference has them."""

ANYTHING = '{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}'
ACCOUNTS: dict[str, dict[str, Any]] = {
    "new": {},
    "leftover": {"leftover": True},
    "leftover, another on": {"leftover": True, "others": 1},
    "another on": {"others": 1},
    "on": {"enrolled": True},
    "full": {"leftover": True, "others": 8},
    "console": {"password": Secret("Old-enough-9")},
    "path": {"path": "/eng/", "leftover": True, "password": Secret("Old-enough-9")},
    "path, on": {"path": "/eng/", "enrolled": True},
    "China": {"partition": "aws-cn"},
    "open": {"policy": ANYTHING, "leftover": True},
}
IN_SESSION = "in a session of "

USER = "arn:aws:iam::111122223333:user/alice"
SERIAL = "arn:aws:iam::111122223333:mfa/alice"
OWN = {"UserName": "alice", "SerialNumber": SERIAL}
NAMED = {"VirtualMFADeviceName": "alice"}
TAG = {"Key": "team", "Value": "red"}
CODES = {"AuthenticationCode1": "123456", "AuthenticationCode2": "654321"}
BOBS = "arn:aws:iam::111122223333:mfa/bob"
ROLE = "arn:aws:iam::111122223333:role/Dev"
CREATE, DELETE, LIST = "create_virtual_mfa_device", "delete_virtual_mfa_device", "list_mfa_devices"
ENABLE, DEACTIVATE, RESYNC = "enable_mfa_device", "deactivate_mfa_device", "resync_mfa_device"
ALL = "list_virtual_mfa_devices"
PASSWORD = "change_password"
SESSION = "get_session_token"

MFA_NEEDED = (
    # AWS's own words.
    "To complete this action, please ensure that you are authenticated with an MFA device that is enabled for "
    "this user."
)
DENIED = (
    "User: arn:aws:iam::111122223333:user/alice is not authorized to perform: iam:CreateVirtualMFADevice on resource: "
    "arn:aws:iam::111122223333:mfa/{} because no identity-based policy allows the iam:CreateVirtualMFADevice action"
)
EXPLICIT = (
    "on resource: {} with an explicit deny in an identity-based policy: arn:aws:iam::111122223333:policy/force-mfa"
)

Row = tuple[str, str, dict[str, Any], str]
"""Whose account, the call, what is given beside codes, and what the refusal says."""


def assert_refused(serve: "Serve", code: str, row: Row) -> "Practice":
    """Make a call that is refused, and changes neither a device nor the password."""
    whose, call, given, words = row
    practice = serve(**ACCOUNTS[whose.removeprefix(IN_SESSION)])
    service = "sts" if call in {SESSION, "assume_role"} else "iam"
    keys = practice.keys()
    if whose.startswith(IN_SESSION):
        serial = practice.account.enabled_devices()[0].serial
        keys = practice.session_keys(code=practice.code(serial=serial), serial=serial)
    if call in {ENABLE, RESYNC} and not CODES.keys() & given.keys() and practice.serial in practice.account.devices:
        given = given | practice.pair()
    before = state_of(practice)
    refusal = practice.refused(getattr(practice.client(service, keys), call), **given)
    assert (refusal.code, refusal.status, refusal.type) == (code, STATUSES[code], "Sender")
    assert words in refusal.message
    assert state_of(practice) == before
    return practice


def state_of(practice: "Practice") -> Any:
    """What a refused call has to leave as it is."""
    password = practice.account.login_profile
    devices = {serial: (d.seed.reveal(), d.enabled_at, d.offset) for serial, d in practice.account.devices.items()}
    return devices, password and password.password.reveal()


@pytest.mark.parametrize(
    "row",
    [
        ("new", CREATE, {"VirtualMFADeviceName": "bob"}, DENIED.format("bob")),
        ("new", CREATE, {"VirtualMFADeviceName": "Alice"}, DENIED.format("Alice")),
        ("new", CREATE, {"VirtualMFADeviceName": "alice-phone"}, DENIED.format("alice-phone")),
        ("new", CREATE, {"VirtualMFADeviceName": "alice", "Path": "/phones/"}, DENIED.format("phones/alice")),
        ("China", CREATE, {"VirtualMFADeviceName": "alice"}, "arn:aws-cn:iam::111122223333:mfa/alice"),
        ("new", DELETE, {"SerialNumber": BOBS}, "no identity-based policy"),
        ("new", DELETE, {"SerialNumber": "GAHT12345678"}, "no identity-based policy"),
        ("leftover", ENABLE, {**OWN, "UserName": "bob"}, "on resource: user bob because"),
        (
            "path",
            ENABLE,
            OWN,
            "user/eng/alice is not authorized to perform: iam:EnableMFADevice on resource: user alice",
        ),
        ("path", LIST, {"UserName": "alice"}, "iam:ListMFADevices on resource: user alice because"),
        ("path, on", ENABLE, OWN, "no identity-based policy"),
        ("on", LIST, {}, "resource: * because no identity-based policy allows the iam:ListMFADevices action"),
        ("on", ALL, {}, "on resource: arn:aws:iam::111122223333:mfa/ because no identity-based policy allows"),
        (
            *("path", PASSWORD, {"OldPassword": "Old-enough-9", "NewPassword": "New-enough-9"}),
            "iam:ChangePassword on resource: user alice because",
        ),
        (f"{IN_SESSION}on", "get_user", {}, "no identity-based policy allows the iam:GetUser action"),
    ],
)
def test_what_the_policy_does_not_allow(serve: "Serve", row: Row) -> None:
    """Devices of another name, under a path, or of others, another partition, a user with a path, and anything else.

    Where the policy denies, its refusal comes before any rule of AWS's own. A session with MFA allows no more.
    """
    assert_refused(serve, "AccessDenied", row)


@pytest.mark.parametrize(
    ("call", "given", "resource"),
    [
        ("get_user", {}, USER),
        ("get_mfa_device", {"SerialNumber": SERIAL}, USER),
        ("create_access_key", {"UserName": "bob"}, "arn:aws:iam::111122223333:user/bob"),
        ("get_role", {"RoleName": "Dev"}, ROLE),
        ("list_mfa_device_tags", {"SerialNumber": SERIAL}, SERIAL),
        ("list_users", {}, "*"),
        ("assume_role", {"RoleArn": ROLE, "RoleSessionName": "x"}, ROLE),
        (CREATE, {"VirtualMFADeviceName": "alice", "Tags": [{"Key": "team", "Value": "red"}]}, SERIAL),
    ],
)
def test_what_the_policy_denies(serve: "Serve", call: str, given: dict[str, Any], resource: str) -> None:
    """Without MFA nearly all is denied, tags and real calls that are not offered, on the resource they are about."""
    practice = assert_refused(serve, "AccessDenied", ("new", call, given, EXPLICIT.format(_named(resource))))
    assert practice.server.requests[-1].resource == resource


def _named(resource: str) -> str:
    """How AWS's messages name a resource: users by their names alone."""
    return resource.replace("arn:aws:iam::111122223333:user/", "user ")


@pytest.mark.parametrize(
    "row",
    [
        ("on", ENABLE, OWN, MFA_NEEDED),
        ("another on", ENABLE, {**OWN, **CODES}, MFA_NEEDED),
        ("on", DEACTIVATE, OWN, MFA_NEEDED),
        ("on", DEACTIVATE, {**OWN, "SerialNumber": SERIAL + "-missing"}, MFA_NEEDED),
    ],
)
def test_what_the_access_key_alone_cannot_do(serve: "Serve", row: Row) -> None:
    """Once a device is on, turning one on or off takes MFA, though the policy allows it, and even of one not there.

    (Security bulletin AWS-2023-001.)
    """
    received = assert_refused(serve, "AccessDenied", row).server.requests[-1]
    assert received.decision is not None
    assert received.decision.value == "Allowed"


@pytest.mark.parametrize(
    ("code", "row"),
    [
        ("EntityAlreadyExists", ("leftover", CREATE, {"VirtualMFADeviceName": "alice"}, "MFA device already exists.")),
        (
            "EntityAlreadyExists",
            (f"{IN_SESSION}on", ENABLE, OWN, "MFA Device for user alice already exists."),
        ),
        ("DeleteConflict", ("on", DELETE, {"SerialNumber": SERIAL}, "in use. Must deactivate first.")),
        ("NoSuchEntity", ("new", DELETE, {"SerialNumber": SERIAL}, f"serial number {SERIAL} does not exist.")),
        ("NoSuchEntity", ("new", ENABLE, {**OWN, **CODES}, "does not exist")),
        ("NoSuchEntity", ("open", ENABLE, {**OWN, "UserName": "bob"}, "The user with name bob cannot be found.")),
        ("NoSuchEntity", ("open", "get_user", {"UserName": "bob"}, "The user with name bob cannot be found.")),
        ("NoSuchEntity", ("open", "get_mfa_device", {"SerialNumber": BOBS}, f"serial number {BOBS} does not exist.")),
        ("NoSuchEntity", ("open", "get_mfa_device", {"SerialNumber": SERIAL}, "MFA Device invalid for user.")),
        ("InvalidInput", ("open", CREATE, {**NAMED, "Tags": [TAG, {**TAG, "Key": "Team"}]}, "Duplicate tag keys")),
        ("NoSuchEntity", (f"{IN_SESSION}leftover, another on", DEACTIVATE, OWN, "MFA Device invalid for user.")),
        ("NoSuchEntity", (f"{IN_SESSION}leftover, another on", RESYNC, OWN, "MFA Device invalid for user.")),
        ("NoSuchEntity", ("new", PASSWORD, {"OldPassword": "x", "NewPassword": "Long-enough-9"}, "Login Profile")),
        (
            "NoSuchEntity",
            ("new", "get_account_password_policy", {}, "The Password Policy with domain name 111122223333 cannot be"),
        ),
        ("LimitExceeded", (f"{IN_SESSION}full", ENABLE, OWN, "Cannot exceed quota for MFADevicesPerUser: 8")),
        ("InvalidAction", ("open", "list_users", {}, "Could not find operation ListUsers for version 2010-05-08")),
        ("AccessDenied", (f"{IN_SESSION}on", SESSION, {}, "Cannot call GetSessionToken with session credentials")),
        ("AccessDenied", ("on", SESSION, {"SerialNumber": SERIAL}, "must provide both MFA serial number and one time")),
        ("AccessDenied", ("on", SESSION, {"TokenCode": "123456"}, "must provide both MFA serial number and one time")),
    ],
)
def test_what_aws_itself_refuses(serve: "Serve", code: str, row: Row) -> None:
    """What is taken, in use, not there or too many; sessions of sessions; and calls that the account does not have."""
    assert_refused(serve, code, row)


NULL = "1 validation error detected: Value null at '{}' failed to satisfy constraint: Member must not be null"
BROKEN = "1 validation error detected: Value at '{}' failed to satisfy constraint: Member must {}"
NAME = "is invalid. It must contain only alphanumeric characters and/or the following: +=,.@_-"
PATH = "It must begin and end with /"


@pytest.mark.parametrize(
    ("call", "given", "words"),
    [
        (ENABLE, {"SerialNumber": SERIAL, **CODES}, NULL.format("userName")),
        (ENABLE, {"UserName": "alice", **CODES}, NULL.format("serialNumber")),
        (ENABLE, {**OWN, "AuthenticationCode2": "654321"}, NULL.format("authenticationCode1")),
        (ENABLE, {**OWN, "AuthenticationCode1": "123456"}, NULL.format("authenticationCode2")),
        *(
            (ENABLE, {**OWN, **CODES, "AuthenticationCode1": typed}, BROKEN.format("authenticationCode1", violation))
            for typed, violation in (
                ("12345", "have length greater than or equal to 6"),
                ("1234567", "have length less than or equal to 6"),
                *(
                    (odd, r"satisfy regular expression pattern: [\d]+")
                    for odd in ("abcdef", "１２３４５６", "12 456", "12345\n")
                ),
            )
        ),
        *((CREATE, {"VirtualMFADeviceName": n}, NAME) for n in ("alice smith", "alice/", "älice", "ali:ce", "a\x00b")),
        *((CREATE, {"VirtualMFADeviceName": "alice", "Path": p}, PATH) for p in ("phones/", "/phones", "/pho nes/")),
        (CREATE, {"VirtualMFADeviceName": "alice", "Path": f"/{'a' * 511}/"}, "length less than or equal to 512"),
        *((DELETE, {"SerialNumber": n}, "serialNumber") for n in ("short", "x" * 257, SERIAL + " ")),
        (LIST, {"UserName": ""}, BROKEN.format("userName", "have length greater than or equal to 1")),
        (LIST, {"UserName": "x" * 129}, BROKEN.format("userName", "have length less than or equal to 128")),
        (LIST, {"UserName": "alice", "MaxItems": 0}, "Member must have value greater than or equal to 1"),
        (LIST, {"UserName": "alice", "MaxItems": 1001}, "Member must have value less than or equal to 1000"),
        (LIST, {"UserName": "alice", "Marker": "\u0416"}, "at 'marker'"),
        *((LIST, {"UserName": "alice", "Marker": marker}, "Invalid Marker.") for marker in ("not base64!", "////")),
        *(
            (
                ALL,
                {"AssignmentStatus": s},
                BROKEN.format("assignmentStatus", "satisfy enum value set: [Any, Unassigned"),
            )
            for s in ("assigned", "All")
        ),
        *((SESSION, {"DurationSeconds": seconds}, "at 'durationSeconds'") for seconds in (899, 129_601)),
        (LIST, {"UserName": "alice", "MaxItems": -(2**31)}, "Member must have value greater than or equal to 1"),
        (CREATE, {**NAMED, "Tags": [TAG, {"Value": "red"}]}, NULL.format("tags.2.member.key")),
        (CREATE, {**NAMED, "Tags": [{"Key": "team"}]}, NULL.format("tags.1.member.value")),
        (CREATE, {**NAMED, "Tags": [{**TAG, "Key": "k" * 129}]}, "Value at 'tags.1.member.key'"),
        (CREATE, {**NAMED, "Tags": [{**TAG, "Key": str(number)} for number in range(51)]}, "Value at 'tags'"),
    ],
)
def test_parameters_are_checked_first(serve: "Serve", call: str, given: dict[str, Any], words: str) -> None:
    """What is missing, or of another length, form or range than the API Reference has, is named, without its value."""
    assert_refused(serve, "ValidationError", ("new", call, given, words))


@pytest.mark.parametrize("sent", ["many", "1.5", "", 2**31, -(2**31) - 1, "9" * 30])
def test_a_number_that_is_none(serve: "Serve", sent: Any) -> None:
    """Text where a number belongs, or a number of more than 32 bits, is MalformedInput."""
    assert_refused(serve, "MalformedInput", ("new", LIST, {"UserName": "alice", "MaxItems": sent}, "MaxItems"))


@pytest.mark.parametrize("number", ["0", "-1", "one", "12", "", "01"])
def test_a_list_that_is_not_numbered_from_one(serve: "Serve", open_policy: str, number: str) -> None:
    """Tags that are numbered otherwise, or with a gap, are MalformedInput, also where the policy allows the call."""
    practice = serve(policy=open_policy)

    def renumber(params: dict[str, Any], **_: Any) -> None:
        params["body"] |= {f"Tags.member.{number}.Key": "team", f"Tags.member.{number}.Value": "red"}

    practice.iam.meta.events.register("before-call.iam.CreateVirtualMFADevice", renumber)
    refusal = practice.refused(practice.iam.create_virtual_mfa_device, VirtualMFADeviceName="alice")
    assert (refusal.code, refusal.status) == ("MalformedInput", 400)
    assert practice.account.devices == {}


@pytest.mark.parametrize(
    ("call", "given"),
    [
        (ENABLE, {**OWN, "AuthenticationCode1": "99", "AuthenticationCode2": "sentinel"}),
        (PASSWORD, {"OldPassword": "sentinel\u0416", "NewPassword": "sentinel\u0416"}),
        (PASSWORD, {"OldPassword": "sentinel" * 17, "NewPassword": "sentinel" * 17}),
    ],
)
def test_all_that_is_wrong_is_named(console_user: "Practice", call: str, given: dict[str, str]) -> None:
    """Several violations come in one answer, which repeats neither a code nor a password."""
    refusal = console_user.refused(getattr(console_user.iam, call), **given)
    assert refusal.message.startswith(f"{3 if call == ENABLE else 2} validation errors detected: ")
    assert all(value not in refusal.message for name, value in given.items() if name not in OWN)


@pytest.mark.parametrize(("first", "second"), [(0, 0), (0, -1), (-1, None), (-2, 0)])
def test_codes_that_are_no_pair(serve: "Serve", first: int, second: int | None) -> None:
    """The same code twice, the reverse order, a wrong code and codes two steps apart are refused alike."""
    practice = serve(leftover=True)
    codes = {
        "AuthenticationCode1": practice.code(first),
        "AuthenticationCode2": practice.wrong_code() if second is None else practice.code(second),
    }
    refusal = practice.refused(practice.iam.enable_mfa_device, **OWN, **codes)
    assert (refusal.code, refusal.status) == ("InvalidAuthenticationCode", 403)
    assert refusal.message == "Authentication code for device is not valid."
    assert practice.listed() == []
