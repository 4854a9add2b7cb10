"""The graph as JSON, version 1: fields may be added, but none is changed."""

from __future__ import annotations

import json
from typing import Any

from linter.picture.scene import Box, DrawnFinding, Line, Scene


def draw(scene: Scene) -> str:
    """Return entities, relationships, match pairs and conflation orders, with findings."""
    related = [line for line in scene.lines if line.layer == "relationship"]
    matched = [line for line in scene.lines if line.layer == "match"]
    graph = {
        "version": 1,
        "entities": [_box(box) for box in scene.boxes],
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


def _notes(notes: tuple[DrawnFinding, ...]) -> list[dict[str, Any]]:
    return [note._asdict() for note in notes]
