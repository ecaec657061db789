from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.practice.conftest import Practice, Serve


def test_the_caller_is_told_who_it_is(practice: "Practice") -> None:
    """GetCallerIdentity answers with the user's ARN, account and id."""
    answer = practice.sts.get_caller_identity()

    assert answer["Arn"] == practice.account.user_arn == "arn:aws:iam::111122223333:user/alice"
    assert answer["Account"] == "111122223333"
    assert answer["UserId"].startswith("AIDA")
    assert len(answer["UserId"]) == 21


def test_a_new_user_enrolls(practice: "Practice") -> None:
    """A new user creates a device, enables it with two consecutive codes, and sees it listed."""
    assert practice.listed() == []
    made = practice.iam.create_virtual_mfa_device(VirtualMFADeviceName="alice")["VirtualMFADevice"]
    assert made["SerialNumber"] == practice.serial == "arn:aws:iam::111122223333:mfa/alice"
    assert len(made["Base32StringSeed"]) == 64
    assert set(made) == {"SerialNumber", "Base32StringSeed", "QRCodePNG"}
    assert practice.listed() == []

    practice.iam.enable_mfa_device(UserName="alice", SerialNumber=practice.serial, **practice.pair())

    (listed,) = practice.iam.list_mfa_devices(UserName="alice")["MFADevices"]
    assert listed == {
        "UserName": "alice",
        "SerialNumber": practice.serial,
        "EnableDate": datetime.fromtimestamp(int(practice.clock.now), UTC),
    }


class TestCreate:
    """CreateVirtualMFADevice."""

    def test_a_name_is_taken_once(self, serve: "Serve") -> None:
        """A second device of the same name is EntityAlreadyExists, and the first one keeps its seed."""
        practice = serve(leftover=True)
        before = practice.account.provisioning_uri().reveal()

        refusal = practice.refused(practice.iam.create_virtual_mfa_device, VirtualMFADeviceName="alice")

        assert (refusal.code, refusal.status, refusal.type) == ("EntityAlreadyExists", 409, "Sender")
        assert refusal.message == "MFA device already exists."
        assert practice.account.provisioning_uri().reveal() == before

    @pytest.mark.parametrize("name", ["bob", "Alice", "alice-phone"])
    def test_the_name_has_to_be_the_users(self, practice: "Practice", name: str) -> None:
        """Any name but exactly the user's own is denied by the force-MFA policy, and nothing is made."""
        refusal = practice.refused(practice.iam.create_virtual_mfa_device, VirtualMFADeviceName=name)

        assert (refusal.code, refusal.status) == ("AccessDenied", 403)
        assert refusal.message == (
            "User: arn:aws:iam::111122223333:user/alice is not authorized to perform: iam:CreateVirtualMFADevice "
            f"on resource: arn:aws:iam::111122223333:mfa/{name} because no identity-based policy allows the "
            "iam:CreateVirtualMFADevice action"
        )
        assert practice.account.devices == {}

    def test_a_path_is_denied(self, practice: "Practice") -> None:
        """A device with a path is another resource than the policy allows."""
        refusal = practice.refused(
            practice.iam.create_virtual_mfa_device, VirtualMFADeviceName="alice", Path="/phones/"
        )

        assert refusal.code == "AccessDenied"
        assert practice.server.requests[-1].resource == "arn:aws:iam::111122223333:mfa/phones/alice"

    def test_tags_are_denied(self, practice: "Practice") -> None:
        """Tagging needs a permission of its own, which the policy denies, and then nothing is made."""
        refusal = practice.refused(
            practice.iam.create_virtual_mfa_device,
            VirtualMFADeviceName="alice",
            Tags=[{"Key": "team", "Value": "red"}],
        )

        assert refusal.code == "AccessDenied"
        assert "iam:TagMFADevice" in refusal.message
        assert "explicit deny" in refusal.message
        assert practice.account.devices == {}

    def test_path_and_tags_where_the_policy_allows_them(self, serve: "Serve", open_policy: str) -> None:
        """Under a policy that allows everything, path and tags are taken."""
        practice = serve(policy=open_policy)
        made = practice.iam.create_virtual_mfa_device(
            VirtualMFADeviceName="spare", Path="/phones/", Tags=[{"Key": "team", "Value": "red"}]
        )["VirtualMFADevice"]

        assert made["SerialNumber"] == "arn:aws:iam::111122223333:mfa/phones/spare"
        assert made["Tags"] == [{"Key": "team", "Value": "red"}]


