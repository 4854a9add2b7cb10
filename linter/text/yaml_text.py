"""Reads YAML as JSON values, by the 1.2 core schema, and finds the places of its values."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

import yaml

from linter.text.lines import line_start
from linter.text.place import DEPTH, Fault, Member, Parsed, is_printable, unquoted_placeholder
from linter.text.yaml_stand_ins import Spelling, respelled, spelling
from linter.wording import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from linter.text.place import Kids
    from linter.text.yaml_scalars import Sign

EXPANDED: Final = 100_000
"""How many values aliases may add to a file."""

# Only its events are used: PyYAML's own composer recurses, in C, and ends the process on deep nesting.
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
_BEFORE_CONTENT: Final = re.compile(r"(?:[ \t\r\n]|#[^\r\n]*|!<[^>\s]*>|[&!][^\s,\[\]{}]*)*")
_TAG: Final = re.compile(r"!<[^>\s]*>|![^\s,\[\]{}]*")
_BREAK: Final = re.compile(r"[\r\n]")
_LINE_WITHIN: Final = re.compile(r"(?:\r\n|\n|\r)( *+)[ \t]*+([^ \t\r\n])")
"""A line behind the first one: the spaces before it, and the first character that is none."""
_LINE_BREAKS: Final = frozenset("\n\r")


def read(text: str) -> Parsed:
    """Return what the YAML `text` says."""
    try:
        node, repeats = _built(text)
    except _FaultError as refused:
        return Parsed(None, refused.fault)
    except yaml.YAMLError as error:
        from linter.text import yaml_fault  # for broken files only

        return Parsed(None, yaml_fault.explain(text, error))
    return Parsed(node.value, None, repeats)


def _built(text: str) -> tuple[_Node, bool]:
    """Return a text's root, and whether it has equal keys; raise _FaultError or YAMLError."""
    if text[:1] == "\ufeff":  # libyaml would leave it out of its counts
        raise _limit("a second byte order mark stands here", 0, "remove it")
    spelled = spelling(text)
    builder = _Builder(text, spelled)
    try:
        return builder.build(), builder.repeats
    except yaml.YAMLError as error:
        again = respelled(spelled, f"{getattr(error, 'context', None)}: {getattr(error, 'problem', None)}")
        if again is None:
            raise
    builder = _Builder(text, again)
    return builder.build(), builder.repeats


class Places:
    """Where the values of a valid YAML text stand."""

    __slots__ = ("_signs", "_text", "root")

    def __init__(self, text: str) -> None:
        self._text = text
        self._signs: tuple[int, Sequence[Sign] | None] = -1, None  # of the last scalar, by where it begins
        node, _ = _built(text)
        self.root = Member(node.start, node.end, kids=node.kids)

    def kids(self, member: Member) -> Kids | None:
        """Return what the value at `member` contains; None for a scalar."""
        return member.kids

    def slice(self, start: int, end: int, part: tuple[int, int]) -> tuple[int, int]:
        """Return where characters `part` of the scalar at `start` to `end` are written.

        The whole scalar, where it isn't written as it reads.
        """
        text = self._text[start:end]
        if not text or text[0] == "*":
            return start, end
        if text[0] not in "|>'\"" and _LINE_BREAKS.isdisjoint(text):
            first = min(start + max(part[0], 0), end)
            return first, max(first, min(start + part[1], end))
        if self._signs[0] != start:
            from linter.text.yaml_scalars import characters

            self._signs = start, characters(text)
        signs = self._signs[1]
        return (start, end) if signs is None else _between(signs, start, part)


def _between(signs: Sequence[Sign], start: int, part: tuple[int, int]) -> tuple[int, int]:
    """Return where a part of a scalar stands, from the place of each of its characters."""
    found = signs[max(part[0], 0) : part[1]]
    if found:
        return start + found[0].start, start + found[-1].end
    at = signs[part[0]].start if part[0] < len(signs) else signs[-1].end if signs else 1
    return start + at, start + at


class _FaultError(Exception):
    """Carries a fault out of the builder."""

    def __init__(self, message: str, start: int, end: int, repair: str = "") -> None:
        self.fault = Fault(message, start, end, repair)


