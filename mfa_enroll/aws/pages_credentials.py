"""Words for what can be wrong with keys and the clock that signs with them."""

from mfa_enroll.aws.keys import Keys, Origin, aws_command
from mfa_enroll.domain.problem import Problem, Who

_MINUTE = 60
_HOUR = 60 * _MINUTE

_NEW_SESSION = "Try again: mfa-enroll looks at what is on now, and goes on from there."

_EXPORTS = "“export AWS_ACCESS_KEY_ID=…” and “export AWS_SECRET_ACCESS_KEY=…”"

_PARTS = {
    "aws_access_key_id": "The access key ID",
    "aws_secret_access_key": "The secret access key",
    "aws_session_token": "The session token",
}


def none_found(keys: Keys, *, profile_given: bool) -> Problem:
    """No provider had credentials. ``profile_given``: by option, and the environment then plays no part."""
    environment = "" if profile_given else "in the environment, nor "
    without_profile = " without --profile" if profile_given else ""
    return Problem(
        title="No access key found",
        happened=f"There is no access key {environment}for {keys.where} in ~/.aws/credentials or ~/.aws/config.",
        steps=(
            (
                f"In a second terminal, or after leaving, run {_configure(keys)} and paste the access key ID and "
                "secret access key you were given."
            ),
            "Then choose Try again, or run mfa-enroll again.",
            f"Without an aws command: leave, run {_EXPORTS}, then run mfa-enroll again{without_profile}.",
            "If another profile holds your key: leave, then run mfa-enroll --profile NAME.",
        ),
        who=Who.YOU,
        can_retry=True,
    )


def incomplete(keys: Keys) -> Problem:
    """There is an access key ID and no secret to it."""
    return Problem(
        title="The access key is incomplete",
        happened=f"An access key ID was found without its secret access key. {_in_use(keys)}",
        steps=_set_again(keys),
        who=Who.YOU,
        can_retry=_can_change(keys),
    )


def wrong_secret(keys: Keys) -> Problem:
    """The key ID is known to AWS and the signature is not that of its secret."""
    return Problem(
        title="The secret access key is not right",
        happened=f"AWS knows this access key ID, but the secret access key does not belong to it. {_in_use(keys)}",
        steps=(
            *_set_again(keys),
            "A secret access key has 40 characters. If you no longer have it, ask your administrator for a new key.",
        ),
        who=Who.YOU,
        can_retry=_can_change(keys),
    )


def stray_character(keys: Keys, setting: str) -> Problem:
    """A part of the key, by its name in the shared files, holds what no key does: mostly a Windows line end."""
    variable = setting.upper()
    match keys.origin:
        case Origin.ENVIRONMENT:
            steps: tuple[str, ...] = (
                f"Leave, and set the variable again: “export {variable}=…”. Then run mfa-enroll again.",
                "If it comes from a file made on Windows, give that Unix line ends first, with “dos2unix FILE”.",
            )
        case Origin.PROFILE:
            steps = (f"Correct the line {setting} of {keys.where} in ~/.aws. Then try again.",)
        case Origin.SESSION | Origin.ELSEWHERE:
            steps = _set_again(keys)
    return Problem(
        title="The access key has a stray character",
        happened=(
            f"{_PARTS[setting]} holds a space, a line end or another character that is not part of it and may be "
            f"invisible. Nothing was sent. {_in_use(keys)}"
        ),
        steps=steps,
        who=Who.YOU,
        can_retry=_can_change(keys),
    )


def unknown_key(keys: Keys) -> Problem:
    """AWS does not know the key ID, in this partition at least, or not together with this session token."""
    if keys.origin is Origin.SESSION:
        return _session_unknown(keys)
    return Problem(
        title="AWS does not know this access key",
        happened=(
            "The access key ID is mistyped, deleted or switched off, or belongs to another part of AWS. "
            f"{_in_use(keys)}"
        ),
        steps=(
            *(_without_token(keys) if keys.temporary else _set_again(keys)),
            (
                "A key of AWS China needs --region cn-north-1; one of GovCloud needs --region us-gov-west-1. "
                "If you set a region that your account does not use, try --region us-east-1."
            ),
            "If all of that is right, ask your administrator whether the key is active.",
        ),
        who=Who.YOU,
        can_retry=_can_change(keys),
    )


def session_without_mfa(keys: Keys) -> Problem:
    """Temporary credentials of a user, made without MFA, are not let into IAM (STS, GetSessionToken)."""
    if keys.origin is Origin.SESSION:
        return _session_unknown(keys)
    return Problem(
        title="These are temporary credentials",
        happened=f"They were made without MFA, and AWS does not accept such credentials for IAM. {_in_use(keys)}",
        steps=_own_key(keys),
        who=Who.YOU,
        can_retry=_can_change(keys),
    )


