"""What an import had from its sources, kept beside the snapshot for the next import."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from typing import Any

from linter.files import read_bytes
from linter.importers import updated
from linter.importers.assemble import base_name
from linter.refusal import CannotRun
from linter.text.unwritable import in_escapes
from linter.text.whole import line_by_line


def remembered_file(output: str) -> str:
    """Return the path of the file beside a snapshot."""
    folder, name = os.path.split(output)
    return os.path.join(folder, f".{name}.imported")


def said_now(sources: Sequence[str], snapshot: dict[str, Any]) -> updated.Remembered:
    """Return what an import had from its sources."""
    return updated.Remembered(tuple(dict.fromkeys(in_escapes(base_name(one)) for one in sources)), snapshot)


def pieces_of(said: updated.Remembered) -> Iterator[str]:
    """Yield how it is written down for the next import, in pieces."""
    yield from line_by_line({"sources": list(said.sources), "snapshot": said.snapshot})
    yield "\n"


def said_last(output: str) -> updated.Remembered | None:
    """Return what the last import had from its sources, None where that isn't known; raises CannotRun."""
    path = remembered_file(output)
    if not os.path.lexists(path):
        return None
    try:
        told = json.loads(read_bytes(path))
        sources, snapshot = told["sources"], told["snapshot"]
        if not isinstance(snapshot, dict) or not all(isinstance(one, str) for one in sources):
            raise ValueError
        return updated.Remembered(tuple(sources), snapshot)
    except OSError as error:
        raise CannotRun(f"{path} can't be read: {error.strerror}") from error
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        message = "this is not what an import wrote; without it, what was changed by hand can't be told apart"
        raise CannotRun.at(path, 1, 1, f"{message} (take the file away to go on)") from error
