"""A run of a story, with all that holds of every run whatever happens in it."""

import json
import re
from collections.abc import Awaitable, Collection
from http import HTTPStatus

from mfa_enroll.domain.failure import Call
from mfa_enroll.domain.principal import IamUser
from mfa_enroll.domain.problem import Problem
from mfa_enroll.flows import password, session
from mfa_enroll.flows.account import Account
from mfa_enroll.flows.dialogue import Pause
from mfa_enroll.flows.endings import Ending, EndingKind
from mfa_enroll.flows.enroll import enroll
from mfa_enroll.policies import force_mfa
from mfa_enroll.policy.decision import Decision, Policy, Request, caller_context, decide
from mfa_enroll.practice.exchange import Received
from tests.support.bench import Bench
from tests.support.person import Person


async def tell(here: Bench, person: Person, account: Account | None = None) -> Ending:
    """Run the enrollment to its end, and hold against the account what it did and said."""
    return await checked(here, person, enroll(account or here.account(), person, here.profiles))


async def tell_session(
    here: Bench, person: Person, request: session.Request | None = None, account: Account | None = None
) -> Ending:
    """Start a session, likewise."""
    story = session.session(account or here.account(), person, here.profiles, request or session.Request())
    return await checked(here, person, story)


async def tell_password(here: Bench, person: Person) -> Ending:
    """Change the password, likewise."""
    return await checked(here, person, password.password(here.account(), person))


async def checked(here: Bench, person: Person, story: Awaitable[Ending]) -> Ending:
    """Run a story to its end, and hold against the account what it did and said."""
    first, was_on = len(here.server.requests), here.is_enrolled
    ending = await story
    assert not person.script, "the story ended before the script did"
    made = list(enumerate(here.server.requests))[first:]
    assert_truthful(here, ending)
    assert_outcome_told(here, ending, [received for _, received in made], was_on=was_on)
    assert_no_secret(here, person, ending)
    assert_within_force_mfa(here)
    assert_consent(person, made)
    assert_no_change_repeated(person, made)
    return ending


def assert_truthful(here: Bench, ending: Ending) -> None:
    """The last words say nothing of devices that the account does not hold."""
    on = {device.serial for device in here.practice.enabled_devices()}
    assert_true_of(ending, here.serial, there=set(here.practice.devices), on=on)


def assert_true_of(ending: Ending, own: str, *, there: Collection[str], on: Collection[str]) -> None:
    """The last words are true of an account with these devices, of which those are on; ``own`` is the user's own."""
    words = ending.last_words
    if ending.kind is EndingKind.ENABLED:
        assert own in on
        assert names(own, words)
    if ending.kind is EndingKind.REMOVED:
        assert own not in on
    if any(said in words for said in ("MFA is on for", "MFA stays on", "devices stay on")):
        assert on
    if "was deleted" in words:
        assert own not in there
    if "was not turned on" in words:
        assert own not in on
    if any(said in words for said in ("MFA was not turned on.", "MFA is not on.", "MFA is off")):
        assert not on


def assert_outcome_told(here: Bench, ending: Ending, made: list[Received], *, was_on: bool) -> None:
    """What a run changed for good, or may have, is in its last words."""
    words = ending.last_words
    answered = {received.call for received in made if received.status == HTTPStatus.OK}
    if here.is_enrolled and not was_on and Call.ENABLE in answered:
        assert any(said in words for said in ("MFA is on for", "accepted the two codes"))
    if was_on and not here.is_enrolled:
        assert any(
            said in words for said in ("is off", "was taken away", "may have been turned off", "Turning the device off")
        )
    if ending.kind is EndingKind.SESSION:
        assert Call.START_SESSION in answered
    if ending.kind is EndingKind.PASSWORD:
        assert Call.CHANGE_PASSWORD in answered
    knew_of_it = any(
        (received.call == Call.CREATE and received.error in {"", "EntityAlreadyExists"})
        or (received.call == Call.DEACTIVATE and received.status == HTTPStatus.OK)
        for received in made
    )
    if here.has_unfinished and knew_of_it:
        assert names(here.serial, words), f"not named: {words}"


