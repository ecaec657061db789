"""A person who answers whatever is asked, so that any way through a story comes to its end."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from mfa_enroll.domain.problem import Problem
from mfa_enroll.domain.secret import Secret
from mfa_enroll.flows import remarks
from mfa_enroll.flows.dialogue import GoBack, Leave
from mfa_enroll.flows.questions import (
    CodeAsk,
    DeviceReport,
    Home,
    LeaveChoice,
    Leaving,
    Leftover,
    LeftoverChoice,
    NameAsk,
    Need,
    NewPassword,
    PasswordAsk,
    Plan,
    Question,
    Remark,
    SessionAsk,
    Task,
)
from tests.support.bench import Bench
from tests.support.person import Person, next_code

MOST_QUESTIONS = 40
"""More than any story needs, whatever goes wrong: who is asked more often goes in circles."""

PASSWORDS = tuple(Secret(f"Password-number-{number}") for number in range(5))
"""The one in the beginning, and those that follow it."""


@dataclass(frozen=True, slots=True)
class Aim:
    """What the person is out for.

    Attributes:
        at_home: The tasks when MFA is on: the first one that is offered.
        afterwards: The task when the device was just turned on.
        leftover: What to do with a leftover, until it turns out not to work.
        leaves: Whether they leave when the first code is asked for, and let the device be deleted.
        enrolls: Whether they go on from the plan.
    """

    at_home: tuple[Task, ...] = ()
    afterwards: Task = Task.DONE
    leftover: LeftoverChoice = LeftoverChoice.FRESH
    leaves: bool = False
    enrolls: bool = True


class Answering(Person):
    """Answers by what is asked, and by an aim.

    Args:
        bench: Where.
        aim: What they want.
        tries_again: How often they try again from a page that says what did not work, before they leave from the next.
        password: The place of the current one among ``PASSWORDS``, as they believe.
    """

    def __init__(self, bench: Bench, aim: Aim, *, tries_again: int, password: int = 0) -> None:
        super().__init__(bench, ())
        self.aim = aim
        self.tries_again = tries_again
        self.password_believed = password
        self.password_given: NewPassword | None = None
        self.gave_up_at: Remark | None = None
        self.countdowns: list[float] = []

    async def _next(self, question: object) -> object:
        self._asked(question)
        return self._answer(question)

    def _answer(self, question: object) -> object:
        answer: object = None
        match question:
            case Plan():
                if not self.aim.enrolls:
                    raise Leave
            case Leftover():
                answer = self._leftover(question)
            case CodeAsk():
                answer = self._code(question)
            case Leaving():
                answer = LeaveChoice.DELETE if self.aim.leaves else LeaveChoice.KEEP
            case Problem():
                answer = self._has_patience() and question.can_retry
            case Question():
                values = [way.value for way in question.ways]
                answer = True if True in values else values[0]
            case SessionAsk():
                self._count_down(question.next_at, question.server_time)
                answer = next_code(self.bench, of=question.device.name)(question)
            case PasswordAsk():
                answer = self._passwords(question)
            case _:
                assert isinstance(question, NameAsk), question
        return answer

    def _done(self, page: object) -> Task:
        self._asked(page)
        match page:
            case DeviceReport():
                task = self.aim.afterwards
            case Home(tasks=tasks, remark=remark):
                # A remark on this page is about the task: it is done.
                wanted = self.aim.at_home if remark is None else ()
                task = next((task for task in wanted if task in tasks), Task.DONE)
            case _:
                raise AssertionError(page)
        return task

    def _asked(self, question: object) -> None:
        self.asked.append(question)
        self._note(question)
        assert len(self.asked) <= MOST_QUESTIONS, "the story goes in circles"

    def _has_patience(self) -> bool:
        self.tries_again -= 1
        return self.tries_again >= 0

    def _leftover(self, leftover: Leftover) -> LeftoverChoice:
        if leftover.remark is None:
            return self.aim.leftover
        self._put_up_with(leftover.remark)
        return LeftoverChoice.FRESH

    def _put_up_with(self, remark: Remark) -> None:
        if not self._has_patience():
            self.gave_up_at = remark
            raise Leave

    def _code(self, ask: CodeAsk) -> Secret:
        self._count_down(ask.next_at, ask.server_time)
        if self.aim.leaves:
            raise Leave
        if ask.need is Need.RESUME and ask.remark is remarks.REFUSED_UNSEEN:
            self.aim = replace(self.aim, leftover=LeftoverChoice.FRESH)
            raise GoBack
        return next_code(self.bench, of=ask.user.name)(ask)

    def _count_down(self, next_at: float | None, server_time: Callable[[], float]) -> None:
        if next_at is not None:
            self.countdowns.append(next_at - server_time())

    def _passwords(self, ask: PasswordAsk) -> NewPassword:
        if ask.remark is remarks.WRONG_PASSWORD:
            # An earlier change was made after all, or was not.
            self.password_believed = 1 - self.password_believed
        elif ask.remark is not None:
            self._put_up_with(ask.remark)
        old, new = PASSWORDS[self.password_believed : self.password_believed + 2]
        self.password_given = NewPassword(old, new)
        return self.password_given
