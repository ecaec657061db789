"""What the shared AWS files are given, in the lines that are shown of it."""

from mfa_enroll.domain.profile import SERIAL, FileChange, Oddity, Pending, ProfilePlan
from mfa_enroll.words.lists import listed

_PENDING = {Pending.KEY: "••••", Pending.END: "when the session ends"}
_ODDITIES = {
    Oddity.LINK_TO_NOTHING: "{path} is a link to {target}, which is not there yet and will be made.",
    Oddity.MORE_NAMES: "{path} has other names (hard links). Under those, the file stays as it is.",
    Oddity.NO_FILE: "AWS tools read no settings in {path}: it is a folder or a device, and no file.",
    Oddity.NO_HOME: "AWS tools find no {path} here: HOME is not set.",
}
_FOR_OTHER_TOOLS = (
    "mfa_serial names your device for tools such as aws-vault and awsume. AWS tools for .NET and PowerShell may refuse "
    "a profile that has it beside an access key."
)
"""By ``CredentialProfileTypeDetector.DetectProfileType`` of aws-sdk-net, a profile's settings have to be those of one
of its types, and none has both. Read in its source, not run."""
_LEAVE_OUT = "F2 leaves it out."


def warnings(plan: ProfilePlan) -> tuple[str, ...]:
    """What a person should know before they read the lines."""
    odd_files = (_ODDITIES[odd.oddity].format(path=odd.path, target=odd.target) for odd in plan.odd_files)
    return (*odd_files, *([_wrong(plan.wrong_serials)] if plan.wrong_serials else []))


def note(plan: ProfilePlan) -> str:
    """What there is to say of a line that is for other tools; empty where there is none."""
    if plan.has_serial:
        return f"{_FOR_OTHER_TOOLS} {_LEAVE_OUT}"
    return _FOR_OTHER_TOOLS if _names_device(plan.by_hand) else ""


def _names_device(changes: tuple[FileChange, ...]) -> bool:
    return any(name == SERIAL for change in changes for name, _ in change.settings)


def _wrong(serials: tuple[str, ...]) -> str:
    return (
        f"mfa_serial names {listed(serials)} so far, which is no device of yours that shows codes. Tools such as "
        "awsume fail with it."
    )


def lines(change: FileChange) -> tuple[str, ...]:
    """The settings of one section as they will stand, secrets left out: ``region = eu-west-1``."""
    return tuple(f"{name} = {_value(value)}".rstrip() for name, value in change.settings)


def _value(value: str | Pending) -> str:
    return _PENDING[value] if isinstance(value, Pending) else value
