"""Projects as the server knows them, without a server."""

from __future__ import annotations

from pathlib import Path

from linter.reading.project_root import home_of
from linter.server.answers import with_settings
from linter.server.documents import OpenDocument
from linter.server.judged import Judged
from linter.server.session import Session


def written(root: Path, files: dict[str, str]) -> Path:
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode())
    return root


def judged(root: Path, unsaved: dict[str, str] | None = None) -> Judged:
    """Return what the server knows of a project, some files of which may be in the editor alone."""
    home = home_of(str(root), [str(root)])
    assert home is not None
    documents = {str(root / name): text for name, text in (unsaved or {}).items()}
    found = Session(home).judge({path: text.encode() for path, text in documents.items()}, lambda: None)
    open_ = {path: OpenDocument(Path(path).as_uri(), path, 1, text) for path, text in documents.items()}
    return with_settings(open_, found)
