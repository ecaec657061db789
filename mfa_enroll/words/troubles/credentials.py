"""The pages about keys that AWS does not take, and about the clock that signs with them."""

from mfa_enroll.domain.keys import Origin
from mfa_enroll.domain.troubles import credentials as kinds
from mfa_enroll.words.labels import TRY_AGAIN
from mfa_enroll.words.shell import assignment, reading
from mfa_enroll.words.times import length_of_time
from mfa_enroll.words.troubles.page import SLIP, Pages, TroublePage, add_pages, says, trouble_page

_NEW_SESSION = "Try again: mfa-enroll looks at what is on now, and goes on from there."
_CHOOSE_TRY_AGAIN = f"Then choose {TRY_AGAIN}, or run mfa-enroll again."

_SET_AGAIN = {
    Origin.ENVIRONMENT: (
        "Leave, and set both variables again: {set_key}.",
        "Run mfa-enroll again. To use the keys of a profile instead: {with_own_key}.",
    ),
    Origin.PROFILE: (
        "In {second_terminal}, or after leaving, run “aws configure{of_profile}” and paste both keys again.",
        _CHOOSE_TRY_AGAIN,
    ),
    Origin.SESSION: (_NEW_SESSION,),
    Origin.ELSEWHERE: (
        "Correct the key where it comes from ({where}). Then try again.",
        "Or leave, and use an access key of your own: {with_own_key}.",
    ),
}
"""How to set the same keys anew."""

_USE_OWN_KEY = {
    Origin.ENVIRONMENT: (
        "Leave, and run {unset[AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN]}.",
        "Run mfa-enroll again with your own access key, or with its profile: {with_own_key}.",
        "With aws-vault, run “{through_vault}”.",
    ),
    Origin.PROFILE: (
        "Leave, and run it with the profile of your own access key: {with_own_key}.",
        (
            "Or put your own key into this one: run “aws configure{of_profile}”, delete the line aws_session_token "
            "from {key_file}, then try again."
        ),
    ),
    Origin.SESSION: (_NEW_SESSION,),
    Origin.ELSEWHERE: (
        "Leave, and use an access key of your own: {with_own_key}.",
        "Or renew the credentials where they come from ({where}). Then try again.",
    ),
}
"""How to use the user's own access key instead of temporary credentials."""

_DROP_TOKEN = {
    **_USE_OWN_KEY,
    Origin.ENVIRONMENT: (
        (
            "AWS_SESSION_TOKEN is set and may belong to an older session. Leave, run {unset[AWS_SESSION_TOKEN]}, then "
            "run mfa-enroll again with your own access key."
        ),
        "If the key itself is mistyped, set both variables again: {set_key}.",
    ),
    Origin.PROFILE: (
        (
            "The profile has an aws_session_token, which may belong to an older session. Delete that line from "
            "{key_file}, then try again with your own access key."
        ),
        "If the key itself is mistyped, run “aws configure{of_profile}” and paste both keys.",
    ),
}
"""How to do without a session token, which may belong to an older session."""

_PAGES: Pages = {
    kinds.SecretKeyWrong: says(
        "The secret access key is not right",
        "AWS knows this access key ID, but the secret access key does not belong to it. {key_in_use}",
        _SET_AGAIN,
        "A secret access key has 40 characters. If you no longer have it, ask your administrator for a new key.",
    ),
    kinds.SessionUnknown: says(
        "AWS does not accept the session",
        "AWS does not know the session that it gave out, or not yet; or the access key behind it has been deleted or "
        "switched off meanwhile. {key_in_use}",
        "Wait half a minute. Try again: mfa-enroll looks at what is on now, and goes on from there.",
        "If it stays so, ask your administrator whether your access key is active.",
    ),
    kinds.SessionWithoutMfa: says(
        "These are temporary credentials",
        "They were made without MFA, and AWS does not accept such credentials for IAM. {key_in_use}",
        _USE_OWN_KEY,
    ),
}
add_pages(_PAGES)

