"""The first page: who you are, and what will happen."""

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from mfa_enroll.domain.identity import Identity
from mfa_enroll.domain.principal import IamUser
from mfa_enroll.flows.dialogue import Plan
from mfa_enroll.tui.screens.page import Page
from mfa_enroll.tui.widgets.choice import Choice
from mfa_enroll.tui.widgets.words import Heading

_ABOUT = (
    "You need an authenticator app on your phone. If you have none, install one from its app store first: "
    "Google Authenticator, Microsoft Authenticator, Aegis, …"
)


class WelcomePage(Page[None]):
    """Painted at once; filled in as AWS answers; answers when the person goes on."""

    HELP = (
        "An MFA device is an entry in an app on your phone. It shows a new six-digit code every 30 seconds, and AWS "
        "asks for one when you sign in. Nothing is created before you choose to."
    )

    def content(self) -> ComposeResult:
        """The parts, most of them empty at first."""
        yield Heading("Turn on MFA for your AWS user")
        yield Static(Content(_ABOUT), id="about")
        yield Static(id="identity")
        yield Static(id="plan")

    def actions(self) -> ComposeResult:
        """Going on, once there is a plan."""
        choice = Choice([(None, "Create the device and show its QR code", "")])
        choice.display = False
        yield choice

    def show_identity(self, identity: Identity) -> None:
        """Who AWS says is calling."""
        rows = []
        if isinstance(identity.principal, IamUser):
            rows += [("You are", identity.principal.name), ("Account", identity.principal.account)]
        rows.append(("Keys from", identity.credentials))
        if identity.foreign_endpoints and "practice" not in self.app.classes:
            rows += [("Calls go to", f"{address}  (not AWS’s own address)") for address in identity.foreign_endpoints]
        self.query_one("#identity", Static).update(_table(rows))

    def show_plan(self, plan: Plan) -> None:
        """What will be made, under which name, by which calls."""
        self.show_identity(plan.identity)
        user = plan.user
        calls = [(call.call.value, call.resource) for call in plan.calls]
        self.query_one("#plan", Static).update(
            Content.assemble(
                ("What will happen\n", "bold"),
                "1  AWS creates an MFA device called ",
                (user.name, "bold"),
                ".\n2  You scan its QR code with the app.\n3  You type two codes, and the device is turned on.\n\n",
                ("The calls this makes\n", "bold"),
                _table(calls),
            )
        )
        choice = self.query_one(Choice)
        choice.display = True
        choice.focus()

    def on_choice_chosen(self) -> None:
        """Go on."""
        self.query_one(Choice).display = False
        self.answer(None)


def _table(rows: list[tuple[str, str]]) -> Content:
    width = max(len(name) for name, _ in rows) + 2
    return Content("\n").join(Content.assemble((name.ljust(width), "dim"), value) for name, value in rows)
