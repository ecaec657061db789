"""What an administrator is handed."""

import json

from mfa_enroll.domain.failure import Call
from mfa_enroll.domain.principal import IamUser
from mfa_enroll.domain.troubles.callers import PathNotCovered
from mfa_enroll.policy.remedies import policy_for
from mfa_enroll.words.commands import removal_commands
from mfa_enroll.words.troubles import trouble_page


def test_a_policy_is_handed_over_whole() -> None:
    """A user with a path gets the policy with the resource that matches it, who is stuck, and what AWS answered."""
    user = IamUser("aws-cn", "123456789012", "alice", "/eng/")
    answer = "AccessDenied to iam:ListMFADevices, request 5f2c"
    text = trouble_page(PathNotCovered(user=user, answer=answer)).hand_over
    first, second, *_ = text.splitlines()
    assert user.arn in first
    assert answer in second
    added, _ = json.JSONDecoder().raw_decode(text, text.index("{\n"))
    assert added == policy_for(user, Call.LIST)
    assert "arn:aws-cn:iam::*:user/*/${aws:username}" in added["Statement"][0]["Resource"]


def test_commands() -> None:
    """The administrator's commands are complete, in order, and safe to paste."""
    user = IamUser("aws", "123456789012", "alice")
    assert removal_commands(user, user.device_serial).splitlines() == [
        "aws iam deactivate-mfa-device --user-name alice --serial-number arn:aws:iam::123456789012:mfa/alice",
        "aws iam delete-virtual-mfa-device --serial-number arn:aws:iam::123456789012:mfa/alice",
    ]
    assert removal_commands(user, "a; rm -rf /").endswith("--serial-number 'a; rm -rf /'")
