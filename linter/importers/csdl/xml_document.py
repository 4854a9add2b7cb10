"""Imports OData `$metadata` as XML: CSDL of the versions 1 to 4."""

from __future__ import annotations

from collections import ChainMap, Counter, defaultdict
from collections.abc import Iterator, Mapping

from linter.importers.csdl.entities import found_in
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
    item_type,
    qualified,
    when_written,
)
from linter.importers.csdl.xml_tree import XmlElement, annotations_of, parsed, recognises
from linter.importers.found import CannotImport, Found, Note
from linter.importers.source import Source
from linter.named_tuple import NamedTuple

__all__ = ["read", "read_document", "recognises"]

_Roles = Mapping[str, list[dict[str, str]]]
"""The sets of associations: for each of them the entity sets of its roles."""


def read(source: Source) -> Found:
    """Return the entities and relationships that `$metadata` declares; raises CannotImport."""
    return found_in(read_document(source))


def read_document(source: Source) -> CsdlDocument:
    """Return what `$metadata` declares; raises CannotImport."""
    root = parsed(source)
    if root.name == "Schema":
        schemas = [root]
    else:
        services = list(root.all("DataServices"))
        if not services:
            raise CannotImport(source.name, *root.place, *_without_services(root))
        schemas = [schema for service in services for schema in service.all("Schema")]
    return _XmlReader(source, root, schemas).document()


def _without_services(root: XmlElement) -> tuple[str, str]:
    if any(root.all("Runtime")):
        return "this is a model of the Entity Framework, not OData", "import the service's $metadata"
    return "`edmx:Edmx` has no `edmx:DataServices`", "import the service's $metadata"


class _Schema(NamedTuple):
    """A schema, and the namespaces by their aliases in it."""

    element: XmlElement
    namespace: str
    aliases: Mapping[str, str]

    def named(self, one: XmlElement) -> str:
        """Return the name of a declaration in it, qualified by namespace."""
        return f"{self.namespace}.{one.get('Name')}"


class _XmlReader:
    """Reads the declarations of one document."""

    def __init__(self, source: Source, root: XmlElement, schemas: list[XmlElement]) -> None:
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
        roles = self._association_sets()
        return CsdlDocument(
            entity_types=tuple(_annotated(one, written) for one in types),
            entity_sets=tuple(sets),
            other_types=others,
            namespaces=frozenset(schema.namespace for schema in self._schemas),
            references={namespace: uri for namespace, _, uri in reversed(self._included)},
            associations=tuple(self._constrained(roles)),
            ends=_ends(roles),
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

    def _named(self, parent: XmlElement, *kinds: str) -> Iterator[XmlElement]:
        """Yield the kids of some kinds that have a name; note those that have none."""
        for one in parent.kids:
            if one.name in kinds and one.get("Name"):
                yield one
            elif one.name in kinds:
                self._note_nameless(one.name, one.place)

    def _properties(self, one: XmlElement, scope: Mapping[str, str]) -> Iterator[Property]:
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
                said = when_written(annotations_of(one))
                if slash and said:
                    yield f"{qualified(type_, schema.aliases)}/{name}", said

    def _entity_type(self, schema: _Schema, one: XmlElement) -> EntityType:
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

    def _navigation(self, one: XmlElement, scope: Mapping[str, str]) -> Navigation:
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

    def _navigation_by_association(self, one: XmlElement, scope: Mapping[str, str]) -> Navigation:
        """Return a navigation property as written before version 4."""
        name = qualified(one.get("Relationship"), scope)
        own, role = one.get("Name"), one.get("ToRole")
        association, scope = self._associations.get(name, (None, scope))
        ends = association.all("End") if association is not None else ()
        end = next((each for each in ends if each.get("Role") == role), None)
        if end is None:
            lacking = f"`{name}`" if association is None else f"the role `{role}` of `{name}`"
            self._notes.append(self._note(one.place, f"`{own}` needs {lacking}, which isn't declared"))
            return Navigation(own, "", False, one.place)
        type_, is_collection = qualified(end.get("Type"), scope), end.get("Multiplicity") == "*"
        return Navigation(own, type_, is_collection, one.place, association=name, to_role=role)

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

    def _association_sets(self) -> _Roles:
        sets: dict[str, list[dict[str, str]]] = defaultdict(list)
        for schema in self._schemas:
            for container in schema.element.all("EntityContainer"):
                for one in container.all("AssociationSet"):
                    name = qualified(one.get("Association"), schema.aliases)
                    sets[name].append({end.get("Role"): end.get("EntitySet") for end in one.all("End")})
        return sets

    def _constrained(self, sets: _Roles) -> Iterator[Association]:
        """Yield the associations with constraints, for each of their sets."""
        for name, (association, scope) in self._associations.items():
            for constraint in association.all("ReferentialConstraint"):
                self._counts["refcon"] += 1
                for roles in sets.get(name, [{}]):
                    yield _constrained(constraint, association, scope, roles)


def _ends(sets: _Roles) -> dict[tuple[str, str, str], str]:
    """Return the sets to which ends lead, by association, role and the set at the other end."""
    return {
        (name, to_role, roles[from_role]): set_
        for name, all_ in sets.items()
        for roles in all_
        for to_role, set_ in roles.items()
        for from_role in roles
        if from_role != to_role
    }


def _scoped(schema: XmlElement, aliases: dict[str, str]) -> _Schema:
    """Return a schema with its aliases; before version 4, each could have its own of the same name."""
    namespace = schema.get("Namespace")
    used = {one.get("Alias"): one.get("Namespace") for one in schema.all("Using")}
    own = {schema.get("Alias"): namespace} if schema.get("Alias") else {}
    return _Schema(schema, namespace, ChainMap({**used, **own}, aliases))


def _is_required(parameter: XmlElement) -> bool:
    terms = (term.rpartition(".")[2] for term, _ in annotations_of(parameter))
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
    constraint: XmlElement, association: XmlElement, scope: Mapping[str, str], roles: Mapping[str, str]
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
