"""What a CSDL document declares, whether it is written in XML or in JSON, and what is found in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final, TypeAlias

from linter.importers.found import (
    INHERITED,
    Attribute,
    CannotImport,
    DataSource,
    Entity,
    Found,
    NavigationProperty,
    Note,
    Relationship,
)
from linter.named_tuple import NamedTuple
from linter.wording import first_few, quoted

Place: TypeAlias = tuple[str | int, ...]
"""Where something stands: a line and a column in XML, a path in JSON."""

_NAMED: Final = 30  # how many names a note lists
_COLLECTION: Final = "Collection("


class Property(NamedTuple):
    """A property; its type is qualified by namespace."""

    name: str
    type: str
    is_nullable: bool | None
    place: Place
    written: str = ""  # "never" or "at creation", where an annotation says so


class Navigation(NamedTuple):
    """A navigation property; its type is the bare entity type, also of a collection."""

    name: str
    type: str
    is_collection: bool
    place: Place
    partner: str = ""
    constraints: tuple[tuple[str, str], ...] = ()  # dependent and principal property
    association: str = ""  # before version 4: the association, and which of its ends this leads to
    to_role: str = ""


class EntityType(NamedTuple):
    """An entity type, or a complex one, as declared, without what it inherits."""

    name: str
    base: str
    is_abstract: bool
    keys: tuple[tuple[str, ...], ...]  # exactly one is permitted
    properties: tuple[Property, ...]
    navigation: tuple[Navigation, ...]
    place: Place
    is_open: bool = False  # whether entities may have properties that aren't declared


class Operation(NamedTuple):
    """A function or an action; a bound one belongs to the type of its first parameter."""

    name: str
    is_action: bool
    is_bound: bool
    parameters: tuple[tuple[str, str], ...]  # names and types
    returns: str  # a type, empty where it returns nothing
    required: tuple[str, ...] = ()  # the parameters that can be neither null nor left out
    place: Place = ()


class OperationImport(NamedTuple):
    """What a service offers an operation as."""

    name: str
    operation: str
    place: Place = ()


class EntitySet(NamedTuple):
    """An entity set or a singleton."""

    name: str
    type: str
    container: str
    is_singleton: bool
    bindings: Mapping[str, str]  # the path of a navigation property: the set that it leads to
    place: Place


class Association(NamedTuple):
    """A referential constraint of an association, with the sets of one of its association sets."""

    dependent: tuple[str, str, tuple[str, ...]]  # the set (empty where open), the type, the properties
    principal: tuple[str, str, tuple[str, ...]]
    cardinality: str
    place: Place


class CsdlDocument(NamedTuple):
    """All declarations of a document; all names are qualified by namespace, none by alias."""

    entity_types: tuple[EntityType, ...]
    entity_sets: tuple[EntitySet, ...]
    other_types: Mapping[str, str]  # complex, enumeration and defined types; of the last the underlying type
    namespaces: frozenset[str]
    references: Mapping[str, str]  # the namespaces of other documents, and where these are
    associations: tuple[Association, ...]
    ends: Mapping[tuple[str, str, str], str]  # association, role to go to, set to come from: set to go to
    counts: Mapping[str, int]  # of what isn't kept
    notes: tuple[Note, ...]
    note: Callable[[Place, str], Note]
    complex_types: tuple[EntityType, ...] = ()
    enumerations: Mapping[str, tuple[str, ...]] = {}  # their members
    flags: frozenset[str] = frozenset()  # the enumerations whose values may be several members
    operations: tuple[Operation, ...] = ()
    imports: tuple[OperationImport, ...] = ()
    version: str = ""
    aliases: Mapping[str, str] = {}  # of namespaces


class Members(NamedTuple):
    """What an entity type has, inherited or not; what its base declares comes first."""

    key: tuple[str, ...] = ()
    properties: tuple[Property, ...] = ()
    navigation: tuple[Navigation, ...] = ()
    depth: int = 0  # how many types it inherits from
    unsettled: EntityType | None = None  # it is open, or its base isn't known; None: there is nothing else


class _TooManyError(Exception):
    """Types inherit too much; the type is the one at which the limit is passed."""

    def __init__(self, type_: EntityType) -> None:
        super().__init__(type_.name)
        self.type = type_


_NEVER_WRITTEN: Final = ("Read", "None")
"""The permissions of Org.OData.Core.V1.Permissions that allow no writing."""


def when_written(annotations: Iterable[tuple[str, str]]) -> str:
    """Return when a property with annotations (terms and values) is written: "never", "at creation" or ""."""
    said = {term.rpartition(".")[2]: value.strip() for term, value in annotations}
    permissions = {one.rpartition("/")[2] for one in said.get("Permissions", "").replace(",", " ").split()}
    if said.get("Computed") == "true" or (permissions and permissions <= {*_NEVER_WRITTEN}):
        return "never"
    return "at creation" if said.get("Immutable") == "true" else ""


def qualified(name: str, aliases: Mapping[str, str]) -> str:
    """Return a type's name, or that of a collection of it, with its namespace in the place of an alias."""
    if name.startswith(_COLLECTION):
        return f"{_COLLECTION}{qualified(name[len(_COLLECTION) : -1].strip(), aliases)})"
    namespace, dot, short = name.rpartition(".")
    return f"{aliases.get(namespace, namespace)}.{short}" if dot else name


