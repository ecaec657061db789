"""Made-up input that is the same in every run, unless a search for more is asked for."""

import os

from hypothesis import HealthCheck, settings

_ORDINARY = settings(
    deadline=None,  # other tests run at the same time
    database=None,
    suppress_health_check=[
        HealthCheck.function_scoped_fixture,  # the empty home is empty again after each example
        HealthCheck.too_slow,
    ],
)
settings.register_profile("repeatable", _ORDINARY, derandomize=True)
settings.register_profile("search", _ORDINARY, derandomize=False, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "repeatable"))
