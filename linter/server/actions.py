"""Repairs that the editor offers: those of findings, and payloads that are missing."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final, NamedTuple

from linter.baseline import FILE_NAME as BASELINE
from linter.baseline import Baseline, render
from linter.config import FILE_NAME as CONFIGURATION
from linter.config import table_of
from linter.diagnostic import Diagnostic, Edit, Fix, Position, Range, json_pointer
from linter.project import Project
from linter.server.names import Link, declarations, names_of
from linter.server.workspace import Judged
from linter.snapshot import Entity, Snapshot
from linter.suppressions import steps_of
from linter.text.source import Text, is_yaml

FIX_ALL: Final = "source.fixAll.c360lint"
REASON: Final = "TODO: say why"
"""What stands for the reason until somebody gives it."""

_OWN: Final = ("SU", "DO01", "DO08")  # about suppressions themselves, and what can't be read
_CHOICES: Final = 3
_KEYLESS: Final = ("CE02", "CP03", "CR03")


class Action(NamedTuple):
    """What the editor offers; `creates` is a new file's name and content."""

    title: str
    kind: str  # "quickfix" or FIX_ALL
    edits: tuple[Edit, ...] = ()
    mends: tuple[Diagnostic, ...] = ()
    preferred: bool = False
    creates: tuple[str, str] | None = None


def quick_fixes(judged: Judged, file: str, touches: Callable[[Range], bool]) -> Iterator[Action]:
    """Yield the repairs of the findings that a selection touches."""
    everything = judged.result.diagnostics if judged.result else ()
    here = [one for one in everything if one.file == file and touches(one.range)]
    for one in here:
        for fix in one.fixes:
            yield Action(fix.title, "quickfix", fix.edits, (one,), preferred=len(one.fixes) == 1)
    for code in dict.fromkeys(one.code for one in here):
        yield from _all_of(code, [one for one in everything if one.file == file and one.code == code])
    for one in here:
        yield from _missing(one, judged)
    for one in here:
        yield from _left(one, judged)


def fix_all(judged: Judged, file: str) -> Action | None:
    """Return the safe repairs of a document, all at once."""
    mended = [
        (one, fix)
        for one in (judged.result.diagnostics if judged.result else ())
        if one.file == file
        for fix in one.fixes[:1]
        if fix.applicability == "safe"
    ]
    if not mended:
        return None
    edits = _apart(fix for _, fix in mended)
    return Action("Apply all safe fixes", FIX_ALL, edits, tuple(one for one, _ in mended))


def _all_of(code: str, found: list[Diagnostic]) -> Iterator[Action]:
    clear = [one for one in found if len(one.fixes) == 1]
    if len(clear) > 1:
        edits = _apart(one.fixes[0] for one in clear)
        yield Action(f"Fix all {len(clear)} findings of {code} in this file", "quickfix", edits, tuple(clear))


def _apart(fixes: Iterable[Fix]) -> tuple[Edit, ...]:
    """Return the edits of those fixes that don't get in each other's way."""
    taken: list[Edit] = []
    for fix in fixes:
        if not any(_overlap(edit, other) for edit in fix.edits for other in taken):
            taken.extend(fix.edits)
    return tuple(taken)


def _overlap(one: Edit, other: Edit) -> bool:
    same = one.file == other.file and one.range == other.range
    return same or (
        one.file == other.file and one.range.start < other.range.end and other.range.start < one.range.end
    )


# Findings that are to be left as they are


def _left(one: Diagnostic, judged: Judged) -> Iterator[Action]:
    """Suppress the finding, or add it to the baseline."""
    if one.code.startswith(_OWN):
        return
    text, title = judged.texts[one.file], f"Suppress {one.code} here, with a reason"
    if is_yaml(one.file) and text.fault is None and not one.pointer.endswith("/"):
        line = text.line(one.range.start.line)
        at = text.offset(Position(one.range.start.line, len(line.rstrip()) + 1))
        if "#" not in line:
            comment = f"  # c360lint: ignore {one.code} -- {REASON}"
            yield Action(title, "quickfix", (Edit(one.file, text.range_of(at, at), comment),), (one,))
    else:
        yield from _in_configuration(one, judged, title)
    yield from _in_baseline(one, judged)


def _in_configuration(one: Diagnostic, judged: Judged, title: str) -> Iterator[Action]:
    file = judged.request.configuration_file
    table = ".".join((*table_of(file), "suppress")) if file is not None else "suppress"
    entry = {"rule": one.code, "files": [one.file], "path": _path(one, judged), "reason": REASON}
    lines = [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in entry.items() if value]
    written = f"[[{table}]]\n" + "\n".join(lines) + "\n"
    if file is None:
        yield Action(title, "quickfix", (), (one,), creates=(CONFIGURATION, written))
        return
    text = judged.texts.get(judged.name(file))
    if text is not None:
        end = len(text.text)
        before = "\n" if text.text.endswith("\n") else "\n\n"
        yield Action(title, "quickfix", (Edit(text.name, text.range_of(end, end), before + written),), (one,))


