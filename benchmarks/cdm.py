"""Writes a Common Data Model of any size: a manifest, and a document for each of its entities."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

_FORMATS = {
    "integer": "integer",
    "bigInteger": "integer big",
    "double": "floatingPoint big",
    "date": "date",
    "boolean": "boolean",
    "string": "character array",
}
_NEIGHBOURS = 4  # documents of other entities that each one imports
_MANIFEST = 250  # entities that one manifest declares; the others are below it


def write_model(folder: Path, entities: int, attributes: int) -> list[str]:
    """Write entities that extend a common one, have data types of their own and refer to one another.

    Return the documents' paths, that of the manifest of all first.
    """
    folder.mkdir()
    below = [f"part{start:05}.manifest.cdm.json" for start in range(0, entities, _MANIFEST)]
    subs = [{"manifestName": name.partition(".")[0], "definition": name} for name in below]
    files = {"model.manifest.cdm.json": {"manifestName": "model", "subManifests": subs, "entities": []}}
    for start, name in zip(range(0, entities, _MANIFEST), below, strict=True):
        files[name] = _manifest(name, range(start, min(start + _MANIFEST, entities)))
    files["foundations.cdm.json"] = _document([], list(_foundations()))
    files |= {_file(number): _entity(number, entities, attributes) for number in range(entities)}
    for name, value in files.items():
        (folder / name).write_text(json.dumps(value, indent=2), "utf-8")
    return [f"{folder.name}/{name}" for name in files]


def _file(number: int) -> str:
    return f"Entity{number:05}.cdm.json"


def _document(imports: list[str], definitions: list[dict[str, Any]]) -> dict[str, Any]:
    paths = [{"corpusPath": name} for name in imports]
    return {"jsonSchemaSemanticVersion": "1.0.0", "imports": paths, "definitions": definitions}


def _manifest(name: str, numbers: range) -> dict[str, Any]:
    listed = [
        {"type": "LocalEntity", "entityName": f"Entity{one:05}", "entityPath": f"{_file(one)}/Entity{one:05}"}
        for one in numbers
    ]
    ends = [
        {
            "fromEntity": f"{_file(one)}/Entity{one:05}",
            "fromEntityAttribute": "Attribute001",
            "toEntity": f"{_file(numbers[0])}/Entity{numbers[0]:05}",
            "toEntityAttribute": "Id",
        }
        for one in numbers
    ]
    return {"manifestName": name.partition(".")[0], "entities": listed, "relationships": ends}


def _foundations() -> Iterator[dict[str, Any]]:
    """Yield the data types from which all others come, and the entity that all others extend."""
    for name, traits in _FORMATS.items():
        yield {
            "dataTypeName": name,
            "exhibitsTraits": [f"is.dataFormat.{trait}" for trait in traits.split()],
        }
    yield {"purposeName": "identifiedBy", "exhibitsTraits": ["is.identifiedBy"]}
    identifier = {"name": "Id", "dataType": "bigInteger", "purpose": "identifiedBy"}
    yield {"entityName": "Base", "hasAttributes": [identifier, {"name": "Changed", "dataType": "date"}]}


def _entity(number: int, entities: int, attributes: int) -> dict[str, Any]:
    neighbours = [(number + step) % entities for step in range(1, _NEIGHBOURS + 1)]
    own = [
        {"dataTypeName": f"Type{number:05}{base}", "extendsDataType": base, "exhibitsTraits": []}
        for base in _FORMATS
    ]
    columns = [
        {"name": f"Attribute{one:03}", "dataType": own[one % len(own)]["dataTypeName"], "isNullable": True}
        for one in range(1, attributes - 2)
    ]
    entity = {"entityName": f"Entity{number:05}", "extendsEntity": "Base", "hasAttributes": columns}
    imports = ["foundations.cdm.json", *map(_file, neighbours)]
    return _document(list(dict.fromkeys(imports)), [entity, *own])
