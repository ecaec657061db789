"""The judge of addresses, held against the parser that connects: whatever is written, both mean the same host."""

from typing import Any

import hypothesis.strategies as st
from botocore.awsrequest import AWSRequest, prepare_request_dict
from botocore.utils import is_valid_endpoint_url, is_valid_ipv6_endpoint_url
from hypothesis import given
from urllib3 import PoolManager

from mfa_enroll.aws import endpoints
from tests.fuzz.hostile import examples

_HOSTS = (
    *("127.0.0.1", "127.1", "localhost", "LOCALHOST.", "[::1]", "[::ffff:127.0.0.1]", "10.1.1.1", "evil.example"),
    *("iam.amazonaws.com", "sts.eu-west-1.amazonaws.com", "iam.amazonaws.com.", "xn--e1afmkfd", "2130706433", "0x7f.1"),
    *("loca\u017fhost", "\u24dbocalhost", "iam\u3002amazonaws.com", "\u0131am.amazonaws.com", "127.0.0.\u0661"),
)
_SIGNS = (
    *("\\", "@", "#", "?", "/", ":", "[", "]", "%", "%40", "%5c", "%2f", "//", "\\@", ":80", ":8080", "..", ";", "&"),
    *(" ", "\t", "\n", "\r", "\x00", "\x1f", "\x7f", "\x85", "\u00a0", "\u200b", "\u202e"),
    *("\uff0f", "\uff20", "\u2100"),
)
_SCHEMES = ("http://", "https://", "HTTP://", "hTTps://", "//", "http:/", "http:///", "https:\\\\", "ftp://", "")

_AMBIGUOUS = ("\\", "@", "\\@", " ", "\t", "\n", "\x00", "\u200b", "\u017f")

_PIECES = st.sampled_from((*_HOSTS, *_SIGNS)) | st.text(max_size=3)
ADDRESSES = st.builds("".join, st.tuples(st.sampled_from(_SCHEMES), st.lists(_PIECES, max_size=6).map("".join)))


def connected_to(url: str) -> Any:
    """The pool of connections that botocore's request to an endpoint address is sent over; None where there is none."""
    if not (is_valid_endpoint_url(url) or is_valid_ipv6_endpoint_url(url)):
        return None
    request: dict[str, Any] = {"url_path": "/", "query_string": "", "method": "POST", "headers": {}, "body": b""}
    prepare_request_dict(request, endpoint_url=url)
    prepared = AWSRequest(method="POST", url=request["url"]).prepare()
    return PoolManager().connection_from_url(prepared.url)


@examples(150)
@given(ADDRESSES)
def test_the_host_that_is_judged_is_the_one_that_is_connected_to(url: str) -> None:
    """An address that is let through is called at the host, and in the way, for which it was let through."""
    if endpoints.is_misleading(url):
        return
    try:
        pool = connected_to(url)
    except ValueError:  # botocore and urllib3 refuse it themselves
        return
    if pool is None:
        return
    there = f"{pool.scheme}://{pool.host if ':' not in pool.host else '[' + pool.host.strip('[]') + ']'}"
    assert endpoints.is_loopback(url) is endpoints.is_loopback(there)
    assert endpoints.is_aws(url) is endpoints.is_aws(there)
    assert endpoints.is_readable_on_the_way(url) is endpoints.is_readable_on_the_way(there)
    assert pool.host.strip("[]").rstrip(".") == endpoints.host(url)
    assert pool.host.strip("[]") in endpoints.shown(url)


@examples(200)
@given(ADDRESSES)
def test_nothing_of_an_address_acts_on_the_terminal(url: str) -> None:
    """What is shown of one that is let through is graphic ASCII, and no part of it that may be secret."""
    if not endpoints.is_misleading(url):
        assert endpoints.shown(url).isascii()
        assert endpoints.shown(url).isprintable()
        assert "@" not in endpoints.shown(url)


@examples(200)
@given(st.sampled_from(_HOSTS), st.sampled_from(_AMBIGUOUS), ADDRESSES)
def test_what_can_be_read_in_two_ways_is_refused(host: str, sign: str, rest: str) -> None:
    """Wherever it stands before the query."""
    for url in (f"http://{host}{sign}{rest.replace('?', '')}", f"https://{sign}{host}", f"{sign}https://{host}"):
        assert endpoints.is_misleading(url)
