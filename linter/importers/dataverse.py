"""Imports solutions of Dataverse: `customizations.xml`, the archive with it, the files of an unpacked one.

A solution holds what it changes: a table of the system with two new columns has these two here and nothing
else, and no table has the columns that the system computes.  So no entity is known to be whole.  No document
type, no entity and nothing that a document names is ever read.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final
from xml.sax import SAXParseException
from xml.sax.handler import ContentHandler

from linter.importers.found import Attribute, CannotImport, DataSource, Entity, Found, Note, Relationship
from linter.importers.source import Source
from linter.named_tuple import NamedTuple
from linter.text.place import DEPTH
from linter.wording import first_few, quoted

ROOTS: Final = ("ImportExportXml", "Entity", "EntityRelationships")
"""The root elements of a solution's file, and of those that an unpacked one has."""

_CUSTOMIZATIONS: Final = "customizations.xml"
_LARGEST: Final = 200_000_000
"""How many bytes the file in an archive may have."""

_LARGEST_LIST: Final = 20_000_000
"""How many bytes an archive's list of what is in it may have."""

_MOST_ELEMENTS: Final = 5_000_000
_MOST_KEPT: Final = 1_000_000
"""How many elements a solution may have, and how many of them of which something is imported."""

_KEPT: Final = {
    parent: frozenset(kids.split())
    for parent, kids in {
        "ImportExportXml": "Entities EntityRelationships",
        "Entities": "Entity",
        "Entity": "Name EntityInfo",
        "EntityInfo": "entity",
        "entity": "LocalizedNames attributes EntityKeys",
        "LocalizedNames": "LocalizedName",
        "attributes": "attribute",
        "attribute": "Type Name LogicalName Format Behavior ValidForCreateApi ValidForUpdateApi displaynames",
        "displaynames": "displayname",
        "EntityKeys": "EntityKey",
        "EntityKey": "LogicalName EntityKeyAttributes",
        "EntityKeyAttributes": "AttributeName",
        "EntityRelationships": "EntityRelationship",
        "EntityRelationship": "EntityRelationshipType ReferencingEntityName ReferencedEntityName "
        "ReferencingAttributeName",
    }.items()
}
"""Which elements are kept inside which; all others are passed over with all that they contain."""

_TYPES: Final = {
    kind: name
    for name, kinds in {
        "string": "nvarchar ntext varchar text memo entityname multiselectpicklist",
        "guid": "primarykey uniqueidentifier lookup owner customer",
        "int32": "int picklist state status",
        "int64": "bigint timestamp",
        "decimal": "decimal money",
        "double": "float double",
        "boolean": "bit boolean",
        "dateTimeOffset": "datetime",
        "binary": "image",
        "array": "partylist calendarrules",
    }.items()
    for kind in kinds.split()
}
_DATE_ONLY: Final = "2"
_UNPACK: Final = "unpack it first"
_ZIP_END: Final = 22  # bytes of what ends an archive, if nothing is said behind it
_PARTIAL: Final = "a solution has only the columns that it adds or changes"


class _XmlPart(NamedTuple):
    """An element that is kept."""

    name: str
    attributes: Mapping[str, str]
    place: tuple[int, int]
    kids: list[_XmlPart]
    texts: list[str]

    def all(self, *path: str) -> Iterator[_XmlPart]:
        """Yield the elements at a path."""
        for kid in self.kids:
            if kid.name == path[0]:
                yield from kid.all(*path[1:]) if path[1:] else (kid,)

    def text(self, *path: str) -> str:
        """Return the text of the first element at a path; empty where there is none."""
        return next(("".join(one.texts).strip() for one in self.all(*path)), "")

    def said(self, attribute: str, *path: str) -> str:
        """Return an attribute of the first element at a path; empty where there is none."""
        return next((one.attributes.get(attribute, "") for one in self.all(*path)), "")


class _PartsOfXml(ContentHandler):
    """Builds the tree of the elements that are kept."""

    def __init__(self, reader: Any, file: str) -> None:
        super().__init__()
        self.root: _XmlPart | None = None
        self._reader = reader
        self._file = file
        self._kept: list[_XmlPart] = []
        self._depth = 0
        self._left, self._left_to_keep = _MOST_ELEMENTS, _MOST_KEPT

    def startElement(self, name: str, attrs: Any) -> None:  # noqa: N802
        self._depth += 1
        self._left -= 1
        if self._depth > DEPTH or not self._left:
            self._refuse(f"{DEPTH} levels of nesting" if self._left else f"{_MOST_ELEMENTS:,} elements")
        is_outside = self._depth != len(self._kept) + 1
        if is_outside or (self._kept and name not in _KEPT.get(self._kept[-1].name, ())):
            return
        self._left_to_keep -= 1
        if not self._left_to_keep:
            self._refuse(f"{_MOST_KEPT:,} elements of entities and relationships")
        element = _XmlPart(name, dict(attrs), self.place(), [], [])
        if self._kept:
            self._kept[-1].kids.append(element)
        else:
            self.root = element
        self._kept.append(element)

    def endElement(self, _name: str) -> None:  # noqa: N802
        if self._depth == len(self._kept):
            self._kept.pop()
        self._depth -= 1

    def characters(self, content: str) -> None:
        if self._depth == len(self._kept):
            self._kept[-1].texts.append(content)

    def _refuse(self, most: str) -> None:
        raise CannotImport(self._file, *self.place(), f"more than {most}", "export a smaller solution")

    def place(self) -> tuple[int, int]:
        """Return where the parser stands."""
        return self._reader.getLineNumber() or 1, (self._reader.getColumnNumber() or 0) + 1


