import time
from pathlib import Path

import pyotp
import pytest

from tests.program.command import environment, program
from tests.program.enrolling import create_and_scan, done, type_two_codes, with_keys_of
from tests.program.terminal import Terminal
from tests.support.bench import bench

WINDOWS = pytest.mark.parametrize(("columns", "rows"), [(80, 24), (60, 20)], ids=["80x24", "60x20"])


def test_practice_ends_with_mfa_on_in_real_time(home: Path) -> None:
    """`--practice` alone is enough: what a camera reads from the screen yields codes that turn MFA on."""
    with Terminal(program("--practice"), environment(home)) as window:
        entry = create_and_scan(window)
        assert (entry.issuer, entry.name) == ("AWS", "alice@111122223333")
        first = int(time.time()) // entry.interval * entry.interval
        window.type(entry.at(first))
        window.wait_for("✓  Type the code it shows.")
        time.sleep(max(0.0, first + entry.interval + 0.5 - time.time()))
        window.type(entry.at(first + entry.interval))
        assert done(window) == 0
        assert window.last_words.startswith("PRACTICE: nothing was changed in AWS, nor in your AWS files.")
        assert "arn:aws" not in window.last_words
        assert window.traces == []


@WINDOWS
def test_an_enrollment_against_an_endpoint(home: Path, columns: int, rows: int) -> None:
    """With keys and an address from the environment, five calls turn MFA on, and the terminal is as it was before."""
    with bench() as here, Terminal(program(), with_keys_of(here, home), columns=columns, rows=rows) as window:
        entry = create_and_scan(window)
        assert entry.secret == pyotp.parse_uri(here.practice.provisioning_uri().reveal()).secret
        type_two_codes(window, here, entry)
        assert done(window) == 0
        assert here.is_enrolled
        assert len(here.calls) == 5
        assert window.last_words.startswith(f"MFA is on for alice: {here.serial}")
        assert window.traces == []


def test_the_picture_follows_the_size_of_the_window(home: Path) -> None:
    """A window that is made smaller and larger while the picture is up shows it whole each time."""
    with bench() as here, Terminal(program(), with_keys_of(here, home)) as window:
        seed = create_and_scan(window).secret
        for columns, rows in [(60, 20), (120, 40), (80, 24)]:
            window.resize(columns, rows)
            window.wait_until(
                lambda: [code for code in window.codes if pyotp.parse_uri(code).secret == seed],
                f"the picture at {columns}x{rows}",
            )


def test_at_rest_the_picture_is_not_drawn_anew(home: Path) -> None:
    """While nothing happens only what moves is drawn, so that the picture does not flicker for the camera."""
    with bench() as here, Terminal(program(), with_keys_of(here, home)) as window:
        create_and_scan(window)
        window.wait_until(lambda: time.monotonic() - window.arrivals[-1][0] > 0.2, "the page to come to rest")
        drawn = len(window.raw)
        window.wait_until(lambda: time.monotonic() - window.started > 4, "some time to pass")
        assert not {"█", "▀", "▄"} & set(window.raw[drawn:].decode())


def test_a_second_run_says_that_mfa_is_on(home: Path) -> None:
    """Running it again when all is done says so, and ends well."""
    with bench(enrolled=True) as here, Terminal(program(), with_keys_of(here, home)) as window:
        assert done(window) == 0
        assert window.last_words.startswith("MFA is on for alice:")
        assert here.serial in window.last_words
        assert window.traces == []


def test_practice_wants_no_keys_and_no_network(home: Path) -> None:
    """Practice ignores keys, profiles, addresses and proxies in the environment."""
    elsewhere = {
        "AWS_PROFILE": "nobody",
        "AWS_ACCESS_KEY_ID": "AKIAELSEWHERE",
        "AWS_ENDPOINT_URL": "http://127.0.0.1:9",
        "HTTP_PROXY": "http://127.0.0.1:9",
        "http_proxy": "http://127.0.0.1:9",
    }
    with Terminal(program("--practice"), environment(home, **elsewhere)) as window:
        create_and_scan(window)
        assert "PRACTICE" in window.text
