"""Shared AWS files as people have them, as programs have damaged them, and as nobody would write them."""

import difflib
import re
from pathlib import Path
from typing import Any

import botocore.configloader
import botocore.exceptions
import hypothesis.strategies as st

from mfa_enroll.domain.profile import FileChange, Pending
from mfa_enroll.domain.text import clean
from tests.fuzz.hostile import ESCAPES, TEXT

CREDENTIALS = """\
# from the administrator
[default]
aws_access_key_id = AKIADEFAULT000000000
aws_secret_access_key = one

[work]
aws_access_key_id=AKIAWORK000000000000
aws_secret_access_key=two

[work-mfa]
aws_access_key_id = ASIAOLD0000000000000
aws_secret_access_key = x
aws_session_token = y
expiration = 2027-01-01T00:00:00Z
mfa_source_profile = work
"""
CONFIG = """\
[default]
region = eu-west-1

[profile work]
region = eu-central-1
output = yaml
s3 =
  addressing_style = path

[profile role]
role_arn = arn:aws:iam::111122223333:role/x
source_profile = work

[sso-session corp]
sso_region = eu-west-1
"""

_GOOD = ["new", "a.b", "x/y@z", "n+1", "0", "default", "work", "work-mfa", "role"]
_BAD = ["DEFAULT", "a b", "a]b", "-x", "=", "", "[x]", "#", "%(region)s", "profile work", "x" * 129, "é"]
NAMES = st.sampled_from([*_GOOD, *_BAD]) | TEXT
"""Names of profiles, good and bad."""

_KEYS = st.sampled_from(
    [
        *("aws_access_key_id", "AWS_SECRET_ACCESS_KEY", "aws_session_token", "region", "expiration"),
        *("mfa_source_profile", "mfa_serial", "s3", "role_arn", "sso_session", "endpoint_url", "credential_process"),
        *("services", "x"),
    ]
)
_TIMES = ("2027-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "0001-01-01T00:00:00+23:59")
_VALUES = (
    st.sampled_from(("", "work", "eu-west-1", *_TIMES, "AKIAX", "%(x)s", "\\", "'", "x ; y", "a=b"))
    | st.sampled_from(("\n  a = b", "\n  a", "a\n b"))
    | TEXT
)
_INDENTATIONS = st.sampled_from(("", "", "", " ", "\t"))
_SIGNS = st.sampled_from((" = ", "=", ":", " "))
_LINES = (
    st.builds("[{}]".format, NAMES)
    | st.builds("[profile {}]".format, NAMES)
    | st.builds("{}{}{}{}".format, _INDENTATIONS, _KEYS, _SIGNS, _VALUES)
    | st.sampled_from(("", "# c", "; c", "   # c", "  x", "[", "]", "[work", *"\ufeff\u2028\x0c\x1c\x85"))
)
_ENDS = st.sampled_from(("\n", "\n", "\n", "\r\n", "\r", "\x0b"))


def _cut(data: bytes, at: int, gone: int, instead: bytes) -> bytes:
    at = at % (len(data) + 1)
    return data[:at] + instead + data[at + gone :]


def _composed(lines: list[str], end: str, last: str) -> bytes:
    return (end.join(lines) + last).encode("utf-8", "surrogatepass")


_BLANKS = st.sampled_from(("", "", "\n", "# c\n", "  ; c\n", "\n\n"))


@st.composite
def orderly(draw: st.DrawFn, prefix: str) -> bytes:
    """A file in which no section and no setting is there twice, and each value is one that a file can have."""
    words = (*"abcx", "work", "eu-west-1", *_TIMES[:2], "x ; y", "a=b", "%(x)s", "é", "[red]", "")
    parts, indent = [], draw(_INDENTATIONS)
    for name in draw(st.lists(st.sampled_from(("default", "work", "work-mfa", "role", "b", "DEFAULT")), unique=True)):
        header = name if not prefix or name in {"default", "DEFAULT"} else f"{prefix}{name}"
        parts.append(f"{draw(_BLANKS)}{indent}[{header}]\n")
        for key in draw(st.lists(_KEYS, unique_by=str.lower, max_size=4)):
            sign, value = draw(st.sampled_from(("=", " = ", ": "))), draw(st.sampled_from(words))
            parts.append(f"{draw(_BLANKS)}{indent}{key}{sign}{value}\n")
        if draw(st.integers(0, 3)) == 0:
            parts.append(f"{indent}block =\n{indent}  a = b\n{draw(_BLANKS)}{indent}  c=d\n")
    text = "".join(parts).replace("\n", draw(st.sampled_from(("\n", "\n", "\r\n"))))
    return (text.rstrip() if draw(st.booleans()) else text).encode()


def files(real: str) -> st.SearchStrategy[bytes]:
    """Contents of a file: the real one, altered in some place; one in order; one in disorder; or any bytes."""
    some = st.binary(max_size=4) | st.sampled_from(
        [*(escape.encode() for escape in ESCAPES), b"[work]\n", b"\n[new]\n", b"\r"]
    )
    in_order = orderly("profile " if "[profile" in real else "")
    altered = st.builds(_cut, st.just(real.encode()) | in_order, st.integers(0, 2_000), st.integers(0, 20), some)
    disorder = st.builds(_composed, st.lists(_LINES, max_size=12), _ENDS, _ENDS | st.just(""))
    wild = altered | disorder | st.binary(max_size=60)
    return st.integers(0, 9).flatmap(
        lambda which: wild if which < 3 else in_order if which < 8 else st.just(real.encode())
    )


def as_botocore(path: Path) -> dict[str, Any] | None:
    """What botocore reads in a file; None where it refuses it."""
    try:
        found: dict[str, Any] = botocore.configloader.raw_config_parse(str(path))
    except (botocore.exceptions.ConfigNotFound, botocore.exceptions.ConfigParseError):
        return None
    return found


def assert_only(before: bytes, after: bytes, announced: list[FileChange]) -> None:
    """The lines that went and came are those of settings that were announced, but for a blank line and an ended one."""
    old, new = (re.findall(r"[^\n]*\n|[^\n]+", data.decode()) for data in (before, after))
    settings = {name: value for change in announced for name, value in change.settings}
    headers = {f"[{change.section}]" for change in announced}
    for kind, i, j, k, m in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        for gone in old[i:j]:
            is_setting = gone.replace(":", "=").partition("=")[0].strip().lower() in settings
            is_ended = gone == old[-1] and not {f"{gone}\n", f"{gone}\r\n"}.isdisjoint(new)
            assert is_setting or is_ended, gone
        for came in new[k:m]:
            bare = clean(came.strip())
            key = bare.replace(":", "=").partition("=")[0].strip().lower()
            is_ended = bool(old) and came in {f"{old[-1]}\n", f"{old[-1]}\r\n"}
            told = settings.get(key, "")
            is_told = isinstance(told, Pending) or told.replace(" ", "") == bare.partition("=")[2].replace(" ", "")
            assert not bare or bare in headers or is_ended or (key in settings and is_told), came
