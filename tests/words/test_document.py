"""The words as they were last agreed upon: all that is asked, said and told in the end, to be read as a document."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from types import ModuleType
from typing import get_args

import pytest
from syrupy.assertion import SnapshotAssertion

from mfa_enroll.domain.device import DeviceKind
from mfa_enroll.domain.passwords import NOT_KNOWN, Complaint, Field, PasswordPolicy, Rule, RuleKind, Unfit
from mfa_enroll.domain.profile import KeptSession
from mfa_enroll.domain.qr import Style, TooSmall
from mfa_enroll.domain.secret import Secret
from mfa_enroll.flows import outcome, questions
from mfa_enroll.flows.asks import Need, SessionAsk, SessionUse
from mfa_enroll.flows.caller import Caller
from mfa_enroll.flows.outcome import Outcome
from mfa_enroll.flows.questions import Question
from mfa_enroll.flows.remarks import Remark
from mfa_enroll.flows.status import Status
from mfa_enroll.terminal import Lack, Missing
from mfa_enroll.words import (
    changes,
    codes,
    devices,
    ending,
    fields,
    keys,
    labels,
    passwords,
    practice,
    progress,
    terminal,
)
from mfa_enroll.words.openings import Opening, met, opening
from mfa_enroll.words.outcomes import after_practice, last_words
from mfa_enroll.words.page import Said
from mfa_enroll.words.pages import page
from mfa_enroll.words.remarks import said
from mfa_enroll.words.status import status
from tests.words import document as written
from tests.words import examples as example

Section = tuple[str, Iterable[str]]
"""What it is an example of, and its lines."""

_ASK = SessionAsk(
    use=SessionUse.WORK,
    user=example.ALICE,
    device=example.OWN,
    seconds=43_200,
    plan=example.PLAN,
    remark=None,
    next_at=None,
    server_time=lambda: 0.0,
)
_ASKS = {
    "a session": _ASK,
    "a session that is renewed": replace(_ASK, plan=example.RENEWAL),
    "a renewal that changes no file by itself": replace(_ASK, plan=replace(example.RENEWAL, changes=())),
    "a session in no file": replace(_ASK, plan=None, device=example.TOKEN, seconds=5_400),
    "signing in": replace(_ASK, use=SessionUse.MANAGE, device=example.LAPTOP),
    "signing in with what should show no codes": replace(_ASK, use=SessionUse.MANAGE, device=example.PASSKEY),
}


def _pages(width: int) -> Iterator[Section]:
    for which in Opening:
        yield f"{which.name}, at first", written.page(opening(which), width)
    for title, identity in (("known", example.IDENTITY), ("elsewhere", example.ELSEWHERE), ("a role", example.A_ROLE)):
        yield f"caller {title}", written.page(met(Opening.SESSION, identity), width, in_brief=True)
    before = None
    for title, question in example.QUESTIONS.items():
        shown = page(question)
        # Of further examples of a page, ways and help are there only where they are others.
        in_brief = before is not None and (shown.ways, shown.help) == (before.ways, before.help)
        yield title, written.page(shown, width, in_brief=in_brief)
        before = shown


def _remarks(width: int) -> Iterator[Section]:
    for remark in example.REMARKS:
        yield str(remark), written.remark(said(remark), width)


def _progress(width: int) -> Iterator[Section]:
    for doing in example.DOINGS:
        yield f"{doing.call.name}{', making sure' * doing.making_sure}", written.prose(progress.doing(doing), width)
    for pause in example.PAUSES:
        yield pause.why.name, written.prose(progress.waiting(pause, 7), width)
    yield "leaving meanwhile", written.prose(progress.LEAVING, width)


def _outcomes(width: int) -> Iterator[Section]:
    for title, ended in example.OUTCOMES.items():
        yield title, written.paragraphs(last_words(ended), width)
    for title in ("MFA enabled", "MFA enabled, left at a problem"):
        yield f"{title}, after practice", written.paragraphs(after_practice(example.OUTCOMES[title]), width)


def _status(width: int) -> Iterator[Section]:
    """How things stand, for each state of the account and of a session."""
    kept = (KeptSession("work-mfa", example.UNTIL), KeptSession("old", example.SINCE), KeptSession("changed", None))
    now = example.UNTIL.timestamp() - 3_600
    options = (("--profile", "work"), ("--as", "day"))
    elsewhere, here, practice = (
        Caller(identity, example.ALICE, devices)
        for identity, devices in (
            (example.ELSEWHERE, ()),
            (example.IDENTITY, (example.OWN, example.PASSKEY)),
            (example.PRACTICE, (example.LAPTOP,)),
        )
    )
    for caller, sessions in ((None, ()), (None, kept), (elsewhere, ()), (here, kept), (practice, ())):
        seen = Status(caller=caller, sessions=sessions, suggestion="work-mfa", now=now, options=options)
        yield "how things stand", written.paragraphs(tuple(status(seen)), width)


def _ending(width: int) -> Iterator[Section]:
    """A session is taken out of the AWS files."""
    [change] = example.CHANGES
    yield "a session is taken out", written.paragraphs(ending.removal(change), width)
    said = (
        ending.QUESTION,
        ending.removed(change),
        ending.KEPT,
        ending.CHANGED,
        ending.NOT_ASKED,
        ending.none_kept("work-mfa"),
    )
    yield "afterwards", [line for text in said for line in written.prose(text, width)]


def _codes_page(width: int) -> Iterator[Section]:
    def prose(*texts: str) -> list[str]:
        return [line for text in texts for line in written.prose(text, width)]

    for need in Need:
        scans = codes.Scan if need is Need.SCAN else [codes.Scan.HERE]
        yield need.name, prose(*(codes.first_step(need, scan) for scan in scans))
        yield f"{need.name}, help", prose(codes.HELP[need])
    yield "further steps", prose(codes.SECOND_STEP, codes.THIRD_STEP, codes.next_code(12), codes.next_code(0))
    yield "hints", prose(*codes.hints(example.ALICE, practice=True), codes.WHICH_ENTRY, codes.PHONE_AWAY)
    yield "hidden", prose(*codes.CURTAIN)
    yield "beside the picture", prose(codes.SCAN_THIS, *(f"{key}  {meaning}" for key, meaning in codes.STRIP))
    yield "the key", prose(codes.how_to_type(example.ALICE), codes.KEY_COPIED.text)
    yield "drawn otherwise", prose(*(codes.drawn(style).text for style in Style))
    for columns, rows in ((1, 0), (0, 1), (12, 3)):
        yield f"{columns} × {rows} missing", prose(codes.no_room(TooSmall(40, 20, columns, rows), practice=bool(rows)))
    phone = (codes.PHONE, codes.NO_ENTRIES, practice.console_password(Secret("Spring-2026")))
    yield "practice", prose(labels.PRACTICE, labels.NOT_AWS, *phone)


def _fields(width: int) -> Iterator[Section]:
    def prose(*texts: str | Said | None) -> list[str]:
        return [
            line
            for text in texts
            for line in (written.remark(text, width) if isinstance(text, Said) else written.prose(text or "", width))
        ]

    yield "kinds of devices", prose(*(devices.KINDS[kind] for kind in DeviceKind))
    for title, ask in _ASKS.items():
        yield title, written.page(fields.session_page(ask), width)
    yield "the next code", prose(fields.next_session_code(12), fields.next_session_code(0))
    yield "the name", written.page(fields.NAME, width)
    for plan in (example.PLAN, example.RENEWAL, replace(example.PLAN, replaces=True)):
        yield "what a name changes", prose(fields.name_label(plan), fields.name_remark(plan))
    yield "what a name does not change", prose(fields.BY_HAND)
    for title, plan in example.NOTED.items():
        yield title, prose(*changes.warnings(plan), *filter(None, [changes.note(plan)]))
    yield "names refused", prose(*map(fields.name_remark, example.REFUSALS))
    yield "what is no code", prose(codes.DIGITS_ONLY, codes.missing(1), codes.missing(5))
    yield "leaving by Escape", prose(keys.ESCAPE_LEAVES)
    yield "the box copied", prose(fields.BOX_COPIED)

    policy = PasswordPolicy(reuse_prevention=5, days=90)
    rules = [Rule(kind, {RuleKind.LENGTH: 14, RuleKind.KINDS: 3}.get(kind, 0)) for kind in RuleKind]
    complaints = [
        *(Complaint(field) for field in (Field.CURRENT, Field.AGAIN)),
        *(Complaint(Field.NEW, unfit=reason) for reason in Unfit),
        Complaint(Field.NEW, missing=tuple(rules[:3])),
    ]
    yield "the password", written.page(passwords.PAGE, width)
    yield "its fields", prose(*(passwords.FIELDS[field] for field in Field))
    yield "its rules", prose(passwords.NEEDS, *map(passwords.rule, rules), *passwords.UNFIT.values())
    yield (
        "its notes",
        prose(
            *passwords.notes(policy),
            *passwords.notes(PasswordPolicy(reuse_prevention=1, days=1)),
            *passwords.notes(NOT_KNOWN),
        ),
    )
    yield "complaints", prose(*map(passwords.complaint, complaints))


def _around(width: int) -> Iterator[Section]:
    """The keys of the footer with the help page, and what the command line says."""
    named = [key for key in vars(keys).values() if isinstance(key, keys.Key)]
    yield "keys", [line for key in named for line in written.prose(key.meaning, width, key.name.ljust(15))]
    yield keys.HELP_HEADING, [keys.KEYS_HEADING, *written.prose(keys.WHAT_IS_CHANGED, width)]
    said = [*(terminal.missing(Missing(lack, "latin-1")) for lack in Lack), terminal.port_unusable(80, "In use")]
    said += [
        terminal.missing(Missing(Lack.BLOCKS, "cp437", "PYTHONIOENCODING")),
        terminal.PRACTICE_IS_ITS_OWN,
        *map(terminal.keys_on_screen, ("env", "powershell", "cmd", "json")),
        terminal.no_session("mfa-enroll session --profile work"),
        terminal.ends_too_soon(900, 1_200),
        terminal.KEPT_OR_NOT,
        terminal.PRINTING_ALONE,
        terminal.ENDING_ALONE,
        terminal.ENDING_IS_ITS_OWN,
        terminal.NOWHERE_TO_PRINT,
        *terminal.serving(example.ALICE.arn),
    ]
    yield "the command line", [line for text in said for line in written.prose(text, width)]


SECTIONS = (_pages, _remarks, _progress, _outcomes, _status, _ending, _codes_page, _fields, _around)


@pytest.mark.parametrize("width", [60, 80])
@pytest.mark.parametrize("sections", SECTIONS, ids=lambda sections: sections.__name__.strip("_"))
def test_document(document: SnapshotAssertion, sections: Callable[[int], Iterable[Section]], width: int) -> None:
    """Everything reads as it was last agreed upon."""
    assert "\n".join(written.headed(title, lines) for title, lines in sections(width)) == document


def _kinds(module: ModuleType, family: type[object]) -> set[type[object]]:
    kinds = {each for each in vars(module).values() if isinstance(each, type) and issubclass(each, family)}
    return kinds - {family}


@pytest.mark.parametrize(
    ("examples", "kinds"),
    [
        (example.QUESTIONS.values(), _kinds(questions, Question)),
        (example.OUTCOMES.values(), _kinds(outcome, Outcome)),
        (example.REMARKS, get_args(Remark)),
    ],
    ids=["questions", "outcomes", "remarks"],
)
def test_there_is_an_example_of_every_kind(examples: Iterable[object], kinds: Iterable[type[object]]) -> None:
    """No kind of question, outcome or remark is left out of the document, and so none is without words."""
    assert {type(each) for each in examples} == set(kinds)
