"""Plain queries, read without the grammar: a name, and options of names, words, numbers, simple comparisons.

Most queries are plain, and take the grammar several times as long.  A tree from here is the one that the
grammar would make; what isn't plain, or is wrong, is left to it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import Final

from linter.odata.tree import Tree

_NAME: Final = r"[^\W\d]\w*"
_OPERAND: Final = (
    rf"(?!(?i:null|true|false|nan|inf|not)\b){_NAME}"  # what is a name even where a value may be
)
_LITERALS: Final = {
    "stringLiteral": "'[^'&#%]*'",
    "decimalLiteral": r"-?[0-9]+(?:\.[0-9]+)?",
    "boolean": "true|false",
    "null": "null",
}
_LITERAL: Final = "|".join(f"(?P<{rule}>{pattern})" for rule, pattern in _LITERALS.items())

_DATASET: Final = re.compile(rf"{_NAME}(?=\?|\Z)")
_NAMES: Final = re.compile(rf"{_NAME}(?:,{_NAME})*")
_ORDERED: Final = re.compile(rf"{_OPERAND}(?: asc| desc)?(?:,{_OPERAND}(?: asc| desc)?)*")
_COMPARED: Final = re.compile(
    rf"(?P<name>{_OPERAND}) (?P<operator>eq|ne|lt|le|gt|ge) (?:{_LITERAL})(?: (?P<next>and|or) |\Z)"
)
_NUMBER: Final = re.compile("[0-9]+")
_WORD: Final = re.compile(r"\w+")

_new: Final = tuple.__new__  # takes half as long as Tree(…), and a query has thirty nodes

_Parts = tuple[Tree, ...]
_Reader = Callable[[str, int], _Parts | None]


def plain(rule: str, text: str) -> Tree | None:
    """Return the tree of a query, or of its options, if it is plain and read by that rule."""
    if rule == "queryOptions":
        return _options(text, 0)
    dataset = _DATASET.match(text) if rule == "odataRelativeUri" else None
    if dataset is None:
        return None
    name = _leaf("qualifiedName", 0, dataset[0])
    path = _around("resourcePath", _around("pathSegment", _around("segmentName", name)))
    if path.end == len(text):
        return _around("odataRelativeUri", path)
    options = _options(text[path.end + 1 :], path.end + 1)
    return _around("odataRelativeUri", path, options) if options is not None else None


def _options(text: str, at: int) -> Tree | None:
    options = []
    for written in text.split("&"):
        option = _option(written, at)
        if option is None:
            return None
        options.append(_around("queryOption", _around("systemQueryOption", option)))
        at += len(written) + 1
    return _around("queryOptions", *options)


def _option(written: str, at: int) -> Tree | None:
    name, _, value = written.partition("=")
    rule, read = _OPTIONS.get(name, ("", None))
    parts = read(value, at + len(name) + 1) if read is not None else None
    if parts is None:
        return None
    return Tree(rule, at, at + len(written), parts, "" if parts else written)


def _named(item: str, step: str, value: str, at: int) -> _Parts | None:
    """Read names, each of them a step and an item."""
    if not _NAMES.fullmatch(value):
        return None
    parts = []
    for name in value.split(","):
        parts.append(_around(item, _around(step, _leaf("qualifiedName", at, name))))
        at += len(name) + 1
    return tuple(parts)


def _ordered(value: str, at: int) -> _Parts | None:
    if not _ORDERED.fullmatch(value):
        return None
    parts = []
    for item in value.split(","):
        expression = _around("commonExpr", _member(at, item.partition(" ")[0]))
        parts.append(Tree("orderbyItem", at, at + len(item), (expression,), ""))
        at += len(item) + 1
    return tuple(parts)


def _filtered(value: str, at: int) -> _Parts | None:
    parts: list[Tree] = []
    found = _COMPARED.match(value)
    while found is not None:
        rule = next(rule for rule in _LITERALS if found[rule] is not None)
        parts.append(_member(at + found.start(), found["name"]))
        parts.append(_leaf("operator", at + found.start("operator"), found["operator"]))
        parts.append(_around("primitiveLiteral", _leaf(rule, at + found.start(rule), found[rule])))
        if found["next"] is None:
            return (_around("boolCommonExpr", _around("commonExpr", *parts)),)
        parts.append(_leaf("operator", at + found.start("next"), found["next"]))
        found = _COMPARED.match(value, found.end())
    return None


def _searched(value: str, at: int) -> _Parts | None:
    if not _WORD.fullmatch(value):
        return None
    return (_around("searchExpr", _around("searchUnit", _leaf("searchWord", at, value))),)


def _answered(value: str, at: int) -> _Parts | None:
    return (_leaf("boolean", at, value),) if value in ("true", "false") else None


def _counted(value: str, _at: int) -> _Parts | None:
    return () if _NUMBER.fullmatch(value) else None


_OPTIONS: Final[dict[str, tuple[str, _Reader]]] = {
    "$select": ("select", partial(_named, "selectItem", "selectStep")),
    "$expand": ("expand", partial(_named, "expandItem", "expandStep")),
    "$filter": ("filter", _filtered),
    "$orderby": ("orderby", _ordered),
    "$search": ("search", _searched),
    "$count": ("inlinecount", _answered),
    "$top": ("top", _counted),
    "$skip": ("skip", _counted),
}


def _member(at: int, name: str) -> Tree:
    return _around("firstMemberExpr", _leaf("qualifiedName", at, name))


def _leaf(rule: str, at: int, text: str) -> Tree:
    return _new(Tree, (rule, at, at + len(text), (), text))


def _around(rule: str, *parts: Tree) -> Tree:
    return _new(Tree, (rule, parts[0].start, parts[-1].end, parts, ""))
