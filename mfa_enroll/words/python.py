"""What an old Python can still read, and is told."""

TOO_OLD = (
    "mfa-enroll needs Python 3.11 or later; this is {}.{}. With uv, which brings a Python of its own "
    "(https://docs.astral.sh/uv/), run here: uvx --from . mfa-enroll"
)
