"""The file of certificates that AWS's has to be signed by, where one is set in place of botocore's own."""

import os
import ssl
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import boto3

from mfa_enroll.domain.trouble import Stopped
from mfa_enroll.domain.troubles.network import CertificatesUnreadable


@dataclass(frozen=True, slots=True)
class Certificates:
    """A file of certificates.

    Attributes:
        path: The file, as it is set.
        variable: The environment variable that sets it; None for ``ca_bundle`` in the shared files.
    """

    path: str
    variable: str | None

    @classmethod
    def in_use(cls, session: boto3.Session) -> Self | None:
        """What ``session`` has its clients use; None where nothing is set.

        Raises:
            Stopped: It is set to a blank, which botocore refuses even for plain http.
        """
        below = session._session  # noqa: SLF001 - boto3 has no public way to what is set
        path: object = below.get_config_variable("ca_bundle")
        variable = "AWS_CA_BUNDLE"
        if path is None:
            path, variable = os.environ.get("REQUESTS_CA_BUNDLE"), "REQUESTS_CA_BUNDLE"
        if path is None:
            return None
        # A setting with lines of its own below it is no text.
        found = cls(path if isinstance(path, str) else "", variable if os.environ.get(variable) == path else None)
        if not found.path.strip():
            raise found._unreadable()
        return found

    def check(self) -> None:
        """Read it, as each connection will.

        Raises:
            Stopped: There are no certificates in it.
        """
        try:
            if Path(self.path).is_file():  # a device may have no end
                ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(self.path)
                return
        except (OSError, ValueError):  # a null character or a surrogate in the path
            pass
        raise self._unreadable()

    def _unreadable(self) -> Stopped:
        return Stopped(CertificatesUnreadable(path=self.path, variable=self.variable))
