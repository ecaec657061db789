"""Keeping the AWS libraries quiet: at DEBUG they log request and answer bodies, seed and codes included."""

import logging
import os

_LIBRARIES = frozenset({"boto3", "botocore", "s3transfer", "urllib3"})


class _Nothing(logging.Filter):
    """Lets no record through."""

    def filter(self, _record: logging.LogRecord) -> bool:
        return False


_NOTHING = _Nothing()


def silence() -> None:
    """Let no logger of these libraries emit anything, whatever its level and handlers are or become.

    A filter on each logger is what holds: a level on the parents is overridden by one set on a child,
    ``propagate`` does not keep off a handler on the child itself, and ``logging.disable`` is undone by the
    next who calls it. Filters are not inherited, and modules loaded later bring loggers of their own: call
    this again before each call.

    Warnings are kept back as well. What they tell becomes a problem page; on stderr they would be written
    across a full-screen program.

    Nor is SSLKEYLOGFILE heeded: with the file that it names, whoever recorded the connections can read them.
    """
    os.environ.pop("SSLKEYLOGFILE", None)
    # A copy, made in one step: other threads may be adding loggers.
    for name in list(logging.root.manager.loggerDict):
        if name.partition(".")[0] in _LIBRARIES:
            logging.getLogger(name).addFilter(_NOTHING)
