"""What a flow may do to the person's shared AWS files. Implemented once, in ``files/profiles.py``."""

from typing import Protocol

from mfa_enroll.domain.profile import KeptSession, ProfilePlan, SessionOptions
from mfa_enroll.domain.session import SessionKeys


class Profiles(Protocol):
    """The shared config and credentials files. Every failure to read or write them is a ``Stopped``."""

    def suggestion(self) -> str:
        """The name to offer: that of the profile with the access key, and ``-mfa``; of a session, its own.

        Where that holds something else, with a number behind it.
        """

    def session_options(self) -> SessionOptions:
        """The options with which a session of the access key in use is started."""

    def serial(self) -> str | None:
        """The device that the profile with the access key names for its sessions, if it names one."""

    def duration(self) -> int:
        """For how many seconds a session is asked for, where nothing else is said."""

    def plan(self, name: str, serial: str, listed: tuple[str, ...] = ()) -> ProfilePlan:
        """What keeping a session under ``name`` will change. Nothing is written.

        ``serial`` is that of the device whose code starts the session, and ``listed`` are those of all devices that
        show codes, as far as they are known: a profile with the access key that names no such device is put right.

        Raises:
            NameRefusedError: It is no name for a profile, or that of one which holds something else.
            Stopped: The files cannot be read, or the credentials file could not be written.
        """

    def keep(self, plan: ProfilePlan, keys: SessionKeys) -> None:
        """Carry the plan out, whole or not at all for each file. The credentials file comes first.

        Raises:
            Stopped: It could not be done. What was there before still is.
        """

    def kept(self) -> tuple[KeptSession, ...]:
        """The sessions of the access key in use that this program has kept, expired ones included.

        Files that cannot be read hold none.
        """