def expired(keys: Keys) -> Problem:
    """Temporary credentials have run out."""
    return Problem(
        title="The session has ended" if keys.origin is Origin.SESSION else "The credentials have expired",
        happened=f"Temporary credentials are in use, and their time is over. {_in_use(keys)}",
        steps=_own_key(keys),
        who=Who.YOU,
        can_retry=_can_change(keys),
    )


def _session_unknown(keys: Keys) -> Problem:
    return Problem(
        title="AWS does not accept the session",
        happened=(
            "AWS does not know the session that it gave out, or not yet; or the access key behind it has been deleted "
            f"or switched off meanwhile. {_in_use(keys)}"
        ),
        steps=(
            f"Wait half a minute. {_NEW_SESSION}",
            "If it stays so, ask your administrator whether your access key is active.",
        ),
        who=Who.YOU,
        can_retry=True,
    )


def _in_use(keys: Keys) -> str:
    return f"Key in use: {keys.shown_id or 'unknown'}, from {keys.where}."


def _configure(keys: Keys) -> str:
    return aws_command("aws configure", keys.profile)


def _can_change(keys: Keys) -> bool:
    """Whether other keys can come from the same place while the program runs."""
    return keys.origin is not Origin.ENVIRONMENT


def _set_again(keys: Keys) -> tuple[str, ...]:
    match keys.origin:
        case Origin.ENVIRONMENT:
            return (
                f"Leave, and set both variables again: {_EXPORTS}.",
                "Run mfa-enroll again. To use the keys of a profile instead: mfa-enroll --profile NAME.",
            )
        case Origin.PROFILE:
            return (
                f"In a second terminal, or after leaving, run {_configure(keys)} and paste both keys again.",
                "Then choose Try again, or run mfa-enroll again.",
            )
        case Origin.SESSION:
            return (_NEW_SESSION,)
        case Origin.ELSEWHERE:
            return (
                f"Correct the key where it comes from ({keys.where}). Then try again.",
                "Or leave, and use an access key of your own: mfa-enroll --profile NAME.",
            )


def _without_token(keys: Keys) -> tuple[str, ...]:
    match keys.origin:
        case Origin.ENVIRONMENT:
            return (
                (
                    "AWS_SESSION_TOKEN is set and may belong to an older session. Leave, "
                    "run “unset AWS_SESSION_TOKEN”, then run mfa-enroll again with your own access key."
                ),
                f"If the key itself is mistyped, set both variables again: {_EXPORTS}.",
            )
        case Origin.PROFILE:
            return (
                (
                    "The profile has an aws_session_token, which may belong to an older session. Delete that line from "
                    "the file in ~/.aws, then try again with your own access key."
                ),
                f"If the key itself is mistyped, run {_configure(keys)} and paste both keys.",
            )
        case Origin.SESSION | Origin.ELSEWHERE:
            return _own_key(keys)


def _own_key(keys: Keys) -> tuple[str, ...]:
    match keys.origin:
        case Origin.ENVIRONMENT:
            return (
                "Leave, and run “unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN”.",
                "Run mfa-enroll again with your own access key, or with its profile: mfa-enroll --profile NAME.",
                "With aws-vault, run “aws-vault exec --no-session NAME -- mfa-enroll”.",
            )
        case Origin.PROFILE:
            return (
                "Leave, and run it with the profile of your own access key: mfa-enroll --profile NAME.",
                (
                    f"Or put your own key into this one: run {_configure(keys)}, delete the line aws_session_token "
                    "from the file in ~/.aws, then try again."
                ),
            )
        case Origin.SESSION:
            return (_NEW_SESSION,)
        case Origin.ELSEWHERE:
            return (
                "Leave, and use an access key of your own: mfa-enroll --profile NAME.",
                f"Or renew the credentials where they come from ({keys.where}). Then try again.",
            )


def wrong_clock(offset: float | None) -> Problem:
    """The signature's time is too far from AWS's. ``offset`` is server minus local time in seconds."""
    if offset is None:
        how_far = "This computer’s clock is further off than that."
    else:
        direction = "behind" if offset > 0 else "ahead"
        how_far = f"This computer’s clock is {_duration(abs(offset))} {direction}."
    return Problem(
        title="This computer’s clock is wrong",
        happened=f"AWS accepts requests only within a few minutes of its own time. {how_far}",
        steps=(
            "Set the clock, best by switching on “set time automatically”, then try again.",
            "In a virtual machine or WSL the clock may have stood still during sleep: restart it.",
        ),
        who=Who.YOU,
        can_retry=True,
    )


def _duration(seconds: float) -> str:
    whole = round(seconds)
    parts = ((whole // _HOUR, "hour"), (whole % _HOUR // _MINUTE, "minute"), (whole % _MINUTE, "second"))
    spelled = [f"{count} {unit}{'' if count == 1 else 's'}" for count, unit in parts if count]
    return " and ".join(filter(None, (", ".join(spelled[:-1]), spelled[-1]))) if spelled else "0 seconds"