def recognises(data: bytes) -> bool:
    """Tell whether bytes are an archive with a solution's file; a file by itself its root element tells."""
    from zipfile import BadZipFile, ZipFile

    if _has_long_list(data):
        return False
    try:
        with ZipFile(io.BytesIO(data)) as archive:
            return _member(archive) is not None
    except (BadZipFile, ValueError, NotImplementedError):
        return False


def read(source: Source) -> Found:
    """Return the entities and relationships that a solution holds; raises CannotImport."""
    return _found(_unpacked(source) if source.data.startswith(b"PK") else source)


def _member(archive: Any) -> Any:
    return next((one for one in archive.infolist() if one.filename.lower() == _CUSTOMIZATIONS), None)


def _has_long_list(data: bytes) -> bool:
    """Tell whether an archive's list of what is in it, which is read as one, is too long for a solution's."""
    at = len(data) - _ZIP_END
    if not data.startswith(b"PK\x05\x06", at):
        at = data.rfind(b"PK\x05\x06", max(0, at - 0xFFFF))
    if at < 0:
        return False  # it has no list, and is none
    size = int.from_bytes(data[at + 12 : at + 16], "little")
    is_zip64 = b"PK\x06\x07" in data[max(0, at - 20) : at]
    return is_zip64 or size > _LARGEST_LIST


def _unpacked(source: Source) -> Source:
    """Return the solution's file in an archive, of which no more is unpacked than it may have."""
    import zlib
    from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

    name = f"{source.name}/{_CUSTOMIZATIONS}"
    if _has_long_list(source.data):
        raise CannotImport(source.name, 1, 1, "the archive has too many files for a solution", _UNPACK)
    try:
        with ZipFile(io.BytesIO(source.data)) as archive:
            member = _member(archive)
            if member is None:
                raise CannotImport(source.name, 1, 1, f"there is no {_CUSTOMIZATIONS} in this archive")
            if member.compress_type not in (ZIP_STORED, ZIP_DEFLATED):  # others unpack without a bound
                raise CannotImport(name, 1, 1, "it is packed in a way that solutions aren't", _UNPACK)
            with archive.open(member) as packed:
                data = packed.read(_LARGEST + 1)
    except (BadZipFile, zlib.error, RuntimeError, EOFError, ValueError, OSError) as error:
        raise CannotImport(
            name, 1, 1, f"it can't be unpacked: {error}", "export the solution again"
        ) from error
    if len(data) > _LARGEST:
        raise CannotImport(name, 1, 1, f"it has more than {_LARGEST // 1_000_000} MB", _UNPACK)
    return Source(source.path, name, data=data)


def _found(source: Source) -> Found:
    root = _parsed(source)
    declared = [root] if root.name == "Entity" else list(root.all("Entities", "Entity"))
    is_list = root.name == "EntityRelationships"
    related = list(root.all(*("EntityRelationships", "EntityRelationship")[is_list:]))
    named = [one for one in declared if one.text("Name")]
    notes = [
        Note(source.name, *one.place, "this entity has no name, and is not imported")
        for one in declared
        if one not in named
    ]
    entities = tuple(map(_entity, named))
    keys = {one.name: one.key[0] for one in entities if one.key}
    relationships = tuple(_relationship(one, keys) for one in related if _is_imported(one))
    notes += _told(source, root, named, related)
    return Found(
        format="dataverse",
        data_sources=(DataSource(entities),),
        relationships=relationships,
        notes=tuple(sorted(notes)),
        totals={
            "entities": len(declared),
            "attributes": sum(len(one.attributes or ()) for one in entities),
            "relationships": len(related),
        },
    )


def _entity(element: _XmlPart) -> Entity:
    """Return an entity, under its logical name; without attributes where the solution says nothing of it."""
    told = next(element.all("EntityInfo", "entity"), None)
    attributes = list(told.all("attributes", "attribute")) if told else []
    keys = [_logical_name(one) for one in attributes if one.text("Type") == "primarykey"]
    return Entity(
        element.text("Name").lower(),
        tuple(map(_attribute, attributes)) if attributes else None,
        tuple(keys),
        friendly_name=told.said("description", "LocalizedNames", "LocalizedName") if told else "",
        partial_because=_PARTIAL,
    )


