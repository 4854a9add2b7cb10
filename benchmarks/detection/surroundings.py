"""Random content around an example of a rule's page, which has nothing to do with it."""

from __future__ import annotations

import json
import random
from typing import Any, Final

from linter.rulekit.pages import Example

_SNAPSHOT: Final = "snapshot.json"
_NOUNS: Final = ("Invoice", "Ticket", "Visit", "Parcel", "Survey", "Booking", "Rental", "Warranty")
_ATTRIBUTES: Final = ("Note", "Number", "ClosedOn", "Weight", "Grade", "Channel", "Zone")
_TYPES: Final = ("string", "int32", "dateTime", "decimal", "boolean")


def surrounded(example: Example, stage: dict[str, str], seed: str) -> dict[str, str]:
    """Return an example's files with a data source, relationships and queries that it doesn't speak of.

    Files that the example leaves alone are written anew: with other blanks, their properties in another
    order.
    """
    rng = random.Random(seed)
    files = example.files(stage)
    own = {block.file for block in example.blocks}
    if _may_grow(example) and _SNAPSHOT in files:
        _grow(rng, files)
    return {name: text if name in own else _anew(rng, name, text) for name, text in files.items()}


def _may_grow(example: Example) -> bool:
    """Tell whether more entities leave the fault as it is: not where it is about all that there are."""
    pointers = [block.pointer for block in example.blocks if block.file.startswith("snapshot.")]
    whole = any(pointer.count("/") < 2 and pointer[:12] in ("", "/dataSources") for pointer in pointers)
    return not whole and not any(block.file.endswith(".toml") for block in example.blocks)


def _grow(rng: random.Random, files: dict[str, str]) -> None:
    snapshot = json.loads(files[_SNAPSHOT])
    nouns = rng.sample(_NOUNS, rng.randint(2, 4))
    entities = [_entity(rng, noun) for noun in nouns]
    source = {"dataSourceId": f"extra-{rng.randint(1, 999)}", "name": "Extra", "entities": entities}
    snapshot["dataSources"].append(source)
    files[_SNAPSHOT] = json.dumps(snapshot, indent=rng.choice((None, 1, 2, 4)))
    instance = snapshot["instanceId"]
    for number, noun in enumerate(nouns[1:]):
        relationship = _relationship(noun, nouns[0])
        url = f"/api/instances/{instance}/manage/relationships"
        sent = {"method": "PATCH", "url": url, "body": relationship}
        files[f"requests/extra-{number}.json"] = json.dumps(sent, indent=rng.choice((None, 2)))


def _entity(rng: random.Random, noun: str) -> dict[str, Any]:
    names = rng.sample(_ATTRIBUTES, rng.randint(1, len(_ATTRIBUTES)))
    attributes = {f"{noun}Id": "string", "OwnerId": "string", **{one: rng.choice(_TYPES) for one in names}}
    return {"name": f"extra{noun}", "primaryKey": f"{noun}Id", "attributes": attributes}


def _relationship(noun: str, other: str) -> dict[str, Any]:
    return {
        "name": f"{noun}To{other}",
        "relationshipType": "singleKeyRelationshipOrigin",
        "fromEntityName": f"Extra_extra{noun}",
        "fromAttributeName": "OwnerId",
        "toEntityName": f"Extra_extra{other}",
        "toAttributeName": f"{other}Id",
        "cardinality": "manyToOne",
    }


def _anew(rng: random.Random, name: str, text: str) -> str:
    """Return the text of a JSON file with other blanks; that of others as it is."""
    if not name.endswith(".json"):
        return text
    return json.dumps(_shuffled(rng, json.loads(text)), indent=rng.choice((None, 1, 4)))


def _shuffled(rng: random.Random, value: Any) -> Any:
    if isinstance(value, list):
        return [_shuffled(rng, one) for one in value]
    if not isinstance(value, dict):
        return value
    return {key: _shuffled(rng, value[key]) for key in rng.sample(list(value), len(value))}
