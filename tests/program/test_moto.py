"""A second implementation of the wire, not written here: moto. It takes any codes, so it says nothing about those."""

import asyncio
import logging
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

import boto3
import pytest
from moto.server import ThreadedMotoServer

from mfa_enroll.aws.account import AwsAccount
from mfa_enroll.domain.options import Options
from mfa_enroll.domain.principal import IamUser
from mfa_enroll.domain.secret import Secret
from mfa_enroll.files.profiles import SharedProfiles
from mfa_enroll.flows.endings import EndingKind
from mfa_enroll.flows.enroll import enroll
from mfa_enroll.flows.questions import CodeAsk, DeviceReport, Leftover, LeftoverChoice
from mfa_enroll.practice.phone import Phone
from mfa_enroll.tui.app import EnrollApp
from mfa_enroll.tui.screens.codes import CodesPage
from mfa_enroll.tui.screens.report import EnabledPage
from mfa_enroll.tui.widgets.choice import Choice
from tests.support.bench import MovableClock
from tests.support.painter import paint_app, read_codes
from tests.support.person import Person, code, go_on, next_code

if TYPE_CHECKING:
    from mypy_boto3_iam import IAMClient
    from textual.pilot import Pilot

    from mfa_enroll.flows.endings import Ending
    from tests.support.bench import Bench

USER = IamUser("aws", "123456789012", "carol")


@dataclass(frozen=True)
class Moto:
    """A user of moto's, with what a scripted person needs of a bench: a clock and a phone."""

    iam: "IAMClient"
    options: Options
    clock: MovableClock
    phone: Phone

    def account(self) -> AwsAccount:
        """The program's way to it."""
        return AwsAccount(self.options, now=self.clock)

    def enabled(self) -> list[str]:
        """Serial numbers of the devices that are on."""
        return [device["SerialNumber"] for device in self.iam.list_mfa_devices(UserName=USER.name)["MFADevices"]]

    @property
    def server(self) -> SimpleNamespace:
        """What it was asked, of which moto keeps nothing."""
        return SimpleNamespace(requests=())

    def person(self, *script: object) -> Person:
        """A person with a script, who has this phone."""
        return Person(cast("Bench", self), script)


@pytest.fixture
def moto(monkeypatch: pytest.MonkeyPatch) -> Iterator[Moto]:
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
        iam.create_user(UserName=USER.name)
        key = iam.create_access_key(UserName=USER.name)["AccessKey"]
        clock = MovableClock()
        yield Moto(
            iam,
            Options(
                endpoint_url=url,
                access_key_id=key["AccessKeyId"],
                secret_access_key=Secret(key["SecretAccessKey"]),
            ),
            clock,
            Phone(clock),
        )
    finally:
        server.stop()


async def test_the_flow(moto: Moto, tmp_path: Path) -> None:
    """The five calls are understood, and their answers read, as another implementation has them."""
    person = moto.person(go_on, code(cast("Bench", moto)), next_code(cast("Bench", moto)))
    ending = await enroll(moto.account(), person, SharedProfiles.in_directory(tmp_path))
    assert ending.kind is EndingKind.ENABLED
    assert person.identity is not None
    assert person.identity.principal == USER
    assert moto.enabled() == [USER.device_serial]
    assert person.questions(DeviceReport)[0].own.serial == USER.device_serial
    assert len(person.questions(CodeAsk)[0].seed.reveal()) == 64


async def test_a_leftover(moto: Moto, tmp_path: Path) -> None:
    """A name that is taken is recognised, the device deleted, and one made in its place."""
    moto.iam.create_virtual_mfa_device(VirtualMFADeviceName=USER.name)
    person = moto.person(go_on, LeftoverChoice.FRESH, code(cast("Bench", moto)), next_code(cast("Bench", moto)))
    ending = await enroll(moto.account(), person, SharedProfiles.in_directory(tmp_path))
    assert ending.kind is EndingKind.ENABLED
    assert [leftover.serial for leftover in person.questions(Leftover)] == [USER.device_serial]
    assert moto.enabled() == [USER.device_serial]


async def until(pilot: "Pilot[Ending]", condition: Callable[[], object]) -> None:
    """Wait for the app to come to something."""
    deadline = time.monotonic() + 40
    while not condition():
        assert time.monotonic() < deadline, f"still on {pilot.app.screen}"
        await pilot.pause(0.02)


async def test_the_wizard(moto: Moto, tmp_path: Path) -> None:
    """So does the full screen: its picture is scanned, two codes are typed, and the device is listed."""
    account, profiles = moto.account(), SharedProfiles.in_directory(tmp_path)
    app = EnrollApp(lambda dialogue: enroll(account, dialogue, profiles))
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: any(choice.display for choice in app.screen.query(Choice)))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, CodesPage) and read_codes(paint_app(app)))
        [uri] = read_codes(paint_app(app))
        moto.phone.scan(Secret(uri))
        for seconds in (0, 30):
            moto.clock.advance(seconds)
            await pilot.press(*moto.phone.entries()[0].code.reveal())
            await pilot.pause(0.1)
        await until(pilot, lambda: isinstance(app.screen, EnabledPage))
        await pilot.press("3", "enter")
        await asyncio.sleep(0)
    assert app.return_value is not None
    assert app.return_value.kind is EndingKind.ENABLED
    assert moto.enabled() == [USER.device_serial]
