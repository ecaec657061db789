"""The first page: who you are, and what will happen."""

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from mfa_enroll.tui.screens.page import Page
from mfa_enroll.tui.widgets.words import Heading

if TYPE_CHECKING:
    from mfa_enroll.domain.identity import Identity
    from mfa_enroll.domain.principal import IamUser
    from mfa_enroll.flows.dialogue import Plan

_ABOUT = (
    "You need an authenticator app on your phone. If you have none, install one from its app store first: "
    "Google Authenticator, Microsoft Authenticator, Aegis, …"
)


class WelcomePage(Page[None]):
    """Painted at once; filled in as AWS answers; answers when the person goes on.

    What is needed later is loaded later: the time to the first text on the screen counts.
    """

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

    def show_identity(self, identity: "Identity", user: "IamUser | None") -> None:
        """Who AWS says is calling, as a user if it is one."""
        rows = [("You are", user.name), ("Account", user.account)] if user else []
        rows.append(("Keys from", identity.credentials))
        if identity.foreign_endpoints and "practice" not in self.app.classes:
            rows += [("Calls go to", f"{address}  (not AWS’s own address)") for address in identity.foreign_endpoints]
        self.query_one("#identity", Static).update(_table(rows))

    async def show_plan(self, plan: "Plan") -> None:
        """What will be made, under which name, by which calls, and the way to go on."""
        from mfa_enroll.tui.widgets.choice import Choice  # noqa: PLC0415 - not needed for the first text

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
                _table(calls),
            )
        )
        choice = Choice([(None, "Create the device and show its QR code", "")])
        await self.mount(choice, after="#body")
        choice.focus()

    def on_choice_chosen(self) -> None:
        """Go on."""
        self.query("Choice").remove()
        self.answer(None)


def _table(rows: list[tuple[str, str]]) -> Content:
    width = max(len(name) for name, _ in rows) + 2
    return Content("\n").join(Content.assemble((name.ljust(width), "dim"), value) for name, value in rows)
