"""Where sessions are kept, of which access key, and by which command they are renewed."""

from dataclasses import dataclass

from mfa_enroll.domain.options import Options
from mfa_enroll.domain.profile import SessionOptions
from mfa_enroll.domain.text import clean
from mfa_enroll.files.inifile import Settings
from mfa_enroll.files.marks import SourceKey
from mfa_enroll.files.profilefiles import ProfileFiles, ProfileSections
from mfa_enroll.files.profilenames import suggested


@dataclass(frozen=True, slots=True)
class Place:
    """Where sessions are kept, and of which key.

    ``profile`` is the one in use: its settings say where AWS is reached. ``chosen`` is the one that was named:
    ``profile`` itself, or a session that its key started. ``key_id`` is that of the key where it is not the profile's
    own but from the environment. ``variable``: the one that names a profile there. ``outranked``: keys from there go
    before any profile in this terminal. ``vault`` is the profile of aws-vault that a key from the environment is of;
    empty where that is not known.
    """

    files: ProfileFiles
    options: Options
    profile: str
    chosen: str
    key_id: str | None = None
    variable: str = "AWS_PROFILE"
    outranked: bool = False
    vault: str = ""

    @property
    def holds_key(self) -> bool:
        """Whether the profile in use holds the access key."""
        return self.key_id is None

    def source(self, sections: ProfileSections) -> SourceKey:
        """The key that sessions are of."""
        if self.key_id is not None:
            return SourceKey.of("", self.key_id)
        return SourceKey.of(self.profile, sections.settings(self.profile).get("aws_access_key_id", ""))

    @property
    def where(self) -> Settings:
        """Where AWS is reached, as far as that was chosen for this run and stands in no file."""
        chosen = {"region": self.options.region, "endpoint_url": self.options.endpoint_url}
        return {key: value for key, value in chosen.items() if value}

    @property
    def ordinary(self) -> str:
        """The name of a profile with a session where nobody names another one."""
        return suggested(self.profile if self.holds_key else "default")

    @property
    def suggestion(self) -> str:
        """The name to offer: that of the session that was named, if one was."""
        return self.ordinary if self.chosen == self.profile else self.chosen

    def renewal(self, name: str) -> SessionOptions:
        """The options that lead to the same key, AWS and profile in a terminal where nothing is set."""
        named = self.holds_key and (self.options.profile is not None or self.profile != "default")
        chosen = {
            "--profile": self.profile if named else None,
            "--region": self.options.region,
            "--endpoint-url": self.options.endpoint_url,
            "--as": None if name == self.ordinary else name,
        }
        return tuple((option, clean(value)) for option, value in chosen.items() if value)
