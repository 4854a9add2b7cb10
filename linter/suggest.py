"""Did you mean: the known names that are close to an unknown one."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache, cached_property, lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING, Final

from linter.named_tuple import NamedTuple
from linter.slips import FEW, LETTERS_A_SLIP, Strings

if TYPE_CHECKING:
    from linter.framed import Framed

_MOST_NAMES: Final = 20_000  # beyond that, a search would cost more than it helps
_LONGEST_NAME: Final = 200  # characters; of a longer name only one that is equal but for style is close
_MOST_COMPARED: Final = 100_000_000  # pairs of a known name and one that is asked about
_MOST_SUGGESTED: Final = 3
_ASKED: Final = "; did you mean "
_LETTERS_A_SURE_SLIP: Final = 4
_LEAD: Final = 2  # a rival with so many slips more is none
_LONGER: Final = 1.5  # the most that is added to a name, by its own length

_BETWEEN_WORDS: Final = r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|(?<=[^\W\d])(?=\d)|(?<=\d)(?=[^\W\d])"
_PART: Final = r"[^\W_]+"
_GUID: Final = r"(?i)([0-9a-z]{7,9}(?:-[0-9a-z]{3,5}){3}-[0-9a-z]{11,13})(_.+)?"


class Close(NamedTuple):
    """The known names that are close to one."""

    nearest: list[str]
    surest: list[str]


_KEPT: Final = 50_000  # names of which is known what they are made of
_MOST_ANSWERS: Final = 10_000
_MANY_HITS: Final = 10_000
"""From so many names on that were few enough slips away, names are alike: their words tell more."""


class KnownNames:
    """Known names, for many questions which of them are close to another one; each is answered once.

    Their owner keeps them: looking through all of them costs more than any answer.
    """

    def __init__(self, known: Iterable[str]) -> None:
        self.names = list(dict.fromkeys(known))
        self._answers: dict[str, Close] = {}
        self._looked_at = 0
        self._compared = 0

    def has(self, name: str) -> bool:
        """Tell whether a name is known."""
        return name in self._all

    @cached_property
    def _all(self) -> frozenset[str]:
        return frozenset(self.names)

    def has_folded(self, name: str) -> bool:
        """Tell whether a name is known, in whatever case."""
        return name.lower() in self._lower

    @cached_property
    def _lower(self) -> frozenset[str]:
        return frozenset(one.lower() for one in self.names)

    def close(self, name: str) -> Close:
        """Return the names that are close to a name, other than itself."""
        found = self._answers.get(name)
        if found is None:
            if len(self._answers) >= _MOST_ANSWERS:
                self._answers.clear()
            found = self._answers[name] = self._answer(name)
        return found

    def _answer(self, name: str) -> Close:
        same = self._same(name)
        if same or len(name) > _LONGEST_NAME:
            return Close(same[:_MOST_SUGGESTED], same)
        close = self._slips(name)
        if close.nearest:
            return close
        related = self._related(name)
        return Close(related if len(related) <= _MOST_SUGGESTED else [], [])

    def _same(self, name: str) -> list[str]:
        """Return the names that are equal but for case, or else those of the same words."""
        words = _unpadded(name)
        same = [one for one in self._by_words.get(words, ()) if one != name] if words else []
        return sorted([other for other in same if other.lower() == name.lower()] or same)

    def _slips(self, name: str) -> Close:
        """Return the names that slips lead away from: the nearest, and those that are sure."""
        near: list[str] = []
        sure: list[str] = []
        end = (len(name) + 1) // _LETTERS_A_SURE_SLIP + 1  # so many slips lead to none that is sure
        for slips, others in self._hits(name):
            found = sorted(other for other in others if _is_slip(name, other, slips))
            near = near or found
            equal = [other for other in found if slips < end and _numbers(other) == _numbers(name)]
            equal = equal if sure else [other for other in equal if slips <= _sure_slips(name, other)]
            if equal and not sure:
                end = slips + _LEAD
            sure += equal
            if near and slips + 1 >= end:
                break
        return Close(near[:_MOST_SUGGESTED], sure)

    def _hits(self, name: str) -> Iterator[tuple[int, list[str]]]:
        """Yield numbers of slips, the fewest first, with the names that so many may lead away from.

        Few slips are looked for on their own: that is quicker, and mostly the end of it.
        """
        if not _words(name) or self._compared > _MOST_COMPARED:
            return
        most = max(1, len(_folded(name)) // LETTERS_A_SLIP)
        begin = 0
        for end in sorted({min(FEW, most), most}):
            within = self._within(name, end)
            for slips in range(begin, end + 1):
                yield slips, within.get(slips, [])
            begin = end + 1

    def _within(self, name: str, most: int) -> dict[int, list[str]]:
        """Return the names that so many slips or fewer may lead away from, by their number."""
        self._compared += min(len(self.names), _MOST_NAMES)
        counted = _MOST_NAMES + (name in self._first)
        within: dict[int, list[str]] = {}
        looked_through = self._framed if self._looked_at > _MANY_HITS else self._looked_through
        for number, slips in dict(looked_through.within(_folded(name), most)).items():
            self._looked_at += 1
            if number < counted and self.names[number] != name:
                within.setdefault(slips, []).append(self.names[number])
        return within

    def _related(self, name: str) -> list[str]:
        """Return the names that are this one with words before or behind it, or without some of them."""
        folded = _folded(name)
        longer = self._by_ends.get(folded, ())
        shorter = (other for end in _begins_and_ends(name) for other in self._by_folded.get(end, ()))
        return sorted({other for other in (*longer, *shorter) if other != name and _is_related(name, other)})

    @cached_property
    def _first(self) -> frozenset[str]:
        """Those of the names that are looked through, whatever is asked."""
        return frozenset(self.names[:_MOST_NAMES])

    @cached_property
    def _looked_through(self) -> Strings:
        """Those of the names that are looked through for slips, folded."""
        return Strings([_folded(one) for one in self.names[: _MOST_NAMES + 1]])

    @cached_property
    def _framed(self) -> Framed:
        """The same by their words, for names that are alike."""
        from linter.framed import Framed

        return Framed((number, _words(one)) for number, one in enumerate(self.names[: _MOST_NAMES + 1]))

    @cached_property
    def _by_words(self) -> dict[str, list[str]]:
        return _grouped((_unpadded(one), one) for one in self.names)

    @cached_property
    def _by_folded(self) -> dict[str, list[str]]:
        return _grouped((_folded(one), one) for one in self.names)

    @cached_property
    def _by_ends(self) -> dict[str, list[str]]:
        return _grouped((end, one) for one in self.names for end in _begins_and_ends(one))


def nearest(name: str, known: Iterable[str] | KnownNames) -> list[str]:
    """Return the known names that are clearly close to a name, the closest first.

    Equal but for case comes first, then the same words in another style (`email_address`,
    `EmailAddress`), then slips of the keyboard in a word (what comes before and after it is no
    excuse for more of them), then a word too many or too few at either end.
    """
    return _known(known).close(name).nearest


def surest(name: str, known: Iterable[str] | KnownNames) -> list[str]:
    """Return the known names that may be put in a name's place: one, or several that a person chooses from.

    That takes more than `nearest` does: few slips for the name's length, none in a number, and no
    rival that is nearly as close.
    """
    return _known(known).close(name).surest


def closest(name: str, *known: KnownNames) -> Close:
    """Return the names close to a name, of several lists of known ones: as if these were one."""
    found = [close for close in (one.close(name) for one in known) if close.nearest]
    if len(found) < 2:
        return found[0] if found else Close([], [])
    return KnownNames(one for names in found for one in (*names.nearest, *names.surest)).close(name)


def did_you_mean(name: str, known: Iterable[str] | KnownNames) -> str:
    """Return "; did you mean `X`?", or nothing where no known name is close."""
    return suggestion(nearest(name, known))


def suggestion(close: list[str]) -> str:
    """Return the question that proposes close names, or nothing where there is none."""
    return f"{_ASKED}{' or '.join(f'`{other}`' for other in close)}?" if close else ""


def unproposed(message: str) -> str:
    """Return what a message says before it proposes names."""
    return message.partition(_ASKED)[0]


def words_of(name: str) -> tuple[str, ...]:
    """Return the words of a name, folded: `emailAddress`, `Email Address` and `EMAIL_ADDRESS` have two."""
    return _words(name)


def _known(names: Iterable[str] | KnownNames) -> KnownNames:
    return names if isinstance(names, KnownNames) else KnownNames(names)


def _grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    grouped: defaultdict[str, list[str]] = defaultdict(list)
    for key, name in pairs:
        grouped[key].append(name)
    return grouped


def _is_slip(name: str, other: str, slips: int) -> bool:
    """Tell whether so many slips are few for the words that they are made in."""
    if _lettered(name) and _lettered(name) == _lettered(other):
        return False  # only their numbers differ, and those tell things apart
    said, meant = _apart(_folded(name), list(_words(other)))
    length = max(len(said), len(meant))
    wholly_other = slips >= length and min(len(said), len(meant)) > 0
    return slips <= max(1, length // LETTERS_A_SLIP) and not wholly_other


def _apart(said: str, words: list[str]) -> tuple[str, str]:
    """Return what is left of a name and of a known one's words without those they begin and end with."""
    while words and said.startswith(words[0]):
        said = said.removeprefix(words.pop(0))
    while words and said.endswith(words[-1]):
        said = said.removesuffix(words.pop())
    return said, "".join(words)


