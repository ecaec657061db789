"""ARNs: whatever is given for one is a user or something else, and all that is built on it is sound."""

import argparse
import json
import re
import shlex
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from mfa_enroll.domain.device import DeviceKind, MfaDevice, own_device
from mfa_enroll.domain.failure import Call
from mfa_enroll.domain.keys import Keys
from mfa_enroll.domain.principal import IamUser, parse_principal
from mfa_enroll.domain.secret import Secret
from mfa_enroll.domain.trouble import Incident
from mfa_enroll.domain.troubles.callers import CallerUnknown, PathNotCovered
from mfa_enroll.flows.outcome import NotEnabled
from mfa_enroll.policy.decision import Decision, Policy, Request, caller_context, decide
from mfa_enroll.policy.remedies import policy_for
from mfa_enroll.words.commands import listing_command, removal_commands
from mfa_enroll.words.handing_over import (
    request_for_deletion,
    request_for_one_fewer,
    request_for_password,
    request_for_policy,
    request_for_removal,
    request_for_room,
)
from mfa_enroll.words.outcomes import last_words
from mfa_enroll.words.troubles import trouble_page
from tests.fuzz.hostile import HUGE, PIECES, TEXT, assert_fit, examples

_aws = argparse.ArgumentParser(exit_on_error=False, allow_abbrev=False)
"""Reads the words of a command as the AWS CLI does."""
for _word in ("aws", "iam", "command"):
    _aws.add_argument(_word)
_aws.add_argument("--user-name")
_aws.add_argument("--serial-number")

SINCE = datetime(2026, 11, 24, 5, 50, tzinfo=UTC)
SEED = Secret("QFCTEQPBSJK42RR5NCWPWUHEFMZNS5XPXYEV5SPZPNERAOWCPAS7Q62PNQ2LFCNG")

NAMES = st.sampled_from(("-x", "--help", "+", "a,b", "x" * 128)) | st.from_regex(
    re.compile(r"[\w+=,.@-]{1,128}", re.ASCII), fullmatch=True
)
"""The names that IAM takes (IAM API Reference, CreateUser)."""

PATHS = st.just("/") | st.lists(
    st.text([chr(code) for code in range(0x21, 0x7F)], min_size=1, max_size=12), min_size=1, max_size=3
).map(lambda parts: f"/{'/'.join(parts)}/")
"""Paths likewise: any sign from ! to ~."""

USERS = st.builds(
    IamUser,
    st.sampled_from(("aws", "aws-cn", "aws-us-gov", "aws-iso-b")),
    st.text("0123456789", min_size=12, max_size=12),
    NAMES,
    PATHS,
)
_RESOURCES = (
    *("user/alice", "user//alice", "user/", "user/alice\n", "root"),
    *("assumed-role/a/b", "assumed-role//b", "federated-user/x"),
)
ARNS = st.builds(
    lambda parts, drop, extra: ":".join(parts[:drop]) + extra,
    st.tuples(
        st.sampled_from(("arn", "")) | TEXT,
        st.sampled_from(("aws", "aws-cn", "aws-\u0130")) | TEXT,
        st.sampled_from(("iam", "sts", "s3")) | TEXT,
        st.just("") | TEXT,
        st.sampled_from(("111122223333", "١٢٣٤٥٦٧٨٩٠١٢", "1")) | TEXT,
        st.sampled_from(_RESOURCES)
        | TEXT.map(lambda name: f"user/{name}")
        | TEXT.map(lambda name: f"assumed-role/{name}/x"),
    ),
    st.integers(0, 6),
    st.just("") | PIECES,
)


@examples(300)
@given(ARNS | TEXT | HUGE | USERS.map(lambda user: user.arn))
def test_any_text_is_a_user_or_something_else(arn: str) -> None:
    """A user's ARN is exactly what it was read from and holds nothing that is not IAM's; all else has a page."""
    principal = parse_principal(arn)
    if isinstance(principal, IamUser):
        assert principal.arn == arn
        assert re.fullmatch(r"[\x21-\x7e]+", arn)
        assert re.fullmatch(r"[\w+=,.@-]{1,128}", principal.name, re.ASCII)
        assert parse_principal(principal.arn) == principal
        assert caller_context(arn, mfa=None)["aws:username"] == principal.name
    else:
        assert principal.arn == arn
        assert arn in trouble_page(CallerUnknown(keys=Keys(), principal=principal)).happened
        assert caller_context(arn, mfa=None) == {}


@examples(100)
@given(USERS, st.sampled_from(Call), TEXT.filter(str.isprintable))
def test_what_an_administrator_is_handed_is_exact(user: IamUser, call: Call, answer: str) -> None:
    """For any user the policy is JSON that allows them the call, and commands survive a shell whole."""
    asked = policy_for(user, call)
    resources = {Call.CREATE: user.device_serial, Call.DELETE: user.device_serial, Call.PASSWORD_POLICY: "*"}
    if call not in {Call.WHO_AM_I, Call.START_SESSION}:
        policy = Policy.parse(asked)
        request = Request(
            call,
            resources.get(call, user.arn),
            caller_context(user.arn, mfa=call in {Call.DELETE, Call.DEACTIVATE} or None),
        )
        assert decide([policy], request).decision is Decision.ALLOWED
    for line in removal_commands(user, user.device_serial).splitlines():
        given = _aws.parse_args(shlex.split(line))
        assert given.serial_number == user.device_serial
        assert given.user_name in {None, user.name}
    assert _aws.parse_args(shlex.split(listing_command(user))).user_name == user.name
    trouble = PathNotCovered(user=user, answer=answer)
    assert asked in _objects(request_for_policy(trouble, call))
    requests = (
        request_for_deletion,
        request_for_one_fewer,
        request_for_password,
        request_for_removal,
        request_for_room,
    )
    for ask in requests:
        assert user.arn in ask(trouble)
        assert answer in ask(trouble)
        assert_fit(ask(trouble))
    assert_fit(trouble_page(trouble))
    incident = Incident(trouble=trouble, left_behind=user.device_serial)
    assert_fit(last_words(NotEnabled(because=incident, left_behind=user.device_serial)))


def _objects(text: str) -> list[object]:
    """The JSON objects that stand alone between blank lines."""
    return [json.loads(part) for part in text.split("\n\n") if part.startswith("{")]


@examples(200)
@given(USERS, st.lists(TEXT | HUGE | ARNS, max_size=4), st.booleans())
def test_any_serial_number_is_some_kind_of_device(user: IamUser, serials: list[str], is_on: bool) -> None:  # noqa: FBT001
    """Each serial number has a kind and a name, and only the user's own is taken for their own device."""
    devices = [MfaDevice(serial, SINCE) for serial in serials]
    own = MfaDevice(user.device_serial, SINCE)
    assert own.kind is DeviceKind.VIRTUAL
    assert own.name == user.name
    assert all(device.name in device.serial and device.kind in DeviceKind for device in devices)
    assert own_device(user, [*devices, own] if is_on else devices) == (own if is_on else None)
