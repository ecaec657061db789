"""What comes from outside is text, whatever is in it."""

from dataclasses import replace

from mfa_enroll.domain.device import MfaDevice
from mfa_enroll.domain.failure import Call
from mfa_enroll.domain.identity import Identity
from mfa_enroll.domain.principal import IamUser
from mfa_enroll.domain.problem import Problem, Who
from mfa_enroll.domain.profile import FileChange, KeptSession, ProfilePlan
from mfa_enroll.flows.dialogue import Dialogue
from mfa_enroll.flows.endings import Ending, EndingKind
from mfa_enroll.flows.questions import (
    DeviceReport,
    Home,
    Leaving,
    Leftover,
    NameAsk,
    Plan,
    PlannedCall,
    Question,
    Remark,
    Task,
    Tone,
    Way,
)
from mfa_enroll.tui.screens.home import HomePage
from mfa_enroll.tui.screens.leaving import LeavingPage
from mfa_enroll.tui.screens.leftover import LeftoverPage
from mfa_enroll.tui.screens.name import NamePage
from mfa_enroll.tui.screens.problem import ProblemPage
from mfa_enroll.tui.screens.question import QuestionPage
from mfa_enroll.tui.screens.report import EnabledPage
from mfa_enroll.tui.screens.session_code import SessionCodePage
from mfa_enroll.tui.screens.welcome import WelcomePage
from tests.tui.desk import tell
from tests.tui.gallery import SINCE, session_ask

MARKUP = "[red]oops[/] [/] [@click=app.quit]x[/] $text [b"
REMARK = Remark(Tone.NOTE, MARKUP)
USER = IamUser("aws", "111122223333", MARKUP.replace(" ", ""), f"/{MARKUP}/")
IDENTITY = Identity(USER, f"profile {MARKUP}", temporary=False, foreign_endpoints=(f"http://{MARKUP}",))
DEVICES = (MfaDevice(f"GAHT{MARKUP}", SINCE), MfaDevice(USER.device_serial, SINCE))


async def test_the_pages_of_an_enrollment_show_it_literally() -> None:
    """Brackets in names, profiles, serial numbers and answers are neither markup nor a crash."""
    problem = Problem(
        title=MARKUP,
        happened=MARKUP,
        steps=(MARKUP, MARKUP),
        who=Who.ADMINISTRATOR,
        hand_over=MARKUP,
        left_behind=USER.device_serial,
        answer=f"Code {MARKUP}",
        can_retry=True,
    )

    async def story(dialogue: Dialogue) -> Ending:
        dialogue.met(IDENTITY)
        dialogue.doing(MARKUP)
        await dialogue.approve(Plan(IDENTITY, USER, (PlannedCall(Call.CREATE, USER.device_serial),)))
        await dialogue.leftover(Leftover(USER.device_serial, Remark(Tone.WARNING, MARKUP)))
        await dialogue.leaving(Leaving(USER.device_serial))
        await dialogue.problem(problem)
        await dialogue.enabled(DeviceReport(USER, DEVICES[1], DEVICES, REMARK), (Task.DONE,))
        return Ending(EndingKind.LEFT, ())

    async with tell(story, (160, 60)) as desk:
        await desk.page(WelcomePage)
        assert f"profile {MARKUP}" in desk.text()
        assert f"http://{MARKUP}" in desk.text()
        assert desk.text().count(USER.name) >= 2
        await desk.press("enter")
        await desk.page(LeftoverPage)
        assert MARKUP in desk.text()
        assert USER.device_serial in desk.text()
        await desk.press("1", "enter")
        await desk.page(LeavingPage)
        assert USER.device_serial in desk.text()
        await desk.press("1", "enter")
        await desk.page(ProblemPage)
        assert desk.text().count(MARKUP) == 6
        await desk.press("1", "enter")
        await desk.page(EnabledPage)
        assert USER.device_serial in desk.text()
        assert desk.text().count(MARKUP) == 1


async def test_the_pages_for_someone_with_mfa_on_show_it_literally() -> None:
    """Likewise in profiles, files and their lines, and in all that a question may say."""
    plan = ProfilePlan(
        MARKUP, DEVICES[0].serial, refreshes=False, changes=(FileChange(MARKUP, MARKUP, (MARKUP,)),), renewal=MARKUP
    )
    kept = (KeptSession(MARKUP, SINCE),)

    async def story(dialogue: Dialogue) -> Ending:
        dialogue.met(IDENTITY)
        await dialogue.home(Home(IDENTITY, USER, DEVICES[1], DEVICES, kept, (Task.DONE,), REMARK))
        await dialogue.choose(Question(MARKUP, (MARKUP,), (Way(None, MARKUP, MARKUP),), (MARKUP, MARKUP), MARKUP))
        await dialogue.name(NameAsk(MARKUP, lambda _name: plan))
        await dialogue.session_code(replace(session_ask(), device=DEVICES[0], plan=plan, remark=REMARK))
        return Ending(EndingKind.LEFT, ())

    async with tell(story, (160, 60)) as desk:
        await desk.page(HomePage)
        for said in (f"profile {MARKUP}", f"http://{MARKUP}", f"GAHT{MARKUP}, hardware token", f"profile {MARKUP}, "):
            assert said in desk.text()
        assert desk.text().count(MARKUP) == 5
        await desk.press("enter")
        await desk.page(QuestionPage)
        assert desk.text().count(MARKUP) == 6
        await desk.press("enter")
        await desk.page(NamePage)
        assert desk.text().count(MARKUP) == 4
        await desk.press("enter")
        await desk.page(SessionCodePage)
        assert desk.text().count(MARKUP) == 3
