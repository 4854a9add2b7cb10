"""An alternate key in a query must be the primary key of an entity that the profiles are made of.

The master dataset keeps these keys in columns whose names are those of data source, entity and key.
"""

from __future__ import annotations

from collections.abc import Iterator

from linter.diagnostic import Finding, Location, Related, Replacement, Stated
from linter.instance.entity import Entity
from linter.kinds.request import Request
from linter.project.project import Project
from linter.rulekit.queries import alternate_keys, in_unavailable
from linter.rulekit.rule import Rule, Says


def _naming(project: Project) -> Iterator[Request]:
    return (query.request for query in project.queries if any(alternate_keys(project, query)))


RULE = Rule(
    "OD109",
    "alternate-key-unknown",
    "an alternate key in a query must be a key column that the master dataset has",
    "product documentation, odata-examples: alternate key",
    url="https://learn.microsoft.com/dynamics365/customer-insights/data/odata-examples",
    sources=(Stated("product-page", "O07"),),
    kinds=("queries",),
    judges=_naming,
    needs=("snapshot",),
)


def check(project: Project) -> Says:
    for query in project.queries:
        snapshot = query.request.snapshot
        outputs = project.conflations.outputs(snapshot) if snapshot is not None else ()
        for node, entity in alternate_keys(project, query):
            if node.text in outputs:
                continue
            keys = [f"{entity}_{key}" for key in sorted(project.keys.of(entity))]
            if keys and node.text not in (*keys, *(f"{key}_Alternate" for key in keys)):
                at = project.queried.at(query, node)
                yield in_unavailable(project, query, at) or _wrong(at, node.text, entity, keys[0])


def _wrong(at: Location, name: str, entity: Entity, key: str) -> Finding:
    return Finding(
        at,
        f"`{name}` is no alternate key: that of `{entity}` is `{key}`",
        label="no column of this name",
        help=f"replace it with `{key}`",
        related=(Related(entity.node.at("primaryKey"), f"the key of `{entity}` is declared here"),),
        repairs=(Replacement(key, f"Replace `{name}` with `{key}`"),),
    )
