"""Imports OData `$metadata` as XML: CSDL of the versions 1 to 4.

No document type, no entity and nothing that a document names is ever read.
"""

from __future__ import annotations

import re
from collections import ChainMap, Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from typing import Any, Final
from xml.parsers import expat
from xml.sax import SAXParseException
from xml.sax.handler import ContentHandler

from linter.importers.csdl.schema import (
    Association,
    CsdlDocument,
    EntitySet,
    EntityType,
    Navigation,
    Operation,
    OperationImport,
    Place,
    Property,
    found_in,
    item_type,
    qualified,
    when_written,
)
from linter.importers.found import CannotImport, Found, Note
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


def read(source: Source) -> Found:
    """Return the entities and relationships that `$metadata` declares; raises CannotImport."""
    return found_in(read_document(source))


def read_document(source: Source) -> CsdlDocument:
    """Return what `$metadata` declares; raises CannotImport."""
    root = _parsed(source)
    if root.name == "Schema":
        schemas = [root]
    else:
        services = list(root.all("DataServices"))
        if not services:
            raise CannotImport(source.name, *root.place, *_without_services(root))
        schemas = [schema for service in services for schema in service.all("Schema")]
    return _XmlReader(source, root, schemas).document()


class _Element(NamedTuple):
    """An element that is kept, with those of its attributes that have no prefix."""

    name: str
    attributes: dict[str, str]
    place: tuple[int, int]
    kids: list[_Element]
    properties: list[Property]  # their types are as they are written, for aliases may still follow

    def all(self, name: str) -> Iterator[_Element]:
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
        self.root: _Element | None = None
        self._file = file
        self.foreign: str | None = None  # the root element that isn't CSDL's
        self.open: list[tuple[str, int]] = []  # all open elements and their lines
        self._kept: list[_Element] = []
        self._reader = reader
        self._line, self._column = reader.getLineNumber, reader.getColumnNumber
        self._names: dict[str, tuple[str, bool]] = {}  # of elements: without namespace, and if it is CSDL's
        self._same: dict[str, str] = {}  # names and types come often: each is held once
        self._inside = _Element("Property", {}, (1, 1), [], [])  # holds what stands inside the open property
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
        if not is_ours:
            return
        if local == "Property":
            kept[-1].properties.append(self._property(attributes, place))
            kept.append(self._inside)
            return
        own = {key: value for key, value in attributes.items() if " " not in key}
        if local == "Annotation" and not own.get("Term", "").endswith(_TOLD):
            return
        element = _Element(local, own, place, [], [])
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
        properties[-1] = properties[-1]._replace(written=when_written(_annotations(self._inside)))
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


def _parsed(source: Source) -> _Element:
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


def _without_services(root: _Element) -> tuple[str, str]:
    if any(root.all("Runtime")):
        return "this is a model of the Entity Framework, not OData", "import the service's $metadata"
    return "`edmx:Edmx` has no `edmx:DataServices`", "import the service's $metadata"


class _Schema(NamedTuple):
    """A schema, and the namespaces by their aliases in it."""

    element: _Element
    namespace: str
    aliases: Mapping[str, str]

    def named(self, one: _Element) -> str:
        """Return the name of a declaration in it, qualified by namespace."""
        return f"{self.namespace}.{one.get('Name')}"


