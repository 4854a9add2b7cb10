"""Reads the requests of a `.http` or `.rest` file, as VS Code's REST Client and JetBrains' HTTP Client do.

What a file says beside them is passed over: scripts, response handlers, references to answers, the
settings of a client.  Nothing in it is refused; what is no request sends none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import dropwhile
from typing import Final

from linter.diagnostic import Location
from linter.named_tuple import NamedTuple
from linter.text.requests import Header, Piece, RequestList, Variable, Variables, Written
from linter.text.woven import Stretch, Woven, copied

_LINE: Final = re.compile(r"([^\r\n]*)(?:\r\n|\n|\r|\Z)")
_NEXT: Final = re.compile(r"[ \t]*#{3,}[ \t]*(.*)")
_COMMENT: Final = re.compile(r"[ \t]*(?:#|//)")
_NAMED: Final = re.compile(r"[ \t]*(?:#|//)[ \t]*@name[ \t=]++(\S++)\Z")
_VARIABLE: Final = re.compile(r"[ \t]*@([^\s=]+)[ \t]*=[ \t]*(.*)")
_OTHER: Final = re.compile(r"[ \t]*(?:import|run)[ \t]+(?:#|[^\s:]+\Z)")
_CURL: Final = re.compile(r"[ \t]*curl[ \t]", re.IGNORECASE)
_SCRIPT: Final = re.compile(r"[ \t]*[<>][ \t]*\{%")
_EARLIER: Final = re.compile(r"[ \t]*<[ \t]*\{%")
_AFTER_BODY: Final = re.compile(r">[ \t]|>>|<>")
_REQUEST: Final = re.compile(r"[ \t]*(?:([A-Za-z][A-Za-z-]*)[ \t]+)?(\S.*)")
_URL: Final = re.compile(r"https?://|[/$?]|\{\{|\{\w|[\w.-]+(?::\d+)?(?:/|\Z)", re.IGNORECASE)
_HTTP: Final = re.compile(r"[ \t]HTTP/[\d.]{1,5}\Z")
_MORE: Final = re.compile(r"[ \t]*([?&].*)|[ \t]+(?!//|#|[\w-]+[ \t]*:)(\S.*)")
_HEADER: Final = re.compile(r"[ \t]*([^\s:]+)[ \t]*:[ \t]*(.*)")
_INCLUDE: Final = re.compile(r"[ \t]*<(?:@\S*)?[ \t]+(\S.*)")


class _Line(NamedTuple):
    """A line, where it begins, and where it ends without what nobody sees."""

    text: str
    start: int
    end: int


def requests_of(name: str, text: str) -> RequestList:
    """Return the requests of the file `name`."""
    lines = _lines(text)
    written, comments, variables = [], [], []
    for title, block in _blocks(lines):
        reader = _Block(name, text, title, block)
        found = reader.request()
        written += [found] if found is not None else []
        comments += reader.comments
        variables += reader.variables
    all_ = Variables(variables)
    return RequestList(text, [one._replace(variables=all_) for one in written], comments)


def _lines(text: str) -> list[_Line]:
    stripped = ((found.start(), found[1].rstrip(" \t")) for found in _LINE.finditer(text))
    return [_Line(line, start, start + len(line)) for start, line in stripped]


def _blocks(lines: Sequence[_Line]) -> Iterator[tuple[Piece | None, list[_Line]]]:
    """Yield what stands between the lines that divide requests, with the name that such a line gives."""
    title: Piece | None = None
    block: list[_Line] = []
    for line in lines:
        found = _NEXT.match(line.text) if line.text.lstrip()[:3] == "###" else None
        if found is None:
            block.append(line)
            continue
        yield title, block
        title, block = (_part(line, *found.span(1)) if found[1] else None), []
    yield title, block


def _part(line: _Line, start: int, end: int) -> Piece:
    first, last = line.start + start, line.start + end
    return Piece(Woven([Stretch(line.text[start:end], first, last)]), first, last)


class _Block:
    """Reads one request, line by line; remembers comments and variables beside it."""

    def __init__(self, name: str, text: str, title: Piece | None, lines: list[_Line]) -> None:
        self._name = name
        self._text = text
        self._title = title
        self._lines = lines
        self._at = 0
        self.comments: list[tuple[int, int]] = []
        self.variables: list[Variable] = []

    def request(self) -> Written | None:
        """Return the request, if there is one."""
        self._before()
        found = _REQUEST.match(self._lines[self._at].text) if self._at < len(self._lines) else None
        if found is None or _CURL.match(found[0]):
            return None
        line = self._lines[self._at]
        method, first = self._method_and_url(line, found)
        if method is None and not _URL.match(first.text):
            return None
        self._at += 1
        url = self._url(first)
        headers = tuple(self._headers())
        body, include = self._body()
        start = method.start if method is not None else url.start
        end = max(
            one.end for one in (url, *(each.value for each in headers), body, include) if one is not None
        )
        return Written(start, end, method, url, headers, body, self._title, include=include)

    def _before(self) -> None:
        """Go to the line of the request; take up what stands before it."""
        while self._at < len(self._lines):
            line = self._lines[self._at]
            if _SCRIPT.match(line.text):
                self._pass_script()
            elif not self._is_beside(line) and not _OTHER.match(line.text):
                return
            self._at += 1

    def _is_beside(self, line: _Line) -> bool:
        """Tell whether a line is none of a request: blank, a comment, or one that defines a variable."""
        variable = _VARIABLE.match(line.text)
        if variable is not None:
            at = Location(self._name, (), "comment", (line.start + variable.start(1), line.end))
            self.variables.append(Variable(variable[1], variable[2], at))
        return variable is not None or self._is_comment(line) or not line.text.strip()

    def _is_comment(self, line: _Line) -> bool:
        if not _COMMENT.match(line.text):
            return False
        self.comments.append((line.start + len(line.text) - len(line.text.lstrip()), line.end))
        named = _NAMED.match(line.text)
        if named is not None:
            self._title = _part(line, *named.span(1))
        return True

    def _pass_script(self) -> None:
        while self._at < len(self._lines) and not self._lines[self._at].text.endswith("%}"):
            self._at += 1

    def _method_and_url(self, line: _Line, found: re.Match[str]) -> tuple[Piece | None, Piece]:
        """Return method and url; a word before what can't be a url is a part of it."""
        end = _without_version(line.text)
        if found[1] is not None and found.start(2) < end and (found[1].isupper() or _URL.match(found[2])):
            return _part(line, *found.span(1)), _part(line, found.start(2), end)
        return None, _part(line, found.start(2) if found[1] is None else found.start(1), end)

    def _url(self, first: Piece) -> Piece:
        """Return the whole url: lines that go on with it are indented, or begin with `?` or `&`."""
        pieces = [Stretch(first.text, first.start, first.end)]
        while self._at < len(self._lines):
            line = self._lines[self._at]
            more = _MORE.match(line.text)
            if more is not None:
                start, end = more.start(more.lastindex or 0), _without_version(line.text)
                pieces.append(Stretch(line.text[start:end], line.start + start, line.start + end))
            elif not self._is_comment(line):
                break
            self._at += 1
        return Piece(Woven(pieces), first.start, pieces[-1].end)

    def _headers(self) -> Iterator[Header]:
        while self._at < len(self._lines):
            line = self._lines[self._at]
            if not line.text.strip() or _AFTER_BODY.match(line.text) or _SCRIPT.match(line.text):
                return
            found = _HEADER.match(line.text) if not self._is_comment(line) else None
            if found is not None:
                yield Header(_part(line, *found.span(1)), _part(line, *found.span(2)))
            self._at += 1

    def _body(self) -> tuple[Piece | None, Piece | None]:
        """Return the body, or the name of the file that is sent as such."""
        self._before_body()
        lines = list(dropwhile(lambda one: not one.text.strip(), self._body_lines()))
        if not lines:
            return None, None
        include = _INCLUDE.match(lines[0].text) if len(lines) == 1 else None
        if include is not None:
            return None, _part(lines[0], *include.span(1))
        start, end = lines[0].start, lines[-1].end
        return Piece(copied(self._text, start, end), start, end), None

    def _before_body(self) -> None:
        """Pass over the scripts that stand between the headers and the body."""
        for at in range(self._at, len(self._lines)):
            text = self._lines[at].text
            if at < self._at or not text.strip():
                continue
            if _EARLIER.match(text) is None:
                return
            self._at = at
            self._pass_script()
            self._at += 1

    def _body_lines(self) -> Iterator[_Line]:
        """Yield the lines of the body; what follows it is none of it."""
        found: list[_Line] = []
        for line in self._lines[self._at :]:
            if _AFTER_BODY.match(line.text) or _SCRIPT.match(line.text):
                break
            found.append(line)
        while found and self._is_beside(found[-1]):
            found.pop()
        yield from found


def _without_version(line: str) -> int:
    """Return where a line ends, without the version of HTTP that it may end with."""
    tail = max(0, len(line) - len(" HTTP/1.1 "))
    found = _HTTP.search(line, tail)
    return len(line[: found.start()].rstrip()) if found is not None else len(line)
