"""What contracts tell of requests: everything, as lines.

A file of requests for each contract, `*.txt`: method and path, headers, a body in JSON, and indented what is
told of it. The contracts are in `contracts/`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from linter.contracts.call import Call, Judge
from linter.contracts.mistakes import NamedInCall, Told, Unjudged
from linter.contracts.openapi import OpenApi
from linter.contracts.schema import InContract
from linter.contracts.service import service_in
from linter.diagnostic import Location, json_pointer
from linter.importers.openapi_document import described
from linter.importers.source import Source
from linter.reading.bodies import envelope_shape
from linter.shapes.reading import read

FOLDER = Path(__file__).parent
SERVER = "https://shop.example/api"
TOLD = "    "


class Request(NamedTuple):
    """A request as it stands in a file: its lines, and what is told of it."""

    lines: tuple[str, ...]
    told: tuple[str, ...]


def requests(path: Path) -> list[Request]:
    """Return the requests of a file, which empty lines divide."""
    blocks = [block.split("\n") for block in path.read_text("utf-8").strip("\n").split("\n\n")]
    return [
        Request(
            tuple(line for line in block if not line.startswith(TOLD)),
            tuple(line for line in block if line.startswith(TOLD)),
        )
        for block in blocks
    ]


@cache
def contract(name: str) -> Judge:
    """Return what judges by a contract of the folder."""
    source = Source(name, data=(FOLDER / "contracts" / name).read_bytes())
    return OpenApi(described(source)) if name.endswith(".yaml") else service_in(source)


def told(judge: Judge, lines: Iterable[str]) -> tuple[str, ...]:
    """Return what a contract tells of a request."""
    call = _call(judge, list(lines))
    types = {"asks": judge.asked(call), "writes": judge.written(call)}
    said = [f"{verb} {one.name}" for verb, one in types.items() if one is not None]
    return tuple(f"{TOLD}{line}" for line in (*(_line(call, one) for one in judge.judge(call)), *said))


def _call(judge: Judge, lines: list[str]) -> Call:
    method, _, path = lines[0].partition(" ")
    headers = dict(line.split(": ", 1) for line in lines[1:] if _is_header(line))
    envelope = {"method": method, "url": f"{SERVER}{path}", "headers": headers}
    bodies = [json.loads(line) for line in lines[1:] if not _is_header(line)]
    value = {**envelope, "body": bodies[0]} if bodies else envelope
    call = Call("r.json", read(value, envelope_shape(), "r.json").root, judge, len(SERVER))
    call.body = bodies[0] if bodies else None
    return call


def _is_header(line: str) -> bool:
    return line[:1].isalpha() and ": " in line


def _line(call: Call, one: Told) -> str:
    """Return one thing that is told: what it is, where, and all else that is said of it."""
    kind = "knows" if isinstance(one, NamedInCall) else "lacks" if isinstance(one, Unjudged) else "wrong"
    fields = dict(zip(one._fields, one, strict=True))
    said = [f"{name} {_written(call, value)}" for name, value in fields.items() if name != "at" and value]
    return "; ".join((f"{kind} at {_place(call, one.at)}", *said))


def _written(call: Call, value: Any) -> str:
    if isinstance(value, InContract):
        text = call.contract.text
        range_ = text.range(call.where(value))
        marked = text.text[text.offset(range_.start) : text.offset(range_.end)]
        return f"`{marked}` in line {range_.start.line}"
    if isinstance(value, Location):
        return _place(call, value)
    return " | ".join(value) if isinstance(value, tuple) else str(value)


def _place(call: Call, at: Location) -> str:
    """Return a place, with the part of the text that it marks."""
    text = call.envelope.at("url") == at._replace(slice=None) and call.url
    if at.slice is None:
        return f"{json_pointer(at.path)} {at.part}" if at.part != "value" else json_pointer(at.path)
    marked = text[slice(*at.slice)] if text else str(at.slice)
    return f"{json_pointer(at.path)} `{marked}`"


def in_file(all_: Iterable[Request]) -> str:
    """Return requests as they stand in a file."""
    return "\n\n".join("\n".join((*one.lines, *one.told)) for one in all_) + "\n"
