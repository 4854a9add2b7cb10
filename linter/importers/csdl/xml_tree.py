"""The XML of OData's `$metadata`: the elements and attributes that say what an importer asks for.

No document type, no entity and nothing that a document names is ever read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from typing import Any, Final
from xml.parsers import expat
from xml.sax import SAXParseException
from xml.sax.handler import ContentHandler

from linter.importers.csdl.schema import Property, when_written
from linter.importers.found import CannotImport
from linter.importers.source import Source
from linter.named_tuple import NamedTuple

_NAMESPACE: Final = re.compile(
    r"https?://(?:schemas\.microsoft\.com/ado/[0-9/]+/edmx?|docs\.oasis-open\.org/odata/ns/edmx?)/?"
).fullmatch

_KEPT: Final = {
    parent: frozenset(kids.split())
    for parent, kids in {
        "Edmx": "Reference DataServices Runtime",
        "Reference": "Include",
        "DataServices": "Schema",
        "Schema": "Using EntityType ComplexType EnumType TypeDefinition Association EntityContainer "
        "Function Action Annotations",
        "EntityType": "Key Property NavigationProperty",
        "ComplexType": "Property NavigationProperty",
        "EnumType": "Member",
        "Function": "Parameter ReturnType",
        "Action": "Parameter ReturnType",
        "Annotations": "Annotation",
        "Property": "Annotation",
        "Parameter": "Annotation",
        "Annotation": "EnumMember Bool",
        "Key": "PropertyRef",
        "NavigationProperty": "ReferentialConstraint",
        "EntityContainer": "EntitySet Singleton AssociationSet FunctionImport ActionImport",
        "EntitySet": "NavigationPropertyBinding",
        "Singleton": "NavigationPropertyBinding",
        "AssociationSet": "End",
        "Association": "End ReferentialConstraint",
        "ReferentialConstraint": "Principal Dependent",
        "Principal": "PropertyRef",
        "Dependent": "PropertyRef",
    }.items()
}
"""Which elements are kept inside which; all others are passed over with all that they contain."""

_TOLD: Final = (".Computed", ".Immutable", ".Permissions", ".OptionalParameter")
"""How the names of the annotations end that are kept: those that say what may be written, or left out."""

_DEEPEST: Final = 100_000  # levels, nearly all of them of what is passed over
_WITH_TEXT: Final = ("EnumMember", "Bool")
"""The elements whose text is the value of an annotation."""


def recognises(content: object) -> bool:
    """Tell whether bytes are XML whose root element is CSDL's."""
    root: list[str] = []

    def begin(name: str, _attributes: Mapping[str, str]) -> None:
        root.append(name)
        raise StopIteration  # nothing below the root is looked at, so no entity is ever expanded

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = begin
    with suppress(StopIteration, expat.ExpatError, ValueError, LookupError):
        parser.Parse(content if isinstance(content, bytes) else b"", False)
    return bool(root) and _is_root(*_split(root[0]))


class XmlElement(NamedTuple):
    """An element that is kept, with those of its attributes that have no prefix."""

    name: str
    attributes: dict[str, str]
    place: tuple[int, int]
    kids: list[XmlElement]
    properties: list[Property]  # their types are as they are written, for aliases may still follow

    def all(self, name: str) -> Iterator[XmlElement]:
        """Yield the kids of a name."""
        return (kid for kid in self.kids if kid.name == name)

    def get(self, name: str) -> str:
        """Return an attribute; empty where it is missing."""
        return self.attributes.get(name, "")


