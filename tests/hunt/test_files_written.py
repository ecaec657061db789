"""What becomes of the shared AWS files, and of what is beside them, where a session is kept."""

import os
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import pytest

from mfa_enroll.domain.options import Options
from mfa_enroll.domain.profile import OddFile, Oddity
from mfa_enroll.domain.trouble import Trouble
from mfa_enroll.domain.troubles.files import NoHomeFolder, NotAFile
from mfa_enroll.files.profiles import SharedProfiles
from mfa_enroll.files.sharedfile import SharedFile
from tests.files.keeping import (
    ADDED,
    CONFIG,
    CONFIG_FILE,
    CREDENTIALS,
    CREDENTIALS_FILE,
    KEYS,
    SERIAL,
    SETTINGS_LINES,
    add,
    keys_of,
    posix,
    region_of,
    stopped,
)
from tests.files.rewriting import PARTS, THEIRS, writing
from tests.hunt.case import case

OLD = "arn:aws:iam::111122223333:mfa/old"
TOKEN = "arn:aws:iam::111122223333:mfa/token"
LISTED = (SERIAL, TOKEN)


@pytest.fixture
def folder(home: Path) -> Path:
    """The folder of the two files."""
    folder = home / ".aws"
    folder.mkdir()
    (folder / "credentials").write_text(CREDENTIALS)
    (folder / "config").write_text(CONFIG)
    return folder


