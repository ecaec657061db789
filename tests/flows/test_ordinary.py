"""The ordinary case, from an access key to an enabled device."""

from mfa_enroll.flows.endings import EndingKind
from mfa_enroll.flows.questions import DeviceReport, Plan
from tests.support.bench import bench
from tests.support.person import Person, code, go_on, next_code
from tests.support.story import tell


async def test_an_ordinary_enrollment_makes_five_calls() -> None:
    """Who am I, list, create, enable, list: nothing else is asked of AWS, and the device is on."""
    with bench() as here:
        person = Person(here, [go_on, code(here), next_code(here)])
        ending = await tell(here, person)
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
        assert "mfa-enroll session" in ending.last_words
