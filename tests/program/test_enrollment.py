import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyotp
import pytest

from mfa_enroll.exits import Exit
from mfa_enroll.flows.outcome import NotEnabled
from mfa_enroll.words import outcomes
from mfa_enroll.words.codes import next_code
from mfa_enroll.words.labels import PRACTICE
from tests.program.command import program, with_keys_of
from tests.program.terminal import Terminal
from tests.program.visitor import Visitor
from tests.support.bench import bench
from tests.support.sampled import one_in


@contextmanager
def visit(
    home: Path, *arguments: str, enrolled: bool = False, columns: int = 80, rows: int = 24, **more: str
) -> Iterator[Visitor]:
    """The program with the keys of a practice account in the environment, and a person before it."""
    with bench(enrolled=enrolled) as here:
        variables = with_keys_of(here, home, **more)
        with Terminal(program(*arguments), variables, columns=columns, rows=rows) as window:
            yield Visitor(here, window)


def scanned(at: Visitor) -> pyotp.TOTP:
    """The entry on the phone of someone who has agreed to the plan and scanned the picture."""
    at.create()
    at.scan()
    [entry] = at.here.phone._entries.values()
    return entry


def test_practice_ends_with_mfa_on_in_real_time(home: Path) -> None:
    """`--practice` alone is enough: what a camera reads from the screen yields codes that turn MFA on.

    Keys, profiles, addresses and proxies in the environment play no part, and its last words speak of nothing that
    has gone.
    """
    nowhere = "http://127.0.0.1:9"
    with visit(home, "--practice", AWS_PROFILE="nobody", HTTP_PROXY=nowhere, http_proxy=nowhere) as at:
        entry = scanned(at)
        assert (entry.issuer, entry.name) == ("AWS", "alice@111122223333")
        assert PRACTICE in at.window.text
        first = entry.now()
        at.press(first)
        at.until(lambda: entry.now() != first, "the phone to show the next code")
        at.press(entry.now())
        at.done()
        assert at.window.end() == Exit.DONE
        assert at.window.last_words == " ".join(outcomes.after_practice(NotEnabled()))
        assert at.window.traces == []
        assert at.here.calls == []


@pytest.mark.parametrize(("columns", "rows"), one_in(2, [(60, 20), (80, 24)], several=True), ids=["60x20", "80x24"])
def test_an_enrollment_against_an_endpoint(home: Path, columns: int, rows: int) -> None:
    """With keys and an address from the environment, five calls turn MFA on, and the terminal is as it was before."""
    with visit(home, columns=columns, rows=rows) as at:
        assert scanned(at).secret == pyotp.parse_uri(at.here.practice.provisioning_uri().reveal()).secret
        at.two_codes()
        at.done()
        assert at.window.end() == Exit.DONE
        assert at.here.is_enrolled
        assert len(at.here.calls) == 5
        assert at.here.serial in at.window.last_words
        assert at.window.traces == []


def test_the_picture_follows_the_size_of_the_window(home: Path) -> None:
    """A window that is made smaller and larger while the picture is up shows it whole each time."""
    with visit(home) as at:
        seed = scanned(at).secret
        for columns, rows in [(60, 20), (120, 40), (80, 24)]:
            at.window.resize(columns, rows)
            at.until(
                lambda: [code for code in at.window.codes if pyotp.parse_uri(code).secret == seed],
                f"the picture at {columns}x{rows}",
            )


def test_at_rest_the_picture_is_not_drawn_anew(home: Path) -> None:
    """While nothing happens only what moves is drawn, so that the picture does not flicker for the camera."""
    with visit(home) as at:
        scanned(at)
        at.first_code()
        at.until(lambda: time.monotonic() - at.window.arrivals[-1][0] > 0.2, "the page to come to rest")
        drawn = len(at.window.raw)
        for _ in range(3):
            _wait_for_change(at)
        assert not {"█", "▀", "▄"} & set(at.window.raw[drawn:].decode())


def _wait_for_change(at: Visitor) -> None:
    before = at.window.text
    at.until(lambda: at.window.text != before or at.window.shows(next_code(0)), "the seconds to be counted down")


def test_a_second_run_says_that_mfa_is_on(home: Path) -> None:
    """Running it again when all is done says so, and ends well."""
    with visit(home, enrolled=True) as at:
        at.done()
        assert at.window.end() == Exit.DONE
        assert at.here.serial in at.window.last_words
        assert at.window.traces == []


def test_practice_goes_by_the_policies_given(home: Path) -> None:
    """`--practice --policy` rehearses an administrator's own document: what it does not allow is met on a page.

    In another partition the picture comes where the policy is for that partition.
    """
    allowing = {"Effect": "Allow", "Action": "iam:*", "Resource": "arn:aws-cn:iam::*:*"}
    file = home / "own.json"
    file.write_text(json.dumps({"Version": "2012-10-17", "Statement": allowing}))
    with visit(home, "--practice", "--policy", str(file), "--partition", "aws-cn") as at:
        assert scanned(at).name == "alice@111122223333"
    with visit(home, "--practice", "--policy", str(file)) as at:
        at.see("iam:ListMFADevices")
