"""Shared AWS files as people have them: what is wrong in them is found, and told with the place and what to do."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from mfa_enroll.aws.commands import last_words
from mfa_enroll.domain.keys import KeySource
from mfa_enroll.domain.options import Options
from mfa_enroll.domain.surroundings import Reference, Slip
from mfa_enroll.domain.trouble import Trouble
from mfa_enroll.domain.troubles import credentials, network, profiles
from mfa_enroll.domain.troubles.files import FileMisspelt, FileNotText, FileUnreadable, Misspelling
from mfa_enroll.files.diagnosis import unread
from mfa_enroll.files.place import Place
from mfa_enroll.files.profilefiles import ProfileFiles
from mfa_enroll.words.commands import session_command
from mfa_enroll.words.troubles import trouble_page
from tests.hunt.case import case
from tests.support.machine import connected, hindrance

SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
KEY = f"aws_access_key_id = AKIAX54FEXAMPLEXOCRK\naws_secret_access_key = {SECRET}\n"
WORK = f"[work]\n{KEY}"
NOBODY = 65534


@pytest.fixture
def folder(home: Path) -> Path:
    """The folder of the two files."""
    folder = home / ".aws"
    folder.mkdir()
    return folder


def write(folder: Path, config: str | bytes, keys: str | bytes) -> None:
    """Write both files, text in UTF-8."""
    for name, content in (("config", config), ("credentials", keys)):
        (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())


def told(trouble: Trouble) -> str:
    """All that the page says of what happened and what to do."""
    page = trouble_page(trouble)
    return " ".join((page.happened, *page.steps))


@pytest.mark.parametrize(
    ("config", "keys", "profile", "slip"),
    [
        case("aws/aws-cli#370", "no “profile” in config", WORK, "", "work", ("config", 1, "[work]", "[profile work]")),
        case(
            "aws/aws-sdk-go-v2#2787",
            "“profile” in credentials",
            "[profile work]\nregion = eu-west-1\n",
            f"# mine\n[profile work]\n{KEY}",
            "work",
            ("credentials", 2, "[profile work]", "[work]"),
        ),
        case(
            "own", "capitals", f"[Profile work]\n{KEY}", "", "work", ("config", 1, "[Profile work]", "[profile work]")
        ),
        case("own", "blanks", "", f"[ work ]\n{KEY}", "work", ("credentials", 1, "[ work ]", "[work]")),
        case(
            "own",
            "a name with a blank",
            f"[profile My Company]\n{KEY}",
            "",
            "My Company",
            ("config", 1, "[profile My Company]", '[profile "My Company"]'),
        ),
        case("own", "DEFAULT", "", f"[DEFAULT]\n{KEY}", None, ("credentials", 1, "[DEFAULT]", "[default]")),
        case("own", "Default", "", f"[Default]\n{KEY}", None, ("credentials", 1, "[Default]", "[default]")),
        case("own", "another profile’s capitals", "", f"[Work]\n{KEY}", "work", None),
        case("own", "an indented setting is no header", "[default]\ns3 =\n  [work]=1\n", "", "work", None),
        case(
            "aws/aws-cli#3375",
            "aws_access_key",
            "",
            WORK.replace("key_id", "key"),
            "work",
            ("credentials", 2, "aws_access_key", "aws_access_key_id"),
        ),
        case(
            "own",
            "aws_secret_key",
            "",
            WORK.replace("secret_access", "secret"),
            "work",
            ("credentials", 3, "aws_secret_key", "aws_secret_access_key"),
        ),
    ],
)
def test_a_line_that_was_meant_is_named(
    folder: Path, config: str, keys: str, profile: str | None, slip: tuple[str, int, str, str] | None
) -> None:
    """The file, the line, what stands there and what should; correcting it is what helps."""
    write(folder, config, keys)
    trouble = hindrance(profile=profile)
    assert isinstance(trouble, profiles.ProfileUnknown | credentials.NoAccessKey | credentials.AccessKeyIncomplete)
    if slip is None:
        assert trouble.slip is None
        return
    name, line, found, right = slip
    assert trouble.slip == Slip(f"~/.aws/{name}", line, found, right)
    assert f"Line {line} of ~/.aws/{name} says {found}" in told(trouble)
    assert not any(words in told(trouble) for words in ("aws configure", f"--profile '{found[1:-1]}'"))
    file = folder / name
    file.write_text(file.read_text().replace(found, right, 1))
    assert connected(profile=profile).keys.shown_id == "AKIAX54F…OCRK"


ROLE = "role_arn = arn:aws:iam::111122223333:role/x\n"


@pytest.mark.parametrize(
    ("config", "dangling"),
    [
        case("own", "no such source", f"[profile a]\n{ROLE}source_profile = b\n", (3, "source_profile", "b", "")),
        case(
            "own",
            "no such source of the source",
            f"[profile a]\n{ROLE}source_profile = b\n[profile b]\n{ROLE}source_profile = c\n",
            (6, "source_profile", "c", ""),
        ),
        case(
            "own",
            "no such sign-in",
            "[profile a]\nsso_session = s\nsso_account_id = 1\nsso_role_name = x\n[profile s]\n",
            (2, "sso_session", "s", "[sso-session s]"),
        ),
        case(
            "own", "a circle", f"[profile a]\n{ROLE}source_profile = b\n[profile b]\n{ROLE}source_profile = a\n", None
        ),
        case(
            "own", "a source without a key", f"[profile a]\n{ROLE}source_profile = b\n[profile b]\nregion = x\n", None
        ),
        case("own", "no source at all", f"[profile a]\n{ROLE}", None),
    ],
)
def test_a_line_that_names_nothing_is_named(
    folder: Path, config: str, dangling: tuple[int, str, str, str] | None
) -> None:
    """The file, the line, and what is not there."""
    write(folder, config, "")
    trouble = hindrance(profile="a")
    assert isinstance(trouble, profiles.AwsFilesUnusable)
    assert trouble.dangling == (dangling and Reference("~/.aws/config", *dangling))


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        case(
            "aws/aws-sam-cli#1035", "a section twice", f"{WORK}{WORK}", "line 4 of ~/.aws/credentials: there is a sec"
        ),
        case("own", "a setting twice", f"{WORK}{KEY}", "line 4 of ~/.aws/credentials: its section has a setting"),
        case("own", "no header", KEY, "line 1 of ~/.aws/credentials: it stands above the first section"),
        case("own", "no setting", f"{WORK}{SECRET[:-1]}\n", "line 4 of ~/.aws/credentials: it is neither a section"),
        case("own", "no setting in a block", f"{WORK}s3 =\n  x\n", "line 5 of ~/.aws/credentials: it stands among"),
        case(
            "aws/aws-cli#3419", "byte order mark", f"\ufeff{WORK}", "~/.aws/credentials begins with a byte order mark"
        ),
        case("own", "UTF-16", WORK.encode("utf-16"), "~/.aws/credentials begins with a byte order mark"),
        case("own", "Latin-1", f"{WORK}# für\n".encode("latin-1"), "Line 4 of ~/.aws/credentials holds characters"),
    ],
)
@pytest.mark.parametrize("in_environment", [False, True])
def test_a_file_that_cannot_be_parsed(
    folder: Path, monkeypatch: pytest.MonkeyPatch, keys: str | bytes, said: str, *, in_environment: bool
) -> None:
    """The file, the line and the reason are told, nothing that stands there, and no command that would fail on it."""
    monkeypatch.setattr("locale.getpreferredencoding", lambda *_, **__: "utf-8")
    if in_environment:
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIAX54FEXAMPLEXOCRK")
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", SECRET)
    write(folder, "", keys)
    trouble = hindrance(profile=None if in_environment else "work")
    assert said in told(trouble)
    assert not any(words in told(trouble) for words in ("aws configure", "--print", SECRET[:-1]))
    assert trouble.can_retry


def test_the_config_file_is_read_as_well(folder: Path) -> None:
    """What cannot be parsed there is told as that, and the credentials file goes first."""
    write(folder, "[default\n", WORK)
    trouble = hindrance(profile="work")
    assert isinstance(trouble, FileMisspelt)
    assert (trouble.path, trouble.line, trouble.reason) == ("~/.aws/config", 1, Misspelling.NO_SECTION)
    write(folder, "[default\n", b"\xff")
    assert isinstance(hindrance(profile="work"), FileMisspelt | FileNotText)


@contextmanager
def as_nobody() -> Iterator[None]:
    """Without the rights of root, who may read everything."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def closed(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A home that others reach, with both files in it."""
    with TemporaryDirectory() as home:
        Path(home).chmod(0o755)
        monkeypatch.setenv("HOME", home)
        folder = Path(home, ".aws")
        folder.mkdir(mode=0o755)
        write(folder, "[profile work]\nregion = eu-west-1\n", WORK)
        hindrance(profile="none")  # nothing is loaded any more that only root may read
        yield folder
        folder.chmod(0o755)


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="Windows has no modes")
@pytest.mark.parametrize(
    ("shut", "given", "path"),
    [
        case("boto/boto#3527", "the folder, a profile", ".", {"profile": "work"}, "credentials"),
        case("own", "the folder, no profile", ".", {}, "credentials"),
        case("own", "the credentials file", "credentials", {"profile": "work"}, "credentials"),
        case("own", "the config file", "config", {"profile": "play"}, "config"),
    ],
)
def test_unreadable_is_not_absent(closed: Path, shut: str, given: dict[str, str], path: str) -> None:
    """A file or folder of another user is told as that, not as one that is not there."""
    (closed / shut).chmod(0)
    with as_nobody():
        trouble = hindrance(**given)
        assert isinstance(unread(KeySource.INSTANCE_ROLE), FileUnreadable)
        assert unread(KeySource.CREDENTIALS_FILE) is None
    assert trouble == FileUnreadable(path=f"~/.aws/{path}", reason="Permission denied", seeking_key=True)
    assert "--print" not in told(trouble)


