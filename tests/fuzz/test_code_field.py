"""The field for a code: any keys, any pastes, in the app itself."""

import random
import re

from textual import events

from mfa_enroll.domain.secret import Secret
from mfa_enroll.domain.totp import six_digits
from mfa_enroll.flows.codes import AppEntry, pair_of_codes
from mfa_enroll.flows.dialogue import Dialogue
from mfa_enroll.flows.outcome import NotEnabled, Outcome
from mfa_enroll.tui.screens.codes import CodesPage
from mfa_enroll.tui.widgets.codebox import CodeBox
from tests.fuzz.answering import ALICE
from tests.fuzz.hostile import ESCAPES, MARKUP, SIGNS, assert_tame
from tests.fuzz.listening import listen

SEED = Secret("QFCTEQPBSJK42RR5NCWPWUHEFMZNS5XPXYEV5SPZPNERAOWCPAS7Q62PNQ2LFCNG")
NOW = 1_800_000_003.0
KEYS = (
    *"0123456789",
    *"٣²½Ⅷ①",
    "enter", "backspace", "delete", "left", "right", "home", "end", "up", "down", "tab", "shift+tab",
    "ctrl+a", "ctrl+k", "ctrl+u", "ctrl+w", "ctrl+v", "ctrl+x", "ctrl+z", "ctrl+at", "f5", "pagedown", "pageup",
    "minus", "insert", "space",
)  # fmt: skip
"""Keys that neither leave the page nor open another one."""

PASTES = (
    *ESCAPES,
    *MARKUP,
    *SIGNS,
    "123 456",
    "12-34-56\n",
    "１２３４５６",
    "1\x1b[31337m23456",
    "1234567",
    "9" * 300_000,
    "[red]" * 60_000,
    "",
)


async def test_any_keys_and_pastes_leave_the_field_as_it_should_be() -> None:
    """Whatever is typed or pasted, the field holds fewer than six ASCII digits, and codes handed over are read."""
    chance = random.Random(20)  # noqa: S311 - the same each time
    handed: list[str] = []

    async def story(dialogue: Dialogue) -> Outcome:
        ask = dialogue.code

        async def noted(question: object) -> Secret:
            code = await ask(question)  # type: ignore[arg-type] # what is asked is passed on
            handed.append(code.reveal())
            return code

        dialogue.code = noted  # type: ignore[method-assign,assignment] # listened to
        entry = AppEntry.to_scan(ALICE, SEED)
        await pair_of_codes(dialogue, entry, lambda: NOW, None)
        return NotEnabled()

    async with listen(story, (80, 24)) as heard:
        desk = heard.desk
        page = await desk.page(CodesPage)
        heard.take()
        for _ in range(60):
            for _ in range(chance.randrange(6)):
                desk.send(chance.choice(KEYS))
            desk.app.post_message(events.Paste(chance.choice(PASTES)))
            for _ in range(chance.randrange(4)):
                desk.send(chance.choice("0123456789"))
            await desk.pilot.pause(0)
            assert re.fullmatch(r"[0-9]{0,5}", page.query_one(CodeBox).value)
            assert desk.app.screen is page
        await desk.settle()
        assert_tame(heard.take())
    assert handed
    assert all(re.fullmatch(r"[0-9]+", code) for code in handed)
    assert any(six_digits(Secret(code)) for code in handed)
    assert any(six_digits(Secret(code)) is None for code in handed)