def _path(one: Diagnostic, judged: Judged) -> str:
    """Return the path by names, which survives reordering; the pointer where only that is exact."""
    everything = judged.result.diagnostics if judged.result else ()
    same = [other for other in everything if other.file == one.file and other.known == one.known]
    path = one.known.path if one.known is not None else ""
    exact = len(same) == 1 and len(steps_of(path) or ()) == one.pointer.count("/")
    return path if exact else one.pointer


def _in_baseline(one: Diagnostic, judged: Judged) -> Iterator[Action]:
    if one.known is None:
        return
    title = f"Add this finding of {one.code} to the baseline"
    held, file = judged.request.baseline, judged.request.baseline_file
    counts = Counter(held.counts if held is not None else {})
    counts[one.known] += 1
    files = {**(held.files if held is not None else {}), one.known: one.file}
    written = render(Baseline(counts, files))
    if file is None or held is None:
        yield Action(title, "quickfix", (), (one,), creates=(BASELINE, written))
        return
    text = judged.texts.get(judged.name(file))
    if text is not None:
        whole = text.range_of(0, len(text.text))
        yield Action(title, "quickfix", (Edit(text.name, whole, written),), (one,))


# Payloads that are missing


def _missing(one: Diagnostic, judged: Judged) -> Iterator[Action]:
    if one.code not in ("EI04", *_KEYLESS) or judged.meant is None:
        return
    project = judged.meant.project
    entity = _entity_of(one, project)
    snapshot = next((each for each in project.snapshots if entity in each.entities), None)
    if entity is None or snapshot is None:
        return
    made = _relationships(entity, snapshot, project) if one.code == "EI04" else _infos(entity)
    for title, name, payload in made:
        yield from _added(title, name, payload, judged, one)


def _entity_of(one: Diagnostic, project: Project) -> Entity | None:
    """Return the entity that a finding points to, or that the object around it is about."""
    found: dict[str, Entity] = {}
    for name in names_of(project):
        if name.at.document == one.file and isinstance(name.thing, Entity):
            at = json_pointer(name.at.path)
            found.setdefault(at, name.thing)
            found.setdefault(at.rpartition("/")[0] + "/", name.thing)
    return found.get(one.pointer) or found.get(one.pointer.rpartition("/")[0] + "/")


_Made = tuple[str, str, dict[str, Any]]  # title, file, payload


def _relationships(entity: Entity, snapshot: Snapshot, project: Project) -> Iterator[_Made]:
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
            yield title, "manage/relationships.json", payload


def _infos(entity: Entity) -> Iterator[_Made]:
    """Yield entityInfos with the attributes that look like a key."""
    names = [name for name in entity.attributes or () if name.lower().endswith(("id", "key", "number"))]
    source = entity.data_source
    for name in sorted(names, key=lambda name: not name.lower().startswith(entity.name.lower()))[:_CHOICES]:
        if source is not None:
            title = f"Create entityInfo for `{entity}` with primary key `{name}`"
            file = f"manage/datasources/{source.id}/entities/entityInfo.json"
            yield title, file, {"entityName": entity.name, "primaryKey": name}


def _added(
    title: str, name: str, payload: dict[str, Any], judged: Judged, one: Diagnostic
) -> Iterator[Action]:
    """Add a payload to the list that stands in a file already, or to a new file."""
    stem = os.path.splitext(name)[0]
    there = next((text for file, text in judged.texts.items() if os.path.splitext(file)[0] == stem), None)
    if there is None:
        if not os.path.lexists(judged.path(name)):
            content = json.dumps([payload], indent=2, ensure_ascii=False) + "\n"
            yield Action(title, "quickfix", (), (one,), creates=(name, content))
    elif there.fault is None and isinstance(there.value, list):
        yield Action(title, "quickfix", (_appended(there, payload),), (one,))


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
        written = f",\n{written}" if last is not None else f"\n{written}\n"
    else:  # a YAML list in block style
        lines = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in payload.items()]
        indent = " " * (text.range_of(root.start, root.end).start.column - 1)
        at = len(text.text.rstrip()) if last is not None else root.end
        written = f"\n\n{indent}- " + f"\n{indent}  ".join(lines)
    return Edit(text.name, text.range_of(at, at), written)
