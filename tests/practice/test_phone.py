import re
from typing import TYPE_CHECKING

import pyotp
import pytest

from mfa_enroll.domain.secret import Secret
from mfa_enroll.practice.phone import NotAnAuthenticatorCodeError, Phone

if TYPE_CHECKING:
    from tests.practice.conftest import Practice, Serve

NOW = 1_800_000_005.0
SEED = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
URI = f"otpauth://totp/Amazon%20Web%20Services:alice@111122223333?secret={SEED}&issuer=Amazon%20Web%20Services"


def test_a_phone_enrolls(serve: "Serve") -> None:
    """What the account shows is scanned, and the phone's codes enable the device and open a session."""
    practice = serve(leftover=True)
    phone = Phone(practice.clock)
    phone.scan(practice.account.provisioning_uri())
    (first,) = phone.entries()
    practice.clock.now += first.seconds_left
    (second,) = phone.entries()

    practice.iam.enable_mfa_device(
        UserName="alice",
        SerialNumber=practice.serial,
        AuthenticationCode1=first.code.reveal(),
        AuthenticationCode2=second.code.reveal(),
    )
    practice.clock.now += second.seconds_left

    assert practice.session_keys(code=phone.entries()[0].code.reveal())


def test_the_phone_of_someone_enrolled(enrolled: "Practice") -> None:
    """A device that is on already can be put on a phone: the account knows what its QR code showed."""
    phone = Phone(enrolled.clock)
    phone.scan(enrolled.account.provisioning_uri())
    (entry,) = phone.entries()

    assert enrolled.session_keys(code=entry.code.reveal())


def test_notes() -> None:
    """A phone keeps what its owner noted down, and has no notes by itself."""
    assert Phone(lambda: NOW).notes == ()
    assert Phone(lambda: NOW, notes=("Console password: Old-enough-9",)).notes == ("Console password: Old-enough-9",)


def test_what_an_entry_shows() -> None:
    """An entry has its label, its code, and how long the code will be shown."""
    phone = Phone(lambda: NOW)
    phone.scan(Secret(URI))
    (entry,) = phone.entries()

    assert entry.label == "Amazon Web Services:alice@111122223333"
    assert entry.code.reveal() == pyotp.TOTP(SEED).at(int(NOW))
    assert (entry.seconds_left, entry.period) == (25.0, 30)
    assert entry.code.reveal() not in repr(entry)


@pytest.mark.parametrize("drift", [-95.0, 40.0, 29_000.0])
def test_a_phone_with_a_wrong_clock(drift: float) -> None:
    """A phone with a wrong clock shows the codes of its own time."""
    phone = Phone(lambda: NOW, drift=drift)
    phone.scan(Secret(URI))
    (entry,) = phone.entries()

    assert entry.code.reveal() == pyotp.TOTP(SEED).at(int(NOW + drift))
    assert entry.seconds_left == 30 - (NOW + drift) % 30


def test_the_same_label_is_replaced() -> None:
    """Scanning a new code for the same account replaces the entry; another account is added after it."""
    phone = Phone(lambda: NOW)
    phone.scan(Secret(URI))
    phone.scan(Secret(URI.replace("alice", "bob")))
    phone.scan(Secret(URI.replace(SEED, "A" * 32)))
    entries = phone.entries()

    assert [entry.label.partition(":")[2] for entry in entries] == ["alice@111122223333", "bob@111122223333"]
    assert entries[0].code.reveal() == pyotp.TOTP("A" * 32).at(int(NOW))


def test_digits_and_period_of_the_code() -> None:
    """Digits and period that a code asks for are kept to."""
    phone = Phone(lambda: NOW)
    phone.scan(Secret(URI + "&digits=8&period=60"))
    (entry,) = phone.entries()

    assert re.fullmatch(r"\d{8}", entry.code.reveal())
    assert (entry.seconds_left, entry.period) == (55.0, 60)


@pytest.mark.parametrize(
    "text",
    [
        "https://example.com/SENTINEL",
        "WIFI:T:WPA;S:home;P:SENTINEL;;",
        "otpauth://hotp/x?secret=GEZDGNBV&counter=1",
        "otpauth://totp/x?issuer=SENTINEL",
        "otpauth://totp/x?secret=SENTINEL0189",
        "otpauth://totp/x?secret=GEZDGNBV&digits=SENTINEL",
        "otpauth://totp/x?secret=GEZDGNBV&period=0",
        "otpauth://[SENTINEL",
        "",
    ],
)
def test_what_is_no_code_for_an_authenticator(text: str) -> None:
    """Anything but a time-based otpauth URI is refused, without repeating it, and no entry is made."""
    phone = Phone(lambda: NOW)
    with pytest.raises(NotAnAuthenticatorCodeError) as caught:
        phone.scan(Secret(text))

    assert "SENTINEL" not in str(caught.value)
    assert caught.value.__cause__ is None
    assert phone.entries() == ()