_STRAY = {
    "aws_access_key_id": "The access key ID holds a space, a line end or another character that is not part of it and "
    "may be invisible. Nothing was sent. {key_in_use}",
    "aws_secret_access_key": "The secret access key holds a space, a line end or another character that is not part of "
    "it and may be invisible. Nothing was sent. {key_in_use}",
    "aws_session_token": "The session token holds a space, a line end or another character that is not part of it and "
    "may be invisible. Nothing was sent. {key_in_use}",
}


_ANOTHER_PROFILE = "If another profile holds your key: leave, then run {with_own_key}."


@trouble_page.register
def _(trouble: kinds.NoAccessKey) -> TroublePage:
    if trouble.profile_given:
        happened = "There is no access key for {where} in {files}."
        exports = "Without an aws command: leave, run {set_key}. Then run mfa-enroll again without --profile."
    else:
        happened = "There is no access key in the environment, nor for {where} in {files}."
        exports = "Without an aws command: leave, run {set_key}. Then run mfa-enroll again."
    configure = (
        "In {second_terminal}, or after leaving, run “aws configure{of_profile}” and paste the access key ID and "
        "secret access key you were given."
    )
    return says(
        "No access key found",
        happened,
        *((SLIP,) if trouble.slip else (configure, _CHOOSE_TRY_AGAIN, exports)),
        *((_ANOTHER_PROFILE,) if set(trouble.around.with_key) - {trouble.keys.profile} else ()),
    )(trouble)


@trouble_page.register
def _(trouble: kinds.AccessKeyIncomplete) -> TroublePage:
    return says(
        "The access key is incomplete",
        "An access key ID was found without its secret access key. {key_in_use}",
        {**_SET_AGAIN, Origin.PROFILE: (SLIP,)} if trouble.slip else _SET_AGAIN,
    )(trouble)


def _set(setting: str) -> str:
    """How to set the variable of a part of a key. The ID alone is no secret."""
    variable = setting.upper()
    if setting == "aws_access_key_id":
        return f"“{assignment(variable)}”"
    return reading(variable, "the value")


@trouble_page.register
def _(trouble: kinds.StrayCharacterInKey) -> TroublePage:
    place = "line {line} of {path}: {setting}" if trouble.line else "the line {setting}"
    steps = {
        **_SET_AGAIN,
        Origin.ENVIRONMENT: (
            f"Leave, and set the variable again: {_set(trouble.setting)}. Then run mfa-enroll again.",
            "If it comes from a file made on Windows, give that Unix line ends first, with “dos2unix FILE”.",
        ),
        Origin.PROFILE: (f"Correct {place} of {{where}}. Then try again.",),
    }
    return says("The access key has a stray character", _STRAY[trouble.setting], steps)(trouble)


@trouble_page.register
def _(trouble: kinds.AccessKeyUnknown) -> TroublePage:
    return says(
        "AWS does not know this access key",
        "The access key ID is mistyped, deleted or switched off, or belongs to another part of AWS. {key_in_use}",
        _DROP_TOKEN if trouble.keys.temporary else _SET_AGAIN,
        "A key of AWS China needs --region cn-north-1; one of GovCloud needs --region us-gov-west-1. If you set a "
        "region that your account does not use, try --region us-east-1.",
        "If all of that is right, ask your administrator whether the key is active.",
    )(trouble)


@trouble_page.register
def _(trouble: kinds.SessionExpired) -> TroublePage:
    own = trouble.keys.origin is Origin.SESSION
    return says(
        "The session has ended" if own else "The credentials have expired",
        "Temporary credentials are in use, and their time is over. {key_in_use}",
        _USE_OWN_KEY,
    )(trouble)


@trouble_page.register
def _(trouble: kinds.ClockWrong) -> TroublePage:
    if trouble.offset is None:
        how_far = "This computer’s clock is further off than that."
    elif trouble.offset > 0:
        how_far = f"This computer’s clock is {length_of_time(trouble.offset)} behind."
    else:
        how_far = f"This computer’s clock is {length_of_time(trouble.offset)} ahead."
    return TroublePage(
        "This computer’s clock is wrong",
        f"AWS accepts requests only within a few minutes of its own time. {how_far}",
        (
            "Set the clock, best by switching on “set time automatically”, then try again.",
            "In a virtual machine or WSL the clock may have stood still during sleep: restart it.",
        ),
    )
