"""The contracts that the configuration names: their files, read once as long as they stay as they are."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from linter.contracts.call import Call
from linter.contracts.servers import Servers, ServerUrl
from linter.importers.found import CannotImport
from linter.importers.source import Source
from linter.reading.sources import required
from linter.refusal import CannotRun

if TYPE_CHECKING:
    from linter.configuration.settings import Contract
    from linter.contracts.call import Judge
    from linter.reading.inputs import Inputs
    from linter.reading.memory import Memory
    from linter.shapes.node import Node
    from linter.text.source import Text


class Contracts:
    """The contracts of a project, and which of them judges a request."""

    def __init__(self, judges: Iterable[tuple[Servers, Judge]] = ()) -> None:
        self._judges = tuple(judges)

    @property
    def identity(self) -> tuple[Any, ...]:
        """What is another one where a contract is: what was read under others is read again."""
        return tuple(judge for _, judge in self._judges)

    @property
    def texts(self) -> dict[str, Text]:
        """Their files, into which findings may point."""
        return {judge.text.name: judge.text for _, judge in self._judges}

    def call(self, document: str, envelope: Node) -> Call | None:
        """Return a request as its contract sees it; None where it goes to nobody's server."""
        url = envelope.text("url") or ""
        ends = ((servers.end_in(url), judge) for servers, judge in self._judges)
        found = [(end, judge) for end, judge in ends if end is not None]
        if not found:
            return None
        end, judge = max(found, key=lambda one: one[0])
        return Call(document, envelope, judge, end)


def contracts_of(inputs: Inputs, memory: Memory | None = None) -> Contracts:
    """Return the contracts that the configuration names; raises CannotRun for one that can't be read."""
    return Contracts(_contract(inputs, one, memory) for one in inputs.configuration.contracts)


def _contract(inputs: Inputs, one: Contract, memory: Memory | None) -> tuple[Servers, Judge]:
    name, data = required(inputs, inputs.path(one.file), "contract", memory)
    try:
        named, judge = _read(name, data, is_openapi=one.is_openapi)
    except CannotImport as error:
        raise CannotRun.at(name, error.line, error.column, _told(error)) from error
    servers = [*named, *map(ServerUrl, one.servers)]
    if not any(server.says_where for server in servers):
        raise CannotRun(f"contract {name} names no server; say it by `servers` in [[contracts]]", name)
    return Servers(servers), judge


@lru_cache(maxsize=8)
def _read(name: str, data: bytes, *, is_openapi: bool) -> tuple[tuple[ServerUrl, ...], Judge]:
    """Return the servers that a contract names, and what judges by it."""
    source = Source(name, data=data)
    if is_openapi:
        from linter.contracts.openapi import OpenApi
        from linter.importers.openapi_document import described

        api = OpenApi(described(source))
        return tuple(api.servers()), api
    from linter.contracts.service import service_in

    return (), service_in(source)


def _told(error: CannotImport) -> str:
    return f"the contract can't be read: {error.message}" + (f"; {error.help}" if error.help else "")
