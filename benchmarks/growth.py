"""What a project can have more of: a project with so many of one thing, for each of them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

Files = dict[str, Any]  # text, or what is written as JSON
RELATIONSHIPS = "manage/relationships.json"
PLAN = "conflations/default/conflationPlan.json"


class Axis(NamedTuple):
    """Three sizes, each four times the one before, and the files of a project of any size."""

    sizes: tuple[int, int, int]
    files: Callable[[int], Files]
    by_shape: bool = False  # check-jsonschema sees it, too

    def write(self, folder: Path, size: int) -> None:
        """Write a project."""
        for name, content in self.files(size).items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content if isinstance(content, str) else json.dumps(content, indent=1), "utf-8")


def _sizes(least: int) -> tuple[int, int, int]:
    return least, 4 * least, 16 * least


def _snapshot(entities: int = 1_000) -> dict[str, Any]:
    columns = {"Id": "string", **{f"Column{number}": "string" for number in range(20)}}
    declared = [
        {"name": f"e{number:05}x", "entityType": "profile", "primaryKey": "Id", "attributes": columns}
        for number in range(entities)
    ]
    source = {"dataSourceId": "f0e1d2c3-b4a5-4968-8776-655443322110", "name": "S", "entities": declared}
    return {
        "snapshotVersion": 1,
        "instanceId": "5a8c9e2d-0b1f-4c3a-9d7e-6f5b4a3c2d1e",
        "dataSources": [source],
    }


def _relationship(number: int, **properties: str) -> dict[str, str]:
    return {
        "name": f"R{number}",
        "fromEntityName": "S_e00000x",
        "fromAttributeName": "Id",
        "toEntityName": "S_e00001x",
        "toAttributeName": "Id",
        "cardinality": "manyToOne",
        **properties,
    }


def _relationships(count: int, configuration: str = "", **properties: str) -> Files:
    written = [_relationship(number, **properties) for number in range(count)]
    return {"c360lint.toml": configuration, "snapshot.json": _snapshot(), RELATIONSHIPS: written}


def _unknown(count: int, pattern: str) -> Files:
    written = [_relationship(number, fromEntityName=pattern.format(number)) for number in range(count)]
    return {**_relationships(0), RELATIONSHIPS: written}


def _environments(count: int) -> Files:
    names = [f"s{number}.json" for number in range(count)]
    table = "[snapshots]\n" + "".join(f'e{number} = "{name}"\n' for number, name in enumerate(names))
    made = dict.fromkeys(names, _snapshot())
    return {"c360lint.toml": table, **made, RELATIONSHIPS: [_relationship(0)]}


def _plan(rules: int, steps: int) -> Files:
    names = [f"S_e{number:05}x" for number in range(steps + 1)]
    exact = {"kind": "exact", "leftColumn": {"attributeName": "Id"}, "rightColumn": {"attributeName": "Id"}}
    made = [
        {
            "leftEntities": names[:1],
            "rightEntity": name,
            "rules": [{"name": f"Rule{number}", "criteria": [exact]} for number in range(rules)],
        }
        for name in names[1:]
    ]
    return {**_relationships(0), PLAN: {"conflationOrder": names, "conflationPlans": made}}


def _commented(count: int) -> str:
    lines = [json.dumps(_relationship(number, cardinality="x")) for number in range(count)]
    return "".join(f"- {line} # c360lint: ignore RL03 -- known\n" for line in lines)


def _tables(count: int, template: str) -> str:
    return "".join(template.format(number) for number in range(count))


AXES: dict[str, Axis] = {
    "relationships": Axis(_sizes(1_000), _relationships, by_shape=True),
    "findings": Axis(_sizes(1_000), lambda count: _relationships(count, cardinality="x"), by_shape=True),
    "unknown names, like known ones": Axis(_sizes(250), lambda count: _unknown(count, "S_e{:04}x")),
    "unknown names, like no other": Axis(_sizes(250), lambda count: _unknown(count, "Quux{:05}")),
    "rules of a plan": Axis(_sizes(250), lambda count: _plan(count, 1)),
    "steps of a plan": Axis(_sizes(50), lambda count: _plan(1, count)),
    "environments": Axis(_sizes(2), _environments),
    "equal keys of an object": Axis(
        _sizes(500),
        lambda count: {**_relationships(0), RELATIONSHIPS: "[{" + ", ".join(['"name": "x"'] * count) + "}]"},
    ),
    "overrides, with 1,000 findings": Axis(
        _sizes(100),
        lambda count: _relationships(
            1_000, _tables(count, '[[overrides]]\nfiles = ["m{}/*"]\nignore = ["RL01"]\n'), cardinality="x"
        ),
    ),
    "suppressions, each of a finding": Axis(
        _sizes(100),
        lambda count: _relationships(
            count,
            _tables(count, '[[suppress]]\nrule = "RL03"\npath = "[R{}]"\nreason = "x"\n'),
            cardinality="x",
        ),
    ),
    "comments that suppress": Axis(
        _sizes(250),
        lambda count: {
            "c360lint.toml": "",
            "snapshot.json": _snapshot(),
            "manage/relationships.yaml": _commented(count),
        },
    ),
    "globs that exclude": Axis(
        _sizes(50),
        lambda count: _relationships(
            10, f"exclude = {json.dumps([f'a{each}/**' for each in range(count)])}\n"
        ),
    ),
}
