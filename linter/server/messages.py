"""What the protocol's messages hold, in its own words, and whether one holds it.

What the client says is read along these types before anybody believes it; what it is told is JSON as it is
written. Annotations are values here: they are what a message is judged by.
"""

from collections.abc import Iterator, Mapping
from types import UnionType
from typing import Any, NotRequired, TypedDict, get_args, get_origin, is_typeddict

Json = dict[str, Any]
"""An object of the protocol that we make, with the protocol's names."""


class ClientPosition(TypedDict):
    """A place in a document, as the client counts: from 0."""

    line: int
    character: int


class ClientRange(TypedDict):
    """A part of a document, as the client counts."""

    start: ClientPosition
    end: ClientPosition


class TextDocumentIdentifier(TypedDict):
    """A document."""

    uri: str


class VersionedTextDocumentIdentifier(TypedDict):
    """A document's version."""

    uri: str
    version: int


class TextDocumentItem(TypedDict):
    """A document that is opened."""

    uri: str
    version: int
    text: str


class WorkspaceFolder(TypedDict):
    """A folder that is open in the editor."""

    uri: str


class InitializeParams(TypedDict):
    """Who the client is, and what it can do."""

    capabilities: Json
    processId: NotRequired[int | None]
    rootPath: NotRequired[str | None]
    rootUri: NotRequired[str | None]
    workspaceFolders: NotRequired[list[WorkspaceFolder] | None]


class DidOpenTextDocumentParams(TypedDict):
    """What has been opened."""

    textDocument: TextDocumentItem


class ContentChange(TypedDict):
    """A change of a text: of all of it where no range is given."""

    text: str
    range: NotRequired[ClientRange | None]


class DidChangeTextDocumentParams(TypedDict):
    """What has been typed."""

    textDocument: VersionedTextDocumentIdentifier
    contentChanges: list[ContentChange]


class TextDocumentParams(TypedDict):
    """Which document is meant."""

    textDocument: TextDocumentIdentifier


class TextDocumentPositionParams(TypedDict):
    """Which place is meant."""

    textDocument: TextDocumentIdentifier
    position: ClientPosition


class ReferenceContext(TypedDict):
    """Which references are wanted."""

    includeDeclaration: bool


class ReferenceParams(TextDocumentPositionParams):
    """References to what stands at a place."""

    context: ReferenceContext


class RenameParams(TextDocumentPositionParams):
    """A new name for what stands at a place."""

    newName: str


class CodeActionContext(TypedDict):
    """Which kinds of actions are wanted."""

    only: NotRequired[list[str] | None]


class CodeActionParams(TypedDict):
    """A part of a document, for which actions are wanted."""

    textDocument: TextDocumentIdentifier
    range: ClientRange
    context: CodeActionContext


class DocumentDiagnosticParams(TypedDict):
    """A document whose diagnostics are wanted, and which are known."""

    textDocument: TextDocumentIdentifier
    previousResultId: NotRequired[str | None]


class PreviousResultId(TypedDict):
    """Which diagnostics of a document are known."""

    uri: str
    value: str


class WorkspaceDiagnosticParams(TypedDict):
    """Which diagnostics are known."""

    previousResultIds: list[PreviousResultId]


class FileEvent(TypedDict):
    """A file that something else has written."""

    uri: str


class DidChangeWatchedFilesParams(TypedDict):
    """What something else has written."""

    changes: list[FileEvent]


class WorkspaceFoldersChangeEvent(TypedDict):
    """Which folders are open now, and which no longer."""

    added: list[WorkspaceFolder]
    removed: list[WorkspaceFolder]


class DidChangeWorkspaceFoldersParams(TypedDict):
    """How the workspace has changed."""

    event: WorkspaceFoldersChangeEvent


class CancelParams(TypedDict):
    """A question whose answer is no longer wanted."""

    id: int | str


def faults(value: Any, expected: Any, path: str) -> list[str]:
    """Return what is wrong with a value where a type of the protocol is expected."""
    allowed = get_args(expected) if isinstance(expected, UnionType) else (expected,)
    found = [list(_faults(value, one, path)) for one in allowed]
    return [] if [] in found else found[0]


def _faults(value: Any, expected: Any, path: str) -> Iterator[str]:
    kind = get_origin(expected) or expected
    if is_typeddict(expected) and isinstance(value, dict):
        yield from _faults_of_object(value, expected, path)
    elif kind is list and isinstance(value, list):
        for at, each in enumerate(value):
            yield from faults(each, get_args(expected)[0], f"{path}[{at}]")
    elif is_typeddict(expected) or not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        yield f"invalid value for type, expected {kind.__name__} @ {path}"


def _faults_of_object(value: Mapping[str, Any], expected: Any, path: str) -> Iterator[str]:
    for name, hint in expected.__annotations__.items():
        if name in value:
            inner = get_args(hint)[0] if get_origin(hint) is NotRequired else hint
            yield from faults(value[name], inner, f"{path}.{name}")
        elif name in expected.__required_keys__:
            yield f"required field missing @ {path}.{name}"
