"""The camera's view of the picture, compared with the best that any drawing could do."""

import pytest

from tests.camera.camera import DECODERS, KINDS, session, share

MILD, STRONG = 1.0, 4.0
SHOTS = 5
ROOM = 0.06
"""By how much the share of the shots read may be below that of the plain PNG: chance, and a narrower quiet zone."""
DRAWINGS = {"half blocks": "PNG, as half", "full cells": "PNG, as full"}
"""Ours, and the limit for each: the same URI as a file, with modules of the same size."""


@pytest.mark.wide
def test_a_terminal_is_as_good_a_place_for_a_code_as_a_picture_file() -> None:
    """By the same chances hardly fewer shots are read of our drawings than of the encoder's own PNG.

    Mild disturbances cost no shot that zxing reads; strong ones cost some, so that this compares something.
    """
    rates = list(session(SHOTS, (MILD, STRONG)))
    for drawing, limit in DRAWINGS.items():
        mild = [rate for rate in rates if (rate.picture, rate.decoder, rate.strength) == (drawing, "zxing", MILD)]
        assert {rate.kind for rate in mild} == set(KINDS)
        assert all(rate.read == SHOTS for rate in mild)
        for decoder in DECODERS:
            strong = [rate for rate in rates if (rate.picture, rate.decoder, rate.strength) == (limit, decoder, STRONG)]
            assert sum(rate.read for rate in strong) < SHOTS * len(KINDS)
            assert share(rates, drawing, decoder) >= share(rates, limit, decoder) - ROOM