@posix
@pytest.mark.parametrize(
    ("moment", "part"),
    [
        case("aws/aws-cli#10648", "the file is emptied when we begin", "before", PARTS[0]),
        case("aws/aws-cli#10648", "half a line is there when we begin", "before", PARTS[1]),
        case("aws/aws-cli#10648", "half the sections are there when we begin", "before", PARTS[2]),
        case("aws/aws-cli#10648", "half a secret is there when we begin", "before", PARTS[3]),
        case("dcoker/awsmfa#13", "the file is emptied while we write ours", "fsync", PARTS[0]),
        case("dcoker/awsmfa#13", "half a line is there while we write ours", "fsync", PARTS[1]),
        case("dcoker/awsmfa#13", "half the sections are there while we write ours", "fsync", PARTS[2]),
        case("dcoker/awsmfa#13", "half a secret is there while we write ours", "fsync", PARTS[3]),
        case("own", "the file is emptied between the last look and the replacing", "replace", PARTS[0]),
        case("own", "half a line is written between the last look and the replacing", "replace", PARTS[1]),
        case("own", "half the sections are written between the last look and the replacing", "replace", PARTS[2]),
        case("own", "half a secret is written between the last look and the replacing", "replace", PARTS[3]),
    ],
)
def test_another_program_writes_the_file(folder: Path, moment: str, part: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is waited for, and both changes are there."""
    file = SharedFile(folder / "credentials")
    file.read()
    with ExitStack() as stack:
        if moment == "before":
            stack.enter_context(writing(folder / "credentials", part))
        else:
            real = getattr(os, moment)

            def meanwhile(*arguments: object) -> None:
                monkeypatch.setattr(os, moment, real)
                stack.enter_context(writing(folder / "credentials", part))
                real(*arguments)

            monkeypatch.setattr(os, moment, meanwhile)
        file.change(add)
    assert (folder / "credentials").read_text() == f"{THEIRS}\n{ADDED}"
    assert sorted(path.name for path in folder.iterdir()) == ["config", "credentials"]


def _folder_for_config(folder: Path) -> None:
    (folder / "config").unlink()
    (folder / "config").mkdir()


def _folder_for_credentials(folder: Path) -> None:
    (folder / "credentials").unlink()
    (folder / "credentials").mkdir()


def _link(folder: Path) -> None:
    (folder / "real").write_text(CREDENTIALS)
    (folder / "credentials").unlink()
    (folder / "credentials").symlink_to("real")


def _dangling_link(folder: Path) -> None:
    (folder / "config").unlink()
    (folder / "config").symlink_to("../dotfiles/config")


def _dangling_folder(folder: Path) -> None:
    for each in folder.iterdir():
        each.unlink()
    folder.rmdir()
    folder.symlink_to("elsewhere")


def _hard_link(folder: Path) -> None:
    os.link(folder / "credentials", folder / "copy")


def _odd(oddity: Oddity, path: str, target: str = "") -> tuple[OddFile]:
    return (OddFile(path, oddity, str(Path(target)) if target else ""),)


_ELSEWHERE = tuple(
    OddFile(f"~/.aws/{name}", Oddity.LINK_TO_NOTHING, f"~/elsewhere/{name}") for name in ("credentials", "config")
)


@posix
@pytest.mark.parametrize(
    ("make", "expected"),
    [
        case("own", "ordinary files", lambda _: None, ()),
        case("Versent/saml2aws#45", "a link to a file", _link, ()),
        case(
            "own", "a link to nothing", _dangling_link, _odd(Oddity.LINK_TO_NOTHING, CONFIG_FILE, "~/dotfiles/config")
        ),
        case("own", "the folder is a link to nothing", _dangling_folder, _ELSEWHERE),
        case("uwuclxdy/clauth#9", "a hard link", _hard_link, _odd(Oddity.MORE_NAMES, CREDENTIALS_FILE)),
        case("async-aws/aws#890", "a folder for config", _folder_for_config, _odd(Oddity.NO_FILE, CONFIG_FILE)),
        case("async-aws/aws#890", "a folder for credentials", _folder_for_credentials, NotAFile(path=CREDENTIALS_FILE)),
    ],
)
def test_odd_files(folder: Path, make: Callable[[Path], None], expected: tuple[OddFile, ...] | Trouble) -> None:
    """They are named before anything is written, and stop nothing but where there is no file to keep a session in."""
    make(folder)
    profiles = SharedProfiles.for_options(Options())
    if isinstance(expected, Trouble):
        assert stopped(lambda: profiles.plan("new-mfa", SERIAL)) == expected
        return
    plan = profiles.plan("new-mfa", SERIAL)
    assert plan.odd_files == expected
    profiles.keep(plan, KEYS)
    assert keys_of("new-mfa")[0] == "ASIAONE"
    assert {change.path for change in plan.by_hand} == ({CONFIG_FILE} if make is _folder_for_config else set())


@posix
@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        case("freeipa/freeipa#2755", "no home folder", {}, NoHomeFolder(path=CREDENTIALS_FILE)),
        case(
            "own",
            "the home folder of a user that there is not",
            {"AWS_SHARED_CREDENTIALS_FILE": "~nobody-of-that-name/keys"},
            NoHomeFolder(path="~nobody-of-that-name/keys"),
        ),
        case("own", "only the config file has no home", {"AWS_SHARED_CREDENTIALS_FILE": "keys"}, None),
    ],
)
def test_no_home_folder(
    home: Path, variables: dict[str, str], expected: Trouble | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No folder named ~ is made in the working directory: there is a page, or the lines are for the person to add."""

    def unknown(_: int) -> None:
        raise KeyError

    monkeypatch.delenv("HOME")
    monkeypatch.setattr("pwd.getpwuid", unknown)
    monkeypatch.chdir(home)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    profiles = SharedProfiles.for_options(Options(region="cn-north-1"))
    if expected:
        assert stopped(lambda: profiles.plan("new-mfa", SERIAL)) == expected
        assert list(home.iterdir()) == []
        return
    plan = profiles.plan("new-mfa", SERIAL)
    profiles.keep(plan, KEYS)
    assert plan.odd_files == (OddFile(CONFIG_FILE, Oddity.NO_HOME),)
    assert [change.section for change in plan.by_hand] == ["profile new-mfa", "default"]
    assert [path.name for path in home.iterdir()] == ["keys"]


URL = "https://iam.internal.example.com"
NEW, HAS = "", "[profile work-mfa]\nregion = eu-west-1\n"


@pytest.mark.parametrize(
    ("options", "before", "lines"),
    [
        case("own", "nothing chosen", Options(profile="work"), NEW, SETTINGS_LINES),
        case(
            "aws/aws-cli#4264",
            "a region of China",
            Options(profile="work", region="cn-northwest-1"),
            NEW,
            "output = yaml\nservices = local\nregion = cn-northwest-1\n",
        ),
        case(
            "venth/aws-adfs#102",
            "a region of GovCloud, another one before",
            Options(profile="work", region="us-gov-west-1"),
            HAS,
            "region = us-gov-west-1\noutput = yaml\nservices = local\n",
        ),
        case(
            "own",
            "the region that is there",
            Options(profile="work", region="eu-west-1"),
            HAS,
            f"{HAS[19:]}output = yaml\nservices = local\n",
        ),
        case(
            "own",
            "an address",
            Options(profile="work", endpoint_url=URL),
            NEW,
            f"{SETTINGS_LINES}endpoint_url = {URL}\n",
        ),
    ],
)
def test_where_commands_go(folder: Path, options: Options, before: str, lines: str) -> None:
    """A region and an address of the command line are in the session's profile, and shown before like every line."""
    (folder / "config").write_text(f"{CONFIG}\n{before}")
    profiles = SharedProfiles.for_options(options)
    plan = profiles.plan("work-mfa", SERIAL)
    shown = {setting for change in plan.changes if "work-mfa" in change.section for setting in change.settings}
    profiles.keep(plan, KEYS)
    assert (folder / "config").read_text().endswith(f"[profile work-mfa]\n{lines}")
    assert {tuple(line.split(" = ")) for line in lines.splitlines()} - shown <= {("region", "eu-west-1")}
    assert region_of("work-mfa") == (options.region or "eu-central-1")
    again = profiles.plan("work-mfa", SERIAL)
    assert {change.section for change in again.changes} == {"work-mfa"}


@pytest.mark.parametrize(
    "before",
    [
        case("own", "a region stands beside the session's keys", "[work-mfa]\nregion = eu-west-1\n"),
        case("own", "a region stands there for all profiles", "[DEFAULT]\nregion = eu-west-1\n"),
    ],
)
def test_the_credentials_file_goes_first(folder: Path, before: str) -> None:
    """A region that stands in it would go before the one that was chosen, so it is changed there."""
    (folder / "credentials").write_text(f"{CREDENTIALS}\n{before}")
    profiles = SharedProfiles.for_options(Options(profile="work", region="cn-north-1"))
    plan = profiles.plan("work-mfa", SERIAL)
    assert ("region", "cn-north-1") in plan.changes[0].settings
    profiles.keep(plan, KEYS)
    assert region_of("work-mfa") == "cn-north-1"
    assert region_of("work") == ("eu-west-1" if "DEFAULT" in before else "eu-central-1")


@pytest.mark.parametrize(
    ("in_credentials", "in_config", "fixed", "wrong"),
    [
        case("kreuzwerker/awsu#20", "no device named", "", "", "config", ()),
        case("own", "the right one", "", SERIAL, "", ()),
        case("own", "another of the user's", "", TOKEN, "", ()),
        case("broamski/aws-mfa#25", "one that AWS does not list", "", OLD, "config", (OLD,)),
        case("nordcloud/assume-role-arn#126", "a wrong one beside the key", OLD, "", "credentials", (OLD,)),
        case("own", "a wrong one goes before the right one", OLD, SERIAL, "credentials", (OLD,)),
    ],
)
@pytest.mark.parametrize("leaves_out", [False, True])
def test_the_device_for_other_tools(  # noqa: PLR0913, PLR0917 - the files before and after, and the choice
    folder: Path,
    in_credentials: str,
    in_config: str,
    fixed: str,
    wrong: tuple[str, ...],
    leaves_out: bool,  # noqa: FBT001
) -> None:
    """What the profile with the access key names is put right where it is wrong, unless the person leaves it out."""
    for place, serial in (("credentials", in_credentials), ("config", in_config)):
        if serial:
            text = (folder / place).read_text()
            (folder / place).write_text(text.replace("[default]\n", f"[default]\nmfa_serial = {serial}\n"))
    before = {place: (folder / place).read_text() for place in ("credentials", "config")}
    profiles = SharedProfiles.for_options(Options())
    plan = profiles.plan("new-mfa", SERIAL, LISTED)
    assert plan.wrong_serials == wrong
    assert plan.has_serial == bool(fixed)
    profiles.keep(plan.without_serial() if leaves_out else plan, KEYS)
    for place, text in before.items():
        after = (folder / place).read_text()
        old = text.count(f"mfa_serial = {SERIAL}\n")
        assert after.count(f"mfa_serial = {SERIAL}\n") == old + (place == fixed and not leaves_out)
        assert (OLD in after) == (OLD in text and (place != fixed or leaves_out))


@pytest.mark.parametrize(
    ("vault", "config", "expected"),
    [
        case("own", "no aws-vault", "", "", ()),
        case("99designs/aws-vault#564", "its profile names no device", "work", CONFIG, ("profile work",)),
        case("own", "it has no profile in the file", "new", CONFIG, ("profile new",)),
        case("own", "its profile names the device", "x", f"[profile x]\nmfa_serial = {SERIAL}\n", ()),
        case("99designs/aws-vault#867", "it names another", "x", f"[profile x]\nmfa_serial={OLD}\n", ("profile x",)),
        case("own", "a name that cannot be a section", "a]b", "", ()),
    ],
)
def test_keys_from_aws_vault(
    folder: Path, vault: str, config: str, expected: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The line that aws-vault needs is shown for the profile that it took the keys from, and written nowhere."""
    (folder / "config").write_text(config)
    for name, value in {"ACCESS_KEY_ID": "AKIAENVIRONMENT00000", "SECRET_ACCESS_KEY": "x", "VAULT": vault}.items():
        monkeypatch.setenv(f"AWS_{name}", value)
    profiles = SharedProfiles.for_options(Options())
    plan = profiles.plan("new-mfa", SERIAL, LISTED)
    assert [(change.section, change.settings) for change in plan.by_hand] == [
        (section, (("mfa_serial", SERIAL),)) for section in expected
    ]
    profiles.keep(plan, KEYS)
    assert (folder / "config").read_text().startswith(config)
    assert (folder / "config").read_text().count(SERIAL) == config.count(SERIAL)
    assert profiles.plan("new-mfa", SERIAL, LISTED).by_hand == ()


@posix
@pytest.mark.parametrize(
    ("made", "names"),
    [
        case("aws/aws-cli#3235", "nothing is there yet", (), (".aws", ".aws/credentials", ".aws/config")),
        case("proxycannon/proxycannon-ng#19", "the folder is there", (".aws",), (".aws/credentials", ".aws/config")),
    ],
)
def test_root_in_another_home(
    home: Path, made: tuple[str, ...], names: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is made is given to the owner of the folder above: in truth by root, and as recorded calls by others."""
    given: dict[str, tuple[int, int]] = {}
    if os.geteuid() != 0:
        monkeypatch.setattr(os, "geteuid", lambda: 0)
        monkeypatch.setattr(os, "chown", lambda path, *owner: given.update({str(path): owner}))
        monkeypatch.setattr(os, "fchown", lambda descriptor, *owner: given.update({f"/{descriptor}": owner}))
        owner = (os.getuid(), os.getgid())
    else:
        owner = (4711, 4712)
        os.chown(home, *owner)
    for each in made:
        (home / each).mkdir()
        os.chown(home / each, *owner)
    profiles = SharedProfiles.for_options(Options())
    profiles.keep(profiles.plan("new-mfa", SERIAL), KEYS)
    if given:
        assert len(given) >= len(names) - 1
        assert set(given.values()) == {owner}
    for name in names:
        assert ((home / name).stat().st_uid, (home / name).stat().st_gid) == owner
