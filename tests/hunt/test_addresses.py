"""Addresses that are not what they seem, and text that acts on the terminal: cases from the field."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from botocore.httpsession import URLLib3Session

from mfa_enroll.arguments import read_arguments
from mfa_enroll.aws.account import AwsAccount
from mfa_enroll.domain.identity import Identity
from mfa_enroll.domain.keys import Keys, KeySource
from mfa_enroll.domain.options import Options
from mfa_enroll.domain.trouble import CallFailed, Trouble
from mfa_enroll.domain.troubles import credentials, network
from mfa_enroll.flows.asks import NameAsk, PasswordAsk
from mfa_enroll.flows.dialogue import Dialogue
from mfa_enroll.flows.outcome import Outcome, PasswordUnchanged
from mfa_enroll.tui.screens.asking import AskingPage
from mfa_enroll.words.openings import elsewhere
from mfa_enroll.words.troubles import trouble_page
from tests.fuzz.hostile import assert_tame
from tests.fuzz.listening import listen
from tests.hunt.case import case
from tests.support.machine import Files, files, hindrance
from tests.tui.desk import tell
from tests.tui.gallery import NAME, PASSWORD, SCAN, SESSION, USER, kept_as

__all__ = ["files"]

KEY = "[work]\naws_access_key_id = AKIAX54FEXAMPLEXOCRK\naws_secret_access_key = x\n"
ROLE = "[profile role]\nrole_arn = arn:aws:iam::111122223333:role/x\nsource_profile = work\n"
TOKEN = "[profile role]\nrole_arn = arn:aws:iam::1:role/x\nweb_identity_token_file = {home}/token\n"
BY_CONTAINER = "[profile role]\nrole_arn = arn:aws:iam::1:role/x\ncredential_source = EcsContainer\n"
BY_MACHINE = "[profile role]\nrole_arn = arn:aws:iam::1:role/x\ncredential_source = Ec2InstanceMetadata\n"
ELSEWHERE = "http://10.1.1.1:8080"
SILENT = "http://127.0.0.1:1"
TITLE = "\x1b]0;X\x07"


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str | None]]:
    """The addresses that requests go to from now on, each with the proxy that it goes through. None arrives."""
    requests: list[tuple[str, str | None]] = []

    def send(self: Any, request: Any) -> None:
        requests.append((request.url, self._proxy_config.proxy_url_for(request.url)))
        raise OSError

    monkeypatch.setattr(URLLib3Session, "send", send)
    return requests


@pytest.mark.parametrize(
    "url",
    [
        case("vllm-project/vllm#34743", "a backslash before @", "http://10.1.1.1:8080\\@127.0.0.1"),
        case("open-webui/open-webui#24534", "AWS's own after it", "https://10.1.1.1\\@iam.amazonaws.com"),
        case("own", "a user name", "https://iam.amazonaws.com@evil.example"),
        case("own", "a blank", "https://evil.example/ @iam.amazonaws.com"),
        case("own", "a long s, which is none in small letters", "https://\u017fts.amazonaws.com"),
        case("own", "a full stop of another script", "https://iam\u3002amazonaws.com"),
    ],
)
@pytest.mark.parametrize("by", ["--endpoint-url", "AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_STS", "config", "services"])
def test_an_address_that_can_be_read_in_two_ways_is_called_by_nobody(
    files: Files, monkeypatch: pytest.MonkeyPatch, sent: list[tuple[str, str | None]], url: str, by: str
) -> None:
    """Wherever it is set, that is told."""
    options = {"profile": "work"}
    settings = {
        "config": f"[profile work]\nendpoint_url = {url}\n",
        "services": f"[profile work]\nservices = s\n[services s]\nsts =\n  endpoint_url = {url}\n",
    }
    files(settings.get(by, ""), KEY)
    if by.startswith("AWS"):
        monkeypatch.setenv(by, url)
    elif by.startswith("--"):
        options["endpoint_url"] = url
    trouble = hindrance(**options)
    assert isinstance(trouble, network.AddressMisleading | network.AddressUnusable)
    if isinstance(trouble, network.AddressMisleading):
        assert trouble.set_by == (by if by not in settings else None)
    assert sent == []


@pytest.mark.parametrize(
    ("config", "environment", "trouble"),
    [
        case(
            *("aws/aws-cli#7600", "a role is fetched from the address of the environment, not from the option's", ROLE),
            {"AWS_ENDPOINT_URL_STS": ELSEWHERE},
            network.AddressNotEncrypted(address=ELSEWHERE, set_by="AWS_ENDPOINT_URL_STS"),
        ),
        case(
            *("boto/boto3#2258", "so is a web identity's", TOKEN),
            {"AWS_ENDPOINT_URL": ELSEWHERE},
            network.AddressNotEncrypted(address=ELSEWHERE, set_by="AWS_ENDPOINT_URL"),
        ),
        case(
            *("own", "a token goes to nobody who was not shown", TOKEN),
            {"AWS_ENDPOINT_URL_STS": "https://sts.example"},
            network.SignInElsewhere(address="https://sts.example", set_by="AWS_ENDPOINT_URL_STS"),
        ),
        case(
            *(
                "own",
                "nor by the profile",
                f"{TOKEN}services = s\n[services s]\nsts =\n  endpoint_url = https://sts.example\n",
            ),
            {},
            network.SignInElsewhere(address="https://sts.example", set_by=None),
        ),
        case(
            *("boto/botocore#2515", "a container's keys, from a host that hides", BY_CONTAINER),
            {"AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://10.1.1.1:80\\@127.0.0.1/x"},
            network.SettingUnusable(
                name="container_credentials_full_uri", variable="AWS_CONTAINER_CREDENTIALS_FULL_URI"
            ),
        ),
        case(
            *("own", "an instance's keys, from another machine", BY_MACHINE),
            {"AWS_EC2_METADATA_SERVICE_ENDPOINT": ELSEWHERE, "AWS_EC2_METADATA_DISABLED": "false"},
            network.SettingUnusable(name="ec2_metadata_service_endpoint", variable="AWS_EC2_METADATA_SERVICE_ENDPOINT"),
        ),
    ],
)
async def test_what_gives_the_keys_is_held_to_the_same_rules(  # noqa: PLR0913 - what is given and expected, and the machine
    files: Files,
    home: Path,
    monkeypatch: pytest.MonkeyPatch,
    sent: list[tuple[str, str | None]],
    *,
    config: str,
    environment: dict[str, str],
    trouble: Trouble,
) -> None:
    """Nothing is sent there, and the page says why: also where calls themselves go elsewhere by option."""
    files(config.replace("{home}", str(home)), KEY)
    (home / "token").write_text("sentinel")
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    account = AwsAccount(Options(profile="role", endpoint_url="https://sts.amazonaws.com"))
    with pytest.raises(CallFailed) as caught:
        await account.who_am_i()
    assert caught.value.trouble == trouble
    assert sent == []


@pytest.mark.parametrize(
    ("config", "environment", "at"),
    [
        case("own", "a role from this machine", ROLE, {"AWS_ENDPOINT_URL_STS": SILENT}, f"{SILENT}/"),
        case(
            *("boto/boto#1146", "the keys of the proxy's own machine"),
            BY_MACHINE,
            {"AWS_EC2_METADATA_DISABLED": "false"},
            "http://169.254.169.254/latest/api/token",
        ),
    ],
)
async def test_no_proxy_hears_what_stays_on_this_machine(  # noqa: PLR0913 - what is given and expected, and the machine
    files: Files,
    monkeypatch: pytest.MonkeyPatch,
    sent: list[tuple[str, str | None]],
    *,
    config: str,
    environment: dict[str, str],
    at: str,
) -> None:
    """Neither of ours nor of what gives the keys."""
    files(config, KEY)
    for name, value in {**environment, "HTTP_PROXY": ELSEWHERE, "http_proxy": ELSEWHERE}.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(CallFailed):
        await AwsAccount(Options(profile="role")).who_am_i()
    assert {*sent} == {(at, None)}


@pytest.mark.parametrize(
    ("foreign", "size"),
    [
        case(
            "own", "two addresses that are not AWS's own", ("https://sts.example", "https://iam.example:1"), (100, 40)
        ),
        case("own", "one that is longer than the window", (f"https://{'a' * 60}.example",), (60, 20)),
    ],
)
@pytest.mark.parametrize("ask", [PASSWORD, SESSION, SCAN], ids=["password", "session", "codes"])
async def test_an_address_of_others_is_in_sight_where_secrets_are_typed(
    foreign: tuple[str, ...], ask: Any, size: tuple[int, int]
) -> None:
    """In whole, and not the practice account's."""
    identity = Identity(USER, Keys(source=KeySource.ENVIRONMENT), foreign)

    async def story(dialogue: Dialogue) -> Outcome:
        dialogue.met(identity)
        if isinstance(ask, PasswordAsk):
            await dialogue.password(ask)
        elif ask is SESSION:
            await dialogue.session_code(ask)
        else:
            await dialogue.code(ask)
        return PasswordUnchanged()

    async with tell(story, size) as desk:
        await desk.until(lambda: isinstance(desk.app.screen, AskingPage) and desk.app.screen.is_waiting)
        if ask is SCAN and foreign[0] not in "".join(desk.lines()):
            await desk.press("enter")  # a picture that has the window to itself
        shown = "".join(line.strip() for line in desk.lines())
        assert all(address in shown for address in foreign)
    assert elsewhere(replace(identity, keys=Keys(source=KeySource.PRACTICE))) == ""


