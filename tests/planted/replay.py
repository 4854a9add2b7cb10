"""Sends a project's requests to a made-up instance: applies each body to a growing snapshot."""

from __future__ import annotations

import copy
from typing import Any
from urllib.parse import unquote

from generator import Project
from world import Entity, World

Value = dict[str, Any]


class Instance:
    """An instance as a snapshot; requests change it."""

    def __init__(self, world: World, snapshot: Value) -> None:
        self.world = world
        self.snapshot = copy.deepcopy(snapshot)

    def apply(self, method: str, url: str, body: Any) -> None:
        """Does what a request asks for; what only reads changes nothing."""
        path = url.partition("?")[0].lower().partition("/instances/")[2]
        segments = [unquote(part) for part in url.partition("?")[0].split("/")[-path.count("/") :]]
        folded = [segment.lower() for segment in segments]
        if folded[:2] == ["manage", "relationships"]:
            self._relate(method, segments[2] if len(segments) > 2 else None, body)
        elif method == "PATCH" and folded[-1] == "entityinfo":
            named = segments[4] if len(segments) > 5 else None
            for info in body if isinstance(body, list) else [body]:
                self._inform_of(segments[2], info.get("entityName", named), info)
        elif method == "PATCH" and folded[0] == "conflations":
            self._conflate(segments, folded, body)

    def _relate(self, method: str, name: str | None, body: Any) -> None:
        links: list[Value] = self.snapshot["relationships"]
        if method == "DELETE":
            self.snapshot["relationships"] = [link for link in links if link["name"] != name]
        elif method == "PATCH" and name is None:
            links += copy.deepcopy(body if isinstance(body, list) else [body])
        elif method == "PATCH":
            next(link for link in links if link["name"] == name).update(body)

    def _inform_of(self, source: str, name: str, info: Value) -> None:
        entity = self.world.find(source, name)
        assert entity
        record = self._record(entity)
        record |= {k: info[k] for k in ("primaryKey", "entityType", "timestampFieldName") if k in info}

    def _record(self, entity: Entity) -> Value:
        assert entity.source
        sources = [one for one in self.snapshot["dataSources"] if one["dataSourceId"] == entity.source.id]
        found: Value = next(one for one in sources[0]["entities"] if one["name"] == entity.name)
        return found

    def _conflate(self, segments: list[str], folded: list[str], body: Any) -> None:
        saved = next(
            one for one in self.snapshot["conflations"] if one["conflationId"].lower() == segments[1].lower()
        )
        if folded[-1] == "conflationplan":
            kept = {k: v for k, v in saved.get("conflationPlan", {}).items() if k not in body}
            saved["conflationPlan"] = {**kept, **copy.deepcopy(body)}
        elif folded[-1] == "conflictresolutionrules":
            saved["conflictResolutionRules"] = copy.deepcopy(body)
        elif "entityinformation" in folded:
            have = _spread(saved.get("entityInformation", {}))
            source = segments[3] if folded[2] == "datasources" else None
            new = (
                _spread(body)
                if folded[-1] == "entityinformation"
                else [self._single(body, source, segments[-1])]
            )
            saved["entityInformation"] = {"dataSources": [*have, *new]}

    def _single(self, body: Value, source: str | None, name: str) -> Value:
        entity = self.world.find(source, name) if source else self.world.resolve(name)
        assert entity
        assert entity.source
        return {"dataSourceId": entity.source.id, "entities": [{**body, "entityName": name}]}


def _spread(information: Any) -> list[Value]:
    """The full form of entity information."""
    if "dataSources" in information:
        found: list[Value] = copy.deepcopy(information["dataSources"])
        return found
    named = "dataSourceName"
    return [
        {named if " " in source or "-" not in source else "dataSourceId": source, "entities": _names(names)}
        for source, names in information.items()
    ]


def _names(names: list[str]) -> list[Value]:
    return [{"entityName": name} for name in names]


def body_of(project: Project, file: str, pointer: str) -> Any:
    """The body of a step: the document, or that of the envelope at the pointer."""
    value = project.documents[file]
    for step in pointer.split("/")[1:]:
        value = value[int(step)]
    is_envelope = isinstance(value, dict) and "url" in value and "method" in value
    return value.get("body") if is_envelope else value
