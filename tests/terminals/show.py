"""Shows the codes page with a made-up seed, without a network, for a terminal emulator to draw.

Run as ``python show.py NAME STYLE STATE``: the user's name, the name of a ``qr.Style``, and the file that is written
once the picture is drawn.
"""

import json
import sys
import time
from pathlib import Path
from typing import NoReturn

from mfa_enroll.domain.otpauth import provisioning_uri
from mfa_enroll.domain.principal import IamUser
from mfa_enroll.domain.qr import Drawing, Style
from mfa_enroll.domain.secret import Secret
from mfa_enroll.flows.asks import CodeAsk, Need
from mfa_enroll.flows.dialogue import Dialogue
from mfa_enroll.tui import app
from mfa_enroll.tui.app import EnrollApp
from mfa_enroll.tui.widgets.qr import QrCode

SEED = Secret("MFRGGZDFMZTWQ2LKNNWG23TPOBYXE43UOV3HO6DZPJ5EE42SNNXW4YLDOR2W42LO")
PATIENCE = 60.0
"""Seconds until it ends by itself, so that a terminal that hangs leaves nothing behind."""


def uri(name: str) -> Secret:
    """What the picture for a user of this name says."""
    return provisioning_uri(_user(name), SEED)


class Showing(EnrollApp):
    """The app at its codes page, drawn in one style, which tells a file of what it has drawn."""

    CSS_PATH = str(Path(app.__file__).with_name("app.tcss"))

    def __init__(self, name: str, style: Style, state: Path) -> None:
        super().__init__(self._story)
        self._user_name = name
        self._style = style
        self._state = state

    def on_qr_code_fitted(self, event: QrCode.Fitted) -> None:
        """Ask for the style, and tell once it is drawn."""
        if not isinstance(event.fit, Drawing):
            self._tell_state(str(event.fit))
        elif event.fit.style is self._style:
            self.call_after_refresh(self._tell_state, event.fit.style.name)
        elif event.qr_code.prefer is not self._style:
            event.qr_code.prefer = self._style
        else:
            self._tell_state(f"no room for {self._style.name}")

    async def _story(self, dialogue: Dialogue) -> NoReturn:
        self.set_timer(PATIENCE, self.exit)
        while True:
            await dialogue.code(
                CodeAsk(Need.SCAN, _user(self._user_name), uri(self._user_name), SEED, 0, None, None, time.time)
            )

    def _tell_state(self, drawn: str) -> None:
        state = {"drawn": drawn, "columns": self.size.width, "rows": self.size.height}
        new = self._state.with_suffix(".new")
        new.write_text(json.dumps(state))
        new.rename(self._state)


def _user(name: str) -> IamUser:
    return IamUser("aws", "123456789012", name)


if __name__ == "__main__":
    Showing(sys.argv[1], Style[sys.argv[2]], Path(sys.argv[3])).run()
