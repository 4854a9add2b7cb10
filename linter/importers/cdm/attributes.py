"""The attributes of a CDM entity: inherited, grouped, referenced and declared ones, in their order.

Entities refer to others by a foreign key, as they do for a relational store: that is what CDM calls
the directives `normalized` and `referenceOnly`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from linter.importers.cdm.data_formats import WELL_KNOWN, data_format
from linter.importers.cdm.documents import CdmDocument, CdmObject, Corpus
from linter.importers.found import Attribute, Entity
from linter.named_tuple import NamedTuple

_DEPTH: Final = 64
_LIMIT: Final = 100_000
_NO_GUIDANCE: Final[Mapping[str, Any]] = {}
_IDENTIFIES: Final = "is.identifiedBy"
_IDENTIFIED: Final = "identifiedBy"
_ROOT: Final = "CdmEntity"  # what all entities extend; it has no attributes
_MARK: Final = re.compile(r"\{([aAomM])\}")
_RENAME: Final = "{a}{o}{M}"
_DIRECTIVES: Final = frozenset(("normalized", "referenceOnly"))


class _Column(NamedTuple):
    """An attribute on its way into an entity."""

    name: str
    type: str
    source_name: str = ""
    is_key: bool = False
    is_removed: bool = False  # takes away what an entity has inherited under this name


_Columns = dict[str, _Column]
_FOREIGN_KEY: Final = _Column("id", "Guid")  # where guidance doesn't describe one


def resolve(corpus: Corpus, entity: CdmObject, name: str) -> Entity:
    """Return an entity with all its attributes, called `name`; the corpus keeps what is missing."""
    resolver = _Resolver(corpus, entity.document)
    columns = resolver.entity(entity)
    key = [column.name for column in columns.values() if column.is_key] or _exhibited(entity, columns)
    attributes = tuple(_attribute(column) for column in columns.values())
    return Entity(name, attributes, tuple(key), partial_because=resolver.partial_because)


def _attribute(column: _Column) -> Attribute:
    source_name = column.source_name if column.source_name != column.name else ""
    return Attribute(column.name, column.type, source_name)


def _exhibited(entity: CdmObject, columns: _Columns) -> list[str]:
    """Return the key that an entity names itself, in a trait."""
    for trait in _objects(entity.value.get("exhibitsTraits")):
        if trait.get("traitReference") == _IDENTIFIES:
            arguments = trait.get("arguments")
            for one in arguments if isinstance(arguments, list) else ():
                path = one.get("value") if isinstance(one, dict) else one
                last = str(path).rpartition("/")[2]
                if last in columns:
                    return [last]
    return []


class _Resolver:
    """Gathers the attributes of one entity; remembers what it is in the middle of.

    A name means what the entity's own document sees under it, and only where that sees nothing, what
    the document sees in which it is written.
    """

    def __init__(self, corpus: Corpus, document: CdmDocument) -> None:
        self._corpus = corpus
        self._document = document
        self._open: list[tuple[CdmDocument, tuple[str | int, ...]]] = []
        self._steps = 0
        self.partial_because = ""  # what is lacking first of all that attributes come from

    def entity(self, entity: CdmObject) -> _Columns:
        """Return the columns of an entity, those of its bases first."""
        columns: _Columns = {}
        for one in reversed(self._bases(entity)):
            guidance = _object(one.value.get("extendsEntityResolutionGuidance"))
            columns = _selected(columns, guidance)
            _merge(columns, self._nested(one, "hasAttributes"))
            columns = _kept(columns)
        return columns

    def _bases(self, entity: CdmObject) -> list[CdmObject]:
        """Return an entity, what it extends, and so on."""
        chain = [entity]
        seen = {(entity.document, entity.path)}
        while "extendsEntity" in chain[-1].value:
            if len(chain) > _DEPTH:
                self._lacks(
                    "depth", chain[-1], f"more than {_DEPTH} entities extend one another", "extendsEntity"
                )
                break
            base = self._referenced(chain[-1], "extendsEntity", "entity")
            if base is None:
                break
            if (base.document, base.path) in seen:
                self._lacks(
                    "cycle",
                    chain[-1],
                    "this entity extends itself, by way of what it names here",
                    "extendsEntity",
                )
                break
            seen.add((base.document, base.path))
            chain.append(base)
        return chain

    def _nested(self, outer: CdmObject, members: str) -> Iterator[_Column]:
        """Yield the columns of a list of members; note where it is inside itself, or too deep."""
        this = (outer.document, (*outer.path, members))
        if this in self._open:
            self._lacks("cycle", outer, "this contains itself, by way of others")
            return
        if len(self._open) == _DEPTH:
            self._lacks(
                "depth", outer, f"more than {_DEPTH} attribute groups and entities lie in one another"
            )
            return
        self._open.append(this)
        declared = outer.value.get(members, [])
        if not isinstance(declared, list):
            self._lacks("shape", outer, f"`{members}` is no list, and is not imported", members)
            declared = []
        for number, member in enumerate(declared):
            yield from self._member(outer, members, number, member)
        self._open.pop()

    def _member(self, outer: CdmObject, members: str, number: int, member: object) -> Iterable[_Column]:
        place = CdmObject(outer.document, (*outer.path, members, number), _object(member))
        self._spend(1, place)
        if isinstance(member, str):
            return self._group(self._named("attributeGroup", member, place), _NO_GUIDANCE)
        if "attributeGroupReference" in place.value:
            group = self._referenced(place, "attributeGroupReference", "attributeGroup")
            return self._group(group, _guidance(place.value))
        if "members" in place.value:
            return self._group(place, _NO_GUIDANCE)
        if not isinstance(place.value.get("name"), str):
            self._lacks("name", place, "this attribute has no name, and is not imported")
            return ()
        if "entity" in place.value:
            return self._entity_attribute(place)
        return self._type_attribute(place)

    def _spend(self, steps: int, place: CdmObject) -> None:
        """Refuse an entity whose parts multiply beyond measure."""
        self._steps += steps
        if self._steps > _LIMIT:
            message = f"the attributes of the entity come to more than {_LIMIT:,} here"
            raise place.document.source.refuse(place.path, message)

    def _group(self, group: CdmObject | None, guidance: Mapping[str, Any]) -> Iterable[_Column]:
        columns: _Columns = {}
        if group is not None:
            _merge(columns, self._nested(group, "members"))
        return _selected(_kept(columns), guidance).values()

    def _type_attribute(self, place: CdmObject) -> Iterator[_Column]:
        guidance = _guidance(place.value)
        column = self._column(place)
        if guidance.get("removeAttribute") is True:
            yield column._replace(is_removed=True)
        elif guidance.get("cardinality") != "many":
            yield column
            yield from self._added(place, "addSupportingAttribute")
        elif "normalized" not in _directives(guidance):
            yield from self._repeated(place, [column, *self._added(place, "addSupportingAttribute")])

    def _entity_attribute(self, place: CdmObject) -> Iterable[_Column]:
        guidance = _guidance(place.value)
        directives = _directives(guidance)
        if "normalized" in directives and guidance.get("cardinality") == "many":
            return ()  # the other side refers to this one
        reference = _object(guidance.get("entityByReference"))
        columns: _Columns = {}
        is_reference = reference.get("allowReference") is True and "referenceOnly" in directives
        if is_reference or reference.get("alwaysIncludeForeignKey") is True:
            foreign_key = list(self._added(place, "entityByReference", "foreignKeyAttribute"))
            _merge(columns, foreign_key or [_FOREIGN_KEY])
        entity = None if is_reference else self._referenced(place, "entity", "entity")
        if entity is not None:
            _merge(columns, _selected(self.entity(entity), guidance).values())
        _merge(columns, self._added(place, "selectsSubAttribute", "selectedTypeAttribute"))
        _merge(columns, self._added(place, "addSupportingAttribute"))
        return self._repeated(place, list(columns.values()))

    def _repeated(self, place: CdmObject, columns: list[_Column]) -> Iterator[_Column]:
        """Yield the columns of an attribute, renamed, as many times as it is expanded."""
        guidance = _guidance(place.value)
        ordinals = _ordinals(guidance)
        self._spend(len(ordinals) * len(columns), place)
        form = guidance.get("renameFormat")
        for column in self._added(place, "expansion", "countAttribute"):
            yield _renamed(form, place.value["name"], None, column)
        for ordinal in ordinals:
            for column in columns:
                yield _renamed(form, place.value["name"], ordinal, column)

    def _added(self, place: CdmObject, *path: str) -> Iterator[_Column]:
        """Yield the attribute that guidance adds at a path, if it does."""
        value: Mapping[str, Any] = _guidance(place.value)
        for key in path:
            if key not in value:
                return
            value = _object(value[key])
        added = CdmObject(place.document, (*place.path, _guidance_key(place.value), *path), value)
        if isinstance(value.get("name"), str):
            yield from self._type_attribute(added)
        else:
            self._lacks("name", added, "this attribute has no name, and is not imported")

    def _column(self, place: CdmObject) -> _Column:
        value = place.value
        traits = set(self._traits("purpose", place)) | set(_applied(value.get("appliedTraits")))
        is_identified = _name(value.get("purpose"), "purpose") == _IDENTIFIED  # also where CDM isn't at hand
        declared = value.get("dataFormat")
        written = declared if isinstance(declared, str) and declared.lower() != "unknown" else ""
        return _Column(
            value["name"],
            written or self._format(place, traits),
            str(value.get("sourceName") or ""),
            value.get("isPrimaryKey") is True or _IDENTIFIES in traits or is_identified,
        )

    def _format(self, place: CdmObject, traits: set[str]) -> str:
        if "dataType" not in place.value:
            return data_format(traits)
        name = _name(place.value["dataType"], "dataType")
        types = set(self._traits("dataType", place))
        return data_format(types | traits) or WELL_KNOWN.get(name, "")

    def _traits(self, kind: str, place: CdmObject) -> Iterator[str]:
        """Yield the traits of the data type or the purpose of an attribute, and of what it extends."""
        key = kind
        seen: set[tuple[object, object]] = set()
        while key in place.value and (place.document, place.path) not in seen:
            if len(seen) > _DEPTH:
                self._lacks("depth", place, f"more than {_DEPTH} types extend one another", key)
                return
            seen.add((place.document, place.path))
            yield from _applied(_object(place.value[key]).get("appliedTraits"))
            found = self._referenced(place, key, kind)
            if found is None:
                return
            yield from _applied(found.value.get("exhibitsTraits"))
            place, key = found, "extends" + kind[0].upper() + kind[1:]

    def _referenced(self, place: CdmObject, key: str, kind: str) -> CdmObject | None:
        """Return the definition that the value at `key` names or holds."""
        value = place.value[key]
        path: tuple[str | int, ...] = (key,)
        for step in (kind + "Reference", "source", kind + "Reference"):
            if isinstance(value, dict) and step in value:
                if value.get("operations"):
                    self._lacks("operations", place, "a projection's operations aren't applied", *path)
                value = value[step]
                path = (*path, step)
        if isinstance(value, str):
            return self._named(kind, value, CdmObject(place.document, (*place.path, *path), {}))
        if isinstance(value, dict):
            return CdmObject(place.document, (*place.path, *path), value)
        self._lacks("shape", place, f"`{key}` names no {_WORDS[kind]}", *path)
        return None

    def _named(self, kind: str, name: str, place: CdmObject) -> CdmObject | None:
        scopes = (self._document, place.document)
        if "/" in name:  # a moniker is what its own document calls an import
            scopes = (place.document, self._document)
        found = self._corpus.find(kind + "Name", name, scopes)
        if found is None and kind != "purpose" and name not in WELL_KNOWN and name != _ROOT:
            message = f"the {_WORDS[kind]} `{name}` isn't defined in what this document imports"
            self._corpus.lacks(kind, name, message, place)
            if kind != "dataType":
                self.partial_because = self.partial_because or message
        return found

    def _lacks(self, kind: str, place: CdmObject, message: str, *below: str | int) -> None:
        self.partial_because = self.partial_because or message
        self._corpus.lacks(kind, f"{place.document.source.path} {place.path}", message, place, *below)


_WORDS: Final = {
    "entity": "entity",
    "attributeGroup": "attribute group",
    "dataType": "data type",
    "purpose": "purpose",
}


def _merge(columns: _Columns, more: Iterable[_Column]) -> None:
    """Add columns; one that is there already keeps its place."""
    for column in more:
        before = columns.get(column.name)
        columns[column.name] = column if before is None else _merged(before, column)


def _merged(before: _Column, after: _Column) -> _Column:
    source_name = after.source_name or before.source_name
    return after._replace(source_name=source_name, is_key=before.is_key or after.is_key)


def _kept(columns: _Columns) -> _Columns:
    return {name: column for name, column in columns.items() if not column.is_removed}


def _selected(columns: _Columns, guidance: Mapping[str, Any]) -> _Columns:
    """Return the columns that guidance selects by their names."""
    selects = _object(guidance.get("selectsSubAttribute"))
    if selects.get("selects") != "some":
        return columns
    if "selectsSomeTakeNames" in selects:
        taken = dict.fromkeys(_strings(selects["selectsSomeTakeNames"]))
        return {name: columns[name] for name in taken if name in columns}
    avoided = frozenset(_strings(selects.get("selectsSomeAvoidNames")))
    return {name: column for name, column in columns.items() if name not in avoided}


def _guidance(value: Mapping[str, Any]) -> Mapping[str, Any]:
    return _object(value.get(_guidance_key(value)))


def _guidance_key(value: Mapping[str, Any]) -> str:
    return "attributeResolutionGuidance" if "attributeResolutionGuidance" in value else "resolutionGuidance"


def _directives(guidance: Mapping[str, Any]) -> frozenset[str]:
    imposed = _strings(guidance.get("imposedDirectives"))
    return _DIRECTIVES.union(imposed).difference(_strings(guidance.get("removedDirectives")))


def _ordinals(guidance: Mapping[str, Any]) -> Sequence[int | None]:
    """Return the numbers under which an attribute is repeated; None where it isn't."""
    expansion = _object(guidance.get("expansion"))
    start, most = expansion.get("startingOrdinal", 0), expansion.get("maximumExpansion")
    if guidance.get("cardinality") != "many" or not isinstance(start, int) or not isinstance(most, int):
        return (None,)
    return range(start, start + max(0, min(most, _LIMIT + 1)))


