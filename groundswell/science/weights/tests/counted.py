"""How 1,000 made-up answers fall into groups: promoters, passives, detractors. Counted from the test data of the R package NPS."""

from __future__ import annotations

CELLS = {
    ("NAM", "Apples"): (63, 19, 44),
    ("NAM", "Oranges"): (51, 22, 44),
    ("NAM", "Bananas"): (58, 24, 51),
    ("NAM", "Berries"): (68, 18, 45),
    ("EMEA", "Apples"): (27, 15, 23),
    ("EMEA", "Oranges"): (32, 14, 26),
    ("EMEA", "Bananas"): (30, 10, 23),
    ("EMEA", "Berries"): (21, 11, 27),
    ("APAC", "Apples"): (20, 8, 7),
    ("APAC", "Oranges"): (16, 7, 11),
    ("APAC", "Bananas"): (18, 4, 10),
    ("APAC", "Berries"): (20, 4, 14),
    ("LATAM", "Apples"): (10, 5, 9),
    ("LATAM", "Oranges"): (11, 6, 10),
    ("LATAM", "Bananas"): (9, 6, 7),
    ("LATAM", "Berries"): (8, 3, 11),
}
ACCOUNTS = {
    "A": (26, 7, 20),
    "B": (27, 12, 13),
    "C": (43, 17, 25),
    "D": (27, 5, 31),
    "E": (16, 9, 17),
    "F": (8, 1, 4),
    "G": (18, 10, 22),
    "H": (3, 4, 2),
    "I": (4, 3, 6),
    "J": (10, 2, 5),
    "K": (12, 8, 14),
    "L": (26, 10, 23),
    "M": (34, 11, 18),
    "N": (9, 2, 4),
    "O": (14, 8, 20),
    "P": (24, 10, 16),
    "Q": (27, 20, 24),
    "R": (7, 0, 5),
    "S": (31, 7, 17),
    "T": (15, 2, 10),
    "U": (16, 9, 11),
    "V": (7, 0, 8),
    "W": (1, 0, 1),
    "X": (18, 7, 12),
    "Y": (10, 3, 14),
    "Z": (29, 9, 20),
}


def answers(table: dict[object, tuple[int, int, int]]) -> list[tuple[object, float]]:
    """One (group, value) per answer, the value -100, 0 or 100."""
    return [
        (group, value)
        for group, counts in table.items()
        for value, n in zip((100.0, 0.0, -100.0), counts, strict=True)
        for _ in range(n)
    ]
