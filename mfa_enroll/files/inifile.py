"""The text of a shared AWS file: understood as botocore understands it, changed line by line."""

import configparser
import io
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self

from mfa_enroll.domain.troubles.files import Misspelling

if TYPE_CHECKING:
    from configupdater import Option

_COMMENT = "#\n"
_HEADER = re.compile(r"\[(.+)\]")

Settings = Mapping[str, str]


class UnparsableError(Exception):
    """AWS tools cannot read the text. ``line`` counts from 1; None where it is not known. Carries none of the text."""

    def __init__(self, line: int | None = None, reason: Misspelling | None = None) -> None:
        super().__init__()
        self.line = line
        self.reason = reason


class UnchangeableError(Exception):
    """The text cannot be changed with certainty that all else stays as it is. Carries none of it."""


@dataclass(frozen=True, slots=True)
class IniFile:
    """One file's text and what it says. Nothing of it shows in a ``repr``: there are keys in it.

    Attributes:
        text: All of it, line endings included.
        sections: The settings of each section, keys in lower case, in the order of the file.
        defaults: What the section ``[DEFAULT]`` adds to every other one.
    """

    text: str = field(default="", repr=False)
    sections: Mapping[str, Settings] = field(default_factory=dict, repr=False)
    defaults: Settings = field(default_factory=dict, repr=False)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ``text`` by the rules of botocore's ``raw_config_parse``.

        Raises:
            UnparsableError: botocore would refuse it.
        """
        parser = configparser.RawConfigParser()
        try:
            parser.read_file(io.StringIO(text, newline=None))
        except configparser.Error as error:
            what = _misspelling(error)
        else:
            sections = {name: dict(parser.items(name)) for name in parser.sections()}
            file = cls(text, sections, dict(parser.defaults()))
            odd = (
                (name, key, line)
                for name, settings in sections.items()
                for key, value in settings.items()
                if (line := _odd_in_block(value)) is not None
            )
            place = next(odd, None)
            if place is None:
                return file
            what = file.line(*place), Misspelling.NO_SETTING_IN_BLOCK
        # Not within the except clause: configparser's errors quote lines, and would stay as the context.
        raise UnparsableError(*what)

    def line(self, section: str, key: str | None = None, below: str | None = None) -> int | None:
        """Where a section begins, a setting in it, or a line of its block that reads ``below``; counted from 1.

        None where it is not found, as where ``[DEFAULT]`` has the setting.
        """
        here, option, indent = "", "", 0
        for number, line in enumerate(io.StringIO(self.text, newline=None), start=1):
            text = line.strip()
            if not text or _is_comment(line):
                continue
            if option and len(_indentation(line)) > indent:
                if (here, option, below) == (section, key, text):
                    return number
                continue
            indent, header = len(_indentation(line)), _HEADER.match(text)
            here, option = (header[1], "") if header else (here, re.split("[=:]", text, maxsplit=1)[0].strip().lower())
            if below is None and (here, option) == (section, key or ""):
                return number
        return None

    def differing(self, section: str, settings: Settings) -> Settings:
        """Those of ``settings`` that ``section`` does not have, or not with that value.

        A section that is not there has none, not even those of ``[DEFAULT]``: botocore finds no profile in it.
        """
        present = self.sections.get(section, {})
        return {key: value for key, value in settings.items() if present.get(key) != value}

    def missing_from(self, later: "IniFile") -> tuple[str, ...]:
        """The sections of which ``later`` has less: none, not every setting, or but the beginning of a value."""
        return tuple(
            name
            for name, settings in self.sections.items()
            if name not in later.sections
            or any(_is_cut(value, later.sections[name].get(key)) for key, value in settings.items())
        )

    def with_settings(self, section: str, settings: Settings) -> "IniFile":
        """The same with ``settings`` in ``section``, which is added at the end if it is not there.

        Only the lines of settings that differ are touched or added. The outcome is read again before it is returned,
        so it says what is asked for and nothing else has changed.

        Raises:
            UnchangeableError: That cannot be had, for one because a value does not fit on a line.
        """
        differing = self.differing(section, settings)
        if not differing:
            return self
        text = _edited(self, section, differing)
        try:
            changed = IniFile.parse(text)
        except UnparsableError:
            raise UnchangeableError from None
        sections = {**self.sections, section: {**self.sections.get(section, self.defaults), **differing}}
        if (changed.sections, changed.defaults) != (sections, self.defaults):
            raise UnchangeableError
        return changed

    def without_settings(self, section: str, keys: Collection[str]) -> "IniFile":
        """The same without the settings ``keys`` in ``section``, and without the section where nothing else is in it.

        The lines of nothing else are touched. The outcome is read again before it is returned.

        Raises:
            UnchangeableError: That cannot be had, for one because a value stands on several lines.
        """
        present = self.sections.get(section, {})
        left = {key: value for key, value in present.items() if key not in keys}
        lines = list(io.StringIO(self.text, newline=""))
        gone = {self.line(section, key) for key in present if key in keys}
        rest = [line for number, line in enumerate(lines, start=1) if number not in gone]
        begin = self.line(section)
        if begin is None or None in gone or any("\n" in present[key] for key in present if key in keys):
            raise UnchangeableError
        sections = {**self.sections, section: left}
        if left == self.defaults:
            end = next((n for n in range(begin, len(rest)) if _HEADER.match(rest[n].strip())), len(rest))
            if not any(line.strip() for line in rest[begin:end]):
                # Not even a comment is in it, so its header goes, with the blank lines before it.
                start = begin - 1
                while start and not rest[start - 1].strip():
                    start -= 1
                rest = rest[:start] + rest[begin:]
                del sections[section]
        try:
            changed = IniFile.parse("".join(rest))
        except UnparsableError:
            raise UnchangeableError from None
        if (changed.sections, changed.defaults) != (sections, self.defaults):
            raise UnchangeableError
        return changed


def _is_cut(value: str, later: str | None) -> bool:
    return later is None or (later != value and value.startswith(later))


def _misspelling(error: configparser.Error) -> tuple[int | None, Misspelling | None]:
    match error:
        case configparser.MissingSectionHeaderError():
            return error.lineno, Misspelling.NO_SECTION
        case configparser.DuplicateSectionError():
            return error.lineno, Misspelling.SECTION_TWICE
        case configparser.DuplicateOptionError():
            return error.lineno, Misspelling.SETTING_TWICE
        case configparser.ParsingError():
            return error.errors[0][0], Misspelling.NO_SETTING
    return None, None


def _odd_in_block(value: str) -> str | None:
    """The line that botocore cannot read: a value that begins on the line after its key is a block of settings."""
    lines = value.splitlines() if value.startswith("\n") else []
    return next((line for line in lines if line.strip() and "=" not in line), None)


def _edited(file: IniFile, section: str, settings: Settings) -> str:
    first = next(iter(io.StringIO(file.text, newline="")), "")
    newline = "\r\n" if first.endswith("\r\n") else "\n"
    text = file.text
    if text and not text.endswith("\n"):
        text += newline
    if section in file.sections:
        return _with_lines(text, section, settings, newline)
    gap = newline if text and text.splitlines()[-1].strip() else ""
    return "".join([text, gap, f"[{section}]{newline}", *(_line(*setting, newline) for setting in settings.items())])


def _with_lines(text: str, name: str, settings: Settings, newline: str) -> str:
    """Replace and add lines. A new one follows the section's last setting, not the blank lines and comments below it.

    ConfigUpdater finds the lines. It would write them with line endings and indentation of its own, and an indentation
    less turns what follows into a continuation. Indented comments it takes for something else, so it sees bare ones.
    """
    # It takes 40 ms to load, and most runs change no file.
    from configupdater import ConfigUpdater, Option  # noqa: PLC0415
    from configupdater.parser import InconsistentStateError  # noqa: PLC0415

    lines = list(io.StringIO(text, newline=""))
    seen = [_COMMENT if _is_comment(line) else line for line in lines]
    updater = ConfigUpdater()
    try:
        updater.read_file(seen)
        sound = str(updater) == "".join(seen) and updater.has_section(name)
    except (configparser.Error, InconsistentStateError):
        sound = False
    if not sound:
        raise UnchangeableError
    section = updater[name]
    options = section.option_blocks()
    present = {option.key: option for option in options}
    indentation = _indentation((options[-1] if options else section).lines[0])
    place = options[-1].container_idx + 1 if options else 0
    for key, value in settings.items():
        if key in present:
            _replace(present[key], value, newline)
        else:
            line = _line(f"{indentation}{key}", value, newline)
            section.structure.insert(place, Option(key, container=section, line=line))
            place += 1
    comments = filter(_is_comment, lines)
    return "".join(next(comments) if line == _COMMENT else line for line in io.StringIO(str(updater), newline=""))


def _replace(option: "Option", value: str, newline: str) -> None:
    first, *comments = option.lines
    if any(line.strip() and line != _COMMENT for line in comments):
        # A value of several lines where a key belongs: what they are meant to be, only a person can tell.
        raise UnchangeableError
    option.lines[:] = [_line(f"{_indentation(first)}{option.raw_key}", value, newline), *comments]


def _is_comment(line: str) -> bool:
    return line.strip().startswith(("#", ";"))


def _line(key: str, value: str, newline: str) -> str:
    return f"{key} = {value}".rstrip(" ") + newline


def _indentation(line: str) -> str:
    return line[: len(line) - len(line.lstrip())]
