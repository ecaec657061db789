"""The text of shared AWS files: what is changed in it, and that nothing else is."""

import configparser
import difflib
import locale
from pathlib import Path

import botocore.configloader
import pytest
from botocore.exceptions import ConfigParseError

from mfa_enroll.files.inifile import IniFile, UnchangeableError, UnparsableError
from tests.files.keeping import SENTINEL

NEW = {"aws_access_key_id": "ASIANEW", "aws_session_token": "IQoJb3JpZ2lu//=="}

WITHOUT_WORK = {
    "empty": "",
    "one section": "[default]\naws_access_key_id = AKIA1\naws_secret_access_key = s\n",
    "blank lines at the end": "[default]\nregion = eu-west-1\n\n\n",
    "no newline at the end": "[default]\nregion=eu-west-1",
    "comment at the end": "[default]\nregion = eu-west-1\n# the end",
    "comments alone": "# mine\n; and mine\n",
    "CRLF": "[default]\r\nregion = eu-west-1\r\n\r\n[b]\r\nregion:x\r\n",
    "CRLF without newline at the end": "[default]\r\nregion = eu-west-1",
    "endings mixed": "[default]\r\nregion = eu-west-1\n[b]\r\nx=y\n",
    "a block at the end": "[default]\ns3 =\n  max_concurrent_requests = 20\n\n  addressing_style = path\n",
    "a section without settings at the end": "[default]\nregion = x\n[b]\n",
    "DEFAULT": "[DEFAULT]\nregion = eu-west-1\n[b]\noutput = json\n",
    "indented sections": "  [default]\n  region = x\n  output = json\n",
    "near names": "[Work]\nx=1\n[work2]\nx=2\n[profile work]\nx=3\n",
    "beyond ASCII": "# Schlüssel für Zoë 🔑\n[default]\nregion = x\n",
}
"""Texts that hold no section ``work``."""

WITH_WORK = {
    "in the middle": ("[work]\naws_access_key_id = OLD\n\n# of b\n[b]\nx = y\n", 1, 2),
    "other spacing": ("[a]\nx=1\n[work]\naws_access_key_id=OLD\naws_session_token   :   old\n[b]\nx  =  y\n", 2, 2),
    "other case": ("[work]\nAWS_Access_Key_Id = OLD\nAWS_SESSION_TOKEN=old\n", 2, 2),
    "without newline": ("[work]\naws_session_token = z\naws_access_key_id = OLD", 2, 2),
    "without newline and value": ("[work]\naws_access_key_id = OLD", 1, 2),
    "no settings": ("[work]\n# nothing yet\n\n[b]\nx = y\n", 0, 2),
    "no settings, indented": ("  [work]\n  [b]\n  x = y\n", 0, 2),
    "header alone": ("[work]", 1, 3),
    "indented": ("[work]\n  aws_access_key_id = OLD\n  region = x\n  output = json\n[b]\n", 1, 2),
    "indented sections": ("  [work]\n  aws_access_key_id = OLD\n  [b]\n  x = y\n", 1, 2),
    "tabs": ("[work]\n\taws_access_key_id = OLD\n\tregion = x\n", 1, 2),
    "a block": ("[work]\naws_access_key_id = OLD\ns3 =\n  # in it\n  a = b\n\n  c = d\n\n\n[b]\nx = y\n", 1, 2),
    "a block, then a comment": ("[work]\ns3 =\n  a = b\n# outside\n  c = d\naws_access_key_id = OLD\n", 1, 2),
    "indented comments": ("[work]\naws_access_key_id = OLD\n   # kept\n\n  ; kept too\nregion = x\n", 1, 2),
    "indented comments above": ("  # c\n\t; d\n[work]\n  # e = f\naws_access_key_id = OLD\n", 1, 2),
    "comments as values": ("[work]\naws_access_key_id = OLD # not a comment\nregion = x ; nor this\n", 1, 2),
    "comment behind the header": ("[work] # mine\naws_access_key_id = OLD\n", 1, 2),
    "CRLF": ("[work]\r\naws_access_key_id = OLD\r\n\r\n# c\r\n[b]\r\nx=y\r\n", 1, 2),
    "endings mixed": ("# c\n[work]\r\naws_access_key_id = OLD\nregion = x\r\n", 1, 2),
    "DEFAULT": ("[DEFAULT]\nregion = eu-west-1\n[work]\naws_access_key_id = OLD\n[b]\n", 1, 2),
    "beyond ASCII": ("# für Zoë 🔑\n[work]\naws_access_key_id = OLD\n# für Zoë 🔑\n[ü]\nö = ä\n", 1, 2),
    "no value": ("[work]\naws_access_key_id =\naws_session_token=\nregion = x\n", 2, 2),
}
"""Texts that do; how many of their lines go, and how many come: to end a line with a newline is one of each."""


