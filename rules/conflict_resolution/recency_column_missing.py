"""A policy of recency must have a recency column of every entity that takes part."""

from __future__ import annotations

from linter.diagnostic import Cause, Finding, HeldBack, Stated
from linter.instance.entity import Entity
from linter.kinds.conflict_resolution_rules import Merge
from linter.kinds.references import Mention
from linter.kinds.request import Request
from linter.project.project import Project
from linter.rulekit.causes import cause_of
from linter.rulekit.rule import Rule, Says, product_page
from linter.rulekit.strangers import strangers
from linter.wording import joined

RULE = Rule(
    "CR104",
    "recency-column-missing",
    "a policy of recency must have a recency column of every entity that takes part",
    "data-unification-merge-tables.md: `Requires a date or a numeric field for every participating table`",
    url=product_page("data-unification-merge-tables.md"),
    sources=(Stated("product-page", "G02"),),
    kinds=("conflictResolutionRules",),
)


def check(project: Project) -> Says:
    for rules in project.resolutions:
        strange = strangers(project, rules)
        for one in rules.merges:
            if one.kind in ("mostrecent", "leastrecent") and not _is_broken(one):
                yield from _check(one, rules.request, strange)


def _is_broken(one: Merge) -> bool:
    assert one.policy is not None
    nodes = (one.policy, *(source.node for source in one.sources))
    return any(node.broken & {"recencyColumns", "recencyColumn", "entity"} for node in nodes)


def _check(one: Merge, request: Request, strange: dict[Entity, Cause]) -> Says:
    policy = one.policy
    dating = [column.mention for column in one.recency if column.mention is not None]
    dated = {mention.key() for mention in dating}
    lacking = [mention for mention in one.taking_part if mention.key() not in dated]
    waiting = {mention: _waits_for(mention, request, strange) for mention in lacking}
    yield from (HeldBack(mention.at, cause) for mention, cause in waiting.items() if cause is not None)
    lacking = [mention for mention, cause in waiting.items() if cause is None]
    # a column that leads to no entity is reported, and may well be the one that seems to be missing
    unread = any(mention.name is None or (request.snapshot and mention.entity is None) for mention in dating)
    if not lacking or unread or any(mention.name is None for mention in lacking):
        return
    assert policy is not None
    named = joined([f"`{mention.entity or mention.spelled}`" for mention in lacking])
    yield Finding(
        policy.at("recencyColumns"),
        f"the policy is {policy.text('kind')}, but nothing tells how recent rows of {named} are",
        label=f"no recency column of {named}",
        help=f"add a date or number of {named} to {policy.called('recencyColumns')}, or choose importance",
    )


def _waits_for(mention: Mention, request: Request, strange: dict[Entity, Cause]) -> Cause | None:
    """Return what is reported of an entity, so that it may be another one, or none."""
    if mention.entity is not None:
        return strange.get(mention.entity)
    return cause_of(mention, request) if request.snapshot is not None else None
