"""``python -m mfa_enroll``."""

import sys

from mfa_enroll.cli import main

if __name__ == "__main__":
    sys.exit(main())
