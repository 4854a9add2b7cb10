"""Did you mean, as it was first written: a plain search for each question."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import accumulate
from typing import Final, NamedTuple

_MOST_NAMES: Final = 20_000  # beyond that, a search would cost more than it helps
_LETTERS_A_SLIP: Final = 3  # as many letters does a word have for each slip that is made in it
_LETTERS_A_SURE_SLIP: Final = 4
_LEAD: Final = 2  # a rival with so many slips more is none
_LONGER: Final = 1.5  # the most that is added to a name, by its own length

_BETWEEN_WORDS: Final = re.compile(
    r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|(?<=[^\W\d])(?=\d)|(?<=\d)(?=[^\W\d])"
)
_WORD: Final = re.compile(r"[^\W_]+")
_GUID: Final = re.compile(r"([0-9a-z]{7,9}(?:-[0-9a-z]{3,5}){3}-[0-9a-z]{11,13})(_.+)?", re.IGNORECASE)


class _Near(NamedTuple):
    """A known name, and how many slips lead from it to the one that was given."""

    slips: int
    name: str


def nearest(name: str, known: Iterable[str], limit: int = 3) -> list[str]:
    """Return the known names that are clearly close to a name, the closest first.

    Equal but for case comes first, then the same words in another style (`email_address`,
    `EmailAddress`), then slips of the keyboard in a word (what comes before and after it is no
    excuse for more of them), then a word too many or too few at either end.
    """
    names = _others(name, known)
    same = _same(name, names)
    if same:
        return same[:limit]
    near = _slips(name, names)
    if near:
        return [one.name for one in near if one.slips == near[0].slips][:limit]
    related = _related(name, names)
    return related if len(related) <= limit else []


def surest(name: str, known: Iterable[str]) -> list[str]:
    """Return the known names that may be put in a name's place: one, or several that a person chooses from.

    That takes more than `nearest` does: few slips for the name's length, none in a number, and no
    rival that is nearly as close.
    """
    names = _others(name, known)
    same = _same(name, names)
    if same:
        return same
    near = [one for one in _slips(name, names) if _numbers(one.name) == _numbers(name)]
    sure = [one for one in near if one.slips <= _sure_slips(name, one.name)]
    if not sure:
        return []
    first = sure[0].slips
    rivals = [one.name for one in near if first < one.slips < first + _LEAD]
    return [one.name for one in sure if one.slips == first] + rivals


def _sure_slips(name: str, other: str) -> int:
    return max(len(name), min(len(other), len(name) + 1)) // _LETTERS_A_SURE_SLIP


def _others(name: str, known: Iterable[str]) -> list[str]:
    names = dict.fromkeys(known)
    names.pop(name, None)
    return list(names)


def _same(name: str, names: list[str]) -> list[str]:
    """Return the names that are equal but for case, or else those of the same words."""
    words = _unpadded(name)
    same = [other for other in names if _unpadded(other) == words] if words else []
    return sorted([other for other in same if other.lower() == name.lower()] or same)


def _slips(name: str, names: list[str]) -> list[_Near]:
    """Return the names that slips lead away from, the fewest slips first."""
    # only an unknown name pays for the import
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    folded, names = _folded(name), names[:_MOST_NAMES] if _words(name) else []
    most = max(1, len(folded) // _LETTERS_A_SLIP)
    found = process.extract(
        folded, [_folded(other) for other in names], scorer=OSA.distance, score_cutoff=most, limit=None
    )
    near = (_Near(distance, names[index]) for _, distance, index in found)
    return sorted(one for one in near if _is_slip(name, one))


def _is_slip(name: str, near: _Near) -> bool:
    """Tell whether so many slips are few for the words that they are made in."""
    if _lettered(name) and _lettered(name) == _lettered(near.name):
        return False  # only their numbers differ, and those tell things apart
    said, meant = _apart(_folded(name), list(_words(near.name)))
    length = max(len(said), len(meant))
    wholly_other = near.slips >= length and min(len(said), len(meant)) > 0
    return near.slips <= max(1, length // _LETTERS_A_SLIP) and not wholly_other


def _apart(said: str, words: list[str]) -> tuple[str, str]:
    """Return what is left of a name and of a known one's words without those they begin and end with."""
    while words and said.startswith(words[0]):
        said = said.removeprefix(words.pop(0))
    while words and said.endswith(words[-1]):
        said = said.removesuffix(words.pop())
    return said, "".join(words)


def _related(name: str, names: list[str]) -> list[str]:
    folded = _folded(name)
    alike = [other for other in names if folded in (known := _folded(other)) or known in folded]
    return sorted(other for other in alike if _is_longer(name, other) or _is_longer(other, name))


def _is_longer(long: str, short: str) -> bool:
    """Tell whether a name is another one with words before or behind it, but not with many."""
    whole, part = _folded(long), _folded(short)
    more = len(whole) - len(part)
    if not 0 < more <= _LONGER * len(part):
        return False
    return (whole.startswith(part) and len(part) in _ends(long)) or (
        whole.endswith(part) and more in _ends(long)
    )


def _ends(name: str) -> Iterator[int]:
    return accumulate(len(word) for word in _words(name))


def _lettered(name: str) -> list[str]:
    return [word for word in _words(name) if not word.isdigit()]


def _numbers(name: str) -> list[str]:
    return [word for word in _words(name) if word.isdigit()]


@cache
def _words(name: str) -> tuple[str, ...]:
    guid = _GUID.fullmatch(name)  # or a misspelt one, alone or before an entity's name
    if guid is not None:
        return (guid[1].lower().replace("-", ""), *_words(guid[2] or ""))
    return tuple(word.lower() for part in _BETWEEN_WORDS.split(name) for word in _WORD.findall(part))


@cache
def _folded(name: str) -> str:
    return "".join(_words(name))


@cache
def _unpadded(name: str) -> str:
    return "".join(_unadorned(word) for word in _words(name))


def _unadorned(word: str) -> str:
    """Return a number without leading zeros, and a plural in -ies as its singular."""
    return word.lstrip("0") if word.isdigit() else re.sub("ies$", "y", word)
