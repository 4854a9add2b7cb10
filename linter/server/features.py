"""Which question of the editor is answered by what."""

from __future__ import annotations

import asyncio

from lsprotocol import types

from linter.server import answers, outline
from linter.server.actions import FIX_ALL
from linter.server.app import Server, result_id
from linter.server.diagnostics import SOURCE

_WATCHED = ("**/*.{json,yaml,yml,http,rest,toml,JSON,YAML,YML,HTTP,REST}", "**/.gitignore")


def make_server() -> Server:
    """Return a server that knows all its features."""
    server = Server()
    _follow_client(server)
    _follow_documents(server)
    _follow_workspace(server)
    _answer_diagnostics(server)
    _answer_typing(server)
    _answer_looking(server)
    _answer_changing(server)
    return server


def _follow_client(server: Server) -> None:
    @server.feature(types.INITIALIZE)
    async def initialize(params: types.InitializeParams) -> None:
        server.client_watch = asyncio.create_task(server.follow(params.process_id))

    @server.feature(types.SHUTDOWN)
    def shut_down(_params: None) -> None:
        server.is_shut_down = True

    @server.feature(types.EXIT)
    def left(_params: None) -> None:
        server.exit_code = 0 if server.is_shut_down else 1


def _follow_documents(server: Server) -> None:
    @server.feature(types.TEXT_DOCUMENT_DID_OPEN)
    def opened(params: types.DidOpenTextDocumentParams) -> None:
        server.open(params.text_document)

    @server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    def changed(params: types.DidChangeTextDocumentParams) -> None:
        server.change(params)

    @server.feature(types.TEXT_DOCUMENT_DID_SAVE)
    def saved(params: types.DidSaveTextDocumentParams) -> None:
        server.saved(params.text_document.uri)

    @server.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    def closed(params: types.DidCloseTextDocumentParams) -> None:
        server.close(params.text_document.uri)


def _follow_workspace(server: Server) -> None:
    @server.feature(types.INITIALIZED)
    def initialized(_params: types.InitializedParams) -> None:
        root = server.workspace.root_uri
        uris = [one.uri for one in server.workspace.folders.values()]
        server.folders_changed(uris or ([root] if root else []))
        watching = server.client_capabilities.workspace
        files = watching.did_change_watched_files if watching else None
        if files is not None and files.dynamic_registration:
            watchers = [types.FileSystemWatcher(one) for one in _WATCHED]
            options = types.DidChangeWatchedFilesRegistrationOptions(watchers)
            one = types.Registration("watch", types.WORKSPACE_DID_CHANGE_WATCHED_FILES, options)
            server.client_register_capability(types.RegistrationParams([one]))

    @server.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    def files_changed(params: types.DidChangeWatchedFilesParams) -> None:
        server.files_changed(change.uri for change in params.changes)

    @server.feature(types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS)
    def folders_changed(params: types.DidChangeWorkspaceFoldersParams) -> None:
        added, removed = params.event.added, params.event.removed
        server.folders_changed([one.uri for one in added], [one.uri for one in removed])


def _answer_diagnostics(server: Server) -> None:
    options = types.DiagnosticOptions(
        inter_file_dependencies=True, workspace_diagnostics=True, identifier=SOURCE
    )

    @server.feature(types.TEXT_DOCUMENT_DIAGNOSTIC, options)
    async def of_document(params: types.DocumentDiagnosticParams) -> types.DocumentDiagnosticReport:
        items = await server.diagnostics_of(params.text_document.uri)
        known = result_id(items)
        if params.previous_result_id == known:
            return types.RelatedUnchangedDocumentDiagnosticReport(known)
        return types.RelatedFullDocumentDiagnosticReport(items, result_id=known)

    @server.feature(types.WORKSPACE_DIAGNOSTIC)
    async def of_workspace(params: types.WorkspaceDiagnosticParams) -> types.WorkspaceDiagnosticReport:
        previous = {one.uri: one.value for one in params.previous_result_ids}
        found = await server.all_diagnostics()
        for uri in previous:
            found.setdefault(uri, [])
        return types.WorkspaceDiagnosticReport(
            [_report(server, uri, items, previous.get(uri)) for uri, items in found.items()]
        )


def _report(
    server: Server, uri: str, items: list[types.Diagnostic], previous: str | None
) -> types.WorkspaceDocumentDiagnosticReport:
    document, known = server.document(uri), result_id(items)
    version = document.version if document is not None else None
    if previous == known:
        return types.WorkspaceUnchangedDocumentDiagnosticReport(uri, known, version=version)
    return types.WorkspaceFullDocumentDiagnosticReport(uri, items, version=version, result_id=known)


def _answer_typing(server: Server) -> None:
    @server.feature(
        types.TEXT_DOCUMENT_COMPLETION, types.CompletionOptions(trigger_characters=['"', ":", " "])
    )
    async def complete(params: types.CompletionParams) -> types.CompletionList | None:
        question = await answers.question_of(server, params, fresh=False)
        return answers.completions(question) if question is not None else None


def _answer_looking(server: Server) -> None:
    @server.feature(types.TEXT_DOCUMENT_HOVER)
    async def hover(params: types.HoverParams) -> types.Hover | None:
        question = await answers.question_of(server, params, fresh=False)
        return answers.hovered(question) if question is not None else None

    @server.feature(types.TEXT_DOCUMENT_DEFINITION)
    async def define(params: types.DefinitionParams) -> list[types.Location]:
        question = await answers.question_of(server, params, fresh=True)
        return answers.definitions(question) if question is not None else []

    @server.feature(types.TEXT_DOCUMENT_REFERENCES)
    async def refer(params: types.ReferenceParams) -> list[types.Location]:
        question = await answers.question_of(server, params, fresh=True)
        declared = params.context.include_declaration
        return answers.references(question, declared=declared) if question is not None else []

    @server.feature(types.TEXT_DOCUMENT_DOCUMENT_SYMBOL)
    def list_symbols(params: types.DocumentSymbolParams) -> list[types.DocumentSymbol]:
        document = server.document(params.text_document.uri)
        return outline.outline(server, document) if document is not None else []


def _answer_changing(server: Server) -> None:
    kinds = [types.CodeActionKind.QuickFix, FIX_ALL]

    @server.feature(types.TEXT_DOCUMENT_CODE_ACTION, types.CodeActionOptions(code_action_kinds=kinds))
    async def act(params: types.CodeActionParams) -> list[types.CodeAction]:
        document = server.document(params.text_document.uri)
        desk = server.desk(document.path) if document is not None else None
        judged = await desk.current() if desk is not None else None
        if document is None or judged is None or judged.is_unreadable(document.path):
            return []
        return answers.code_actions(
            server, judged, server.documents.by_path.get(document.path, document), params
        )

    @server.feature(types.TEXT_DOCUMENT_PREPARE_RENAME)
    async def rename_start(params: types.PrepareRenameParams) -> types.PrepareRenamePlaceholder | None:
        question = await answers.question_of(server, params, fresh=True)
        return answers.rename_start(question) if question is not None else None

    @server.feature(types.TEXT_DOCUMENT_RENAME, types.RenameOptions(prepare_provider=True))
    async def rename(params: types.RenameParams) -> types.WorkspaceEdit | None:
        question = await answers.question_of(server, params, fresh=True)
        return answers.renamed(question, params.new_name) if question is not None else None