@pytest.mark.parametrize("suggested", [f"{TITLE}-mfa", NAME.suggestion])
async def test_no_sequence_of_a_name_reaches_the_terminal(suggested: str) -> None:
    """Be it suggested or pasted (symfony/symfony#65396): it is shown as text, and is not the name any more."""
    looked: list[str] = []

    def look(name: str) -> Any:
        looked.append(name)
        return kept_as(name.strip(TITLE) or "x")

    async def story(dialogue: Dialogue) -> Outcome:
        await dialogue.name(NameAsk(suggested, look))
        return PasswordUnchanged()

    async with listen(story, (80, 30)) as heard:
        await heard.desk.until(lambda: "]0;X" in heard.desk.text() or suggested == NAME.suggestion)
        await heard.desk.until(lambda: isinstance(heard.desk.app.screen, AskingPage))
        await heard.desk.paste(f"\x9b31m{TITLE}")
        await heard.desk.until(lambda: "31m" in heard.desk.text())
        written = heard.take()
    assert_tame(written)
    assert looked[-1].isprintable()


@pytest.mark.parametrize(
    "arguments",
    [
        case("own", "an option", [f"--{TITLE}"]),
        case("own", "an option of a command", ["session", f"--{TITLE}"]),
        case("own", "more than a command takes", ["password", f"x{TITLE}"]),
        case("own", "a file", ["--practice", "--policy", TITLE]),
        case("own", "a choice", ["--practice", "--partition", TITLE]),
    ],
)
def test_an_argument_that_is_refused_is_shown_as_text(capsys: pytest.CaptureFixture[str], arguments: list[str]) -> None:
    """On standard error, without a control sequence."""
    with pytest.raises(SystemExit):
        read_arguments(arguments)
    assert capsys.readouterr().err.replace("\n", "").isprintable()


_IN_ENVIRONMENT = Keys(source=KeySource.ENVIRONMENT, shown_id="AKIAX54F…OCRK")


@pytest.mark.parametrize(
    "trouble",
    [
        case("realestate-com-au/credulous#86", "no key", credentials.NoAccessKey(keys=Keys())),
        case("own", "a wrong one", credentials.SecretKeyWrong(keys=_IN_ENVIRONMENT)),
        case("own", "one of a session", credentials.AccessKeyUnknown(keys=replace(_IN_ENVIRONMENT, temporary=True))),
        *(
            case("own", name, credentials.StrayCharacterInKey(keys=_IN_ENVIRONMENT, setting=name))
            for name in ("aws_secret_access_key", "aws_session_token")
        ),
    ],
)
def test_no_advice_puts_a_secret_into_the_history(trouble: Trouble) -> None:
    """What is typed at a shell's prompt stays in a file; what ``read`` takes does not."""
    told = " ".join(trouble_page(trouble).steps)
    for name in ("AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"):
        assert f"{name}=" not in told
    assert "read -rs" in told
