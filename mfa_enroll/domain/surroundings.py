"""What the program was started among, as far as advice tells of it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """The shared AWS files in use, and what else advice can name instead of describing it.

    Attributes:
        config: The config file, as it may be shown.
        credentials: The credentials file, likewise.
        variables: The environment variables that say where the two are; none where they are in their usual place.
        with_key: The profiles that hold an access key of their own.
        behind: The profile with the access key from which the one in use takes on its role; empty where there is none.
        vault: The profile that aws-vault runs the program for; empty where it does not.
    """

    config: str = "~/.aws/config"
    credentials: str = "~/.aws/credentials"
    variables: tuple[str, ...] = ()
    with_key: tuple[str, ...] = ()
    behind: str = ""
    vault: str = ""


@dataclass(frozen=True, slots=True)
class Slip:
    """A line of a shared AWS file, counted from 1, that says nearly what is looked for.

    ``found`` is what stands there and ``right`` what should: a section's header or a setting's name.
    """

    path: str
    line: int
    found: str
    right: str


@dataclass(frozen=True, slots=True)
class Reference:
    """A line of a shared AWS file, counted from 1, that names a profile or a section which is not there.

    ``setting`` is its name and ``to`` its value; ``section`` is the header that is not there, and empty where a profile
    is not: that could stand in either file.
    """

    path: str
    line: int
    setting: str
    to: str
    section: str = ""
