"""The first page: who you are, and what will happen."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from mfa_enroll.tui.screens.page import Page
from mfa_enroll.tui.widgets.words import Heading, table

if TYPE_CHECKING:
    from mfa_enroll.domain.identity import Identity
    from mfa_enroll.domain.principal import IamUser
    from mfa_enroll.flows.questions import Plan


@dataclass(frozen=True, slots=True)
class Opening:
    """What the first page says before anything is known: depending on what was started."""

    heading: str
    about: str
    help: str


ENROLL = Opening(
    heading="Turn on MFA for your AWS user",
    about=(
        "You need an authenticator app on your phone. If you have none, install one from its app store first: "
        "Google Authenticator, Microsoft Authenticator, Aegis, …"
    ),
    help=(
        "An MFA device is an entry in an app on your phone. It shows a new six-digit code every 30 seconds, and AWS "
        "asks for one when you sign in. Nothing is created before you choose to."
    ),
)
SESSION = Opening(
    heading="Start an MFA session",
    about="One code from your authenticator app, and your access key can work for hours.",
    help=(
        "A session is a second set of keys that AWS gives out for your access key and a code. Nothing is written "
        "before you agree to it."
    ),
)
PASSWORD = Opening(
    heading="Change your console password",
    about="This is the password with which you sign in to the AWS console. You need the current one to set another.",
    help="Nothing is changed before you have typed the current password and a new one.",
)


class WelcomePage(Page[None]):
    """Painted at once; filled in as AWS answers; answers when the person goes on.

    What is needed later is loaded later: the time to the first text on the screen counts.
    """

    def __init__(self, opening: Opening = ENROLL) -> None:
        super().__init__()
        self._opening = opening

    @property
    def help(self) -> str:
        """What the help page says."""
        return self._opening.help

    def content(self) -> ComposeResult:
        """The parts, most of them empty at first."""
        yield Heading(self._opening.heading)
        yield Static(Content(self._opening.about), id="about")
        yield Static(id="identity")
        yield Static(id="plan")

    def show_identity(self, identity: "Identity", user: "IamUser | None") -> None:
        """Who AWS says is calling, as a user if it is one."""
        rows = [("You are", user.name), ("Account", user.account)] if user else []
        rows.append(("Keys from", identity.credentials))
        if identity.foreign_endpoints and "practice" not in self.app.classes:
            rows += [("Calls go to", f"{address}  (not AWS’s own address)") for address in identity.foreign_endpoints]
        self.query_one("#identity", Static).update(table(rows))

    async def show_plan(self, plan: "Plan") -> None:
        """What will be made, under which name, by which calls, and the way to go on."""
        from mfa_enroll.tui.widgets.choice import Choice  # noqa: PLC0415 - not needed for the first text

        # Whatever was started: what is planned is to turn MFA on.
        self._opening = ENROLL
        self.query_one(Heading).update(Content(ENROLL.heading))
        self.query_one("#about", Static).update(Content(ENROLL.about))
        user = plan.user
        self.show_identity(plan.identity, user)
        calls = [(call.call.value, call.resource) for call in plan.calls]
        self.query_one("#plan", Static).update(
            Content.assemble(
                ("What will happen\n", "bold"),
                "1  AWS creates an MFA device called ",
                (user.name, "bold"),
                ".\n2  You scan its QR code with the app.\n3  You type two codes, and the device is turned on.\n\n",
                ("The calls this makes\n", "bold"),
                table(calls),
            )
        )
        choice = Choice([(None, "Create the device and show its QR code", "")])
        with self.app.batch_update():  # it is not seen before it takes keys
            await self.mount(choice, after="#body")
            self.set_focus(choice)

    def on_choice_chosen(self) -> None:
        """Go on."""
        self.query("Choice").remove()
        self.answer(None)
