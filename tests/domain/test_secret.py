import copy
import json
import logging
import pickle
import traceback
from dataclasses import asdict, dataclass
from typing import NoReturn

import pytest

from mfa_enroll.domain.secret import Secret

VALUE = "JBSWY3DPEHPK3PXP"


@dataclass
class _Holder:
    secret: Secret


def test_it_prints_as_dots() -> None:
    """However it is printed, the value is not in it."""
    secret = Secret(VALUE)
    holder = _Holder(secret)
    printed = [repr(secret), str(secret), f"{secret}", f"{secret!r:>40}", f"{secret:s}", "%s %r" % (secret, secret)]  # noqa: UP031 - one of the ways
    printed += ["{:>30}".format(secret), repr([secret]), repr({"seed": secret}), repr(holder), str(vars(holder))]  # noqa: UP032 - likewise
    for each in printed:
        assert VALUE not in each
        assert "••••" in each


def test_its_value_is_read_in_one_call() -> None:
    """The value comes out of reveal and by no other public name."""
    secret = Secret(VALUE)
    assert secret.reveal() == VALUE
    public = [name for name in dir(secret) if not name.startswith("_")]
    assert public == ["reveal"]
    assert not hasattr(secret, "__dict__")


def test_it_cannot_be_copied_or_stored() -> None:
    """Copies, pickles and JSON, which would carry the value elsewhere, are refused without naming it."""
    secret = Secret(VALUE)
    for escape in (copy.copy, copy.deepcopy, pickle.dumps, json.dumps, lambda it: asdict(_Holder(it))):
        with pytest.raises(TypeError) as refused:
            escape(secret)
        assert VALUE not in str(refused.value)


def test_it_has_no_equality() -> None:
    """Two secrets of one value are not equal: nothing compares secrets by accident."""
    assert Secret(VALUE) != Secret(VALUE)


def test_it_is_not_in_logs_or_tracebacks(caplog: pytest.LogCaptureFixture) -> None:
    """A secret in a log record or in a traceback's locals shows as dots."""
    secret = Secret(VALUE)
    logging.getLogger("test").error("seed %s", secret)
    try:
        _fail(secret)
    except ValueError as error:
        shown = "".join(traceback.TracebackException.from_exception(error, capture_locals=True).format())
    assert VALUE not in caplog.text
    assert VALUE not in shown
    assert "secret = Secret(••••)" in shown


def _fail(secret: Secret) -> NoReturn:
    raise ValueError(secret)
