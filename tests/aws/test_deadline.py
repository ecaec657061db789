"""No call is waited for without end."""

import sys
from typing import TYPE_CHECKING

import pytest

from mfa_enroll.aws.account import AwsAccount
from mfa_enroll.aws.timeouts import Timeouts
from mfa_enroll.domain.failure import Call, CallFailed, Failure
from mfa_enroll.domain.options import Options
from mfa_enroll.domain.principal import IamUser
from mfa_enroll.domain.secret import Secret
from mfa_enroll.practice.faults import Delay
from tests.support.machine import Files, Practices

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable


@pytest.mark.parametrize(
    ("call", "failure"),
    [
        (Call.CREATE, Failure.UNCLEAR),
        (Call.DELETE, Failure.UNCLEAR),
        (Call.START_SESSION, Failure.UNCLEAR),
        (Call.CHANGE_PASSWORD, Failure.UNCLEAR),
        (Call.LIST, Failure.STOPPED),
        (Call.PASSWORD_POLICY, Failure.STOPPED),
    ],
)
async def test_a_call_that_takes_too_long_is_given_up(serve: Practices, call: Call, failure: Failure) -> None:
    """Whatever the reason: a change is then unclear, and a read has changed nothing."""
    practice = serve()
    options = Options(
        endpoint_url=practice.server.url,
        access_key_id=practice.practice.access_key_id,
        secret_access_key=practice.practice.secret_access_key,
    )
    account = AwsAccount(options, Timeouts(connect=20, read=20, whole=20))
    await account.who_am_i()
    practice.faults.add(call, fault=Delay(20))
    hasty = AwsAccount(options, Timeouts(connect=20, read=20, whole=0.3))
    hasty._connection = account._connection
    user = practice.practice.user
    calls: dict[Call, Callable[[], Awaitable[object]]] = {
        Call.CREATE: lambda: hasty.create_device(user),
        Call.DELETE: lambda: hasty.delete_device(user),
        Call.START_SESSION: lambda: hasty.start_session(user, user.device_serial, Secret("123456"), 900),
        Call.CHANGE_PASSWORD: lambda: hasty.change_password(user, Secret("x"), Secret("y")),
        Call.LIST: lambda: hasty.devices(user),
        Call.PASSWORD_POLICY: lambda: hasty.password_policy(user),
    }
    with pytest.raises(CallFailed) as caught:
        await calls[call]()
    assert caught.value.failure is failure


@pytest.mark.parametrize("call", [Call.WHO_AM_I, Call.DEACTIVATE])
async def test_credentials_that_do_not_come(files: Files, alice: IamUser, call: Call) -> None:
    """A command that hangs is told of as what it is, and as a call that was not sent, even where that is a change."""
    files(f"[profile tool]\ncredential_process = {sys.executable} -c 'import time; time.sleep(5)'\n", "")
    account = AwsAccount(Options(profile="tool"), Timeouts(whole=0.5))
    with pytest.raises(CallFailed) as caught:
        await (account.who_am_i() if call is Call.WHO_AM_I else account.deactivate_device(alice))
    failed = caught.value
    assert (failed.call, failed.failure) == (call, Failure.STOPPED)
    assert "could not be fetched" in failed.problem.title
    assert "took too long" in failed.problem.happened
    assert "“aws sts get-caller-identity --profile tool”" in failed.problem.steps[0]
