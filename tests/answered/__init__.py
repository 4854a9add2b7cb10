"""What the editor is answered at places of documents of one project: everything, as lines.

A document a file, `*.txt`: its name, its text with a `¦` at each place that is asked about, and below `---`
what is answered. `project/` is around all of them.
"""

from __future__ import annotations

import asyncio
import json
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from linter.server.features import make_server

FOLDER = Path(__file__).parent
MARK = "¦"
_ABLE = {
    "textDocument": {
        "diagnostic": {},
        "rename": {"prepareSupport": True},
        "completion": {"completionItem": {"snippetSupport": True}},
    },
    "workspace": {"workspaceEdit": {"documentChanges": True, "resourceOperations": ["create"]}},
}


_PLAIN = {"general": {"positionEncodings": ["utf-8"]}}
_ON_PLAIN = " (in a plain editor)"
_STAGED = " (in two environments)"
_BARE = " (without a configuration)"


class Asked(NamedTuple):
    """A document as it is typed, and what is answered about it."""

    name: str
    text: str  # with marks
    answers: str


def asked(path: Path) -> Asked:
    """Return what stands in a file."""
    name, _, rest = path.read_text("utf-8").partition("\n")
    text, _, answers = rest.partition("\n---\n")
    return Asked(name, text, answers)


def in_file(one: Asked) -> str:
    """Return a document and its answers as they stand in a file."""
    return f"{one.name}\n{one.text}\n---\n{one.answers}"


def answered(root: Path, one: Asked) -> str:
    """Return what the server says of a document in a copy of the project."""
    shutil.copytree(FOLDER / "project", root)
    if one.name.endswith(_STAGED):
        shutil.copytree(FOLDER / "environments", root, dirs_exist_ok=True)
    if one.name.endswith(_BARE):
        (root / "c360lint.toml").unlink()
    return asyncio.run(_ask(root, one)) + "\n"


async def _ask(root: Path, one: Asked) -> str:
    client = _Client(root)
    is_plain = one.name.endswith(_ON_PLAIN)
    name = one.name.removesuffix(_ON_PLAIN).removesuffix(_STAGED).removesuffix(_BARE)
    able, folder = (_PLAIN, {"rootPath": str(root)}) if is_plain else (_ABLE, {"rootUri": root.as_uri()})
    await client.ask("initialize", {"capabilities": able, **folder})
    client.tell("initialized", {})
    plain = one.text.replace(MARK, "")
    document = {"uri": client.uri(name), "languageId": "", "version": 1, "text": plain}
    client.tell("textDocument/didOpen", {"textDocument": document})
    lines = [line async for line in _of_document(client, name)]
    for number, at in enumerate(_marks(one.text), 1):
        lines += [f"{number} {line}" async for line in _at(client, name, plain, at)]
    everything = {"start": _position(plain, 0), "end": _position(plain, len(plain))}
    lines += [f"all {line}" async for line in _actions(client, name, everything, only=["source.fixAll"])]
    lines += [f"all {line}" async for line in _actions(client, name, everything)]
    client.tell("exit", {})
    return "\n".join(lines)


class _Client:
    """Speaks with a server in this process."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._server = make_server(self._received)
        self._waiting: dict[int, asyncio.Future[Any]] = {}

    def uri(self, name: str) -> str:
        return (self.root / name).as_uri()

    def tell(self, method: str, params: Any) -> None:
        self._send({"method": method, "params": params})

    async def ask(self, method: str, params: Any) -> Any:
        """Return the answer, or the error's message."""
        number = len(self._waiting)
        self._waiting[number] = asyncio.get_running_loop().create_future()
        self._send({"id": number, "method": method, "params": params})
        return await self._waiting[number]

    def _send(self, message: Any) -> None:
        self._server.connection.received(json.dumps({"jsonrpc": "2.0", **message}).encode())

    def _received(self, data: bytes) -> None:
        message = json.loads(data.partition(b"\r\n\r\n")[2])
        if "method" not in message:
            answer = message["error"]["message"] if "error" in message else message["result"]
            self._waiting[message["id"]].set_result(answer)


def _marks(text: str) -> Iterator[int]:
    """Yield where marks stand, in the text without them."""
    at = -1
    for before in range(text.count(MARK)):
        at = text.index(MARK, at + 1)
        yield at - before


