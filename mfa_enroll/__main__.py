"""``python -m mfa_enroll``. Pythons that are too old for the rest can read this module, and are told so."""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - the package cannot be installed there, but a checkout can be run
    from mfa_enroll.words.python import TOO_OLD

    sys.exit(TOO_OLD.format(*sys.version_info))

from mfa_enroll.cli import main

if __name__ == "__main__":
    sys.exit(main())