def item_type(name: str) -> str:
    """Return the type of a collection's items, or the type itself."""
    return name[len(_COLLECTION) : -1] if name.startswith(_COLLECTION) else name


def found_in(document: CsdlDocument) -> Found:
    """Return the entities and relationships of a document; raises CannotImport."""
    types: dict[str, EntityType] = {}
    for one in document.entity_types:
        types.setdefault(one.name, one)
    sets = document.entity_sets or tuple(_sets_of_types(types.values()))
    members = members_of(document, types, {one.type for one in sets})
    _require_few(document, sets, members)
    targets = _Targets(document, sets)
    entities = tuple(_entity(one, members.get(one.type), document, targets) for one in sets)
    relationships, left = _relationships(document, sets, members, targets)
    notes = [
        *document.notes,
        *_about_types(document, types),
        *_about_bases(document, types),
        *_about_keys(document, types, members),
        *_about_members(document, types),
        *_about_sets(document, types),
        *left,
    ]
    return Found(
        format="csdl",
        data_sources=(DataSource(entities, complete=("entities",) if document.entity_sets else ()),),
        relationships=relationships,
        notes=tuple(sorted(notes)),
        totals=_totals(document),
    )


def members_of(
    document: CsdlDocument, types: Mapping[str, EntityType], wanted: Iterable[str]
) -> dict[str, Members]:
    """Return all members of the wanted types that are declared; raises CannotImport for too many."""
    try:
        return inherited(types, wanted)
    except _TooManyError as error:
        message = f"up to `{error.type.name}`, entity types inherit more than {INHERITED:,} members"
        note = document.note(error.type.place, message)
        raise CannotImport(*note, "shorten the chains of base types") from error


def _require_few(document: CsdlDocument, sets: Iterable[EntitySet], members: Mapping[str, Members]) -> None:
    """Raise CannotImport where sets of one type multiply its members beyond measure."""
    seen: set[str] = set()
    count = 0
    for one in sets:
        has = members.get(one.type) if one.type in seen else None
        seen.add(one.type)
        count += len(has.properties) + len(has.navigation) if has else 0
        if count > INHERITED:
            message = f"up to `{one.name}`, entity sets of types that others have, too, have more than "
            note = document.note(one.place, f"{message}{INHERITED:,} members")
            raise CannotImport(*note, "leave out sets that no payload names")


def inherited(types: Mapping[str, EntityType], wanted: Iterable[str]) -> dict[str, Members]:
    """Return all members of the wanted types that are declared, and of their bases.

    A cycle ends where it would begin anew, a chain at a base that isn't declared.
    """
    done: dict[str, Members] = {}
    count = 0
    for name in sorted(wanted):
        chain: dict[str, EntityType] = {}
        while name in types and name not in done and name not in chain:
            chain[name] = types[name]
            name = types[name].base  # noqa: PLW2901  # up to the first base that is known already
        above = done.get(name)
        for one in reversed(chain.values()):
            count += len(above.properties) + len(above.navigation) if above else 0
            if count > INHERITED:
                raise _TooManyError(one)
            above = done[one.name] = _extended(above, one)
    return done


