"""The pages about the way to AWS, and about answers that say nothing."""

from mfa_enroll.domain.failure import Call
from mfa_enroll.domain.text import clean
from mfa_enroll.domain.troubles import network as kinds
from mfa_enroll.words.shell import unsetting
from mfa_enroll.words.troubles.page import Pages, TroublePage, add_pages, says, trouble_page

_PAGES: Pages = {
    kinds.AwsUnreachable: says(
        "AWS cannot be reached",
        "{host} could not be reached, so nothing was sent and nothing has changed.",
        "Check the network: Wi-Fi, VPN, and whether a web page opens. Then try again.",
        "If a region is set (--region, AWS_DEFAULT_REGION or the profile), check its spelling.",
        "If your network uses a proxy, leave, set HTTPS_PROXY to its address, then run mfa-enroll again.",
    ),
    kinds.ProxyFailed: says(
        "The proxy blocks the connection",
        "HTTPS_PROXY names a proxy, and AWS could not be reached through it. Nothing was sent to AWS.",
        "Check the address in HTTPS_PROXY, and whether the proxy asks for a user name and password.",
        "If you do not need a proxy here, leave, run {unset[HTTPS_PROXY]}, then run mfa-enroll again.",
    ),
    kinds.CertificateUntrusted: says(
        "The connection is not trusted",
        "What answered did not prove to be AWS: its certificate is not trusted. Nothing was sent.",
        "On a public network, sign in to it in a browser first. Check that the date of this computer is right. Then "
        "try again.",
        "On a company network that inspects traffic: leave, set AWS_CA_BUNDLE to the company’s certificate file, then "
        "run mfa-enroll again.",
    ),
    kinds.SettingsUnusable: says(
        "A setting cannot be used",
        "A line of the profile in {around.config}, or an environment variable whose name begins with AWS_, has a value "
        "that it cannot have. Nothing was sent.",
        "Run “aws sts get-caller-identity{of_profile}” in {second_terminal} to see which.",
        "Correct or remove the line, then try again. For a variable, leave, and run mfa-enroll again after it.",
    ),
    kinds.AddressUnusable: says(
        "The region or address cannot be used",
        "The region or the endpoint address that is set does not make a valid address. Nothing was sent.",
        "Check --region, AWS_DEFAULT_REGION and the profile’s region; without any of them it works for most users.",
        "An endpoint address starts with https:// and holds nothing but a host and perhaps a port.",
    ),
    kinds.AwsBusy: says(
        "AWS is busy",
        "AWS asks to wait before this is tried again. Nothing was changed by this call.",
        "Wait a minute, then try again.",
        "Many people busy with MFA in one account at the same time share one limit: take turns.",
    ),
    kinds.StrangerAnswered: says(
        "Something other than AWS answered",
        "The answer is not one that AWS gives. A proxy, firewall or other program is in between.",
        "Try another network, or check HTTPS_PROXY and AWS_ENDPOINT_URL.",
        "Then try again. On a company network, show this page to whoever runs it.",
    ),
}
add_pages(_PAGES)

_CHANGES = {
    Call.CREATE: "The MFA device may have been created or not.",
    Call.DELETE: "The MFA device may have been deleted or not.",
    Call.ENABLE: "The MFA device may have been turned on or not.",
    Call.DEACTIVATE: "The MFA device may have been turned off or not.",
    Call.RESYNC: "The MFA device may have been brought in step or not.",
    Call.START_SESSION: "A session may have been started or not; the code counts as used. Nothing else was changed.",
    Call.CHANGE_PASSWORD: "The password may have been changed or not: either the old or the new one holds now.",
}
_NEXT = {
    Call.START_SESSION: "Check the network, then try again with the next code that your app shows.",
    Call.CHANGE_PASSWORD: "Keep both passwords until you know. Sign in to the AWS console with the new one to see.",
}
_ASK_AWS = "Check the network, then try again: mfa-enroll first asks AWS what is there and goes on from that."

_LONGEST_PATH = 100
"""Characters of a path that are shown, its last."""


@trouble_page.register
def _(trouble: kinds.AnswerLost) -> TroublePage:
    changed = _CHANGES.get(trouble.call, "Nothing was changed.")
    return TroublePage(
        "AWS’s answer did not arrive",
        f"The request was sent, but the answer was lost or cannot be read. {changed}",
        (
            _NEXT.get(trouble.call, _ASK_AWS),
            "If it keeps happening, look at https://health.aws.amazon.com or try again later.",
        ),
    )


