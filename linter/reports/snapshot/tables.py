"""What a snapshot declares, as tables."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any, Final

from linter.instance.data_types import UNKNOWN
from linter.instance.entity import Entity
from linter.instance.snapshot import COMPLETE_UNLESS_SAID, NO_INSTANCE, Snapshot, relationship_ends
from linter.named_tuple import NamedTuple
from linter.reports.markdown_text import text_of
from linter.reports.visible import visible
from linter.shapes.node import Node
from linter.wording import counted, first_few

_MOST_RELATIONSHIPS: Final = 50
_MOST_PARTIAL: Final = 20


_WORDS: Final = {"dataSources": "the data sources", "entityInfo": "primary keys and entity types"}


class Table(NamedTuple):
    """A title, the names of the columns, and the rows."""

    title: str
    columns: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]
    rest: str = ""  # what isn't shown


def tables_of(snapshot: Snapshot) -> list[Table]:
    """Return the entities by data source, the relationships, and what nobody has said."""
    ends = _relationships_by_entity(snapshot)
    kinds = {one.text("dataSourceId"): one.text("kind") for one in snapshot.root.nodes("dataSources")}
    by_source: dict[str, list[Entity]] = defaultdict(list)
    for entity in snapshot.entities:
        by_source[entity.data_source.id if entity.data_source else ""].append(entity)
    tables = []
    for source in snapshot.data_sources:
        parts = (source.id, kinds.get(source.id))
        said = ", ".join(part for part in parts if part and part != source.name)
        title = f"{source} ({said})" if said else str(source)
        tables.append(_entities(title, by_source[source.id], ends))
    if by_source[""]:
        tables.append(_entities("System entities", by_source[""], ends))
    if snapshot.root.nodes("relationships"):
        tables.append(_relationships("Relationships", snapshot.root.nodes("relationships")))
    unknown = [(one,) for one in not_known(snapshot)]
    return [*tables, Table("Not known", ("",), unknown)] if unknown else tables


def tables_of_entity(snapshot: Snapshot, entity: Entity) -> list[Table]:
    """Return an entity's attributes and relationships."""
    tables = [_attributes(entity)]
    navigation = entity.node.node("navigationProperties")
    if navigation is not None:
        ways = [(name, _target(one)) for name, one in navigation.values.items() if isinstance(one, Node)]
        tables.append(Table("Navigation properties", ("name", "leads to"), ways))
    names = {str(entity), entity.name}
    nodes = [
        node for node in snapshot.root.nodes("relationships") if names & set(relationship_ends(node)[::2])
    ]
    return [*tables, _relationships("Relationships", nodes)] if nodes else tables


def _attributes(entity: Entity) -> Table:
    declared = entity.attributes
    guesses = [entity.guessed_from(name) for name in declared or ()]
    rows = [
        (name, entity.declared_type(name), _type(entity, name), *_more(entity, name), guess)
        for name, guess in zip(declared or (), guesses, strict=True)
    ]
    said = [
        entity.node.text("entityType"),
        f"key {entity.primary_key}" if entity.primary_key else "no primary key",
    ]
    title = f"{entity} ({', '.join(part for part in said if part)})"
    columns = ("attribute", "type", "canonical", "", "semantic type", "in the source", "type guessed from")
    wide = len(columns) if any(guesses) else len(columns) - 1
    table = Table(title, columns[:wide], [row[:wide] for row in rows])
    if declared is None:
        return table._replace(rest=f"its attributes are not declared{_why(entity)}")
    if not entity.attributes_complete:
        return table._replace(rest=f"it may have other attributes (`complete`){_why(entity)}")
    return table


def not_known(snapshot: Snapshot) -> Iterator[str]:
    """Yield what no importer could know, and nobody has declared."""
    if snapshot.instance_id == NO_INSTANCE:
        yield "the instance's ID"
    if snapshot.root.text("capturedAt") is None:
        yield "when it was captured"
    guessed = [one.name for one in snapshot.data_sources if one.id == one.name]
    if guessed:
        yield f"the ID of {first_few(guessed)}: the name stands for it"
    yield from _not_known_of([one for one in snapshot.entities if one.data_source is not None])
    for name, why in islice(snapshot.relationships_elsewhere(), _MOST_PARTIAL):
        yield f"what relationship {name} leads to (`complete`){f': {why}' if why else ''}"
    for name in COMPLETE_UNLESS_SAID:
        if not _is_whole(snapshot, name):
            yield f"whether {_WORDS.get(name, f'the {name}')} are all there (`complete`)"
    if not snapshot.declares("roleAssignments"):
        yield "role assignments"


