"""The page of someone who has MFA on, and the one of someone who has just turned it on."""

from dataclasses import replace

import pytest

from mfa_enroll.flows.endings import since, until
from mfa_enroll.flows.questions import DeviceReport, Remark, Task, Tone
from mfa_enroll.tui.screens.home import HomePage
from mfa_enroll.tui.screens.report import EnabledPage
from tests.tui.desk import tell
from tests.tui.gallery import HOME, OWN, PAGES, PASSKEY, REPORT, TOKEN, USER, Answers


@pytest.mark.parametrize("task", HOME.tasks)
async def test_each_task_is_chosen_by_its_number(task: Task) -> None:
    """They are numbered in the order in which they are offered."""
    answers = Answers([])
    async with tell(answers.story(PAGES["home"])) as desk:
        await desk.page(HomePage)
        await desk.press(str(HOME.tasks.index(task) + 1), "enter")
        await desk.ending()
    assert answers.given == [task]


@pytest.mark.parametrize("size", [(80, 24), (60, 20)])
@pytest.mark.parametrize("task", Task)
async def test_every_task_has_a_line_of_its_own(task: Task, size: tuple[int, int]) -> None:
    """Also in the smallest window no entry is wrapped, and what is chosen is what was offered."""
    answers = Answers([])
    ask = replace(HOME, tasks=(task, Task.DONE))
    async with tell(answers.story(lambda dialogue: dialogue.home(ask)), size) as desk:
        await desk.page(HomePage)
        first, second = (next(y for y, line in enumerate(desk.lines()) if f" {n}  " in line) for n in (1, 2))
        assert second == first + 1
        await desk.press("enter")
        await desk.ending()
    assert answers.given == [task]


async def test_who_which_devices_and_until_when() -> None:
    """The own device comes first, others are said to be shown only, and sessions last until a local time or ended."""
    ask = replace(HOME, devices=(TOKEN, OWN, PASSKEY))
    async with tell(Answers([]).story(lambda dialogue: dialogue.home(ask)), (100, 40)) as desk:
        await desk.page(HomePage)
        lines = [line.strip() for line in desk.lines()]
        assert "You are    alice, account 111122223333" in lines
        assert "Keys from  profile work" in lines
        at = lines.index("Your devices:")
        assert lines[at + 1 : at + 7] == [
            "alice, authenticator app",
            f"since {since(OWN)}",
            "GAHT12345678, hardware token, shown only",
            f"since {since(TOKEN)}",
            "user/alice/yubikey, passkey or security key, shown only",
            f"since {since(PASSKEY)}",
        ]
        lasting, ended = HOME.sessions
        assert f"profile {lasting.profile}, until {until(lasting.expires)}" in lines
        assert f"profile {ended.profile}, ended" in lines


async def test_what_was_just_done_is_said_and_in_sight() -> None:
    """A remark stands beside the choice, whatever else there is to be scrolled."""
    remark = Remark(Tone.GOOD, "The console password is changed.")
    ask = replace(HOME, devices=(OWN, *[TOKEN] * 7), remark=remark)
    async with tell(Answers([]).story(lambda dialogue: dialogue.home(ask)), (60, 20)) as desk:
        await desk.page(HomePage)
        assert f"✓ {remark.text}" in desk.text()


@pytest.mark.parametrize("tasks", [(Task.SESSION, Task.PASSWORD, Task.DONE), (Task.PASSWORD, Task.DONE)])
async def test_what_comes_after_turning_mfa_on(tasks: tuple[Task, ...]) -> None:
    """Only what is offered can be chosen; with MFA on the console asks for nothing else."""
    for number, task in enumerate(tasks, start=1):
        answers = Answers([])

        async with tell(answers.story(lambda dialogue: dialogue.enabled(REPORT, tasks))) as desk:
            await desk.page(EnabledPage)
            assert ("Start an MFA session now" in desk.text()) is (Task.SESSION in tasks)
            assert "sign in with your password, then a code" in desk.text()
            assert "your access key alone can do no more than before" in desk.text()
            await desk.press(str(number), "enter")
            await desk.ending()
        assert answers.given == [task]


async def test_the_clock_of_the_phone_is_spoken_of_in_the_end() -> None:
    """What the flow has to remark is shown with the report."""
    report = DeviceReport(USER, OWN, (OWN,), Remark(Tone.WARNING, "Your phone’s clock is about 1 hour behind."))
    async with tell(Answers([]).story(lambda dialogue: dialogue.enabled(report, (Task.DONE,)))) as desk:
        await desk.page(EnabledPage)
        assert "! Your phone’s clock is about 1 hour behind." in desk.text()
