"""What goes into the config file, and into which section."""

from pathlib import Path

import botocore.session
import pytest

from tests.files.keeping import (
    CONFIG,
    CREDENTIALS,
    KEYS,
    SERIAL,
    WORK_ID,
    keep,
    keys_of,
    lines_of,
    read_both,
    write_both,
)


@pytest.fixture
def folder(home: Path) -> Path:
    """The shared files of someone with two access keys."""
    return write_both(home)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("mfa_serial = arn:aws:iam::111122223333:mfa/other\n", None),
        (f"MFA_Serial={SERIAL}\n", None),
        ("mfa_serial =\n", f"mfa_serial = {SERIAL}\n"),
    ],
)
@pytest.mark.parametrize("place", ["config", "credentials"])
def test_serial_number(folder: Path, before: str, after: str | None, place: str) -> None:
    """A serial number that is there, in either file, is left alone."""
    file = folder / place
    section = "[default]\n"
    file.write_text(file.read_text().replace(section, section + before))
    keep()
    there = sum(text.lower().count("mfa_serial") for text in read_both(folder))
    if after is None:
        assert before in file.read_text()
        assert there == 1
    else:
        assert after in (folder / "config").read_text()
        assert there == (1 if place == "config" else 2)


def test_settings_of_the_new_profile(folder: Path) -> None:
    """What a prepared profile says of region and the like stays, in either file; only what it lacks is added."""
    config = f"{CONFIG}\n[profile work-mfa]\nregion = us-east-1\n"
    (folder / "config").write_text(config)
    credentials = f"{CREDENTIALS}\n[work-mfa]\noutput = table\n"
    (folder / "credentials").write_text(credentials)
    keep("work")
    assert read_both(folder)[0] == credentials + lines_of("work-mfa", KEYS, "work", WORK_ID).partition("\n")[2]
    assert read_both(folder)[1].endswith("\n[profile work-mfa]\nregion = us-east-1\nservices = local\n")


def test_settings_in_the_credentials_file(folder: Path) -> None:
    """A region beside the access key goes before the config file's, as it does with botocore."""
    (folder / "credentials").write_text(CREDENTIALS.replace("=two", "=two\nregion=ap-south-1\nca_bundle=/a b.pem"))
    keep("work")
    scoped = botocore.session.Session(profile="work-mfa").get_scoped_config()
    assert (scoped["region"], scoped["ca_bundle"]) == ("ap-south-1", "/a b.pem")


def test_settings_in_blocks(folder: Path) -> None:
    """A setting that goes on over more lines is not copied, and is no hindrance."""
    (folder / "config").write_text("[profile work]\nservices =\n  s3 = x\nca_bundle = /a\n  /b\nregion = eu-west-3\n")
    keep("work")
    assert read_both(folder)[1].endswith("\n\n[profile work-mfa]\nregion = eu-west-3\n")


@pytest.mark.parametrize(
    ("header", "profile"),
    [
        ('profile "work"', "work"),
        ("profile   work", "work"),
        ("profile 'my work'", "my work"),
        ('profile "my work"', "my work"),
        ("profile my\\ work", "my work"),
        ("profile default", "default"),
    ],
)
def test_names_of_sections(home: Path, header: str, profile: str) -> None:
    """A section of the config file is found under every way to write it that botocore knows."""
    folder = home / ".aws"
    folder.mkdir()
    credentials = f"[{profile}]\naws_access_key_id = AKIA\naws_secret_access_key = s\n"
    (folder / "credentials").write_text(credentials)
    (folder / "config").write_text(f"[{header}]\nregion = eu-west-3\n")
    keep(profile)
    name = f"{profile.replace(' ', '-')}-mfa"
    assert (folder / "config").read_text() == (
        f"[{header}]\nregion = eu-west-3\nmfa_serial = {SERIAL}\n\n[profile {name}]\nregion = eu-west-3\n"
    )
    assert botocore.session.Session(profile=profile).get_scoped_config()["mfa_serial"] == SERIAL
    assert keys_of(name)[0] == "ASIAONE"