@trouble_page.register
def _(trouble: kinds.AddressSilent) -> TroublePage:
    setter = _setter(trouble)
    check = f"Check the address, which is set by {setter}, and that the program behind it is running. Then try again."
    return TroublePage(
        "The address does not answer",
        f"Nothing answers at {trouble.address}. Nothing was sent, and nothing has changed.",
        (check, _to_call_aws(trouble)),
    )


_NOT_ENCRYPTED = (
    "Calls would go to {address}, set by {setter}. Anyone on the way could read them, the secret of your MFA device "
    "included, so nothing was sent."
)
_MISLEADING = (
    "The address set by {setter} is not written plainly: with a user name in it, a backslash or the like, it may lead "
    "elsewhere than it seems. Nothing was sent."
)
_SIGN_IN_ELSEWHERE = (
    "To get the keys, a sign-in token would go to {address}, set by {setter}, which is not AWS’s own address. Whoever "
    "gets the token is signed in with it, so nothing was sent."
)
_REFUSED = {
    kinds.AddressNotEncrypted: (
        "The address is not encrypted",
        _NOT_ENCRYPTED,
        "If it is the address you want, use https. Plain http is accepted for this machine alone (localhost).",
    ),
    kinds.AddressMisleading: (
        "The address cannot be trusted",
        _MISLEADING,
        "If you want to call it all the same, write it as https://, the host, and perhaps a port: nothing else.",
    ),
    kinds.SignInElsewhere: (
        "A sign-in would go elsewhere",
        _SIGN_IN_ELSEWHERE,
        "To use an access key instead: leave, then run mfa-enroll --profile NAME with the profile that holds it.",
    ),
}


@trouble_page.register(kinds.AddressNotEncrypted)
@trouble_page.register(kinds.AddressMisleading)
@trouble_page.register(kinds.SignInElsewhere)
def _(trouble: kinds.AddressRefused) -> TroublePage:
    heading, happened, otherwise = _REFUSED[type(trouble)]
    happened = happened.format(address=trouble.address, setter=_setter(trouble))
    return TroublePage(heading, happened, (_to_call_aws(trouble), otherwise))


def _setter(trouble: kinds.AddressTrouble) -> str:
    """What sets the address."""
    return trouble.set_by or f"endpoint_url in {trouble.around.config}"


def _to_call_aws(trouble: kinds.AddressTrouble) -> str:
    """How to do without an address that is not AWS's own."""
    set_by = _setter(trouble)
    if trouble.set_by is None:
        return f"To call AWS itself, remove {set_by}, then try again."
    if set_by.startswith("--"):
        return f"To call AWS itself, leave, then run mfa-enroll again without {set_by}."
    return f"To call AWS itself, leave, run “{unsetting(set_by)}”, then run mfa-enroll again."


@trouble_page.register
def _(trouble: kinds.CertificatesUnreadable) -> TroublePage:
    setting, shown = trouble.variable or f"ca_bundle in {trouble.around.config}", clean(trouble.path)
    if len(shown) > _LONGEST_PATH:
        shown = f"…{shown[-_LONGEST_PATH:]}"
    return TroublePage(
        "The certificate file cannot be read",
        f"{setting} names “{shown}”, which is missing or holds no certificates. Nothing was sent."
        if shown.strip()
        else f"{setting} names no file. Nothing was sent.",
        (
            "It takes the whole path of a file in PEM format: ~ is not understood there.",
            _set_or_remove("ca_bundle", trouble),
        ),
    )


@trouble_page.register
def _(trouble: kinds.SettingUnusable) -> TroublePage:
    setting = trouble.variable or f"{trouble.name} in {trouble.around.config}"
    return TroublePage(
        "A setting cannot be used",
        f"{setting} has a value that it cannot have. Nothing was sent.",
        (_set_or_remove(trouble.name, trouble),),
    )


@trouble_page.register
def _(trouble: kinds.ValueInQuotes) -> TroublePage:
    setting = trouble.variable or f"{trouble.name}, in line {trouble.line} of {trouble.path},"
    return TroublePage(
        "A setting stands in quotes",
        f"{setting} has its value in quotes. AWS tools take them for a part of it. Nothing was sent.",
        ("Take the quotes away. Then try again.",)
        if trouble.variable is None
        else (
            f"Leave, set {trouble.variable} without quotes in its value, then run mfa-enroll again.",
            "An env file for docker is read without a shell: there, too, values stand without quotes.",
        ),
    )


def _set_or_remove(name: str, trouble: kinds.SettingTrouble) -> str:
    if trouble.variable is None:
        return f"Correct the line {name} of the profile in {trouble.around.config}, or remove it. Then try again."
    return f"Leave, correct {trouble.variable} or run “{unsetting(trouble.variable)}”, then run mfa-enroll again."