def _extended(above: Members | None, one: EntityType) -> Members:
    base = above or Members(depth=-1)
    is_unsettled = one.is_open or (above is None and bool(one.base))
    return Members(
        one.keys[0] if one.keys else base.key,
        base.properties + one.properties,
        base.navigation + one.navigation,
        base.depth + 1,
        base.unsettled or (one if is_unsettled else None),
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
        why = f"its type `{one.type}` {_elsewhere(document, one.type)}"
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
    return f"`{unsettled.base}`, the base of `{unsettled.name}`, {_elsewhere(document, unsettled.base)}"


def _underlying(type_name: str, others: Mapping[str, str]) -> str:
    """Return what a defined type, or a collection of it, is made of; any other type as it is."""
    item = item_type(type_name)
    underlying = others.get(item) or item
    return f"{_COLLECTION}{underlying})" if item != type_name else underlying


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
        yield document.note(place, f"{what} no relationship: {_names(constraints)}")


def _cardinality(navigation: Navigation, members: Mapping[str, Members]) -> str:
    """Return how often a dependent entity refers to the same principal one, as the partner tells."""
    partner = navigation.partner.rpartition("/")[2]
    target = members.get(navigation.type)
    for one in target.navigation if target and partner else ():
        if one.name == partner:
            return "manyToOne" if one.is_collection else "oneToOne"
    return ""


def _about_types(document: CsdlDocument, types: Mapping[str, EntityType]) -> Iterator[Note]:
    """Yield notes about entity types that are declared twice, or have no entity set."""
    for one in document.entity_types:
        if types[one.name] is not one:
            yield document.note(
                one.place, f"entity type `{one.name}` is declared twice; the first one counts"
            )
        if len(one.keys) > 1:
            yield document.note(
                one.place, f"entity type `{one.name}` has {len(one.keys)} keys; the first counts"
            )
    if not types:
        yield document.note((), "this document declares no entity type")
    elif not document.entity_sets:
        message = "this document has no entity set: its entity types that aren't abstract are the entities"
        yield document.note((), message)
    else:
        used = {one.type for one in document.entity_sets}
        without = [one for one in types.values() if one.name not in used]
        if without:
            which = "an entity type has" if len(without) == 1 else f"{len(without)} entity types have"
            listed = _names(one.name for one in without)
            yield document.note(without[0].place, f"{which} no entity set, so no entities: {listed}")


def _about_bases(document: CsdlDocument, types: Mapping[str, EntityType]) -> Iterator[Note]:
    """Yield a note about each base type that isn't declared, and about each cycle."""
    checked: set[str] = set()
    for one in types.values():
        if one.base and one.base not in types:
            told = f"`{one.base}`, the base type of `{one.name}`,"
            yield document.note(
                one.place, f"{told} {_elsewhere(document, one.base)}; what it declares is missing"
            )
        chain: dict[str, None] = {}
        name = one.name
        while name in types and name not in checked and name not in chain:
            chain[name] = None
            name = types[name].base
        if name in chain:
            circle = [*list(chain)[list(chain).index(name) :], name]
            shown = " → ".join(f"`{each}`" for each in circle[:_NAMED])
            yield document.note(types[name].place, f"the base types form a cycle: {shown}")
        checked.update(chain)


def _about_keys(
    document: CsdlDocument, types: Mapping[str, EntityType], members: Mapping[str, Members]
) -> Iterator[Note]:
    for name, has in members.items():
        known = {one.name for one in has.properties}
        for key in has.key:
            if types[name].keys and key.partition("/")[0] not in known:
                message = f"the key `{key}` of `{name}` is none of its properties"
                yield document.note(types[name].place, message)


def _about_members(document: CsdlDocument, types: Mapping[str, EntityType]) -> Iterator[Note]:
    """Yield a note about each type that members have and the document lacks, at the first of them."""
    users: dict[str, list[tuple[str, Place]]] = defaultdict(list)
    for one in types.values():
        unknown = {each.type for each in one.properties}
        unknown = {name for name in unknown if not _is_known(document, types, item_type(name))}
        used = [
            (each.name, item_type(each.type), each.place) for each in one.properties if each.type in unknown
        ]
        used += [(each.name, each.type, each.place) for each in one.navigation]
        for name, item, place in used:
            if not _is_known(document, types, item):
                users[item].append((f"{one.name}/{name}", place))
    for name, uses in users.items():
        message = f"`{name}`, the type of {_first(uses)}, {_elsewhere(document, name)}"
        yield document.note(uses[0][1], message)


def _about_sets(document: CsdlDocument, types: Mapping[str, EntityType]) -> Iterator[Note]:
    """Yield notes about sets that are declared twice, have no type or lead to no set."""
    names = {one.name for one in document.entity_sets}
    names |= {f"{one.container}/{one.name}" for one in document.entity_sets}
    first: set[str] = set()
    lacking: dict[str, list[tuple[str, Place]]] = defaultdict(list)
    for one in document.entity_sets:
        if one.name in first:
            yield document.note(one.place, f"entity set `{one.name}` is declared twice")
        first.add(one.name)
        if one.type not in types:
            told = f"`{one.type}`, the type of entity set `{one.name}`,"
            where = _elsewhere(document, one.type)
            yield document.note(one.place, f"{told} {where}; its attributes are missing")
        for path, target in one.bindings.items():
            # a path that goes on leads into an entity that is contained in another one
            if target not in names and target.partition("/")[0] not in names:
                lacking[target].append((f"{one.name}/{path}", one.place))
    for target, uses in lacking.items():
        message = f"entity set `{target}`, to which {_first(uses)} leads, isn't in this document"
        yield document.note(uses[0][1], message)


def _is_known(document: CsdlDocument, types: Mapping[str, EntityType], name: str) -> bool:
    if name.startswith("Edm.") or "." not in name:
        return True
    return name in types or name in document.other_types


def _elsewhere(document: CsdlDocument, name: str) -> str:
    """Return where a name is declared that the document doesn't declare."""
    namespace = name.rpartition(".")[0]
    if namespace in document.namespaces or namespace not in document.references:
        return "isn't declared in this document"
    return f"is declared in another document, `{document.references[namespace]}`, which isn't read"


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


def _first(uses: Sequence[tuple[str, Place]]) -> str:
    return first_few(quoted(name for name, _ in uses), 1)


def _names(names: Iterable[str]) -> str:
    return first_few(quoted(names), _NAMED)


def _short(name: str) -> str:
    return name.rpartition(".")[2]
