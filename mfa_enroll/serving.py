"""``mfa-enroll practice``: the practice account for other AWS tools, until Ctrl+C."""

import argparse
import sys
import threading
from contextlib import ExitStack, suppress

from mfa_enroll.policy.context import IAM_REGIONS
from mfa_enroll.practice.account import PracticeAccount
from mfa_enroll.practice.exchange import Exchange, Reply
from mfa_enroll.practice.server import PracticeServer
from mfa_enroll.practice.wire import HttpRequest
from mfa_enroll.words import terminal as words
from mfa_enroll.words.shell import assignment, unsetting

_SLICE = 0.5
"""Seconds."""


class _Telling(Exchange):
    """Says on stderr what could not be decided."""

    def reply_to(self, request: HttpRequest) -> Reply:
        reply = super().reply_to(request)
        if reply.call is not None and reply.call.doubt:
            _say(words.undecided(reply.call.action, reply.call.resource, reply.call.doubt))
        return reply


def serve(options: argparse.Namespace) -> str:
    """Serve the account until Ctrl+C; returns what hinders that, in a sentence, or nothing."""
    account = PracticeAccount(user=options.user, path=options.path, **options.rehearsal)
    with ExitStack() as stack:
        try:
            server = stack.enter_context(PracticeServer(account, port=options.port, exchange=_Telling(account)))
        except OSError as error:
            return words.port_unusable(options.port, error.strerror or "")
        with suppress(KeyboardInterrupt):
            _announce(account, server.url)
            while not threading.Event().wait(_SLICE):  # without an end, Windows would not hear Ctrl+C meanwhile
                pass
    return ""


def _announce(account: PracticeAccount, url: str) -> None:
    """Say what is served, and write what a shell takes to call it."""
    _say(*words.serving(account.user_arn))
    given = {
        "AWS_ENDPOINT_URL": url,
        "AWS_ACCESS_KEY_ID": account.access_key_id,
        "AWS_SECRET_ACCESS_KEY": account.secret_access_key.reveal(),
        "AWS_DEFAULT_REGION": IAM_REGIONS[account.user.partition],
    }
    sys.stdout.write("".join(f"{assignment(name, value)}\n" for name, value in given.items()))
    taken_back = ("AWS_PROFILE", "AWS_SESSION_TOKEN", "AWS_ENDPOINT_URL_IAM", "AWS_ENDPOINT_URL_STS")
    sys.stdout.write(f"{unsetting(*taken_back)}\n")
    sys.stdout.flush()


def _say(*lines: str) -> None:
    """Write lines for the person, that a shell passes over."""
    sys.stderr.write("".join(f"# {line}\n" for line in lines))
    sys.stderr.flush()
