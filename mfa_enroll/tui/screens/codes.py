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
from mfa_enroll.domain.otpauth import entry_label
from mfa_enroll.domain.qr import encode
from mfa_enroll.domain.secret import Secret
from mfa_enroll.flows.dialogue import GoBack
from mfa_enroll.flows.questions import CodeAsk, Remark, Tone
from mfa_enroll.tui.layout import Layout, has_strip, layout
from mfa_enroll.tui.screens import codes_words as words
from mfa_enroll.tui.screens.page import Page
from mfa_enroll.tui.widgets.codebox import CodeBox
from mfa_enroll.tui.widgets.phone import Phone, PhoneView
from mfa_enroll.tui.widgets.qr import QrCode
from mfa_enroll.tui.widgets.remark import RemarkBox
from mfa_enroll.tui.widgets.status import StatusLine
from mfa_enroll.tui.widgets.steps import CodeSteps, Scan
from mfa_enroll.tui.widgets.title import TitleBar
from mfa_enroll.tui.widgets.typedkey import TypedKey

if TYPE_CHECKING:
    from mfa_enroll.domain.qr import Modules


class CodesPage(Page[Secret]):
    """Shows the QR code beside the field for codes; where the window is too small for both, one at a time."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "s,tab",
            "switch",
            "Picture",
            key_display="s",
            priority=True,
            tooltip="The picture, or the codes",
        ),
        Binding("d", "draw_otherwise", "Doesn’t scan?", priority=True, tooltip="Draw the picture in another way"),
        Binding("r", "reveal", "Reveal", priority=True, tooltip="Show or hide the picture"),
        Binding("b", "bright", show=False, priority=True, tooltip="Show the picture and nothing else; Esc comes back"),
        Binding("enter", "to_codes", "To the codes", show=False, priority=True),
        Binding("k", "key", "Key", priority=True, tooltip="Show or hide the key, to type it into the app by hand"),
        Binding("c", "copy", "Copy key", priority=True, tooltip="Copy the key to the terminal’s clipboard"),
        Binding("p", "phone", "Phone", priority=True, tooltip="A phone with an authenticator app, for practice"),
        Binding("escape", "back", "Back", key_display="Esc", priority=True, tooltip="Back to what was before"),
        Binding("escape", "dim", show=False, priority=True),
    ]

    AUTO_FOCUS = ""
    FIRST_TO_GO = ("draw_otherwise", "copy", "phone", "key")

    def __init__(self, ask: CodeAsk, phone: Phone | None, *, hide_qr: bool = False) -> None:
        super().__init__()
        self._ask = ask
        self._phone = phone
        self._can_hide = hide_qr
        self.set_class(hide_qr, "-hidden")
        self._modules: Modules | None = encode(ask.uri) if ask.uri else None

    @property
    def help(self) -> str:
        """What the help page says."""
        return words.HELP[self._ask.need]

    def is_for(self, ask: CodeAsk) -> bool:
        """Whether this page shows the device that the question is about, and asks for the same."""
        return self._ask.need is ask.need and self._ask.uri is ask.uri

    def compose(self) -> ComposeResult:
        """The picture at the left, everything else at the right."""
        yield TitleBar()
        with Horizontal(id="desk"):
            if self._modules:
                with Container(id="picture"):
                    colours = terminal.has_colours() and not (self.app.no_color and self.app.native_ansi_color)
                    picture = QrCode(self._modules, colours=colours)
                    picture.otherwise = words.otherwise(practice=self._phone is not None)
                    yield picture
                    yield Static(Content(words.CURTAIN), id="curtain")
            if self._phone:
                yield PhoneView(self._phone)
            yield Static(words.strip(practice=self._phone is not None), id="hint")
            with VerticalScroll(id="panel", can_focus=False):
                yield CodeSteps(self._ask.need)
                if self._ask.seed:
                    yield TypedKey(self._ask.seed, entry_label(self._ask.user))
                yield RemarkBox()
                yield CodeBox()
                yield StatusLine()
                yield Static(self._hints(), id="hints")
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Start with the picture, if there is one and it is still to be scanned."""
        self.set_class(self._modules is not None and self._ask.kept == 0, "-picture")
        self._lay_out(self.app.size)

    def on_resize(self, event: events.Resize) -> None:
        """Decide anew where the picture is."""
        self._lay_out(event.size)

    def ask(self, ask: CodeAsk) -> None:
        """Put the next question: what is kept, what is said, and when the next code comes.

        The key makes way: for what is said, and because with a code that fits the app has it. Where nothing was typed
        in between, as with someone who was about to leave and stays, all is as it was.
        """
        if ask.remark is None and ask.kept == self._ask.kept:
            self._ask = replace(ask, next_at=self._ask.next_at)
        else:
            self._ask = ask
            self.query(TypedKey).set(display=False)
            self._remark(ask.remark)
        self.query_one(CodeSteps).show(self._ask)
        self.query_one(CodeBox).disabled = False
        self._attend()

    def on_code_box_typed(self, event: CodeBox.Typed) -> None:
        """Answer."""
        self.query_one(CodeBox).disabled = True
        self.answer(event.code)

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
            "key": self._ask.seed is not None,
            "copy": any(key.display for key in self.query(TypedKey)) and not self._picture_alone,
            "phone": self._phone is not None and not self._picture_alone,
            "back": self._ask.seed is None,
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
            self._remark(Remark(Tone.NOTE, f"Now drawn as {style.value}. {words.WHAT_HELPS}"))
            self.query_one("#hint", Static).update(
                words.strip(f"Now drawn as {style.value}.\n\n{words.WHAT_HELPS}\n", practice=self._phone is not None)
            )

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
        self._remark(None)
        if self._picture_alone:
            self.action_to_codes()
        self._attend()

    def action_copy(self) -> None:
        """Copy the key, and say what that did."""
        if self._ask.seed is None:
            return
        self.app.copy_to_clipboard(self._ask.seed.reveal())
        said = (
            "Key sent to this computer’s clipboard, for an app on this computer. Nothing there? Type it in by hand. "
            "Afterwards copy something else over it."
        )
        self._remark(Remark(Tone.NOTE, said))

    def action_phone(self) -> None:
        """Hold the practice phone before the picture, which it scans; or put it away."""
        if self._phone is None:
            return
        if self._ask.uri is not None:
            self._phone.scan(self._ask.uri)
        self.toggle_class("-phone")
        self.query_one("#hints", Static).update(self._hints())
        self._attend()

    def action_back(self) -> None:
        """Back to the choice."""
        self.refuse(GoBack())

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
        now = layout(self._modules, window.width, window.height)
        for each in Layout:
            self.set_class(each is now, each.value)
        self.set_class(now is not Layout.BESIDE and has_strip(self._modules, window.width), "-strip")
        self._attend()

    def _attend(self) -> None:
        """Keep the cursor in the field for codes while that is in sight; out of sight it would type unseen."""
        self.set_focus(None if self._picture_alone else self.query_one(CodeBox))
        self.query_one(CodeSteps).show_scan(self._scan)
        self.refresh_bindings()

    def _remark(self, remark: Remark | None) -> None:
        self.query_one(RemarkBox).show(remark)
        self._make_room()

    def _make_room(self) -> None:
        """Hints are for the beginning: a remark or the key takes their place."""
        taken = self.query_one(RemarkBox).display or any(key.display for key in self.query(TypedKey))
        self.query_one("#hints").display = self._ask.kept == 0 and not taken

    def _hints(self) -> Content:
        if self._modules is None:
            return Content(words.WHICH_ENTRY)
        if self.has_class("-phone"):
            return Content("p puts the phone away.")
        return words.hints(self._ask.user, practice=self._phone is not None)
