"""What the page of a trouble consists of, and how each kind gets one."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import singledispatch
from typing import Any

from mfa_enroll.domain.keys import KeySource, Origin
from mfa_enroll.domain.trouble import KeyTrouble, SettingsTrouble, Trouble
from mfa_enroll.words.commands import of_profile, through_vault, with_own_key
from mfa_enroll.words.shell import assignment, in_use, reading, unsetting
from mfa_enroll.words.sources import files_in_use, key_in_use, second_terminal, where

SEND = "Send the text below to your administrator. It is printed again when you leave."
SLIP = (
    "Line {slip.line} of {slip.path} says {slip.found}, where AWS tools want {slip.right}. Correct it, then try again."
)
"""The step that makes a line say what was meant."""
WHEN_DONE = "When your administrator has done what it asks, run mfa-enroll again."


@dataclass(frozen=True, slots=True)
class TroublePage:
    """What the page of a trouble says.

    Attributes:
        heading: A few words, no full stop.
        happened: One or two sentences.
        steps: What to do next, in order, each a sentence or two.
        hand_over: What the administrator needs, exact and complete, to be copied as it stands: what AWS answered, and
            a policy statement or a command. Empty where nobody else is needed.
    """

    heading: str
    happened: str
    steps: tuple[str, ...]
    hand_over: str = ""


@singledispatch
def trouble_page(trouble: Trouble) -> TroublePage:
    """The page of a trouble. Each kind has one of its own, in the module of its subject."""
    raise NotImplementedError(trouble.reference)


Make = Callable[[Trouble], TroublePage]
Pages = Mapping[type[Trouble], Make]
Advice = str | Mapping[Origin, tuple[str, ...]]
"""A step, or the steps that depend on how keys were set."""


class _Unsetting:
    """The commands that remove environment variables, by the names of these."""

    def __getitem__(self, names: str) -> str:
        return f"“{unsetting(*names.split())}”"


def says(heading: str, happened: str, *advice: Advice, hand_over: Callable[[Any], str] | None = None) -> Make:
    """How a page is made whose sentences are always the same, but for the facts that they name.

    ``{user.name}`` in them is a fact of the trouble. Of its keys they know ``{where}`` these come from, the sentence
    ``{key_in_use}``, ``{key_file}``, and ``{of_profile}``: the option that names their profile to an aws command. Of
    its surroundings they know the ``{files}`` in use, a ``{second_terminal}``, and the commands ``{with_own_key}``,
    ``{session_with_own_key}``, ``{password_with_own_key}`` and ``{through_vault}``. Of the person's shell they know how
    to set a key (``{set_key}``), and the command that removes variables: ``{unset[AWS_PROFILE AWS_REGION]}``, and its
    ``{print_form}``. What comes from outside is put in as a fact, and never before.
    """

    def make(trouble: Trouble) -> TroublePage:
        facts, origin = {**vars(trouble), **_of_shell()}, Origin.ELSEWHERE
        besides = None
        if isinstance(trouble, KeyTrouble):
            keys, origin = trouble.keys, trouble.keys.origin
            besides = None if origin is Origin.ENVIRONMENT else keys.profile
            in_config = keys.source is KeySource.CONFIG_FILE
            facts |= {"where": where(keys), "key_in_use": key_in_use(keys), "of_profile": of_profile(keys.profile)}
            facts["key_file"] = keys.around.config if in_config else keys.around.credentials
        if isinstance(trouble, KeyTrouble | SettingsTrouble):
            around = trouble.around
            facts |= {"around": around, "files": files_in_use(around), "second_terminal": second_terminal(around)}
            facts |= {"with_own_key": with_own_key(around, besides), "through_vault": through_vault(around)}
            for command in ("session", "password"):
                facts[f"{command}_with_own_key"] = with_own_key(around, besides, f"mfa-enroll {command}")
        steps = (step for each in advice for step in ((each,) if isinstance(each, str) else each[origin]))
        return TroublePage(
            heading,
            happened.format_map(facts),
            tuple(step.format_map(facts) for step in steps),
            hand_over(trouble) if hand_over else "",
        )

    return make


def _of_shell() -> dict[str, object]:
    set_key = f"“{assignment('AWS_ACCESS_KEY_ID')}”, then {reading('AWS_SECRET_ACCESS_KEY')}"
    return {"set_key": set_key, "unset": _Unsetting(), "print_form": in_use().value}


def add_pages(pages: Pages) -> None:
    """Let ``trouble_page`` know these pages, too."""
    for kind, make in pages.items():
        trouble_page.register(kind, make)
