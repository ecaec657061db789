"""The QR code and the two codes."""

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Horizontal, VerticalScroll
from textual.content import Content
from textual.geometry import Size
from textual.widgets import Footer, Static

from mfa_enroll import terminal
from mfa_enroll.domain.qr import TooSmall, encode
from mfa_enroll.flows.asks import CodeAsk
from mfa_enroll.tui.bindings import bind
from mfa_enroll.tui.layout import Layout, has_strip, layout
from mfa_enroll.tui.screens.code_page import CodePage
from mfa_enroll.tui.screens.returning import CLEAR_OR_BACK
from mfa_enroll.tui.widgets.codebox import CodeBox
from mfa_enroll.tui.widgets.phone import Authenticator, PhoneView
from mfa_enroll.tui.widgets.qr import QrCode
from mfa_enroll.tui.widgets.remark import RemarkBox
from mfa_enroll.tui.widgets.status import StatusLine
from mfa_enroll.tui.widgets.steps import CodeSteps
from mfa_enroll.tui.widgets.strip import Strip
from mfa_enroll.tui.widgets.title import TitleBar
from mfa_enroll.tui.widgets.typedkey import TypedKey
from mfa_enroll.words import codes as words
from mfa_enroll.words import keys
from mfa_enroll.words.codes import Scan
from mfa_enroll.words.page import Said

if TYPE_CHECKING:
    from mfa_enroll.domain.qr import Modules


