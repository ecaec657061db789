"""What all pages have in common, whatever they tell."""

import inspect
from collections.abc import Callable, Iterator
from itertools import product
from types import ModuleType

import pytest

from mfa_enroll.aws import (
    pages_codes,
    pages_credentials,
    pages_network,
    pages_password,
    pages_profiles,
    pages_refusals,
)
from mfa_enroll.aws.keys import MFA_SESSION, Keys, masked
from mfa_enroll.domain import callers
from mfa_enroll.domain.failure import Call
from mfa_enroll.domain.identity import Identity
from mfa_enroll.domain.principal import IamUser, Kind, OtherPrincipal
from mfa_enroll.domain.problem import Problem, Who
from mfa_enroll.flows import pages
from mfa_enroll.flows.caller import Caller

USERS = [IamUser("aws", "111122223333", "alice.liddell@example.com", path) for path in ("/", "/engineering/platform/")]
USERS.append(IamUser("aws-us-gov", "111122223333", "alice"))
ANSWER = "AccessDenied to iam:CreateVirtualMFADevice, request 5f2c1a00-0000-4000-8000-000000000001"
CREDENTIALS = "profile engineering, its credential_process"
KEYS = [
    Keys(method=method, profile=profile, shown_id=masked("AKIAX54FEXAMPLEXOCRK"), temporary=temporary)
    for method, profile, temporary in product(
        ("env", "shared-credentials-file", "custom-process", "iam-role", MFA_SESSION),
        ("default", "engineering"),
        (False, True),
    )
]
DENIED = [call for call in Call if call not in {Call.WHO_AM_I, Call.START_SESSION, Call.CHANGE_PASSWORD}]
"""Calls that a policy may not allow, but for the one whose denial has a page of its own."""
SET_BY = ["--endpoint-url", "AWS_ENDPOINT_URL_STS", None]

ARGUMENTS: dict[Callable[..., Problem], list[tuple[object, ...]]] = {
    pages_credentials.incomplete: [(keys,) for keys in KEYS],
    pages_credentials.wrong_secret: [(keys,) for keys in KEYS],
    pages_credentials.stray_character: [
        *product(KEYS, ("aws_access_key_id", "aws_secret_access_key", "aws_session_token"))
    ],
    pages_credentials.unknown_key: [(keys,) for keys in KEYS],
    pages_credentials.session_without_mfa: [(keys,) for keys in KEYS],
    pages_credentials.expired: [(keys,) for keys in KEYS],
    pages_credentials.wrong_clock: [(None,), (725.0,), (-86_399.0,)],
    pages_profiles.unreadable_files: [(keys,) for keys in KEYS],
    pages_profiles.sign_in_needed: [(keys,) for keys in KEYS],
    pages_profiles.source_failed: [(keys,) for keys in KEYS],
    pages_profiles.source_silent: [(keys,) for keys in KEYS],
    pages_profiles.prompt_needed: [()],
    pages_network.unreachable: [("sts.amazonaws.com",)],
    pages_network.nothing_answers: [("http://127.0.0.1:40123", set_by) for set_by in SET_BY],
    pages_network.insecure_address: [("http://iam.internal.example.com:8080", set_by) for set_by in SET_BY],
    pages_network.proxy_failed: [()],
    pages_network.untrusted_certificate: [()],
    pages_network.unreadable_certificates: [
        *product(("/etc/ssl/company.pem\r", "x" * 5000, " "), ("REQUESTS_CA_BUNDLE", None))
    ],
    pages_network.unusable_setting: [*product(("sts_regional_endpoints",), ("AWS_STS_REGIONAL_ENDPOINTS", None))],
    pages_network.unusable_settings: [(keys,) for keys in KEYS],
    pages_network.unusable_address: [()],
    pages_network.no_clear_answer: [(call,) for call in Call],
    pages_network.busy: [()],
    pages_network.stranger_answered: [()],
    pages_codes.pair_refused: [()],
    pages_codes.resync_refused: [*product(USERS, (ANSWER, ""))],
    pages_codes.single_refused: [()],
    pages_password.denied: [*product(USERS, (ANSWER, ""))],
    pages_password.unfit: [()],
    pages_password.none_there: [*product(USERS, (ANSWER, ""))],
    pages_password.not_a_user: [()],
    pages_password.changed_just_now: [()],
    pages_refusals.denied: [*product(DENIED, USERS, (ANSWER, ""))],
    pages_refusals.identity_denied: [()],
    pages_refusals.taken: [*product((Call.CREATE, Call.ENABLE), USERS)],
    pages_refusals.missing: [(user,) for user in USERS],
    pages_refusals.not_on: [(user,) for user in USERS],
    pages_refusals.in_use: [*product(USERS, (ANSWER, ""))],
    pages_refusals.full: [*product((Call.CREATE, Call.ENABLE), USERS, (ANSWER, ""))],
    pages_refusals.limit_reached: [()],
    pages_refusals.not_signed_up: [()],
    pages_refusals.not_accepted: [()],
    callers.why_not: [(OtherPrincipal(kind, f"arn:{kind.name}", "Developer"), CREDENTIALS) for kind in Kind],
    callers.path_not_covered: [(USERS[1], ANSWER)],
    callers.temporary_keys: [(CREDENTIALS,)],
    pages.not_listed: [(user,) for user in USERS],
    pages.not_on: [(user,) for user in USERS],
    pages.no_codes: [(user,) for user in USERS],
    pages.lost_phone: [(user,) for user in USERS],
    pages.another_by_now: [(user,) for user in USERS],
    pages.old_one_gone: [
        (pages.not_listed(user), Caller(Identity(user, CREDENTIALS, temporary=False), user, ())) for user in USERS
    ],
}
"""The arguments of pages that take them by position; see :func:`_all` for the others."""

