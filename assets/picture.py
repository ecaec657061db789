"""Make the pictures for the README from the practice account: ``python assets/picture.py``.

Needs the test dependencies and the font DejaVu Sans Mono. The seed in the picture is a made-up one.
"""

import asyncio
import random
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw, ImageFont
from rich.cells import cell_len
from rich.style import Style
from textual.app import App

from mfa_enroll.aws.account import AwsAccount
from mfa_enroll.domain.options import Options
from mfa_enroll.files.profiles import SharedProfiles
from mfa_enroll.flows.enroll import enroll
from mfa_enroll.practice.account import PracticeAccount
from mfa_enroll.practice.phone import Phone
from mfa_enroll.practice.server import PracticeServer
from mfa_enroll.tui.app import EnrollApp
from mfa_enroll.tui.screens.codes import CodesPage
from mfa_enroll.tui.widgets.choice import Choice

WIDTH, HEIGHT = 11, 22
"""Of a cell, in pixels."""
BLOCKS = {"█": (0.0, 1.0), "▀": (0.0, 0.5), "▄": (0.5, 1.0)}


def paint(app: App[Any]) -> Image.Image:
    """The screen of a running app in pixels."""
    fonts = {bold: ImageFont.truetype(f"DejaVuSansMono{'-Bold' if bold else ''}.ttf", 18) for bold in (False, True)}
    image = Image.new("RGB", (app.size.width * WIDTH, app.size.height * HEIGHT))
    draw = ImageDraw.Draw(image)
    for y, strip in enumerate(app.screen._compositor.render_strips()):
        x = 0
        for text, style, _ in strip:
            look = style or Style.null()
            ink, ground = (
                tuple(colour.get_truecolor()) if colour else (0, 0, 0) for colour in (look.color, look.bgcolor)
            )
            for character in text:
                left, top, cells = x * WIDTH, y * HEIGHT, cell_len(character)
                draw.rectangle((left, top, left + cells * WIDTH - 1, top + HEIGHT - 1), fill=ground)
                if character in BLOCKS:
                    high, low = BLOCKS[character]
                    draw.rectangle((left, top + high * HEIGHT, left + WIDTH - 1, top + low * HEIGHT - 1), fill=ink)
                else:
                    draw.text((left, top), character, fill=ink, font=fonts[bool(look.bold)])
                x += cells
    return image


async def make() -> None:
    """Walk through the wizard up to the QR code."""
    practice = PracticeAccount(random_bytes=random.Random(2026).randbytes)
    with PracticeServer(practice) as server:
        options = Options(
            endpoint_url=server.url,
            access_key_id=practice.access_key_id,
            secret_access_key=practice.secret_access_key,
        )
        account = AwsAccount(options)
        profiles = SharedProfiles.in_directory(Path(__file__).parent)  # to which nothing is written here
        app = EnrollApp(lambda dialogue: enroll(account, dialogue, profiles), Phone(practice.clock))
        folder = Path(__file__).parent
        async with app.run_test(size=(80, 24)) as pilot:
            while not any(choice.display for choice in app.screen.query(Choice)):
                await pilot.pause(0.1)
            await pilot.pause(0.2)
            paint(app).save(folder / "plan.png", optimize=True)
            await pilot.press("enter")
            while not isinstance(app.screen, CodesPage):
                await pilot.pause(0.1)
            await pilot.pause(0.5)
            paint(app).save(folder / "codes.png", optimize=True)


if __name__ == "__main__":
    asyncio.run(make())
