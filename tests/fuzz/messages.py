"""What holds of the language server for whatever a client says to it."""

from __future__ import annotations

import asyncio
import json
import logging
import shutil
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from linter.server.connection import INTERNAL_ERROR
from linter.server.features import make_server
from linter.server.framing import framed, messages_in
from tests.fuzz.sources import folder
from tests.fuzz.target import REPO

WAIT: Final = 10
"""Seconds after which an answer isn't awaited any more."""


@cache
def project() -> Path:
    """Return a project of its own, whose documents the client opens."""
    made = folder() / "project"
    shutil.copytree(REPO / "examples/contoso-broken", made)
    return made


def conversation(data: bytes) -> None:
    """Each question of a client has one answer, and none of them is that the server has failed.

    An input is a list of messages in JSON, with `ROOT` for the project's folder, or bytes as they come.
    """
    try:
        said = json.loads(data)
        stream = b"".join(map(framed, said if isinstance(said, list) else [said]))
    except (ValueError, RecursionError):
        stream = data
    stream = stream.replace(b"ROOT", project().as_uri().encode())
    logging.disable(logging.CRITICAL)
    try:
        asked, answers = asyncio.run(_answers(_reframed(stream)))
    finally:
        logging.disable(logging.NOTSET)
    wrong = [one for one in answers if one.get("error", {}).get("code") == INTERNAL_ERROR]
    assert wrong == []
    given = [json.dumps(one["id"]) for one in answers if "method" not in one and one["id"] is not None]
    assert sorted(given) == sorted(asked)


def _reframed(stream: bytes) -> bytes:
    """Return messages whose lengths are as they say, where a name in them has been replaced."""
    pieces = stream.split(b"Content-Length: ")
    made = [pieces[0]]
    for piece in pieces[1:]:
        length, mark, content = piece.partition(b"\r\n\r\n")
        is_whole = content[:1] in b"{[" and content[-1:] in b"}]"
        made.append(b"Content-Length: %b%b%b" % (b"%d" % len(content) if is_whole else length, mark, content))
    return b"".join(made)


async def _answers(stream: bytes) -> tuple[list[str], list[dict[str, Any]]]:
    """Return the IDs of the questions in a stream, and all that the server says."""
    sent: list[bytes] = []
    server = make_server(sent.append)
    asked: list[str] = []
    for message in messages_in(BytesIO(stream)):
        asked += _id_of(message)
        server.connection.received(message)
    waiting = list(server.connection._asked.values())
    if waiting:
        await asyncio.wait(waiting, timeout=WAIT)
        await asyncio.sleep(0)
    for desk in list(server.projects):
        desk.leave()
    return asked, [json.loads(one.partition(b"\r\n\r\n")[2]) for one in sent]


def _id_of(message: bytes) -> list[str]:
    try:
        said = json.loads(message)
    except (ValueError, RecursionError):
        return []
    is_question = isinstance(said, dict) and said.get("jsonrpc") == "2.0" and "method" in said
    return [json.dumps(said["id"])] if is_question and isinstance(said.get("id"), int | str) else []
