"""An error of the program's own, at any step: exit code 70, places in the program, and no value."""

import sys
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

if sys.platform != "linux":
    pytest.skip("looks at processes through /proc", allow_module_level=True)

from mfa_enroll import crash
from mfa_enroll.exits import Exit
from tests.program.visitor import Ended
from tests.secrecy.sentinels import CODE, PICTURE, SEED, SESSION_KEY, SESSION_TOKEN
from tests.secrecy.visits import FLOWS, Visit
from tests.secrecy.watching import PRINTED, stumbling, visited
from tests.support.sampled import one_in

ERROR_OF_ITS_OWN = crash._WORDS.partition("\n")[0]

STEPS = {
    "enrollment": [
        "mfa_enroll.aws.connection:Connection.who_am_i",
        "mfa_enroll.aws.account:AwsAccount.create_device",
        "mfa_enroll.flows.codes:AppEntry.to_scan",
        "mfa_enroll.tui.widgets.qr:QrCode.render_line",
        "mfa_enroll.tui.widgets.codebox:CodeBox._hand_over",
        "mfa_enroll.domain.totp:SeededCodes.read",
        "mfa_enroll.aws.account:AwsAccount.enable_device",
        "mfa_enroll.flows.turning_on:TurningOn._turn_on",
        "mfa_enroll.words.outcomes:last_words",
        "mfa_enroll.cli:_say",
    ],
    "leftover": ["mfa_enroll.aws.account:AwsAccount.delete_device"],
    "session": [
        "mfa_enroll.files.profiles:SharedProfiles.plan",
        "mfa_enroll.aws.account:AwsAccount.start_session",
        "mfa_enroll.files.sharedfile:leave_to_owner_of",
        "mfa_enroll.files.sharedfile:os.fsync",
        "mfa_enroll.files.profiles:SharedProfiles.keep",
    ],
    "renewal": ["mfa_enroll.tui.screens.session_code:SessionCodePage.on_code_box_typed"],
    "session, as exports": ["mfa_enroll.flows.session:start_session", "mfa_enroll.session_output:as_commands"],
    "session, as JSON": ["mfa_enroll.session_output:as_process_output"],
    "replace": ["mfa_enroll.aws.account:AwsAccount.in_session"],
    "remove": ["mfa_enroll.aws.account:AwsAccount.deactivate_device"],
    "resync": ["mfa_enroll.domain.totp:BlindCodes.read", "mfa_enroll.aws.account:AwsAccount.resync_device"],
    "password": [
        "mfa_enroll.domain.passwords:PasswordPolicy.complaint",
        "mfa_enroll.tui.screens.password:PasswordPage.answered",
        "mfa_enroll.aws.account:AwsAccount.change_password",
    ],
    "add": ["mfa_enroll.flows.turning_on:TurningOn.from_the_start"],
}

KNOWING_NOTHING = {
    "mfa_enroll.aws.connection:Connection.who_am_i",
    "mfa_enroll.aws.account:AwsAccount.delete_device",
    "mfa_enroll.files.profiles:SharedProfiles.plan",
    "mfa_enroll.words.outcomes:last_words",
    "mfa_enroll.cli:_say",
}
"""Steps before which nothing secret was made or typed: the access key is boto3's affair. And the last two: what was on
the screen may be gone by then."""

BESIDE = {
    "a callback of asyncio's": "asyncio.get_running_loop().call_soon(fail, page)",
    "a task that nobody waits for": "asyncio.ensure_future(fail_later(page))",
    "a thread": "threading.Thread(target=fail, args=[page]).start()",
    "what is done at the very end": "atexit.register(fail, page)",
}


def _marks(number: int) -> tuple[pytest.MarkDecorator, ...]:
    """Which steps are run every time, which with the wide matrices, and which seldom."""
    return (pytest.mark.exhaustive,) if number % 3 else (pytest.mark.wide,) if number % 2 else ()


@pytest.mark.parametrize(
    ("flow", "step"),
    [
        pytest.param(flow, step, marks=_marks(number))
        for number, (flow, step) in enumerate((flow, step) for flow, steps in STEPS.items() for step in steps)
    ],
)
def test_a_step_that_fails_tells_where_and_never_with_which_values(flow: str, step: str, tmp_path: Path) -> None:
    """With all that the program knows in the message, the cause and the locals, none of it is anywhere."""
    module, place = step.split(":")
    seen = visited(FLOWS[flow], tmp_path, stumbling(f"stumble({module!r}, {place!r})"))
    window = seen.visit.window
    [known] = seen.noted("stumbled")[0].arguments
    assert known or step in KNOWING_NOTHING
    assert seen.exit_code == Exit.CRASH
    assert ERROR_OF_ITS_OWN in window.last_words
    for part in (" stumbling", " fail", "builtins.KeyError", "builtins.RuntimeError"):
        assert part in window.last_words
    assert seen.sentinels.found(seen.places) == []
    assert seen.sentinels.kinds(window.raw, SEED, CODE, PICTURE) == []
    assert seen.sentinels.kinds(seen.after.get(PRINTED, b""), SESSION_KEY, SESSION_TOKEN) == []
    assert set(seen.after) - {PRINTED} == set(seen.before)
    assert window.traces == []


@pytest.mark.parametrize("step", one_in(2, ["mfa_enroll.cli:_say", ""]), ids=["failed", "well"])
def test_the_prompt_that_someone_wants_afterwards_comes_without_values(step: str, tmp_path: Path) -> None:
    """With `python -i` an end, a good one or not, leads to the interpreter's prompt, and shows no message first."""

    def walk(visit: Visit) -> None:
        with suppress(Ended):
            whole.walk(visit)
        visit.see(">>>")
        visit.press("\x04")

    whole = FLOWS["renewal"]
    failing = stumbling("stumble({!r}, {!r})".format(*step.split(":")) if step else "")
    seen = visited(replace(whole, walk=walk), tmp_path, [failing[0], "-i", *failing[1:]])
    assert bool(seen.noted("stumbled")) == bool(step)
    assert (ERROR_OF_ITS_OWN in seen.visit.window.last_words) == bool(step)
    assert "Traceback" not in seen.visit.window.last_words
    assert seen.sentinels.found(seen.places) == []


@pytest.mark.parametrize("failure", one_in(3, BESIDE.values()), ids=BESIDE)
def test_what_fails_beside_the_story_says_no_more(failure: str, tmp_path: Path) -> None:
    """A callback, a task, a thread or what runs at exit is reported without its values, too."""
    seen = visited(FLOWS["enrollment"], tmp_path, stumbling(f"beside(lambda page: {failure})"))
    [known] = seen.noted("stumbled")[0].arguments
    assert known
    assert seen.exit_code == Exit.DONE
    assert seen.sentinels.found(seen.places) == []
    assert seen.sentinels.kinds(seen.visit.window.raw, SEED, CODE, PICTURE) == []