class _Handler(ContentHandler):
    """Builds the tree of the elements that are kept.

    It is told names and attributes as expat has them: what SAX makes of these costs more than all the rest.
    """

    characters: Any = None  # text is asked for only inside the few elements of which it is the value

    def __init__(self, reader: Any, file: str) -> None:
        super().__init__()
        self.root: XmlElement | None = None
        self._file = file
        self.foreign: str | None = None  # the root element that isn't CSDL's
        self.open: list[tuple[str, int]] = []  # all open elements and their lines
        self._kept: list[XmlElement] = []
        self._reader = reader
        self._line, self._column = reader.getLineNumber, reader.getColumnNumber
        self._names: dict[str, tuple[str, bool]] = {}  # of elements: without namespace, and if it is CSDL's
        self._same: dict[str, str] = {}  # names and types come often: each is held once
        self._inside = XmlElement(
            "Property", {}, (1, 1), [], []
        )  # holds what stands inside the open property
        self._texts: list[str] = []  # of the element whose text is asked for

    def place(self) -> tuple[int, int]:
        """Return where the parser stands."""
        return self._line() or 1, (self._column() or 0) + 1

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        """Take up the beginning of an element; names are "namespace local prefix" where they have one."""
        local, is_ours = self._names.get(name) or self._name(name)
        depth = len(self.open)
        place = self._line() or 1, (self._column() or 0) + 1
        self.open.append((local, place[0]))
        if depth == _DEEPEST:
            raise CannotImport(self._file, *place, f"more than {_DEEPEST:,} levels of nesting")
        kept = self._kept
        if depth and (depth != len(kept) or local not in _KEPT.get(kept[-1].name, ())):
            return
        if is_ours and local == "Property":
            kept[-1].properties.append(self._property(attributes, place))
            kept.append(self._inside)
        elif is_ours:
            self._keep(local, attributes, place)

    def _keep(self, local: str, attributes: Mapping[str, str], place: tuple[int, int]) -> None:
        own = {key: value for key, value in attributes.items() if " " not in key}
        if local == "Annotation" and not own.get("Term", "").endswith(_TOLD):
            return
        element = XmlElement(local, own, place, [], [])
        if self._kept:
            self._kept[-1].kids.append(element)
        else:
            self.root = element
        self._kept.append(element)
        if local in _WITH_TEXT:
            self._ask_for_text(self._take_text)

    def end(self, _name: str) -> None:
        """Take up the end of the last element that has begun."""
        if len(self._kept) == len(self.open):
            ended = self._kept.pop()
            if ended is self._inside:
                if ended.kids:
                    self._take_annotations()
            elif ended.name in _WITH_TEXT:
                ended.attributes[""] = "".join(self._texts)
                self._ask_for_text(None)
        self.open.pop()

    def _ask_for_text(self, taker: Callable[[str], None] | None) -> None:
        self.characters = taker
        self._texts.clear()
        self._reader.setContentHandler(self)  # only then does it notice

    def _take_text(self, content: str) -> None:
        if len(self._kept) == len(self.open):
            self._texts.append(content)

    def _take_annotations(self) -> None:
        """Move what annotations say of a property that ends to it."""
        properties = self._kept[-1].properties
        properties[-1] = properties[-1]._replace(written=when_written(annotations_of(self._inside)))
        self._inside.kids.clear()

    def _name(self, name: str) -> tuple[str, bool]:
        namespace, local = _split(name)
        if not self.open and not _is_root(namespace, local):
            self.foreign = local
        self._names[name] = local, not namespace or _NAMESPACE(namespace) is not None
        return self._names[name]

    def _property(self, attributes: Mapping[str, str], place: tuple[int, int]) -> Property:
        # that a property may lack is CSDL's default, which documents leave out where it isn't true
        is_nullable = False if attributes.get("Nullable") == "false" else None
        name, type_name = attributes.get("Name", ""), attributes.get("Type", "")
        same = self._same.setdefault
        return Property(same(name, name), same(type_name, type_name), is_nullable, place)


def parsed(source: Source) -> XmlElement:
    """Return the root element; raises CannotImport where there is none that is CSDL's."""
    from defusedxml import DefusedXmlException, expatreader

    parser: Any = expatreader.create_parser(
        forbid_dtd=True, forbid_entities=True, forbid_external=True, namespaceHandling=1
    )
    handler = _Handler(parser, source.name)
    parser.setContentHandler(handler)
    parser.start_element_ns, parser.end_element_ns = handler.begin, handler.end
    try:
        parser.parse(source.as_xml())
    except DefusedXmlException as error:
        message = (
            "the document has a document type (`<!DOCTYPE …>`), which could name entities and other files"
        )
        raise CannotImport(source.name, *handler.place(), message, "remove it: CSDL needs none") from error
    except SAXParseException as error:
        place = error.getLineNumber() or 1, (error.getColumnNumber() or 0) + 1
        raise CannotImport(source.name, *place, *_told(error.getMessage(), handler, source.data)) from error
    except (ValueError, LookupError) as error:
        message = f"its encoding isn't supported ({error})"
        raise CannotImport(source.name, 1, 1, message, "save the file as UTF-8") from error
    if handler.foreign or handler.root is None:
        message = f"the root element is `{handler.foreign}`; expected `edmx:Edmx` or `Schema` of OData's CSDL"
        raise CannotImport(source.name, 1, 1, message, "import the service's $metadata")
    return handler.root


def annotations_of(one: XmlElement) -> Iterator[tuple[str, str]]:
    """Yield the annotations of an element: terms and values; a term without a value means true."""
    for each in one.all("Annotation"):
        values = [each.get("Bool"), each.get("EnumMember"), *(kid.get("") for kid in each.kids)]
        yield each.get("Term"), next(filter(None, values), "true")


def _told(message: str, handler: _Handler, data: bytes) -> tuple[str, str]:
    """Return what the parser's message means, and the repair."""
    if not data.strip(b"\xef\xbb\xbf \t\r\n"):
        return "the file is empty", "fetch the service's $metadata again"
    if not handler.open:
        return f"the file isn't XML: {message}", ""
    name, line = handler.open[-1]
    if message in ("no element found", "unclosed token"):
        return f"the file ends inside `<{name}>`, which begins on line {line}", "fetch it again"
    if message == "mismatched tag":
        return f"this closes something else than `<{name}>`, which begins on line {line}", ""
    return f"the XML isn't well-formed here, inside `<{name}>` of line {line}: {message}", ""


def _is_root(namespace: str | None, local: str) -> bool:
    return local in ("Edmx", "Schema") and (not namespace or _NAMESPACE(namespace) is not None)


def _split(name: str) -> tuple[str, str]:
    """Return namespace and local name of an element, as expat joins them; a prefix may follow."""
    parts = name.split(" ")
    return (parts[0], parts[1]) if len(parts) > 1 else ("", name)
