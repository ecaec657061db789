"""What reaches the terminal of what came from outside: words, and no control sequence."""

import io
from collections.abc import Iterator
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given

from mfa_enroll import cli, crash
from mfa_enroll.aws.account import AwsAccount
from mfa_enroll.domain.failure import Call
from mfa_enroll.domain.identity import Identity
from mfa_enroll.domain.keys import Keys
from mfa_enroll.domain.options import Options
from mfa_enroll.domain.principal import OtherPrincipal
from mfa_enroll.domain.secret import Secret
from mfa_enroll.domain.trouble import CallFailed, Incident, Trouble
from mfa_enroll.domain.troubles.callers import CallerUnknown
from mfa_enroll.flows.dialogue import Dialogue
from mfa_enroll.flows.outcome import MfaWasOn, NotEnabled, Outcome
from mfa_enroll.flows.questions import Home, Problem, Task
from mfa_enroll.tui.screens.choice import ChoicePage
from mfa_enroll.words.outcomes import last_words
from tests.fuzz.answering import ALICE, ASKING, refusal, result
from tests.fuzz.hostile import ESCAPES, MARK, MARKUP, SIGNS, TEXT, assert_tame, examples
from tests.fuzz.listening import listen
from tests.fuzz.stranger import http, stranger

if TYPE_CHECKING:
    from tests.fuzz.answering import Tree


def _texts() -> Iterator[str]:
    pieces = (*ESCAPES, *MARKUP, *SIGNS)
    for at in range(0, len(pieces), 6):
        yield "-".join(("x", *pieces[at : at + 6], "x"))


def _answers(text: str) -> Iterator[tuple[Call, bytes]]:
    """Answers with the text in every place, of which some become a page."""
    headers = {"x-amzn-RequestId": text, "Date": text, "Retry-After": text, "Location": text, "Server": text}
    error: Tree = [("Error", [("Type", text), ("Code", text), ("Message", text)]), ("RequestId", text)]
    yield Call.CREATE, http(refusal(error), status=400, headers=headers)
    denied: Tree = [("Error", [("Code", "AccessDenied"), ("Message", text)]), ("RequestId", text)]
    yield Call.ENABLE, http(refusal(denied), status=403, headers=headers)
    yield (
        Call.WHO_AM_I,
        http(result(Call.WHO_AM_I, [("Arn", f"arn:aws:iam::111122223333:user/{text}")]), headers=headers),
    )
    since = ("EnableDate", "2026-11-24T05:50:00Z")
    devices: Tree = [("member", [("SerialNumber", f"{text}{number}"), since]) for number in range(3)]
    yield Call.LIST, http(result(Call.LIST, [("MFADevices", devices), ("IsTruncated", "false")]), headers=headers)
    yield Call.LIST, http(text.encode(), status=500, headers=headers)


def _said(outcome: Outcome) -> str:
    out = io.StringIO()
    cli._say(out, last_words(outcome))
    return out.getvalue()


async def test_no_sequence_from_aws_reaches_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever text AWS puts anywhere, pages and last words show it as text, and no sequence of it is written."""
    monkeypatch.setattr("botocore.endpoint.time", SimpleNamespace(sleep=lambda _seconds: None))
    said: list[str] = []
    with stranger() as server:
        options = Options(
            endpoint_url=server.url, access_key_id="AKIAEXAMPLE123456789", secret_access_key=Secret("s" * 40)
        )
        account = AwsAccount(options)
        answers = [answer for text in _texts() for answer in _answers(text)]

        async def story(dialogue: Dialogue) -> Outcome:
            identity = Identity(ALICE, Keys())
            for call, answer in answers:
                server.answer = answer
                try:
                    value = await ASKING[call](account)
                except CallFailed as failed:
                    await _show(dialogue, failed.trouble)
                    continue
                if isinstance(value, Identity):
                    dialogue.met(value)
                    if isinstance(value.principal, OtherPrincipal):
                        await _show(dialogue, CallerUnknown(keys=value.keys, principal=value.principal))
                else:
                    await dialogue.choose(Home(identity, ALICE, None, value, (), (Task.DONE,), None))
                    said.append(_said(MfaWasOn(user=ALICE, own=None, devices=value)))
            return NotEnabled()

        async def _show(dialogue: Dialogue, trouble: Trouble) -> None:
            incident = Incident(trouble=trouble)
            await dialogue.choose(Problem(incident))
            said.append(_said(NotEnabled(because=incident)))

        async with listen(story, (80, 50)) as heard:
            app = heard.desk.app
            while not app._exit:
                await heard.desk.until(lambda: app._exit or _is_asking(app.screen))
                heard.desk.send("enter")
            written = heard.take()
    assert MARK in "".join(said)
    assert "[red]" in written
    assert_tame(written)
    assert_tame("".join(said))


def _is_asking(screen: object) -> bool:
    return isinstance(screen, ChoicePage) and screen.is_waiting and screen.is_seen


class _Quoting(Exception):
    """An exception that quotes what it met."""


def _fail(met: str, known: str) -> None:
    try:
        int(f"x{met}")
    except ValueError:
        error = _Quoting(known)
        error.add_note(met)
        raise error from UnicodeDecodeError("utf-8", b"\xff", 0, 1, met)


@examples(20)
@given(TEXT, TEXT)
def test_the_report_of_a_crash_quotes_nothing(met: str, known: str) -> None:
    """The report names types and places alone, whatever the exceptions and their causes say."""
    with pytest.raises(_Quoting) as caught:
        _fail(met, known)
    report = crash.report(caught.value)
    assert_tame(report)
    assert MARK not in report
    assert "_Quoting" in report
