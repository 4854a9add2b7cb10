"""Did you mean: the known names that are close to an unknown one."""

from __future__ import annotations

from collections.abc import Iterable

_MOST_NAMES = 20_000  # beyond that, a search would cost more than it helps


def nearest(name: str, known: Iterable[str], limit: int = 3) -> list[str]:
    """Return the known names that are clearly close to a name, the closest first.

    Equal but for case comes first, then the same words in another style (`email_address`,
    `EmailAddress`), then a few slips of the keyboard: at most a third of the name's length.
    """
    names = dict.fromkeys(known)
    names.pop(name, None)
    folded = name.lower()
    found = [other for other in names if other.lower() == folded]
    words = _words(name)
    if not found and words:
        # a name in another style differs in little more than separators, which spares most of the work
        found = [
            o
            for o in names
            if abs(len(o) - len(name)) <= len(name) and o.lower()[:1] == words[:1] and _words(o) == words
        ]
    return sorted(found)[:limit] or _slips(folded, list(names)[:_MOST_NAMES], limit)


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Return "; did you mean `X`?", or nothing where no known name is close."""
    close = nearest(name, known)
    return "; did you mean " + " or ".join(f"`{other}`" for other in close) + "?" if close else ""


def _words(name: str) -> str:
    return "".join(character for character in name.lower() if character.isalnum())


def _slips(folded: str, names: list[str], limit: int) -> list[str]:
    # only an unknown name pays for the import
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    allowed = min(max(1, len(folded) // 3), len(folded) - 1)  # one letter for another is no slip
    if allowed < 1:
        return []
    near = process.extract(
        folded, names, scorer=OSA.distance, processor=str.lower, score_cutoff=allowed, limit=None
    )
    if not near:
        return []
    best = min(distance for _, distance, _ in near)
    return sorted(other for other, distance, _ in near if distance <= best)[:limit]
