"""How fast the program is beside the least that its foundations allow, measured side by side.

Run it as ``python tests/benchmarks/speed.py [ROUNDS]``. Times are medians over rounds in which the candidates take
turns, so that a busy minute of the machine falls on all of them; judge the ratios rather than the milliseconds.
"""

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent.parent))

from mfa_enroll.tui.screens.asking import AskingPage  # noqa: E402
from mfa_enroll.words.openings import Opening, opening  # noqa: E402 - found through the path above
from tests.benchmarks.bare import NOTHING  # noqa: E402
from tests.program.command import environment, program  # noqa: E402
from tests.program.pages import CREATE  # noqa: E402
from tests.program.terminal import ENTER, Terminal  # noqa: E402
from tests.support.bench import bench  # noqa: E402

ROUNDS = 15
KEYS_A_ROUND = 5
BACKSPACE = "\x7f"

BARE = [sys.executable, str(HERE / "bare.py")]
HEADING = opening(Opening.ENROLL).heading

HANDING_OUT = program("session", "--profile", "work", "--print", "json")
LISTING = [sys.executable, "-m", "awscli", "iam", "list-mfa-devices", "--user-name", "alice"]
FINDING = [sys.executable, "-c", "import boto3; boto3.Session(profile_name='work-mfa').get_credentials().token"]

Measure = Callable[[Path], float]


def main() -> None:
    """Print the tables."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        table(
            "From start to the first text on the screen (goal: 1.15 of bare Textual)",
            {
                "bare Textual": lambda home: first_text(home, [*BARE, "line"], NOTHING),
                "mfa-enroll": lambda home: first_text(home, program(), HEADING),
                "mfa-enroll --practice": lambda home: first_text(home, program("--practice"), HEADING),
            },
            home,
            rounds,
        )
        keep_a_session(home)
        table(
            "A kept session for other programs (goal: 60 ms beside Python itself)",
            {
                "python -c pass": lambda home: whole(home, [sys.executable, "-c", "pass"]),
                "mfa-enroll session --print": lambda home: whole(home, HANDING_OUT),
                "boto3 finds the same keys": lambda home: whole(home, FINDING),
            },
            home,
            rounds,
        )
        with bench(enrolled=True) as here:
            keys = {"AWS_ACCESS_KEY_ID": here.practice.access_key_id, "AWS_DEFAULT_REGION": "us-east-1"}
            keys["AWS_SECRET_ACCESS_KEY"] = here.practice.secret_access_key.reveal()
            keys["AWS_ENDPOINT_URL"] = here.server.url
            table(
                "How things stand, asked of the practice account (goal: 0.6 of the aws command, with one call more)",
                {
                    "aws iam list-mfa-devices": lambda home: whole(home, LISTING, **keys),
                    "mfa-enroll status": lambda home: whole(home, program("status"), **keys),
                    "mfa-enroll status --offline": lambda home: whole(
                        home, program("status", "--offline", "--profile", "work"), **keys
                    ),
                },
                home,
                rounds,
            )
        table(
            "The command line alone (goal: --help within 30 ms)",
            {
                "python -c pass": lambda home: whole(home, [sys.executable, "-c", "pass"]),
                "mfa-enroll --help": lambda home: whole(home, program("--help")),
                "mfa-enroll --version": lambda home: whole(home, program("--version")),
                "aws --version": lambda home: whole(home, [sys.executable, "-m", "awscli", "--version"]),
            },
            home,
            rounds,
        )
        table(
            "From a key press to the next output",
            {"bare Textual Input": input_repaint, "mfa-enroll, field for codes": code_repaint},
            home,
            max(1, rounds // 3),
        )


def keep_a_session(home: Path) -> None:
    """Write the AWS files of someone who has a session."""
    keys = "aws_access_key_id = ASIAEXAMPLE000000000\naws_secret_access_key = x\naws_session_token = x\n"
    (home / ".aws").mkdir()
    (home / ".aws" / "credentials").write_text(
        "[work]\naws_access_key_id = AKIAEXAMPLE000000000\naws_secret_access_key = x\n"
        f"[work-mfa]\n{keys}expiration = {datetime.now(UTC) + timedelta(days=1):%Y-%m-%dT%H:%M:%SZ}\n"
        "mfa_source_profile = work\n"
    )


def table(title: str, candidates: Mapping[str, Measure], home: Path, rounds: int) -> None:
    """Measure the candidates by turns; print medians, and ratios to the first of them."""
    times: dict[str, list[float]] = {name: [] for name in candidates}
    for measure in candidates.values():  # once for the caches
        measure(home)
    for _ in range(rounds):
        for name, measure in candidates.items():
            times[name].append(measure(home))
    medians = {name: statistics.median(taken) for name, taken in times.items()}
    base = next(iter(medians.values()))
    sys.stdout.write(f"\n{title}, {rounds} rounds\n")
    for name, median in medians.items():
        fastest = min(times[name])
        sys.stdout.write(
            f"  {name:28} {1000 * median:7.1f} ms   x{median / base:5.2f}   fastest {1000 * fastest:.1f}\n"
        )


def first_text(home: Path, command: list[str], text: str) -> float:
    """Seconds until a text has been written."""
    with Terminal(command, environment(home)) as window:
        window.wait_for(text)
        position = window.raw.index(text.encode())
        return next(at for at, written in window.arrivals if written > position) - window.started


def whole(home: Path, command: list[str], **variables: str) -> float:
    """Seconds that a command takes from start to end."""
    start = time.perf_counter()
    subprocess.run(  # noqa: S603 - the commands are those above
        command, env=environment(home, **variables), cwd=home, capture_output=True, check=True
    )
    return time.perf_counter() - start


def input_repaint(home: Path) -> float:
    """Seconds from a key press in a bare field to the next output."""
    with Terminal([*BARE, "field"], environment(home)) as window:
        window.wait_for(NOTHING)
        return repaint(window)


def code_repaint(home: Path) -> float:
    """Seconds from a key press in the field for codes to the next output."""
    with Terminal(program("--practice"), environment(home)) as window:
        window.wait_for(CREATE)
        time.sleep(2 * AskingPage.MOMENT)
        window.type(ENTER)
        window.wait_until(lambda: window.codes, "the QR code")
        return repaint(window)


def repaint(window: Terminal) -> float:
    """The median of some key presses, each while nothing else is being drawn."""
    taken = []
    for _ in range(KEYS_A_ROUND):
        for key in ("7", BACKSPACE):
            settle(window)
            taken.append(answer_to(window, key))
    return statistics.median(taken)


def answer_to(window: Terminal, key: str) -> float:
    """Seconds from a key press to the next output."""
    drawn = len(window.arrivals)
    pressed = time.monotonic()
    window.type(key)
    window.wait_until(lambda: len(window.arrivals) > drawn, "something to be drawn")
    return window.arrivals[drawn][0] - pressed


def settle(window: Terminal) -> None:
    """Wait until nothing has been drawn for a while."""
    while time.monotonic() - window.arrivals[-1][0] < 0.15:
        time.sleep(0.01)


if __name__ == "__main__":
    main()
