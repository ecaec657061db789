"""``mfa-enroll practice``: the practice account for other AWS tools, until Ctrl+C."""

import argparse
import sys
import threading
from contextlib import ExitStack, suppress

from mfa_enroll.practice.account import PracticeAccount
from mfa_enroll.practice.server import PracticeServer
from mfa_enroll.words import terminal as words


def serve(options: argparse.Namespace) -> str:
    """Serve the account until Ctrl+C; returns what hinders that, in a sentence, or nothing."""
    account = PracticeAccount(
        user=options.user, path=options.path, leftover=options.leftover, enrolled=options.enrolled
    )
    with ExitStack() as stack:
        try:
            server = stack.enter_context(PracticeServer(account, port=options.port))
        except OSError as error:
            return words.port_unusable(options.port, error.strerror or "")
        with suppress(KeyboardInterrupt):
            _announce(account, server.url)
            threading.Event().wait()
    return ""


def _announce(account: PracticeAccount, url: str) -> None:
    """Say what is served, and write what a shell takes to call it."""
    sys.stderr.write("".join(f"# {line}\n" for line in words.serving(account.user_arn)))
    sys.stdout.write(
        f"export AWS_ENDPOINT_URL={url}\n"
        f"export AWS_ACCESS_KEY_ID={account.access_key_id}\n"
        f"export AWS_SECRET_ACCESS_KEY={account.secret_access_key.reveal()}\n"
        "export AWS_DEFAULT_REGION=us-east-1\n"
        "unset AWS_PROFILE AWS_SESSION_TOKEN AWS_ENDPOINT_URL_IAM AWS_ENDPOINT_URL_STS\n"
    )
    sys.stdout.flush()
