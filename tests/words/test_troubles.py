"""The pages of all kinds of trouble: one document, and what holds for all of them."""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from types import SimpleNamespace
from typing import TypeVar

import pytest
from syrupy.assertion import SnapshotAssertion

from mfa_enroll.domain.denial import Denial, DeniedBy
from mfa_enroll.domain.failure import Call
from mfa_enroll.domain.keys import Keys, KeySource, Origin
from mfa_enroll.domain.principal import IamUser, Kind, OtherPrincipal
from mfa_enroll.domain.profile import FileChange, NameProblem, NameRefusal
from mfa_enroll.domain.surroundings import Reference, Slip, Surroundings
from mfa_enroll.domain.trouble import Incident, KeySettingTrouble, KeyTrouble, Trouble, UserTrouble
from mfa_enroll.domain.troubles import callers, credentials, files, network, profiles, refusals
from mfa_enroll.flows import troubles as found
from mfa_enroll.flows.questions import Problem
from mfa_enroll.words import shell
from mfa_enroll.words.pages import page
from mfa_enroll.words.shell import Shell
from mfa_enroll.words.sources import key_in_use, where
from mfa_enroll.words.troubles import trouble_page
from tests.words import document as documents

T = TypeVar("T", bound=Trouble)

ALICE = IamUser("aws", "111122223333", "alice")
USERS = [IamUser("aws", "111122223333", "alice.liddell@example.com", path) for path in ("/", "/engineering/platform/")]
USERS.append(IamUser("aws-us-gov", "111122223333", "alice"))
CALL = "iam:CreateVirtualMFADevice"
ANSWER = f"AccessDenied to {CALL}, request 5f2c1a00-0000-4000-8000-000000000001"

ENVIRONMENT = Keys(source=KeySource.ENVIRONMENT, shown_id="AKIAX54F…OCRK")
WORK = replace(ENVIRONMENT, source=KeySource.CREDENTIALS_FILE, profile="work")
COMMAND = replace(WORK, source=KeySource.COMMAND, profile="engineering")
SESSION = replace(WORK, source=KeySource.MFA_SESSION, shown_id="ASIAX54F…OCRK", temporary=True)
KEYS = (ENVIRONMENT, WORK, COMMAND, SESSION)
AROUND = Surroundings(
    config="/etc/aws/config", credentials="/etc/aws/keys", variables=("AWS_CONFIG_FILE",), vault="My Company"
)
ELSEWHERE = Keys(around=AROUND)
SLIP = Slip("~/.aws/config", 7, "[work]", "[profile work]")

PATH = "~/.aws/credentials"
CONFIG = "~/.aws/config"
MISSING = (
    FileChange(CONFIG, "profile work-mfa", (("region", "eu-central-1"), ("output", "yaml"))),
    FileChange(CONFIG, "profile work", (("mfa_serial", USERS[0].device_serial),)),
)
PROFILES = ("default", "operations", "sandbox", "staging", "production", "audit", "data", "web", "mobile")


def _leaves(kind: type[T]) -> Iterator[type[T]]:
    """The kinds of trouble below one, in the order in which they are defined."""
    below = kind.__subclasses__()
    if not below:
        yield kind
    for each in below:
        yield from _leaves(each)


def _callers() -> Iterator[Trouble]:
    for kind, principal in (
        (callers.SignedInAsRole, OtherPrincipal(Kind.ROLE, "arn:aws:sts::111122223333:assumed-role/Dev/a", "Dev")),
        (callers.SignedInByIdentityCenter, OtherPrincipal(Kind.IDENTITY_CENTER, "arn", "AWSReservedSSO_Dev_01")),
        (callers.FederatedCredentials, OtherPrincipal(Kind.FEDERATED, "arn", "bob")),
        (callers.RootUser, OtherPrincipal(Kind.ROOT, "arn:aws:iam::111122223333:root")),
        (callers.CallerUnknown, OtherPrincipal(Kind.UNKNOWN, "arn:aws:iam::111122223333:group/staff")),
        (callers.CallerUnknown, OtherPrincipal(Kind.UNKNOWN, "")),
    ):
        yield kind(keys=COMMAND, principal=principal)
    yield callers.PathNotCovered(user=USERS[1], answer=ANSWER)
    yield callers.SessionNeedsAccessKey(keys=replace(ENVIRONMENT, temporary=True))


