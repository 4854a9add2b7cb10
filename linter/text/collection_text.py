"""Reads the requests of a Postman collection, v2.0 and v2.1, which is JSON.

What is disabled isn't sent, and scripts, saved answers and the settings of a client are passed over.  What
isn't as a collection has it is no request of ours: nothing in it is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, Final

from linter.diagnostic import Location, Path
from linter.named_tuple import NamedTuple
from linter.placeholders import in_text, is_value
from linter.text.json_text import Places
from linter.text.place import Member
from linter.text.requests import Header, Piece, RequestList, Variable, Variables, Written
from linter.text.woven import Stretch, Woven, unescaped

_PATH_VARIABLE: Final = re.compile(r"(?<=/):([A-Za-z_][\w-]*)(?=[/?#]|\Z)")
_MEDIA: Final = {
    "urlencoded": "application/x-www-form-urlencoded",
    "formdata": "multipart/form-data",
    "graphql": "application/graphql",
}


class _Value(NamedTuple):
    """A value of the collection, with its place."""

    value: Any
    path: Path
    member: Member


def is_collection(value: Any) -> bool:
    """Tell whether a value says of itself that it is a collection."""
    info = value.get("info") if type(value) is dict else None
    schema = info.get("schema") if type(info) is dict else None
    return type(schema) is str and "getpostman.com/" in schema and "/collection" in schema


def requests_of(name: str, text: str, value: Any) -> RequestList:
    """Return the requests of a collection."""
    reader = _Reader(name, text)
    root = _Value(value, (), reader.places.root)
    return RequestList(text, reader.below(root, None), json=reader.places)


class _Reader:
    """Reads a collection, of which it knows the places."""

    def __init__(self, name: str, text: str) -> None:
        self._name = name
        self._text = text
        self.places = Places(text)

    def below(self, folder: _Value, around: Variables | None) -> Iterator[Written]:
        """Yield the requests in a folder and in those in it, which lie no deeper than JSON may."""
        known = self._variables(self._in(folder, "variable"), around)
        for item in self._items(self._in(folder, "item")):
            if self._in(item, "item") is not None:
                yield from self.below(item, known)
            else:
                found = self._request(item, known)
                if found is not None:
                    yield found

    def _request(self, item: _Value, around: Variables | None) -> Written | None:
        request = self._in(item, "request")
        if request is None:
            return None
        outer = self._in(request, "url") or request  # a request may be a url
        url = self._url(outer)
        if url is None:
            return None
        return Written(
            request.member.start,
            request.member.end,
            self._string(self._in(request, "method")),
            url,
            tuple(self._headers(request)),
            self._body(self._in(request, "body")),
            self._string(self._in(item, "name")),
            request.path,
            self._variables(self._in(item, "variable"), around),
            self._variables(self._in(outer, "variable"), mark=":"),
            self._file(self._in(request, "body")),
            _MEDIA.get(str(_mode(self._in(request, "body"))), ""),
        )

    def _url(self, url: _Value) -> Piece | None:
        """Return what is sent as url: as it is written in one piece, where that agrees with its parts."""
        raw = self._string(url) or self._string(self._in(url, "raw"))
        parts = list(self._parts(url))
        if raw is None or (parts and "".join(one.text for one in parts) != raw.text):
            raw = Piece(Woven(parts), url.member.start, url.member.end, url.path, 1) if parts else None
        if raw is None:
            return None
        return raw._replace(woven=_with_path_variables(raw.woven), is_alone=not parts)

    def _parts(self, url: _Value) -> Iterator[Stretch]:
        """Yield what a url is put together of."""
        host, path = self._in(url, "host"), self._in(url, "path")
        if host is None and path is None:
            return
        protocol = self._string(self._in(url, "protocol"))
        if protocol is not None:
            yield from (*_all(protocol), _between("://", protocol))
        yield from self._joined(host, ".", "")
        port = self._string(self._in(url, "port"))
        if port is not None:
            yield from (_between(":", port), *_all(port))
        yield from self._joined(path, "/", "/")
        yield from self._query(url)

    def _joined(self, value: _Value | None, between: str, before: str) -> Iterator[Stretch]:
        """Yield the items of a list as one text, or a text."""
        if value is None:
            return
        one = self._string(value)
        parts = [one] if one is not None else list(self._segments(value))
        for number, part in enumerate(parts):
            sign = between if number else before
            if sign and not (one is not None and one.text.startswith(sign)):
                yield _between(sign, part, at_start=True)
            yield from _all(part)

    def _segments(self, value: _Value) -> Iterator[Piece]:
        for item in self._items(value):
            part = self._string(item) or self._string(self._in(item, "value"))
            if part is not None:
                yield part

    def _query(self, url: _Value) -> Iterator[Stretch]:
        query = self._in(url, "query")
        whole = self._string(query)
        if whole is not None:
            yield from (_between("?", whole, at_start=True), *_all(whole))
        elif query is not None:
            yield from self._pairs(query, "?")

    def _headers(self, request: _Value) -> Iterator[Header]:
        for one in self._items(self._in(request, "header")):
            key, value = self._string(self._in(one, "key")), self._string(self._in(one, "value"))
            if key is not None and value is not None and not _is_disabled(one):
                yield Header(key, value)

    def _body(self, body: _Value | None) -> Piece | None:
        """Return a raw body, or one of pairs as it is sent; of a form, what isn't in files."""
        if body is None or _is_disabled(body):
            return None
        mode = _mode(body)
        one = self._in(body, mode) if isinstance(mode, str) and mode != "file" else None
        raw = self._string(one)
        if one is None or raw is not None:
            return raw if raw is not None and raw.text.strip() else None
        pairs = list(self._pairs(one, ""))
        if not pairs and type(one.value) is dict:  # what GraphQL asks
            pairs = [Stretch(str(mode), one.member.start, one.member.end, copied=False)]
        if not pairs:
            return None
        return Piece(Woven(pairs), one.member.start, one.member.end, one.path, 1)

    def _file(self, body: _Value | None) -> Piece | None:
        """Return the name of the file that is sent as body."""
        is_file = body is not None and not _is_disabled(body) and _mode(body) == "file"
        return self._string(self._in(self._in(body, "file"), "src")) if is_file else None

    def _pairs(self, value: _Value, sign: str) -> Iterator[Stretch]:
        """Yield names and values as a query has them, without those that are disabled."""
        for one in self._items(value):
            key, said = self._string(self._in(one, "key")), self._string(self._in(one, "value"))
            first = key or said
            if first is None or _is_disabled(one):
                continue
            if sign:
                yield _between(sign, first, at_start=True)
            yield from _all(key) if key is not None else ()
            if said is not None:
                yield from (_between("=", said, at_start=True), *_all(said))
            sign = "&"

    def _variables(
        self, value: _Value | None, around: Variables | None = None, mark: str = ""
    ) -> Variables | None:
        """Return what names stand for where a list says so, and around it."""
        own = list(self._said(value, mark))
        return Variables(own, around) if own else around

    def _said(self, value: _Value | None, mark: str) -> Iterator[Variable]:
        for one in self._items(value):
            key = self._string(self._in(one, "key")) or self._string(self._in(one, "id"))
            said = self._in(one, "value")
            if key is None or said is None or _is_disabled(one):
                continue
            if is_value(said.value):
                yield Variable(mark + key.text, in_text(said.value), Location(self._name, said.path))

    def _in(self, value: _Value | None, name: str) -> _Value | None:
        """Return a property of an object, if it is one and has it."""
        if value is None or type(value.value) is not dict or value.value.get(name) is None:
            return None
        kids = self.places.kids(value.member)
        assert isinstance(kids, dict)
        return _Value(value.value[name], (*value.path, name), kids[name][-1])

    def _items(self, value: _Value | None) -> Iterator[_Value]:
        """Yield the items of a list, if it is one."""
        if value is None or type(value.value) is not list:
            return
        kids = self.places.kids(value.member)
        assert isinstance(kids, list)
        for number, (one, member) in enumerate(zip(value.value, kids, strict=True)):
            yield _Value(one, (*value.path, number), member)

    def _string(self, value: _Value | None) -> Piece | None:
        """Return a text, if a value is one."""
        if value is None or type(value.value) is not str:
            return None
        start, end = value.member.start, value.member.end
        return Piece(Woven(unescaped(self._text, start, end)), start, end, value.path, 1)


def _mode(body: _Value | None) -> object:
    """Return in which form a body is kept."""
    return body.value.get("mode", "raw") if body is not None and type(body.value) is dict else None


def _is_disabled(value: _Value) -> bool:
    return type(value.value) is dict and value.value.get("disabled") is True


def _all(part: Piece) -> Iterable[Stretch]:
    return part.woven.stretches


def _between(sign: str, part: Piece, *, at_start: bool = False) -> Stretch:
    """Return a sign that is not written, before a part or behind it."""
    at = part.start if at_start else part.end
    return Stretch(sign, at, at, copied=False)


def _with_path_variables(woven: Woven) -> Woven:
    """Return a url in which `:name` in the path is `{{:name}}`, a placeholder."""
    path = woven.text.partition("?")[0]
    found = [one.span() for one in _PATH_VARIABLE.finditer(path)]
    if not found:
        return woven
    made: list[Stretch] = []
    at = 0
    for start, end in found:
        made += woven.part(at, start)
        made.append(Stretch(f"{{{{{woven.text[start:end]}}}}}", *woven.span(start, end), copied=False))
        at = end
    return Woven([*made, *woven.part(at, len(woven.text))])
