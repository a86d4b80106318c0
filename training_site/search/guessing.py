"""Did you mean: the word of the index that is spelled most like one it does not have."""

from __future__ import annotations

from training_site.search.index import Index
from training_site.search.words import bare

MOST_LETTERS = 30
SHORT = 5  # letters; shorter words may differ by one only
FEWEST = 3


def closest(word: str, index: Index) -> str:
    """The word most like `word` (folded), or nothing when none is near enough."""
    if not FEWEST <= len(word) <= MOST_LETTERS:
        return ""
    wrong = bare(word)
    most = 1 if len(word) < SHORT else 2
    best: tuple[int, int, str] | None = None
    for other, times in index.frequency.items():
        if abs(len(other) - len(wrong)) > most or len(other) < FEWEST:
            continue
        right = bare(other)
        if right[0] != wrong[0] and right[-1] != wrong[-1]:
            continue
        far = distance(wrong, right, most)
        if far <= most:
            best = min(best or (far, -times, other), (far, -times, other))
    return best[2] if best else ""


def distance(one: str, other: str, most: int) -> int:
    """Letters to add, take away, change or let change places; more than `most` when too many."""
    before, row = [0] * (len(other) + 1), list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        older, before, row = before, row, [i]
        for j, b in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return row[-1]