def _sure_slips(name: str, other: str) -> int:
    """Return how many slips may lead away from a name that is sure; a letter that is left out counts, too."""
    return max(len(name), min(len(other), len(name) + 1)) // _LETTERS_A_SURE_SLIP


def _is_related(name: str, other: str) -> bool:
    """Tell whether the longer of two names that begin or end alike is not much longer."""
    short, long = sorted((len(_folded(name)), len(_folded(other))))
    return 0 < long - short <= _LONGER * short


def _begins_and_ends(name: str) -> Iterator[str]:
    """Yield what is left of a name, folded, without some of its last words, or of its first ones."""
    folded = _folded(name)
    for end in _ends(name) if len(name) <= _LONGEST_NAME else ():
        if end < len(folded):
            yield folded[:end]
            yield folded[end:]


def _ends(name: str) -> Iterator[int]:
    return accumulate(len(word) for word in _words(name))


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """Compile a pattern when a name is looked at: most runs don't know one that is wrong."""
    return re.compile(pattern)


@lru_cache(_KEPT)
def _lettered(name: str) -> tuple[str, ...]:
    return tuple(word for word in _words(name) if not word.isdigit())


def _numbers(name: str) -> list[str]:
    return [word for word in _words(name) if word.isdigit()]


@lru_cache(_KEPT)
def _words(name: str) -> tuple[str, ...]:
    guid = _compiled(_GUID).fullmatch(name)  # or a misspelt one, alone or before an entity's name
    if guid is not None:
        return (guid[1].lower().replace("-", ""), *_words(guid[2] or ""))
    return tuple(word for part in _compiled(_PART).findall(name) for word in _words_of(part))


