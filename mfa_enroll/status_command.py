"""``mfa-enroll status``: how things stand, for people and, as JSON, for scripts. It changes nothing."""

import argparse
import json
import time
from collections.abc import Callable, Iterable

from mfa_enroll.domain.trouble import Stopped
from mfa_enroll.exits import Exit
from mfa_enroll.flows.status import Status, status

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mfa_enroll.domain.identity import Identity
    from mfa_enroll.files.profiles import SharedProfiles
    from mfa_enroll.flows.account import Account
    from mfa_enroll.flows.progress import Doing, Pause

Say = Callable[[Iterable[str]], None]
"""Writes paragraphs to standard output."""


def run(options: argparse.Namespace, profiles: "SharedProfiles", account: "Callable[[], Account]", say: Say) -> int:
    """Carry out the command; returns the exit code.

    Args:
        options: The command line.
        profiles: The person's AWS files.
        account: Makes the way to AWS, where AWS is to be asked.
        say: Says the rest.
    """
    try:
        seen = _by_files(profiles) if options.offline else _by_aws(profiles, account())
    except Stopped as stop:
        incident = stop.incident
    else:
        if options.json:
            from mfa_enroll.status_json import status_as_json

            say([_exact(status_as_json(seen))])
        else:
            from mfa_enroll.words.status import status as sentences

            say(sentences(seen))
        return _exit_code(seen, options)
    if options.json:
        from mfa_enroll.status_json import problem_as_json

        say([_exact(problem_as_json(incident))])
    else:
        from mfa_enroll.words.outcomes import problem

        say(problem(incident))
    return Exit.PROBLEM


def _by_files(profiles: "SharedProfiles") -> Status:
    profiles.check_readable()
    return status(profiles, time.time())


def _by_aws(profiles: "SharedProfiles", account: "Account") -> Status:
    import asyncio

    from mfa_enroll.flows.caller import find_caller

    class Nobody:
        """Listens to nothing, and leaves by Ctrl+C alone, which ends everything here."""

        def met(self, identity: "Identity") -> None: ...

        def doing(self, doing: "Doing") -> None: ...

        async def leave_requested(self) -> None:
            await asyncio.Event().wait()

        given_up = leave_requested

        async def wait(self, pause: "Pause") -> None:
            await asyncio.sleep(pause.seconds)

    caller = asyncio.run(find_caller(account, Nobody()))
    return status(profiles, account.server_time(), caller)


def _exit_code(seen: Status, options: argparse.Namespace) -> Exit:
    if seen.is_on is False:
        return Exit.NOT_ON
    needs_session = options.session or options.offline
    return Exit.NO_SESSION if needs_session and not seen.lasting(options.min_left) else Exit.DONE


def _exact(value: object) -> str:
    from mfa_enroll.words.page import Exact

    return Exact(json.dumps(value))
