"""The pages about the shared AWS files, where a session is to be kept in them."""

from mfa_enroll.domain.troubles import files as kinds
from mfa_enroll.words.changes import lines
from mfa_enroll.words.fields import name_refused
from mfa_enroll.words.troubles.page import Pages, TroublePage, add_pages, says, trouble_page

_WITHOUT_FILE = "Or leave, and run “mfa-enroll session --print env”: it prints the session and writes to no file."
_TRY_AGAIN = "Then try again. Nothing in the file was changed."

_PAGES: Pages = {
    kinds.FileUnreadable: says(
        "An AWS file cannot be read",
        "{path} cannot be read: the system says “{reason}”.",
        "See that the file and its folder are yours and that you may read them.",
        _TRY_AGAIN,
        _WITHOUT_FILE,
    ),
    kinds.NotAFile: says(
        "An AWS file is no file",
        "There is something else in the place of {path}, such as a folder or a device.",
        "Move it away, or correct AWS_CONFIG_FILE or AWS_SHARED_CREDENTIALS_FILE if the name comes from there.",
        _WITHOUT_FILE,
    ),
    kinds.FileNotText: says(
        "An AWS file cannot be read",
        "Line {line} of {path} holds characters that are not text in {encoding}, this system’s encoding.",
        "Correct them, or save the file anew as {encoding}.",
        _TRY_AGAIN,
    ),
    kinds.FileWithByteOrderMark: says(
        "An AWS file cannot be read",
        "{path} begins with a byte order mark, an invisible character that AWS tools do not read.",
        "Save it as UTF-8 without byte order mark (BOM).",
        _TRY_AGAIN,
    ),
    kinds.NoCredentialsFile: says(
        "There is no file to keep the session in",
        "AWS_SHARED_CREDENTIALS_FILE is set, and names no file. AWS tools then read no credentials file.",
        "Leave, run “unset AWS_SHARED_CREDENTIALS_FILE” for the usual file or set it to one, then run it again.",
        _WITHOUT_FILE,
    ),
    kinds.FileMounted: says(
        "An AWS file cannot be replaced",
        "{path} is mounted by itself, as into a container, and the system lets no mounted file be replaced.",
        "Leave, mount its folder instead of the file alone, then run it again.",
        _WITHOUT_FILE,
    ),
    kinds.FileUnchangeable: says(
        "An AWS file cannot be changed safely",
        "{path} is written in an unusual way, and changing it might change more than it should.",
        "Keep the session under another name.",
        _WITHOUT_FILE,
    ),
}
add_pages(_PAGES)


@trouble_page.register
def _(trouble: kinds.FileMisspelt) -> TroublePage:
    return TroublePage(
        "An AWS file cannot be read",
        f"AWS tools cannot read a setting of {trouble.path}."
        if trouble.line is None
        else f"AWS tools cannot read line {trouble.line} of {trouble.path}.",
        (
            "Correct it. No section, and no setting within one, may be there twice; a setting reads “name = value”.",
            _TRY_AGAIN,
        ),
    )


@trouble_page.register
def _(trouble: kinds.FileUnwritable) -> TroublePage:
    return TroublePage(
        "An AWS file cannot be written",
        f"{trouble.path} cannot be written: the system says “{trouble.reason}”."
        if trouble.reason
        else f"{trouble.path} cannot be written: you may not write to it, or not to its folder.",
        (
            "See that the file and its folder are yours to write, and that the disk is neither full nor read-only.",
            _TRY_AGAIN,
            _WITHOUT_FILE,
        ),
    )


@trouble_page.register
def _(trouble: kinds.ProfileTakenMeanwhile) -> TroublePage:
    reason = name_refused(trouble.refusal) if trouble.refusal else "It holds a session of another access key now."
    return TroublePage(
        "The profile was changed meanwhile",
        f"Another program has just changed profile {trouble.profile}, so the session was not kept there. {reason}",
        ("Try again, and choose another name.", _WITHOUT_FILE),
    )


@trouble_page.register
def _(trouble: kinds.SessionHalfKept) -> TroublePage:
    reason = trouble_page(trouble.reason).happened
    return TroublePage(
        "The session is kept, its settings are not",
        f"The session is in place: profile {trouble.profile} can be used. The rest is missing. {reason}",
        (
            *(f"Add to [{each.section}] in {each.path}: {', '.join(lines(each))}." for each in trouble.missing),
            f"Or name what is missing in each command, as in “aws --profile {trouble.profile} --region REGION”.",
        ),
    )
