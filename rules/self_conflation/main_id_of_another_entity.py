"""The main ID must have the name of the entity in it.

Small and capital letters count as the same.  Where it isn't known where a qualified name's data source
ends, its last part will do.
"""

from __future__ import annotations

from linter.diagnostic import Finding, HeldBack, Related, Replacement, Stated
from linter.kinds.items import settled
from linter.kinds.references import Mention
from linter.kinds.self_conflation_body import SelfConflation
from linter.project.project import Project
from linter.rulekit.causes import cause_of
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "CS114",
    "main-id-of-another-entity",
    "the main ID of a self conflation must have the name of its entity in it",
    "service error selfConflationMainIdDoesNotIncludeEntity",
    service_errors=("selfConflationMainIdDoesNotIncludeEntity",),
    sources=(Stated("service-error", "selfConflationMainIdDoesNotIncludeEntity"),),
    inferred=True,
    local=True,
    kinds=("selfConflation",),
)


def check(project: Project) -> Says:
    for payload in project.payloads("selfConflation"):
        for one in payload.items:
            main_id, entity = settled(one.node.text("mainId")), one.entity
            if entity is None or not entity.name or not main_id or not main_id.strip():
                continue
            if _name(entity).lower() not in main_id.lower():
                is_unknown = payload.request.snapshot is not None and entity.entity is None
                at, cause = one.node.at("mainId"), cause_of(entity, payload.request)
                yield HeldBack(at, cause) if is_unknown else _finding(one, entity, main_id)


def _name(mention: Mention) -> str:
    """Return what the entity is called in a main ID at least."""
    if mention.entity is not None:
        return mention.entity.name
    return str(mention.name) if mention.source is not None else str(mention.name).rpartition("_")[2]


def _finding(one: SelfConflation, entity: Mention, main_id: str) -> Finding:
    proposed = one.main_id
    return Finding(
        one.node.at("mainId"),
        f"main ID `{main_id}` doesn't have the name of `{entity.spelled}` in it",
        label="of another entity",
        related=(Related(entity.at, "this entity is deduplicated"),),
        help=f"write `{proposed}`" if proposed else "write `<source>_<entity>_<key>`",
        repairs=(Replacement(proposed, f"Replace with `{proposed}`"),) if proposed else (),
    )
