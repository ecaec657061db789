"""A Textual app that keeps what is on its screen to itself."""

from typing import Any, TypeVar

from rich.text import Text
from textual.app import App
from textual.driver import Driver
from textual.worker import WorkerFailed

from mfa_enroll import crash
from mfa_enroll.tui.job_control import JobControl

T = TypeVar("T")


class _Wiping(JobControl):
    """A driver that wipes the screen before it leaves that: not every terminal has a second one."""

    def stop_application_mode(self) -> None:
        # Line by line: a screen that is cleared as a whole goes into the history of some terminals.
        lines = (f"\x1b[{line}H\x1b[2K" for line in range(self._app.size.height, 0, -1))
        self.write("".join(["\x1b[0m", *lines]))
        super().stop_application_mode()


class HardenedApp(App[T]):
    """No palette, screenshots, selection or clipboard of its own, a wiped screen, and a crash report without values.

    Textual's own report prints local variables, the seed among them; its palette offers a screenshot into the
    Downloads folder; selected text is copied by Ctrl+C; what was copied once is kept to be pasted; and on a terminal
    without an alternate screen, the last page would stay.
    """

    ENABLE_COMMAND_PALETTE = False
    ALLOW_SELECT = False

    def get_driver_class(self) -> type[Driver]:
        """The terminal's driver, which wipes the screen and heeds job control."""
        whole = super().get_driver_class()
        return type(whole.__name__, (_Wiping, whole), {})

    def _fatal_error(self) -> None:
        error: BaseException | None = self._exception
        if isinstance(error, WorkerFailed):
            error = error.error
        if error is not None and not self._exit_renderables:
            self._exit_renderables.append(Text(crash.report(error)))
        self._close_messages_no_wait()

    def panic(self, *_renderables: Any) -> None:  # noqa: ANN401 - the signature is Textual's
        """Report an exception that would render itself like any other: what it renders may hold values."""
        self._fatal_error()

    def copy_to_clipboard(self, text: str) -> None:
        """Send the text to the terminal's clipboard (OSC 52), and keep no copy of it here."""
        super().copy_to_clipboard(text)
        self._clipboard = ""

    def action_screenshot(self, filename: str | None = None, path: str | None = None) -> None:
        """Do nothing: a screenshot would be the seed in a file."""

    def save_screenshot(self, *_args: Any, **_kwargs: Any) -> str:  # noqa: ANN401 - the signature is Textual's
        """Do nothing: a screenshot would be the seed in a file."""
        return ""

    def deliver_screenshot(self, *_args: Any, **_kwargs: Any) -> str | None:  # noqa: ANN401 - likewise
        """Do nothing: a screenshot would be the seed in a file."""
        return None
