"""What AWS's message says of a denial. It explains a page, and never decides which page it is.

The texts are those of the IAM User Guide, "Troubleshoot access denied error messages".
"""

import re

from mfa_enroll.domain.denial import NOTHING_SAID, Denial, DeniedBy
from mfa_enroll.domain.text import clean

_LONGEST = 500
"""Characters that are quoted: a user, a resource and a policy, each by an ARN of ordinary length."""

_SENTENCE = re.compile(r"User: \S+ is not authorized to perform: \w+:\w+\b.*", re.ASCII | re.DOTALL)
_REASON = re.compile(
    r"because no (?P<lacking>[\w -]+?) allows the|with an explicit deny in an? (?P<denying>[\w -]+?)(?::|$)", re.ASCII
)
_CODE = re.compile(r"(?<!\d)\d{6}(?!\d)")
"""What may be a code, and may be a part of a name. A code is not to be told, so neither is quoted."""

_KINDS = {
    "permissions boundary": DeniedBy.BOUNDARY,
    "service control policy": DeniedBy.SERVICE_CONTROL,
}
_OF_THE_USER = "identity-based policy"


def read_denial(message: str) -> Denial:
    """What the message of an AccessDenied says."""
    sentence = _SENTENCE.match(message.strip())
    if sentence is None:
        return NOTHING_SAID
    quotation = "" if _CODE.search(message) else clean(sentence.group())
    if len(quotation) > _LONGEST:
        quotation = f"{quotation[:_LONGEST]}…"
    return Denial(_denied_by(sentence.group()), quotation)


def _denied_by(sentence: str) -> DeniedBy:
    reason = _REASON.search(sentence)
    if reason is None:
        return DeniedBy.UNSAID
    kind = reason["lacking"] or reason["denying"]
    if kind == _OF_THE_USER:
        return DeniedBy.NOTHING_ALLOWS if reason["lacking"] else DeniedBy.STATEMENT
    return _KINDS.get(kind, DeniedBy.OTHER_POLICY)
