"""Words for what can go wrong on the way to AWS, and for answers that say nothing."""

from mfa_enroll.aws.keys import Keys, aws_command
from mfa_enroll.domain.failure import Call
from mfa_enroll.domain.problem import Problem, Who
from mfa_enroll.domain.text import clean

_CHANGES = {
    Call.CREATE: "The MFA device may have been created or not.",
    Call.DELETE: "The MFA device may have been deleted or not.",
    Call.ENABLE: "The MFA device may have been turned on or not.",
    Call.DEACTIVATE: "The MFA device may have been turned off or not.",
    Call.RESYNC: "The MFA device may have been brought in step or not.",
    Call.START_SESSION: "A session may have been started or not; the code counts as used. Nothing else was changed.",
    Call.CHANGE_PASSWORD: "The password may have been changed or not: either the old or the new one holds now.",
}

_ASK_AWS = "Check the network, then try again: mfa-enroll first asks AWS what is there and goes on from that."
_NEXT = {
    Call.START_SESSION: "Check the network, then try again with the next code that your app shows.",
    Call.CHANGE_PASSWORD: "Keep both passwords until you know. Sign in to the AWS console with the new one to see.",
}

_LONGEST_PATH = 100
"""Characters of a path that are shown, its last."""

_SHARED_FILE = "endpoint_url in ~/.aws/config"


def unreachable(host: str) -> Problem:
    """AWS's name not resolved, connection refused, or no connection in time."""
    return Problem(
        title="AWS cannot be reached",
        happened=f"{host} could not be reached, so nothing was sent and nothing has changed.",
        steps=(
            "Check the network: Wi-Fi, VPN, and whether a web page opens. Then try again.",
            "If a region is set (--region, AWS_DEFAULT_REGION or the profile), check its spelling.",
            "If your network uses a proxy, leave, set HTTPS_PROXY to its address, then run mfa-enroll again.",
        ),
        who=Who.YOU,
        can_retry=True,
    )


def nothing_answers(address: str, set_by: str | None) -> Problem:
    """Likewise at an address that is not AWS's own. ``set_by``: see :func:`_to_call_aws`."""
    return Problem(
        title="The address does not answer",
        happened=f"Nothing answers at {address}. Nothing was sent, and nothing has changed.",
        steps=(
            (
                f"Check the address, which is set by {set_by or _SHARED_FILE}, and that the program behind it is "
                "running. Then try again."
            ),
            _to_call_aws(set_by),
        ),
        who=Who.YOU,
        can_retry=True,
    )


def insecure_address(address: str, set_by: str | None) -> Problem:
    """An endpoint is plain http to another machine. ``set_by``: see :func:`_to_call_aws`."""
    return Problem(
        title="The address is not encrypted",
        happened=(
            f"Calls would go to {address}, set by {set_by or _SHARED_FILE}. Anyone on the way could read them, the "
            "secret of your MFA device included, so nothing was sent."
        ),
        steps=(
            _to_call_aws(set_by),
            "If it is the address you want, use https. Plain http is accepted for this machine alone (localhost).",
        ),
        who=Who.YOU,
        can_retry=set_by is None,
    )


def _to_call_aws(set_by: str | None) -> str:
    """How to do without an address, by the option or environment variable that set it, or None for the shared file."""
    if set_by is None:
        return f"To call AWS itself, remove {_SHARED_FILE}, then try again."
    if set_by.startswith("--"):
        return f"To call AWS itself, leave, then run mfa-enroll again without {set_by}."
    return f"To call AWS itself, leave, run “unset {set_by}”, then run mfa-enroll again."


def proxy_failed() -> Problem:
    """The proxy does not answer or does not let the connection through."""
    return Problem(
        title="The proxy blocks the connection",
        happened="HTTPS_PROXY names a proxy, and AWS could not be reached through it. Nothing was sent to AWS.",
        steps=(
            "Check the address in HTTPS_PROXY, and whether the proxy asks for a user name and password.",
            "If you do not need a proxy here, leave, run “unset HTTPS_PROXY”, then run mfa-enroll again.",
        ),
        who=Who.YOU,
        can_retry=True,
    )