def _as_botocore(text: str, path: Path) -> dict[str, dict[str, object]]:
    encoding = locale.getpreferredencoding(do_setlocale=False)
    try:
        path.write_text(text, encoding, newline="")
    except UnicodeEncodeError:
        pytest.skip(f"the encoding of this system is {encoding}")
    found: dict[str, dict[str, object]] = botocore.configloader.raw_config_parse(str(path))
    return found


def _lines(before: str, after: str) -> tuple[list[str], list[str]]:
    """The lines that went and those that came."""
    diff = list(difflib.ndiff(before.splitlines(keepends=True), after.splitlines(keepends=True)))
    return [line[2:] for line in diff if line[0] == "-"], [line[2:] for line in diff if line[0] == "+"]


@pytest.mark.parametrize("text", WITHOUT_WORK.values(), ids=WITHOUT_WORK)
def test_new_section(text: str, tmp_path: Path) -> None:
    """A new section follows what is there after one blank line, and what is there stays to the byte."""
    changed = IniFile.parse(text).with_settings("work", NEW).text
    newline = _ending(text)
    if text and not text.endswith("\n"):
        text += newline
    assert changed.startswith(text)
    gap = "" if not text or text.endswith(("\n\n", "\r\n\r\n")) else newline
    assert changed[len(text) :] == gap + "".join(
        f"{line}{newline}" for line in ("[work]", "aws_access_key_id = ASIANEW", "aws_session_token = IQoJb3JpZ2lu//==")
    )
    before, after = (_as_botocore(each, tmp_path / "file") for each in (text, changed))
    assert after.pop("work") == {**({"region": "eu-west-1"} if "[DEFAULT]" in text else {}), **NEW}
    assert after == before


@pytest.mark.parametrize(("text", "gone", "new"), WITH_WORK.values(), ids=WITH_WORK)
def test_existing_section(text: str, gone: int, new: int, tmp_path: Path) -> None:
    """In a section that is there, the lines of the settings change and no other one, and botocore reads them."""
    changed = IniFile.parse(text).with_settings("work", NEW).text
    went, came = _lines(text, changed)
    assert (len(went), len(came)) == (gone, new)
    settings = [line for line in came if line.strip("\r\n") not in {each.strip("\r\n") for each in went}]
    assert {key.lower(): value for key, _, value in (line.strip().partition(" = ") for line in settings)} == NEW
    assert all(line.endswith(_ending(text)) and not line.endswith("\r\r\n") for line in settings)
    before, after = (_as_botocore(each, tmp_path / "file") for each in (text, changed))
    assert after.pop("work") == {**before.pop("work"), **NEW}
    assert after == before


def test_place() -> None:
    """A new setting follows the section's last one, before blank lines and comments that lead to the next section."""
    text = "[work]\nregion = x\n\n# about b\n[b]\n"
    changed = IniFile.parse(text).with_settings("work", {"output": "json", "ca_bundle": "/a"})
    assert changed.text == "[work]\nregion = x\noutput = json\nca_bundle = /a\n\n# about b\n[b]\n"


