"""What the account lets its user do. What it refuses is in test_refusals."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from mfa_enroll.practice.account import PracticeAccount

if TYPE_CHECKING:
    from tests.practice.conftest import Practice, Serve


def test_the_caller_is_told_who_it_is(practice: "Practice") -> None:
    """GetCallerIdentity answers with the user's ARN, account and id."""
    answer = practice.sts.get_caller_identity()

    assert answer["Arn"] == practice.account.user_arn == "arn:aws:iam::111122223333:user/alice"
    assert answer["Account"] == "111122223333"
    assert answer["UserId"].startswith("AIDA")
    assert len(answer["UserId"]) == 21


@pytest.mark.parametrize("name", ["alice", "a+b=c,d.e@f_g-h"])
def test_a_new_user_enrolls(serve: "Serve", name: str) -> None:
    """A new user, whatever their name, makes a device, enables it with two consecutive codes, and sees it listed."""
    practice = serve(user=name)
    assert practice.listed() == []
    made = practice.iam.create_virtual_mfa_device(VirtualMFADeviceName=name)["VirtualMFADevice"]
    assert made["SerialNumber"] == practice.serial == f"arn:aws:iam::111122223333:mfa/{name}"
    assert len(made["Base32StringSeed"]) == 64
    assert set(made) == {"SerialNumber", "Base32StringSeed", "QRCodePNG"}
    assert practice.listed() == []

    practice.iam.enable_mfa_device(UserName=name, SerialNumber=practice.serial, **practice.pair())

    (listed,) = practice.iam.list_mfa_devices(UserName=name)["MFADevices"]
    assert listed == {
        "UserName": name,
        "SerialNumber": practice.serial,
        "EnableDate": datetime.fromtimestamp(int(practice.clock.now), UTC),
    }


def test_path_and_tags_where_the_policy_allows_them(serve: "Serve", open_policy: str) -> None:
    """Under a policy that allows everything, path and tags are taken."""
    practice = serve(policy=open_policy)
    made = practice.iam.create_virtual_mfa_device(
        VirtualMFADeviceName="spare", Path="/phones/", Tags=[{"Key": "team", "Value": "red"}]
    )["VirtualMFADevice"]

    assert made["SerialNumber"] == "arn:aws:iam::111122223333:mfa/phones/spare"
    assert made["Tags"] == [{"Key": "team", "Value": "red"}]


def test_a_user_and_a_device_are_shown_where_the_policy_allows_it(serve: "Serve", open_policy: str) -> None:
    """GetUser shows the user with path and tags, GetMFADevice an enabled device; both without a name too."""
    practice = serve(policy=open_policy, path="/eng/", enrolled=True, tags={"team": "red"})
    account = practice.account
    user = practice.iam.get_user()["User"]
    assert practice.iam.get_user(UserName="alice")["User"] == user
    assert (user["Arn"], user["UserId"], user["Path"]) == (account.user_arn, account.user_id, "/eng/")
    assert user["Tags"] == [{"Key": "team", "Value": "red"}]

    device = practice.iam.get_mfa_device(SerialNumber=practice.serial)
    (listed,) = practice.iam.list_mfa_devices()["MFADevices"]
    assert {name: device[name] for name in listed} == listed  # type: ignore[literal-required] # names of the listing


@pytest.mark.parametrize("account", [{"leftover": True}, {"leftover": True, "others": 1}])
def test_an_unfinished_device_goes(serve: "Serve", account: dict[str, int]) -> None:
    """A leftover is deleted, with another device on or none, and its name is free again, with another seed."""
    practice = serve(**account)
    before = practice.account.provisioning_uri().reveal()
    practice.iam.delete_virtual_mfa_device(SerialNumber=practice.serial)
    with pytest.raises(LookupError):
        practice.account.provisioning_uri()

    practice.iam.create_virtual_mfa_device(VirtualMFADeviceName="alice")

    assert practice.account.provisioning_uri().reveal() != before