class TestDelete:
    """DeleteVirtualMFADevice."""

    def test_an_unfinished_device_goes(self, serve: "Serve") -> None:
        """A leftover device is deleted, and its name is free again, with another seed."""
        practice = serve(leftover=True)
        before = practice.account.provisioning_uri().reveal()
        practice.iam.delete_virtual_mfa_device(SerialNumber=practice.serial)
        with pytest.raises(LookupError):
            practice.account.provisioning_uri()

        practice.iam.create_virtual_mfa_device(VirtualMFADeviceName="alice")

        assert practice.account.provisioning_uri().reveal() != before

    def test_an_enabled_device_stays(self, enrolled: "Practice") -> None:
        """A device in use is DeleteConflict."""
        refusal = enrolled.refused(enrolled.iam.delete_virtual_mfa_device, SerialNumber=enrolled.serial)

        assert (refusal.code, refusal.status) == ("DeleteConflict", 409)
        assert refusal.message == "MFA VirtualDevice in use. Must deactivate first."
        assert enrolled.listed() == [enrolled.serial]

    def test_what_is_not_there(self, practice: "Practice") -> None:
        """Deleting what is not there is NoSuchEntity."""
        refusal = practice.refused(practice.iam.delete_virtual_mfa_device, SerialNumber=practice.serial)

        assert (refusal.code, refusal.status) == ("NoSuchEntity", 404)
        assert refusal.message == f"MFA Device with serial number {practice.serial} does not exist."

    @pytest.mark.parametrize("serial", ["arn:aws:iam::111122223333:mfa/bob", "GAHT12345678"])
    def test_devices_of_others(self, practice: "Practice", serial: str) -> None:
        """Other devices are denied by the policy, whether they exist or not."""
        refusal = practice.refused(practice.iam.delete_virtual_mfa_device, SerialNumber=serial)

        assert refusal.code == "AccessDenied"


class TestEnable:
    """EnableMFADevice."""

    @pytest.mark.parametrize("kind", ["same", "reversed", "wrong", "apart"])
    def test_codes_that_are_no_pair(self, serve: "Serve", kind: str) -> None:
        """The same code twice, the reverse order, a wrong code and codes two steps apart are refused alike."""
        practice = serve(leftover=True)
        now, before = practice.code(), practice.code(-1)
        first, second = {
            "same": (now, now),
            "reversed": (now, before),
            "wrong": (before, practice.wrong_code()),
            "apart": (practice.code(-2), now),
        }[kind]

        refusal = practice.refused(
            practice.iam.enable_mfa_device,
            UserName="alice",
            SerialNumber=practice.serial,
            AuthenticationCode1=first,
            AuthenticationCode2=second,
        )

        assert (refusal.code, refusal.status) == ("InvalidAuthenticationCode", 403)
        assert refusal.message == "Authentication code for device is not valid."
        assert practice.listed() == []

    def test_the_device_has_to_exist(self, practice: "Practice") -> None:
        """Enabling a device that is not there is NoSuchEntity."""
        refusal = practice.refused(
            practice.iam.enable_mfa_device,
            UserName="alice",
            SerialNumber=practice.serial,
            AuthenticationCode1="123456",
            AuthenticationCode2="654321",
        )

        assert (refusal.code, refusal.status) == ("NoSuchEntity", 404)

    def test_of_somebody_else(self, serve: "Serve") -> None:
        """Enabling for another user is denied by the policy."""
        practice = serve(leftover=True)
        refusal = practice.refused(
            practice.iam.enable_mfa_device, UserName="bob", SerialNumber=practice.serial, **practice.pair()
        )

        assert refusal.code == "AccessDenied"
        assert practice.server.requests[-1].resource == "arn:aws:iam::111122223333:user/bob"

    def test_for_a_user_there_is_not(self, serve: "Serve", open_policy: str) -> None:
        """Where the policy allows it, a user there is not is NoSuchEntity."""
        practice = serve(policy=open_policy, leftover=True)
        refusal = practice.refused(
            practice.iam.enable_mfa_device, UserName="bob", SerialNumber=practice.serial, **practice.pair()
        )

        assert (refusal.code, refusal.status) == ("NoSuchEntity", 404)
        assert refusal.message == "The user with name bob cannot be found."

    def test_a_user_with_a_path(self, serve: "Serve") -> None:
        """A user with a path may create the device, and is denied enabling and listing."""
        practice = serve(path="/eng/")
        practice.iam.create_virtual_mfa_device(VirtualMFADeviceName="alice")

        enabling = practice.refused(
            practice.iam.enable_mfa_device, UserName="alice", SerialNumber=practice.serial, **practice.pair()
        )
        listing = practice.refused(practice.iam.list_mfa_devices, UserName="alice")

        assert enabling.code == listing.code == "AccessDenied"
        assert "user/eng/alice" in enabling.message

    def test_another_partition(self, serve: "Serve") -> None:
        """In another partition the policy, which names ``aws``, allows nothing."""
        practice = serve(partition="aws-cn")
        refusal = practice.refused(practice.iam.create_virtual_mfa_device, VirtualMFADeviceName="alice")

        assert refusal.code == "AccessDenied"
        assert "arn:aws-cn:iam::111122223333:mfa/alice" in refusal.message


