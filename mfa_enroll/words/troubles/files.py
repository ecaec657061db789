"""The pages about the shared AWS files, where a session is to be kept in them."""

from mfa_enroll.domain.troubles import files as kinds
from mfa_enroll.words.changes import lines
from mfa_enroll.words.commands import of_path, of_profile
from mfa_enroll.words.fields import name_refused
from mfa_enroll.words.lists import listed
from mfa_enroll.words.shell import Shell, in_use
from mfa_enroll.words.troubles.page import Pages, TroublePage, add_pages, says, trouble_page

_WITHOUT_FILE = (
    "Or leave, and run “mfa-enroll session --print {print_form} --no-keep”: it prints the session, and writes to no "
    "file."
)
_NAMED = 3
"""Sections that a page names. There may be hundreds."""

_TRY_AGAIN = "Then try again. Nothing in the file was changed."

_PAGES: Pages = {
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
        "Leave, run {unset[AWS_SHARED_CREDENTIALS_FILE]} for the usual file or set it to one, then run it again.",
        _WITHOUT_FILE,
    ),
    kinds.NoHomeFolder: says(
        "Your home folder is not known",
        "{path} is in a home folder, and this system does not say where that is. In a container, HOME may not be set.",
        "Leave, set HOME to your folder, or AWS_SHARED_CREDENTIALS_FILE and AWS_CONFIG_FILE to files, then run it "
        "again.",
        _WITHOUT_FILE,
    ),
    kinds.NoTemporaryFolder: says(
        "There is no room for practice",
        "Practice keeps AWS files of its own in a folder for temporary files, and none can be written to.",
        "See that the disk is neither full nor read-only. Then try again.",
        "Or leave, set TMPDIR to a folder that is yours to write, then run it again.",
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

_WHY = {
    None: "",
    kinds.Misspelling.NO_SECTION: ": it stands above the first section",
    kinds.Misspelling.SECTION_TWICE: ": there is a section of that name above it",
    kinds.Misspelling.SETTING_TWICE: ": its section has a setting of that name already",
    kinds.Misspelling.NO_SETTING: ": it is neither a section nor a setting",
    kinds.Misspelling.NO_SETTING_IN_BLOCK: ": it stands among settings, and is none",
}
_CORRECT = {
    None: "Correct it. No section, and no setting within one, may be there twice; a setting reads “name = value”.",
    kinds.Misspelling.NO_SECTION: "Write the name of its profile in the line above it, as in [default].",
    kinds.Misspelling.SECTION_TWICE: "Put what stands below both into one, and delete the other.",
    kinds.Misspelling.SETTING_TWICE: "Delete the one that is not right.",
    kinds.Misspelling.NO_SETTING: "Correct it. A section reads “[name]”, and a setting “name = value”.",
    kinds.Misspelling.NO_SETTING_IN_BLOCK: "Correct it: each line of such a block reads “name = value”.",
}


@trouble_page.register
def _(trouble: kinds.FileUnreadable) -> TroublePage:
    return TroublePage(
        "An AWS file cannot be read",
        f"{trouble.path} cannot be read: the system says “{trouble.reason}”.",
        (_make_readable(trouble.path), *_go_on(trouble)),
    )


def _make_readable(path: str) -> str:
    if in_use() is not Shell.POSIX:
        return "See who may read it: in its properties, under Security."
    folder, _, _ = path.rpartition("/")
    both = f"{of_path(folder)} {of_path(path)}" if folder else of_path(path)
    return f"See whose they are with “ls -ld {both}”. If a sudo made them root’s: “sudo chown $USER {both}”."


@trouble_page.register
def _(trouble: kinds.NotAFile) -> TroublePage:
    return TroublePage(
        "An AWS file is no file",
        f"There is something else in the place of {trouble.path}, such as a folder or a device.",
        (
            "Move it away, or correct AWS_CONFIG_FILE or AWS_SHARED_CREDENTIALS_FILE if the name comes from there.",
            *_go_on(trouble),
        ),
    )


def _without_file() -> str:
    return _WITHOUT_FILE.format(print_form=in_use().value)


def _go_on(trouble: kinds.FileTrouble) -> tuple[str, ...]:
    """How to go on with the file, and without it: not where the access key would be missing then."""
    return ("Then try again.",) if trouble.seeking_key else (_TRY_AGAIN, _without_file())


@trouble_page.register
def _(trouble: kinds.FileMisspelt) -> TroublePage:
    place = f"a setting of {trouble.path}" if trouble.line is None else f"line {trouble.line} of {trouble.path}"
    return TroublePage(
        "An AWS file cannot be read",
        f"AWS tools cannot read {place}{_WHY[trouble.reason]}.",
        (_CORRECT[trouble.reason], "Then try again." if trouble.seeking_key else _TRY_AGAIN),
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
            _without_file(),
        ),
    )


@trouble_page.register
def _(trouble: kinds.FileChangedMeanwhile) -> TroublePage:
    sections = [f"[{section}]" for section in trouble.sections]
    named = listed([*sections[:_NAMED], *([f"{len(sections) - _NAMED} more"] if len(sections) > _NAMED else [])])
    return TroublePage(
        "An AWS file is being changed",
        f"Something of {named} was in {trouble.path} and is missing now. Another program may be writing the file, so "
        "nothing was written there."
        if sections
        else f"Another program is writing {trouble.path}, so nothing was written there.",
        (
            "Look into the file, or wait until the other program is done.",
            "Then try again. What is in the file by then stays there.",
            _without_file(),
        ),
    )


@trouble_page.register
def _(trouble: kinds.ProfileTakenMeanwhile) -> TroublePage:
    reason = name_refused(trouble.refusal) if trouble.refusal else "It holds a session of another access key now."
    return TroublePage(
        "The profile was changed meanwhile",
        f"Another program has just changed profile {trouble.profile}, so the session was not kept there. {reason}",
        ("Try again, and choose another name.", _without_file()),
    )


@trouble_page.register
def _(trouble: kinds.SessionHalfKept) -> TroublePage:
    reason = trouble_page(trouble.reason).happened
    return TroublePage(
        "The session is kept, its settings are not",
        f"The session is in place: profile {trouble.profile} can be used. The rest is missing. {reason}",
        (
            *(f"Add to [{each.section}] in {each.path}: {', '.join(lines(each))}." for each in trouble.missing),
            f"Or name what is missing in each command, as in “aws{of_profile(trouble.profile)} --region REGION”.",
        ),
    )