def names(serial: str, words: str) -> bool:
    """Whether a device is named; ``mfa/alice-1`` does not name ``mfa/alice``."""
    return bool(re.search(rf"{re.escape(serial)}(?![\w+=,@-]|\.\w)", words))


def assert_consent(person: Person, made: list[tuple[int, Received]]) -> None:
    """No device that was on is turned off but once for each time that the person agreed to it."""
    done = 0
    for place, received in made:
        if received.call == Call.DEACTIVATE:
            assert done < sum(agreed <= place for agreed in person.consents)
            done += not received.error


def assert_no_change_repeated(person: Person, made: list[tuple[int, Received]]) -> None:
    """A change is made once more after a refusal and a pause, or when the person was asked: never by itself."""
    last: dict[str, tuple[int, Received]] = {}
    for place, received in made:
        if not Call(received.call).is_change:
            continue
        if received.call in last:
            before, earlier = last[received.call]
            meanwhile = [turn for at, turn in person.turns if before < at <= place]
            refused = bool(earlier.status and earlier.error)
            assert any(refused or not isinstance(turn, Pause) for turn in meanwhile)
        last[received.call] = place, received


def assert_no_secret(here: Bench, person: Person, ending: Ending) -> None:
    """No seed, code or key is in anything that was shown as text, or would be in a log of it."""
    said = [ending.last_words, repr(ending), person.identity, *person.asked, *person.pauses, *person.done]
    text = "\n".join(f"{each!r}\n{each}" for each in said)
    text = re.sub(r" at 0x[0-9a-fA-F]+", "", text)  # an address in memory may look like a code
    secrets = [device.seed for device in here.practice.devices.values()]
    secrets += [here.practice.secret_access_key, *person.typed]
    for opened in here.practice._sessions.values():
        secrets += [opened.key.secret, opened.token]
    for secret in secrets:
        # Within a longer number, such as an account ID or a time, six digits are chance.
        value = rf"(?<!\d){re.escape(secret.reveal())}(?!\d)"
        assert len(secret.reveal()) < 6 or not re.search(value, text)


def assert_within_force_mfa(here: Bench) -> None:
    """Every call that was answered on its merits is one that the force-MFA policy allows, or that needs none."""
    user = here.practice.user
    policy = Policy.parse(force_mfa())
    for received in here.server.requests:
        call = Call(received.call)
        if received.credentials and call.partition(":")[0] == "iam":
            assert received.resource == resource(call, user)
            if user.path == "/":
                context = caller_context(user.arn, mfa=received.mfa)
                verdict = decide([policy], Request(call, received.resource, context))
                assert verdict.decision is Decision.ALLOWED


def resource(call: Call, user: IamUser) -> str:
    """What a call of the program's is authorized against."""
    if call in {Call.CREATE, Call.DELETE}:
        return user.device_serial
    return "*" if call is Call.PASSWORD_POLICY else user.arn


def page(person: Person) -> Problem:
    """The one problem page that was shown."""
    (problem,) = person.questions(Problem)
    assert isinstance(problem, Problem)
    return problem


def policy_without(*calls: Call) -> str:
    """The force-MFA policy, allowing less."""
    document = json.loads(force_mfa())
    for statement in document["Statement"]:
        if statement["Effect"] == "Allow" and isinstance(statement["Action"], list):
            kept = [action for action in statement["Action"] if action not in calls]
            statement["Action"] = kept
    document["Statement"] = [each for each in document["Statement"] if each.get("Action", True)]
    return json.dumps(document)


def policy_with_paths() -> str:
    """The force-MFA policy, made to cover users under a path too."""
    return force_mfa().replace(
        '"arn:aws:iam::*:user/${aws:username}"',
        '"arn:aws:iam::*:user/${aws:username}", "arn:aws:iam::*:user/*/${aws:username}"',
    )
