"""What $metadata says of requests to a service: their paths, methods, queries and bodies."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

from linter.contracts.asked import judged, parsed, repeated
from linter.contracts.entities import WrittenEntities, parameters_of
from linter.contracts.metadata import Metadata
from linter.contracts.mistakes import Judgement, Mistake, Told, Unjudged
from linter.contracts.paths import Reached, Walk
from linter.diagnostic import Lack, Location, Position
from linter.odata.mending import OPTIONS, options_meant
from linter.suggest import KnownNames, nearest

if TYPE_CHECKING:
    from linter.contracts.call import Call, CallOption
    from linter.contracts.schema import InContract, Structure
    from linter.importers.source import Source
    from linter.text.source import Text

_KNOWN: Final = KnownNames(OPTIONS)
_OLD: Final = ("1", "2", "3")  # how $metadata before OData 4 calls its version
_OF_ALL: Final = ("PATCH", "PUT", "DELETE")  # what 4.01 may do to all entities of a collection


class Service:
    """One service, as its $metadata describes it."""

    def __init__(self, schema: Metadata, text: Text) -> None:
        self.schema = schema
        self.text = text
        self.name = text.name
        self._entities = WrittenEntities(schema, text.name)

    def where(self, declared: InContract) -> Location:
        """Return the place of a declaration in the file."""
        if isinstance(declared.place[0], str):
            return Location(self.name, declared.place, "key")
        line, column = map(int, declared.place)
        start = self.text.offset(Position(line, column))
        tag = re.compile(rf"""\sName\s*=\s*(["']){re.escape(declared.name)}\1""")
        named = tag.search(self.text.text, start, self.text.text.find(">", start))
        end = named.end() - 1 if named is not None else start
        return Location(self.name, (), "comment", (end - len(declared.name) if named else start, end))

    def judge(self, call: Call) -> Iterator[Told]:
        """Yield what is wrong with a request, what isn't judged of it, and the names in it that are known."""
        if self.schema.version.startswith(_OLD):
            yield from self._of_older_version(call)
            return
        options = list(self._options(call))
        query = parsed(call, options, with_path=True)
        if query.fault is not None:
            yield from _meant_as_id(call, options) or [query.fault]
            return
        walk = Walk(self.schema, call, self.name)
        here = walk.end()
        yield from walk.found
        if here.kind:
            yield from options
            type_ = self.schema.structure(here.type) if here.type else None
            yield from judged(call, query, self.schema, self.name, type_)
            yield from self._done(call, here)
        elif not any(isinstance(one, Mistake) for one in walk.found):
            yield from options

    def _done(self, call: Call, here: Reached) -> Iterator[Told]:
        """Yield what is wrong with what is done to that to which a path leads: with method and body."""
        at = call.envelope.at("method")
        if self.schema.version == "4.01" and here.kind == "collection" and call.method in _OF_ALL:
            lack = Lack("what changes a whole collection isn't judged", "what changes one entity is")
            yield Unjudged(call.in_body(), lack, "body value")
        elif call.method in here.methods:
            if here.kind == "entity" and call.may_create:
                yield Mistake("if-match", at, "If-Match", f"PATCH of an entity of {here.name}")
            yield from self._entities.of_body(call, here)
        elif here.methods and call.method not in ("", "HEAD", "OPTIONS"):
            name = here.name.strip("`")
            yield Mistake("method", at, call.method, name, known=here.methods, declared=here.declared)

    def _of_older_version(self, call: Call) -> Iterator[Told]:
        """Yield what is wrong with the name that a path begins with: the rest was written otherwise then."""
        found = Walk(self.schema, call, self.name).beginning()
        yield from found
        if not any(isinstance(one, Mistake) for one in found) and call.query:
            lack = f"{self.name} is of a version of OData before 4, whose queries aren't judged"
            yield Unjudged(
                call.at, Lack(lack, "name $metadata of version 4, if the service has it"), "syntax"
            )

    def begins(self) -> Iterable[str]:
        """Return what a path can begin with: sets, singletons and operations."""
        return self.schema.entry_points.names

    def asked(self, call: Call) -> Structure | None:
        """Return the type of what a request's query asks: that to which its path leads."""
        type_ = Walk(self.schema, call, self.name).end().type
        return self.schema.structure(type_) if type_ else None

    def written(self, call: Call) -> Structure | None:
        """Return the type of what a request's body says."""
        here = Walk(self.schema, call, self.name).end()
        if here.routine is not None:
            return parameters_of(here.routine)
        return self.schema.structure(here.type) if here.kind in ("collection", "entity") else None

    def _options(self, call: Call) -> Iterator[Judgement]:
        """Yield the options that aren't OData's; without a `$` one is the service's own, or a slip."""
        yield from repeated(call, self._system)
        for option in call.options:
            if self._system(option.name) or call.opened(option.named(call.url)):
                continue
            near = tuple(nearest(option.name, _KNOWN) or options_meant(option.name))
            if option.name[:1] == "$" or (near and self._is_slip(option, near)):
                at = call.within(option.start, option.start + len(option.name))
                yield Mistake("option", at, option.name, "OData", "query option", near)

    def _system(self, name: str) -> str:
        """Return the option of OData that a name is, "" for none; 4.01 asks neither for case nor `$`."""
        if self.schema.version == "4.01":
            name = f"${name.lower().removeprefix('$')}"
        return name if name in OPTIONS else ""

    def _is_slip(self, option: CallOption, near: tuple[str, ...]) -> bool:
        """Tell whether an option without `$` is meant to be OData's: version 4.01 lets it do without."""
        is_same = f"${option.name.lower()}" in near
        return is_same and self.schema.version != "4.01"


def _meant_as_id(call: Call, options: Iterable[Judgement]) -> list[Judgement]:
    """Return what is told of the option by which `$entity` is asked, without which it can't be read."""
    if call.path.strip("/").partition("/")[0] != "$entity":
        return []
    return [one for one in options if isinstance(one, Mistake) and "$id" in one.near]


def service_in(source: Source) -> Service:
    """Return the service that a file describes, in XML or in JSON; raises CannotImport."""
    from linter.importers.csdl import json_document, xml_document

    begins = source.data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    is_json = begins in (b"{", b"[")
    document = (json_document if is_json else xml_document).read_document(source)
    return Service(Metadata(document), source.text if is_json else source.plain)
