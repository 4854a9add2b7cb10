"""A group of attributes must be of the entities that are compared, and of all of them.

A segment's members are customers, so that `Customer` may stand for it.
"""

from __future__ import annotations

from typing import Final

from linter.diagnostic import Finding, HeldBack, Location, Stated
from linter.kinds.insight_input_body import SOURCELESS, Insight, is_named
from linter.kinds.references import Column, Mention
from linter.project.project import Project
from linter.rulekit.causes import cause_of
from linter.rulekit.rule import Rule, Says
from linter.shapes.node import Node
from linter.wording import joined, quoted

RULE = Rule(
    "II117",
    "group-of-other-entities",
    "a group of attributes must be of all entities that are compared, and of no others",
    "service error insightInputUnexpectedEntityNameInAttributeGroup",
    service_errors=(
        "insightInputUnexpectedEntityNameInAttributeGroup",
        "insightInputAllEntitiesInAttributeGroup",
        "insightInputUnexpectedEntityCount",
        "insightInputUnexpectedAttributeCount",
    ),
    sources=(
        Stated("service-error", "insightInputUnexpectedEntityNameInAttributeGroup"),
        Stated("service-error", "insightInputAllEntitiesInAttributeGroup"),
        Stated("service-error", "insightInputUnexpectedEntityCount"),
        Stated("service-error", "insightInputUnexpectedAttributeCount"),
    ),
    inferred=True,
    kinds=("insightInput",),
)


_COUNTS: Final = ("insightInputUnexpectedEntityCount", "insightInputUnexpectedAttributeCount")


def check(project: Project) -> Says:
    for payload in project.payloads("insightInput"):
        for one in payload.items:
            is_filled = project.opened_at(one.node.at("sourceEntity")) is not None
            has_source = is_named(one.source) or (one.type in SOURCELESS and not is_filled)
            whole = is_named(one.candidate) and has_source
            is_compared_with_itself = len({mention.key() for mention in one.compared}) < len(one.compared)
            for group, members in one.groups if whole and not is_compared_with_itself else ():
                if "members" not in group.broken and members:
                    yield from _check(project, one, group, members)


def _check(project: Project, one: Insight, group: Node, members: list[Column]) -> Says:
    named = [column.mention for column in members if column.mention is not None and is_named(column.mention)]
    compared = {mention.key(): mention for mention in one.compared}
    has_segments = any(not _is_ingested(mention) for mention in compared.values())
    master = project.settings.master_dataset.lower()
    standing_in = [each for each in named if has_segments and str(each.name).lower() == master]
    strange = [each for each in named if each.key() not in compared and each not in standing_in]
    for mention in strange:
        unknown = next((each for each in (mention, *one.compared) if _is_unknown(project, each, one)), None)
        if unknown is not None:
            yield HeldBack(mention.at, cause_of(unknown, one.request))
            continue
        yield _finding(mention.at, f"`{mention.spelled}` is neither source nor candidate", "not compared", 0)
    keys = {mention.key() for mention in named}
    lacking = [each for key, each in compared.items() if key not in keys]
    lacking = [each for each in lacking if _is_ingested(each) or not standing_in]
    if lacking and not strange and len(named) == len(members):
        names = joined(quoted(each.spelled for each in lacking))
        yield _finding(
            group.at("members"), f"the group has no attribute of {names}", f"nothing of {names}", 1
        )


def _is_unknown(project: Project, mention: Mention, one: Insight) -> bool:
    """Tell whether nothing is called so, which is another rule's to say (II113)."""
    snapshot = one.request.snapshot
    if snapshot is None or mention.resolution.status in ("known", "ambiguous"):
        return False
    return not project.made.is_made(snapshot, mention, "segments", "derivedEntities")


def _is_ingested(mention: Mention) -> bool:
    return mention.entity is not None and mention.entity.data_source is not None


def _finding(at: Location, message: str, label: str, which: int) -> Finding:
    codes = (RULE.service_errors[which], *_COUNTS)
    help_ = "a group has one attribute of each entity that is compared"
    return Finding(
        at,
        message,
        label,
        help_,
        service_errors=codes,
        sources=tuple(Stated("service-error", one) for one in codes),
    )