@pytest.mark.parametrize(
    ("config", "keys", "variables", "setting", "place"),
    [
        case(
            "boto/boto#2800", "key ID", "", WORK.replace("AKIAX54FEXAMPLEXOCRK", '"AKIAX54F"'), {}, "key_id", (2, "cr")
        ),
        case("homeaway/datapull#91", "secret", "", WORK.replace(SECRET, f'"{SECRET}"'), {}, "access_key", (3, "cr")),
        case("own", "region", '[profile work]\nregion = "eu-west-1"\n', WORK, {}, "region", (2, "co")),
        case("own", "address", "[profile work]\nendpoint_url = 'https://x'\n", WORK, {}, "endpoint_url", (2, "co")),
        case("own", "docker env file", "", WORK, {"AWS_DEFAULT_REGION": '"eu-west-1"'}, "region", None),
    ],
)
def test_a_value_in_quotes_is_named(  # noqa: PLR0913 - one for each part of the case
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    *,
    config: str,
    keys: str,
    variables: dict[str, str],
    setting: str,
    place: tuple[int, str] | None,
) -> None:
    """With the file and the line, or the variable; the value is not told."""
    write(folder, config, keys)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    trouble = hindrance(profile="work")
    assert isinstance(trouble, network.ValueInQuotes)
    assert trouble.name.endswith(setting)
    if place is None:
        assert (trouble.variable, trouble.can_retry) == (*variables, False)
    else:
        assert (trouble.line, trouble.path[7:9], trouble.can_retry) == (*place, True)
    assert not any(words in told(trouble) for words in (SECRET, "eu-west-1", "AKIAX54F"))


