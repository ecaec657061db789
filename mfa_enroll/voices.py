"""The voices in which a story can be told: for now the full screen alone."""

import gc
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, NamedTuple

from mfa_enroll.exits import Exit, after_signal

if TYPE_CHECKING:
    from mfa_enroll.flows.dialogue import Dialogue
    from mfa_enroll.flows.outcome import Outcome
    from mfa_enroll.practice.phone import Phone
    from mfa_enroll.words.openings import Opening

Story = Callable[["Dialogue"], Awaitable["Outcome"]]


class Setting(NamedTuple):
    """What a voice is told beside the story.

    Attributes:
        opening: What is said first, before AWS has answered anything.
        phone: The practice phone. Where there is one, everything is called practice.
        hide_qr: Whether the QR code is shown only on a key.
    """

    opening: "Opening"
    phone: "Phone | None" = None
    hide_qr: bool = False


class Told(NamedTuple):
    """A story that is over: its outcome, None where it came to none, and the exit code."""

    outcome: "Outcome | None"
    code: int


Voice = Callable[[Story, Setting], Told]


def on_screen(story: Story, setting: Setting) -> Told:
    """Tell the story on the full screen."""
    # What start-up makes is there to stay. Searching it for garbage would take a tenth of the time to the first page.
    gc.disable()
    # Textual is loaded after these, and in this voice alone.
    from mfa_enroll.tui.background import Question  # noqa: PLC0415
    from mfa_enroll.tui.environment import scrub  # noqa: PLC0415

    scrub()

    async def once_painted(dialogue: "Dialogue") -> "Outcome":
        gc.enable()
        return await story(dialogue)

    with Question() as question:
        from mfa_enroll.tui.app import EnrollApp  # noqa: PLC0415 - it takes longer than the terminal's answer

        light = question.is_light()
    app = EnrollApp(once_painted, setting.phone, hide_qr=setting.hide_qr, opening=setting.opening, light=light)
    outcome = app.run()
    if app.signal is not None:
        return Told(outcome, after_signal(app.signal))
    if outcome is None and app.return_code:
        return Told(None, Exit.CRASH)
    return Told(outcome, exit_code(outcome))


def exit_code(outcome: "Outcome | None") -> Exit:
    """The exit code of a story that nothing has cut off: that of the kind of its end, by name."""
    return Exit.LEFT if outcome is None else Exit[outcome.ending.name]
