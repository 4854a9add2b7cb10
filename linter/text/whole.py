"""Whole values as JSON and YAML, for people to read."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from functools import cache
from json.encoder import encode_basestring
from typing import Any, Final

from linter.text.source import is_yaml

WIDTH: Final = 110
_ENDS: Final = re.compile("[\x85\u2028\u2029]")
_NUMBER: Final = re.compile(r"0o[0-7]+|[-+.]?[0-9][0-9.]*[eE][-+]?[0-9]+")
_DEEP: Final = 4  # levels down to which there are pieces: a snapshot's entities lie there
_DEEPER: Final = 5  # the same of what an import has of its sources, where there is a level more around them


def whole(name: str, value: Any) -> str:
    """Return the text of a file of this name that says a value."""
    return yaml_of(value) if is_yaml(name) else json_of(value) + "\n"


def whole_pieces(name: str, value: Any) -> Iterator[str]:
    """Yield the same text in pieces, none of which is large."""
    if is_yaml(name):
        yield yaml_of(value)
    else:
        yield from _pieces(value, "", "", "\n", _DEEP)


def _pieces(value: Any, before: str, indent: str, after: str, deep: int) -> Iterator[str]:
    """Yield a value's JSON as `json_of` has it, with what stands before and after it."""
    if not deep or not _is_long(value):
        yield before + json_of(value, indent) + after
        return
    deeper = indent + "  "
    opening, closing = "{}" if isinstance(value, dict) else "[]"
    yield f"{before}{opening}\n"
    for number, (name, item) in enumerate(_named(value), 1):
        yield from _pieces(item, deeper + name, deeper, ",\n" if number < len(value) else "\n", deep - 1)
    yield indent + closing + after


def json_of(value: Any, indent: str = "", step: str = "  ") -> str:
    """Return JSON in which what fits on a line, and holds no more than scalars, stands on one."""
    if isinstance(value, str):
        return encode_basestring(value)
    if not isinstance(value, (dict, list)) or not value:
        return _encoder(", ").encode(value)
    deeper = indent + step
    if not _holds_more(value):
        if indent and (isinstance(value, list) or len(indent) >= 6 * len(step)):
            line = _encoder(", ").encode(value)
            if len(line) + len(indent) <= WIDTH:
                return line
        return _of_scalars(value, "\n" + indent, "\n" + deeper)
    opening, closing = "{}" if isinstance(value, dict) else "[]"
    items = f",\n{deeper}".join(_texts(value, lambda item: json_of(item, deeper, step)))
    return f"{opening}\n{deeper}{items}\n{indent}{closing}"


def line_by_line(value: Any, line: str = "\n") -> Iterator[str]:
    """Yield JSON in pieces, in which each value stands on a line of its own, indented by a space a level."""
    if len(line) > _DEEPER or not _is_long(value):
        yield _lines(value, line)
        return
    deeper = line + " "
    opening, closing = "{}" if isinstance(value, dict) else "[]"
    for number, (name, item) in enumerate(_named(value)):
        yield f"{',' if number else opening}{deeper}{name}"
        yield from line_by_line(item, deeper)
    yield line + closing


def _lines(value: Any, line: str) -> str:
    """Return the same in one piece."""
    if not isinstance(value, (dict, list)) or not value:
        return _encoder(", ").encode(value)
    deeper = line + " "
    if not _holds_more(value):
        return _of_scalars(value, line, deeper)
    opening, closing = "{}" if isinstance(value, dict) else "[]"
    items = f",{deeper}".join(_texts(value, lambda item: _lines(item, deeper)))
    return f"{opening}{deeper}{items}{line}{closing}"


def _named(value: dict[str, Any] | list[Any]) -> Iterator[tuple[str, Any]]:
    """Yield the items, each with what stands before it on its line."""
    if isinstance(value, dict):
        return ((f"{encode_basestring(str(key))}: ", item) for key, item in value.items())
    return (("", item) for item in value)


def _texts(value: dict[str, Any] | list[Any], text: Callable[[Any], str]) -> list[str]:
    """Return the JSON of items with their names; `text` makes that of what is no string."""
    encoded = encode_basestring
    if isinstance(value, list):
        return [encoded(item) if isinstance(item, str) else text(item) for item in value]
    return [
        f"{encoded(str(key))}: {encoded(item) if isinstance(item, str) else text(item)}"
        for key, item in value.items()
    ]


def _is_long(value: Any) -> bool:
    """Tell whether a value is worth pieces: a list of more than scalars, or with a part that is one."""
    if isinstance(value, dict):
        return any(map(_holds_more, value.values()))
    return isinstance(value, list) and _holds_more(value)


def _holds_more(value: Any) -> bool:
    """Tell whether a value holds others that are no scalars."""
    items = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return any(isinstance(item, (dict, list)) for item in items)


def _of_scalars(value: dict[str, Any] | list[Any], line: str, deeper: str) -> str:
    """Return the JSON of what holds scalars alone, each of them on a line."""
    opening, closing = "{}" if isinstance(value, dict) else "[]"
    return f"{opening}{deeper}{_encoder(',' + deeper).encode(value)[1:-1]}{line}{closing}"


@cache
def _encoder(separator: str) -> json.JSONEncoder:
    return json.JSONEncoder(ensure_ascii=False, separators=(separator, ": "))


def yaml_of(value: Any) -> str:
    """Return YAML in blocks."""
    import yaml

    written: str = yaml.dump(value, Dumper=_dumper(), sort_keys=False, allow_unicode=True, width=WIDTH)
    return written


@cache
def _dumper() -> Any:
    """Return what writes YAML 1.2, and a value wherever it stands.

    Where a line ends in 1.1 alone, PyYAML would break a text in two; what is a number in 1.2 alone, it
    would write without quotes.
    """
    import yaml

    def text(dumper: Any, value: str) -> Any:
        quoted = _ENDS.search(value) or _NUMBER.fullmatch(value)
        return dumper.represent_scalar("tag:yaml.org,2002:str", value, '"' if quoted else None)

    made: Any = type("Dumper", (yaml.SafeDumper,), {"ignore_aliases": lambda *_: True})
    made.add_representer(str, text)
    return made
