"""Did you mean: the known names that are close to an unknown one."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

_MOST_NAMES = 20_000  # beyond that, a search would cost more than it helps


def nearest(name: str, known: Iterable[str], limit: int = 3) -> list[str]:
    """Return the known names that are clearly close to a name, the closest first.

    Equal but for case comes first, then the same words in another style (`email_address`,
    `EmailAddress`), then a few slips of the keyboard: at most a third of the name's length.
    """
    names = dict.fromkeys(known)
    names.pop(name, None)
    words = _words(name)
    # equal but for case implies the same words, so one look at the names does for both
    same = [other for other in names if _words(other) == words] if words else []
    found = [other for other in same if other.lower() == name.lower()] or same
    return sorted(found)[:limit] or _slips(name, list(names)[:_MOST_NAMES], limit)


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Return "; did you mean `X`?", or nothing where no known name is close."""
    return suggestion(nearest(name, known))


def suggestion(close: list[str]) -> str:
    """Return the question that proposes close names, or nothing where there is none."""
    return "; did you mean " + " or ".join(f"`{other}`" for other in close) + "?" if close else ""


@cache
def _words(name: str) -> str:
    return "".join(character for character in name.lower() if character.isalnum())


def _slips(name: str, names: list[str], limit: int) -> list[str]:
    # only an unknown name pays for the import
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    allowed = min(max(1, len(name) // 3), len(name) - 1)  # one letter for another is no slip
    if allowed < 1:
        return []
    folded = [_folded(other) for other in names]
    near = process.extract(name.lower(), folded, scorer=OSA.distance, score_cutoff=allowed, limit=None)
    if not near:
        return []
    best = min(distance for _, distance, _ in near)
    return sorted(names[index] for _, distance, index in near if distance <= best)[:limit]


@cache
def _folded(name: str) -> str:
    return name.lower()
