"""Random changes of a file's bytes: as a tree where it is JSON, else as a text of words, lines and marks."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Sequence
from typing import Any, Final

from tests.fuzz import trees

LONGEST: Final = 100_000
"""How many bytes an input may grow to."""

_MARKS: Final = (
    b'"', b"'", b"`", b"{", b"}", b"[", b"]", b"(", b")", b"<", b">", b",", b":", b";", b"#", b"//", b"--",
    b"/*",
    b"\\", b"\\u", b"\\ud800", b"%", b"%2", b"&", b"&a", b"*a", b"?", b"!", b"|", b"@", b"=", b"- ", b"---\n",
    b"...", b"\n", b"\r", b"\r\n", b"\t", b" ", b"\0", b"\x1b", b"\x7f", b"\xff", b"\xef\xbb\xbf",
    b"\xc2\x85",
    b"\xe2\x80\xa8", b"\xed\xa0\x80", b"\xf0\x9f\x9b\x92", b"0", b"-1", b"1e400", b"9" * 5000, b"null",
    b"true",
    b"NaN", b"<<", b"<!--", b"]]>", b"&amp;", b"$(", b"{{", b"}}", b"${", b"__", b"$", b"~",
)  # fmt: skip
_WORD: Final = re.compile(rb"\w+")
_REPEATED: Final = (2, 10, 300, 3000)

Change = Callable[[bytes, random.Random, Sequence[bytes]], bytes]


def mutated(
    data: bytes, chance: random.Random, others: Sequence[bytes], words: Sequence[bytes] = ()
) -> bytes:
    """Return an input with some changes; what comes in may be of the others, or one of the words."""
    tree = _tree(data) if chance.random() < 0.6 else None
    if isinstance(tree, dict | list):
        data = _of_tree(tree, chance, others) or data
    if not isinstance(tree, dict | list) or chance.random() < 0.1:
        for _ in range(chance.choice((1, 1, 2, 4))):
            data = chance.choice(_CHANGES)(data, chance, (*others, *words))
    return data[:LONGEST]


def _tree(data: bytes) -> Any:
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        return None


def _of_tree(tree: Any, chance: random.Random, others: Sequence[bytes]) -> bytes:
    other = _tree(chance.choice(others)) if others else None
    for _ in range(chance.choice((1, 1, 2, 4))):
        tree = trees.changed(tree, chance, () if other is None else (other,))
        if not isinstance(tree, dict | list):
            break
    form = json.JSONEncoder(indent=chance.choice((None, None, 1)), ensure_ascii=chance.random() < 0.3)
    try:
        return written(form, tree).encode("utf-8", "surrogatepass")
    except RecursionError:
        return b""


def written(form: json.JSONEncoder, tree: Any) -> str:
    """Return a tree as far as an input may reach: one that repeats parts of itself has no end in memory."""
    parts, size = [], 0
    for part in form.iterencode(tree):
        parts.append(part)
        size += len(part)
        if size > LONGEST:
            break
    return "".join(parts)


def _stretch(data: bytes, chance: random.Random) -> tuple[int, int]:
    """Return where a stretch begins and ends: a word, a line, or any bytes."""
    at = chance.randrange(len(data) + 1)
    form = chance.random()
    if form < 0.4 and (found := _WORD.search(data, at)):
        return found.span()
    if form < 0.7:
        end = data.find(b"\n", at)
        return data.rfind(b"\n", 0, at) + 1, (end + 1) or len(data)
    return at, min(len(data), at + chance.choice((1, 1, 2, 8, 100)))


def _cut(data: bytes, chance: random.Random, _others: Sequence[bytes]) -> bytes:
    start, end = _stretch(data, chance)
    return data[:start] + data[end:]


def _marked(data: bytes, chance: random.Random, _others: Sequence[bytes]) -> bytes:
    at = chance.choice(_stretch(data, chance))
    return data[:at] + chance.choice(_MARKS) + data[at:]


def _put(data: bytes, chance: random.Random, others: Sequence[bytes]) -> bytes:
    start, end = _stretch(data, chance)
    other = chance.choice(others) if others else data
    first, last = _stretch(other, chance)
    return data[: chance.choice((start, end))] + other[first:last] + data[end:]


def _repeated(data: bytes, chance: random.Random, _others: Sequence[bytes]) -> bytes:
    start, end = _stretch(data, chance)
    times = min(chance.choice(_REPEATED), 1 + LONGEST // (end - start + 1))
    return data[:start] + data[start:end] * times + data[end:]


def _moved(data: bytes, chance: random.Random, _others: Sequence[bytes]) -> bytes:
    start, end = _stretch(data, chance)
    rest = data[:start] + data[end:]
    at = _stretch(rest, chance)[0]
    return rest[:at] + data[start:end] + rest[at:]


def _flipped(data: bytes, chance: random.Random, _others: Sequence[bytes]) -> bytes:
    at = chance.randrange(len(data) + 1)
    return data[:at] + bytes([chance.randrange(256)]) + data[at + 1 :]


def _nested(data: bytes, chance: random.Random, _others: Sequence[bytes]) -> bytes:
    start, end = _stretch(data, chance)
    opening, closing = chance.choice(
        ((b"[", b"]"), (b"{", b"}"), (b"(", b")"), (b'{"a":', b"}"), (b"<a>", b"</a>"))
    )
    times = chance.choice((3, 100, 210, 3000))
    return data[:start] + opening * times + data[start:end] + closing * times + data[end:]


def _recoded(data: bytes, chance: random.Random, _others: Sequence[bytes]) -> bytes:
    text = data.decode("utf-8", "replace")
    return chance.choice(
        (
            b"\xef\xbb\xbf" + data,
            text.encode("utf-16"),
            text.encode("utf-16-le"),
            text.encode("utf-32"),
            text.encode("latin-1", "replace"),
            data.replace(b"\n", b"\r\n"),
            data.replace(b"\n", b"\r"),
            b"",
        )
    )


_CHANGES: Final[tuple[Change, ...]] = (
    _cut, _cut, _marked, _marked, _marked, _put, _put, _repeated, _moved, _flipped, _nested, _recoded,
)  # fmt: skip
