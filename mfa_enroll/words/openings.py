"""What the first page says: before anything is known, and once AWS has said who is calling.

It loads next to nothing, because the time to the first text on the screen counts.
"""

import enum
from dataclasses import replace
from typing import TYPE_CHECKING

from mfa_enroll.words.page import Page, Table

if TYPE_CHECKING:
    from mfa_enroll.domain.identity import Identity


class Opening(enum.Enum):
    """Which story was started."""

    ENROLL = enum.auto()
    SESSION = enum.auto()
    PASSWORD = enum.auto()


_OPENINGS: dict[Opening, Page[None]] = {
    Opening.ENROLL: Page(
        heading="Turn on MFA for your AWS user",
        parts=(
            (
                "You need an authenticator app on your phone. If you have none, install one from its app store first: "
                "Google Authenticator, Microsoft Authenticator, Aegis, …"
            ),
        ),
        help=(
            "An MFA device is an entry in an app on your phone. It shows a new six-digit code every 30 seconds, and "
            "AWS asks for one when you sign in. Nothing is created before you choose to."
        ),
    ),
    Opening.SESSION: Page(
        heading="Start an MFA session",
        parts=("One code from your authenticator app, and your access key can work for hours.",),
        help=(
            "A session is a second set of keys that AWS gives out for your access key and a code. Nothing is written "
            "before you agree to it."
        ),
    ),
    Opening.PASSWORD: Page(
        heading="Change your console password",
        parts=(
            "This is the password with which you sign in to the AWS console. You need the current one to set another.",
        ),
        help="Nothing is changed before you have typed the current password and a new one.",
    ),
}


def opening(which: Opening) -> Page[None]:
    """The first page, before anything is known."""
    return _OPENINGS[which]


def met(which: Opening, identity: "Identity") -> Page[None]:
    """The first page once AWS has said who is calling."""
    from mfa_enroll.domain.principal import IamUser  # noqa: PLC0415 - the first paint does without

    principal = identity.principal
    who = (("You are", principal.name), ("Account", principal.account)) if isinstance(principal, IamUser) else ()
    page = opening(which)
    return replace(page, parts=(*page.parts, Table((*who, *connection(identity)))))


def connection(identity: "Identity") -> tuple[tuple[str, str], ...]:
    """Rows that tell where the keys come from, and where the calls go if that is not AWS's own address."""
    from mfa_enroll.words.sources import where  # noqa: PLC0415 - the first paint does without

    foreign = _foreign(identity)
    return (
        ("Keys from", where(identity.keys)),
        *(("Calls go to", f"{address}  (not AWS’s own address)") for address in foreign),
    )


def elsewhere(identity: "Identity") -> str:
    """Where calls go if that is not AWS's own address, for the top of every page; empty where it is."""
    from mfa_enroll.words.lists import listed  # noqa: PLC0415 - the first paint does without

    foreign = _foreign(identity)
    return f"Calls go to {listed(foreign)}: not AWS’s own address." if foreign else ""


def _foreign(identity: "Identity") -> tuple[str, ...]:
    """The addresses that are not AWS's own. The practice account's is no stranger's."""
    return () if identity.is_practice else identity.foreign_endpoints
