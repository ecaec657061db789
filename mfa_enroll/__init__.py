"""Turn on your own AWS MFA device from the terminal."""

__version__ = "0.1.0"