def test_a_command_in_quotes_is_none_of_these(folder: Path) -> None:
    """Quotes are a part of credential_process: they hold its words together."""
    write(folder, "[profile work]\ncredential_process = \"/opt/my tools/give\" 'x'\n", "")
    trouble = hindrance(profile="work")
    assert isinstance(trouble, profiles.CommandFailed)
    assert (trouble.program, trouble.started) == ("give", False)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        case(
            "boto/botocore#1348",
            "what to do",
            "working\nlogin expired: run corp-login\n\n",
            "login expired: run corp-login",
        ),
        case("own", "colours", "\x1b[31mexpired\x1b[0m\n", "expired"),
        case("own", "a title for the terminal", "\x1b]0;X\x07expired", "expired"),
        case("own", "a control character", "ex\x07pired", "ex\ufffdpired"),
        case("own", "as long as a book", "no " * 100, f"{('no ' * 100)[:159]}…"),
        case("own", "a path", "no such file: /home/alice/.local/share/corp/login", None),
        case("own", "an ARN", "not authorized for arn:aws:iam::111122223333:role/Admin", None),
        case("own", "a secret access key", f"debug {SECRET}1", ""),
        case("own", "an access key ID", "bad AKIAX54FEXAMPLEXOCRK", ""),
        case("own", "a seed", "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", ""),
        case("own", "a password", "login failed with password=hunter2", ""),
        case("own", "a token in hexadecimal digits", f"sent {'0a' * 20}", ""),
        case("own", "nothing", "\n \n", ""),
    ],
)
def test_the_last_words_of_a_command(given: str, expected: str | None) -> None:
    """The last line is told, cleaned and cut, and nothing of it where a secret may be in it; None: as it is."""
    assert last_words(given) == (given if expected is None else expected)


