"""How things stand, as one JSON object for other programs. The README documents it; ``version`` counts its forms."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from mfa_enroll.domain.trouble import Incident
from mfa_enroll.flows.status import Status
from mfa_enroll.words.status import next_step

if TYPE_CHECKING:
    from mfa_enroll.flows.caller import Caller

_VERSION = 1


def status_as_json(seen: Status) -> dict[str, Any]:
    """What is known; null is what is not."""
    return {
        "version": _VERSION,
        **_caller(seen.caller),
        "mfa": seen.is_on,
        "unfinished_possible": seen.may_be_unfinished,
        "sessions": [
            {
                "profile": each.profile,
                "expires": each.expires and _moment(each.expires),
                "seconds_left": None if (left := seen.left(each)) is None else max(0, int(left)),
            }
            for each in seen.sessions
        ],
        "clock": "local" if seen.caller is None else "aws",
        "next": next_step(seen),
    }


def problem_as_json(incident: Incident) -> dict[str, Any]:
    """What kept AWS from being asked, or from answering: its reference, a heading, and what AWS answered."""
    from mfa_enroll.words.troubles import trouble_page  # noqa: PLC0415 - most times there is none

    trouble = incident.trouble
    return {
        "version": _VERSION,
        "problem": trouble.reference,
        "message": trouble_page(trouble).heading,
        "answer": trouble.answer,
    }


def _caller(caller: "Caller | None") -> dict[str, Any]:
    if caller is None:
        return {"user": None, "keys": None, "devices": None}
    user, keys = caller.user, caller.identity.keys
    return {
        "user": {
            "name": user.name,
            "path": user.path,
            "account": user.account,
            "partition": user.partition,
            "arn": user.arn,
        },
        "keys": {
            "source": keys.source.name.lower().replace("_", "-"),
            "profile": keys.profile,
            "id": keys.shown_id,
            "temporary": keys.temporary,
        },
        "devices": [
            {
                "serial": each.serial,
                "kind": each.kind.name.lower(),
                "since": _moment(each.enabled_since),
                "named_after_user": each == caller.own,
            }
            for each in caller.own_first
        ],
    }


def _moment(when: datetime) -> str:
    return f"{when.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