class _XmlReader:
    """Reads the declarations of one document."""

    def __init__(self, source: Source, root: _Element, schemas: list[_Element]) -> None:
        self._source = source
        self._root = root
        self._notes: list[Note] = []
        self._counts: Counter[str] = Counter(n_schemas=len(schemas))
        self._included = [
            (one.get("Namespace"), one.get("Alias"), reference.get("Uri") or reference.get("Url"))
            for reference in root.all("Reference")
            for one in reference.all("Include")
        ]
        named = [(one.get("Alias"), one.get("Namespace")) for one in schemas]
        named += [(alias, namespace) for namespace, alias, _ in self._included]
        aliases = {alias: namespace for alias, namespace in reversed(named) if alias}
        self._aliases = aliases
        self._schemas = [_scoped(schema, aliases) for schema in schemas]
        self._associations = {
            schema.named(one): (one, schema.aliases)
            for schema in self._schemas
            for one in schema.element.all("Association")
        }

    def document(self) -> CsdlDocument:
        """Return all declarations."""
        types = [
            self._entity_type(s, one) for s in self._schemas for one in self._named(s.element, "EntityType")
        ]
        sets = [one for schema in self._schemas for one in self._entity_sets(schema)]
        others = {name: base for schema in self._schemas for name, base in self._other_types(schema)}
        for schema in self._schemas:
            self._counts["functions"] += sum(1 for _ in schema.element.all("Function"))
            self._counts["actions"] += sum(1 for _ in schema.element.all("Action"))
        written = dict(self._written_by_targets())
        associations, ends = self._association_sets()
        return CsdlDocument(
            entity_types=tuple(_annotated(one, written) for one in types),
            entity_sets=tuple(sets),
            other_types=others,
            namespaces=frozenset(schema.namespace for schema in self._schemas),
            references={namespace: uri for namespace, _, uri in reversed(self._included)},
            associations=tuple(associations),
            ends=ends,
            counts=self._counts,
            notes=tuple(self._notes),
            note=self._note,
            complex_types=tuple(_annotated(one, written) for one in self._complex_types()),
            enumerations=dict(self._enumerations()),
            flags=frozenset(self._flags()),
            operations=tuple(self._operations()),
            imports=tuple(self._imports()),
            version=self._root.get("Version"),
            aliases=self._aliases,
        )

    def _note(self, place: tuple[str | int, ...], message: str) -> Note:
        line, column = place or self._root.place
        return Note(self._source.name, int(line), int(column), message)

    def _note_nameless(self, kind: str, place: Place) -> None:
        self._notes.append(self._note(place, f"this `{kind}` has no name, and isn't imported"))

    def _named(self, parent: _Element, *kinds: str) -> Iterator[_Element]:
        """Yield the kids of some kinds that have a name; note those that have none."""
        for one in parent.kids:
            if one.name in kinds and one.get("Name"):
                yield one
            elif one.name in kinds:
                self._note_nameless(one.name, one.place)

    def _properties(self, one: _Element, scope: Mapping[str, str]) -> Iterator[Property]:
        """Yield the properties of an entity type that have a name, their types qualified by namespace."""
        names = {name: qualified(name, scope) for name in {each.type for each in one.properties}}
        for each in one.properties:
            if each.name:
                type_name = names[each.type]
                yield each if type_name == each.type else each._replace(type=type_name)
            else:
                self._note_nameless("Property", each.place)

    def _other_types(self, schema: _Schema) -> Iterator[tuple[str, str]]:
        for one in self._named(schema.element, "ComplexType", "EnumType", "TypeDefinition"):
            if one.name == "TypeDefinition":
                yield schema.named(one), qualified(one.get("UnderlyingType"), schema.aliases)
                continue
            self._counts["complexTypes" if one.name == "ComplexType" else "enumTypes"] += 1
            yield schema.named(one), ""

    def _complex_types(self) -> Iterator[EntityType]:
        for schema in self._schemas:
            for one in schema.element.all("ComplexType"):
                if one.get("Name"):
                    yield self._entity_type(schema, one)

    def _enumerations(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        for schema in self._schemas:
            for one in schema.element.all("EnumType"):
                yield schema.named(one), tuple(each.get("Name") for each in one.all("Member"))

    def _flags(self) -> Iterator[str]:
        for schema in self._schemas:
            for one in schema.element.all("EnumType"):
                if one.get("IsFlags") == "true":
                    yield schema.named(one)

    def _operations(self) -> Iterator[Operation]:
        for schema in self._schemas:
            for one in schema.element.kids:
                if one.name in ("Function", "Action"):
                    returned = next(one.all("ReturnType"), None)
                    yield Operation(
                        schema.named(one),
                        one.name == "Action",
                        one.get("IsBound") == "true",
                        tuple(
                            (each.get("Name"), qualified(each.get("Type"), schema.aliases))
                            for each in one.all("Parameter")
                        ),
                        qualified(returned.get("Type"), schema.aliases) if returned else "",
                        tuple(each.get("Name") for each in one.all("Parameter") if _is_required(each)),
                        one.place,
                    )

    def _imports(self) -> Iterator[OperationImport]:
        for schema in self._schemas:
            for container in schema.element.all("EntityContainer"):
                for one in container.kids:
                    if one.name in ("FunctionImport", "ActionImport"):
                        named = one.get("Function") or one.get("Action")
                        yield OperationImport(one.get("Name"), qualified(named, schema.aliases), one.place)

    def _written_by_targets(self) -> Iterator[tuple[str, str]]:
        """Yield the properties, `Namespace.Type/Name`, of which is said elsewhere when they are written."""
        for schema in self._schemas:
            for one in schema.element.all("Annotations"):
                type_, slash, name = one.get("Target").partition("/")
                said = when_written(_annotations(one))
                if slash and said:
                    yield f"{qualified(type_, schema.aliases)}/{name}", said

    def _entity_type(self, schema: _Schema, one: _Element) -> EntityType:
        aliases = schema.aliases
        navigation = self._named(one, "NavigationProperty")
        return EntityType(
            name=schema.named(one),
            base=qualified(one.get("BaseType"), aliases),
            is_abstract=one.get("Abstract") == "true",
            keys=tuple(tuple(part.get("Name") for part in key.all("PropertyRef")) for key in one.all("Key")),
            properties=tuple(self._properties(one, aliases)),
            navigation=tuple(self._navigation(each, aliases) for each in navigation),
            place=one.place,
            is_open=one.get("OpenType") == "true",
        )

    def _navigation(self, one: _Element, scope: Mapping[str, str]) -> Navigation:
        if one.get("Relationship"):
            return self._navigation_by_association(one, scope)
        type_name = qualified(one.get("Type"), scope)
        constraints = tuple(
            (each.get("Property"), each.get("ReferencedProperty"))
            for each in one.all("ReferentialConstraint")
        )
        self._counts["refcon"] += len(constraints)
        item = item_type(type_name)
        return Navigation(
            one.get("Name"), item, item != type_name, one.place, one.get("Partner"), constraints
        )

    def _navigation_by_association(self, one: _Element, scope: Mapping[str, str]) -> Navigation:
        """Return a navigation property as written before version 4."""
        name = qualified(one.get("Relationship"), scope)
        end: _Element | None = None
        if name in self._associations:
            association, scope = self._associations[name]
            end = next(
                (each for each in association.all("End") if each.get("Role") == one.get("ToRole")), None
            )
        if end is None:
            lacking = (
                f"`{name}`"
                if name not in self._associations
                else f"the role `{one.get('ToRole')}` of `{name}`"
            )
            self._notes.append(
                self._note(one.place, f"`{one.get('Name')}` needs {lacking}, which isn't declared")
            )
            return Navigation(one.get("Name"), "", False, one.place)
        return Navigation(
            one.get("Name"),
            qualified(end.get("Type"), scope),
            end.get("Multiplicity") == "*",
            one.place,
            association=name,
            to_role=one.get("ToRole"),
        )

    def _entity_sets(self, schema: _Schema) -> Iterator[EntitySet]:
        for container in schema.element.all("EntityContainer"):
            self._counts["funcimports"] += sum(1 for _ in container.all("FunctionImport"))
            for one in self._named(container, "EntitySet", "Singleton"):
                yield EntitySet(
                    name=one.get("Name"),
                    type=qualified(one.get("EntityType") or one.get("Type"), schema.aliases),
                    container=schema.named(container),
                    is_singleton=one.name == "Singleton",
                    bindings={
                        each.get("Path"): _target(each.get("Target"), schema.aliases)
                        for each in one.all("NavigationPropertyBinding")
                    },
                    place=one.place,
                )

    def _association_sets(self) -> tuple[list[Association], dict[tuple[str, str, str], str]]:
        """Return the associations with constraints, for each of their sets, and where ends lead to."""
        sets: dict[str, list[dict[str, str]]] = defaultdict(list)
        for schema in self._schemas:
            for container in schema.element.all("EntityContainer"):
                for one in container.all("AssociationSet"):
                    name = qualified(one.get("Association"), schema.aliases)
                    sets[name].append({end.get("Role"): end.get("EntitySet") for end in one.all("End")})
        ends = {
            (name, to_role, roles[from_role]): set_
            for name, all_ in sets.items()
            for roles in all_
            for to_role, set_ in roles.items()
            for from_role in roles
            if from_role != to_role
        }
        constrained = [
            _constrained(constraint, association, scope, roles)
            for name, (association, scope) in self._associations.items()
            for constraint in association.all("ReferentialConstraint")
            for roles in sets.get(name, [{}])
        ]
        self._counts["refcon"] += sum(
            len(list(one.all("ReferentialConstraint"))) for one, _ in self._associations.values()
        )
        return constrained, ends


def _scoped(schema: _Element, aliases: dict[str, str]) -> _Schema:
    """Return a schema with its aliases; before version 4, each could have its own of the same name."""
    namespace = schema.get("Namespace")
    used = {one.get("Alias"): one.get("Namespace") for one in schema.all("Using")}
    own = {schema.get("Alias"): namespace} if schema.get("Alias") else {}
    return _Schema(schema, namespace, ChainMap({**used, **own}, aliases))


def _annotations(one: _Element) -> Iterator[tuple[str, str]]:
    """Yield the annotations of an element: terms and values; a term without a value means true."""
    for each in one.all("Annotation"):
        values = [each.get("Bool"), each.get("EnumMember"), *(kid.get("") for kid in each.kids)]
        yield each.get("Term"), next(filter(None, values), "true")


def _is_required(parameter: _Element) -> bool:
    terms = (term.rpartition(".")[2] for term, _ in _annotations(parameter))
    return parameter.get("Nullable") == "false" and "OptionalParameter" not in terms


def _annotated(one: EntityType, written: Mapping[str, str]) -> EntityType:
    """Return a type, with what annotations elsewhere say of when its properties are written."""
    if not written:
        return one
    properties = (
        each._replace(written=each.written or written.get(f"{one.name}/{each.name}", ""))
        for each in one.properties
    )
    return one._replace(properties=tuple(properties))


def _target(target: str, scope: Mapping[str, str]) -> str:
    """Return the target of a binding with its container, if it names one, qualified by namespace."""
    container, slash, name = target.partition("/")
    return f"{qualified(container, scope)}/{name}" if slash and "." in container else target


def _constrained(
    constraint: _Element, association: _Element, scope: Mapping[str, str], roles: Mapping[str, str]
) -> Association:
    ends = {one.get("Role"): one for one in association.all("End")}

    def end(name: str) -> tuple[str, tuple[str, str, tuple[str, ...]]]:
        found = next(constraint.all(name), None)
        role = found.get("Role") if found else ""
        declared = ends.get(role)
        type_name = qualified(declared.get("Type"), scope) if declared else ""
        properties = tuple(one.get("Name") for one in found.all("PropertyRef")) if found else ()
        multiplicity = declared.get("Multiplicity") if declared else ""
        return multiplicity, (roles.get(role, ""), type_name, properties)

    many, dependent = end("Dependent")
    _, principal = end("Principal")
    return Association(
        dependent, principal, "manyToOne" if many == "*" else "oneToOne" if many else "", constraint.place
    )
