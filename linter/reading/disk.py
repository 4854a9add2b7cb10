"""What a run asks the disk while it reads: whoever remembers what came of it can ask the same again.

All that reads a project's files asks here, or has asked before which files there are.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final, Literal

from linter.files import LARGEST, read_bytes

if TYPE_CHECKING:
    from linter.reading.memory import Memory

Question = Literal["content", "names", "end", "is file"]
Heed = Callable[[Question, str, bytes | str], object]
"""Is told a question, the path that it is about, and the answer, or in words why there is none."""


def _content(path: str, largest: int) -> bytes:
    return read_bytes(path, largest=largest)


def _names(folder: str, _: int) -> bytes:
    return os.fsencode("\0".join(sorted(os.listdir(folder))))


def _end(path: str, _: int) -> bytes:
    try:
        return os.fsencode(os.path.realpath(path))
    except ValueError:  # there can't be a file of this name
        return path.encode("utf-8", "replace")


def _is_file(path: str, _: int) -> bytes:
    return b"yes" if os.path.isfile(path) else b""


QUESTIONS: Final[Mapping[Question, Callable[[str, int], bytes]]] = {
    "content": _content,  # what a file holds
    "names": _names,  # what is in a folder
    "end": _end,  # where a path leads when its links are followed
    "is file": _is_file,  # whether there is one
}
"""What answers each question about a path, of files up to a size; they raise OSError."""


def asked(
    question: Question, path: str, heed: Heed | None, memory: Memory | None = None, largest: int = LARGEST
) -> bytes:
    """Return what the disk answers, and let it be heeded; raises OSError where it has no answer."""
    try:
        if memory is not None and question == "content":
            answer = memory.content(path, largest)
        else:
            answer = QUESTIONS[question](path, largest)
    except OSError as error:
        if heed is not None:
            heed(question, path, trouble_of(error))
        raise
    if heed is not None:
        heed(question, path, answer)
    return answer


def trouble_of(error: OSError) -> str:
    """Return why there is no answer."""
    return error.strerror or str(error)
