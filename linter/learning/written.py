"""A proposed dialect as TOML, with what is unsure and what is left open in comments."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Final

from linter.learning.learning import Learnt, Term
from linter.wording import counted

_BARE: Final = re.compile(r"[A-Za-z0-9_-]+")


def tables(learnt: Learnt, kind: str, prefix: tuple[str, ...] = ()) -> str:
    """Return the tables that declare a dialect; `prefix` are the keys that lead to the settings."""
    head = (*prefix, "dialects", kind)
    lines = [f"[{_dotted(head)}]"]
    if learnt.begins:
        unsure = "" if learnt.is_most else "  # unsure: most of the file is unlike it"
        lines.append(f"begins = {_text(learnt.begins)}{unsure}")
    for object_ in dict.fromkeys(one.object for one in learnt.words if one.value is None):
        words = [one for one in learnt.words if one.object == object_ and one.value is None]
        lines += ["", f"[{_dotted((*head, 'names', object_))}]", *_settings(words)]
    for object_, name in dict.fromkeys(
        (one.object, one.property) for one in learnt.words if one.value is not None
    ):
        words = [
            one
            for one in learnt.words
            if (one.object, one.property) == (object_, name) and one.value is not None
        ]
        lines += ["", f"[{_dotted((*head, 'values', object_, name))}]", *_settings(words)]
    return "\n".join(lines) + "\n"


def comments(learnt: Learnt, kind: str, file: str, prefix: tuple[str, ...] = ()) -> str:
    """Return what is to be said of a proposal, as comments."""
    unsure = sum(not one.sure for one in learnt.words)
    said = f"{counted(learnt.placed, 'property', 'properties')} of {kind} found in {file}"
    verb = "is" if unsure == 1 else "are"
    lines = [f"{said}; {unsure} of these words {verb} unsure" if unsure else said]
    if learnt.open:
        lines.append("Not placed:")
        lines += [f"  {one.pattern or 'the payload'} {one.said}" for one in learnt.open]
    if learnt.others:
        lines.append("If these mean nothing here, say so behind the tables:")
        lines.append(f"  [{_dotted((*prefix, 'dialects', kind, 'others'))}]")
        lines += [f"  {_key(name)} = [{', '.join(map(_text, keys))}]" for name, keys in learnt.others]
    return "".join(f"# {_one_line(line)}\n" for line in lines)


def _settings(words: Iterable[Term]) -> Iterator[str]:
    by_ours: dict[str, list[Term]] = {}
    for one in words:
        by_ours.setdefault(one.value or one.property, []).append(one)
    for ours, same in by_ours.items():
        theirs = list(dict.fromkeys(one.theirs for one in same))
        value = _text(theirs[0]) if len(theirs) == 1 else f"[{', '.join(map(_text, theirs))}]"
        unsure = next((one.why for one in same if not one.sure), None)
        yield f"{_key(ours)} = {value}" + (f"  # unsure: {unsure}" if unsure else "")


def _dotted(keys: Iterable[str]) -> str:
    return ".".join(map(_key, keys))


def _key(key: str) -> str:
    return key if _BARE.fullmatch(key) else _text(key)


def _text(value: str) -> str:
    written = json.dumps(value, ensure_ascii=False)
    return "".join(one if one.isprintable() else f"\\U{ord(one):08x}" for one in written)


def _one_line(line: str) -> str:
    return "".join(one if one.isprintable() else "\N{REPLACEMENT CHARACTER}" for one in line)
