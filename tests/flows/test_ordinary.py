"""The ordinary case, from an access key to an enabled device."""

import pytest

from mfa_enroll.aws.account import AwsAccount, Options
from mfa_enroll.flows.dialogue import DeviceReport, EndingKind, Plan
from mfa_enroll.flows.enroll import enroll
from tests.support.bench import bench
from tests.support.person import Person, code, go_on, next_code


async def test_an_ordinary_enrollment_makes_five_calls() -> None:
    """Who am I, list, create, enable, list: nothing else is asked of AWS, and the device is on."""
    with bench() as here:
        person = Person(here, [go_on, code(here), next_code(here)])
        ending = await enroll(here.account(), person)
        assert ending.kind is EndingKind.ENABLED
        assert here.is_enrolled
        assert here.calls == [
            "sts:GetCallerIdentity",
            "iam:ListMFADevices",
            "iam:CreateVirtualMFADevice",
            "iam:EnableMFADevice",
            "iam:ListMFADevices",
        ]
        assert [call.call for call in person.questions(Plan)[0].calls] == here.calls[2:]
        (report,) = person.questions(DeviceReport)
        assert report.own.serial == here.serial
        assert report.remark is None
        assert report.session_command in ending.last_words
        assert here.serial in report.session_command


@pytest.mark.parametrize(
    ("options", "command"),
    [
        (Options(), "aws"),
        (Options(profile="work"), "aws --profile work"),
        (Options(profile="two words", region="us-gov-west-1"), "aws --profile 'two words' --region us-gov-west-1"),
        (Options(endpoint_url="https://vpce.example"), "aws --endpoint-url https://vpce.example"),
    ],
)
def test_the_aws_command_calls_with_the_same_keys(options: Options, command: str) -> None:
    """A command that is handed on carries the options that this program was started with, safe for a shell."""
    assert AwsAccount(options).aws_command() == command