PROFILES = (
    "default",
    "engineering",
    "operations",
    "sandbox",
    "staging",
    "production",
    "audit",
    "data",
    "web",
    "mobile",
)


def _all() -> Iterator[tuple[Callable[..., Problem], Problem]]:
    for page, arguments in ARGUMENTS.items():
        for each in arguments:
            yield page, page(*each)
    for exists in (False, True):
        yield pages_profiles.no_source, pages_profiles.no_source("engineering-mfa", "engineering", exists=exists)
    for given in (False, True):
        yield pages_credentials.none_found, pages_credentials.none_found(Keys(profile="work"), profile_given=given)
        for existing in ((), PROFILES):
            yield pages_profiles.unknown, pages_profiles.unknown("enginering", existing, given=given)


def _pages_of(module: ModuleType) -> set[Callable[..., Problem]]:
    functions = inspect.getmembers(module, inspect.isfunction)
    return {
        function
        for name, function in functions
        if not name.startswith("_") and inspect.signature(function).return_annotation is Problem
    }


def test_every_page_is_looked_at() -> None:
    """No page is left out of what follows."""
    modules = (
        pages_codes,
        pages_credentials,
        pages_network,
        pages_password,
        pages_profiles,
        pages_refusals,
        callers,
        pages,
    )
    assert set().union(*map(_pages_of, modules)) == {page for page, _ in _all()}


@pytest.mark.parametrize(
    "problem", [pytest.param(problem, id=f"{page.__name__}-{n}") for n, (page, problem) in enumerate(_all())]
)
def test_page(problem: Problem) -> None:
    """A page is short, says what to do, and holds a text for the administrator where one is needed and only there."""
    assert len(problem.title) <= 48
    assert not problem.title.endswith(".")
    assert len(problem.happened) <= 300
    assert problem.happened.endswith(".")
    assert 1 <= len(problem.steps) <= 4
    assert all(len(step) <= 220 and step.endswith((".", "NAME")) for step in problem.steps)
    assert (problem.who is Who.ADMINISTRATOR) == bool(problem.hand_over)
    for text in (problem.title, problem.happened, *problem.steps, *problem.hand_over.splitlines()):
        assert text.isprintable()
        assert "'" not in text
        assert "  " not in text.strip()