def _not_known_of(entities: Sequence[Entity]) -> Iterator[str]:
    yield from _lacking("a primary key", entities, [one for one in entities if one.primary_key is None])
    yield from _lacking("an entity type", entities, [one for one in entities if one.entity_type is None])
    yield from _lacking("declared attributes", entities, [one for one in entities if one.attributes is None])
    untyped = sum(
        1 for one in entities for name in one.attributes or () if one.canonical_type(name) == UNKNOWN
    )
    if untyped:
        yield f"the type of {counted(untyped, 'attribute')}: rules that need it are not checked"
    guesses = sum(1 for one in entities for name in one.attributes or () if one.guessed_from(name))
    if guesses:
        yield f"the type of {counted(guesses, 'attribute')} for certain: guessed from rows (`guessedFrom`)"
    partly = [one for one in entities if one.attributes is not None and not one.attributes_complete]
    for one in partly[:_MOST_PARTIAL]:
        yield f"whether {one} has other attributes (`complete`){_why(one)}"
    if len(partly) > _MOST_PARTIAL:
        yield f"the same of {counted(len(partly) - _MOST_PARTIAL, 'more entity', 'more entities')}"


def rendered(tables: Sequence[Table], *, markdown: bool = False) -> str:
    """Return the tables as aligned text, or as Markdown."""
    return "\n".join(_markdown(table) if markdown else _text(table) for table in tables)


def values(tables: Sequence[Table]) -> list[dict[str, Any]]:
    """Return the tables as plain values."""
    return [
        {"title": one.title, "rows": [dict(zip(one.columns, row, strict=True)) for row in one.rows]}
        for one in tables
    ]


def _why(entity: Entity) -> str:
    return f": {entity.partial_because}" if entity.partial_because else ""


def _lacking(what: str, all_: Sequence[Entity], without: Sequence[Entity]) -> Iterator[str]:
    if without:
        yield f"{what} of {len(without)} of {len(all_)} entities: {first_few(map(str, without))}"


def _entities(title: str, entities: list[Entity], ends: dict[str, int]) -> Table:
    rows = [
        (
            one.name,
            one.node.text("entityType") or "",
            one.primary_key or _key_attributes(one),
            str(len(one.attributes)) if one.attributes is not None else "not declared",
            str(ends.get(str(one), 0) + (ends.get(one.name, 0) if one.data_source else 0)),
        )
        for one in entities
    ]
    return Table(title, ("entity", "type", "key", "attributes", "relationships"), rows)


def _key_attributes(entity: Entity) -> str:
    told = entity.node.get("keyAttributes")
    names = [one for one in told if isinstance(one, str)] if isinstance(told, list) else []
    return f"({' + '.join(names)})" if names else ""


def _relationships_by_entity(snapshot: Snapshot) -> dict[str, int]:
    counts: dict[str, int] = {}
    for node in snapshot.root.nodes("relationships"):
        for end in set(relationship_ends(node)[::2]):
            counts[end] = counts.get(end, 0) + 1
    return counts


def _relationships(title: str, nodes: Sequence[Node]) -> Table:
    rows = []
    for node in nodes[:_MOST_RELATIONSHIPS]:
        from_entity, from_attribute, to_entity, to_attribute = relationship_ends(node)
        rows.append(
            (
                node.text("name") or "",
                ".".join(filter(None, (from_entity, from_attribute))),
                ".".join(filter(None, (to_entity, to_attribute))),
                node.text("cardinality") or "",
            )
        )
    more = len(nodes) - len(rows)
    rest = f"{more} more: c360lint snapshot show ENTITY lists those of an entity" if more else ""
    return Table(title, ("name", "from", "to", "cardinality"), rows, rest)


def _is_whole(snapshot: Snapshot, name: str) -> bool:
    """Tell whether a list is the whole truth: the snapshot's, or those of all its data sources."""
    of_sources = name in ("entities", "entityInfo") and snapshot.data_sources
    return snapshot.complete(name) or (
        bool(of_sources) and all(snapshot.complete(name, one) for one in snapshot.data_sources)
    )


def _type(entity: Entity, name: str) -> str:
    canonical = entity.canonical_type(name)
    return "" if canonical.lower() == entity.declared_type(name).lower() else canonical


def _more(entity: Entity, name: str) -> tuple[str, str, str]:
    told = (entity.attributes or {}).get(name)
    keys = entity.node.get("keyAttributes")
    is_key = name == entity.primary_key or (isinstance(keys, list) and name in keys)
    if not isinstance(told, Node):
        return ("key" if is_key else "", "", "")
    return ("key" if is_key else "", told.text("semanticType") or "", told.text("sourceName") or "")


def _target(node: Node) -> str:
    many = "many " if node.get("isCollection") is True else ""
    return many + (node.text("entity") or node.text("type") or "")


def _text(table: Table) -> str:
    rows = [tuple(map(visible, row)) for row in table.rows]
    lines = [visible(table.title)]
    head = [table.columns] if any(table.columns) and rows else []
    widths = [max(map(len, column)) for column in zip(*head, *rows, strict=True)]
    for row in [*head, *rows]:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        lines.append(("  " + "  ".join(cells)).rstrip())
    if table.rest:
        lines.append(f"  {visible(table.rest)}")
    return "\n".join(lines) + "\n"


def _markdown(table: Table) -> str:
    head = f"| {' | '.join(table.columns)} |\n{'| --- ' * len(table.columns)}|\n"
    cells = ("| " + " | ".join(text_of(cell) for cell in row) + " |\n" for row in table.rows)
    rest = f"\n{text_of(table.rest)}\n" if table.rest else ""
    body = "\n" + head + "".join(cells) if table.rows else ""
    return f"## {text_of(table.title)}\n{body}{rest}"
