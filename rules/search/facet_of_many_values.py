"""What is counted by its values should have few of them.

Keys and what belongs to one person (names, addresses, e-mail, phone numbers) have nearly as many values as
there are profiles.
"""

from __future__ import annotations

from linter.diagnostic import Finding, Stated
from linter.instance.entity import Entity
from linter.instance.snapshot import Snapshot
from linter.kinds.search_configuration import Indexed
from linter.project.project import Project
from linter.rulekit.personal import personal
from linter.rulekit.rule import Rule, Says, product_page

RULE = Rule(
    "SC111",
    "facet-of-many-values",
    "what is counted by its values should have few of them",
    'product page search-filter-index.md, "Low cardinality"',
    severity="recommendation",
    url=product_page("search-filter-index.md"),
    sources=(Stated("product-page", "Q05"),),
    inferred=True,
    kinds=("searchConfiguration",),
    needs=("snapshot",),
)


def check(project: Project) -> Says:
    for payload in project.payloads("searchConfiguration"):
        snapshot = payload.request.snapshot
        for one in payload.attributes:
            if one.is_marked("isFacetable") and one.column.canonical_type == "String":
                assert one.column.entity is not None
                assert snapshot is not None
                yield from _check(project, one, one.column.entity, snapshot)


def _check(project: Project, one: Indexed, entity: Entity, snapshot: Snapshot) -> Says:
    name = str(one.column.attribute)
    what = "a key" if _is_key(name, entity, snapshot) else personal(name, project.meanings.of(entity, name))
    if what:
        yield Finding(
            one.column.at,
            f"`{name}` is {what}, and counted by its values: nearly each profile has one of its own",
            label=f"{what} has many values",
            help="take `isFacetable` away, or count an attribute of few values, such as a country",
        )


def _is_key(name: str, entity: Entity, snapshot: Snapshot) -> bool:
    """Tell whether an attribute is the entity's key, or keeps that of an ingested one."""
    return name == entity.primary_key or any(
        name == f"{one}_{one.primary_key}" for one in snapshot.entities if one.primary_key is not None
    )
