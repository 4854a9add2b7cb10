"""What the client can do, as far as it makes a difference to us."""

from __future__ import annotations

from typing import Any, Final

from linter.named_tuple import NamedTuple

_ENCODINGS: Final = ("utf-8", "utf-16", "utf-32")


class Client(NamedTuple):
    """What the client can do; nothing, until it has said so."""

    encoding: str = "utf-16"  # how it counts columns
    pulls: bool = False  # it asks for diagnostics; then they aren't sent unasked
    refreshes: bool = False  # it can be told to ask again
    watches: bool = False  # it can be told which files to watch
    prepares_renaming: bool = False
    completes_snippets: bool = False
    edits_versions: bool = False  # edits can name the version of a document
    edits_snippets: bool = False
    creates_files: bool = False


def client_of(capabilities: Any) -> Client:
    """Return what a client can do that has these capabilities."""

    def able(*path: str) -> bool:
        return bool(_at(capabilities, *path))

    encodings = _listed(_at(capabilities, "general", "positionEncodings"))
    operations = _listed(_at(capabilities, "workspace", "workspaceEdit", "resourceOperations"))
    return Client(
        encoding=next((one for one in encodings if one in _ENCODINGS), "utf-16"),
        pulls=_at(capabilities, "textDocument", "diagnostic") is not None,
        refreshes=able("workspace", "diagnostics", "refreshSupport"),
        watches=able("workspace", "didChangeWatchedFiles", "dynamicRegistration"),
        prepares_renaming=able("textDocument", "rename", "prepareSupport"),
        completes_snippets=able("textDocument", "completion", "completionItem", "snippetSupport"),
        edits_versions=able("workspace", "workspaceEdit", "documentChanges"),
        edits_snippets=able("workspace", "workspaceEdit", "snippetEditSupport"),
        creates_files="create" in operations,
    )


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _at(value: Any, *path: str) -> Any:
    for name in path:
        value = value.get(name) if isinstance(value, dict) else None
    return value
