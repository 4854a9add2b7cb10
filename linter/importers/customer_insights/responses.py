"""The responses in a file: one, several by their paths, or those that were saved with their requests."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from linter import kinds
from linter.importers.customer_insights.gathering import Gathering
from linter.importers.customer_insights.part import ResponsePart, unwrapped
from linter.importers.customer_insights.readers import BODIES, READERS
from linter.importers.customer_insights.telling import holds_response, kind_of
from linter.importers.payloads import body_key, place_of_url
from linter.instance.named import lists, name_of
from linter.instance.snapshot import fold_id
from linter.kinds.documents import is_envelope
from linter.kinds.meaning import WRITTEN_BY_THE_SERVICE

IN_ITS_FORM: Final = frozenset(("segments", "measures", "hierarchies", "schedules", "roleAssignments"))
"""Those whose items a snapshot has in the form of the API."""

_WHOLE_LISTS: Final = frozenset(("dataSources", "entities", "relationships", *IN_ITS_FORM))

EXPECTED: Final = (
    "expected entities, data sources, relationships, segments, measures, role assignments, "
    "the search configuration, hierarchies, conflations, what is saved of one, entityInfo or the instance"
)


def responses(root: ResponsePart, gathering: Gathering) -> Iterator[tuple[str, ResponsePart]]:
    """Yield the objects of a file that are of a known kind; note all others."""
    if is_envelope(root.value):
        yield from _saved(root, gathering)
    elif holds_response(root.value) or not isinstance(root.value, dict) or root.whence.kind:
        yield from _objects(root, gathering, "")
    else:
        for key, part in root.members():
            yield from _under(key, part._replace(whence=place_of_url(key)), gathering)


def _under(key: str, part: ResponsePart, gathering: Gathering) -> Iterator[tuple[str, ResponsePart]]:
    """Yield the objects of one of several responses, by its path or a name."""
    name, listed = part.whence.kind, unwrapped(part)
    if listed.value == [] and name and (name not in kinds.names() or name in _WHOLE_LISTS):
        _note_list(part, gathering, key)
    elif holds_response(part.value) or _holds_what_is_named(part):
        yield from _objects(part, gathering, key)
    elif key.lower() == "instanceid" and isinstance(part.value, str):
        gathering.instances.setdefault(fold_id(part.value), part)
    elif listed.value not in ([], None) and not key.startswith("@"):
        gathering.notes.append(part.note(f"`{key}` is not imported; {EXPECTED}"))


def _holds_what_is_named(part: ResponsePart) -> bool:
    """Tell whether a value can be what its key names: a payload, or else a list."""
    name = part.whence.kind
    if name in kinds.names():
        return isinstance(part.value, (dict, list))
    return bool(name) and isinstance(unwrapped(part).value, list)


def _saved(root: ResponsePart, gathering: Gathering) -> Iterator[tuple[str, ResponsePart]]:
    """Yield the objects in the bodies of saved requests; those without one, and deletions, are noted."""
    for envelope in root.items() if isinstance(root.value, list) else (root,):
        key = body_key(envelope.value) if isinstance(envelope.value, dict) else None
        if key is None:
            gathering.notes.append(envelope.note("this request has no body that could be imported"))
            continue
        place = place_of_url(envelope.text("url"))
        if place.instance_id:
            said = envelope.get("url")
            gathering.instances.setdefault(fold_id(place.instance_id), said._replace(value=place.instance_id))
        is_sent = envelope.text("method").upper() not in ("GET", "")
        answer = envelope.get(key).get("body")
        part = answer if isinstance(answer.value, (dict, list)) else envelope.get(key)
        yield from _objects(part._replace(whence=place), gathering, None if is_sent else envelope.text("url"))


def _objects(part: ResponsePart, gathering: Gathering, key: str | None) -> Iterator[tuple[str, ResponsePart]]:
    """Yield the objects of one response, which stands under a key, perhaps its path; None: they are sent."""
    kind = kind_of(part.value)
    if part.whence.kind in BODIES and isinstance(part.value, dict) and unwrapped(part) is part:
        kind = part.whence.kind
    if kind:
        yield kind, part
        return
    _note_list(part, gathering, key)
    for property_, member in part.members():
        if property_.lower().endswith("nextlink") and member.value:
            gathering.notes.append(member.note("this is one page of a response; the others are not in it"))
    inner = unwrapped(part)
    for item in inner.items() if isinstance(inner.value, list) else (inner,):
        kind = kind_of(item.value) or (item.whence.kind if _may_be(item.value, item.whence.kind) else "")
        if kind:
            yield kind, item
        else:
            gathering.notes.append(item.note(f"this is not imported; {EXPECTED}"))


def _may_be(value: object, kind: str) -> bool:
    """Tell whether a value can be what its place says."""
    if not isinstance(value, dict):
        return False
    return kind in kinds.names() or (bool(kind) and (kind not in lists() or bool(name_of(value))))


def _note_list(part: ResponsePart, gathering: Gathering, key: str | None) -> None:
    """Remember of which list of the instance a response is, where all its items are of one kind."""
    found = {kind_of(item.value) for item in unwrapped(part).items()} or {part.whence.kind}
    name = next(iter(found)) if len(found) == 1 else ""
    if key is None or name not in _WHOLE_LISTS or not (key or _is_answer(part, name)):
        return
    if unwrapped(part).value == [] and (name not in READERS or name in IN_ITS_FORM):
        gathering.parts.setdefault(name, [])
    gathering.listed(name, part, key)


def _is_answer(part: ResponsePart, name: str) -> bool:
    """Tell whether a list is what the service answered, and no payload that is yet to be sent."""
    inner = unwrapped(part)
    written = (item.get(one).value for item in inner.items() for one in WRITTEN_BY_THE_SERVICE)
    return name not in kinds.names() or inner is not part or any(one is not None for one in written)
