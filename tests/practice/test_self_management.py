from typing import TYPE_CHECKING

import pytest

from mfa_enroll.practice.account import PracticeAccount

if TYPE_CHECKING:
    from tests.practice.conftest import Practice, Serve

MFA_NEEDED = (
    # AWS's own words.
    "To complete this action, please ensure that you are authenticated with an MFA device that is enabled for "
    "this user."
)


class TestWithTheAccessKeyAlone:
    """Security bulletin AWS-2023-001: what the long-term key cannot do once a device is enabled."""

    def test_enabling_the_enabled_device_again(self, enrolled: "Practice") -> None:
        """An EnableMFADevice sent again is AccessDenied, not EntityAlreadyExists, though the policy allows it."""
        refusal = enrolled.refused(
            enrolled.iam.enable_mfa_device, UserName="alice", SerialNumber=enrolled.serial, **enrolled.pair()
        )

        assert (refusal.code, refusal.status, refusal.message) == ("AccessDenied", 403, MFA_NEEDED)
        assert enrolled.server.requests[-1].decision is not None
        assert enrolled.server.requests[-1].decision.value == "Allowed"

    def test_enabling_what_is_not_there(self, serve: "Serve") -> None:
        """The rule comes before a missing device is noticed."""
        practice = serve(others=1)
        refusal = practice.refused(
            practice.iam.enable_mfa_device,
            UserName="alice",
            SerialNumber=practice.serial,
            AuthenticationCode1="123456",
            AuthenticationCode2="654321",
        )

        assert (refusal.code, refusal.message) == ("AccessDenied", MFA_NEEDED)

    @pytest.mark.parametrize("name", ["alice", "missing"])
    def test_deactivating(self, enrolled: "Practice", name: str) -> None:
        """Deactivating is refused, whether the device is there or not."""
        refusal = enrolled.refused(
            enrolled.iam.deactivate_mfa_device,
            UserName="alice",
            SerialNumber=f"arn:aws:iam::111122223333:mfa/{name}",
        )

        assert (refusal.code, refusal.message) == ("AccessDenied", MFA_NEEDED)
        assert enrolled.listed() == [enrolled.serial]

    def test_a_denial_of_the_policy_comes_first(self, serve: "Serve") -> None:
        """Where the policy denies, its refusal is the one that is given."""
        practice = serve(path="/eng/", enrolled=True)
        refusal = practice.refused(
            practice.iam.enable_mfa_device, UserName="alice", SerialNumber=practice.serial, **practice.pair()
        )

        assert "no identity-based policy" in refusal.message

    def test_creating_and_deleting_another(self, serve: "Serve") -> None:
        """Creating and deleting the device named as the user is not touched by the rule."""
        practice = serve(others=1)
        practice.iam.create_virtual_mfa_device(VirtualMFADeviceName="alice")
        practice.iam.delete_virtual_mfa_device(SerialNumber=practice.serial)

        assert practice.account.devices.keys() == {"arn:aws:iam::111122223333:mfa/alice-1"}

    def test_resynchronizing(self, enrolled: "Practice") -> None:
        """ResyncMFADevice is exempt: a drifted device is set right with the access key alone."""
        enrolled.iam.resync_mfa_device(UserName="alice", SerialNumber=enrolled.serial, **enrolled.pair(40))

        assert enrolled.session_keys(code=enrolled.code(40))


class TestInAnMfaSession:
    """What a session with MFA may do."""

    def test_the_device_that_authenticated_it_is_replaced(self, enrolled: "Practice") -> None:
        """A session deactivates its own device, and then the access key alone enrolls again, with another seed."""
        iam = enrolled.client("iam", enrolled.session_keys(code=enrolled.code()))
        iam.deactivate_mfa_device(UserName="alice", SerialNumber=enrolled.serial)
        assert enrolled.listed() == []

        enrolled.iam.delete_virtual_mfa_device(SerialNumber=enrolled.serial)
        enrolled.iam.create_virtual_mfa_device(VirtualMFADeviceName="alice")
        enrolled.iam.enable_mfa_device(UserName="alice", SerialNumber=enrolled.serial, **enrolled.pair())

        assert enrolled.listed() == [enrolled.serial]

    def test_a_deactivated_device_keeps_its_seed_and_its_last_pair(self, serve: "Serve") -> None:
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

    def test_enabling_the_enabled_device_again(self, enrolled: "Practice") -> None:
        """Here it is EntityAlreadyExists."""
        iam = enrolled.client("iam", enrolled.session_keys(code=enrolled.code()))
        refusal = enrolled.refused(
            iam.enable_mfa_device, UserName="alice", SerialNumber=enrolled.serial, **enrolled.pair()
        )

        assert (refusal.code, refusal.status) == ("EntityAlreadyExists", 409)
        assert refusal.message == "MFA Device for user alice already exists."

    def test_a_ninth_device(self, serve: "Serve") -> None:
        """A user has at most eight devices: the ninth is LimitExceeded."""
        practice = serve(leftover=True, others=8)
        other = practice.account.serial("alice-1")
        keys = practice.session_keys(code=practice.code(serial=other), serial=other)
        refusal = practice.refused(
            practice.client("iam", keys).enable_mfa_device,
            UserName="alice",
            SerialNumber=practice.serial,
            **practice.pair(),
        )

        assert (refusal.code, refusal.status) == ("LimitExceeded", 409)
        assert len(practice.listed()) == 8

    @pytest.mark.parametrize("call", ["deactivate", "resync"])
    def test_a_device_that_is_not_enabled(self, serve: "Serve", call: str) -> None:
        """Deactivating or resynchronizing an unassigned device is NoSuchEntity."""
        practice = serve(leftover=True, others=1)
        other = practice.account.serial("alice-1")
        iam = practice.client("iam", practice.session_keys(code=practice.code(serial=other), serial=other))
        made = {"deactivate": iam.deactivate_mfa_device, "resync": iam.resync_mfa_device}[call]
        codes = practice.pair() if call == "resync" else {}

        refusal = practice.refused(made, UserName="alice", SerialNumber=practice.serial, **codes)

        assert (refusal.code, refusal.status) == ("NoSuchEntity", 404)
        assert refusal.message == "MFA Device invalid for user."

    def test_more_is_still_not_allowed(self, enrolled: "Practice") -> None:
        """With MFA nothing is explicitly denied any more, and yet nothing else is allowed."""
        iam = enrolled.client("iam", enrolled.session_keys(code=enrolled.code()))
        refusal = enrolled.refused(iam.get_user)

        assert refusal.code == "AccessDenied"
        assert "no identity-based policy allows the iam:GetUser action" in refusal.message
        assert enrolled.server.requests[-1].mfa is True


def test_more_devices_than_a_user_can_have() -> None:
    """An account with nine devices for its user is refused where it is made."""
    with pytest.raises(ValueError, match="at most 8"):
        PracticeAccount(enrolled=True, others=8)
