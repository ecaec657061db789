"""A run of the enrollment, with all that holds of every run whatever happens in it."""

import json
import re

from mfa_enroll.domain.failure import Call
from mfa_enroll.domain.policy import Decision, Policy, Request, caller_context, decide
from mfa_enroll.domain.problem import Problem
from mfa_enroll.flows.account import Account
from mfa_enroll.flows.dialogue import Ending, EndingKind
from mfa_enroll.flows.enroll import enroll
from mfa_enroll.policies import force_mfa
from tests.support.bench import Bench
from tests.support.person import Person


async def tell(here: Bench, person: Person, account: Account | None = None) -> Ending:
    """Run the enrollment to its end, and hold against the account what it did and said."""
    ending = await enroll(account or here.account(), person)
    assert not person.script, "the story ended before the script did"
    assert_truthful(here, ending)
    assert_no_secret(here, person, ending)
    assert_within_force_mfa(here)
    return ending


def assert_truthful(here: Bench, ending: Ending) -> None:
    """The last words say what the account holds: a device that is on, one left unfinished, or none."""
    words = ending.last_words
    if ending.kind is EndingKind.ENABLED:
        assert here.is_enrolled
        assert here.serial in words
    if ending.kind is EndingKind.ALREADY_ON:
        assert here.practice.enabled_devices()
    if "was deleted" in words:
        assert here.serial not in here.practice.devices
    if "MFA was not turned on." in words or "MFA is not on." in words:
        assert not here.is_enrolled
    if here.has_unfinished:
        assert ending.kind in {EndingKind.LEFT, EndingKind.PROBLEM}
        knew_of_it = any(
            received.call == Call.CREATE and received.error in {"", "EntityAlreadyExists"}
            for received in here.server.requests
        )
        assert not knew_of_it or here.serial in words


def assert_no_secret(here: Bench, person: Person, ending: Ending) -> None:
    """No seed, code or key is in anything that was shown as text, or would be in a log of it."""
    said = [ending.last_words, repr(ending), person.identity, *person.asked, *person.pauses, *person.done]
    text = "\n".join(f"{each!r}\n{each}" for each in said)
    text = re.sub(r" at 0x[0-9a-fA-F]+", "", text)  # an address in memory may look like a code
    secrets = [device.seed for device in here.practice.devices.values()]
    secrets += [here.practice.secret_access_key, *person.typed]
    for secret in secrets:
        # Within a longer number, such as an account ID or a time, six digits are chance.
        value = rf"(?<!\d){re.escape(secret.reveal())}(?!\d)"
        assert len(secret.reveal()) < 6 or not re.search(value, text)


def assert_within_force_mfa(here: Bench) -> None:
    """Every call that was answered on its merits is one that the force-MFA policy allows, or that needs none."""
    user = here.practice.user
    policy = Policy.parse(force_mfa())
    own = {Call.CREATE: user.device_serial, Call.DELETE: user.device_serial, Call.ENABLE: user.arn, Call.LIST: user.arn}
    for received in here.server.requests:
        assert received.call in set(Call)
        if received.call == Call.WHO_AM_I or not received.credentials:
            continue
        assert received.resource == own[Call(received.call)]
        if user.path == "/":
            context = caller_context(user.arn, mfa=received.mfa)
            verdict = decide([policy], Request(received.call, received.resource, context))
            assert verdict.decision is Decision.ALLOWED


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
