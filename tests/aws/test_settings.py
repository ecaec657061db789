"""Region, addresses, proxies, certificates and other settings: what is wrong is told before anything is sent."""

import hashlib
import json
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from botocore.awsrequest import AWSPreparedRequest
from botocore.credentials import SSOProvider
from botocore.exceptions import EndpointConnectionError
from botocore.httpsession import URLLib3Session, get_cert_path

from mfa_enroll.aws.account import AwsAccount
from mfa_enroll.domain.failure import Failure
from mfa_enroll.domain.keys import Keys
from mfa_enroll.domain.options import Options
from mfa_enroll.domain.principal import IamUser
from mfa_enroll.domain.troubles import network
from tests.support.machine import SHORT, Files, Practice, account_at, connected, failed, hindrance

KEY = "[default]\naws_access_key_id = AKIAX54FEXAMPLEXOCRK\naws_secret_access_key = x\n"
SILENT = "http://127.0.0.1:1"


@pytest.mark.parametrize(
    ("option", "environment", "in_profile", "host"),
    [
        (None, {}, "", "sts.us-east-1.amazonaws.com"),
        (None, {}, "eu-central-1", "sts.eu-central-1.amazonaws.com"),
        (None, {"AWS_REGION": "eu-west-1"}, "eu-central-1", "sts.eu-west-1.amazonaws.com"),
        (
            None,
            {"AWS_REGION": "eu-west-1", "AWS_DEFAULT_REGION": "eu-north-1"},
            "eu-central-1",
            "sts.eu-north-1.amazonaws.com",
        ),
        ("cn-north-1", {"AWS_DEFAULT_REGION": "eu-north-1"}, "eu-central-1", "sts.cn-north-1.amazonaws.com.cn"),
        (None, {"AWS_REGION": "", "AWS_DEFAULT_REGION": ""}, "", "sts.us-east-1.amazonaws.com"),
    ],
)
def test_region(  # noqa: PLR0913 - one for each place a region can come from
    files: Files,
    monkeypatch: pytest.MonkeyPatch,
    *,
    option: str | None,
    environment: dict[str, str],
    in_profile: str,
    host: str,
) -> None:
    """The region is the option's, AWS_DEFAULT_REGION, AWS_REGION or the profile's, in this order."""
    files(f"[default]\nregion = {in_profile}\n" if in_profile else "", KEY)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    connection = connected(region=option)
    assert connection.clients.sts_reads.meta.endpoint_url == f"https://{host}"
    assert connection.foreign_endpoints == ()


@pytest.mark.parametrize("options", [{"region": "us east"}, *({"endpoint_url": url} for url in ("iam", "https://"))])
def test_what_makes_no_address(files: Files, options: dict[str, Any]) -> None:
    """A region or an endpoint that makes no address is told as that."""
    files("", KEY)
    assert hindrance(**options) == network.AddressUnusable()


@pytest.mark.parametrize("url", ["iam.amazonaws.com", "https://", "ftp://127.0.0.1", "http://[::1"])
async def test_unusable_address(url: str) -> None:
    """To what is no address nothing is sent, whatever botocore makes of it."""
    await failed(account_at(url).who_am_i(), Failure.STOPPED)


@pytest.mark.parametrize(
    ("set_by", "can_retry"),
    [
        ("--endpoint-url", False),
        ("AWS_ENDPOINT_URL", False),
        ("AWS_ENDPOINT_URL_IAM", False),
        ("AWS_ENDPOINT_URL_STS", False),
        (None, True),
    ],
)
def test_plain_http(files: Files, monkeypatch: pytest.MonkeyPatch, set_by: str | None, *, can_retry: bool) -> None:
    """An address is refused if it is plain http to another machine; with https it is told if it is not AWS's.

    Nothing in it is told that may be secret. Only the shared files can be changed meanwhile.
    """
    files("", KEY)

    def options(url: str) -> dict[str, str]:
        if set_by is None:
            files(f"[default]\nendpoint_url = {url}\n", KEY)
        elif set_by.startswith("AWS"):
            monkeypatch.setenv(set_by, url)
        return {"endpoint_url": url} if set_by == "--endpoint-url" else {}

    trouble = hindrance(**options("http://iam.example:8080/x"))
    assert trouble == network.AddressNotEncrypted(address="http://iam.example:8080", set_by=set_by)
    assert trouble.can_retry is can_retry
    trouble = hindrance(**options("https://user:pass@iam.example"))
    assert trouble == network.AddressMisleading(address="https://iam.example", set_by=set_by)
    assert trouble.can_retry is can_retry
    assert connected(**options("https://iam.example/secret")).foreign_endpoints == ("https://iam.example",)


START = "https://corp.awsapps.test/start"
ROLES = {
    "sts": "role_arn = arn:aws:iam::111122223333:role/admin\nsource_profile = key\n",
    "sso": f"sso_start_url = {START}\nsso_region = us-east-1\nsso_account_id = 111122223333\nsso_role_name = admin\n",
}