class CodesPage(CodePage):
    """Shows the QR code beside the field for codes; where the window is too small for both, one at a time."""

    CSS_PATH = "codes.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        bind("s,tab", "switch", keys.PICTURE, display="s"),
        bind("d", "draw_otherwise", keys.DRAW_OTHERWISE),
        bind("r", "reveal", keys.REVEAL),
        bind("b", "bright", keys.BRIGHT, show=False),
        Binding("enter", "to_codes", show=False, priority=True),
        bind("k", "key", keys.TYPED_KEY),
        bind("c", "copy", keys.COPY_KEY),
        bind("p", "phone", keys.PHONE),
        Binding("escape", "dim", show=False, priority=True),
        *CLEAR_OR_BACK,
    ]

    AUTO_FOCUS = ""
    FIRST_TO_GO = ("draw_otherwise", "copy", "phone", "key")

    def __init__(self, ask: CodeAsk, phone: Authenticator | None, *, hide_qr: bool = False) -> None:
        super().__init__()
        self.asked: CodeAsk = ask
        self._phone = phone
        self._can_hide = hide_qr
        self.set_class(hide_qr, "-hidden")
        self._modules: Modules | None = encode(ask.uri) if ask.uri else None

    @property
    def help(self) -> str:
        """What the help page says."""
        return words.HELP[self.asked.need]

    @property
    def can_go_back(self) -> bool:
        """Whether Escape is an answer: a device whose seed is shown can only be left with a question."""
        return self.asked.seed is None

    def compose(self) -> ComposeResult:
        """The picture at the left, everything else at the right."""
        yield TitleBar()
        with Horizontal(id="desk"):
            if self._modules:
                with Container(id="picture"):
                    colours = terminal.has_colours() and not (self.app.no_color and self.app.native_ansi_color)
                    yield QrCode(self._modules, colours=colours, full_only=self._full_only, no_room=self._no_room)
                    yield Static(_paragraphs(words.CURTAIN), id="curtain")
            if self._phone:
                yield PhoneView(self._phone)
            yield Strip(practice=self._phone is not None)
            with VerticalScroll(id="panel", can_focus=False):
                yield CodeSteps(self.asked)
                if self.asked.seed:
                    yield TypedKey(self.asked.seed, self.asked.user)
                yield RemarkBox()
                yield CodeBox()
                yield StatusLine()
                yield Static(self._hints(), id="hints")
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Start with the picture, if there is one that is still to be scanned, and nothing to be read before."""
        to_scan = self._modules is not None and self.asked.kept == 0
        self.set_class(to_scan and self.asked.remark is None, "-picture")
        self._lay_out(self.app.size)

    def on_resize(self, event: events.Resize) -> None:
        """Decide anew where the picture is."""
        self._lay_out(event.size)

    def ask(self, ask: CodeAsk) -> None:
        """Put the next question: what is kept, what is said, and when the next code comes.

        The key makes way: for what is said, and because with a code that fits the app has it. Where nothing was typed
        in between, as with someone who was about to leave and stays, all is as it was.
        """
        if ask.remark is None and ask.kept == self.asked.kept:
            self.asked = replace(ask, next_at=self.asked.next_at)
        else:
            self.asked = ask
            self.query(TypedKey).set(display=False)
            self.remark()
            if ask.remark is not None:
                self.remove_class("-picture", "-bright")
        self.query_one(CodeSteps).show(self.asked)
        self.query_one(CodeBox).disabled = False
        self._attend()

    def on_key(self, event: events.Key) -> None:
        """Typing a code is enough to come from the picture to the codes."""
        if event.character and event.character in "0123456789":
            if self._picture_alone:
                self.action_to_codes()
            box = self.query_one(CodeBox)
            # The field has the focus only once it is laid out, and someone types faster than that.
            if not (box.has_focus or box.disabled):
                box.insert_text_at_cursor(event.character)

    def on_paste(self, event: events.Paste) -> None:
        """So is pasting one."""
        if self._picture_alone:
            self.action_to_codes()
            self.query_one(CodeBox).post_message(event)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what there is."""
        offered = {
            "switch": self._by_turns and not self.has_class("-bright"),
            "to_codes": self._picture_alone,
            "draw_otherwise": self._picture_in_sight and not self.has_class("-hidden"),
            "reveal": self._picture_in_sight and self._can_hide,
            "bright": self._picture_in_sight and not self.has_class("-hidden"),
            "dim": self.has_class("-bright"),
            "key": self.asked.seed is not None,
            "copy": any(key.display for key in self.query(TypedKey)) and not self._picture_alone,
            "phone": self._phone is not None and not self._picture_alone,
        }
        return offered[action] if action in offered else super().check_action(action, parameters)

    def action_switch(self) -> None:
        """From the picture to the codes, or back."""
        self.set_class(not self._picture_alone, "-picture")
        if self.has_class("-phone"):
            self.action_phone()
        self._attend()

    def action_to_codes(self) -> None:
        """From the picture to the codes."""
        self.remove_class("-picture", "-bright")
        self._attend()

    def action_draw_otherwise(self) -> None:
        """Draw the picture in another way, and say what else helps. The key makes way for what is said."""
        style = self.query_one(QrCode).draw_otherwise()
        if style is not None:
            self.query(TypedKey).set(display=False)
            self._attend()
            self.show_remark(words.drawn(style))
            self.query_one(Strip).show(style)

    def action_reveal(self) -> None:
        """Show the picture, or hide it again."""
        self.toggle_class("-hidden")
        self.refresh_bindings()

    def action_bright(self) -> None:
        """Hide everything but the picture, or show the rest again."""
        self.toggle_class("-bright")
        self._attend()

    def action_dim(self) -> None:
        """Show the rest again."""
        self.remove_class("-bright")
        self._attend()

    def action_key(self) -> None:
        """Show or hide the key."""
        shown = self.query_one(TypedKey)
        shown.display = self._picture_alone or not shown.display
        self.show_remark(None)
        if self._picture_alone:
            self.action_to_codes()
        self._attend()

    def action_copy(self) -> None:
        """Copy the key, and say what that did."""
        if self.asked.seed is None:
            return
        self.app.copy_to_clipboard(self.asked.seed.reveal())
        self.show_remark(words.KEY_COPIED)

    def action_phone(self) -> None:
        """Hold the practice phone before the picture, which it scans; or put it away."""
        if self._phone is None:
            return
        if self.asked.uri is not None:
            self._phone.scan(self.asked.uri)
        self.toggle_class("-phone")
        self.query_one("#hints", Static).update(self._hints())
        self._attend()

    def show_remark(self, said: Said | None) -> None:
        """Say something, in the place of the hints."""
        super().show_remark(said)
        self._make_room()

    @property
    def _full_only(self) -> bool:
        """Whether the terminal draws half blocks too wide. The app is told before there is a picture."""
        return bool(getattr(self.app, "blocks_are_wide", False))

    @property
    def _by_turns(self) -> bool:
        return not self.has_class(Layout.BESIDE.value)

    @property
    def _picture_in_sight(self) -> bool:
        shown = self._modules is not None and not self.has_class("-phone")
        return shown and (self.has_class("-picture") or self.has_class("-bright") or not self._by_turns)

    @property
    def _picture_alone(self) -> bool:
        by_turns = self._by_turns and self.has_class("-picture") and not self.has_class("-phone")
        return by_turns or self.has_class("-bright")

    @property
    def _scan(self) -> Scan:
        if self.has_class("-phone"):
            return Scan.BY_PHONE
        if any(key.display for key in self.query(TypedKey)):
            return Scan.TYPED
        return Scan.HERE if self._picture_in_sight else Scan.AWAY

    def _lay_out(self, window: Size) -> None:
        rows = window.height - self.query_one(TitleBar).rows_more(window.width)
        now = layout(self._modules, window.width, rows, full_only=self._full_only)
        for each in Layout:
            self.set_class(each is now, each.value)
        has_hint = has_strip(self._modules, window.width, full_only=self._full_only)
        self.set_class(now is not Layout.BESIDE and has_hint, "-strip")
        self._attend()

    def _attend(self) -> None:
        """Keep the cursor in the field for codes while that is in sight; out of sight it would type unseen."""
        self.set_focus(None if self._picture_alone else self.query_one(CodeBox))
        self.query_one(CodeSteps).show_scan(self._scan)
        self.refresh_bindings()

    def _make_room(self) -> None:
        """Hints are for the beginning: a remark or the key takes their place."""
        taken = self.query_one(RemarkBox).display or any(key.display for key in self.query(TypedKey))
        self.query_one("#hints").display = self.asked.kept == 0 and not taken

    def _hints(self) -> Content:
        if self._modules is None:
            return Content(words.WHICH_ENTRY)
        if self.has_class("-phone"):
            return Content(words.PHONE_AWAY)
        return _paragraphs(words.hints(self.asked.user, practice=self._phone is not None))

    def _no_room(self, too_small: TooSmall) -> str:
        return words.no_room(too_small, practice=self._phone is not None, wide_blocks=self._full_only)


def _paragraphs(paragraphs: tuple[str, ...]) -> Content:
    return Content("\n\n".join(paragraphs))
