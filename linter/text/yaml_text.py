"""Reads YAML as JSON values, by the 1.2 core schema, and finds the places of its values."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

import yaml

from linter.text.json_text import DEPTH, Reading
from linter.text.place import Fault, Member

if TYPE_CHECKING:
    from linter.text.place import Kids

EXPANDED: Final = 100_000
"""How many values aliases may add to a file."""

_Loader: Final[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_CORE: Final = "tag:yaml.org,2002:"
_WORDS: Final[dict[str, Any]] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_INTEGER: Final = re.compile(r"[-+]?[0-9]+").fullmatch
_BASED: Final = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+").fullmatch
_FLOAT: Final = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?").fullmatch
_NO_NUMBER: Final = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)").fullmatch
_PROPERTY: Final = re.compile(r"(?:\s|#[^\r\n]*|[&!][^\s,\[\]{}]*(?=[\s,\[\]{}]|\Z))*")
_UNPRINTABLE: Final = re.compile(
    "[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
)


class Places:
    """Where the values of a valid YAML text stand."""

    __slots__ = ("_text", "root")

    def __init__(self, text: str) -> None:
        self._text = text
        node = _Builder(text).build()
        self.root = Member(node.start, node.end, kids=node.kids)

    def kids(self, member: Member) -> Kids | None:
        """Return what the value at `member` contains; None for a scalar."""
        return member.kids

    def slice(self, start: int, end: int, part: tuple[int, int]) -> tuple[int, int]:
        """Return where characters `part` of the scalar at `start` to `end` are written.

        The whole scalar, where it isn't written as it reads.
        """
        text = self._text[start:end]
        if not text or "\n" in text or "\r" in text or text[0] in "|>*":
            return start, end
        if text[0] in "'\"":
            if text[0] in text[1:-1] or (text[0] == '"' and "\\" in text):
                return start, end
            start, end = start + 1, end - 1
        first = min(start + max(part[0], 0), end)
        return first, max(first, min(start + part[1], end))


def read(text: str) -> Reading:
    """Return what the YAML `text` says."""
    builder = _Builder(text)
    try:
        node = builder.build()
    except _Refused as refused:
        return Reading(None, refused.fault)
    except yaml.YAMLError as error:
        return Reading(None, _explain(text, error))
    return Reading(node.value, None, builder.repeats)


class _Refused(Exception):
    """Carries a fault out of the builder."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.message)
        self.fault = fault


class _Node:
    """A finished value: what it is, where it stands, what it contains."""

    __slots__ = ("end", "kids", "merge", "size", "source", "start", "value")

    def __init__(self, value: Any, start: int, end: int) -> None:
        self.value = value
        self.start = start
        self.end = end
        self.kids: Kids | None = None
        self.size = 1
        self.source: str | None = None  # a scalar's text, which is what it is called as a key
        self.merge = False


class _Open:
    """An object or a list that isn't finished."""

    __slots__ = ("anchor", "flow", "key", "merged", "node")

    def __init__(self, node: _Node, anchor: str | None, flow: bool) -> None:
        self.node = node
        self.anchor = anchor
        self.flow = flow
        self.key: _Node | None = None
        self.merged: _Node | None = None


