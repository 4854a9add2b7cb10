"""The entities and relationships that a CSDL document declares."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from linter.importers.csdl.members import Members, members_of, require_few
from linter.importers.csdl.remarks import listing, remarks
from linter.importers.csdl.schema import CsdlDocument, EntitySet, EntityType, Navigation, Place, item_type
from linter.importers.found import (
    Attribute,
    DataSource,
    Entity,
    Found,
    NavigationProperty,
    Note,
    Relationship,
)
from linter.named_tuple import NamedTuple


def found_in(document: CsdlDocument) -> Found:
    """Return the entities and relationships of a document; raises CannotImport."""
    types: dict[str, EntityType] = {}
    for one in document.entity_types:
        types.setdefault(one.name, one)
    sets = document.entity_sets or tuple(_sets_of_types(types.values()))
    members = members_of(document, types, {one.type for one in sets})
    require_few(document, sets, members)
    targets = _Targets(document, sets)
    entities = tuple(_entity(one, members.get(one.type), document, targets) for one in sets)
    relationships, left = _relationships(document, sets, members, targets)
    notes = [*document.notes, *remarks(document, types, members), *left]
    return Found(
        format="csdl",
        data_sources=(DataSource(entities, complete=("entities",) if document.entity_sets else ()),),
        relationships=relationships,
        notes=tuple(sorted(notes)),
        totals=_totals(document),
    )


def _sets_of_types(types: Iterable[EntityType]) -> Iterator[EntitySet]:
    """Yield an entity set for each type that can have entities, for a document that has none."""
    concrete = [one for one in types if not one.is_abstract]
    counts: dict[str, int] = defaultdict(int)
    for one in concrete:
        counts[_short(one.name)] += 1
    for one in concrete:
        name = _short(one.name) if counts[_short(one.name)] == 1 else one.name
        yield EntitySet(name, one.name, "", False, {}, one.place)


class _Targets:
    """Knows to which set a navigation property leads, and which types there are."""

    def __init__(self, document: CsdlDocument, sets: Sequence[EntitySet]) -> None:
        self.types = frozenset(one.name for one in document.entity_types)
        self._ends = document.ends
        self._names = {name: one.name for one in sets for name in (one.name, f"{one.container}/{one.name}")}
        self._of_type: dict[str, list[EntitySet]] = defaultdict(list)
        for one in sets:
            self._of_type[one.type].append(one)
        self._bound = {
            (one.name, _uncast(path)): target for one in sets for path, target in one.bindings.items()
        }

    def of(self, start: str, navigation: Navigation) -> str:
        """Return the name of the set that a navigation property of set `start` leads to; empty where open."""
        target = self._bound.get((start, navigation.name))
        if target is not None:
            return self._names.get(target, "")
        role = self._ends.get((navigation.association, navigation.to_role, start))
        return role or self.only(navigation.type)

    def only(self, type_name: str) -> str:
        """Return the name of the only set of a type; of the only singleton where there is no set."""
        all_ = self._of_type.get(type_name, [])
        sets = [one for one in all_ if not one.is_singleton] or all_
        return sets[0].name if len(sets) == 1 else ""


def _uncast(path: str) -> str:
    """Return the path of a binding without the types that it passes through."""
    return "/".join(segment for segment in path.split("/") if "." not in segment)


def _entity(one: EntitySet, members: Members | None, document: CsdlDocument, targets: _Targets) -> Entity:
    if members is None:
        why = f"its type `{one.type}` {document.elsewhere(one.type)}"
        return Entity(one.name, None, type_name=one.type, partial_because=why)
    return Entity(
        one.name,
        tuple(_attributes(members, document.other_types)),
        members.key,
        type_name=one.type,
        navigation_properties=tuple(
            NavigationProperty(each.name, each.type, each.is_collection, targets.of(one.name, each))
            for each in members.navigation
        ),
        partial_because=_why_partial(members.unsettled, document, targets) if members.unsettled else "",
    )


def _attributes(members: Members, others: Mapping[str, str]) -> Iterator[Attribute]:
    types = {name: _underlying(name, others) for name in {one.type for one in members.properties}}
    for one in members.properties:
        is_read_only = one.written == "never" and one.name not in members.key
        yield Attribute(one.name, types[one.type], is_nullable=one.is_nullable, is_read_only=is_read_only)


def _why_partial(unsettled: EntityType, document: CsdlDocument, targets: _Targets) -> str:
    """Return why an entity may have more than a type, its own or one that it inherits from, tells of."""
    if unsettled.is_open:
        return f"`{unsettled.name}` is an open type"
    if unsettled.base in targets.types:
        return f"the base types of `{unsettled.name}` form a cycle"
    return f"`{unsettled.base}`, the base of `{unsettled.name}`, {document.elsewhere(unsettled.base)}"


def _underlying(type_name: str, others: Mapping[str, str]) -> str:
    """Return what a defined type, or a collection of it, is made of; any other type as it is."""
    item = item_type(type_name)
    underlying = others.get(item) or item
    return f"Collection({underlying})" if item != type_name else underlying


class _Constraint(NamedTuple):
    """A referential constraint between two sets; the set that isn't certain is empty."""

    told: str
    sets: tuple[str, str]
    properties: tuple[tuple[str, ...], tuple[str, ...]]  # dependent and principal
    cardinality: str
    place: Place


