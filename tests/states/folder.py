"""A folder that a state machine has to itself, and what it writes there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, chdir, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.server.test_kept import text_of


def own_folder() -> ExitStack:
    """Work in a new folder, until what is returned is closed, or left as a context."""
    stack = ExitStack()
    stack.enter_context(_new_folder())
    return stack


@contextmanager
def _new_folder() -> Iterator[None]:
    with TemporaryDirectory() as name, chdir(name):
        yield


def write(name: str | Path, content: Any) -> None:
    """Let a file have a content, a text or what JSON can say, or none: then it is gone."""
    path = Path(name)
    if content is None:
        path.unlink(missing_ok=True)
    else:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text_of(content), "utf-8")
