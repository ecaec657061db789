"""What makes hundreds of runs a matter of a minute."""

import botocore.loaders
import botocore.session
import pytest

_LOADER = botocore.loaders.create_loader()


@pytest.fixture(autouse=True)
def _one_loader(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read botocore's large descriptions of IAM and STS once, not for each account object anew: that takes 0.1 s."""
    monkeypatch.setattr(botocore.session, "create_loader", lambda *_: _LOADER)
