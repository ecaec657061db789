"""Blocking calls in daemon threads."""

import asyncio
import subprocess
import sys
import threading
import time

import pytest

from mfa_enroll.aws.thread import THREAD, in_daemon_thread, waiting


async def test_result_and_error() -> None:
    """What the function returns or raises is what the caller gets."""
    assert await in_daemon_thread(lambda: threading.current_thread().daemon) is True

    def fail() -> None:
        raise LookupError("no")

    with pytest.raises(LookupError, match="no"):
        await in_daemon_thread(fail)


@pytest.mark.parametrize("fails", [False, True])
async def test_cancelled_at_once_and_quietly(caplog: pytest.LogCaptureFixture, *, fails: bool) -> None:
    """A cancelled caller goes on at once, and the late outcome is dropped without a word."""
    loop = asyncio.get_running_loop()
    loop.set_debug(True)
    release, ended = threading.Event(), threading.Event()

    def slow() -> str:
        release.wait(10)
        ended.set()
        if fails:
            raise LookupError
        return "late"

    task = asyncio.create_task(in_daemon_thread(slow))
    await asyncio.sleep(0.05)
    task.cancel()
    started = time.perf_counter()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert time.perf_counter() - started < 1
    release.set()
    await asyncio.to_thread(ended.wait, 10)
    await asyncio.sleep(0.05)
    assert not [record for record in caplog.records if record.levelname in {"ERROR", "CRITICAL"}]


def test_loop_closed_meanwhile() -> None:
    """A call that ends after its loop was closed does so without noise."""
    release = threading.Event()

    async def main() -> None:
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(in_daemon_thread(lambda: release.wait(10)), 0.05)

    asyncio.run(main())
    worker = next(thread for thread in threading.enumerate() if thread.name == "aws call")
    release.set()
    # An exception in the thread would fail this test: pytest turns it into a warning, and warnings are errors.
    worker.join(5)
    assert not worker.is_alive()


def test_program_ends_while_a_call_hangs() -> None:
    """The interpreter exits at once with a call still under way, and says nothing."""
    program = (
        "import asyncio, threading\n"
        "from mfa_enroll.aws.thread import in_daemon_thread\n"
        "async def main():\n"
        "    try:\n"
        "        await asyncio.wait_for(in_daemon_thread(threading.Event().wait), 0.1)\n"
        "    except TimeoutError:\n"
        "        print('gave up')\n"
        "asyncio.run(main())\n"
    )
    done = subprocess.run(  # noqa: S603 - this interpreter, and the program above
        [sys.executable, "-X", "dev", "-c", program], capture_output=True, text=True, timeout=30, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "gave up\n", "")


async def test_nothing_is_sent_once_the_caller_is_gone() -> None:
    """What is being sent when the caller goes is sent first, and its connection is cut off; then nothing more is."""
    began, may_end, gone = threading.Event(), threading.Event(), threading.Event()
    done: list[str] = []

    def call() -> None:
        with waiting().sending(lambda: done.append("cut off")):
            began.set()
            may_end.wait(10)
            done.append("sent")
        gone.wait(10)
        with waiting().sending(lambda: None):
            done.append("sent more")

    task = asyncio.create_task(in_daemon_thread(call))
    await asyncio.to_thread(began.wait, 10)
    threading.Timer(0.05, may_end.set).start()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    gone.set()
    for thread in threading.enumerate():
        if thread.name == THREAD:
            await asyncio.to_thread(thread.join, 10)
    assert done == ["sent", "cut off"]


def test_elsewhere_things_are_sent() -> None:
    """In a thread that was not started for a caller, there is nobody who could go."""
    with waiting().sending(lambda: None):
        pass
