"""Seeded chance: every part draws from a stream of its own, so that a change in one part leaves the others as they were."""

from zlib import crc32

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]

BLOCK = 3
"""So many draws in a row share out the whole distribution among them."""


def stream(seed: int, part: str) -> np.random.Generator:
    """The generator of one part of the demonstration."""
    return np.random.default_rng([seed, crc32(part.encode())])


def even_normals(rng: np.random.Generator, count: int) -> Floats:
    """Standard normal draws of which every few in a row are spread over the whole distribution.

    Half a year of one shop then looks like its truth on every day on which the demonstration is built; plain draws
    would hide a real effect on some days.
    """
    rows = -(-count // BLOCK)
    place = np.argsort(rng.random((rows, BLOCK)), axis=1)
    shares = (place + rng.random((rows, BLOCK))) / BLOCK
    return np.asarray(ndtri(np.clip(shares.ravel()[:count], 1e-4, 1 - 1e-4)))


def whole_number(rng: np.random.Generator, expected: Floats) -> Whole:
    """Whole numbers that are right on average: 2.3 is 2 or, in three of ten, 3."""
    return np.floor(expected + rng.random(expected.shape)).astype(np.int64)
