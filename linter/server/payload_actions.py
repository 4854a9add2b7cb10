"""Payloads that a finding asks for: relationships and entityInfos, put where the project has its own."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from typing import Any, Final

from linter.diagnostic import Diagnostic, Edit, json_pointer
from linter.instance.entity import DataSource, Entity
from linter.instance.snapshot import Snapshot
from linter.kinds.references import path_source
from linter.kinds.request import Request
from linter.kinds.routes import begins_layout, laid_out, parse_request, path_of
from linter.named_tuple import NamedTuple
from linter.project.names import Link, declarations, names_of
from linter.project.project import Project
from linter.reading.discovery import chooser, mapped, mappings
from linter.server.action import Action, inserted
from linter.server.judged import Judged
from linter.shapes.shape import in_their_words, shape_of
from linter.text.lines import next_line
from linter.text.source import Text

_CHOICES: Final = 3
_PLACEHOLDER: Final = re.compile(r"\{(\w+)\}")


class _Wanted(NamedTuple):
    """A payload to be made: of which kind, for which snapshot or data source, and what it says."""

    title: str
    payload: dict[str, Any]
    kind: str
    snapshot: Snapshot
    source: DataSource | None = None

    def fits(self, request: Request) -> bool:
        """Tell whether a request takes a list in which the payload can stand."""
        single = {"entityName", "relationshipName"} & request.parameters.keys()
        source = path_source(self.snapshot, request) if self.source is not None else None
        here = request.envelope is None and request.snapshot is self.snapshot and source is self.source
        return here and request.route.kind == self.kind and not single


def payload_actions(one: Diagnostic, kind: str, judged: Judged) -> Iterator[Action]:
    """Yield the payloads of a kind that would mend a finding."""
    if judged.meant is None:
        return
    project = judged.meant.project
    entity = _entity_of(one, project)
    snapshot = next((each for each in project.snapshots if entity in each.entities), None)
    if entity is None or snapshot is None:
        return
    for wanted in _MADE[kind](entity, snapshot, project):
        spoken = _in_dialect(wanted, judged)
        if spoken is not None:
            yield from _added(spoken, project, judged, one)


def _in_dialect(wanted: _Wanted, judged: Judged) -> _Wanted | None:
    """Return what is wanted in the words of the project; None where its payloads are wrapped in something."""
    dialect = judged.request.configuration.dialect(wanted.kind)
    if dialect is None:
        return wanted
    shape = shape_of(wanted.kind, dialect=dialect)
    said = in_their_words(wanted.payload, shape.items or shape)
    return wanted._replace(payload=said) if not dialect.begins else None


def _entity_of(one: Diagnostic, project: Project) -> Entity | None:
    """Return the entity that a finding points to, or that the object around it is about."""
    found: dict[str, Entity] = {}
    for name in names_of(project):
        if name.at.document == one.file and isinstance(name.thing, Entity):
            at = json_pointer(name.at.path)
            found.setdefault(at, name.thing)
            found.setdefault(at.rpartition("/")[0] + "/", name.thing)
    return found.get(one.pointer) or found.get(one.pointer.rpartition("/")[0] + "/")


def _relationships(entity: Entity, snapshot: Snapshot, project: Project) -> Iterator[_Wanted]:
    """Yield relationships to Profiles whose key the activity has, by its name and type."""
    count = 0
    for profile in snapshot.entities:
        key = profile.primary_key
        if project.entity_type(profile) != "profile" or key is None or key not in (entity.attributes or {}):
            continue
        name = f"{entity.name}To{profile.name}"
        fits = entity.canonical_type(key) == profile.canonical_type(key) and name.isidentifier()
        if fits and not declarations(Link(snapshot.file, name), project) and count < _CHOICES:
            count += 1
            payload = {
                "name": name,
                "relationshipType": "singleKeyRelationshipOrigin",
                "fromEntityName": str(entity),
                "fromAttributeName": key,
                "toEntityName": str(profile),
                "toAttributeName": key,
                "cardinality": "manyToOne",
            }
            title = f"Create relationship `{name}` by `{key}`"
            yield _Wanted(title, payload, "relationships", snapshot)


def _infos(entity: Entity, snapshot: Snapshot, _project: Project) -> Iterator[_Wanted]:
    """Yield entityInfos with the attributes that look like a key."""
    names = [name for name in entity.attributes or () if name.lower().endswith(("id", "key", "number"))]
    source = entity.data_source
    for name in sorted(names, key=lambda name: not name.lower().startswith(entity.name.lower()))[:_CHOICES]:
        if source is not None:
            title = f"Create entityInfo for `{entity}` with primary key `{name}`"
            payload = {"entityName": entity.name, "primaryKey": name}
            yield _Wanted(title, payload, "entityInfo", snapshot, source)


_MADE: Final = {"relationships": _relationships, "entityInfo": _infos}


def _added(wanted: _Wanted, project: Project, judged: Judged, one: Diagnostic) -> Iterator[Action]:
    """Add a payload to a list of the project, or to a new file."""
    there = [judged.texts[request.document] for request in project.requests if wanted.fits(request)]
    lists = [text for text in there if text.fault is None and isinstance(text.value, list)]
    if lists:
        yield Action(wanted.title, edits=(_appended(lists[0], wanted.payload),), mends=(one,))
        return
    for name in _new_files(wanted, one.file, judged) if not there else ():
        if _takes(name, wanted, project, judged):
            content = json.dumps([wanted.payload], indent=2, ensure_ascii=False) + "\n"
            yield Action(wanted.title, mends=(one,), creates=(name, content))
            return


def _new_files(wanted: _Wanted, beside: str, judged: Judged) -> Iterator[str]:
    """Yield names for a file: as the configuration maps them, in the layout of another one, in the root."""
    values = {"instanceId": wanted.snapshot.instance_id or ""}
    if wanted.source is not None:
        values |= {"datasourceId": wanted.source.id, "dataSourceName": wanted.source.name or ""}
    for glob, request in judged.request.configuration.files:
        parsed = parse_request(request)
        if parsed is not None and parsed[1].kind == wanted.kind:
            yield _PLACEHOLDER.sub(lambda found: values.get(found[1], found[0]), glob)
    path = f"{path_of(wanted.kind, values)}.json"
    folders = beside.split("/")
    start = next((number for number, one in enumerate(folders) if begins_layout(one.lower())), 0)
    yield "/".join((*folders[:start], path))
    yield path
    yield f"instances/{wanted.snapshot.instance_id}/{path}"


def _takes(name: str, wanted: _Wanted, project: Project, judged: Judged) -> bool:
    """Tell whether a file of this name would be read as what is wanted, and isn't there yet."""
    configuration = judged.request.configuration
    route = (mapped(name, mappings(configuration.files)) or ("", laid_out(name)))[1]
    stem, suffix = os.path.splitext(name)
    alike = {f"{stem}{one}" for one in (suffix, ".json", ".yaml", ".yml")}
    there = any(one in judged.texts or os.path.lexists(judged.path(one)) for one in alike)
    if route is None or there or not chooser(configuration.include, configuration.exclude)(name):
        return False
    request = Request(name, "PATCH", route, None, 0)
    request.snapshot = project.snapshot_for(request)
    return wanted.fits(request) and not set("*?{") & set(name)


def _appended(text: Text, payload: dict[str, Any]) -> Edit:
    """Return the edit that appends an object to the list that a text is."""
    root = text.places.root
    items = text.places.kids(root)
    last = items[-1] if isinstance(items, list) and items else None
    if text.text[root.start] == "[":
        written = json.dumps(payload, indent=2, ensure_ascii=False)
        indent = " " * (text.range_of(last.start, last.end).start.column - 1) if last is not None else "  "
        written = indent + written.replace("\n", f"\n{indent}")
        at = last.end if last is not None else root.start + 1
        return inserted(text, at, f",\n{written}" if last is not None else f"\n{written}\n")
    lines = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in payload.items()]
    indent = " " * (text.range_of(root.start, root.end).start.column - 1)
    return inserted(text, _end_of_content(text, root.end), f"\n\n{indent}- " + f"\n{indent}  ".join(lines))


def _end_of_content(text: Text, end: int) -> int:
    """Return the end of the line in which a block of YAML ends, behind a comment there."""
    content = len(text.text[:end].rstrip())
    line = text.text[: next_line(text.text, content)]
    return len(line.rstrip())