def _credentials() -> Iterator[Trouble]:
    yield credentials.NoAccessKey(keys=Keys())
    yield credentials.NoAccessKey(keys=Keys(profile="work"), profile_given=True)
    yield credentials.NoAccessKey(keys=Keys(around=replace(AROUND, with_key=("work",))))
    yield credentials.NoAccessKey(keys=replace(ELSEWHERE, profile="work"), slip=SLIP)
    yield credentials.AccessKeyIncomplete(keys=WORK)
    yield credentials.AccessKeyIncomplete(keys=WORK, slip=Slip(PATH, 3, "aws_secret_key", "aws_secret_access_key"))
    yield credentials.AccessKeyIncomplete(keys=replace(WORK, shown_id="", is_odd=True))
    yield from (credentials.SecretKeyWrong(keys=keys) for keys in KEYS)
    for keys, setting in zip(KEYS, ("aws_access_key_id", "aws_secret_access_key", "aws_session_token"), strict=False):
        yield credentials.StrayCharacterInKey(keys=keys, setting=setting)
    yield credentials.StrayCharacterInKey(keys=WORK, setting="aws_secret_access_key", path=PATH, line=12)
    yield from (credentials.AccessKeyUnknown(keys=keys) for keys in (WORK, COMMAND))
    for keys in (ENVIRONMENT, WORK, COMMAND):
        yield credentials.AccessKeyUnknown(keys=replace(keys, temporary=True))
    yield credentials.SessionUnknown(keys=SESSION)
    yield credentials.SessionWithoutMfa(keys=replace(ENVIRONMENT, temporary=True))
    yield from (credentials.SessionExpired(keys=replace(keys, temporary=True)) for keys in KEYS)
    for names in (("work",), ("work", "My Company"), PROFILES):
        around = replace(AROUND, with_key=names)
        yield credentials.SessionExpired(keys=replace(ENVIRONMENT, temporary=True, around=around))
    yield from (credentials.ClockWrong(offset=offset) for offset in (725.0, -86_399.0, None))


def _profiles() -> Iterator[Trouble]:
    yield profiles.ProfileUnknown(name="prodution", existing=PROFILES, variable=None)
    yield profiles.ProfileUnknown(name="xyz", existing=PROFILES[:2], variable="AWS_DEFAULT_PROFILE")
    yield profiles.ProfileUnknown(name="work", existing=(), variable=None)
    yield profiles.ProfileUnknown(name="", existing=("work",), variable="AWS_PROFILE")
    yield profiles.ProfileUnknown(name="work", existing=("default",), variable=None, slip=SLIP, around=AROUND)
    yield profiles.ProfileUnknown(name="My Compani", existing=("My Company",), variable=None)
    for exists in (False, True):
        yield profiles.SessionKeyMissing(profile="work-mfa", source="work", source_exists=exists)
    yield profiles.AwsFilesUnusable(keys=WORK)
    yield profiles.AwsFilesUnusable(keys=WORK, dangling=Reference(PATH, 3, "source_profile", "base"))
    session = Reference("~/.aws/config", 3, "sso_session", "base", "[sso-session base]")
    yield profiles.AwsFilesUnusable(keys=WORK, dangling=session)
    yield profiles.SignInExpired(keys=WORK)
    for source in ("", "work"):
        yield profiles.ProfileAsksForCode(source=source)
        yield profiles.RoleRefused(keys=WORK, source=source, answer="AccessDenied to sts:AssumeRole")
    for said, wants_terminal in (("login expired: run corp-login", False), ("", False), ("EOF", True)):
        yield profiles.CommandFailed(
            keys=replace(COMMAND, source=KeySource.NOWHERE),
            program="corp-login",
            said=said,
            wants_terminal=wants_terminal,
        )
    yield profiles.CommandFailed(
        keys=replace(COMMAND, source=KeySource.NOWHERE), program="corp", said="No such file or directory", started=False
    )
    yield profiles.CredentialsFailed(keys=COMMAND)
    yield profiles.CredentialsSilent(keys=replace(COMMAND, profile="default"))


