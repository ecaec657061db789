"""How long a session of an IAM user lasts, in seconds (STS API Reference, GetSessionToken)."""

SHORTEST = 900
LONGEST = 129_600
ORDINARY = 43_200
"""The lifetime of a session where none is asked for."""
