"""The steps of a person at the terminal, from the first page to the last."""

import re
from pathlib import Path

import pyotp

from tests.program.command import environment
from tests.program.terminal import ENTER, Terminal
from tests.support.bench import Bench

CREATE = "Create the device"
LEAVE = "Leave before MFA is on?"
EARLIER = "An earlier attempt was not finished"
KEPT = "It is there now."


def with_keys_of(bench: Bench, home: Path, **more: str) -> dict[str, str]:
    """An environment with the access key of a practice account."""
    return environment(
        home,
        AWS_ENDPOINT_URL=bench.server.url,
        AWS_ACCESS_KEY_ID=bench.practice.access_key_id,
        AWS_SECRET_ACCESS_KEY=bench.practice.secret_access_key.reveal(),
        **more,
    )


def create_and_scan(window: Terminal) -> pyotp.TOTP:
    """From the first page to a phone that has scanned the picture."""
    window.wait_for(CREATE)
    window.type(ENTER)
    return phone(window)


def phone(window: Terminal) -> pyotp.TOTP:
    """A phone that has scanned the picture in the window."""
    entry = pyotp.parse_uri(window.scan())
    assert isinstance(entry, pyotp.TOTP)
    return entry


def type_two_codes(window: Terminal, bench: Bench, entry: pyotp.TOTP) -> list[str]:
    """Type the codes of two time steps, on a clock that is moved in between; returns them."""
    codes = []
    for seconds in (0, entry.interval):
        bench.clock.advance(seconds)
        codes.append(entry.at(int(bench.clock())))
        window.type(codes[-1])
        window.wait_until(lambda: "✓" in window.text, "the code to be taken")
    return codes


def done(window: Terminal) -> int:
    """From the last page back to the shell; returns the exit code."""
    window.wait_for("Done")
    [number] = re.findall(r"(\d)  Done", window.text)
    window.type(number + ENTER)
    return window.end()