def _attribute(element: _XmlPart) -> Attribute:
    never = element.text("ValidForCreateApi") == element.text("ValidForUpdateApi") == "0"
    return Attribute(
        _logical_name(element),
        _type(element),
        friendly_name=element.said("description", "displaynames", "displayname"),
        is_nullable=False if element.text("Type") == "primarykey" else None,
        is_read_only=never,
    )


def _logical_name(attribute: _XmlPart) -> str:
    return (attribute.text("LogicalName") or attribute.text("Name")).lower() or attribute.attributes.get(
        "PhysicalName", ""
    ).lower()


def _type(attribute: _XmlPart) -> str:
    kind = attribute.text("Type").lower()
    if kind == "datetime" and attribute.text("Behavior") == _DATE_ONLY:
        return "date"
    return _TYPES.get(kind, "")


def _is_imported(relationship: _XmlPart) -> bool:
    """Tell whether a relationship has an attribute that points to the other entity."""
    return all(
        relationship.text(name)
        for name in ("ReferencingEntityName", "ReferencingAttributeName", "ReferencedEntityName")
    )


def _relationship(element: _XmlPart, keys: Mapping[str, str]) -> Relationship:
    there = element.text("ReferencedEntityName").lower()
    return Relationship(
        element.text("ReferencingEntityName").lower(),
        element.text("ReferencingAttributeName").lower(),
        there,
        keys.get(there, ""),
        name=element.attributes.get("Name", ""),
        cardinality="manyToOne",
    )


def _told(
    source: Source, root: _XmlPart, entities: Iterable[_XmlPart], related: Iterable[_XmlPart]
) -> Iterator[Note]:
    """Yield what a solution says that a snapshot has no place for, or that isn't known."""
    if not any(root.all("Entities", "Entity")) and root.name == "ImportExportXml" and not any(related):
        message = "no entity is declared here; of an unpacked solution they are in Entities/*/Entity.xml"
        yield Note(source.name, *root.place, message)
    loose = [one.attributes.get("Name", "") for one in related if not _is_imported(one)]
    if loose:
        named = first_few(quoted(loose))
        yield Note(
            source.name, *root.place, f"no attribute points to the other entity, not imported: {named}"
        )
    for entity in entities:
        yield from _told_of(source, entity)


def _told_of(source: Source, entity: _XmlPart) -> Iterator[Note]:
    name = entity.text("Name").lower()
    for key in entity.all("EntityInfo", "entity", "EntityKeys", "EntityKey"):
        columns = first_few(_texts(key.all("EntityKeyAttributes", "AttributeName")))
        what = f"the alternate key `{key.text('LogicalName')}` of `{name}`"
        yield Note(source.name, *key.place, f"{what} is not imported: {columns}")
    attributes = entity.all("EntityInfo", "entity", "attributes", "attribute")
    open_ = [_logical_name(one) for one in attributes if not _type(one)]
    if open_:
        named = first_few(quoted(open_))
        yield Note(source.name, *entity.place, f"no type is known in `{name}` for {named} (--overrides)")


def _texts(elements: Iterable[_XmlPart]) -> Iterator[str]:
    return ("".join(one.texts).strip() for one in elements)


def _parsed(source: Source) -> _XmlPart:
    """Return the root element; raises CannotImport where there is none that is a solution's."""
    from defusedxml import DefusedXmlException, expatreader

    parser: Any = expatreader.create_parser(forbid_dtd=True, forbid_entities=True, forbid_external=True)
    handler = _PartsOfXml(parser, source.name)
    parser.setContentHandler(handler)
    try:
        parser.parse(source.as_xml())
    except DefusedXmlException as error:
        message = "the document has a document type (`<!DOCTYPE …>`), which could name other files"
        raise CannotImport(source.name, *handler.place(), message, "export the solution again") from error
    except SAXParseException as error:
        place = error.getLineNumber() or 1, (error.getColumnNumber() or 0) + 1
        message = f"the XML isn't well-formed here: {error.getMessage()}"
        raise CannotImport(source.name, *place, message, "export the solution again") from error
    except (ValueError, LookupError) as error:
        message = f"its encoding isn't supported ({error})"
        raise CannotImport(source.name, 1, 1, message, "save the file as UTF-8") from error
    if handler.root is None or handler.root.name not in ROOTS:
        what = f"the root element is `{handler.root.name}`" if handler.root else "there is no root element"
        raise CannotImport(source.name, 1, 1, f"{what}; expected `{ROOTS[0]}` of a solution's export")
    return handler.root
