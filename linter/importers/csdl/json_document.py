"""Imports OData `$metadata` as JSON: CSDL 4.01.  Nothing that the document names is ever read."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from linter.importers.csdl.entities import found_in
from linter.importers.csdl.schema import (
    CsdlDocument,
    EntitySet,
    EntityType,
    Navigation,
    Operation,
    OperationImport,
    Place,
    Property,
    qualified,
    when_written,
)
from linter.importers.found import Found, Note
from linter.importers.source import Source

_Declared = tuple[str, dict[str, Any], Place]
"""A qualified name, what is said of it, and where."""


def recognises(value: object) -> bool:
    """Tell whether a JSON value is a CSDL document."""
    return isinstance(value, dict) and not value.keys().isdisjoint(
        ("$Version", "$EntityContainer", "$Reference")
    )


def read(source: Source) -> Found:
    """Return the entities and relationships that `$metadata` declares; raises CannotImport."""
    return found_in(read_document(source))


def read_document(source: Source) -> CsdlDocument:
    """Return what `$metadata` declares; raises CannotImport."""
    value = source.value()
    if not isinstance(value, dict) or not recognises(value):
        raise source.refuse((), "this is no CSDL document", "expected an object with `$Version`")
    return _JsonReader(source, value).document()


class _JsonReader:
    """Reads the declarations of one document."""

    def __init__(self, source: Source, value: Mapping[str, Any]) -> None:
        self._source = source
        self._unread: dict[str, list[Place]] = {}  # what isn't as it should be, by what is told of it
        self._counts: Counter[str] = Counter()
        self._schemas = dict(self._members((), value))
        self._version = _text(value, "$Version")
        self._included = [
            (_text(one, "$Namespace"), _text(one, "$Alias"), str(uri))
            for uri, reference in self._objects(("$Reference",), value.get("$Reference", {}))
            for _, one in self._objects(("$Reference", uri, "$Include"), reference.get("$Include", []))
        ]
        named = [(_text(schema, "$Alias"), namespace) for namespace, schema in self._schemas.items()]
        named += [(alias, namespace) for namespace, alias, _ in self._included]
        self._aliases = {alias: namespace for alias, namespace in reversed(named) if alias}

    def document(self) -> CsdlDocument:
        """Return all declarations."""
        declared = self._declared()
        types = [self._entity_type(*one) for one in declared["EntityType"]]
        complex_types = [self._entity_type(*one) for one in declared["ComplexType"]]
        containers = declared["EntityContainer"]
        sets = [each for one in containers for each in self._entity_sets(*one)]
        imports = [each for _, one, place in containers for each in self._imports(one, place)]
        self._count(declared)
        return CsdlDocument(
            entity_types=tuple(types),
            entity_sets=tuple(sets),
            other_types=self._other_types(declared),
            namespaces=frozenset(self._schemas),
            references={namespace: uri for namespace, _, uri in reversed(self._included)},
            associations=(),
            ends={},
            counts=self._counts,
            notes=tuple(self._notes()),
            note=self._source.note,
            complex_types=tuple(complex_types),
            enumerations={name: _members_of(one) for name, one, _ in declared["EnumType"]},
            flags=frozenset(name for name, one, _ in declared["EnumType"] if one.get("$IsFlags") is True),
            operations=tuple(self._operations()),
            imports=tuple(imports),
            version=self._version,
            aliases=self._aliases,
        )

    def _other_types(self, declared: Mapping[str, list[_Declared]]) -> dict[str, str]:
        """Return the types that aren't entities', and what the defined ones are made of, else ""."""
        named = (name for kind in ("ComplexType", "EnumType") for name, *_ in declared[kind])
        defined = {
            name: self._qualified(_text(one, "$UnderlyingType"))
            for name, one, _ in declared["TypeDefinition"]
        }
        return dict.fromkeys(named, "") | defined

    def _declared(self) -> Mapping[str, list[_Declared]]:
        """Return what the schemas declare, by its kind. Operations stand in lists, and aren't among it."""
        found: dict[str, list[_Declared]] = defaultdict(list)
        for namespace, schema in self._schemas.items():
            single = {name: one for name, one in schema.items() if not isinstance(one, list)}
            for name, one in self._members((namespace,), single):
                found[_text(one, "$Kind")].append((f"{namespace}.{name}", one, (namespace, name)))
        return found

    def _count(self, declared: Mapping[str, list[_Declared]]) -> None:
        self._counts["n_schemas"] = len(self._schemas)
        self._counts["complexTypes"] += len(declared["ComplexType"])
        self._counts["enumTypes"] += len(declared["EnumType"])
        for schema in self._schemas.values():
            self._count_operations(schema)

    def _operations(self) -> Iterator[Operation]:
        for namespace, schema in self._schemas.items():
            for name, overloads in schema.items():
                listed = overloads if isinstance(overloads, list) else ()
                for one in listed if name[:1] != "$" and "@" not in name else ():
                    if isinstance(one, dict):
                        yield self._operation(f"{namespace}.{name}", one, (namespace, name))

    def _operation(self, name: str, one: Mapping[str, Any], place: Place) -> Operation:
        listed = one.get("$Parameter")
        parameters = [each for each in (listed if isinstance(listed, list) else ()) if isinstance(each, dict)]
        returned = one.get("$ReturnType")
        return Operation(
            name,
            one.get("$Kind") == "Action",
            one.get("$IsBound") is True,
            tuple((_text(each, "$Name"), self._type(each)) for each in parameters),
            self._type(returned) if isinstance(returned, dict) else "",
            tuple(_text(each, "$Name") for each in parameters if _is_required(each)),
            place,
        )

    def _imports(self, value: Mapping[str, Any], place: Place) -> Iterator[OperationImport]:
        for name, one in self._members(place, value):
            named = _text(one, "$Function") or _text(one, "$Action")
            if named:
                yield OperationImport(name, self._qualified(named), (*place, name))

    def _type(self, one: Mapping[str, Any]) -> str:
        """Return the type of a property or a parameter."""
        name = self._qualified(_text(one, "$Type") or "Edm.String")
        return f"Collection({name})" if one.get("$Collection") is True else name

    def _members(self, place: Place, value: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
        """Yield what an object declares by name: neither its own properties nor annotations."""
        named = {key: one for key, one in value.items() if key[:1] != "$" and "@" not in key}
        for key, one in self._objects(place, named):
            yield str(key), one

    def _objects(self, place: Place, values: object) -> Iterator[tuple[str | int, dict[str, Any]]]:
        """Yield the objects of an object or a list by their keys; note what isn't one."""
        pairs: Any = values.items() if isinstance(values, dict) else ()
        if isinstance(values, list):
            pairs = enumerate(values)
        elif not isinstance(values, dict):
            self._pass_over(place, "this is neither an object nor a list, and isn't read")
        for key, one in pairs:
            if isinstance(one, dict):
                yield key, one
            else:
                self._pass_over((*place, key), "this is no object, and isn't read")

    def _pass_over(self, place: Place, message: str) -> None:
        self._unread.setdefault(message, []).append(place)

    def _notes(self) -> Iterator[Note]:
        for message, places in self._unread.items():
            more = f" ({len(places) - 1:,} more like it)" if len(places) > 1 else ""
            yield self._source.note(places[0], message + more)

    def _qualified(self, name: str) -> str:
        return qualified(name, self._aliases)

    def _count_operations(self, schema: Mapping[str, Any]) -> None:
        overloads = [one for listed in schema.values() if isinstance(listed, list) for one in listed]
        kinds = Counter(_text(one, "$Kind") for one in overloads if isinstance(one, dict))
        self._counts["functions"] += kinds["Function"]
        self._counts["actions"] += kinds["Action"]

    def _entity_type(self, name: str, one: Mapping[str, Any], place: Place) -> EntityType:
        properties: list[Property] = []
        navigation: list[Navigation] = []
        for key, each in self._members(place, one):
            if each.get("$Kind") == "NavigationProperty":
                navigation.append(self._navigation(key, each, (*place, key)))
            else:
                properties.append(self._property(key, each, (*place, key)))
        return EntityType(
            name=name,
            base=self._qualified(_text(one, "$BaseType")),
            is_abstract=one.get("$Abstract") is True,
            keys=self._keys(one, place),
            properties=tuple(properties),
            navigation=tuple(navigation),
            place=place,
            is_open=one.get("$OpenType") is True,
        )

    def _keys(self, one: Mapping[str, Any], place: Place) -> tuple[tuple[str, ...], ...]:
        """Return the key: names, or paths by their aliases."""
        parts = one.get("$Key")
        if parts is None:
            return ()
        paths = [
            path
            for part in (parts if isinstance(parts, list) else ())
            for path in (part.values() if isinstance(part, dict) else (part,))
        ]
        if not isinstance(parts, list) or not all(isinstance(path, str) for path in paths):
            self._pass_over((*place, "$Key"), "a key is a list of names, and this isn't read")
            return ()
        return (tuple(paths),)

    def _property(self, name: str, one: Mapping[str, Any], place: Place) -> Property:
        # as in XML: what is not nullable is said, the rest is CSDL's default there
        is_nullable = None if one.get("$Nullable") is True else False
        annotations = ((key[1:], _in_text(value)) for key, value in one.items() if key[:1] == "@")
        return Property(name, self._type(one), is_nullable, place, when_written(annotations))

    def _navigation(self, name: str, one: Mapping[str, Any], place: Place) -> Navigation:
        constraints = _constraints(one)
        self._counts["refcon"] += len(constraints)
        return Navigation(
            name,
            self._qualified(_text(one, "$Type")),
            one.get("$Collection") is True,
            place,
            _text(one, "$Partner"),
            constraints,
        )

    def _entity_sets(self, container: str, value: Mapping[str, Any], place: Place) -> Iterator[EntitySet]:
        for name, one in self._members(place, value):
            if "$Function" in one:
                self._counts["funcimports"] += 1
            elif "$Type" in one:
                bindings = one.get("$NavigationPropertyBinding")
                yield EntitySet(
                    name,
                    self._qualified(_text(one, "$Type")),
                    container,
                    one.get("$Collection") is not True,
                    {
                        path: self._target(target)
                        for path, target in (bindings.items() if isinstance(bindings, dict) else ())
                        if isinstance(target, str) and "@" not in path
                    },
                    (*place, name),
                )

    def _target(self, target: str) -> str:
        container, slash, name = target.partition("/")
        return f"{self._qualified(container)}/{name}" if slash and "." in container else target


def _members_of(enumeration: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(key for key in enumeration if key[:1] != "$" and "@" not in key)


def _is_required(parameter: Mapping[str, Any]) -> bool:
    is_optional = any(key[:1] == "@" and key.endswith(".OptionalParameter") for key in parameter)
    return not is_optional and parameter.get("$Nullable") is not True


def _in_text(value: object) -> str:
    """Return the value of an annotation as XML would write it."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _constraints(one: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """Return the dependent and principal properties of a navigation property."""
    value = one.get("$ReferentialConstraint")
    return tuple(
        (dependent, principal)
        for dependent, principal in (value.items() if isinstance(value, dict) else ())
        if isinstance(principal, str) and "@" not in dependent
    )


def _text(one: Mapping[str, Any], key: str) -> str:
    value = one.get(key)
    return value if isinstance(value, str) else ""
