"""What $metadata says of requests to a service: their paths, methods, queries and bodies."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from linter.contracts.asked import judged, parsed
from linter.contracts.entities import WrittenEntities
from linter.contracts.metadata import Metadata
from linter.contracts.mistakes import Judgement, Mistake
from linter.contracts.paths import Walk
from linter.suggest import KnownNames, nearest

if TYPE_CHECKING:
    from linter.contracts.call import Call, CallOption
    from linter.importers.source import Source

SYSTEM: Final = (
    *(
        "$filter",
        "$search",
        "$select",
        "$expand",
        "$orderby",
        "$top",
        "$skip",
        "$count",
        "$apply",
        "$compute",
    ),
    *("$format", "$skiptoken", "$deltatoken", "$id", "$index", "$schemaversion", "$levels", "$crossjoin"),
)
_KNOWN: Final = KnownNames(SYSTEM)


class Service:
    """One service, as its $metadata describes it."""

    def __init__(self, schema: Metadata, name: str) -> None:
        self.schema = schema
        self.name = name
        self._entities = WrittenEntities(schema, name)

    def judge(self, call: Call) -> Iterator[Judgement]:
        """Yield what is wrong with a request, and what isn't judged of it."""
        options = list(self._options(call))
        query = parsed(call, options, with_path=True)
        if query.fault is not None:
            yield query.fault
            return
        walk = Walk(self.schema, call, self.name)
        here = walk.end()
        yield from walk.found
        if not here.kind:
            return
        yield from options
        type_ = self.schema.structure(here.type) if here.type else None
        yield from judged(call, query, self.schema, self.name, type_)
        if call.method not in here.methods:
            if here.methods and call.method not in ("", "HEAD", "OPTIONS"):
                at = call.envelope.at("method")
                yield Mistake("method", at, call.method, here.name.strip("`"), known=here.methods)
            return
        if here.kind == "entity" and call.may_create:
            at = call.envelope.at("method")
            yield Mistake("if-match", at, "If-Match", f"PATCH of an entity of {here.name}")
        yield from self._entities.of_body(call, here)

    def _options(self, call: Call) -> Iterator[Judgement]:
        """Yield the options that aren't OData's; without a `$` one is the service's own, or a slip."""
        for option in call.options:
            if option.name in SYSTEM or option.name[:1] == "@" or not option.name or call.opened(option.name):
                continue
            near = tuple(nearest(option.name, _KNOWN))
            if option.name[:1] == "$" or (near and self._is_slip(option, near)):
                at = call.within(option.start, option.start + len(option.name))
                yield Mistake("option", at, option.name, "OData", "query option", near)

    def _is_slip(self, option: CallOption, near: tuple[str, ...]) -> bool:
        """Tell whether an option without `$` is meant to be OData's: version 4.01 lets it do without."""
        is_same = f"${option.name.lower()}" in near
        return is_same and self.schema.version != "4.01"


def service_in(source: Source) -> Service:
    """Return the service that a file describes, in XML or in JSON; raises CannotImport."""
    from linter.importers.csdl import json_document, xml_document

    begins = source.data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    document = (json_document if begins in (b"{", b"[") else xml_document).read_document(source)
    return Service(Metadata(document), source.name)
