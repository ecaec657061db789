"""Force-MFA policies as accounts use them: which of them let a new user enroll, over HTTP."""

from contextlib import suppress
from typing import TYPE_CHECKING

import pytest
from botocore.exceptions import ClientError

from tests.support.published import PUBLISHED, Published

if TYPE_CHECKING:
    from tests.practice.conftest import Serve

STOPPED_AT = {
    "08": "CreateVirtualMFADevice",
    "20": "ListMFADevices",
    "31": "ListMFADevices",
    "36": "CreateVirtualMFADevice",
    "42": "ListMFADevices",
    "46": "EnableMFADevice",
    "49": "ListMFADevices",
    "54": "ListMFADevices",
}
"""The call that is denied first, by the number of the policy. The others let it through."""


@pytest.mark.parametrize("published", PUBLISHED, ids=str)
def test_an_enrollment_goes_as_far_as_the_policy_lets_it(serve: "Serve", published: Published) -> None:
    """List, create, enable: each is answered, and the first that the policy does not allow is denied."""
    practice = serve(policies={published.name: published.text}, partition=published.partition, path=published.path)
    with suppress(ClientError):
        practice.iam.list_mfa_devices(UserName="alice")
        practice.iam.create_virtual_mfa_device(VirtualMFADeviceName="alice")
        practice.iam.enable_mfa_device(UserName="alice", SerialNumber=practice.serial, **practice.pair())
    last = practice.server.requests[-1]
    stopped_at = STOPPED_AT.get(published.name[:2])
    assert (last.call, last.error) == (
        (f"iam:{stopped_at}", "AccessDenied") if stopped_at else ("iam:EnableMFADevice", "")
    )
