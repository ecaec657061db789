"""What comes late, says a wrong time, or is over before its time."""

from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

import pytest

from mfa_enroll.practice.faults import Expire, Fault, Faults, Lag, OddDate, WrongDate

if TYPE_CHECKING:
    from tests.practice.conftest import Practice, Serve

CREATE, LIST = "iam:CreateVirtualMFADevice", "iam:ListMFADevices"


def script(call: str, fault: Fault, *, nth: int = 1) -> Faults:
    """A script of one fault."""
    faults = Faults()
    faults.add(call, nth=nth, fault=fault)
    return faults


def name_is_taken(practice: "Practice") -> bool:
    """Whether Create says so."""
    refusal = practice.refused(practice.iam.create_virtual_mfa_device, VirtualMFADeviceName="alice")
    return refusal.code == "EntityAlreadyExists"


def test_a_new_device_is_not_found_at_first(serve: "Serve") -> None:
    """Enable and Delete do not find it for some seconds of the account's time; its name is taken at once."""
    practice = serve(faults=script(CREATE, Lag(60)))
    practice.iam.create_virtual_mfa_device(VirtualMFADeviceName="alice")

    assert practice.refused(practice.iam.delete_virtual_mfa_device, SerialNumber=practice.serial).code == "NoSuchEntity"
    codes = {"AuthenticationCode1": "123456", "AuthenticationCode2": "654321"}
    enable = practice.iam.enable_mfa_device
    given = {"UserName": "alice", "SerialNumber": practice.serial, **codes}
    assert practice.refused(enable, **given).code == "NoSuchEntity"
    assert name_is_taken(practice)
    practice.clock.now += 61
    assert practice.refused(enable, **given).code == "InvalidAuthenticationCode"


def test_a_deleted_device_still_has_its_name_at_first(serve: "Serve") -> None:
    """Create says that it exists, and does not bring it back."""
    practice = serve(leftover=True, faults=script("iam:DeleteVirtualMFADevice", Lag(60)))
    practice.iam.delete_virtual_mfa_device(SerialNumber=practice.serial)

    assert name_is_taken(practice)
    assert practice.account.devices == {}
    practice.clock.now += 61
    practice.iam.create_virtual_mfa_device(VirtualMFADeviceName="alice")
    assert list(practice.account.devices) == [practice.serial]


def test_an_enabled_device_is_not_listed_at_first(serve: "Serve") -> None:
    """Only the listing is late: AWS's own rule about a device that is on holds at once."""
    practice = serve(leftover=True, faults=script("iam:EnableMFADevice", Lag(60)))
    given = {"UserName": "alice", "SerialNumber": practice.serial}
    practice.iam.enable_mfa_device(**given, **practice.pair())

    assert practice.listed() == []
    assert practice.refused(practice.iam.deactivate_mfa_device, **given).code == "AccessDenied"
    practice.clock.now += 61
    assert practice.listed() == [practice.serial]


@pytest.mark.parametrize("ahead", [6 * 3600.0, -600.0])
def test_a_wrong_date(serve: "Serve", ahead: float) -> None:
    """The Date header is off in that answer, and right in the next."""
    practice = serve(faults=script(LIST, WrongDate(ahead)))
    wrong, right = (date_of(practice) for _ in range(2))

    assert wrong is not None
    assert right is not None
    difference = parsedate_to_datetime(wrong) - parsedate_to_datetime(right)
    assert difference.total_seconds() == pytest.approx(ahead, abs=5)


@pytest.mark.parametrize("text", ["", "yesterday"])
def test_an_odd_date(serve: "Serve", text: str) -> None:
    """The Date header says anything, or is not there."""
    practice = serve(faults=script(LIST, OddDate(text)))

    assert date_of(practice) == (text or None)


def date_of(practice: "Practice") -> str | None:
    """The Date header of a listing."""
    answer = practice.iam.list_mfa_devices(UserName="alice")
    return answer["ResponseMetadata"]["HTTPHeaders"].get("date")


def test_sessions_end_in_the_middle(serve: "Serve") -> None:
    """A session that was good is expired from then on, and the access key still works."""
    practice = serve(enrolled=True, faults=script(LIST, Expire(), nth=2))
    inside = practice.client("iam", practice.session_keys(code=practice.code()))
    inside.list_mfa_devices(UserName="alice")

    for _ in range(2):
        assert practice.refused(inside.list_mfa_devices, UserName="alice").code == "ExpiredToken"
    assert practice.listed() == [practice.serial]