def _ending(text: str) -> str:
    return "\r\n" if text.partition("\n")[0].endswith("\r") else "\n"


def test_nothing_to_change() -> None:
    """Settings that are there already leave the text as it is, newline at the end or not."""
    file = IniFile.parse("[work]\nREGION:x")
    assert file.with_settings("work", {"region": "x"}) is file


def test_empty_value() -> None:
    """A setting without value is written without a space at the end of the line, and is read as empty."""
    changed = IniFile.parse("").with_settings("work", {"mfa_source_profile": ""})
    assert changed.text == "[work]\nmfa_source_profile =\n"
    assert changed.sections == {"work": {"mfa_source_profile": ""}}


@pytest.mark.parametrize(
    "value", [f"{SENTINEL}\n[other]\nx = y", f"{SENTINEL}\nx = y", f" {SENTINEL}", f"{SENTINEL}\r", f"{SENTINEL}\n  x"]
)
@pytest.mark.parametrize("text", ["", "[work]\naws_session_token = old\n", "[work]\n[b]\nx = z\n"])
def test_no_injection(text: str, value: str) -> None:
    """A value that does not fit on one line is refused without a word of it, and adds no setting and no section."""
    with pytest.raises(UnchangeableError) as caught:
        IniFile.parse(text).with_settings("work", {"aws_session_token": value})
    _holds_nothing(caught.value)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (
            "[work]\nregion = old\n  output = x\n",
            "one of a value's several lines may be a setting that slipped to the right",
        ),
        ("[work]\rregion = x\r", "lines that end in a carriage return alone are read as botocore reads them"),
    ],
)
def test_unchangeable(text: str, why: str) -> None:
    """What cannot be changed with certainty is read, and not changed."""
    file = IniFile.parse(text)
    assert "region" in file.sections["work"], why
    with pytest.raises(UnchangeableError):
        file.with_settings("work", {"region": "y"})


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (f"aws_secret_access_key = {SENTINEL}\n", 1),
        (f"[a]\n{SENTINEL}\n", 2),
        (f"[a]\nx = y\n\n{SENTINEL}\n", 4),
        (f"[a]\nx = {SENTINEL}\n[b]\n[a]\n", 4),
        (f"[a]\nx = {SENTINEL}\nX = {SENTINEL}\n", 3),
        (f"[a]\n= {SENTINEL}\n", 2),
        (f"[a]\ns3 =\n  {SENTINEL}\n", 3),
        (f"\ufeff[a]\nx = {SENTINEL}\n", 1),
    ],
)
def test_unparsable(text: str, line: int | None, tmp_path: Path) -> None:
    """What botocore refuses is refused, with the line where it is known and without a word of the text."""
    with pytest.raises(ConfigParseError):
        _as_botocore(text, tmp_path / "file")
    with pytest.raises(UnparsableError) as caught:
        IniFile.parse(text)
    assert caught.value.line == line
    _holds_nothing(caught.value)


@pytest.mark.parametrize("text", [*WITHOUT_WORK.values(), *(text for text, _, _ in WITH_WORK.values())])
def test_read_as_botocore(text: str, tmp_path: Path) -> None:
    """What is read is what botocore reads."""
    theirs = _as_botocore(text, tmp_path / "file")
    ours = IniFile.parse(text).sections
    assert {name: set(settings) for name, settings in ours.items()} == {
        name: set(each) for name, each in theirs.items()
    }
    for name, settings in theirs.items():
        for key, value in settings.items():
            assert isinstance(value, dict) or ours[name][key] == value


def test_repr() -> None:
    """What a file holds does not show where the object is printed."""
    assert SENTINEL not in repr(IniFile.parse(f"[DEFAULT]\ny = {SENTINEL}\n[a]\nx = {SENTINEL}\n"))


def _holds_nothing(error: BaseException | None) -> None:
    while error is not None:
        assert not isinstance(error, configparser.Error)
        assert SENTINEL not in f"{error!r} {error.args} {vars(error)}"
        error = error.__context__
