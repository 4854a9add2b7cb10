"""What is odd about the declarations of a CSDL document, and what they lack."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from linter.importers.csdl.members import Members
from linter.importers.csdl.schema import CsdlDocument, EntityType, Place, item_type
from linter.importers.found import Note
from linter.wording import first_few, quoted

_NAMED: Final = 30  # how many names a note lists


def remarks(
    document: CsdlDocument, types: Mapping[str, EntityType], members: Mapping[str, Members]
) -> Iterator[Note]:
    """Yield notes about types, their bases, keys and members, and about sets."""
    yield from _about_types(document, types)
    yield from _about_bases(document, types)
    yield from _about_keys(document, types, members)
    yield from _about_members(document, types)
    yield from _about_sets(document, types)


def listing(names: Iterable[str]) -> str:
    """Return names as a note lists them."""
    return first_few(quoted(names), _NAMED)


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
            listed = listing(one.name for one in without)
            yield document.note(without[0].place, f"{which} no entity set, so no entities: {listed}")


def _about_bases(document: CsdlDocument, types: Mapping[str, EntityType]) -> Iterator[Note]:
    """Yield a note about each base type that isn't declared, and about each cycle."""
    checked: set[str] = set()
    for one in types.values():
        if one.base and one.base not in types:
            told = f"`{one.base}`, the base type of `{one.name}`,"
            yield document.note(
                one.place, f"{told} {document.elsewhere(one.base)}; what it declares is missing"
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
        message = f"`{name}`, the type of {_first(uses)}, {document.elsewhere(name)}"
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
            where = document.elsewhere(one.type)
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


def _first(uses: Sequence[tuple[str, Place]]) -> str:
    return first_few(quoted(name for name, _ in uses), 1)
