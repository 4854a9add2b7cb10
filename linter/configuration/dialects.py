"""The dialects of a configuration: what [dialects.KIND] says, and what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from linter import kinds
from linter.configuration.toml_file import place_of
from linter.named_tuple import NamedTuple
from linter.refusal import CannotRun
from linter.shapes.dialect import Dialect, Words
from linter.shapes.shape import fold_value, schema_of_kind
from linter.suggest import did_you_mean

_POINTER: Final = re.compile(r"(?:/(?:[^~/]|~[01])*)*")
_DEEPEST: Final = 100
_FEW: Final = 12


class _Mistake(NamedTuple):
    """What is wrong, at the keys (below `dialects`) where it is."""

    keys: tuple[str, ...]
    message: str


def dialects_of(values: Mapping[str, Any]) -> tuple[tuple[str, Dialect], ...]:
    """Return the dialects that the configuration's table declares, by kind."""
    return tuple((kind, _dialect(said)) for kind, said in values.items())


def require_known_words(path: str, values: Mapping[str, Any], data: bytes | None = None) -> None:
    """Raise CannotRun for the first word of ours that there isn't, or of theirs that stands for two."""
    for kind, said in values.items():
        for mistake in _mistakes_of(kind, said):
            place = place_of(path, ("dialects", *mistake.keys), data)
            raise CannotRun.at(path, *place, mistake.message)


def closed_lists(schema: Mapping[str, Any]) -> dict[str, list[str]]:
    """Return the properties of an object that have a closed list, with its values."""
    members: dict[str, Any] = schema.get("properties", {})
    lists = {name: list(dict.fromkeys(_values_in(member))) for name, member in members.items()}
    return {name: values for name, values in lists.items() if values}


def _dialect(said: Mapping[str, Any]) -> Dialect:
    return Dialect(
        said.get("begins", ""),
        tuple((object_, _words(words)) for object_, words in said.get("names", {}).items()),
        tuple(
            (object_, tuple((name, _words(words)) for name, words in lists.items()))
            for object_, lists in said.get("values", {}).items()
        ),
        tuple((object_, tuple(names)) for object_, names in said.get("others", {}).items()),
    )


def _words(said: Mapping[str, Any]) -> Words:
    return tuple((own, _listed(theirs)) for own, theirs in said.items())


def _listed(theirs: str | list[str]) -> tuple[str, ...]:
    return (theirs,) if isinstance(theirs, str) else tuple(theirs)


def _mistakes_of(kind: str, said: Mapping[str, Any]) -> Iterator[_Mistake]:
    if kinds.named(kind) is None:
        yield _Mistake((kind,), _unknown("payload kind", kind, kinds.names(), "[dialects]"))
    else:
        yield from _in_beginning(kind, said)
        yield from _in_words(kind, said)


def _in_beginning(kind: str, said: Mapping[str, Any]) -> Iterator[_Mistake]:
    if "begins" in said and not _POINTER.fullmatch(said["begins"]):
        example = "a JSON Pointer is expected, such as /result/plan, or /items/*/plan for each item of a list"
        yield _Mistake((kind, "begins"), f"`begins` is `{said['begins']}`, but {example}")
    elif said.get("begins", "").count("/") > _DEEPEST:
        yield _Mistake((kind, "begins"), f"`begins` has more than {_DEEPEST} steps")


def _in_words(kind: str, said: Mapping[str, Any]) -> Iterator[_Mistake]:
    schema = schema_of_kind(kind)
    objects = {name: one for name, one in schema.get("$defs", {}).items() if "properties" in one}
    for part in ("names", "values", "others"):
        for object_, words in said.get(part, {}).items():
            keys = (kind, part, object_)
            if object_ not in objects:
                yield _Mistake(keys, _unknown("object", object_, objects, kind))
            elif part == "names":
                yield from _in_names(keys, words, list(objects[object_].get("properties", {})))
            elif part == "others":
                names = said.get("names", {}).get(object_, {})
                yield from _in_others(keys, words, names, list(objects[object_].get("properties", {})))
            else:
                yield from _in_values(keys, words, closed_lists(objects[object_]))


def _in_names(keys: tuple[str, ...], words: Mapping[str, Any], known: list[str]) -> Iterator[_Mistake]:
    for own in words:
        if own not in known:
            yield _Mistake((*keys, own), _unknown("property", own, known, keys[-1]))
    yield from _clashes(keys, words, known, str.lower)


def _in_others(
    keys: tuple[str, ...], others: list[str], names: Mapping[str, Any], known: list[str]
) -> Iterator[_Mistake]:
    read = {theirs.lower(): own for own in known for theirs in _listed(names.get(own, own))}
    for other in others:
        own = read.get(other.lower())
        if own is not None:
            yield _Mistake(keys, f"`{other}` of others.{keys[-1]} is how `{own}` is called")


def _in_values(
    keys: tuple[str, ...], lists: Mapping[str, Any], known: dict[str, list[str]]
) -> Iterator[_Mistake]:
    for name, words in lists.items():
        if name not in known:
            yield _Mistake((*keys, name), _unknown("property with a closed list", name, known, keys[-1]))
        else:
            yield from _in_list((*keys, name), words, known[name])


def _in_list(keys: tuple[str, ...], words: Mapping[str, Any], known: list[str]) -> Iterator[_Mistake]:
    for own in words:
        if own not in known:
            yield _Mistake((*keys, own), _unknown("value", own, known, ".".join(keys[-2:])))
    yield from _clashes(keys, words, known, fold_value)


def _clashes(
    keys: tuple[str, ...], words: Mapping[str, Any], known: Iterable[str], fold: Any
) -> Iterator[_Mistake]:
    """Yield the words of theirs that are empty, or would be read as two of ours."""
    taken = {fold(own): own for own in known if own not in words}
    for own, said in words.items():
        if not _listed(said):
            yield _Mistake((*keys, own), f"`{own}` is called nothing: one name at least is expected")
        for theirs in _listed(said):
            other = taken.setdefault(fold(theirs), own)
            if not theirs:
                yield _Mistake((*keys, own), f"`{own}` can't be called by an empty name")
            elif other in words and other != own:
                yield _Mistake((*keys, own), f"`{theirs}` stands for `{other}` and for `{own}`")
            elif other != own:
                yield _Mistake(
                    (*keys, own),
                    f"`{own}` can't be called `{theirs}`, which is a word of ours in `{keys[-1]}`; "
                    f"say what `{other}` is called, too",
                )


def _unknown(what: str, word: str, known: Iterable[str], where: str) -> str:
    names = list(known)
    listed = ", ".join(names[:_FEW]) + (" …" if len(names) > _FEW else "")
    near = did_you_mean(word, names) or (f"; there are {listed}" if names else "; there is none")
    return f"no {what} `{word}` in {where}{near}"


def _values_in(schema: Mapping[str, Any]) -> Iterator[str]:
    yield from schema.get("enum", ())
    for inner in (*schema.get("anyOf", ()), *([schema["items"]] if "items" in schema else ())):
        yield from _values_in(inner)
