"""What becomes of sources, odd and plain: all that is found in them, and the snapshot that is made of it.

A folder a source, which is its file `main.*`; `found.txt` beside it says what becomes of it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from linter.importers.assemble import Imported, assemble
from linter.importers.declared import CannotAssemble
from linter.importers.found import CannotImport, Entity, Found
from linter.importers.overrides import Overrides
from linter.importers.recognise import import_source
from linter.importers.source import Source

FOLDER = Path(__file__).parent


def found(folder: Path) -> str:
    """Return what is found in a source, in lines."""
    (main,) = folder.glob("main.*")
    try:
        one = import_source(Source(str(main), main.name))
    except CannotImport as refused:
        return f"refused: {refused}\n"
    return "\n".join((*_found(one), *_assembled(Imported(main.name, one, "Shop")))) + "\n"


def _assembled(one: Imported) -> Iterator[str]:
    try:
        snapshot, notes = assemble([one], Overrides())
    except CannotAssemble as refused:
        yield f"not assembled: {refused}"
        return
    yield from _made(snapshot)
    yield from (f"assembled: {note}" for note in notes)


def _found(one: Found) -> Iterator[str]:
    yield f"{one.format} {dict(one.totals)} {one.instance_id}"
    for source in one.data_sources:
        yield f"data source {_said(source, 'entities')}"
        for entity in source.entities:
            yield from _entity(entity)
    for entity in one.system_entities:
        yield from _entity(entity)
    yield from (f"relationship {_said(each)}" for each in one.relationships)
    yield from (f"part {name}: {json.dumps(value)}" for name, value in one.parts.items())
    yield from (f"complete {name}: {value}" for name, value in one.complete.items())
    yield from (f"note {note}" for note in one.notes)
    yield from (f"broken {each}" for each in one.broken)


def _entity(entity: Entity) -> Iterator[str]:
    yield f"entity {_said(entity, 'attributes', 'navigation_properties')}"
    yield from (f"  attribute {_said(each)}" for each in entity.attributes or ())
    yield from (f"  navigation {_said(each)}" for each in entity.navigation_properties)


def _said(one: Any, *without: str) -> str:
    fields = zip(one._fields, one, strict=True)
    said = [
        f"{name}={value!r}" for name, value in fields if name not in without and value not in ("", (), None)
    ]
    return " ".join(said)


def _made(snapshot: dict[str, Any]) -> Iterator[str]:
    """Yield a snapshot by its lists, an item a line."""
    for name, value in snapshot.items():
        for item in value if isinstance(value, list) else (value,):
            yield f"snapshot {name}: {json.dumps(item, ensure_ascii=False)}"
