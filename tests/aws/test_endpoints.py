"""Telling AWS's own addresses from others."""

import json
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import boto3
import botocore
import botocore.session
import pytest
import urllib3
from botocore import UNSIGNED
from botocore.config import Config
from botocore.exceptions import EndpointVariantError
from hypothesis import example, given
from hypothesis import strategies as st

from mfa_enroll.aws.endpoints import check, host, is_aws, is_aws_sign_in, is_loopback, is_readable_on_the_way, shown
from mfa_enroll.domain.trouble import Stopped
from mfa_enroll.domain.troubles.network import AddressMisleading

PARTITIONS = json.loads((Path(botocore.__file__).parent / "data" / "partitions.json").read_text())["partitions"]


@pytest.mark.parametrize("partition", PARTITIONS, ids=lambda partition: partition["id"])
@pytest.mark.parametrize("service", ["iam", "sts"])
@pytest.mark.parametrize("variant", [{}, {"use_fips_endpoint": True}, {"use_dualstack_endpoint": True}])
def test_every_address_of_botocore_is_aws(
    partition: dict[str, dict[str, object]], service: str, variant: dict[str, bool]
) -> None:
    """Whatever region is called, the address that boto3 itself chooses is AWS's own."""
    session = boto3.Session("AKID", "secret")
    # Config takes any of its options by keyword, which the stubs cannot express for a dict.
    config = Config(**variant)  # type: ignore[arg-type]
    checked = 0
    for region in partition["regions"]:
        with suppress(EndpointVariantError):  # not every region has every variant
            client = session.client(service, region_name=region, config=config)  # type: ignore[call-overload] # likewise
            assert is_aws(client.meta.endpoint_url), client.meta.endpoint_url
            checked += 1
    assert checked or variant == {"use_dualstack_endpoint": True}


@pytest.mark.parametrize(
    "url",
    [
        "https://vpce-0123456789abcdef0-abcdefgh.sts.us-east-1.vpce.amazonaws.com",
        "https://vpce-0123456789abcdef0-abcdefgh-us-east-1a.sts.us-east-1.vpce.amazonaws.com",
        "https://IAM.amazonaws.com.",
    ],
)
def test_aws(url: str) -> None:
    """PrivateLink is AWS's own; case and a final dot do not count."""
    assert is_aws(url)


@pytest.mark.parametrize(
    "url",
    [
        "https://iam.amazonaws.com.evil.example",
        "https://evil.example/iam.amazonaws.com",
        "https://iam.amazonaws.com@evil.example",
        "https://evilamazonaws.com",
        "https://iam-amazonaws.com",
        "https://abc123.execute-api.us-east-1.amazonaws.com",
        "https://iam.s3.amazonaws.com",
        "https://bucket.s3.us-east-1.amazonaws.com",
        "https://ec2-1-2-3-4.compute-1.amazonaws.com",
        "https://sts.evil.us-east-1.amazonaws.com",
        "https://abc.lambda-url.us-east-1.on.aws",
        "https://vpce-0123-abc.vpce-svc-0123.us-east-1.vpce.amazonaws.com",
        "http://127.0.0.1:5000",
        "https://",
    ],
)
def test_not_aws(url: str) -> None:
    """Lookalikes, and what customers run under AWS's domains, are not AWS's own."""
    assert not is_aws(url)


@pytest.mark.parametrize(
    ("url", "loopback"),
    [
        ("http://localhost:5000", True),
        ("http://LOCALHOST", True),
        ("http://127.0.0.1", True),
        ("http://127.8.9.10:80", True),
        ("http://[::1]:5000", True),
        ("http://[::2]:5000", False),
        ("http://localhost.evil.example", False),
        ("http://127.0.0.1.evil.example", False),
        ("http://localhost@evil.example", False),
        ("http://10.0.0.1", False),
        ("http://0.0.0.0", False),
        ("http://localhost.", False),
        ("http://127.0.0.1.:80", False),
    ],
)
def test_loopback(url: str, *, loopback: bool) -> None:
    """Plain http is for this machine alone."""
    assert is_loopback(url) is loopback
    assert is_readable_on_the_way(url) is not loopback


@pytest.mark.parametrize(
    "url",
    [
        r"http://10.1.1.1:8080\@127.0.0.1",
        r"https://10.1.1.1\@iam.amazonaws.com",
        "https://user@iam.amazonaws.com",
        "https://iam.amazonaws.com@evil.example",
        "https://@iam.amazonaws.com",
        "https://iam.amazonaws.com ",
        "https://iam.\tamazonaws.com",
        "https://iam.amazonaws.com\N{ZERO WIDTH SPACE}",
        "https://iám.amazonaws.com",
        "https://iam.amazonaws.com%2eevil.example",
        "ftp://iam.amazonaws.com",
        "https://iam.amazonaws.com\x1b]0;X\x07",
        "https://",
        "iam.amazonaws.com",
    ],
)
def test_an_address_that_seems_another_is_refused(url: str) -> None:
    """Nothing is sent where two readers of an address could find two hosts in it."""
    with pytest.raises(Stopped) as stopped:
        check(url, None)
    assert isinstance(stopped.value.trouble, AddressMisleading)


@given(
    st.text("ahimst.127:0/\\@?#[] \t-x%", max_size=30), st.sampled_from(["http://", "https://", "HTTP://127.0.0.1", ""])
)
@example(r"10.1.1.1:8080\@127.0.0.1", "http://")
def test_what_is_judged_is_what_is_connected_to(rest: str, beginning: str) -> None:
    """What passes the check is connected to at the host that was judged, which urllib.parse finds as well."""
    url = beginning + rest
    try:
        check(url, None)
    except Stopped:
        return
    connection = urllib3.PoolManager().connection_from_url(url)
    assert connection.host.strip("[]").rstrip(".").lower() == host(url) == (urlsplit(url).hostname or "").rstrip(".")
    assert connection.scheme == "https" or is_loopback(url)


def test_https_is_not_readable() -> None:
    """With https anyone may be called."""
    assert not is_readable_on_the_way("https://iam.example")
    assert is_readable_on_the_way("HTTP://iam.example")


def test_shown() -> None:
    """An address is shown without what may be secret in it."""
    assert shown("https://user:pass@iam.example:8443/path?token=1#x") == "https://iam.example:8443"


@pytest.mark.parametrize("service", ["sso", "sso-oidc", "signin", "sts"])
@pytest.mark.parametrize("region", ["eu-west-1", "cn-north-1", "us-gov-west-1", "eusc-de-east-1"])
@pytest.mark.parametrize("variant", [{}, {"use_dualstack_endpoint": True}, {"use_fips_endpoint": True}])
def test_aws_takes_sign_in_tokens_itself(service: str, region: str, variant: dict[str, bool]) -> None:
    """At the addresses that botocore sends them to, and at none that only ends like one."""
    config = Config(signature_version=UNSIGNED, **variant)  # type: ignore[arg-type]
    client: Any = botocore.session.get_session().create_client(service, region_name=region, config=config)
    address = client.meta.endpoint_url
    assert is_aws_sign_in(address)
    assert not is_aws_sign_in(f"https://x{address.removeprefix('https://')}")
    assert not is_aws_sign_in(f"{address}.example")
