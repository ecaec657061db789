"""ARNs: whatever is given for one is a user or something else, and all that is built on it is sound."""

import argparse
import json
import re
import shlex
from datetime import UTC, datetime

import pyotp
from hypothesis import given
from hypothesis import strategies as st

from mfa_enroll.domain import remedy
from mfa_enroll.domain.callers import path_not_covered, why_not
from mfa_enroll.domain.device import DeviceKind, MfaDevice, own_device
from mfa_enroll.domain.failure import Call
from mfa_enroll.domain.otpauth import entry_label, provisioning_uri
from mfa_enroll.domain.principal import IamUser, parse_principal
from mfa_enroll.domain.qr import TooSmall, encode, fit
from mfa_enroll.domain.secret import Secret
from mfa_enroll.flows import endings
from mfa_enroll.flows.dialogue import Leave
from mfa_enroll.policy.decision import Decision, Policy, Request, caller_context, decide
from tests.fuzz.hostile import HUGE, PIECES, TEXT, assert_fit, examples

_aws = argparse.ArgumentParser(exit_on_error=False, allow_abbrev=False)
"""Reads the words of a command as the AWS CLI does."""
for _word in ("aws", "iam", "command"):
    _aws.add_argument(_word)
_aws.add_argument("--user-name")
_aws.add_argument("--serial-number", required=True)

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
ARNS = st.builds(
    lambda parts, drop, extra: ":".join(parts[:drop]) + extra,
    st.tuples(
        st.sampled_from(("arn", "")) | TEXT,
        st.sampled_from(("aws", "aws-cn", "aws-\u0130")) | TEXT,
        st.sampled_from(("iam", "sts", "s3")) | TEXT,
        st.just("") | TEXT,
        st.sampled_from(("111122223333", "١٢٣٤٥٦٧٨٩٠١٢", "1")) | TEXT,
        st.sampled_from(
            (
                "user/alice",
                "user//alice",
                "user/",
                "root",
                "assumed-role/a/b",
                "assumed-role//b",
                "federated-user/x",
                "user/alice\n",
            )
        )
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
        assert why_not(principal, "profile work").steps
        assert caller_context(arn, mfa=None) == {}


@examples(60)
@given(USERS)
def test_the_entry_of_any_user_reaches_the_phone_whole(user: IamUser) -> None:
    """Any user's name and account are read from the provisioning URI as they are, and so is the seed."""
    uri = provisioning_uri(user, SEED)
    entry = pyotp.parse_uri(uri.reveal())
    assert isinstance(entry, pyotp.TOTP)
    assert f"{entry.issuer}:{entry.name}" == entry_label(user)
    assert entry.secret == SEED.reveal()
    assert (entry.digits, entry.interval) == (6, 30)
    assert re.fullmatch(r"[A-Za-z0-9:/?&=%@._~-]+", uri.reveal())
    assert not isinstance(fit(encode(uri), 400, 200), TooSmall)


@examples(100)
@given(USERS, st.sampled_from(Call), TEXT.filter(str.isprintable))
def test_what_an_administrator_is_handed_is_exact(user: IamUser, call: Call, answer: str) -> None:
    """For any user the statement is JSON that allows them the call, and commands survive a shell whole."""
    statement = json.loads(remedy.statement(user, call))
    policy = Policy.parse({"Version": "2012-10-17", "Statement": statement})
    resources = {Call.CREATE: user.device_serial, Call.DELETE: user.device_serial, Call.PASSWORD_POLICY: "*"}
    if call not in {Call.WHO_AM_I, Call.START_SESSION}:
        request = Request(call, resources.get(call, user.arn), caller_context(user.arn, mfa=None))
        assert decide([policy], request).decision is Decision.ALLOWED
    assert statement in _objects(remedy.request_for_statement(user, answer, call))
    for line in remedy.removal_commands(user, user.device_serial).splitlines():
        given = _aws.parse_args(shlex.split(line))
        assert given.serial_number == user.device_serial
        assert given.user_name in {None, user.name}
    for text in (
        remedy.request_for_removal(user, answer),
        remedy.request_for_deletion(user, answer),
        remedy.request_for_password(user, answer),
    ):
        assert user.arn in text
        assert_fit(text)
    page = path_not_covered(user, answer)
    assert_fit(page)
    assert_fit(endings.left(Leave(page, left_behind=user.device_serial)))


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
