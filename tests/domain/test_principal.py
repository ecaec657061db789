"""Reading the caller's ARN."""

import itertools

import pytest

from mfa_enroll.domain.principal import IamUser, Kind, OtherPrincipal, parse_principal

ACCOUNT = "123456789012"


@pytest.mark.parametrize("partition", ["aws", "aws-cn", "aws-us-gov", "aws-eusc", "aws-iso-b"])
def test_user(partition: str) -> None:
    """A user of any partition, path and name is read, and gives the same ARN back."""
    names = ["alice", "a+b=c,d.e@f_g-h", "x" * 128, "ALICE"]
    for path, name in itertools.product(["/", "/eng/", "/eng/platform/", "/a!b/"], names):
        arn = f"arn:{partition}:iam::{ACCOUNT}:user{path}{name}"
        principal = parse_principal(arn)
        assert principal == IamUser(partition, ACCOUNT, name, path)
        assert isinstance(principal, IamUser)
        assert principal.arn == arn
        assert principal.device_serial == f"arn:{partition}:iam::{ACCOUNT}:mfa/{name}"


@pytest.mark.parametrize(
    ("arn", "kind", "name"),
    [
        (f"arn:aws:sts::{ACCOUNT}:assumed-role/Dev/alice", Kind.ROLE, "Dev"),
        (f"arn:aws:sts::{ACCOUNT}:assumed-role/Dev/i-0123456789abcdef0", Kind.ROLE, "Dev"),
        (
            f"arn:aws-us-gov:sts::{ACCOUNT}:assumed-role/AWSReservedSSO_Admin_0123/alice@example.com",
            Kind.IDENTITY_CENTER,
            "AWSReservedSSO_Admin_0123",
        ),
        (f"arn:aws:sts::{ACCOUNT}:federated-user/bob", Kind.FEDERATED, "bob"),
        (f"arn:aws:iam::{ACCOUNT}:root", Kind.ROOT, ""),
    ],
)
def test_other(arn: str, kind: Kind, name: str) -> None:
    """Roles, Identity Center, federated users and root are told apart."""
    assert parse_principal(arn) == OtherPrincipal(kind, arn, name)


@pytest.mark.parametrize(
    "arn",
    [
        "",
        "alice",
        f"arn:aws:iam::{ACCOUNT}:user/",
        f"arn:aws:iam::{ACCOUNT}:user//alice",
        f"arn:aws:iam::{ACCOUNT}:user/alice\n",
        f"arn:aws:iam::{ACCOUNT}:user/al\x1b[31mice",
        f"arn:aws:iam::{ACCOUNT}:user/al ice",
        f"arn:aws:iam::{ACCOUNT}:user/alic\u00e9",
        f"arn:aws:iam::{ACCOUNT}:user/e\u202eng/alice",
        f"arn:aws:iam::{ACCOUNT}:user/{'x' * 129}",
        f"arn:aws:iam::{ACCOUNT}:user/[red]alice",
        f"arn:aws:iam::{ACCOUNT}:group/alice",
        f"arn:aws:iam::{ACCOUNT}:root/alice",
        f"arn:aws:iam::{ACCOUNT[:-1]}:user/alice",
        "arn:aws:iam::１２３４５６７８９０１２:user/alice",
        f"arn:aws:iam:us-east-1:{ACCOUNT}:user/alice",
        f"arn:aws:sts::{ACCOUNT}:user/alice",
        f"arn:aws:sts::{ACCOUNT}:assumed-role",
        f"arn:aws:sts::{ACCOUNT}:assumed-role//alice",
        f"arn:aws:sts::{ACCOUNT}:assumed-role/D\x07v/alice",
        f"arn:aws:s3::{ACCOUNT}:user/alice",
        f"arn:evil:iam::{ACCOUNT}:user/alice",
        f" arn:aws:iam::{ACCOUNT}:user/alice",
    ],
)
def test_hostile(arn: str) -> None:
    """What is not exactly an ARN of a known form is unknown, and nothing is raised."""
    assert parse_principal(arn) == OtherPrincipal(Kind.UNKNOWN, arn)
