"""`mfa-enroll policy`: ready policies, a check for administrators, and decisions for other programs."""

import json
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from mfa_enroll.cli import main
from mfa_enroll.exits import Exit
from mfa_enroll.policies import NAMES, document, force_mfa
from mfa_enroll.policy.events import Event
from tests.program.command import environment, program, run
from tests.support.published import PUBLISHED, Published

ALICE = "arn:aws:iam::111122223333:user/alice"
OWN = '{"Version":"2012-10-17","Statement":{"Sid":"Own","Effect":"Allow","Action":"iam:*","Resource":"%s"}}'
OWN_USER = OWN % "arn:aws:iam::*:user/${aws:username}"
TWO_OF_ONE_SID = """{"Statement": [
 {"Sid": "A", "Effect": "Allow", "Action": "*", "Resource": "*"},
 {"Effect": "Allow", "Action": "*", "Resource": "*"},
 {"Sid": "A", "Effect": "Allow", "Action": "*", "Resource": "*"}
]}"""
IN_OFFICE = {
    "Version": "2012-10-17",
    "Statement": {
        "Sid": "Office",
        "Effect": "Allow",
        "Action": "*",
        "Resource": "*",
        "Condition": {"IpAddress": {"aws:SourceIp": "192.0.2.0/24"}},
    },
}


def asked(**parts: object) -> str:
    """One line for `policy decide`: about the user alice, but for what is said otherwise."""
    line = {"policies": [OWN_USER], "action": "iam:EnableMFADevice", "resource": ALICE, "principal": ALICE, **parts}
    return json.dumps({name: value for name, value in line.items() if value is not ...})


def decided(home: Path, *lines: str | bytes) -> tuple[int, list[dict[str, Any]]]:
    """The exit code of `policy decide`, and its answers."""
    given = b"\n".join(line if isinstance(line, bytes) else line.encode() for line in lines)
    result = subprocess.run(  # noqa: S603 - the command is this program's
        program("policy", "decide"), env=environment(home), cwd=home, input=given, capture_output=True, check=False
    )
    assert result.stderr == b""
    return result.returncode, [json.loads(line) for line in result.stdout.splitlines()]


def checked(home: Path, capsys: pytest.CaptureFixture[str], *documents: object, **more: Sequence[str]) -> Any:
    """The exit code of `policy check --json` for alice, and the object that it writes."""
    files = [home / f"{number}.json" for number in range(len(documents))]
    for file, text in zip(files, documents, strict=True):
        file.write_text(text if isinstance(text, str) else json.dumps(text), encoding="utf-8")
    code = main(["policy", "check", *map(str, files), "--user", "alice", "--json", *more.get("options", ())])
    return code, json.loads(capsys.readouterr().out)


@pytest.mark.parametrize("name", NAMES)
def test_a_ready_policy_is_shown_as_it_stands(home: Path, name: str) -> None:
    """What is printed is the document, byte for byte, and its check has nothing against it."""
    shown = run(home, "policy", "show", name)
    assert (shown.returncode, shown.stdout, shown.stderr) == (Exit.DONE, document(name), "")


def test_without_a_name_the_force_mfa_policy_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    """The one that the program was made for."""
    assert main(["policy", "show"]) == Exit.DONE
    assert capsys.readouterr().out == force_mfa()


