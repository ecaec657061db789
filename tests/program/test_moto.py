"""A second implementation of the wire, not written here: moto. It takes any codes, so it says nothing about those."""

import logging
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import boto3
import pytest
from moto.server import ThreadedMotoServer

from mfa_enroll.exits import Exit
from mfa_enroll.flows.questions import LeftoverChoice
from tests.program.command import environment, program
from tests.program.pages import LEFTOVER
from tests.program.terminal import Terminal
from tests.program.visitor import Visitor
from tests.support.bench import bench

if TYPE_CHECKING:
    from mypy_boto3_iam import IAMClient

USER, SERIAL = "carol", "arn:aws:iam::123456789012:mfa/carol"


@dataclass(frozen=True)
class Moto:
    """A user of moto's: an administrator's client, and the environment of the user."""

    iam: "IAMClient"
    variables: dict[str, str]

    @property
    def enabled(self) -> list[str]:
        """Serial numbers of the devices that are on."""
        return [device["SerialNumber"] for device in self.iam.list_mfa_devices(UserName=USER)["MFADevices"]]


@pytest.fixture
def moto(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Moto]:
    """Moto's server in this process, with one user and an access key of theirs."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "administrator")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "administrator")
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    try:
        host, port = server.get_host_and_port()
        url = f"http://{host}:{port}"
        urllib.request.urlopen(f"{url}/moto-api/reset", b"").close()  # noqa: S310 - http to this process
        iam = boto3.client("iam", region_name="us-east-1", endpoint_url=url)
        iam.create_user(UserName=USER)
        key = iam.create_access_key(UserName=USER)["AccessKey"]
        keys = {"AWS_ACCESS_KEY_ID": key["AccessKeyId"], "AWS_SECRET_ACCESS_KEY": key["SecretAccessKey"]}
        yield Moto(iam, environment(home, AWS_ENDPOINT_URL=url, **keys))
    finally:
        server.stop()


@pytest.mark.parametrize("leftover", [False, True], ids=["nothing there", "a leftover"])
def test_the_program_turns_the_device_on(moto: Moto, *, leftover: bool) -> None:
    """The five calls are understood, and their answers read; a name that is taken is recognised, and given free."""
    if leftover:
        moto.iam.create_virtual_mfa_device(VirtualMFADeviceName=USER)
    with bench() as here, Terminal(program(), moto.variables) as window:
        at = Visitor(here, window)
        at.create()
        if leftover:
            at.see(SERIAL)
            at.choose(LEFTOVER, LeftoverChoice.FRESH)
        at.scan()
        at.two_codes()
        at.done()
        assert window.end() == Exit.DONE
        assert SERIAL in window.last_words
    assert moto.enabled == [SERIAL]