def _constraints(
    document: CsdlDocument, sets: Iterable[EntitySet], members: Mapping[str, Members], targets: _Targets
) -> Iterator[_Constraint]:
    for one in sets:
        for each in members[one.type].navigation if one.type in members else ():
            if each.constraints:
                dependent, principal = zip(*each.constraints, strict=True)
                ends = one.name, targets.of(one.name, each)
                cardinality = _cardinality(each, members)
                told = f"{one.name}/{each.name}"
                yield _Constraint(told, ends, (dependent, principal), cardinality, each.place)
    for association in document.associations:
        (start, start_type, dependent), (end, end_type, principal) = association[:2]
        ends = start or targets.only(start_type), end or targets.only(end_type)
        told = f"{ends[0] or start_type} to {ends[1] or end_type}"
        yield _Constraint(told, ends, (dependent, principal), association.cardinality, association.place)


def _relationships(
    document: CsdlDocument, sets: Iterable[EntitySet], members: Mapping[str, Members], targets: _Targets
) -> tuple[tuple[Relationship, ...], list[Note]]:
    """Return the constraints of one attribute each, and notes about the others."""
    found: dict[Relationship, None] = {}
    several: dict[str, Place] = {}
    uncertain: dict[str, Place] = {}
    for one in _constraints(document, sets, members, targets):
        dependent, principal = one.properties
        if len(dependent) != 1 or len(principal) != 1 or "/" in dependent[0] + principal[0]:
            several[one.told] = one.place
        elif not all(one.sets):
            uncertain[one.told] = one.place
        else:
            start, end = one.sets
            told = Relationship(start, dependent[0], end, principal[0], cardinality=one.cardinality)
            found[told] = None
    return tuple(found), [
        *_listed(document, several, "of several attributes, or of an attribute's part,"),
        *_listed(document, uncertain, "whose entities aren't certain"),
    ]


def _listed(document: CsdlDocument, constraints: Mapping[str, Place], which: str) -> Iterator[Note]:
    if constraints:
        place, count = next(iter(constraints.values())), len(constraints)
        what = f"a constraint {which} becomes" if count == 1 else f"{count} constraints {which} become"
        yield document.note(place, f"{what} no relationship: {listing(constraints)}")


def _cardinality(navigation: Navigation, members: Mapping[str, Members]) -> str:
    """Return how often a dependent entity refers to the same principal one, as the partner tells."""
    partner = navigation.partner.rpartition("/")[2]
    target = members.get(navigation.type)
    for one in target.navigation if target and partner else ():
        if one.name == partner:
            return "manyToOne" if one.is_collection else "oneToOne"
    return ""


def _totals(document: CsdlDocument) -> dict[str, int]:
    types = document.entity_types
    return {
        "n_schemas": document.counts.get("n_schemas", 0),
        "entityTypes": len(types),
        "complexTypes": document.counts.get("complexTypes", 0),
        "enumTypes": document.counts.get("enumTypes", 0),
        "props": sum(len(one.properties) for one in types),
        "nav": sum(len(one.navigation) for one in types),
        "abstract": sum(one.is_abstract for one in types),
        "basetype": sum(one.base != "" for one in types),
        "nokey": sum(not one.keys and not one.base for one in types),
        "compositekey": sum(any(len(key) > 1 for key in one.keys) for one in types),
        "sets": sum(not one.is_singleton for one in document.entity_sets),
        "singletons": sum(one.is_singleton for one in document.entity_sets),
        "functions": document.counts.get("functions", 0),
        "actions": document.counts.get("actions", 0),
        "funcimports": document.counts.get("funcimports", 0),
        "refcon": document.counts.get("refcon", 0),
    }


def _short(name: str) -> str:
    return name.rpartition(".")[2]