def _limit(message: str, at: int, repair: str) -> _FaultError:
    """Return the fault of a character that only the reader refuses."""
    from linter.text.yaml_limits import allowed

    return _FaultError(*allowed(message, at, at + 1, repair))


class _Node:
    """A finished value: what it is, where it stands, what it contains."""

    __slots__ = ("depth", "end", "is_merge", "kids", "size", "source", "start", "value")

    def __init__(self, value: Any, start: int, end: int) -> None:
        self.value = value
        self.start = start
        self.end = end
        self.kids: Kids | None = None
        self.size = 1  # itself and all that it contains, aliases counted as if written out
        self.depth = 0
        self.source: str | None = None  # a scalar's text, which is its name where it is a key
        self.is_merge = False


class _Open:
    """A mapping or a sequence that isn't finished."""

    __slots__ = ("anchor", "key", "merged", "node")

    def __init__(self, node: _Node, anchor: str | None) -> None:
        self.node = node
        self.anchor = anchor
        self.key: _Node | None = None
        self.merged: _Node | None = None


class _Builder:
    """Builds the value of a text from PyYAML's events, without recursion."""

    def __init__(self, text: str, spelled: Spelling) -> None:
        self.repeats = False
        self._text = text
        self._spelled = spelled
        self._stack: list[_Open] = []
        self._anchors: dict[str, _Node | None] = {}  # None while the node isn't finished
        self._expanded = 0
        self._root: _Node | None = None

    def build(self) -> _Node:
        """Return the root; raise _FaultError or YAMLError where there is none."""
        handlers = {
            yaml.ScalarEvent: self._scalar,
            yaml.MappingStartEvent: self._open_mapping,
            yaml.SequenceStartEvent: self._open_sequence,
            yaml.MappingEndEvent: self._close,
            yaml.SequenceEndEvent: self._close,
            yaml.AliasEvent: self._alias,
            yaml.DocumentStartEvent: self._document,
        }
        loader = _Loader(self._spelled.text)
        try:
            event = loader.get_event()
            while type(event) is not yaml.StreamEndEvent:
                handler = handlers.get(type(event))
                if handler:
                    handler(event)
                event = loader.get_event()
        finally:
            loader.dispose()
        root = self._root
        if root is None or (root.source == "" and root.value is None):
            raise _FaultError("the file is empty", 0, 0, "write a YAML value, such as {}")
        return root

    def _document(self, event: Any) -> None:
        if self._root is not None:
            start, end = event.start_mark.index, event.end_mark.index
            raise _FaultError("a second document", start, end, "a file holds one; put several into a list")

    def _scalar(self, event: Any) -> None:
        node = _Node(self._spelled.meant(event.value), *self._scalar_span(event))
        if event.style in ("'", '"'):
            self._check_lines(node.start, node.end)
            self._check_comment(node.end)
        if self._text[node.start - 1 : node.start] == "?" and node.start < node.end:
            raise _limit("a value begins with `?`", node.start - 1, "put it in quotes")  # no mark of a key
        node.source = node.value
        if event.tag is None and not event.style:
            node.value = _plain(node)
            node.is_merge = node.source == "<<"
        elif event.tag is not None and event.tag != "!":
            node.value = self._tagged(event, node)
        if event.anchor is not None:
            self._check_anchor(event)
            self._anchors[event.anchor] = node
        self._add(node)

    def _scalar_span(self, event: Any) -> tuple[int, int]:
        start, end = event.start_mark.index, event.end_mark.index
        if self._text[start : start + 1] in ("&", "!"):
            start = self._content(start, end)
        if start == end:  # PyYAML puts an empty scalar before the next token, maybe lines below
            end = self._visible_end(0, end)
            return end, end
        if event.style in ("|", ">"):
            end = self._visible_end(start, end)
        return start, end

    def _open_mapping(self, event: Any) -> None:
        self._open(event, {}, {}, "map")

    def _open_sequence(self, event: Any) -> None:
        self._open(event, [], [], "seq")

    def _open(self, event: Any, value: Any, kids: Kids, tag: str) -> None:
        start = event.start_mark.index
        if event.anchor is not None or event.tag is not None:
            self._check_tag(event, tag)
            start = self._content(start, len(self._text))
        if len(self._stack) >= DEPTH:
            raise _FaultError(f"more than {DEPTH} levels of nesting", start, start + 1)
        if event.anchor is not None:
            self._check_anchor(event)
            self._anchors[event.anchor] = None
        node = _Node(value, start, start)
        node.kids = kids
        node.depth = 1
        self._refuse_complex_key(node)
        self._stack.append(_Open(node, event.anchor))

    def _close(self, event: Any) -> None:
        closed = self._stack.pop()
        node = closed.node
        if self._text[node.start : node.start + 1] in (
            "[",
            "{",
        ):  # else it ends with its last value, or it is a pair in a list
            node.end = event.end_mark.index
            self._check_lines(node.start, node.end, "#]}")
            self._check_comment(node.end)
        if closed.merged is not None:
            _merge(node, closed.merged)
        if closed.anchor is not None:
            self._anchors[closed.anchor] = node
        self._add(node)

    def _alias(self, event: Any) -> None:
        start, end = event.start_mark.index, event.end_mark.index
        if event.anchor not in self._anchors:
            raise _FaultError(f"there is no anchor `&{event.anchor}` before this alias", start, end)
        target = self._anchors[event.anchor]
        if target is None:
            raise _FaultError(f"`&{event.anchor}` contains itself", start, end)
        self._expanded += target.size
        if self._expanded > EXPANDED:
            raise _FaultError(f"aliases add more than {EXPANDED:,} values", start, end)
        if len(self._stack) + target.depth > DEPTH:
            raise _FaultError(f"more than {DEPTH} levels of nesting", start, end)
        node = _Node(target.value, start, end)
        node.kids, node.size, node.depth = target.kids, target.size, target.depth
        node.source = target.source
        self._add(node)

    def _add(self, node: _Node) -> None:
        """Put a finished value where it belongs."""
        if not self._stack:
            self._root = node
            return
        outer = self._stack[-1]
        owner = outer.node
        if type(owner.kids) is list:
            owner.value.append(node.value)
            owner.kids.append(Member(node.start, node.end, -1, -1, node.kids))
        elif outer.key is None:
            self._take_key(outer, node)
        else:
            self._put(outer, outer.key, node)
        owner.size += node.size
        owner.depth = max(owner.depth, node.depth + 1)
        owner.end = max(node.end, owner.start)

    def _take_key(self, outer: _Open, node: _Node) -> None:
        self._refuse_complex_key(node)
        outer.key = node

    def _put(self, outer: _Open, key: _Node, node: _Node) -> None:
        owner = outer.node
        outer.key = None
        if key.is_merge:
            if outer.merged is not None:
                raise _FaultError("a second `<<` in a mapping", key.start, key.end, "list them: <<: [*a, *b]")
            outer.merged = node
            return
        assert type(owner.kids) is dict
        assert key.source is not None
        owner.value[key.source] = node.value
        known = owner.kids.setdefault(key.source, [])
        known.append(Member(node.start, node.end, key.start, key.end, node.kids))
        self.repeats = self.repeats or len(known) > 1

    def _refuse_complex_key(self, node: _Node) -> None:
        outer = self._stack[-1] if self._stack else None
        if outer and outer.key is None and type(outer.node.kids) is dict and node.source is None:
            end = max(node.end, node.start + 1)
            fault = unquoted_placeholder(self._text, node.start)
            if fault is not None:
                raise _FaultError(*fault)
            raise _FaultError("a key can't be a mapping or a list", node.start, end, "quote it if it is text")

    def _check_comment(self, end: int) -> None:
        """Refuse a comment right behind a string or a list: it is none."""
        if self._text[end : end + 1] == "#":
            raise _FaultError("a comment begins behind a blank", end, end + 1, "put a space before the `#`")

    def _check_anchor(self, event: Any) -> None:
        """Refuse a name that goes on where the reader has ended it."""
        start = self._text.find(f"&{event.anchor}", event.start_mark.index)
        end = start + 1 + len(event.anchor)
        if start >= 0 and self._text[end : end + 1] == ":":
            raise _limit("a colon stands in the name of an anchor", end, "leave it out")

    def _check_lines(self, start: int, end: int, free: str = "") -> None:
        """Refuse a line of a string or a list that stands no further in than what the value belongs to.

        A line that begins with one of the `free` characters may, and what is in a list goes with it.
        """
        owner = self._stack[-1].node.start if self._stack else start
        if owner == start or self._text[owner] in "[{" or not _BREAK.search(self._text, start, end):
            return
        column = owner - line_start(self._text, owner)
        for found in _LINE_WITHIN.finditer(self._text, start, end):
            if len(found[1]) <= column and found[2] not in free:
                at = found.start(2)
                repair = f"put at least {counted(column + 1, 'space')} before it"
                raise _FaultError("a line within a value isn't indented far enough", at, at + 1, repair)

    def _content(self, start: int, end: int) -> int:
        """Return where a value begins whose anchor or tag begins at `start`."""
        found = _BEFORE_CONTENT.match(self._text, start, end)
        return found.end() if found else start

    def _visible_end(self, start: int, end: int) -> int:
        end = min(end, len(self._text))  # what PyYAML reads may have a line more
        while end > start and self._text[end - 1] in " \t\r\n":
            end -= 1
        return end

    def _tagged(self, event: Any, node: _Node) -> Any:
        """Return what a scalar is that says itself what it is."""
        self._check_tag(event, "str", "int", "float", "bool", "null")
        wanted = event.tag.removeprefix(_CORE)
        if wanted == "str":
            return node.value
        value = _plain(node)
        if wanted == "float" and type(value) is int:
            return _number(node)
        if type(value).__name__ != ("NoneType" if wanted == "null" else wanted):
            start, end = node.start, node.end
            raise _FaultError(f"`{node.source}` isn't what its tag `!!{wanted}` says", start, end)
        return value

    def _check_tag(self, event: Any, *known: str) -> None:
        tag = event.tag
        if tag is None or tag == "!" or (tag.startswith(_CORE) and tag.removeprefix(_CORE) in known):
            return
        found = _TAG.search(self._text, event.start_mark.index)
        start, end = found.span() if found else (event.start_mark.index, event.end_mark.index)
        repair = "use the plain value"
        raise _FaultError(f"the tag `{self._text[start:end]}` has no meaning here", start, end, repair)


