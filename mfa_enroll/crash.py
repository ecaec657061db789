"""What is said when the program itself fails: where, and never with which values."""

import sys
import threading
import traceback
from collections.abc import Mapping
from types import TracebackType
from typing import Any

from mfa_enroll.exits import Exit

if sys.platform != "win32":
    import resource

_WORDS = """mfa-enroll stopped because of an error of its own. Run it again: it goes on from where AWS is.
If it happens again, please report the lines below. They hold no values, only places in the program."""


def report(error: BaseException) -> str:
    """The error and its causes as types and places.

    Neither the message of an exception nor a local variable is in it: both can hold a seed, a code or a key.
    """
    lines = [_WORDS]
    seen: set[int] = set()
    cause: BaseException | None = error
    while cause is not None and id(cause) not in seen:
        seen.add(id(cause))
        frames = traceback.extract_tb(cause.__traceback__)
        lines += [f"  {frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
        lines.append(f"{type(cause).__module__}.{type(cause).__qualname__}")
        cause = cause.__cause__ or cause.__context__
    return "\n".join(lines)


def install() -> None:
    """Make this the report of every exception that nothing handles, in whichever thread, and leave no core dumps.

    In the main thread the program ends with ``Exit.CRASH``.
    """

    def from_main(_kind: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
        if not isinstance(error, SystemExit):
            _write(error)
        # Where a prompt is wanted afterwards (python -i), every end comes here, and what is raised here would be shown
        # with the message of the exception. Elsewhere the interpreter would end with 1: a problem that was explained.
        if not sys.flags.inspect:
            raise SystemExit(Exit.CRASH)

    def from_thread(args: threading.ExceptHookArgs) -> None:
        _write(args.exc_value)

    def unraisable(args: "sys.UnraisableHookArgs") -> None:
        _write(args.exc_value)

    sys.excepthook = from_main
    threading.excepthook = from_thread
    sys.unraisablehook = unraisable
    _leave_no_core()


def from_loop(_loop: object, context: Mapping[str, Any]) -> None:
    """Report what nothing handles in a callback or task of asyncio's, which itself would log the values.

    It is an exception handler for event loops.
    """
    _write(context.get("exception"))


def _write(error: BaseException | None) -> None:
    if error is not None:
        sys.stderr.write(report(error) + "\n")


def _leave_no_core() -> None:
    """Keep the system from saving the memory, and the seed in it, where the interpreter itself fails."""
    if sys.platform != "win32":
        _, most = resource.getrlimit(resource.RLIMIT_CORE)
        if most:
            # Linux gives the core to a program that collects them whatever the limit, unless it is one byte.
            resource.setrlimit(resource.RLIMIT_CORE, (1 if sys.platform == "linux" else 0, most))
