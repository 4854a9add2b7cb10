"""Words that messages are put together from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

SPACE_LIKE: Final = "\xa0\u1680\u2000-\u200b\u202f\u205f\u2060\u3000\ufeff"
"""What looks like a space, or like nothing, and divides nothing: for a pattern's brackets."""

_NAME = 200  # characters of a name that a message shows


def counted(number: int, noun: str, plural: str = "") -> str:
    """Return a number and its noun: "1 entity", "2 entities"."""
    return f"{number} {noun if number == 1 else plural or noun + 's'}"


def joined(parts: Sequence[str]) -> str:
    """Return "a, b and c"."""
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


def in_brackets(reason: str | None) -> str:
    """Return a reason as it stands behind what it is the reason of; empty where there is none."""
    return f" ({reason})" if reason else ""


def in_words(name: str) -> str:
    """Return a name of the API in words: of `semanticType`, semantic type."""
    return "".join(f" {one.lower()}" if one.isupper() else one for one in name)


def quoted(names: Iterable[object]) -> list[str]:
    """Return names as messages show them."""
    return [f"`{name}`" for name in names]


def either(names: Iterable[object]) -> str:
    """Return "`a` or `b`"."""
    return " or ".join(quoted(names))


def typed_of(type_: str, owner: object) -> str:
    """Return "string, of Customer", and without a type only whose it is."""
    return f"{type_}, of {owner}" if type_ else f"of {owner}"


def first_few(names: Iterable[str], shown: int = 3) -> str:
    """Return the first names, and how many more there are."""
    listed = list(names)
    more = f" and {len(listed) - shown:,} more" if len(listed) > shown else ""
    return ", ".join(listed[:shown]) + more


def bounded(text: str, most: int = 2000) -> str:
    """Return a message whose names, and which itself, are short enough to be read."""
    if len(text) <= _NAME:
        return text
    shown = re.sub(rf"`([^`]{{{_NAME},}})`", lambda one: f"`{_cut(one[1], _NAME)}`", text)
    return _cut(shown, most)


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[:most]}… ({len(text):,} characters)"
