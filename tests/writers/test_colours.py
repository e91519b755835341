"""The colours of names can be told apart with every kind of colour vision, and their words can be read."""

from __future__ import annotations

import re
from importlib.resources import files
from itertools import combinations

import numpy as np
import pytest
from numpy.typing import NDArray

Colour = NDArray[np.float64]

STYLE = (files("parkie.writers.web") / "data" / "page.css").read_text("utf-8")
FAMILIES = ("place", "body", "person", "thing")
APART = 13  # units of CIE Lab; one that is just seen is about two
# What is seen, in linear light, with each kind of vision: Machado, Oliveira and Fernandes, 2009, full severity.
VISIONS = {
    "all cones": np.eye(3),
    "protanopia": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.01182, 0.04294, 0.968881],
    ],
    "tritanopia": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.3039],
    ],
}
XYZ = [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.072175], [0.0193339, 0.119192, 0.9503041]]


def colours(scheme: str) -> dict[str, Colour]:
    """The colours of a scheme in linear light: the first block of the style is light, the second dark."""
    block = re.findall(r":root \{(.*?)\}", STYLE, re.DOTALL)[scheme == "dark"]
    bytes_of = {name: bytes.fromhex(code) for name, code in re.findall(r"--([\w-]+): #([0-9a-f]{6});", block)}
    values = {name: np.frombuffer(each, np.uint8) / 255 for name, each in bytes_of.items()}
    return {
        name: np.where(v <= 0.04045, v / 12.92, ((v + 0.055) / 1.055) ** 2.4) for name, v in values.items()
    }


def lab(linear: Colour) -> Colour:
    x, y, z = np.array(XYZ) @ linear.clip(0, 1) / (0.95047, 1, 1.08883)
    f = [float(np.cbrt(t)) if t > 0.008856 else 7.787 * float(t) + 16 / 116 for t in (x, y, z)]
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("vision", VISIONS)
def test_the_colours_of_names_are_apart(scheme: str, vision: str) -> None:
    seen = {name: lab(np.array(VISIONS[vision]) @ colours(scheme)[name]) for name in FAMILIES}
    distances = {(a, b): float(np.linalg.norm(seen[a] - seen[b])) for a, b in combinations(FAMILIES, 2)}
    assert {pair: distance for pair, distance in distances.items() if distance < APART} == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_are_readable(scheme: str) -> None:
    found = colours(scheme)
    light = {name: float(np.dot(XYZ[1], colour)) for name, colour in found.items()}
    for name in ("ink", "quiet", "accent", "trigger", *FAMILIES):
        high, low = max(light[name], light["raised"]), min(light[name], light["raised"])
        assert (high + 0.05) / (low + 0.05) >= 4.5, name
