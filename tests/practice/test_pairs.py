import pyotp
import pytest

from mfa_enroll.domain.secret import Secret
from mfa_enroll.practice.devices import VirtualDevice, new_seed
from mfa_enroll.practice.errors import AwsError

NOW = 1_800_000_005.0
HERE = 60_000_000


@pytest.fixture
def device() -> VirtualDevice:
    """A device nobody has used yet."""
    return VirtualDevice("arn:aws:iam::111122223333:mfa/alice", new_seed(bytes(range(40))))


def codes(device: VirtualDevice, second_step: int) -> tuple[str, str]:
    """Codes of two consecutive time steps."""
    hotp = pyotp.HOTP(device.seed.reveal())
    return hotp.at(second_step - 1), hotp.at(second_step)


def test_a_seed_is_64_base32_characters() -> None:
    """Forty bytes of key are 64 base32 characters without padding."""
    assert new_seed(bytes(40)).reveal() == "A" * 64


@pytest.mark.parametrize("offset", [-998, -997, -3, -1, 0, 1, 2, 999, 1000])
def test_a_pair_within_the_search_is_found(device: VirtualDevice, offset: int) -> None:
    """A pair whose second code is 998 steps behind to 1,000 ahead is found, and its offset is stored."""
    device.synchronize(*codes(device, HERE + offset), NOW)

    assert (device.offset, device.last_step) == (offset, HERE + offset)


@pytest.mark.parametrize("offset", [-999, 1001, -3000, 3000])
def test_a_pair_beyond_the_search_is_refused(device: VirtualDevice, offset: int) -> None:
    """A pair further away is refused, and nothing is stored."""
    with pytest.raises(AwsError, match="InvalidAuthenticationCode"):
        device.synchronize(*codes(device, HERE + offset), NOW)

    assert (device.offset, device.last_step) == (0, None)


@pytest.mark.parametrize("later", [0, 1])
def test_a_pair_is_taken_once(device: VirtualDevice, later: int) -> None:
    """A pair used before, or one that shares a code with it, is refused even though its codes are right."""
    device.synchronize(*codes(device, HERE), NOW)
    with pytest.raises(AwsError, match="InvalidAuthenticationCode"):
        device.synchronize(*codes(device, HERE + later), NOW + 30 * later)


def test_two_new_codes_are_taken_after_that(device: VirtualDevice) -> None:
    """The next two codes after a pair are a new pair."""
    device.synchronize(*codes(device, HERE), NOW)
    device.synchronize(*codes(device, HERE + 2), NOW + 60)

    assert (device.offset, device.last_step) == (0, HERE + 2)


def test_later_searches_start_from_the_offset(device: VirtualDevice) -> None:
    """A resynchronization searches around the device's own time, not the server's."""
    device.synchronize(*codes(device, HERE + 900), NOW)
    device.synchronize(*codes(device, HERE + 1900), NOW)

    assert device.offset == 1900


def test_the_uri_is_spelled_as_aws_does(device: VirtualDevice) -> None:
    """The URI names Amazon Web Services, the device, the account and the seed, and nothing else."""
    uri = device.provisioning_uri("111122223333").reveal()

    assert uri == (
        "otpauth://totp/Amazon%20Web%20Services:alice@111122223333"
        f"?secret={device.seed.reveal()}&issuer=Amazon%20Web%20Services"
    )


def test_odd_names_survive_the_uri() -> None:
    """Every character an IAM name may have arrives at the authenticator as it is."""
    device = VirtualDevice("arn:aws:iam::111122223333:mfa/a+b=c,d.e@f_g-h", Secret("A" * 64))
    entry = pyotp.parse_uri(device.provisioning_uri("111122223333").reveal())

    assert entry.name == "a+b=c,d.e@f_g-h@111122223333"
    assert entry.issuer == "Amazon Web Services"
