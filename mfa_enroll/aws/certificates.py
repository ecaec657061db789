"""The file of certificates that AWS's has to be signed by, where one is set in place of botocore's own."""

import os
import ssl
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import botocore.session


class UnreadableCertificatesError(Exception):
    """The file is missing or holds no certificates, so that no connection to AWS could be made.

    Attributes:
        certificates: What is set.
    """

    def __init__(self, certificates: "Certificates") -> None:
        super().__init__("no certificates")
        self.certificates = certificates


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
    def in_use(cls, session: botocore.session.Session) -> Self | None:
        """What ``session`` has its clients use; None where nothing is set.

        Raises:
            UnreadableCertificatesError: It is set to a blank, which botocore refuses even for plain http.
        """
        path: object = session.get_config_variable("ca_bundle")
        if path is None:
            path, variable = os.environ.get("REQUESTS_CA_BUNDLE"), "REQUESTS_CA_BUNDLE"
        else:
            variable = "AWS_CA_BUNDLE"
        if path is None:
            return None
        # A setting with lines of its own below it is no text.
        found = cls(path if isinstance(path, str) else "", variable if os.environ.get(variable) == path else None)
        if not found.path.strip():
            raise UnreadableCertificatesError(found)
        return found

    def check(self) -> None:
        """Read it, as each connection will.

        Raises:
            UnreadableCertificatesError: There are no certificates in it.
        """
        try:
            if Path(self.path).is_file():  # a device may have no end
                ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(self.path)
                return
        except (OSError, ValueError):  # a null character or a surrogate in the path
            pass
        raise UnreadableCertificatesError(self)