def _network() -> Iterator[Trouble]:
    yield network.AwsUnreachable(host="sts.amazonaws.com")
    for set_by in ("--endpoint-url", "AWS_ENDPOINT_URL_STS", None):
        yield network.AddressSilent(address="http://127.0.0.1:40123", set_by=set_by)
    for set_by in ("AWS_ENDPOINT_URL", None):
        yield network.AddressNotEncrypted(address="http://iam.internal.example.com:8080", set_by=set_by)
        yield network.AddressMisleading(address="https://10.1.1.1", set_by=set_by)
        yield network.SignInElsewhere(address="https://sts.example.com", set_by=set_by)
    yield network.ProxyFailed()
    yield network.CertificateUntrusted()
    for path, variable in (
        ("/etc/ssl/company.pem\r", "REQUESTS_CA_BUNDLE"),
        (f"/{'long/' * 30}", None),
        (" ", None),
    ):
        yield network.CertificatesUnreadable(path=path, variable=variable)
    for variable in ("AWS_STS_REGIONAL_ENDPOINTS", None):
        yield network.SettingUnusable(name="sts_regional_endpoints", variable=variable)
    yield network.ValueInQuotes(name="region", variable=None, path=CONFIG, line=7)
    yield network.ValueInQuotes(name="region", variable="AWS_DEFAULT_REGION")
    yield network.SettingsUnusable(keys=WORK)
    yield network.AddressUnusable()
    yield from (network.AnswerLost(call=call) for call in Call if call.is_change)
    yield network.AnswerLost(call=Call.LIST, busy=True)
    yield network.AwsBusy(answer=f"Throttling to {CALL}")
    yield network.StrangerAnswered()


def _files() -> Iterator[Trouble]:
    for seeking_key in (False, True):
        yield files.FileUnreadable(path=PATH, reason="Permission denied", seeking_key=seeking_key)
    yield files.FileUnreadable(path="~/My Company/config", reason="Permission denied", seeking_key=True)
    yield files.NotAFile(path=PATH)
    yield files.FileMisspelt(path=PATH, line=None)
    yield from (files.FileMisspelt(path=PATH, line=12, reason=reason) for reason in files.Misspelling)
    yield files.FileNotText(path=PATH, encoding="cp1252", line=12)
    yield files.FileWithByteOrderMark(path=PATH)
    yield from (files.FileUnwritable(path=PATH, reason=reason) for reason in ("Read-only file system", ""))
    yield files.NoTemporaryFolder()
    yield files.NoCredentialsFile()
    yield files.NoHomeFolder(path=PATH)
    for sections in ((), ("default",), PROFILES):
        yield files.FileChangedMeanwhile(path=PATH, sections=sections)
    yield files.FileMounted(path=PATH)
    yield files.FileUnchangeable(path=PATH)
    for refusal in (NameRefusal(NameProblem.IDENTITY_CENTER, "engineering-mfa"), None):
        yield files.ProfileTakenMeanwhile(profile="engineering-mfa", refusal=refusal)
    reason = files.FileUnwritable(path=CONFIG, reason="Read-only file system")
    yield from (files.SessionHalfKept(profile="work-mfa", reason=reason, missing=some) for some in (MISSING, ()))


def _refusals() -> Iterator[Trouble]:
    for call in (Call.LIST, Call.CREATE, Call.RESYNC, Call.PASSWORD_POLICY):
        yield refusals.PolicyDeniesCall(user=ALICE, call=call, answer=ANSWER.replace(CALL, call))
    quotation = f"User: {ALICE.arn} is not authorized to perform: {CALL} on resource: {ALICE.device_serial} with …"
    for by in DeniedBy:
        yield refusals.PolicyDeniesCall(user=ALICE, call=Call.CREATE, answer=ANSWER, denial=Denial(by, quotation))
    for devices_on in (False, True):
        yield refusals.TurningOnDenied(user=ALICE, answer=ANSWER).judged(devices_on=devices_on)
    for kind in _leaves(UserTrouble):
        if kind.__module__ == refusals.__name__ and kind is not refusals.PolicyDeniesCall:
            yield kind(user=ALICE, answer=ANSWER)
    for plain in _leaves(Trouble):
        if plain.__module__ == refusals.__name__ and not issubclass(plain, UserTrouble):
            yield plain(answer=ANSWER, **({"keys": WORK} if issubclass(plain, KeyTrouble) else {}))


def _found() -> Iterator[Trouble]:
    for kind in _leaves(UserTrouble):
        if kind.__module__ == found.__name__ and kind is not found.CutOff:
            yield kind(user=ALICE)
    yield from (found.CutOff(user=ALICE, call=call) for call in Call if call.is_change)


EXAMPLES = [*_callers(), *_credentials(), *_profiles(), *_network(), *_files(), *_refusals(), *_found()]
KEY_SETTINGS = [example for example in EXAMPLES if isinstance(example, KeySettingTrouble)]