@lru_cache(_KEPT)
def _words_of(part: str) -> tuple[str, ...]:
    """Return the words of what stands between underscores and the like, which many names share."""
    return tuple(word.lower() for word in _compiled(_BETWEEN_WORDS).split(part) if word)


@lru_cache(_KEPT)
def _folded(name: str) -> str:
    """Return the words of a name in one; those of plain letters needn't be told apart for it."""
    if not name.isascii():
        return "".join(_words(name))
    if name.isidentifier():
        return name.replace("_", "").lower()
    return "".join(_compiled(_PART).findall(name)).lower()


def _unpadded(name: str) -> str:
    """Return the words of a name in one, without what makes no other name of it.

    Qualified names share what stands before the line, and the names of entities behind it.
    """
    front, _, rest = name.partition("_")
    return _part_unpadded(front) + _part_unpadded(rest) if rest.isidentifier() else _part_unpadded(name)


@lru_cache(_KEPT)
def _part_unpadded(name: str) -> str:
    folded = _folded(name)
    if folded.isalpha() and "ies" not in folded:
        return folded
    return "".join(_unadorned(word) for word in _words(name))


def _unadorned(word: str) -> str:
    """Return a number without leading zeros, and a plural in -ies as its singular."""
    if word.isdigit():
        return word.lstrip("0")
    return f"{word.removesuffix('ies')}y" if word.endswith("ies") else word
