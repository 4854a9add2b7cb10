"""How alike two names are: by their words, and by words that mean the same in the field."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import cache
from typing import Final

from linter.suggest import surest, words_of

SYNONYMS: Final = (
    ("entity", "table", "dataset"),
    ("attribute", "column", "field"),
    ("criterion", "criteria", "condition", "comparison"),
    ("conflation", "match", "matching", "unification", "unify"),
    ("plan", "pair", "step"),
    ("order", "sequence"),
    ("kind", "type", "method"),
    ("precision", "threshold"),
    ("normalization", "normalize", "normalizer", "transformation"),
    ("exception", "exclusion"),
    ("importance", "precedence", "priority"),
    ("policy", "strategy"),
    ("recent", "recency"),
    ("most", "latest", "newest"),
    ("least", "oldest"),
    ("active", "enabled"),
    ("friendly", "display"),
    ("name", "title"),
    ("description", "comment"),
    ("excluded", "ignored", "omitted"),
    ("source", "origin"),
    ("from", "start"),
    ("to", "target", "end"),
    ("cardinality", "multiplicity"),
    ("timestamp", "time"),
    ("exact", "equal", "identical"),
    ("fuzzy", "similar", "approximate"),
    ("semantic", "meaning"),
    ("group", "set"),
    ("left", "first"),
    ("right", "second"),
)
"""Words that mean the same in documents, user interfaces and exports of the field."""

_FILLERS: Final = frozenset({"name", "id", "data", "is", "has", "list", "info", "value", "the", "of"})
_FILLER: Final = 0.3  # how much such a word counts
_SAME_WORDS: Final = 0.9
_SLIP: Final = 0.85
_SLIPS: Final = 4  # letters too many or too few: more are none
_SHARED: Final = 0.8
_PART: Final = 0.55
_OTHER_ORDER: Final = 0.6
_SHORT: Final = 3  # letters that may stand in any word
_MOST: Final = 0.6  # the share of keys that begin alike, for that to be padding


@cache
def likeness(ours: str, theirs: str, padding: tuple[str, ...] = ()) -> float:
    """Return how alike two names are, from 0 to 1; 1 is equal but for case, style and padding."""
    own, other = words_of(ours), unpadded(theirs, padding)
    if not own or not other:
        return float(ours == theirs)
    if "".join(own) in ("".join(other), "".join(words_of(theirs))):
        return 1.0
    meant, said = _meanings(own), _meanings(other)
    if meant == said:
        return _SAME_WORDS
    if abs(len(theirs) - len(ours)) < _SLIPS and surest(theirs, [ours]):
        return _SLIP
    shared = _SHARED * _weight({*meant} & {*said}) / _weight({*meant} | {*said})
    if not _in_one_order(meant, said):
        return shared * _OTHER_ORDER
    return max(shared, _PART * _is_part(meant, said), _contained(own, other))


def padding_of(keys: Iterable[str]) -> tuple[str, ...]:
    """Return the word that most keys of a document begin with, such as a publisher's prefix."""
    words = [words_of(key) for key in keys]
    begins = Counter(one[0] for one in words if len(one) > 1)
    if len(words) < 3 or not begins:
        return ()
    word, count = begins.most_common(1)[0]
    return (word,) if count > _MOST * len(words) and word not in _known_words() else ()


def unpadded(name: str, padding: tuple[str, ...]) -> tuple[str, ...]:
    """Return the words of a name without its padding."""
    words = words_of(name)
    return words[len(padding) :] if padding and words[: len(padding)] == padding else words


def _is_part(some: tuple[str, ...], others: tuple[str, ...]) -> bool:
    """Tell whether all that one of two names says is said by the other: `Left` of `leftEntities`."""
    first, second = {*some} - _FILLERS, {*others} - _FILLERS
    return bool(first and second) and (first <= second or second <= first)


def _contained(own: tuple[str, ...], other: tuple[str, ...]) -> float:
    """Return how much of the longer name the shorter one is, where it stands in it as a whole."""
    short, long = sorted(("".join(own), "".join(other)), key=len)
    return _SHARED * len(short) / len(long) if len(short) > _SHORT and short in long else 0.0


def _in_one_order(some: tuple[str, ...], others: tuple[str, ...]) -> bool:
    """Tell whether the words that two names share come in the same order: `oneToMany` isn't `manyToOne`."""
    first, second = (
        [word for word in dict.fromkeys(words) if word in some and word in others] for words in (some, others)
    )
    return first == second


def _weight(words: Iterable[str]) -> float:
    return sum(_FILLER if word in _FILLERS else 1.0 for word in words)


@cache
def _meanings(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(_meaning(word) for word in words)


@cache
def _meaning(word: str) -> str:
    for group in SYNONYMS:
        for form in (word, word.removesuffix("s"), word.removesuffix("es")):
            if form in group:
                return group[0]
    if word.endswith("ies"):
        return _meaning(word[:-3] + "y")
    return word.removesuffix("s") if len(word) > 3 else word


@cache
def _known_words() -> frozenset[str]:
    return frozenset(word for group in SYNONYMS for word in group) | {"left", "right", "from", "data"}
