"""``mfa-enroll policy``: show a ready policy, check policies for a user, decide single requests. Nothing calls AWS."""

import argparse
import json
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice

from mfa_enroll import policies as documents
from mfa_enroll.domain.principal import IamUser
from mfa_enroll.domain.text import clean
from mfa_enroll.exits import Exit
from mfa_enroll.policy.attached import Policies
from mfa_enroll.policy.check import check
from mfa_enroll.policy.decision import Source
from mfa_enroll.policy.findings import Finding, Kind
from mfa_enroll.policy.lint import lint
from mfa_enroll.policy.outlook import Answer
from mfa_enroll.policy_decide import answers
from mfa_enroll.policy_json import check_as_json
from mfa_enroll.policyfile import PolicyFileError, read_policy_file
from mfa_enroll.words import policy_report
from mfa_enroll.words import terminal as words

_ACCOUNT = re.compile(r"arn:[\w-]*:iam::(\d{12}):", re.ASCII)
_EXAMPLE_ACCOUNT = "111122223333"

_EXITS = {
    Answer.YES: Exit.DONE,
    Answer.NO: Exit.PROBLEM,
    Answer.DEPENDS: Exit.UNDECIDED,
    Answer.UNKNOWN: Exit.UNDECIDED,
}

Say = Callable[[Iterable[str]], None]
"""Writes paragraphs to standard output."""


class _UnusableError(Exception):
    """A document cannot be used. The message says which, and why."""


def run(options: argparse.Namespace, say: Say) -> tuple[int, str]:
    """Carry out the command; returns the exit code, and what there is to complain of, if anything."""
    try:
        code = {"show": _show, "check": _check, "decide": _decide}[options.subject](options, say)
        sys.stdout.flush()
    except _UnusableError as error:
        return Exit.USAGE, str(error)
    except BrokenPipeError:  # whoever reads has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Exit.PROBLEM, ""
    return code, ""


def _show(options: argparse.Namespace, _say: Say) -> int:
    sys.stdout.write(documents.document(options.name))
    return Exit.DONE


def _decide(_options: argparse.Namespace, _say: Say) -> int:
    code = Exit.DONE
    for answer in answers(sys.stdin.buffer if sys.stdin else ()):
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()
        if "error" in answer:
            code = Exit.USAGE
    return code


def _check(options: argparse.Namespace, say: Say) -> int:
    files = {}
    for source, index, path in _named(options):
        try:
            files[source, index] = path, read_policy_file(path)
        except PolicyFileError as error:
            if source is Source.IDENTITY and not options.json:
                say(_faults(path, error.document, options))
            raise _UnusableError(words.policy_unusable(path, clean(str(error)))) from None
    policies = Policies(
        identity=tuple(file.policy for (source, _), (_, file) in files.items() if source is Source.IDENTITY),
        boundary=next((file.policy for (source, _), (_, file) in files.items() if source is Source.BOUNDARY), None),
        service_control=tuple(
            file.policy for (source, _), (_, file) in files.items() if source is Source.SERVICE_CONTROL
        ),
    )
    account = options.account or _account(file.document for _, file in files.values())
    user = IamUser(options.partition, account, options.user, options.path)
    found = check(policies, user)
    names = {place: path for place, (path, _) in files.items()}
    findings = _joined(
        {
            path: lint(file.document, user, others=[*policies.identity[:index], *policies.identity[index + 1 :]])
            for (source, index), (path, file) in files.items()
            if source is Source.IDENTITY
        }
    )
    if options.json:
        sys.stdout.write(json.dumps(check_as_json(found, names, findings), indent=2) + "\n")
    else:
        say(policy_report.report(found, names, findings))
    return _EXITS[found.answer]


def _named(options: argparse.Namespace) -> Iterator[tuple[Source, int, str]]:
    boundary = [] if options.boundary is None else [options.boundary]
    kinds = ((Source.IDENTITY, options.files), (Source.BOUNDARY, boundary), (Source.SERVICE_CONTROL, options.scp))
    for source, paths in kinds:
        for index, path in enumerate(paths):
            yield source, index, path


def _joined(findings: Mapping[str, Sequence[Finding]]) -> dict[str, list[Finding]]:
    """The findings, that nothing is allowed once for all documents, under no name: it holds for each or for none."""
    if len(findings) == 1:
        return {path: [*found] for path, found in findings.items()}
    own = {path: [each for each in found if each.kind is not Kind.NOTHING_ALLOWED] for path, found in findings.items()}
    shared = (each for found in findings.values() for each in found if each.kind is Kind.NOTHING_ALLOWED)
    return own | {"": [*islice(shared, 1)]}


def _faults(path: str, document: str, options: argparse.Namespace) -> Iterator[str]:
    """What else is found in a document that AWS would refuse, but for why, which is complained of."""
    user = IamUser(options.partition, options.account or _account([document]), options.user, options.path)
    findings = [each for each in lint(document, user) if each.kind not in {Kind.REFUSED, Kind.NOTHING_ALLOWED}]
    return policy_report.found_in(path, findings) if document and findings else iter(())


def _account(texts: Iterable[str]) -> str:
    """The one account that the documents name, or one for examples where they name none, or several."""
    named = {account for text in texts for account in _ACCOUNT.findall(text)}
    return named.pop() if len(named) == 1 else _EXAMPLE_ACCOUNT
