"""No call is waited for without end."""

import shlex
import sys

import pytest

from mfa_enroll.aws.account import AwsAccount
from mfa_enroll.aws.timeouts import Timeouts
from mfa_enroll.domain.failure import Call, Failure
from mfa_enroll.domain.keys import Keys
from mfa_enroll.domain.options import Options
from mfa_enroll.domain.principal import IamUser
from mfa_enroll.domain.troubles.network import AnswerLost
from mfa_enroll.domain.troubles.profiles import CredentialsSilent
from tests.aws.test_account import MAKING
from tests.support.faults import Delay
from tests.support.machine import Files, Practices, failed


@pytest.mark.parametrize("call", [call for call in Call if call is not Call.WHO_AM_I])
async def test_a_call_that_takes_too_long_is_given_up(serve: Practices, alice: IamUser, call: Call) -> None:
    """Whatever the reason: a change is then unclear, and a read has changed nothing."""
    practice = serve()
    account = practice.account(Timeouts(connect=20, read=20, whole=20))
    await account.who_am_i()
    practice.faults.add(call, fault=Delay(20))
    hasty = practice.account(Timeouts(connect=20, read=20, whole=0.3))
    hasty._connection = account._connection
    trouble = await failed(MAKING[call](hasty, alice), Failure.UNCLEAR if call.is_change else Failure.STOPPED)
    assert trouble == AnswerLost(call=call)


@pytest.mark.parametrize("call", [Call.WHO_AM_I, Call.DEACTIVATE])
async def test_credentials_that_do_not_come(files: Files, alice: IamUser, call: Call) -> None:
    """A command that hangs is told of as what it is, and as a call that was not sent, even where that is a change."""
    command = shlex.join([sys.executable, "-c", "import time; time.sleep(5)"])
    files(f"[profile tool]\ncredential_process = {command}\n", "")
    account = AwsAccount(Options(profile="tool"), Timeouts(whole=0.5))
    trouble = await failed(MAKING[call](account, alice), Failure.STOPPED)
    assert trouble == CredentialsSilent(keys=Keys(profile="tool"))