def _variations(example: Trouble) -> Iterator[Trouble]:
    """The example, and the same with other users, of long names too, and with other keys."""
    yield example
    if isinstance(example, UserTrouble):
        yield from (replace(example, user=user, answer="") for user in USERS)
    if isinstance(example, KeyTrouble):
        for keys, temporary in product(KEYS, (False, True)):
            yield replace(example, keys=replace(keys, temporary=temporary))


@pytest.mark.parametrize("width", [80, 60])
def test_document(document: SnapshotAssertion, width: int) -> None:
    """Every page reads as it was last agreed upon."""
    sources = [f"{source.name:<20}{where(Keys(source=source, profile='work'))}" for source in KeySource]
    pages = ((each.reference, replace(page(Problem(Incident(trouble=each))), help="")) for each in EXAMPLES)
    sections = [documents.headed(reference, documents.page(each, width)) for reference, each in pages]
    assert "\n".join([documents.headed("where keys come from", sources), *sections]) == document


def test_every_kind_has_a_page() -> None:
    """No kind of trouble is left without a page, nor out of the document, and no two have the same reference."""
    kinds = [kind for kind in _leaves(Trouble) if kind.__module__.startswith("mfa_enroll.")]
    assert len({kind.reference for kind in kinds}) == len(kinds)
    assert set(kinds) == {type(trouble) for trouble in EXAMPLES}
    assert [kind for kind in kinds if kind not in trouble_page.registry] == []


def test_kinds_are_told_apart() -> None:
    """No two kinds of trouble say the same of what happened."""
    told = {(type(trouble), trouble_page(trouble).happened) for trouble in EXAMPLES}
    assert len({happened for _, happened in told}) == len(told)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.reference)
def test_page(example: Trouble) -> None:
    """A page is short, says what to do, and holds a text for the administrator where one is needed and only there.

    To try again is advised only where that can help: a running program sees no other variables.
    """
    for trouble in _variations(example):
        told = trouble_page(trouble)
        assert len(told.heading) <= 48
        assert not told.heading.endswith(".")
        assert len(told.happened) <= 300
        assert told.happened.endswith(".")
        assert 1 <= len(told.steps) <= 4
        assert all(len(step) <= 220 and step.endswith((".", "NAME")) for step in told.steps)
        assert any("the text below" in step for step in told.steps) == bool(told.hand_over)
        assert trouble.answer in told.hand_over or not told.hand_over
        assert trouble.can_retry or "try again" not in " ".join(told.steps).lower()
        for text in (told.heading, told.happened, *told.steps, *told.hand_over.splitlines()):
            assert text.isprintable()
            assert "'" not in re.sub("'My Compan[^']+'", "", text)
            assert "  " not in text.strip()


@pytest.mark.parametrize("which", [Shell.POWERSHELL, Shell.CMD])
def test_no_page_has_commands_of_another_shell(which: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a person on Windows is told to run is there."""
    variables = {"PROMPT": "$P$G"} if which is Shell.CMD else {}
    monkeypatch.setattr(shell, "os", SimpleNamespace(name="nt", environ=variables))
    for example in EXAMPLES:
        page = trouble_page(example)
        said = " ".join((page.happened, *page.steps))
        found = re.findall(r"“(?:unset|export|read|env|eval|ls|sudo|chmod|chown) [^”]*”|--print env", said)
        assert found == [], example.reference


@pytest.mark.parametrize("example", KEY_SETTINGS, ids=lambda example: example.reference)
def test_keys_are_set_again_where_they_are_set(example: KeySettingTrouble) -> None:
    """A page names the key in use, and the commands that set keys of its origin: none for a session of the program's.

    Variables go before files: “aws configure” is said for keys of a profile alone, and with that profile.
    """
    for keys, temporary in product(KEYS, (False, True)):
        trouble = replace(example, keys=replace(keys, temporary=temporary))
        told, steps = trouble_page(trouble), " ".join(trouble_page(trouble).steps)
        assert key_in_use(trouble.keys) in told.happened
        assert ("try again" in steps.lower()) == trouble.can_retry
        assert keys.origin is Origin.ENVIRONMENT or not any(word in steps for word in ("export ", "unset "))
        assert keys.origin is Origin.PROFILE or "aws configure" not in steps
        assert steps.count("aws configure") == steps.count(f"aws configure --profile {keys.profile}”")
        assert keys.origin is not Origin.SESSION or "--profile" not in steps
