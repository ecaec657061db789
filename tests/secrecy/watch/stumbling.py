"""Makes the program fail with all that it knows."""

import gc
import importlib
import inspect
import sys
from collections.abc import Callable
from functools import wraps
from typing import Any, NoReturn

from mfa_enroll.domain.secret import Secret


def stumble(module: str, place: str) -> None:
    """Let a function fail when it has done its work, with every secret of the program in message, cause and locals."""
    owner: Any = importlib.import_module(module)
    *path, name = place.split(".")
    for each in path:
        owner = getattr(owner, each)
    whole: Callable[..., Any] = getattr(owner, name)

    @wraps(whole)
    def stumbling(*args: object, **named: object) -> None:
        outcome = whole(*args, **named)
        fail(outcome, args, named)

    @wraps(whole)
    async def stumbling_later(*args: object, **named: object) -> None:
        outcome = await whole(*args, **named)
        fail(outcome, args, named)

    setattr(owner, name, stumbling_later if inspect.iscoroutinefunction(whole) else stumbling)


def fail(*held: object) -> NoReturn:
    """Fail. ``held`` is what there is at that place."""
    known = [each.reveal() for each in gc.get_objects() if type(each) is Secret]
    sys.audit("stumbled", len(known))
    try:
        raise KeyError(*known)  # noqa: TRY301 - it is there to be the cause of another
    except KeyError as error:
        error.add_note(f"{known}")
        raise RuntimeError(known, held) from error


async def fail_later(*held: object) -> NoReturn:
    """Fail in a task."""
    fail(*held)


def beside(failure: Callable[[object], object]) -> None:
    """At each code that is typed beside the picture, let something else fail."""
    from mfa_enroll.tui.screens.codes import CodesPage  # noqa: PLC0415 - Textual is to be loaded by whoever calls

    whole = CodesPage.on_code_box_typed

    def typed(page: CodesPage, event: Any) -> None:
        failure(page)
        whole(page, event)

    setattr(CodesPage, "on_code_box_typed", typed)  # noqa: B010 - not an assignment that types allow
