"""What comes from outside is text, whatever is in it."""

from dataclasses import replace

from mfa_enroll.domain.device import MfaDevice
from mfa_enroll.domain.profile import FileChange, ProfilePlan
from mfa_enroll.flows.asks import NameAsk
from mfa_enroll.tui.screens.choice import ChoicePage
from mfa_enroll.tui.screens.codes import CodesPage
from mfa_enroll.tui.screens.help import HelpPage
from mfa_enroll.tui.screens.session_code import SessionCodePage
from mfa_enroll.words.page import Aside, Exact, Label, Listed, Page, Said, Steps, Table, Tone, Way
from tests.tui.gallery import HOME, SCAN, SESSION, USER, asking
from tests.words.examples import SINCE

MARKUP = "[red]oops[/] [/] [@click=app.quit]x[/] $text [b"
ODD = replace(USER, name="[b]x[/][b")
PAGE: Page[None] = Page(
    heading=MARKUP,
    parts=(
        MARKUP,
        Label(MARKUP),
        Steps((MARKUP, MARKUP)),
        Table(((MARKUP, MARKUP),)),
        Listed(((MARKUP, MARKUP),)),
        Exact(MARKUP),
        Aside(MARKUP),
    ),
    ways=(Way(None, MARKUP, MARKUP),),
    help=MARKUP,
    remark=Said(Tone.WARNING, MARKUP),
)
OCCURRENCES = 14


async def test_a_page_shows_it_literally() -> None:
    """Brackets in names, profiles, serial numbers and answers are neither markup nor a crash, on any part of a page."""
    async with asking(HOME, size=(160, 60)) as (desk, _):
        desk.app.push_screen(page := ChoicePage(PAGE))
        await desk.until(lambda: desk.app.screen is page)
        assert desk.text().count(MARKUP) == OCCURRENCES
        page.say(MARKUP)
        desk.app.sub_title = MARKUP
        await desk.press("?")
        await desk.page(HelpPage)
        assert desk.text().count(MARKUP) == len(["the title bar", "the help"])
        await desk.press("escape")
        assert desk.text().count(MARKUP) == OCCURRENCES + len(["the status"])


async def test_the_pages_with_a_field_show_it_literally() -> None:
    """Likewise in profiles, files and their lines, and in a user's name beside the picture."""
    plan = ProfilePlan(
        MARKUP,
        USER.device_serial,
        refreshes=False,
        changes=(FileChange(MARKUP, MARKUP, ((MARKUP, MARKUP),)),),
        renewal=(),
    )
    name = NameAsk(MARKUP, lambda _name: plan)
    session = replace(SESSION, device=MfaDevice(f"GAHT{MARKUP}", SINCE), plan=plan)
    async with asking(name, session, replace(SCAN, user=ODD), size=(160, 60)) as (desk, _):
        assert desk.text().count(MARKUP) == len(["the field", "the file", "its section", "a setting", "its value"])
        await desk.press("enter")
        await desk.page(SessionCodePage)
        assert desk.text().count(MARKUP) == len(["the device", "the profile"])
        await desk.paste("123456")
        await desk.page(CodesPage)
        await desk.press("k")
        assert ODD.name in desk.text()
