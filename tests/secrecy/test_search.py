"""The search finds a secret wherever one is planted, in whatever spelling: what it does not find is not there."""

import base64
import json
import signal
import sys
import urllib.parse
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

if sys.platform != "linux":
    pytest.skip("looks at processes through /proc", allow_module_level=True)

import qrcode

from mfa_enroll.domain.otpauth import provisioning_uri
from mfa_enroll.domain.secret import Secret
from mfa_enroll.exits import after_signal
from mfa_enroll.practice.account import PracticeAccount
from tests.secrecy.sentinels import CODE, PASSWORD, PICTURE, SECRET_KEY, SEED, SESSION_KEY, SESSION_TOKEN, Sentinels
from tests.secrecy.visits import FLOWS, Visit
from tests.secrecy.watching import stumbling, visited


@pytest.fixture(scope="module")
def sentinels() -> Sentinels:
    """Those of an account with one device and one session, a code and a password."""
    found = Sentinels(codes={"314159"}, passwords={"Sentinel-old-7"})
    account = PracticeAccount(enrolled=True, random_bytes=found.drawn)
    account.open_session(mfa=True, seconds=900)
    return found


def uri(seed: str) -> str:
    """What the QR code of a seed says."""
    return provisioning_uri(PracticeAccount().user, Secret(seed)).reveal()


def picture(seed: str) -> str:
    """Its picture as text, dark modules as ink."""
    code = qrcode.QRCode(border=4)
    code.add_data(uri(seed))
    rows = code.get_matrix()
    return "\n".join(
        "".join(" ▄▀█"[2 * (not up) + (not down)] for up, down in zip(*pair, strict=True))
        for pair in zip(rows[0::2], rows[1::2], strict=False)  # an odd last one is margin
    )


def pressed(text: str) -> str:
    """Key presses, as Textual logs them."""
    return "\n".join(f"Key(key='{each}', character='{each}', name='key')" for each in text)


PLANTED: dict[str, tuple[str, Callable[[Sentinels], str | bytes]]] = {
    "seed": (SEED, lambda s: s.drawn.seeds[0]),
    "seed in small letters": (SEED, lambda s: s.drawn.seeds[0].lower()),
    "seed in groups": (SEED, lambda s: " ".join(s.drawn.seeds[0][at : at + 4] for at in range(0, 64, 4))),
    "seed on several lines": (SEED, lambda s: "\r\n".join(s.drawn.seeds[0][at : at + 8] for at in range(0, 64, 8))),
    "seed in colours": (SEED, lambda s: "\x1b[1;32m".join(s.drawn.seeds[0][at : at + 4] for at in range(0, 64, 4))),
    "seed cut short by repr": (SEED, lambda s: f"'{s.drawn.seeds[0][:12]}...'"),
    "seed as bytes": (SEED, lambda s: base64.b32decode(s.drawn.seeds[0])),
    "seed in hex": (SEED, lambda s: base64.b32decode(s.drawn.seeds[0]).hex()),
    "seed in base64": (SEED, lambda s: base64.b64encode(base64.b32decode(s.drawn.seeds[0]))),
    "seed twice in base": (SEED, lambda s: base64.b64encode(s.drawn.seeds[0].encode())),
    "URI": (SEED, lambda s: uri(s.drawn.seeds[0])),
    "URI, quoted": (SEED, lambda s: urllib.parse.quote(uri(s.drawn.seeds[0]), safe="")),
    "copied seed": (SEED, lambda s: b"\x1b]52;c;" + base64.b64encode(s.drawn.seeds[0].encode()) + b"\x07"),
    "picture": (PICTURE, lambda s: picture(s.drawn.seeds[0])),
    "code": (CODE, lambda _: "[314159]"),
    "code in two halves": (CODE, lambda _: "314 159"),
    "code in hex": (CODE, lambda _: b"314159".hex()),
    "code as keys": (CODE, lambda _: pressed("314159")),
    "password": (PASSWORD, lambda _: "OldPassword=Sentinel-old-7&"),
    "password as keys": (PASSWORD, lambda _: pressed("Sentinel-old-7")),
    "secret access key": (SECRET_KEY, lambda s: s.drawn.secret_key),
    "secret access key, quoted": (SECRET_KEY, lambda s: urllib.parse.quote(s.drawn.secret_key, safe="")),
    "session key": (SESSION_KEY, lambda s: s.drawn.session_keys[0]),
    "session token": (SESSION_TOKEN, lambda s: json.dumps(s.drawn.session_tokens[0])),
}


@pytest.mark.parametrize(("kind", "planted"), PLANTED.values(), ids=PLANTED)
def test_every_spelling(kind: str, planted: Callable[[Sentinels], str | bytes], sentinels: Sentinels) -> None:
    """Among other things, it is found, and as what it is."""
    secret = planted(sentinels)
    content = secret.encode() if isinstance(secret, str) else secret
    assert sentinels.kinds(b"before " + content + b" after") == [kind]
    assert sentinels.kinds(b"before " + content + b" after", kind) == []


def test_nothing_is_found_in_what_is_no_secret(sentinels: Sentinels) -> None:
    """Longer numbers, names and times that hold the digits of a code, and the rest of a URI, are none."""
    harmless = "0x314159 1314159 3141590 took 0.314159 seconds otpauth://totp/AWS:alice@111122223333?issuer=AWS ██▀▄"
    assert sentinels.kinds(harmless.encode()) == []


PLANTED_IN = {
    "the log": "logging.getLogger('some.library').debug('here: %s', seed)",
    "the scrollback": "atexit.register(print, seed)",
    "left.txt": "open('left.txt', 'w').write(seed)",
    "os.remove": "open('gone.txt', 'w').write(seed); os.remove('gone.txt')",
    "subprocess.Popen": "subprocess.run(['true', seed]); subprocess.run(['true'], env={'SEED': seed})",
    "os.putenv": "os.environ.update(SEED=seed)",
    "os.system": "os.system('echo ' + seed + ' >written-by-another.txt')",
    "written-by-another.txt": "",
    "started": "subprocess.run([sys.executable, '-c', ''])",
}
"""A place, and what leaves a seed there or, where that is empty, did so on the way to another."""

PLANT = """
import logging, os, subprocess
from mfa_enroll.flows import codes
def plant(user, secret, whole=codes.AppEntry.to_scan):
    seed = secret.reveal()
    {}
    return whole(user, secret)
codes.AppEntry.to_scan = plant
"""


def test_every_place(tmp_path: Path) -> None:
    """A program that leaves the seed anywhere is found out, and where."""

    def walk(visit: Visit) -> None:
        visit.create()
        visit.scan()
        visit.window.signal(signal.SIGTERM)

    planted = "; ".join(filter(None, PLANTED_IN.values()))
    seen = visited(replace(FLOWS["enrollment"], walk=walk), tmp_path, stumbling(PLANT.format(planted)))
    assert seen.exit_code == after_signal(signal.SIGTERM)
    found = seen.sentinels.found(seen.places)
    for place in PLANTED_IN:
        assert any(each.startswith(f"{SEED} in ") and each.endswith(place) for each in found), (place, found)
    assert sum(each.endswith("subprocess.Popen") for each in found) >= 2
