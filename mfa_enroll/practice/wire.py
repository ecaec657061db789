"""The AWS query protocol: form-encoded requests in, XML answers out.

(IAM API Reference, "Making query requests"; the namespaces are those of the two services' models.)
"""

import base64
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from urllib.parse import parse_qsl
from xml.sax.saxutils import escape

from mfa_enroll.practice.errors import AwsError

Value = str | bytes | bool | int | datetime | Mapping[str, "Value"] | Sequence["Value"]
Answer = Mapping[str, Value]

VERSIONS: Final = {"iam": "2010-05-08", "sts": "2011-06-15"}
"""The API versions, by service."""

_MOST_FIELDS: Final = 500
_ACTION = re.compile(r"[A-Z][A-Za-z0-9]{1,63}", re.ASCII)
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class HttpRequest:
    """A request as it came. Header names are in lower case; values of one sent twice are joined by commas.

    ``client`` is the address that it came from.
    """

    method: str
    path: str
    query: str
    headers: Mapping[str, str]
    body: bytes
    client: str = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Operation:
    """A call with its parameters: ``service`` is ``iam`` or ``sts``. Parameters may be secret, and so do not print."""

    service: str
    action: str
    parameters: Mapping[str, str]

    def __repr__(self) -> str:
        return f"Operation({self.service}:{self.action})"


def read_form(request: HttpRequest) -> dict[str, str]:
    """The fields of a request, from its body, or from the query string of a GET.

    Raises:
        AwsError: ``MalformedInput``, if they cannot be read.
    """
    try:
        text = request.query if request.method == "GET" else request.body.decode("ascii")
        pairs = parse_qsl(text, keep_blank_values=True, max_num_fields=_MOST_FIELDS, errors="strict")
    except ValueError:
        raise AwsError("MalformedInput") from None
    return dict(pairs)


def service_of(fields: Mapping[str, str], request: HttpRequest) -> str:
    """The service that a request is meant for: by its version, or else by the scope it is signed for."""
    by_version = {version: service for service, version in VERSIONS.items()}
    by_scope = "sts" if "/sts/aws4_request" in request.headers.get("authorization", "") else "iam"
    return by_version.get(fields.get("Version", ""), by_scope)


def read_operation(fields: Mapping[str, str], service: str) -> Operation:
    """The call that the fields of a request ask for.

    Raises:
        AwsError: ``InvalidAction``, if there is no such version, or the action cannot be the name of one.
    """
    action, version = fields.get("Action", ""), fields.get("Version", "NO_VERSION_SPECIFIED")
    if version != VERSIONS[service] or not _ACTION.fullmatch(action):
        raise AwsError("InvalidAction", f"Could not find operation {action} for version {version}")
    return Operation(service, action, fields)


def write_answer(operation: Operation, answer: Answer | None, request_id: str) -> bytes:
    """Write an answer as XML. None is the answer of a call that says no more than that it was done."""
    result = "" if answer is None else _element(f"{operation.action}Result", answer)
    metadata = _element("ResponseMetadata", {"RequestId": request_id})
    return _document(f"{operation.action}Response", operation.service, result + metadata)


def write_error(service: str, error: AwsError, request_id: str) -> bytes:
    """Write a refusal as XML."""
    content: Answer = {"Type": error.type, "Code": error.code, "Message": error.message}
    return _document("ErrorResponse", service, _element("Error", content) + _element("RequestId", request_id))


def _document(root: str, service: str, content: str) -> bytes:
    namespace = f"https://{service}.amazonaws.com/doc/{VERSIONS[service]}/"
    return f'<{root} xmlns="{namespace}">\n{content}</{root}>\n'.encode()


def _element(name: str, value: Value) -> str:
    return f"<{name}>{_content(value)}</{name}>\n"


def _content(value: Value) -> str:
    match value:
        case int():
            return str(value).lower()  # Including true and false.
        case str():
            return escape(_NOT_XML.sub("\ufffd", value))
        case bytes():
            return base64.b64encode(value).decode("ascii")
        case datetime():
            return value.strftime("%Y-%m-%dT%H:%M:%SZ")
        case Mapping():
            return "".join(_element(name, member) for name, member in value.items())
        case _:
            return "".join(_element("member", member) for member in value)