@pytest.mark.parametrize(
    "arguments",
    [
        ["policy"],
        ["policy", "show", "none"],
        ["policy", "check", "--user", "alice"],
        ["policy", "check", "x.json"],
        ["policy", "check", "x.json", "--user", "alice", "--account", "12"],
    ],
    ids=" ".join,
)
def test_wrong_usage_is_said(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing on standard output, and a word on what is wrong."""
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == Exit.USAGE
    said = capsys.readouterr()
    assert said.out == ""
    assert "usage: mfa-enroll policy" in said.err


@pytest.mark.parametrize(
    ("parts", "decision", "named"),
    [
        ({}, "allowed", ["Own"]),
        ({"policies": [json.loads(OWN_USER)]}, "allowed", ["Own"]),
        ({"resource": f"{ALICE}2"}, "implicit-deny", []),
        ({"context": {"aws:username": "alice2"}, "resource": f"{ALICE}2"}, "allowed", ["Own"]),
        ({"context": {"AWS:UserName": None}}, "implicit-deny", []),
        ({"principal": ..., "context": {"aws:username": "alice"}}, "allowed", ["Own"]),
        ({"policies": [OWN_USER, json.loads((OWN % "*").replace("Allow", "Deny"))]}, "explicit-deny", ["Own"]),
        ({"policies": [], "action": "sts:GetSessionToken"}, "allowed", []),
        ({"boundary": json.loads((OWN % "*").replace("iam:*", "s3:*"))}, "implicit-deny", []),
        ({"scps": [json.loads((OWN % "*").replace("Allow", "Deny"))]}, "explicit-deny", ["Own"]),
    ],
)
def test_a_request_is_decided(home: Path, parts: dict[str, object], decision: str, named: list[str]) -> None:
    """By the policies given as objects or as text, with the keys of the principal unless the context has them."""
    code, (answer,) = decided(home, asked(**parts))
    assert code == Exit.DONE
    assert answer.keys() == {"decision", "statements", "why"}
    assert (answer["decision"], answer["statements"]) == (decision, named)
    assert answer["why"]


@pytest.mark.parametrize(
    ("value", "operator", "wanted"),
    [
        (True, "Bool", "true"),
        (3600, "NumericEquals", "3600"),
        (1.5, "NumericEquals", "1.5"),
        (["a", "b"], "ForAnyValue:StringEquals", "b"),
        ([True], "ForAllValues:StringEquals", "true"),
    ],
)
def test_the_values_of_keys_are_text_in_the_end(home: Path, value: object, operator: str, wanted: str) -> None:
    """Booleans and numbers are what they are called, and a list is a key with several values."""
    policy = json.loads(OWN % "*")
    policy["Statement"]["Condition"] = {operator: {"x:y": wanted}}
    _, (answer,) = decided(home, asked(policies=[policy], context={"x:y": value}))
    assert answer["decision"] == "allowed"


def test_what_is_not_known_is_undecided_with_its_statement(home: Path) -> None:
    """An operator that AWS does not document is no reason to say yes or no."""
    policy = json.loads(OWN % "*")
    policy["Statement"]["Condition"] = {"ForAnyValue:StringEqualsIfExists": {"x:y": "1"}}
    code, (answer,) = decided(home, asked(policies=[policy]))
    assert (code, answer["decision"], answer["statements"]) == (Exit.DONE, "undecided", ["Own"])


@pytest.mark.parametrize(
    "line",
    [
        "nonsense",
        "[]",
        b"\xff",
        "[" * 100_000,
        '{"policies": [], "policies": [], "action": "a:b", "resource": "*"}',
        '{"policies": [], "action": "a:b", "resource": "*", "context": {"x": NaN}}',
        '{"policies": [], "action": "a:b", "resource": "*", "context": {"x": 1e99999999999999999999}}',
        asked(policies=...),
        asked(action=...),
        asked(resource=["*"]),
        asked(policies={}),
        asked(policies=[1]),
        asked(policies=["{}"]),
        asked(policies=[{"Statement": []}]),
        asked(context=[]),
        asked(context={"x": {}}),
        asked(context={"x": [["y"]]}),
        asked(principal=1),
        asked(contxt={}),
    ],
)
def test_a_line_that_cannot_be_decided_is_answered_too(home: Path, line: str | bytes) -> None:
    """With the reason and its number; the rest goes on, blank lines are nothing, and the exit code tells."""
    code, (first, second, third) = decided(home, asked(), "", line, asked())
    assert code == Exit.USAGE
    assert (first["decision"], third["decision"]) == ("allowed", "allowed")
    assert (set(second), second["line"]) == ({"error", "line"}, 3)
    assert second["error"]


def test_each_line_is_answered_before_the_next_is_there(home: Path) -> None:
    """A program can ask, wait for the answer, and ask again."""
    with subprocess.Popen(  # noqa: S603 - the command is this program's
        program("policy", "decide"), env=environment(home), cwd=home, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for _ in range(2):
            process.stdin.write(asked().encode() + b"\n")
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["decision"] == "allowed"
        process.stdin.close()
        assert process.wait(30) == Exit.DONE


def test_a_reader_who_has_seen_enough_meets_no_traceback(home: Path) -> None:
    """As with `| head`: what is not read any more is not written, and nothing is said."""
    with subprocess.Popen(  # noqa: S603 - the command is this program's
        program("policy", "decide"),
        env=environment(home),
        cwd=home,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        process.stdout.close()
        process.stdout = None
        _, said = process.communicate((asked() + "\n").encode() * 3, timeout=30)
    assert said == b""


@pytest.mark.parametrize(
    ("documents", "code"),
    [
        ([force_mfa()], Exit.DONE),
        ([next(each.document for each in PUBLISHED if each.name.startswith("04"))], Exit.PROBLEM),
        ([IN_OFFICE], Exit.UNDECIDED),
        ([IN_OFFICE, force_mfa()], Exit.DONE),
    ],
    ids=["all", "some", "depends", "together"],
)
def test_the_exit_code_is_the_answer(
    home: Path, capsys: pytest.CaptureFixture[str], documents: list[object], code: int
) -> None:
    """0: users can do all that they have to; 1: not; 3: it depends. Several files are taken together."""
    assert checked(home, capsys, *documents)[0] == code


def test_the_object_has_every_event_by_name(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Keys stay the same whatever is found."""
    _, found = checked(home, capsys, force_mfa())
    assert found.keys() == {"user", "answer", "policies", "events", "change", "findings"}
    assert (found["user"], found["answer"], found["change"]) == (ALICE, "yes", None)
    assert list(found["events"]) == [event.value for event in Event]
    for event in found["events"].values():
        assert event.keys() == {
            "answer",
            "wanted",
            "without_deletion",
            "refused_in_old_session",
            "outcomes",
            "change",
        }
        for outcome in event["outcomes"]:
            assert outcome.keys() == {"assuming", "answer", "allowed_by", "allowed", "through_role", "refused", "doubt"}


def test_what_a_change_takes_away_is_in_the_object(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Next to the edits, by the names of the events."""
    _, found = checked(home, capsys, OWN % "*")
    change = found["events"]["work-without-mfa"]["change"]
    assert change.keys() == {"strict", "convenient", "lost", "lets_delete"}
    assert change["lost"] == ["start-again"]


def test_that_nothing_is_allowed_is_said_once_for_all_documents(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It is about the policies together; no file is named for it, and none is blamed for what another allows."""
    reading = (OWN % "*").replace("iam:*", "s3:*")
    _, found = checked(home, capsys, reading, reading)
    assert [each["file"] for each in found["findings"] if each["kind"] == "nothing-allowed"] == [None]
    main(["policy", "check", str(home / "0.json"), str(home / "1.json"), "--user", "alice"])
    assert capsys.readouterr().out.count("Nothing here lets users turn MFA on") == 1
    _, found = checked(home, capsys, reading, IN_OFFICE)
    assert "nothing-allowed" not in {each["kind"] for each in found["findings"]}


def test_both_outcomes_and_the_condition_are_in_the_object(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What an event hangs on is told with the answer for either case."""
    _, found = checked(home, capsys, IN_OFFICE)
    outcomes = found["events"]["enroll"]["outcomes"]
    condition = {"operator": "IpAddress", "key": "aws:SourceIp", "values": ["192.0.2.0/24"]}
    assert [(each["assuming"], each["answer"]) for each in outcomes] == [
        ([{**condition, "met": True}], "yes"),
        ([{**condition, "met": False}], "no"),
    ]
    assert outcomes[1]["refused"][0]["statements"][0]["statement"] == "Office"


def test_boundary_and_service_control_policies_are_taken_in(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What they refuse is put down to them, by their files."""
    for name, effect in (("boundary", "Allow"), ("scp", "Deny")):
        (home / name).write_text((OWN % "*").replace("iam:*", "iam:List*").replace("Allow", effect), encoding="utf-8")
    options = ["--boundary", str(home / "boundary"), "--scp", str(home / "scp")]
    code, found = checked(home, capsys, force_mfa(), options=options)
    assert code == Exit.PROBLEM
    assert [each["kind"] for each in found["policies"]] == ["identity", "boundary", "service-control"]
    refused = {each["action"]: each["policy"] for each in found["events"]["enroll"]["outcomes"][0]["refused"]}
    assert refused.pop("iam:ListMFADevices") == "service-control"
    assert set(refused.values()) == {"boundary"}


@pytest.mark.parametrize(
    ("options", "user"),
    [
        ([], "arn:aws:iam::444455556666:user/alice"),
        (["--account", "123456789012"], "arn:aws:iam::123456789012:user/alice"),
        (["--path", "/eng/", "--partition", "aws-cn"], "arn:aws-cn:iam::444455556666:user/eng/alice"),
    ],
)
def test_the_user_is_the_one_asked_for(
    home: Path, capsys: pytest.CaptureFixture[str], options: list[str], user: str
) -> None:
    """The account is the one that the document names, unless it is said."""
    text = OWN % "arn:aws:iam::444455556666:user/*"
    assert checked(home, capsys, text, options=options)[1]["user"] == user


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('{"Version": "2012-10-17",\n "Statement": ]}', "line 2"),
        ('{"Statement": [\n {"Effect": "Allow", "Action": "*", "Resource": "*"},\n {"Effect": "No"}\n]}', "line 3: "),
        ('{"Statement":\n {"Effect": "No"}}', "line 2: "),
        ('{"Statement": [\n {},\n {"Effect": "Deny",\n "Effect": "Deny"}\n]}', "line 3: 'Effect' stands twice"),
        ('{"Version": "2012-10-17",\n "Statment": []}', "line 2: the policy has an unknown element, 'Statment'"),
        ('{"Statement": [],\n "Version": "2012"}', "line 2: the Version is neither of"),
        (TWO_OF_ONE_SID, "line 4: two statements have the same Sid"),
        ('{"Statement": [],\n "Statement": []}', "line 2: 'Statement' stands twice"),
        ("[]", "not an object"),
        ("", "line 1"),
    ],
    ids=[
        "no JSON",
        "second statement",
        "one statement",
        "twice",
        "misspelt",
        "Version",
        "same Sid",
        "twice at the top",
        "list",
        "empty",
    ],
)
def test_a_document_that_cannot_be_read_is_said_with_line_and_reason(
    home: Path, capsys: pytest.CaptureFixture[str], text: str, reason: str
) -> None:
    """Exit code 2, the file's name, and nothing on standard output."""
    file = home / "broken.json"
    file.write_text(text, encoding="utf-8")
    assert main(["policy", "check", str(file), "--user", "alice"]) == Exit.USAGE
    said = capsys.readouterr()
    assert said.out == ""
    assert "broken.json" in said.err
    assert reason in said.err
    with pytest.raises(SystemExit):
        main(["practice", "--policy", str(file)])
    assert reason in capsys.readouterr().err


@pytest.mark.parametrize("name", ["missing.json", "."])
def test_a_file_that_is_not_there_is_said(home: Path, capsys: pytest.CaptureFixture[str], name: str) -> None:
    """Exit code 2, and the system's own reason."""
    assert main(["policy", "check", str(home / name), "--user", "alice"]) == Exit.USAGE
    assert "cannot be used" in capsys.readouterr().err


@pytest.mark.parametrize("published", PUBLISHED, ids=str)
def test_the_report_fits_80_columns(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, published: Published
) -> None:
    """In a window of any width. Only what is to be copied as it stands may be wider."""
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.chdir(home)  # a long path cannot be wrapped
    Path("policy.json").write_text(published.text, encoding="utf-8")
    main(["policy", "check", "policy.json", "--user", "alice"])
    wide = [line for line in capsys.readouterr().out.splitlines() if len(line) > 80 and line.startswith(" ")]
    assert [line for line in wide if '"' not in line] == []


def test_what_the_linter_finds_is_in_the_report_and_in_the_object(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A Deny that access keys escape is told as a finding, with the file it stands in."""
    escaped = next(each.document for each in PUBLISHED if each.name.startswith("22"))
    code, found = checked(home, capsys, force_mfa(), escaped)
    assert code == Exit.DONE
    assert ("1.json", "bool-in-deny") in {(Path(each["file"]).name, each["kind"]) for each in found["findings"]}
    main(["policy", "check", str(home / "1.json"), "--user", "alice"])
    told = capsys.readouterr().out
    assert "1.json\n  Risk: " in told
    assert "\nOf these 8, 7 are as they should be and 1 is not blocked.\n" in told


def test_what_else_is_found_in_a_document_that_aws_refuses(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The reason and its line go to standard error, and all other findings are there to read."""
    document = json.loads(force_mfa())
    document["Statement"][0]["Condition"] = {"NumericLessThan": {"aws:MultiFactorAuthAge": "an hour"}}
    document["Statement"][0]["Action"] = ["iam:ChangePasword"]
    (home / "policy.json").write_text(json.dumps(document, indent=2), encoding="utf-8")
    code = main(["policy", "check", str(home / "policy.json"), "--user", "alice"])
    said = capsys.readouterr()
    assert code == Exit.USAGE
    assert "iam:ChangePasword" in said.out
    assert "line 4" in said.err
    assert "an hour" in said.err
