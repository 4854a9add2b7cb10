"""Documents of the Common Data Model for tests, and what is imported of them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from linter.importers import cdm
from linter.importers.found import Entity, Found
from linter.importers.source import Source

PRIMITIVES = {
    "definitions": [
        {"dataTypeName": "integer", "exhibitsTraits": ["is.dataFormat.integer"]},
        {"dataTypeName": "bigInteger", "extendsDataType": "integer", "exhibitsTraits": ["is.dataFormat.big"]},
        {"dataTypeName": "char", "exhibitsTraits": ["is.dataFormat.character", "is.dataFormat.big"]},
        {"dataTypeName": "string", "extendsDataType": "char", "exhibitsTraits": ["is.dataFormat.array"]},
        {"dataTypeName": "guid", "extendsDataType": "string", "exhibitsTraits": ["is.dataFormat.guid"]},
        {"dataTypeName": "date", "exhibitsTraits": ["is.dataFormat.date"]},
        {"dataTypeName": "dateTime", "extendsDataType": "date", "exhibitsTraits": ["is.dataFormat.time"]},
        {"dataTypeName": "listLookup", "extendsDataType": "integer"},
        {"purposeName": "hasA"},
        {"purposeName": "identifiedBy", "extendsPurpose": "hasA", "exhibitsTraits": ["is.identifiedBy"]},
        {"entityName": "CdmEntity"},
    ]
}


def attribute(name: str, data_type: str = "string", **more: Any) -> dict[str, Any]:
    return {"name": name, "dataType": data_type, **more}


def entity(name: str, *attributes: Any, **more: Any) -> dict[str, Any]:
    return {"entityName": name, "hasAttributes": list(attributes), **more}


def document(*definitions: Any, imports: Any = ("/primitives.cdm.json",)) -> dict[str, Any]:
    listed = [{"corpusPath": one} if isinstance(one, str) else one for one in imports]
    return {"jsonSchemaSemanticVersion": "1.0.0", "imports": listed, "definitions": list(definitions)}


def manifest(*paths: str, **more: Any) -> dict[str, Any]:
    declared = [
        {"type": "LocalEntity", "entityName": path.rpartition("/")[2], "entityPath": path} for path in paths
    ]
    return {"manifestName": "sales", "entities": declared, **more}


def write(folder: Path, files: Mapping[str, Any]) -> None:
    for name, content in {"primitives.cdm.json": PRIMITIVES, **files}.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")


def read(folder: Path, files: Mapping[str, Any], root: str | None = None) -> Found:
    """Import the first of the files."""
    write(folder, files)
    name = next(iter(files))
    return cdm.read(Source(str(folder / name), name), str(folder / root) if root else None)


def resolved(folder: Path, *definitions: Any) -> Entity:
    """Return the first of the entities that a document defines; nothing may be amiss with it."""
    found = read(folder, {"x.cdm.json": document(*definitions)})
    assert found.notes == ()
    return found.data_sources[0].entities[0]


def names(one: Entity) -> list[str]:
    return [attribute.name for attribute in one.attributes or ()]


ADDRESS = entity(
    "Address",
    attribute("addressId", "guid", purpose="identifiedBy"),
    attribute("line1", sourceName="ln"),
    attribute("city"),
)
