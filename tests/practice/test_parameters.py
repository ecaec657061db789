from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.practice.conftest import Practice, Serve

ENABLE = {
    "UserName": "alice",
    "SerialNumber": "arn:aws:iam::111122223333:mfa/alice",
    "AuthenticationCode1": "123456",
    "AuthenticationCode2": "654321",
}


@pytest.mark.parametrize("missing", list(ENABLE))
def test_what_is_required(practice: "Practice", missing: str) -> None:
    """A required parameter that is missing is named in the ValidationError."""
    parameters = {name: value for name, value in ENABLE.items() if name != missing}
    refusal = practice.refused(practice.iam.enable_mfa_device, **parameters)

    assert (refusal.code, refusal.status) == ("ValidationError", 400)
    member = missing[0].lower() + missing[1:]
    assert refusal.message == (
        f"1 validation error detected: Value null at '{member}' failed to satisfy constraint: Member must not be null"
    )


@pytest.mark.parametrize(
    ("code", "violation"),
    [
        ("12345", "Member must have length greater than or equal to 6"),
        ("1234567", "Member must have length less than or equal to 6"),
        ("abcdef", r"Member must satisfy regular expression pattern: [\d]+"),
        ("１２３４５６", r"Member must satisfy regular expression pattern: [\d]+"),
        ("12 456", r"Member must satisfy regular expression pattern: [\d]+"),
        ("12345\n", r"Member must satisfy regular expression pattern: [\d]+"),
    ],
)
def test_codes_are_six_ascii_digits(practice: "Practice", code: str, violation: str) -> None:
    """A code that is not six ASCII digits is a ValidationError, which does not repeat it."""
    refusal = practice.refused(practice.iam.enable_mfa_device, **ENABLE | {"AuthenticationCode1": code})

    assert (refusal.code, refusal.status) == ("ValidationError", 400)
    assert refusal.message == (
        f"1 validation error detected: Value at 'authenticationCode1' failed to satisfy constraint: {violation}"
    )


def test_all_that_is_wrong_is_named(practice: "Practice") -> None:
    """Several violations come in one answer, and none of the values."""
    refusal = practice.refused(
        practice.iam.enable_mfa_device, **ENABLE | {"AuthenticationCode1": "99", "AuthenticationCode2": "x"}
    )

    assert refusal.message.startswith("3 validation errors detected: ")
    assert "'authenticationCode1'" in refusal.message
    assert "'authenticationCode2'" in refusal.message
    assert "99" not in refusal.message


@pytest.mark.parametrize("name", ["alice smith", "alice/", "älice", "ali:ce", "a\x00b"])
def test_characters_of_names(practice: "Practice", name: str) -> None:
    """A name with other characters is a ValidationError, in AWS's words."""
    refusal = practice.refused(practice.iam.create_virtual_mfa_device, VirtualMFADeviceName=name)

    assert (refusal.code, refusal.status) == ("ValidationError", 400)
    assert refusal.message == (
        "The specified value for virtualMFADeviceName is invalid. It must contain only alphanumeric characters "
        "and/or the following: +=,.@_-"
    )


def test_every_character_that_a_name_may_have(serve: "Serve") -> None:
    """A user whose name has every kind of character that IAM allows can enroll."""
    practice = serve(user="a+b=c,d.e@f_g-h")
    practice.iam.create_virtual_mfa_device(VirtualMFADeviceName="a+b=c,d.e@f_g-h")
    practice.iam.enable_mfa_device(UserName="a+b=c,d.e@f_g-h", SerialNumber=practice.serial, **practice.pair())

    assert practice.listed() == ["arn:aws:iam::111122223333:mfa/a+b=c,d.e@f_g-h"]


@pytest.mark.parametrize(
    ("parameters", "text"),
    [
        ({"UserName": ""}, "Value at 'userName' failed to satisfy constraint: Member must have length greater"),
        ({"UserName": "x" * 129}, "Member must have length less than or equal to 128"),
        ({"UserName": "alice", "MaxItems": 0}, "Member must have value greater than or equal to 1"),
        ({"UserName": "alice", "MaxItems": 1001}, "Member must have value less than or equal to 1000"),
        ({"UserName": "alice", "Marker": "\u0416"}, "at 'marker'"),
    ],
)
def test_parameters_of_a_listing(practice: "Practice", parameters: dict[str, Any], text: str) -> None:
    """Lengths, ranges and patterns of a listing's parameters are checked."""
    refusal = practice.refused(practice.iam.list_mfa_devices, **parameters)

    assert refusal.code == "ValidationError"
    assert text in refusal.message


@pytest.mark.parametrize("status", ["assigned", "All"])
def test_words(practice: "Practice", status: str) -> None:
    """A parameter that is one word out of a few takes no other."""
    refusal = practice.refused(practice.iam.list_virtual_mfa_devices, AssignmentStatus=status)

    assert refusal.message == (
        "1 validation error detected: Value at 'assignmentStatus' failed to satisfy constraint: "
        "Member must satisfy enum value set: [Any, Unassigned, Assigned]"
    )


def test_a_number_that_is_none(practice: "Practice") -> None:
    """Text where a number belongs is MalformedInput."""
    refusal = practice.refused(practice.iam.list_mfa_devices, UserName="alice", MaxItems="many")

    assert (refusal.code, refusal.status) == ("MalformedInput", 400)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("phones/", "It must begin and end with /"),
        ("/phones", "It must begin and end with /"),
        ("/pho nes/", "It must begin and end with /"),
        ("/" + "a" * 511 + "/", "Member must have length less than or equal to 512"),
    ],
)
def test_paths(practice: "Practice", path: str, text: str) -> None:
    """A path starts and ends with a slash and has at most 512 characters."""
    refusal = practice.refused(practice.iam.create_virtual_mfa_device, VirtualMFADeviceName="alice", Path=path)

    assert refusal.code == "ValidationError"
    assert text in refusal.message


@pytest.mark.parametrize("serial", ["short", "x" * 257, "arn:aws:iam::111122223333:mfa/al ice"])
def test_serial_numbers(practice: "Practice", serial: str) -> None:
    """A serial number has 9 to 256 characters of a certain kind."""
    refusal = practice.refused(practice.iam.delete_virtual_mfa_device, SerialNumber=serial)

    assert refusal.code == "ValidationError"
    assert "serialNumber" in refusal.message