def test_a_user_with_a_path_may_create(serve: "Serve") -> None:
    """The policy does not match the user, and yet it does match the device."""
    practice = serve(path="/eng/")
    practice.iam.create_virtual_mfa_device(VirtualMFADeviceName="alice")

    assert list(practice.account.devices) == [practice.serial]


def test_pages(serve: "Serve") -> None:
    """A listing comes in pages of the size asked for, each device once."""
    practice = serve(enrolled=True, others=4)
    pages = list(
        practice.iam.get_paginator("list_mfa_devices").paginate(UserName="alice", PaginationConfig={"PageSize": 2})
    )

    assert [(len(page["MFADevices"]), page["IsTruncated"]) for page in pages] == [(2, True), (2, True), (1, False)]
    serials = {device["SerialNumber"] for page in pages for device in page["MFADevices"]}
    assert len(serials) == 5
    assert practice.serial in serials


@pytest.mark.parametrize(("status", "names"), [("Any", 3), ("Assigned", 2), ("Unassigned", 1)])
def test_listings_where_the_policy_allows_them(serve: "Serve", open_policy: str, status: str, names: int) -> None:
    """Without a name the caller's devices are listed; virtual ones by assignment, with their user, without a seed."""
    practice = serve(policy=open_policy, leftover=True, others=2)
    devices = practice.iam.list_virtual_mfa_devices(AssignmentStatus=status)["VirtualMFADevices"]  # type: ignore[arg-type] # the stubs want a literal

    assert len(practice.iam.list_mfa_devices()["MFADevices"]) == 2
    assert len(devices) == names
    for device in devices:
        is_assigned = device["SerialNumber"] != practice.serial
        assert ("User" in device) is ("EnableDate" in device) is is_assigned
        assert "Base32StringSeed" not in device
        assert not is_assigned or device["User"]["Arn"] == practice.account.user_arn


def test_resynchronizing(enrolled: "Practice") -> None:
    """ResyncMFADevice needs no MFA: a drifted device is set right with the access key alone."""
    enrolled.iam.resync_mfa_device(UserName="alice", SerialNumber=enrolled.serial, **enrolled.pair(40))

    assert enrolled.session_keys(code=enrolled.code(40))


def test_a_device_that_opened_a_session_is_replaced_in_it(enrolled: "Practice") -> None:
    """A session deactivates its own device, and then the access key alone enrolls again, with another seed."""
    iam = enrolled.client("iam", enrolled.session_keys(code=enrolled.code()))
    iam.deactivate_mfa_device(UserName="alice", SerialNumber=enrolled.serial)
    assert enrolled.listed() == []

    enrolled.iam.delete_virtual_mfa_device(SerialNumber=enrolled.serial)
    enrolled.iam.create_virtual_mfa_device(VirtualMFADeviceName="alice")
    enrolled.iam.enable_mfa_device(UserName="alice", SerialNumber=enrolled.serial, **enrolled.pair())

    assert enrolled.listed() == [enrolled.serial]


def test_a_deactivated_device_keeps_its_seed_and_its_last_pair(serve: "Serve") -> None:
    """Enabling the same device again takes newer codes than before, of the same seed."""
    practice = serve(leftover=True)
    used = practice.pair()
    practice.iam.enable_mfa_device(UserName="alice", SerialNumber=practice.serial, **used)
    iam = practice.client("iam", practice.session_keys(code=practice.code()))
    iam.deactivate_mfa_device(SerialNumber=practice.serial)

    again = practice.refused(practice.iam.enable_mfa_device, UserName="alice", SerialNumber=practice.serial, **used)
    practice.iam.enable_mfa_device(UserName="alice", SerialNumber=practice.serial, **practice.pair(2))

    assert again.code == "InvalidAuthenticationCode"
    assert practice.listed() == [practice.serial]


def test_more_devices_than_a_user_can_have() -> None:
    """An account with nine devices for its user is refused where it is made."""
    with pytest.raises(ValueError, match="at most 8"):
        PracticeAccount(enrolled=True, others=8)