class TestList:
    """ListMFADevices and ListVirtualMFADevices."""

    def test_without_a_name_it_is_denied(self, enrolled: "Practice") -> None:
        """Without a user name the listing is authorized against every resource, and denied."""
        refusal = enrolled.refused(enrolled.iam.list_mfa_devices)

        assert (refusal.code, refusal.status) == ("AccessDenied", 403)
        assert enrolled.server.requests[-1].resource == "*"

    def test_without_a_name_where_the_policy_allows_it(self, serve: "Serve", open_policy: str) -> None:
        """Where the policy allows that, the devices are the caller's."""
        practice = serve(policy=open_policy, enrolled=True)
        (device,) = practice.iam.list_mfa_devices()["MFADevices"]

        assert device["SerialNumber"] == practice.serial

    def test_pages(self, serve: "Serve") -> None:
        """A listing comes in pages of the size asked for, each device once."""
        practice = serve(enrolled=True, others=4)
        pages = list(
            practice.iam.get_paginator("list_mfa_devices").paginate(UserName="alice", PaginationConfig={"PageSize": 2})
        )

        assert [len(page["MFADevices"]) for page in pages] == [2, 2, 1]
        assert [page["IsTruncated"] for page in pages] == [True, True, False]
        serials = [device["SerialNumber"] for page in pages for device in page["MFADevices"]]
        assert len(set(serials)) == 5
        assert practice.serial in serials

    @pytest.mark.parametrize("marker", ["not base64!", "////"])
    def test_a_marker_nobody_gave(self, enrolled: "Practice", marker: str) -> None:
        """A marker that is none is a ValidationError."""
        refusal = enrolled.refused(enrolled.iam.list_mfa_devices, UserName="alice", Marker=marker)

        assert (refusal.code, refusal.status, refusal.message) == ("ValidationError", 400, "Invalid Marker.")

    def test_all_virtual_devices_are_denied(self, enrolled: "Practice") -> None:
        """ListVirtualMFADevices is allowed nowhere in the policy, and explicitly denied nowhere either."""
        refusal = enrolled.refused(enrolled.iam.list_virtual_mfa_devices)

        assert refusal.code == "AccessDenied"
        assert "no identity-based policy allows" in refusal.message

    @pytest.mark.parametrize(("status", "names"), [("Any", 3), ("Assigned", 2), ("Unassigned", 1)])
    def test_all_virtual_devices_where_the_policy_allows_it(
        self, serve: "Serve", open_policy: str, status: str, names: int
    ) -> None:
        """Where the policy allows it, devices are listed by assignment, with their user and without a seed."""
        practice = serve(policy=open_policy, leftover=True, others=2)
        devices = practice.iam.list_virtual_mfa_devices(AssignmentStatus=status)["VirtualMFADevices"]  # type: ignore[arg-type] # the stubs want a literal

        assert len(devices) == names
        for device in devices:
            is_assigned = device["SerialNumber"] != practice.serial
            assert ("User" in device) is ("EnableDate" in device) is is_assigned
            assert "Base32StringSeed" not in device
            assert not is_assigned or device["User"]["Arn"] == practice.account.user_arn
