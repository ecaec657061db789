"""Refusals by AWS, and what was asked, for tests of the pages that tell of them."""

from dataclasses import replace

from botocore import exceptions as boto

from mfa_enroll.aws.asked import Asked
from mfa_enroll.aws.keys import Keys, masked
from mfa_enroll.aws.problems import explain
from mfa_enroll.domain.failure import Call, CallFailed
from mfa_enroll.domain.options import Options
from mfa_enroll.domain.principal import IamUser

ALICE = IamUser("aws", "111122223333", "alice")
CHANGES = [call for call in Call if call.is_change]
READS = [Call.WHO_AM_I, Call.LIST, Call.PASSWORD_POLICY]
URL = "https://iam.amazonaws.com/"


def refusal(call: Call, code: str, status: int = 403, message: str = "words of AWS's own") -> boto.ClientError:
    """The error of botocore's for a refused call."""
    return boto.ClientError(
        {
            "Error": {"Code": code, "Message": message},
            "ResponseMetadata": {
                "RequestId": "5f2c1a00-0000-4000-8000-000000000001",
                "HTTPStatusCode": status,
                "HTTPHeaders": {},
                "HostId": "",
                "RetryAttempts": 0,
            },
        },
        call.partition(":")[2],
    )


ENVIRONMENT = Keys(method="env", shown_id=masked("AKIAX54FEXAMPLEXOCRK"))
WORK = replace(ENVIRONMENT, method="shared-credentials-file", profile="work")
ROLE = replace(ENVIRONMENT, method="assume-role", profile="admin")
STALE = replace(ENVIRONMENT, temporary=True)


def asked_of(
    call: Call,
    user: IamUser = ALICE,
    keys: Keys = WORK,
    options: Options | None = None,
    offset: float | None = None,
) -> Asked:
    """What was asked, ordinarily about Alice with the key of profile work."""
    return Asked(
        call=call,
        options=options or Options(),
        keys=keys,
        user=None if call is Call.WHO_AM_I else user,
        offset=offset,
    )


def refused(call: Call, code: str, status: int = 403, message: str = "words of AWS's own") -> CallFailed:
    """What comes of such a refusal."""
    return explain(refusal(call, code, status, message), asked_of(call))