def untrusted_certificate() -> Problem:
    """The certificate at the other end is not one this machine trusts."""
    return Problem(
        title="The connection is not trusted",
        happened="What answered did not prove to be AWS: its certificate is not trusted. Nothing was sent.",
        steps=(
            (
                "On a public network, sign in to it in a browser first. Check that the date of this computer is right. "
                "Then try again."
            ),
            (
                "On a company network that inspects traffic: leave, set AWS_CA_BUNDLE to the company’s certificate "
                "file, then run mfa-enroll again."
            ),
        ),
        who=Who.YOU,
        can_retry=True,
    )


def unreadable_certificates(path: str, variable: str | None) -> Problem:
    """A file of certificates is set that is none. ``variable``: what sets it, or None for the shared file."""
    setting = variable or "ca_bundle in ~/.aws/config"
    shown = clean(path)
    if len(shown) > _LONGEST_PATH:
        shown = f"…{shown[-_LONGEST_PATH:]}"
    names = f"names “{shown}”, which is missing or holds no certificates" if path.strip() else "names no file"
    return Problem(
        title="The certificate file cannot be read",
        happened=f"{setting} {names}. Nothing was sent.",
        steps=(
            "It takes the whole path of a file in PEM format: ~ is not understood there.",
            _set_or_remove("ca_bundle", variable),
        ),
        who=Who.YOU,
        can_retry=variable is None,
    )


def unusable_setting(name: str, variable: str | None) -> Problem:
    """A setting has a value that it cannot have. ``variable``: what sets it, or None for the shared file."""
    return Problem(
        title="A setting cannot be used",
        happened=f"{variable or f'{name} in ~/.aws/config'} has a value that it cannot have. Nothing was sent.",
        steps=(_set_or_remove(name, variable),),
        who=Who.YOU,
        can_retry=variable is None,
    )


def unusable_settings(keys: Keys) -> Problem:
    """So has one that is not known."""
    return Problem(
        title="A setting cannot be used",
        happened=(
            "A line of the profile in ~/.aws/config, or an environment variable whose name begins with AWS_, has a "
            "value that it cannot have. Nothing was sent."
        ),
        steps=(
            f"Run {aws_command('aws sts get-caller-identity', keys.profile)} in a second terminal to see which.",
            "Correct or remove the line, then try again. For a variable, leave, and run mfa-enroll again after it.",
        ),
        who=Who.YOU,
        can_retry=True,
    )


def _set_or_remove(name: str, variable: str | None) -> str:
    if variable is None:
        return f"Correct the line {name} of the profile in ~/.aws/config, or remove it. Then try again."
    return f"Leave, correct {variable} or run “unset {variable}”, then run mfa-enroll again."


def unusable_address() -> Problem:
    """The region or the endpoint makes no address that could be called."""
    return Problem(
        title="The region or address cannot be used",
        happened="The region or the endpoint address that is set does not make a valid address. Nothing was sent.",
        steps=(
            "Check --region, AWS_DEFAULT_REGION and the profile’s region; without any of them it works for most users.",
            "An endpoint address starts with https:// and holds nothing but a host and perhaps a port.",
        ),
        who=Who.YOU,
        can_retry=True,
    )


def no_clear_answer(call: Call) -> Problem:
    """The call was sent, and what came back, if anything, does not tell what became of it."""
    return Problem(
        title="AWS’s answer did not arrive",
        happened=(
            "The request was sent, but the answer was lost or cannot be read. "
            f"{_CHANGES.get(call, 'Nothing was changed.')}"
        ),
        steps=(
            _NEXT.get(call, _ASK_AWS),
            "If it keeps happening, look at https://health.aws.amazon.com or try again later.",
        ),
        who=Who.YOU,
        can_retry=True,
    )


def busy() -> Problem:
    """AWS asks to wait, again and again."""
    return Problem(
        title="AWS is busy",
        happened="AWS asks to wait before this is tried again. Nothing was changed by this call.",
        steps=(
            "Wait a minute, then try again.",
            "Many people busy with MFA in one account at the same time share one limit: take turns.",
        ),
        who=Who.YOU,
        can_retry=True,
    )


def stranger_answered() -> Problem:
    """An answer to a read, refused by something that gives no AWS error code."""
    return Problem(
        title="Something other than AWS answered",
        happened="The answer is not one that AWS gives. A proxy, firewall or other program is in between.",
        steps=(
            "Try another network, or check HTTPS_PROXY and AWS_ENDPOINT_URL.",
            "Then try again. On a company network, show this page to whoever runs it.",
        ),
        who=Who.YOU,
        can_retry=True,
    )