class _Builder:
    """Builds the value of a text from PyYAML's events, without recursion."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._stack: list[_Open] = []
        self._anchors: dict[str, _Node | None] = {}
        self._expanded = 0
        self._root: _Node | None = None
        self.repeats = False

    def build(self) -> _Node:
        """Return the root; raise _Refused or YAMLError where there is none."""
        loader = _Loader(self._text)
        handlers = {
            yaml.ScalarEvent: self._scalar,
            yaml.MappingStartEvent: self._open_mapping,
            yaml.SequenceStartEvent: self._open_sequence,
            yaml.MappingEndEvent: self._close,
            yaml.SequenceEndEvent: self._close,
            yaml.AliasEvent: self._alias,
            yaml.DocumentStartEvent: self._document,
        }
        try:
            while not loader.check_event(yaml.StreamEndEvent):
                event = loader.get_event()
                handler = handlers.get(type(event))
                if handler:
                    handler(event)
        finally:
            loader.dispose()
        if self._root is None or (self._root.source == "" and self._root.value is None):
            raise _Refused(Fault("the file is empty", 0, 0, "a payload is a YAML value, such as {}"))
        return self._root

    def _document(self, event: Any) -> None:
        if self._root is not None:
            start, end = event.start_mark.index, event.end_mark.index
            repair = "put each document into a file of its own, or all of them into a list"
            raise _Refused(Fault("a second document", start, end, repair))

    def _scalar(self, event: Any) -> None:
        start, end = event.start_mark.index, event.end_mark.index
        if event.anchor is not None or event.tag is not None:
            start = self._after_properties(start, end)
        if event.style in ("|", ">"):
            end = self._last_visible(start, end)
        elif start == end:
            start = end = self._last_visible(0, end)
        node = _Node(event.value, start, end)
        node.source = event.value
        if event.implicit[0]:
            node.value = self._plain(node)
            node.merge = node.source == "<<"
        elif event.tag is not None and event.tag != "!":
            node.value = self._tagged(event, node)
        if event.anchor is not None:
            self._anchors[event.anchor] = node
        self._add(node)

    def _open_mapping(self, event: Any) -> None:
        node = self._opened(event, {}, "map")
        node.kids = {}

    def _open_sequence(self, event: Any) -> None:
        node = self._opened(event, [], "seq")
        node.kids = []

    def _opened(self, event: Any, value: Any, tag: str) -> _Node:
        start, end = event.start_mark.index, event.end_mark.index
        if event.anchor is not None or event.tag is not None:
            self._check_tag(event, tag)
            start = self._after_properties(start, len(self._text))
            self._anchors[event.anchor] = None
        if len(self._stack) >= DEPTH:
            message = f"more than {DEPTH} levels of nesting"
            raise _Refused(Fault(message, start, start + 1))
        if self._expects_key():
            raise _Refused(_complex_key(start))
        node = _Node(value, start, max(start, end))
        self._stack.append(_Open(node, event.anchor, event.flow_style))
        return node

    def _close(self, event: Any) -> None:
        closed = self._stack.pop()
        node = closed.node
        if closed.flow:
            node.end = event.end_mark.index
        if closed.merged is not None:
            self._merge(node, closed.merged)
        if closed.anchor is not None:
            self._anchors[closed.anchor] = node
        self._add(node)

    def _alias(self, event: Any) -> None:
        start, end = event.start_mark.index, event.end_mark.index
        if event.anchor not in self._anchors:
            message = f"no anchor '&{event.anchor}' comes before this alias"
            raise _Refused(Fault(message, start, end))
        target = self._anchors[event.anchor]
        if target is None:
            raise _Refused(Fault(f"'{event.anchor}' contains itself", start, end))
        self._expanded += target.size
        if self._expanded > EXPANDED:
            message = f"aliases add more than {EXPANDED:,} values to the file"
            raise _Refused(Fault(message, start, end))
        node = _Node(target.value, start, end)
        node.kids, node.size, node.source = target.kids, target.size, target.source
        self._add(node)

    def _add(self, node: _Node) -> None:
        """Put a finished value where it belongs."""
        if not self._stack:
            self._root = node
            return
        outer = self._stack[-1]
        owner = outer.node
        if isinstance(owner.kids, list):
            owner.value.append(node.value)
            owner.kids.append(Member(node.start, node.end, kids=node.kids))
        elif outer.key is None:
            if node.source is None:
                raise _Refused(_complex_key(node.start))
            if not owner.value and outer.merged is None and not outer.flow:
                owner.start = node.start
            outer.key = node
            return
        else:
            self._put(outer, outer.key, node)
            outer.key = None
        owner.size += node.size
        owner.end = max(owner.start, node.end)

    def _put(self, outer: _Open, key: _Node, node: _Node) -> None:
        owner = outer.node
        if key.merge:
            if outer.merged is not None:
                repair = "list the mappings: <<: [*a, *b]"
                raise _Refused(Fault("a second '<<' in one mapping", key.start, key.end, repair))
            outer.merged = node
            return
        assert isinstance(owner.kids, dict) and key.source is not None
        owner.value[key.source] = node.value
        member = Member(node.start, node.end, key.start, key.end, node.kids)
        known = owner.kids.setdefault(key.source, [])
        known.append(member)
        if len(known) > 1:
            self.repeats = True

    def _merge(self, node: _Node, merged: _Node) -> None:
        """Add what '<<' brings in; a mapping's own keys win, then the mapping that comes first."""
        sources = [(merged.value, merged.start, merged.end, merged.kids)]
        if isinstance(merged.kids, list):
            sources = [
                (value, kid.start, kid.end, kid.kids)
                for value, kid in zip(merged.value, merged.kids)
            ]
        assert isinstance(node.kids, dict)
        for value, start, end, kids in sources:
            if not isinstance(kids, dict):
                message = "'<<' takes a mapping or a list of mappings"
                raise _Refused(Fault(message, start, end))
            for key, members in kids.items():
                if key not in node.kids:
                    node.value[key] = value[key]
                    node.kids[key] = members[-1:]

    def _expects_key(self) -> bool:
        if not self._stack:
            return False
        outer = self._stack[-1]
        return isinstance(outer.node.kids, dict) and outer.key is None

    def _after_properties(self, start: int, end: int) -> int:
        """Return where a value begins whose anchor or tag begins at `start`."""
        found = _PROPERTY.match(self._text, start, end)
        return found.end() if found else start

    def _last_visible(self, start: int, end: int) -> int:
        while end > start and self._text[end - 1] in " \t\r\n":
            end -= 1
        return end

    def _plain(self, node: _Node) -> Any:
        """Return what a plain scalar is by the core schema."""
        text = node.value
        if text in _WORDS:
            return _WORDS[text]
        if text[0] not in "-+.0123456789":
            return text
        if _INTEGER(text):
            return _integer(node)
        if _BASED(text):
            return int(text, 0)
        if _FLOAT(text):
            return _number(node)
        if _NO_NUMBER(text):
            raise _Refused(_not_carried(node))
        return text

    def _tagged(self, event: Any, node: _Node) -> Any:
        """Return what a scalar is that says itself what it is."""
        self._check_tag(event, "str", "int", "float", "bool", "null")
        wanted = event.tag[len(_CORE) :]
        if wanted == "str":
            return node.value
        value = self._plain(node)
        if wanted == "float" and type(value) is int:
            return float(value)
        if type(value).__name__ != {"null": "NoneType"}.get(wanted, wanted):
            message = f"'{node.source}' isn't what the tag !!{wanted} says"
            raise _Refused(Fault(message, node.start, node.end))
        return value

    def _check_tag(self, event: Any, *known: str) -> None:
        tag = event.tag
        if tag is None or tag == "!" or tag.removeprefix(_CORE) in known:
            return
        start = self._text.index("!", event.start_mark.index)
        found = re.compile(r"\S+").match(self._text, start)
        end = found.end() if found else start + 1
        message = f"the tag {self._text[start:end]} has no meaning here"
        raise _Refused(Fault(message, start, end, "remove it"))


def _integer(node: _Node) -> int:
    try:
        return int(node.value)
    except ValueError:  # more digits than Python converts
        message = f"the number is too large: it has {len(node.value.lstrip('+-')):,} digits"
        raise _Refused(Fault(message, node.start, node.end)) from None


def _number(node: _Node) -> float:
    value = float(node.value)
    if value - value != 0.0:
        raise _Refused(Fault("the number is too large", node.start, node.end))
    return value


def _not_carried(node: _Node) -> Fault:
    return Fault(f"{node.value} has no counterpart in JSON", node.start, node.end, "use null")


def _complex_key(start: int) -> Fault:
    repair = "quote it if it is text"
    return Fault("a key can't be a mapping or a list", start, start + 1, repair)


def _explain(text: str, error: Any) -> Fault:
    """Return in plain words what PyYAML's `error` is about."""
    mark = getattr(error, "problem_mark", None)
    if mark is None:
        found = _UNPRINTABLE.search(text)
        at = found.start() if found else 0
        code = f"U+{ord(text[at]):04X}" if found else "here"
        return Fault(f"the character {code} can't stand in YAML", at, at + 1, "remove it")
    at = min(mark.index, len(text))
    return Fault(str(error.problem), at, min(at + 1, len(text)))
