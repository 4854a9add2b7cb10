"""Which question of the editor is answered by what."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

from linter import __version__
from linter.server import answers, outline
from linter.server import messages as asked
from linter.server.actions import FIX_ALL
from linter.server.app import Server, result_id
from linter.server.client import client_of
from linter.server.connection import Feature
from linter.server.diagnostics import SOURCE
from linter.server.messages import Json

_BEFORE_NAMES: Final = '": /?&$=('  # the last ones in a url
_WATCHED: Final = ("**/*.{json,yaml,yml,http,rest,toml,py,JSON,YAML,YML,HTTP,REST}", "**/.gitignore")
_INCREMENTAL: Final = 2


def make_server(send: Callable[[bytes], None]) -> Server:
    """Return a server that knows all its features, and sends its messages by `send`."""
    return Server(FEATURES, send)


def _initialize(server: Server, params: asked.InitializeParams) -> Json:
    server.client = client_of(params["capabilities"])
    server.connection.unready = None
    server.first_folders = list(_folders(params))
    server.follow(params.get("processId"))
    return {"capabilities": _capabilities(server), "serverInfo": {"name": SOURCE, "version": __version__}}


def _folders(params: asked.InitializeParams) -> Iterator[str]:
    """Yield the URIs of what is open at the start; older clients name one folder, in one of two ways."""
    yield from (one["uri"] for one in params.get("workspaceFolders") or ())
    path, uri = params.get("rootPath"), params.get("rootUri")
    if not params.get("workspaceFolders") and (uri or path):
        yield uri or Path(path or "").absolute().as_uri()


def _capabilities(server: Server) -> Json:
    return {
        "positionEncoding": server.client.encoding,
        "textDocumentSync": {"openClose": True, "change": _INCREMENTAL, "save": True},
        "completionProvider": {"triggerCharacters": [*_BEFORE_NAMES]},
        "hoverProvider": True,
        "definitionProvider": True,
        "referencesProvider": True,
        "documentSymbolProvider": True,
        "codeActionProvider": {"codeActionKinds": ["quickfix", FIX_ALL]},
        "renameProvider": {"prepareProvider": True} if server.client.prepares_renaming else True,
        "diagnosticProvider": {
            "interFileDependencies": True,
            "workspaceDiagnostics": True,
            "identifier": SOURCE,
        },
        "workspace": {"workspaceFolders": {"supported": True, "changeNotifications": True}},
    }


def _initialized(server: Server, _params: Any) -> None:
    server.folders_changed(server.first_folders)
    if server.client.watches:
        method, watchers = "workspace/didChangeWatchedFiles", [{"globPattern": one} for one in _WATCHED]
        registration = {"id": "watch", "method": method, "registerOptions": {"watchers": watchers}}
        server.connection.ask("client/registerCapability", {"registrations": [registration]})


def _opened(server: Server, params: asked.DidOpenTextDocumentParams) -> None:
    server.open(params["textDocument"])


def _saved(server: Server, params: asked.TextDocumentParams) -> None:
    server.saved(params["textDocument"]["uri"])


def _closed(server: Server, params: asked.TextDocumentParams) -> None:
    server.close(params["textDocument"]["uri"])


def _files_changed(server: Server, params: asked.DidChangeWatchedFilesParams) -> None:
    server.files_changed(change["uri"] for change in params["changes"])


def _folders_changed(server: Server, params: asked.DidChangeWorkspaceFoldersParams) -> None:
    added, removed = params["event"]["added"], params["event"]["removed"]
    server.folders_changed([one["uri"] for one in added], [one["uri"] for one in removed])


async def _diagnostics(server: Server, params: asked.DocumentDiagnosticParams) -> Json:
    items = await server.diagnostics_of(params["textDocument"]["uri"])
    return _report(items, params.get("previousResultId"))


async def _all_diagnostics(server: Server, params: asked.WorkspaceDiagnosticParams) -> Json:
    previous = {one["uri"]: one["value"] for one in params["previousResultIds"]}
    found = await server.all_diagnostics()
    for uri in previous:
        found.setdefault(uri, [])
    reports = []
    for uri, items in found.items():
        document = server.document(uri)
        version = document.version if document is not None else None
        reports.append({"uri": uri, "version": version, **_report(items, previous.get(uri))})
    return {"items": reports}


def _report(items: list[Json], previous: str | None) -> Json:
    known = result_id(items)
    if previous == known:
        return {"kind": "unchanged", "resultId": known}
    return {"kind": "full", "resultId": known, "items": items}


async def _complete(server: Server, params: asked.TextDocumentPositionParams) -> Json | None:
    question = await answers.question_of(server, params, fresh=False)
    return answers.completions(question) if question is not None else None


async def _hover(server: Server, params: asked.TextDocumentPositionParams) -> Json | None:
    question = await answers.question_of(server, params, fresh=False)
    return answers.hovered(question) if question is not None else None


async def _define(server: Server, params: asked.TextDocumentPositionParams) -> list[Json]:
    question = await answers.question_of(server, params, fresh=True)
    return answers.definitions(question) if question is not None else []


async def _refer(server: Server, params: asked.ReferenceParams) -> list[Json]:
    question = await answers.question_of(server, params, fresh=True)
    declared = params["context"]["includeDeclaration"]
    return answers.references(question, declared=declared) if question is not None else []


def _outline(server: Server, params: asked.TextDocumentParams) -> list[Json]:
    document = server.document(params["textDocument"]["uri"])
    return outline.outline(server, document) if document is not None else []


async def _act(server: Server, params: asked.CodeActionParams) -> list[Json]:
    document = server.document(params["textDocument"]["uri"])
    desk = server.desk(document.path) if document is not None else None
    judged = await desk.current() if desk is not None else None
    if document is None or judged is None or judged.is_unreadable(document.path):
        return []
    return answers.code_actions(server, judged, server.documents.by_path.get(document.path, document), params)


async def _rename_start(server: Server, params: asked.TextDocumentPositionParams) -> Json | None:
    question = await answers.question_of(server, params, fresh=True)
    return answers.rename_start(question) if question is not None else None


async def _rename(server: Server, params: asked.RenameParams) -> Json | None:
    question = await answers.question_of(server, params, fresh=True)
    return answers.renamed(question, params["newName"]) if question is not None else None


FEATURES: Final = {
    "initialize": Feature(asked.InitializeParams, _initialize),
    "initialized": Feature(None, _initialized),
    "shutdown": Feature(None, lambda server, _params: server.shut_down()),
    "exit": Feature(None, lambda server, _params: server.end()),
    "textDocument/didOpen": Feature(asked.DidOpenTextDocumentParams, _opened),
    "textDocument/didChange": Feature(asked.DidChangeTextDocumentParams, Server.change),
    "textDocument/didSave": Feature(asked.TextDocumentParams, _saved),
    "textDocument/didClose": Feature(asked.TextDocumentParams, _closed),
    "workspace/didChangeWatchedFiles": Feature(asked.DidChangeWatchedFilesParams, _files_changed),
    "workspace/didChangeWorkspaceFolders": Feature(asked.DidChangeWorkspaceFoldersParams, _folders_changed),
    "textDocument/diagnostic": Feature(asked.DocumentDiagnosticParams, _diagnostics),
    "workspace/diagnostic": Feature(asked.WorkspaceDiagnosticParams, _all_diagnostics),
    "textDocument/completion": Feature(asked.TextDocumentPositionParams, _complete),
    "textDocument/hover": Feature(asked.TextDocumentPositionParams, _hover),
    "textDocument/definition": Feature(asked.TextDocumentPositionParams, _define),
    "textDocument/references": Feature(asked.ReferenceParams, _refer),
    "textDocument/documentSymbol": Feature(asked.TextDocumentParams, _outline),
    "textDocument/codeAction": Feature(asked.CodeActionParams, _act),
    "textDocument/prepareRename": Feature(asked.TextDocumentPositionParams, _rename_start),
    "textDocument/rename": Feature(asked.RenameParams, _rename),
}
"""What the client may ask and tell."""
