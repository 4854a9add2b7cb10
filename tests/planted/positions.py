"""Where a value lies in a text: a tokenizer of JSON of our own, and the marks of PyYAML for YAML."""

from __future__ import annotations

import re
from typing import NamedTuple

import yaml

_SPACE = re.compile(r"[ \t\r\n]*")
_SCALAR = re.compile(r'"(?:[^"\\]|\\.)*"|[^\s,\]}]+')
_END_OF_LINE = re.compile(r"\r\n|\n|\r")

Span = tuple[int, int]


class Node(NamedTuple):
    """A value in a text: its span, and for collections the span of each key and the child."""

    span: Span
    children: tuple[tuple[str | int, Span, Node], ...] = ()


def read_json(text: str) -> Node:
    """The positions in a JSON text; the text is taken to be right."""
    return _json_value(text, _skip(text, 0))


def read_yaml(text: str) -> Node:
    """The positions in a YAML text."""
    root = yaml.compose(text, Loader=yaml.CSafeLoader)
    assert root is not None
    return _yaml_value(root)


def span_of(root: Node, path: tuple[str | int, ...], part: str, occurrence: int) -> Span:
    """The span at a path, of the value or of its key; `occurrence` tells twin keys apart."""
    span = root.span
    node = root
    for depth, step in enumerate(path):
        found = [(key, child) for name, key, child in node.children if name == step]
        key, node = found[occurrence if depth == len(path) - 1 else 0]
        span = key if part == "key" else node.span
    return span


def line_and_column(text: str, offset: int) -> tuple[int, int]:
    """Both from 1, in code points."""
    line, start = 1, 0
    for end in _END_OF_LINE.finditer(text):
        if end.end() > offset:
            break
        line, start = line + 1, end.end()
    return line, offset - start + 1


def offset_of(text: str, line: int, column: int) -> int:
    """The offset of a line and column, both from 1."""
    starts = [0, *(end.end() for end in _END_OF_LINE.finditer(text))]
    return starts[line - 1] + column - 1 if line <= len(starts) else len(text)


def _skip(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    assert found
    return found.end()


def _json_value(text: str, at: int) -> Node:
    if text[at] == "{":
        return _json_collection(text, at, "}")
    if text[at] == "[":
        return _json_collection(text, at, "]")
    found = _SCALAR.match(text, at)
    assert found
    return Node(found.span())


def _json_collection(text: str, start: int, close: str) -> Node:
    children: list[tuple[str | int, Span, Node]] = []
    at = _skip(text, start + 1)
    while text[at] != close:
        if text[at] == ",":
            at = _skip(text, at + 1)
        name, key, at = _json_key(text, at) if close == "}" else (len(children), (at, at), at)
        child = _json_value(text, at)
        children.append((name, key, child))
        at = _skip(text, child.span[1])
    return Node((start, at + 1), tuple(children))


def _json_key(text: str, at: int) -> tuple[str, Span, int]:
    key = _json_value(text, at).span
    colon = _skip(text, key[1])
    name = re.sub(r"\\u([0-9a-fA-F]{4})", lambda one: chr(int(one[1], 16)), text[key[0] + 1 : key[1] - 1])
    return name, key, _skip(text, colon + 1)


def _yaml_value(node: yaml.Node) -> Node:
    span = (node.start_mark.index, node.end_mark.index)
    if isinstance(node, yaml.MappingNode):
        pairs = [(str(k.value), _yaml_value(k).span, _yaml_value(v)) for k, v in node.value]
        return Node(span, tuple(pairs))
    if isinstance(node, yaml.SequenceNode):
        items = [_yaml_value(item) for item in node.value]
        return Node(span, tuple((number, one.span, one) for number, one in enumerate(items)))
    return Node(span)
