"""The condition keys of a request to the practice account, as AWS would send them to its policies."""

from mfa_enroll.policy.context import Value, request_context
from mfa_enroll.practice.account import PracticeAccount
from mfa_enroll.practice.sessions import Signer
from mfa_enroll.practice.sigv4 import Authorization
from mfa_enroll.practice.wire import HttpRequest


def request_keys(
    account: PracticeAccount, signer: Signer, request: HttpRequest, authorization: Authorization
) -> dict[str, Value]:
    """The condition keys of a request whose signature is right, but for those of the resource that it is about.

    ``aws:SecureTransport`` is true, though the request came over HTTP: what is practised would go over HTTPS. The
    region of a request to STS is the one that it is signed for; IAM is in one region, whatever it is signed for.
    """
    now = account.clock()
    return request_context(
        account.user,
        mfa=signer.mfa,
        session_age=0 if signer.session is None else int(now - signer.session.started),
        now=now,
        region=authorization.region if authorization.service == "sts" else "",
        source_ip=account.source_ip or request.client,
        user_agent=request.headers.get("user-agent"),
        user_id=account.user_id,
        tags=account.tags,
    )