async def _of_document(client: _Client, name: str) -> AsyncIterator[str]:
    params = {"textDocument": {"uri": client.uri(name)}}
    report = await client.ask("textDocument/diagnostic", params)
    for one in report["items"]:
        related = [_where(client, each["location"]) for each in one.get("relatedInformation", ())]
        more = {name: one[name] for name in ("severity", "tags", "data") if name in one}
        said = f"{one.get('code', 'obstacle')} at {_span(one['range'])}: {one['message']!r}"
        yield f"{said} {more} {', '.join(related)}"
    for one in await client.ask("textDocument/documentSymbol", params):
        for line in _symbols(one, ""):
            yield line


def _symbols(one: Any, indent: str) -> Iterator[str]:
    yield f"outline {indent}{one['name']} {one['kind']} {_span(one['range'])} {_span(one['selectionRange'])}"
    for child in one["children"]:
        yield from _symbols(child, f"{indent}  ")


async def _at(client: _Client, name: str, text: str, offset: int) -> AsyncIterator[str]:
    at = _position(text, offset)
    params = {"textDocument": {"uri": client.uri(name)}, "position": at}
    hover = await client.ask("textDocument/hover", params)
    if hover is not None:
        range_ = _span(hover["range"]) if "range" in hover else "no place"
        yield f"hover at {range_}: {hover['contents']['value']!r}"
    for what, more in (("definition", {}), ("references", {"context": {"includeDeclaration": False}})):
        found = await client.ask(f"textDocument/{what}", {**params, **more})
        if found:
            yield f"{what}: {', '.join(_where(client, one) for one in found)}"
    start = await client.ask("textDocument/prepareRename", params)
    if isinstance(start, str):
        yield f"no renaming: {start}"
    elif start is not None:
        yield f"renames {start['placeholder']} at {_span(start['range'])}"
        for new in ("Other", "a b", ""):
            edit = await client.ask("textDocument/rename", {**params, "newName": new})
            yield f"to {new!r}: {edit if isinstance(edit, str) else _edit(client, edit)}"
    found = await client.ask("textDocument/completion", params)
    for line in _completions(found["items"] if found is not None else ()):
        yield line
    async for line in _actions(client, name, {"start": at, "end": at}):
        yield line


def _position(text: str, offset: int) -> Any:
    before = text[:offset].split("\n")
    return {"line": len(before) - 1, "character": len(before[-1].encode("utf-16-le")) // 2}


async def _actions(client: _Client, name: str, range_: Any, **context: Any) -> AsyncIterator[str]:
    document = {"uri": client.uri(name)}
    params = {"textDocument": document, "range": range_, "context": {"diagnostics": [], **context}}
    for one in await client.ask("textDocument/codeAction", params):
        mends = " ".join(each["code"] for each in one["diagnostics"])
        preferred = " (preferred)" if one.get("isPreferred") else ""
        yield f"action {one['title']}{preferred} mends {mends}: {_edit(client, one['edit'])}"


def _completions(items: Any) -> Iterator[str]:
    """Yield each group of proposals that replace the same as one line."""
    groups: dict[str, list[str]] = {}
    for one in sorted(items, key=lambda one: one["sortText"]):
        new, label = one["textEdit"]["newText"], one["label"]
        said = f"{label}={new!r}" if new != label else label
        said += f" ({one['detail']})" if "detail" in one else ""
        groups.setdefault(f"{one['kind']} for {_span(one['textEdit']['range'])}", []).append(said)
    for place, said in groups.items():
        yield f"complete {place}: {' | '.join(said)}"


def _edit(client: _Client, edit: Any) -> str:
    written = []
    for uri, edits in edit.get("changes", {}).items():
        written += [f"{_name(client, uri)} {_span(each['range'])} {each['newText']!r}" for each in edits]
    for one in edit.get("documentChanges", ()):
        if one.get("kind") == "create":
            written.append(f"create {_name(client, one['uri'])}")
            continue
        name = _name(client, one["textDocument"]["uri"])
        written += [f"{name} {_span(each['range'])} {each['newText']!r}" for each in one["edits"]]
    return ", ".join(written)


def _where(client: _Client, one: Any) -> str:
    return f"{_name(client, one['uri'])} {_span(one['range'])}"


def _name(client: _Client, uri: str) -> str:
    return uri.removeprefix(client.root.as_uri() + "/")


def _span(range_: Any) -> str:
    (first, begin), (last, end) = ((at["line"], at["character"]) for at in (range_["start"], range_["end"]))
    return f"{first}:{begin}-{end}" if first == last else f"{first}:{begin}-{last}:{end}"