def _renamed(form: object, attribute: str, ordinal: int | None, column: _Column) -> _Column:
    """Rename a column by a format: {a} is the attribute, {o} its number, {m} or {M} the column."""
    parts = {"a": attribute, "o": "" if ordinal is None else str(ordinal), "m": column.name}

    def part(mark: re.Match[str]) -> str:
        said = parts[mark[1].lower()]
        return said if mark[1].islower() else said[:1].upper() + said[1:]

    name = _MARK.sub(part, form if isinstance(form, str) else _RENAME)
    return column._replace(name=name)


def _name(reference: object, kind: str) -> str:
    value = reference.get(kind + "Reference") if isinstance(reference, dict) else reference
    return value if isinstance(value, str) else ""


def _applied(traits: object) -> Iterator[str]:
    """Yield the names of a list of traits."""
    for trait in traits if isinstance(traits, list) else ():
        name = trait.get("traitReference") if isinstance(trait, dict) else trait
        if isinstance(name, dict):
            name = name.get("traitName")
        if isinstance(name, str):
            yield name


def _objects(values: object) -> Iterator[dict[str, Any]]:
    return (one for one in (values if isinstance(values, list) else ()) if isinstance(one, dict))


def _strings(values: object) -> Iterator[str]:
    return (one for one in (values if isinstance(values, list) else ()) if isinstance(one, str))


def _object(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else _NO_GUIDANCE
