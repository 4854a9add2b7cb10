"""What a declared snapshot answers to all who ask it: that of `tests/drifts/`, and with a few changes.

`kept.jsonl` has a case a line: a sentence, the changes (as `tests/drifts/` has them), and what is answered
otherwise than without them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from linter.diagnostic import Location, json_pointer
from linter.instance.entity import DataSource, Entity
from linter.instance.snapshot import Snapshot, relationship_ends
from linter.reading.snapshots import read_snapshot
from tests.drifts import Changes, with_changes

KEPT = Path(__file__).with_name("kept.jsonl")
GUID = "0f8fad5b-d9cb-469f-a165-70867728950e"
LISTS = ("dataSources", "entities", "entityInfo", "relationships", "conflations", "segments")
NAMES = (
    *("Orders", "Contacts", "Customer", "Shop_Orders", "1_Orders", "Crm_Orders", "2_Leads", "3_Rows", "Shop"),
    *(
        "Crm",
        "1",
        "Shop_",
        "shop_Orders",
        "Nobody",
        "default",
        "DEFAULT",
        "",
        "Shop_Crm_Orders",
        "Orders_Shop",
    ),
    *(GUID, GUID.upper(), f"{GUID}_Orders", f"{GUID.upper()}_Orders", f"{GUID}2", "Web_Hits", "Web.Hits"),
)
ATTRIBUTES = ("Id", "EMail", "Born", "Phone", "kind", "LeadId", "id", "Nothing", "A")


def told(changes: Changes) -> list[str]:
    """Return what is answered otherwise than without changes; all of it, if there are none."""
    before, after = (dict.fromkeys(answers(one)) for one in ((), tuple(map(json.dumps, changes))))
    if not changes:
        return list(after)
    return [
        *(f"- {one}" for one in before if one not in after),
        *(f"+ {one}" for one in after if one not in before),
    ]


@cache
def answers(changes: tuple[str, ...]) -> tuple[str, ...]:
    """Return all that a snapshot answers, in lines."""
    value = with_changes([json.loads(one) for one in changes])
    _, snapshot = read_snapshot("snapshot.json", json.dumps(value).encode())
    return (*_of_whole(snapshot), *_of_lists(snapshot), *_of_names(snapshot), *_of_entities(snapshot))


def _of_whole(snapshot: Snapshot) -> Iterator[str]:
    for name in (
        *("instance_id", "has_known_id", "has_namesakes", "has_ingested", "nothing_ingested", "meanings"),
        *("principals", "lookalikes", "name_lengths", "by_folded_name", "by_folded_bare_name", "spelled"),
        *("relationship_names", "relationships", "data_sources", "repeated", "torn"),
    ):
        yield f"{name}: {_plain(getattr(snapshot, name))}"
    yield f"all names: {_plain(list(snapshot.all_names()))}"
    yield f"elsewhere: {_plain(list(snapshot.relationships_elsewhere()))}"
    yield f"ends: {_plain([relationship_ends(one) for one in snapshot.relationships.values()])}"
    yield f"in two lists: {_plain(snapshot.broken_at('relationships', 'entities'))}"


def _of_lists(snapshot: Snapshot) -> Iterator[str]:
    for name in LISTS:
        yield (
            f"{name}: complete {snapshot.complete(name)}, "
            f"declared {snapshot.declares(name) if name in _OWN else '-'}, "
            f"{snapshot.lacks(name)}, {snapshot.lacks(name, 'is not there')}, "
            f"{snapshot.severity_of_absence(name)}, broken {_plain(snapshot.broken_at(name))}"
        )
        for source in snapshot.data_sources if name in ("entities", "entityInfo") else ():
            yield (
                f"{name} of {source}: {snapshot.complete(name, source)}, {snapshot.lacks(name, of=source)}, "
                f"{snapshot.severity_of_absence(name, source)}"
            )


_OWN = tuple(one for one in LISTS if one not in ("entities", "entityInfo"))


def _of_names(snapshot: Snapshot) -> Iterator[str]:
    for name in NAMES:
        found = snapshot.resolve_name(name)
        yield (
            f"{name!r}: {found.status} {_plain(found.entity)} of {_plain(found.candidates)}, "
            f"bare {_plain(snapshot.named(name))}, source {_plain(snapshot.data_source_by_id(name))} or "
            f"{_plain(snapshot.data_source_by_name(name))} in {_plain(snapshot.source_of(name))} "
            f"{_plain(snapshot.source_node(name))}, conflation {_plain(snapshot.conflation(name))}"
        )
    for close in ("Shop_Order", "Shpo", "defualt", "4"):
        yield (
            f"close to {close}: {snapshot.known_names.close(close)}, "
            f"{snapshot.known_source_names.close(close)}, "
            f"{snapshot.known_source_ids.close(close)}, {snapshot.known_sources.close(close)}, "
            f"{snapshot.known_conflations.close(close)}"
        )
    for source in snapshot.data_sources:
        named = [found for name in NAMES if (found := snapshot.entity_in(source, name))]
        yield f"in {source}: {_plain(snapshot.entities_in(source))}, {_plain(named)}"
        yield f"close in {source}: {snapshot.known_names_in(source).close('Order')}"


def _of_entities(snapshot: Snapshot) -> Iterator[str]:
    for one in snapshot.entities:
        yield f"{one} {_plain(one.at)}: " + ", ".join(
            f"{name} {_plain(getattr(one, name))}"
            for name in (
                *("primary_key", "key_unknown", "entity_type", "meaning", "attributes_complete"),
                *("partial_because", "attribute_names", "torn_at"),
            )
        )
        yield f"{one} is not whole: {one.not_there('It')}; {one.lack_of('It')}"
        yield f"{one} has of types {one.of_type('String')}, {one.of_type('Int32')}, {one.of_type('String')}"
        yield f"{one} has annotated {one.annotated('readOnly')}, {one.annotated('Format')}"
        yield f"{one} has close to eMial {one.known_attributes.close('eMial')}"
        for name in ATTRIBUTES:
            yield (
                f"{one}.{name} {_plain(one.attribute_at(name))}: {one.has(name)}, lacks {one.lacks(name)}, "
                f"{one.declared_type(name)} {one.canonical_type(name)} from {one.guessed_from(name)!r}, "
                f"means {one.meaning_of(name)!r}, {one.is_annotated(name, 'READONLY')}"
            )


def _plain(value: Any) -> str:
    if isinstance(value, Location):
        return f"@{json_pointer(value.path)}{'' if value.part == 'value' else f' {value.part}'}"
    if isinstance(value, (list, tuple)) and not isinstance(value, DataSource):
        return "[" + ", ".join(map(_plain, value)) + "]"
    if isinstance(value, (set, frozenset)):
        return "{" + ", ".join(sorted(map(_plain, value))) + "}"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_plain(one)}" for key, one in value.items()) + "}"
    if isinstance(value, DataSource):
        return f"{value} ({value.id} {_plain(value.at)})"
    return str(value) if isinstance(value, (str, Entity)) or value is None else _other(value)


def _other(value: Any) -> str:
    return f"@{json_pointer(value.path)}" if hasattr(value, "path") else repr(value)