def _merge(node: _Node, merged: _Node) -> None:
    """Add what `<<` brings in: a mapping's own keys win, then the mapping that comes first."""
    sources = [(merged.value, Member(merged.start, merged.end, kids=merged.kids))]
    if type(merged.kids) is list:
        sources = list(zip(merged.value, merged.kids, strict=True))
    assert type(node.kids) is dict
    for value, source in sources:
        if type(source.kids) is not dict:
            repair = "give a mapping or a list of mappings"
            raise _FaultError("`<<` takes mappings only", source.start, source.end, repair)
        for key, members in source.kids.items():
            if key not in node.kids:
                node.value[key] = value[key]
                node.kids[key] = members[-1:]


def _plain(node: _Node) -> Any:
    """Return what a plain scalar is by the core schema."""
    text = node.source
    assert text is not None
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in "-+.0123456789":
        return text
    if _INTEGER(text):
        return _integer(node)
    if _BASED(text):
        return _based(node)
    if _FLOAT(text):
        return _number(node)
    if _NO_NUMBER(text):
        raise _FaultError(f"`{text}` isn't a JSON value", node.start, node.end, "write null")
    return text


def _integer(node: _Node) -> int:
    assert node.source is not None
    try:
        return int(node.source)
    except ValueError:  # more digits than Python converts
        raise _too_large(node, len(node.source.lstrip("+-"))) from None


def _based(node: _Node) -> int:
    assert node.source is not None
    value = int(node.source, 0)
    if not is_printable(value):
        raise _too_large(node, len(node.source) - len("0x"))
    return value


def _too_large(node: _Node, digits: int) -> _FaultError:
    return _FaultError(f"the number is too large: it has {digits:,} digits", node.start, node.end)


def _number(node: _Node) -> float:
    assert node.source is not None
    value = float(node.source)
    if value - value != 0.0:
        raise _FaultError("the number is too large", node.start, node.end)
    return value
