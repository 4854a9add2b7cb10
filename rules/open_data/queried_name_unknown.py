"""A query must name only what its dataset has: attributes, and ways to other entities.

Names are looked up where they stand: behind $expand, in lambdas, along paths, in keys.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from linter.diagnostic import Finding, HeldBack, Lack, NotChecked, Related, Replacement, Stated
from linter.kinds.query import Query
from linter.project.project import Project
from linter.rulekit.lacks import doubted
from linter.rulekit.queries import alternate_keys, mistakes, naming, prediction_keys, why_not_judged
from linter.rulekit.rule import Rule, Says
from linter.rulekit.unread import may_have_more
from linter.suggest import suggestion
from linter.wording import counted, either

if TYPE_CHECKING:
    from linter.contracts.mistakes import Mistake

RULE = Rule(
    "OD103",
    "queried-name-unknown",
    "a query must name only attributes that its dataset has, and entities that it leads to",
    "OASIS OData 4.01, Part 2: URL Conventions, section 5.1",
    url="https://docs.oasis-open.org/odata/odata/v4.01/odata-v4.01-part2-url-conventions.html",
    sources=(Stated("odata", "4.01 Part 2: URL Conventions, 5.1"),),
    kinds=("queries",),
    judges=naming,
    needs=("snapshot",),
)


def check(project: Project) -> Says:
    for query in project.queries:
        unsure = why_not_judged(project, query) if query.request.snapshot is not None else None
        if unsure is not None:
            yield unsure
    told_by_others = cache(lambda query: _told_by_others(project, query))
    for query, one in mistakes(project, "name"):
        if isinstance(one, NotChecked | HeldBack):
            yield one
        elif one.name not in told_by_others(query):
            yield doubted(_worded(project, query, one), _why_open(project, query, one))


def _why_open(project: Project, query: Query, one: Mistake) -> Lack | None:
    """Return why there may be what a name means: something that is made, or an entity that is ingested."""
    snapshot, owner = query.request.snapshot, one.owner.strip("`")
    is_of_entities = one.what != "property" or owner == project.settings.master_dataset
    doubt = snapshot.doubt if snapshot is not None and is_of_entities else None
    return may_have_more(project, query.request, owner) or doubt


def _told_by_others(project: Project, query: Query) -> set[str]:
    """Return the names of which OD109 and OD115 speak."""
    keys = {node.text for node, _ in alternate_keys(project, query)}
    return keys | {node.text for node in prediction_keys(project, query)}


def _worded(project: Project, query: Query, one: Mistake) -> Finding:
    assert query.request.snapshot is not None
    entity = project.queried.types(query.request.snapshot).entity(one.owner.strip("`"))
    assert entity is not None  # since types are made of entities
    number = counted(len(entity.attribute_names), "attribute")
    has_no = "has no attribute" if one.what == "property" else "leads to no entity"
    return Finding(
        one.at,
        f"{one.owner} {has_no} `{one.name}`{suggestion(list(one.near))}",
        label="the dataset has no such name",
        help=f"replace it with {either(one.near)}" if one.near else "correct the name, or renew the snapshot",
        related=(Related(entity.at, f"`{entity}` is declared here, with {number}"),),
        repairs=tuple(Replacement(name, f"Replace `{one.name}` with `{name}`") for name in one.near),
    )
