import contextlib
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import ClientError

if TYPE_CHECKING:
    from tests.practice.conftest import Practice, Serve

DECISIONS = Path(__file__).parents[1] / "data" / "decisions.jsonl"
ACCOUNT = "123456789012"
_RESOURCES = {"iam:ListVirtualMFADevices": f"arn:aws:iam::{ACCOUNT}:mfa/"}
"""What AWS's own message names, where the simulator was asked about ``*``."""


def _served_rows() -> list[dict[str, Any]]:
    """The decisions on calls that an IAM user can make.

    A session without MFA cannot call IAM, and ChangePassword is about the caller always.
    """
    rows = [json.loads(line) for line in DECISIONS.read_text(encoding="utf-8").splitlines()]
    return [
        row
        for row in rows
        if f":iam::{ACCOUNT}:user/" in row["principal"]
        and row["action"].startswith("iam:")
        and row["mfa"] != "false"
        and (row["action"] != "iam:ChangePassword" or row["resource"] == row["principal"])
    ]


def _parameters(row: dict[str, Any]) -> dict[str, str]:
    """Parameters with which a call is about the resource of a decision."""
    kind, _, name = row["resource"].rpartition(":")[2].partition("/")
    match kind, row["action"]:
        case "mfa", "iam:CreateVirtualMFADevice":
            path, _, last = name.rpartition("/")
            return {"VirtualMFADeviceName": last} | ({"Path": f"/{path}/"} if path else {})
        case "mfa", _:
            return {"SerialNumber": row["resource"]}
        case "user", "iam:ChangePassword":
            return {"OldPassword": "x", "NewPassword": "x"}
        case "user", _:
            return {
                "UserName": name.rpartition("/")[2],
                "SerialNumber": "arn:aws:iam::123456789012:mfa/none",
                "AuthenticationCode1": "123456",
                "AuthenticationCode2": "123456",
            }
        case _:
            return {}


@pytest.fixture(params=sorted({row["principal"] for row in _served_rows()}))
def principal(request: pytest.FixtureRequest) -> str:
    """An IAM user of the decisions."""
    return str(request.param)


def test_the_account_decides_as_an_independent_simulator(serve: "Serve", principal: str) -> None:
    """Over HTTP each call is allowed or denied, implicitly or explicitly, as an independent simulator decided."""
    partition = principal.split(":")[1]
    path, _, user = principal.partition(":user")[2].rpartition("/")
    practice: Practice = serve(user=user, path=f"{path}/", account_id=ACCOUNT, partition=partition, enrolled=True)
    with_key = practice.client("iam", practice.keys())
    with_mfa = practice.client("iam", practice.session_keys(code=practice.code()))
    for row in (row for row in _served_rows() if row["principal"] == principal):
        client = with_key if row["mfa"] is None else with_mfa
        action = row["action"].partition(":")[2]
        before = len(practice.server.requests)
        shape = client.meta.service_model.operation_model(action).input_shape
        known = {} if shape is None else shape.members
        parameters = {name: value for name, value in _parameters(row).items() if name in known}
        with contextlib.suppress(ClientError):
            client._make_api_call(action, parameters)
        received = practice.server.requests[before]
        assert received.resource == _RESOURCES.get(row["action"], row["resource"])
        assert received.decision is not None
        assert received.decision.value == row["decision"], row
