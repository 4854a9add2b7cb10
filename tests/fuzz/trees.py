"""Random changes of values as JSON has them: nodes go, come twice, change their names, types and places."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Any, Final

NAMES: Final = (
    "", " ", "name", "Name", "$ref", "@odata.type", "a/b~0c~1", "a.b", "<<", "*a", "\x00", "\x1b[31m",
    "\u202e",
    "ſ", "İ", "🛒", "constructor", "0", "-", "null", "a" * 300, "$(Shop)", "{{ Shop }}", "\ud800", "a\nb",
)  # fmt: skip
VALUES: Final = (
    "", "x", "Customer", "\x00", "\x1b]0;x\x07", "a\u202eb", "x\n::add-mask::y", "##vso[task.x]y",
    "$(Shop", "__A__",
    "a" * 3000, "2020-02-30", "9999-12-31T23:59:60Z", "1e999", "-0", "(" * 50, "%00%zz", "[[[", "<b>&lt;",
    "\ud83d",
    0, -1, 1, 2**63, 10**30, 1.5, -0.0, 1e300, True, False, None, [], {}, [[]], [{}], {"a": 1, "A": 2},
)  # fmt: skip
"""Values that are seldom expected anywhere."""

DEEP: Final = (50, 199, 201, 900)


def places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Yield each object and list in a value, with each of its keys or numbers."""
    waiting = [value]
    while waiting:
        around = waiting.pop()
        for key, item in list(around.items() if isinstance(around, dict) else enumerate(around)):
            yield around, key
            if isinstance(item, dict | list):
                waiting.append(item)


def changed(value: Any, chance: random.Random, others: Sequence[Any] = ()) -> Any:
    """Return a value with one of its nodes changed; what comes in may be of the others."""
    holder = [value]
    around, key = chance.choice([*places(holder)])
    with suppress(RecursionError):  # it is deep enough already
        chance.choice(_CHANGES)(around, key, chance, (holder, *others))
    return holder[0] if holder else None


def _gone(around: Any, key: Any, _chance: random.Random, _others: Sequence[Any]) -> None:
    del around[key]


def _replaced(around: Any, key: Any, chance: random.Random, _others: Sequence[Any]) -> None:
    around[key] = copy.deepcopy(chance.choice(VALUES))


def _renamed(around: Any, key: Any, chance: random.Random, _others: Sequence[Any]) -> None:
    if not isinstance(around, dict):
        around.insert(key, around[key])
        return
    names = [*NAMES, key.upper(), key.lower(), key[:-1], f"{key}s", *around]
    around[chance.choice(names)] = around.pop(key)


def _retyped(around: Any, key: Any, chance: random.Random, _others: Sequence[Any]) -> None:
    item = around[key]
    kinds = ([item], {"value": item}, {str(item)[:50]: item}, json.dumps(item), str(item)[:500], bool(item))
    around[key] = chance.choice(kinds)


def _exchanged(around: Any, key: Any, chance: random.Random, others: Sequence[Any]) -> None:
    other, its = chance.choice([*places([chance.choice(others)])])
    around[key] = copy.deepcopy(other[its])


def _respelt(around: Any, key: Any, chance: random.Random, _others: Sequence[Any]) -> None:
    if not isinstance(around[key], str):
        _replaced(around, key, chance, ())
        return
    text = around[key]
    at = chance.randrange(len(text) + 1)
    spelt = (
        text.upper(),
        text[1:],
        text[:at] + text[at + 1 :],
        text + text,
        f" {text}",
        f"{text}.x",
        text[:at],
    )
    around[key] = chance.choice((*spelt, text[:at] + chance.choice(NAMES) + text[at:]))


def _deepened(around: Any, key: Any, chance: random.Random, _others: Sequence[Any]) -> None:
    for _ in range(chance.choice(DEEP)):
        around[key] = [around[key]] if chance.random() < 0.5 else {"a": around[key]}


def _multiplied(around: Any, key: Any, chance: random.Random, _others: Sequence[Any]) -> None:
    item = around[key]
    if isinstance(item, list) and item:
        item[:] = item * chance.choice((2, 3, 40))
    elif isinstance(item, dict):
        item.update({f"{name}{number}": one for name, one in list(item.items())[:5] for number in range(9)})
    else:
        _renamed(around, key, chance, ())


_CHANGES: Final = (
    _gone, _replaced, _replaced, _renamed, _renamed, _retyped, _exchanged, _respelt, _respelt, _deepened,
    _multiplied,
)  # fmt: skip
