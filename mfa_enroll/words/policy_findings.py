"""What the linter finds in a policy document, in words for its administrator."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from mfa_enroll.domain.text import clean
from mfa_enroll.policy.findings import Change, Finding, Fix, Kind, Weight
from mfa_enroll.words.lists import listed
from mfa_enroll.words.page import Exact
from mfa_enroll.words.policy_text import as_json

_WEIGHTS = {Weight.FAULT: "Fault", Weight.RISK: "Risk", Weight.NOTE: "Note"}


@dataclass(frozen=True, slots=True)
class _Words:
    """What is said of a kind of finding.

    Attributes:
        heading: A few words.
        consequence: What it leads to. ``{where}`` stands for the texts that were found.
        fix: What to do. ``{old}`` and ``{new}`` stand for what is to be replaced.
        unfixed: What to do where only the author of the document can know.
        shows: Whether the texts that were found are listed below the consequence.
    """

    heading: str
    consequence: str
    fix: str = ""
    unfixed: str = ""
    shows: bool = True


_REPLACE = "Write {new} in place of {old}."
_ADD_STATEMENT = "Add this statement:"
_KEYS_WITHOUT_IT = "A request with an access key has no aws:MultiFactorAuthPresent at all. "

_WORDS = {
    Kind.REFUSED: _Words(
        "The document cannot be read as a policy for users",
        "{where}. AWS most likely refuses it too, as MalformedPolicyDocument.",
        unfixed="Correct that first, and check the document again.",
        shows=False,
    ),
    Kind.PLACEHOLDER: _Words(
        "Text that was to be filled in",
        "AWS refuses this text or takes it as it stands, and then it matches nothing.",
        fix="Write {new} in place of {old}, which is for the template that the document comes from.",
        unfixed="Put in what belongs there. For an account number, * will do.",
    ),
    Kind.VARIABLES_AS_TEXT: _Words(
        "Policy variables that AWS does not replace",
        "Without this Version, AWS takes ${{…}} as plain text, so these entries match nothing.",
        fix="Set this in the document:",
    ),
    Kind.UNCLEAR_VALUE: _Words(
        "A condition value whose meaning is not known",
        "AWS may take this value, and its guide does not tell what it means there.",
        unfixed="Write true or false, a full date, an ARN with its six parts, or an address without leading zeros: "
        "whichever the condition asks for.",
    ),
    Kind.OTHER_PARTITION: _Words(
        "Resources in another partition than the user’s",
        "AWS refuses to save a document that names them, and they match nothing that the user has.",
        fix=_REPLACE,
    ),
    Kind.WILDCARD_IN_TYPE: _Words(
        "A wildcard in the type of a resource",
        "AWS matches types such as user and mfa as they are written, so this entry matches nothing.",
        fix="Name the types in its place:",
        unfixed="Write out the type.",
    ),
    Kind.UNKNOWN_ACTION: _Words(
        "An action that does not exist",
        "IAM and STS have no action {where}, so naming it has no effect.",
        fix="{new} may be meant.",
        unfixed="Look its name up in AWS’s Service Authorization Reference.",
        shows=False,
    ),
    Kind.DEVICE_CALLS_ON_USERS: _Words(
        "Allowed, but not on devices",
        "AWS checks {where} against the device, mfa/NAME. Nothing here allows that, so it is denied.",
        fix=_ADD_STATEMENT,
        shows=False,
    ),
    Kind.USER_CALLS_ON_DEVICES: _Words(
        "Allowed, but not on users",
        "AWS checks {where} against the user, user/NAME. Nothing here allows that, so it is denied.",
        fix=_ADD_STATEMENT,
        shows=False,
    ),
    Kind.PATH_NOT_COVERED: _Words(
        "The user’s path is missing",
        "${{aws:username}} is the name without the path, so these entries do not match this user.",
        fix="Add to the same Resource:",
    ),
    Kind.NOTHING_ALLOWED: _Words(
        "Nothing here lets users turn MFA on",
        "The document allows none of {where}. Unless another policy does, users cannot start.",
        fix="Add this statement, here or in another policy of theirs:",
        shows=False,
    ),
    Kind.BOOL_IN_DENY: _Words(
        "Access keys escape the Deny",
        _KEYS_WITHOUT_IT + "Bool is then not met, so the statement denies nothing to someone who has the key alone.",
        fix=_REPLACE,
        shows=False,
    ),
    Kind.IF_EXISTS_IN_ALLOW: _Words(
        "Access keys are allowed in without MFA",
        _KEYS_WITHOUT_IT
        + "BoolIfExists is then met, so the statement allows as much to someone who has the key alone.",
        fix=_REPLACE,
        shows=False,
    ),
    Kind.DEACTIVATE_WITHOUT_MFA: _Words(
        "MFA can be turned off without MFA",
        "Someone who has the access key alone may call {where}. AWS itself has refused that since April 2023, but the "
        "policy should not depend on it.",
        fix=_ADD_STATEMENT,
        shows=False,
    ),
    Kind.DELETE_WITHOUT_MFA: _Words(
        "A device can be deleted without MFA",
        "Someone who has the access key alone may call {where}, which AWS’s guide advises against. AWS deletes only "
        "devices that are turned off, and users who left an attempt unfinished can start again without help.",
        fix="To follow the guide, add this statement. You then delete unfinished devices for your users:",
        shows=False,
    ),
    Kind.EXAMPLE_ACCOUNT: _Words(
        "The account number of an example",
        "AWS’s documentation uses this number in examples. In any other account these entries match nothing.",
        fix="If you took it over, write your own account number or {new} in place of {old}.",
    ),
    Kind.ID: _Words(
        "The document has an Id",
        "AWS’s guide does not allow an Id in policies for users. AWS has been seen to save it all the same.",
        fix="Take the Id out.",
    ),
    Kind.USERS_WITHOUT_PATH_ONLY: _Words(
        "Users with a path are left out",
        "${{aws:username}} is the name without the path, so these entries do not match a user such as user/eng/alice. "
        "That is fine if none of your users has a path.",
        fix="If one has, add to the same Resource:",
    ),
}


def finding_parts(finding: Finding) -> tuple[str | Exact, ...]:
    """What was found and where, what it leads to, and what mends it. The first paragraph is a heading."""
    words = _WORDS[finding.kind]
    where = tuple(map(clean, finding.where))
    place = f"In {listed([*map(clean, finding.statements)])}: " if finding.statements else ""
    consequence = words.consequence.format(where=listed(where))
    found = (Exact("\n".join(where)),) if words.shows else ()
    heading = f"{_WEIGHTS[finding.kind.weight]}: {words.heading}"
    return (heading, f"{place}{_capital(consequence)}", *found, *_fix(words, finding.fix))


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]


def _fix(words: _Words, fix: Fix | None) -> tuple[str | Exact, ...]:
    if fix is None:
        return (words.unfixed,)
    match fix.change, fix.value:
        case Change.REPLACE, Mapping() as replaced:
            ((old, new),) = replaced.items()
            text = words.fix.format(old=clean(old), new=new)
            return (text,) if isinstance(new, str) else (text, as_json(new))
        case Change.REMOVE, _:
            return (words.fix,)
        case Change.ADD_RESOURCES, list(entries):
            return (words.fix, Exact("\n".join(clean(json.dumps(entry)) for entry in entries)))
        case Change.ADD_STATEMENTS, list(statements):
            return (words.fix, Exact(",\n".join(as_json(statement) for statement in statements)))
    return (words.fix, Exact(as_json(fix.value).strip("{}\n ")))
