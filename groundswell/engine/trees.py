"""Roll-up over a tree in one pass: with its units in preorder, whatever lies below one is a single stretch."""

from __future__ import annotations

import numpy as np

from .cells import Integers


def subtree_sums(counts: Integers, last: Integers) -> Integers:
    """For each place its own counts and those of everything below it.

    ``counts`` has one row for each place in depth-first preorder (any shape behind it), ``last`` is the last place below each.
    """
    sums: Integers = np.zeros((len(counts) + 1, *counts.shape[1:]), counts.dtype)
    np.cumsum(counts, axis=0, out=sums[1:])
    found: Integers = sums[np.asarray(last) + 1] - sums[: len(counts)]
    return found
