"""What is said when the program itself fails: where, and never with which values."""

import sys
import threading
import traceback
from types import TracebackType

EXIT_CODE = 70
"""EX_SOFTWARE of BSD's sysexits."""

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
    """Make this the report of every exception that nothing handles, in whichever thread.

    In the main thread the program ends with ``EXIT_CODE``.
    """

    def from_main(_kind: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
        sys.stderr.write(report(error) + "\n")
        # The interpreter would end with 1, which is the code of a problem that was explained.
        raise SystemExit(EXIT_CODE)

    def from_thread(args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            sys.stderr.write(report(args.exc_value) + "\n")

    sys.excepthook = from_main
    threading.excepthook = from_thread
