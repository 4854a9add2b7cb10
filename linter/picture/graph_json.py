"""The graph as JSON, version 1: fields may be added, but none is changed."""

from __future__ import annotations

import json
from typing import Any

from linter.picture.scene import Box, DrawnFinding, Line, Scene


def draw(scene: Scene) -> str:
    """Return what the layers have: entities, relationships, match pairs …, items and their uses, findings."""
    related = [line for line in scene.lines if line.layer == "relationship"]
    matched = [line for line in scene.lines if line.layer == "match"]
    used = [line for line in scene.lines if line.layer == "use"]
    graph = {
        "version": 1,
        "entities": [_box(box) for box in scene.boxes if not box.item],
        "relationships": [_line(scene, line) for line in related],
        "matchPairs": [_line(scene, line) for line in matched],
        "conflationOrders": [
            {
                "conflation": order.conflation,
                "planned": order.planned,
                "entities": [scene.boxes[one].qualified for one in order.boxes],
            }
            for order in scene.orders
        ],
        "items": [_item(box) for box in scene.boxes if box.item],
        "uses": [_use(scene, line) for line in used],
        "otherFindings": [note._asdict() for note in scene.elsewhere],
        "remarks": list(scene.remarks),
    }
    text = json.dumps(graph, indent=2, ensure_ascii=False)
    return text.encode("utf-8", "backslashreplace").decode() + "\n"


def _box(box: Box) -> dict[str, Any]:
    return {
        "name": box.qualified,
        "dataSource": box.source,
        "kind": box.kind,
        "primaryKey": box.key or None,
        "planned": box.planned,
        "entities": box.many,
        "findings": _notes(box.notes),
    }


def _line(scene: Scene, line: Line) -> dict[str, Any]:
    return {
        "name": line.name,
        "from": scene.boxes[line.start].qualified,
        "fromAttribute": line.start_attribute or None,
        "to": scene.boxes[line.end].qualified,
        "toAttribute": line.end_attribute or None,
        "cardinality": line.cardinality or None,
        "state": line.state,
        "relationships": line.many,
        "findings": _notes(line.notes),
    }


def _item(box: Box) -> dict[str, Any]:
    return {**_named(box), "state": box.state, "planned": box.planned, "findings": _notes(box.notes)}


def _use(scene: Scene, line: Line) -> dict[str, Any]:
    return {
        "from": _named(scene.boxes[line.start]),
        "to": _named(scene.boxes[line.end]),
        "attributes": list(line.attributes),
        "state": line.state,
        "findings": _notes(line.notes),
    }


def _named(box: Box) -> dict[str, str]:
    """Return what a use leads from or to: an item by its kind and name, or an entity."""
    return {"kind": box.item or "entity", "name": box.name if box.item else box.qualified}


def _notes(notes: tuple[DrawnFinding, ...]) -> list[dict[str, Any]]:
    return [note._asdict() for note in notes]
