"""What keeps a story from going on, in facts."""

import pytest

from mfa_enroll.domain.failure import Call, Failure
from mfa_enroll.domain.identity import Identity
from mfa_enroll.domain.keys import Keys, KeySource, Origin
from mfa_enroll.domain.principal import IamUser
from mfa_enroll.domain.profile import NameProblem, NameRefusal, NameRefusedError
from mfa_enroll.domain.text import clean
from mfa_enroll.domain.trouble import CallFailed, Incident, Stopped, Trouble
from mfa_enroll.domain.troubles.callers import SessionNeedsAccessKey
from mfa_enroll.domain.troubles.credentials import NoAccessKey, SecretKeyWrong
from mfa_enroll.domain.troubles.network import (
    AddressNotEncrypted,
    AddressSilent,
    AnswerLost,
    AwsBusy,
    SettingUnusable,
)
from mfa_enroll.domain.troubles.refusals import AccountFull, DeviceNotOn, PolicyDeniesCall

ALICE = IamUser("aws", "111122223333", "alice")
READS = {Call.WHO_AM_I, Call.LIST, Call.PASSWORD_POLICY}


@pytest.mark.parametrize(
    ("kind", "reference"),
    [
        (SecretKeyWrong, "secret-key-wrong"),
        (DeviceNotOn, "device-not-on"),
        (AwsBusy, "aws-busy"),
        (PolicyDeniesCall, "policy-denies-call"),
    ],
)
def test_a_trouble_is_named_as_its_kind(kind: type[Trouble], reference: str) -> None:
    """Pages, tests and the README name a trouble by its reference: the name of its kind in kebab case."""
    assert kind.reference == reference


def test_a_new_kind_is_named_by_itself() -> None:
    """Its reference comes with its class."""

    class MfaOfUserLost(Trouble):
        """A kind that there is not."""

    assert MfaOfUserLost.reference == "mfa-of-user-lost"


@pytest.mark.parametrize("origin", Origin)
def test_only_a_new_start_takes_variables_anew(origin: Origin) -> None:
    """A trouble with keys can be tried again once they are mended, but for keys from the environment."""
    source = next(source for source in KeySource if Keys(source=source).origin is origin)
    assert SecretKeyWrong(keys=Keys(source=source)).can_retry is (origin is not Origin.ENVIRONMENT)
    assert NoAccessKey(keys=Keys(source=source)).can_retry


@pytest.mark.parametrize(
    ("source", "origin"),
    [
        (KeySource.ENVIRONMENT, Origin.ENVIRONMENT),
        (KeySource.CREDENTIALS_FILE, Origin.PROFILE),
        (KeySource.CONFIG_FILE, Origin.PROFILE),
        (KeySource.MFA_SESSION, Origin.SESSION),
        (KeySource.ROLE, Origin.ELSEWHERE),
        (KeySource.NOWHERE, Origin.ELSEWHERE),
    ],
)
def test_where_keys_were_found_tells_how_they_were_set(source: KeySource, origin: Origin) -> None:
    """What is set by hand, in variables or files, and what a code brought, is set anew in another way than a role."""
    assert Keys(source=source).origin is origin


@pytest.mark.parametrize("source", KeySource)
def test_the_practice_account_is_known_by_its_keys(source: KeySource) -> None:
    """Who practises is told by where the keys are from. Whether they are of a session is a fact of its own."""
    assert Identity(ALICE, Keys(source=source)).is_practice is (source is KeySource.PRACTICE)
    assert Identity(ALICE, Keys(source=source, temporary=True)).temporary
    assert not Identity(ALICE, Keys(source=source)).temporary


@pytest.mark.parametrize(
    ("trouble", "can_retry"),
    [
        (AddressNotEncrypted(address="http://aws.test", set_by="AWS_ENDPOINT_URL"), False),
        (AddressNotEncrypted(address="http://aws.test", set_by=None), True),
        (AddressSilent(address="http://aws.test", set_by="AWS_ENDPOINT_URL"), True),
        (SettingUnusable(name="max_attempts", variable="AWS_MAX_ATTEMPTS"), False),
        (SettingUnusable(name="max_attempts", variable=None), True),
        (SessionNeedsAccessKey(keys=Keys()), False),
        (AwsBusy(), True),
    ],
)
def test_trying_again_where_it_can_help(trouble: Trouble, *, can_retry: bool) -> None:
    """What was set for the program alone stays as it is while it runs; files and the network may change."""
    assert trouble.can_retry is can_retry
    assert not trouble.leads_back


@pytest.mark.parametrize("call", Call)
def test_an_answer_that_was_lost(call: Call) -> None:
    """A change may have been made then. A read changed nothing, and may succeed soon if AWS was only busy."""
    assert call.is_change is (call not in READS)
    lost, busy = (AnswerLost(call=call, busy=busy).failure for busy in (False, True))
    assert (lost, busy) == ((Failure.STOPPED, Failure.BUSY) if call in READS else (Failure.UNCLEAR, Failure.UNCLEAR))


def test_what_stops_a_story_carries_its_trouble() -> None:
    """A trouble alone leaves nothing behind. In a log there is its reference, and nothing that AWS said."""
    full = AccountFull(user=ALICE, answer="LimitExceeded to iam:CreateVirtualMFADevice")
    failed = CallFailed(Call.CREATE, full)
    assert (failed.trouble, failed.incident, failed.failure) == (full, Incident(trouble=full), Failure.FULL)
    assert (failed.call, str(failed)) == (Call.CREATE, "account-full")
    incident = Incident(trouble=full, left_behind=ALICE.device_serial)
    assert Stopped(incident).incident is incident
    assert AwsBusy().failure is Failure.BUSY
    refusal = NameRefusal(NameProblem.DEFAULT, "default")
    assert (NameRefusedError(refusal).refusal, str(NameRefusedError(refusal))) == (refusal, "DEFAULT")
    assert NoAccessKey(keys=Keys()).failure is Failure.STOPPED


def test_text_from_outside_is_made_fit_to_be_shown() -> None:
    """Control, format and other invisible characters are replaced one by one; all others stay."""
    assert clean("Zoë’s [key] \U0001f511") == "Zoë’s [key] \U0001f511"
    assert clean("a\x1b[31m\u202eb\n\x00") == "a\ufffd[31m\ufffdb\ufffd\ufffd"
