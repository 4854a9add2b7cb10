"""Writes the JSON Schemas in `schemas/` from the models: `python -m linter.schema [--check]`."""

from __future__ import annotations

import json
import re
import sys
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from pydantic import BaseModel, TypeAdapter

from linter import kinds
from linter.files import write_atomically

FOLDER: Final = Path(__file__).parent.parent / "schemas"

_OTHERS: Final = {
    "request": "Saved requests: a list, or one",
    "snapshot": "A snapshot of an instance",
    "configuration": "The configuration of c360lint",
    "overrides": "What an import's sources can't say about a snapshot",
    "baseline": "The findings that are known",
    "report": "What `c360lint check --format json` prints",
}
"""What is no payload: the name of the schema, and of its module, with the schema's title."""

MODELS: Final[dict[str, tuple[str, str]]] = {
    **{kind.name: (kind.model, kind.title) for kind in kinds.ALL},
    **{name: (name, title) for name, title in _OTHERS.items()},
}
"""Schemas by their names: the modules in linter/models whose ROOT they are made of, and the titles."""


def root_of(kind: str) -> Any:
    """Return the type that a kind's values have."""
    return import_module(f"linter.models.{MODELS[kind][0]}").ROOT


def schema_of(kind: str) -> dict[str, Any]:
    """Return the JSON Schema of a kind (2020-12)."""
    type_, title = root_of(kind), MODELS[kind][1]
    generated = TypeAdapter(type_).json_schema(by_alias=True)
    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"{kind}.schema.json",
        "title": title,
    }
    definitions = generated.pop("$defs", {})
    if isinstance(type_, type) and issubclass(type_, BaseModel):
        # a definition of its own, so that every shape is found under its model's name
        definitions[type_.__name__] = generated
        generated = {"$ref": f"#/$defs/{type_.__name__}"}
    schema = {**head, **_plain(generated), "$defs": _plain(dict(sorted(definitions.items())))}
    schema["title"] = title
    return {**schema, "x-layout": _layout(kind)} if _layout(kind) else schema


def _layout(name: str) -> list[str]:
    """Return the globs, without an ending, of the files that have this form: an editor puts them to use."""
    if name == "snapshot":
        return ["**/snapshot"]
    kind = kinds.named(name)
    addresses = kind.addresses if kind is not None and kind.has_files else ()
    return ["**/" + re.sub(r"\{\w+\}", "*", address.path) for address in addresses]


def render(kind: str) -> str:
    """Return the text of a kind's schema file."""
    return json.dumps(schema_of(kind), indent=2, ensure_ascii=False) + "\n"


def main(arguments: list[str]) -> int:
    """Write the schema files, or with --check tell which are stale; return the exit status."""
    stale = [kind for kind in MODELS if _current(kind) != render(kind)]
    if "--check" in arguments:
        for kind in stale:
            print(f"schemas/{kind}.schema.json is stale: python -m linter.schema")
        return 1 if stale else 0
    for kind in stale:
        write_atomically(str(_file(kind)), render(kind))
    return 0


def _plain(value: Any) -> Any:
    """Leave out what neither editors nor the linter need: titles, defaults and patterns of names."""
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if not isinstance(value, dict):
        return value
    return {
        key: {name: _plain(member) for name, member in item.items()} if key == "properties" else _plain(item)
        for key, item in value.items()
        if not (key in ("title", "default") and not isinstance(item, dict))
    }


def _file(kind: str) -> Path:
    return FOLDER / f"{kind}.schema.json"


def _current(kind: str) -> str:
    return _file(kind).read_text("utf-8") if _file(kind).exists() else ""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