@pytest.mark.parametrize(
    ("words", "happened"),
    [
        case(
            "99designs/aws-vault#1015", "no terminal to prompt on", "inappropriate ioctl for device", "wants an answer"
        ),
        case("aws/aws-cli#3057", "an answer read from nothing", "EOFError: EOF when reading a line", "wants an answer"),
        case("own", "sudo", "sudo: a terminal is required to read the password", "wants an answer"),
        case("own", "docker", "the input device is not a TTY", "wants an answer"),
        case("own", "a connection that ends", "Post corp-login: unexpected EOF", "failed"),
        case("own", "an error that is final", "terminal error: not a member", "failed"),
    ],
)
def test_a_command_that_wants_a_terminal(folder: Path, words: str, happened: str) -> None:
    """It is told as that, and to answer it elsewhere; what it says is told in any case."""
    script = folder / "give.sh"
    script.write_text(f"echo '{words}' >&2\nexit 1\n")
    write(folder, f"[profile work]\ncredential_process = sh {script}\n", "")
    trouble = hindrance(profile="work")
    assert isinstance(trouble, profiles.CommandFailed)
    assert trouble.wants_terminal == (happened != "failed")
    assert happened in told(trouble)
    assert words in told(trouble)


@pytest.mark.parametrize(
    ("variables", "name", "variable"),
    [
        case("own", "the one of the AWS CLI", {"AWS_PROFILE": "gone"}, "gone", "AWS_PROFILE"),
        case(
            "own",
            "boto3 takes the other one first",
            {"AWS_PROFILE": "a", "AWS_DEFAULT_PROFILE": "b"},
            "b",
            "AWS_DEFAULT_PROFILE",
        ),
        case("techservicesillinois/awscli-login#35", "empty", {"AWS_PROFILE": ""}, "", "AWS_PROFILE"),
        case(
            "aws/aws-ec2-instance-connect-cli#36",
            "empty, the other",
            {"AWS_DEFAULT_PROFILE": ""},
            "",
            "AWS_DEFAULT_PROFILE",
        ),
    ],
)
def test_the_variable_that_chose_is_named(
    folder: Path, monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], name: str, variable: str
) -> None:
    """It is the one to unset; of an empty name nothing is created."""
    write(folder, "", WORK)
    for each, value in variables.items():
        monkeypatch.setenv(each, value)
    trouble = hindrance()
    assert isinstance(trouble, profiles.ProfileUnknown)
    assert (trouble.name, trouble.variable) == (name, variable)
    assert f"“unset {variable}”" in told(trouble)
    assert ("aws configure" in told(trouble)) == bool(name)


@pytest.mark.parametrize(
    ("config", "given"),
    [
        case("linaro-its/aws2-wrap#39", "no such profile", "", {"profile": "gone"}),
        case("own", "no key", "[profile play]\nregion = eu-west-1\n", {"profile": "play"}),
        case(
            "own",
            "a role without its profile",
            "[profile play]\nrole_arn = x\nsource_profile = gone\n",
            {"profile": "play"},
        ),
        case("own", "plain http", "[profile work]\nendpoint_url = http://192.0.2.1\n", {"profile": "work"}),
        case("own", "certificates", "[profile work]\nca_bundle = /none\n", {"profile": "work"}),
        case("own", "another setting", "[profile work]\ndefaults_mode = x\n", {"profile": "work"}),
    ],
)
def test_files_elsewhere_are_named(
    home: Path, monkeypatch: pytest.MonkeyPatch, config: str, given: dict[str, str]
) -> None:
    """Advice names the files in use, not the usual ones; one profile with a key is named in the command."""
    elsewhere = home / "elsewhere"
    elsewhere.mkdir()
    write(elsewhere, config, WORK)
    monkeypatch.setenv("AWS_CONFIG_FILE", str(elsewhere / "config"))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(elsewhere / "credentials"))
    monkeypatch.setenv("AWS_ENDPOINT_URL_STS", "https://127.0.0.1:1") if "ca_bundle" in config else None
    text = told(hindrance(**given))
    assert "~/elsewhere/" in text
    assert ".aws" not in text
    assert "NAME" not in text


def test_what_can_be_named_is_quoted_for_a_shell(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A profile with a blank in its name is one word in a command, and so is that of aws-vault."""
    write(folder, "", WORK.replace("work", "My Company"))
    assert "mfa-enroll --profile 'My Company'" in told(hindrance(profile="My Compani"))
    renewal = Place(ProfileFiles.of_environment(), Options(), "-x y", "-x y").renewal("-x")
    assert session_command(renewal) == "mfa-enroll session --profile='-x y' --as=-x"
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"):
        monkeypatch.setenv(name, "AKIAX54FEXAMPLEXOCRK")
    monkeypatch.setenv("AWS_VAULT", "My Company")
    expired = told(credentials.SessionExpired(keys=connected().keys))
    assert "aws-vault exec --no-session 'My Company' -- mfa-enroll" in expired
    assert "mfa-enroll --profile 'My Company'" in expired
