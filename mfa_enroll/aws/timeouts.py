"""How long calls to AWS may take."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeouts:
    """How long to wait, in seconds.

    Attributes:
        connect: For a connection.
        read: For the next bytes of an answer.
        whole: For the outcome of one call, retries of a read and the first loading of boto3 included. It ends what
            the other two do not: an answer that trickles, a name lookup that hangs.
    """

    connect: float = 5.0
    read: float = 15.0
    whole: float = 60.0
