"""What would act where a report, or what is said beside it, is shown."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any, Final

from defusedxml import ElementTree

_LOADING: Final = (
    "img",
    "iframe",
    "link",
    "object",
    "embed",
    "base",
    "image",
    "use",
    "foreignobject",
    "animate",
)

Trouble = tuple[str, str]

_ACTIVE: Final = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff"
    "\U000e0000-\U000e0fff]"
)
_OBEYED: Final = re.compile(r"##\w*\[|^[^\S\n]*::(?!:)", re.MULTILINE)
_OURS: Final = {
    "github": r"::(error|warning|notice) file=[^,\n]*,line=\d+,endLine=\d+(,col=\d+,endColumn=\d+)?,"
    r"title=[^,:\n]*::[^\n]*\n",
    "azure": r"##vso\[task\.logissue type=\w+;sourcepath=[^];\n]*;linenumber=\d+;columnnumber=\d+;code=\w+;\]"
    r"[^\n]*\n",
}
_STYLED: Final = r"\x1b\[[\d;]*m|\x1b\]8;;(?:(?:file|https)://[!-~]*)?\x1b\\"


def acts_in_editor(text: str) -> list[Trouble]:
    """Return what acts in the Markdown of an editor, which makes no HTML of it, but links."""
    return [*active(text), *_markdown(text, r"(?i)://|www\.|mailto:|@\w")]


def trouble(arguments: tuple[str, ...], out: str, err: str) -> Iterator[Trouble]:
    """Yield what acts in what a command has printed: what it is, and the text around it."""
    format_ = arguments[arguments.index("--format") + 1] if "--format" in arguments else "text"
    yield from active(err)
    yield from _obeyed(err)
    if "--hyperlinks" in arguments:
        out = re.sub(_STYLED, "", out)
    own = re.sub(_OURS[format_], "", out) if format_ in _OURS else out
    yield from _obeyed(own)
    yield from active(out)
    if format_ in _JUDGES and out:
        yield from _JUDGES[format_](out)


def active(text: str) -> list[Trouble]:
    """Return the characters that do something, or can't be seen."""
    return [("an active character", _around(text, found)) for found in _ACTIVE.finditer(text)]


def _obeyed(text: str) -> Iterator[Trouble]:
    for found in _OBEYED.finditer(text):
        yield "a command of a pipeline", _around(text, found)


def _around(text: str, found: re.Match[str]) -> str:
    return text[max(0, found.start() - 60) : found.end() + 60]


def _markdown(text: str, linked: str = r"(?i):(?=\S)|www\.|(@|&#64;)\w") -> Iterator[Trouble]:
    from markdown_it import MarkdownIt

    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    for token in tokens:
        for one in [token, *(token.children or ())]:
            if one.type in (
                "link_open",
                "image",
                "html_block",
                "fence",
                "code_block",
                "hr",
                "blockquote_open",
            ):
                yield f"markup: {one.type}", one.content or str(one.attrs)
            if one.type == "html_inline" and one.content not in ("<br>", "<code>", "</code>"):
                yield "markup: html", one.content
            if one.type == "heading_open" and one.markup != "#" * int(one.tag[1]):
                yield "markup: heading", one.content
        if token.type == "inline":
            outside = re.sub(r"(`+).*?\1|<code>.*?</code>", "", token.content)
            if re.search(linked, outside):
                yield "markup: a link that forges make", outside


class _Page(HTMLParser):
    """Collects what could act in a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[Trouble] = []
        self.scripts = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.scripts += tag == "script"
        if tag in _LOADING:
            self.found.append(("markup: a tag", tag))
        for name, value in attrs:
            link = name in ("href", "src", "action", "formaction", "xlink:href")
            away = link and not re.match("#|https://(?!evil)", value or "")
            if name.startswith("on") or name == "style" or away:
                self.found.append(("markup: an attribute", f"{tag} {name}={value}"))


def _html(text: str) -> Iterator[Trouble]:
    page = _Page()
    page.feed(text)
    yield from page.found
    if page.scripts != 1:
        yield "markup: scripts", str(page.scripts)


def _xml(text: str) -> Iterator[Trouble]:
    for element in ElementTree.fromstring(text.encode()).iter():
        tag = element.tag.rpartition("}")[2]
        if tag in ("script", "foreignObject", "a", "image", "use", "animate", "set"):
            yield "markup: an element", tag
        for name in element.attrib:
            if name.startswith("on") or name.endswith("href"):
                yield "markup: an attribute", f"{tag} {name}"


def _json(text: str) -> Iterator[Trouble]:
    json.loads(text)
    yield from ()


def _jsonl(text: str) -> Iterator[Trouble]:
    for line in text.removesuffix("\n").split("\n"):
        json.loads(line)
    yield from ()


def _sarif(text: str) -> Iterator[Trouble]:
    for run in json.loads(text)["runs"]:
        for message in _messages({**run, "tool": None}):
            for found in re.finditer(r"(?<!\\)\[[^\]]*(?<!\\)\]\(", message):
                yield "markup: a link", _around(message, found)


def _messages(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        yield from (
            value[one]
            for one in ("text", "markdown")
            if isinstance(value.get(one), str) and "snippet" not in value
        )
        for key, one in value.items():
            if key not in ("snippet", "insertedContent"):
                yield from _messages(one)
    if isinstance(value, list):
        for one in value:
            yield from _messages(one)


def _mermaid(text: str) -> Iterator[Trouble]:
    for line in text.splitlines():
        rest = re.sub(r'"[^"<>]*(<br/>[^"<>]*)*"', "", line)
        if re.search(r"[^\w\s\[\]|:#,.%&;()><=\-]|click|href", rest) or '"' in rest:
            yield "markup: a line of Mermaid", line


_OF_DOT: Final = (
    r"digraph relationships \{",
    "rankdir=.*",
    "// .*",
    r"subgraph cluster\d+ \{ label=Q;",
    r"b\d+( -> b\d+)? \[[\w=Q, ]*\];",
    r"\}",
)


def _dot(text: str) -> Iterator[Trouble]:
    for line in text.splitlines():
        rest = re.sub(r'"(?:[^"\\]|\\.)*"', "Q", line)
        if not any(re.fullmatch(rf"\s*{one}", rest) for one in _OF_DOT):
            yield "markup: a line of DOT", line


def _shell(text: str) -> Iterator[Trouble]:
    done = subprocess.run(["sh", "-n"], input=text.encode(), capture_output=True, check=False)
    if done.returncode:
        yield "no shell script", done.stderr.decode()


_JUDGES: Final = {
    "markdown": _markdown,
    "html": _html,
    "svg": _xml,
    "junit": _xml,
    "checkstyle": _xml,
    "rdjson": _json,
    "rdjsonl": _jsonl,
    "json": _json,
    "gitlab": _json,
    "jsonl": _jsonl,
    "sarif": _sarif,
    "mermaid": _mermaid,
    "dot": _dot,
    "shell": _shell,
}