@pytest.mark.parametrize(
    ("service", "address"),
    [
        *product(ROLES, ["http://iam.example:8080", r"https://10.1.1.1\@sts.amazonaws.com"]),
        ("sso", "https://portal.sso.example"),
    ],
)
def test_a_role_is_not_fetched_from_an_address_that_is_refused(
    files: Files, home: Path, monkeypatch: pytest.MonkeyPatch, service: str, address: str
) -> None:
    """The calls that get credentials go by the rules of all the others, though other settings say where they go."""
    files(f"[default]\n{ROLES[service]}", KEY.replace("default", "key"))
    token = home / ".aws" / "sso" / "cache" / f"{hashlib.sha1(START.encode(), usedforsecurity=False).hexdigest()}.json"
    token.parent.mkdir(parents=True)
    token.write_text(json.dumps({"accessToken": "t", "expiresAt": "2999-01-01T00:00:00Z", "startUrl": START}))
    monkeypatch.setattr(SSOProvider, "_SSO_TOKEN_CACHE_DIR", str(token.parent))  # fixed when botocore is loaded
    variable = f"AWS_ENDPOINT_URL_{service.upper()}"
    monkeypatch.setenv(variable, address)
    sent: list[object] = []

    def send(_: URLLib3Session, request: AWSPreparedRequest) -> None:
        sent.append(request.url)
        raise EndpointConnectionError(endpoint_url=request.url)

    monkeypatch.setattr(URLLib3Session, "send", send)
    trouble = hindrance(endpoint_url="https://iam.example")
    assert sent == []
    assert isinstance(trouble, network.AddressRefused)
    assert trouble.set_by == variable


async def test_nothing_answers(alice: IamUser) -> None:
    """Where nobody listens nothing was sent, not even a change, and the address is told with what set it."""
    trouble = network.AddressSilent(address=SILENT, set_by="--endpoint-url")
    for call in (account_at(SILENT).who_am_i(), account_at(SILENT).create_device(alice)):
        assert await failed(call, Failure.STOPPED) == trouble


async def test_no_proxy_to_loopback(practice: Practice, files: Files, monkeypatch: pytest.MonkeyPatch) -> None:
    """Calls to this machine pass every proxy by, and no certificate file is looked at where no call is encrypted."""
    files("", practice.section())
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, SILENT)
    monkeypatch.setenv("AWS_CA_BUNDLE", "/no/such/file")
    assert isinstance((await AwsAccount(Options()).who_am_i()).principal, IamUser)


async def test_proxy_elsewhere(files: Files, monkeypatch: pytest.MonkeyPatch) -> None:
    """Calls to AWS go through HTTPS_PROXY, and a proxy that does not answer is told of."""
    files("", KEY)
    monkeypatch.setenv("HTTPS_PROXY", SILENT)
    assert await failed(AwsAccount(Options()).who_am_i(), Failure.STOPPED) == network.ProxyFailed()


@pytest.mark.parametrize("setting", ["AWS_CA_BUNDLE", "REQUESTS_CA_BUNDLE", None])
@pytest.mark.parametrize("path", ["{home}/company.pem", "{home}/.aws/credentials", "{home}", "/dev/full", ""])
def test_certificates_that_cannot_be_read(
    files: Files, home: Path, monkeypatch: pytest.MonkeyPatch, setting: str | None, path: str
) -> None:
    """A certificate file that is none is told with what sets it, and no connection is tried."""
    path = path.format(home=home)
    files("" if setting else f"[default]\nca_bundle = {path}\n", KEY)
    if setting:
        monkeypatch.setenv(setting, path)
    monkeypatch.setenv("AWS_ENDPOINT_URL", "https://127.0.0.1:1")
    trouble = hindrance()
    assert trouble == network.CertificatesUnreadable(path=path, variable=setting)
    assert trouble.can_retry is (setting is None)


async def test_certificates_that_can_be_read(files: Files, monkeypatch: pytest.MonkeyPatch) -> None:
    """A certificate file that is one stands in nobody's way."""
    files("", KEY)
    monkeypatch.setenv("AWS_CA_BUNDLE", str(get_cert_path(verify=True)))
    monkeypatch.setenv("AWS_ENDPOINT_URL", "https://127.0.0.1:1")
    assert isinstance(await failed(AwsAccount(Options(), SHORT).who_am_i()), network.AddressSilent)


@pytest.mark.parametrize("name", ["sts_regional_endpoints", "defaults_mode"])
@pytest.mark.parametrize("in_file", [True, False])
def test_impossible_setting(files: Files, monkeypatch: pytest.MonkeyPatch, name: str, *, in_file: bool) -> None:
    """A setting that botocore refuses is told with where it is set, and not with its value."""
    files(f"[default]\n{name} = sentinel\n" if in_file else "", KEY)
    variable = None if in_file else f"AWS_{name.upper()}"
    if variable:
        monkeypatch.setenv(variable, "sentinel")
    assert hindrance() == network.SettingUnusable(name=name, variable=variable)


@pytest.mark.parametrize("setting", ["metadata_service_timeout", "response_checksum_validation"])
def test_another_impossible_setting(files: Files, setting: str) -> None:
    """Of others it is not known which it is."""
    files(f"[default]\n{setting} = sentinel\n", KEY)
    assert hindrance() == network.SettingsUnusable(keys=Keys())
