"""Every entity in ConflationOrder must have an EntityConflationInformation.

It may come from the snapshot's conflation, from a planned entityInformation payload of the same
conflation, or from the plan's own entityConflationInformation.  One whose name is misspelt there is
reported there.
"""

from __future__ import annotations

from linter.diagnostic import Finding, HeldBack, Lack, NotChecked
from linter.instance.entity import Entity
from linter.kinds.conflation_plan import ConflationPlan
from linter.project.conflations import conflation_is_refused, saved_conflation
from linter.project.project import Project
from linter.rulekit.causes import misnamed
from linter.rulekit.rule import Rule, Says
from linter.wording import joined

RULE = Rule(
    "CP04",
    "ordered-entity-without-information",
    "every entity in ConflationOrder must have an EntityConflationInformation",
    "PATCH …/conflationPlan, limitation 4 of 9",
    service_errors=(
        "missingEntityConflationInfo",
        "entityConflationInformationNotFound",
    ),
    kinds=("conflationPlan",),
    needs=("snapshot",),
)


def check(project: Project) -> Says:
    for plan in project.plans:
        if not conflation_is_refused(plan.request):
            yield from _check_plan(project, plan)


def _check_plan(project: Project, plan: ConflationPlan) -> Says:
    given = {listed.mention.entity for listed in plan.information}
    informed = given | project.conflations.informed(plan.request)
    seen: set[Entity] = set()
    for mention in plan.order:
        entity = mention.entity
        if entity is None or entity in informed or entity in seen:
            continue
        seen.add(entity)
        cause = misnamed(project, entity, "entityInformation", "conflationPlan")
        if cause is not None:
            yield HeldBack(mention.at, cause)
            continue
        unsure = _unsure(project, plan, entity)
        if unsure is not None:
            yield NotChecked(mention.at, unsure)
            continue
        yield Finding(
            mention.at,
            f"`{entity}` is in the conflation order but has no EntityConflationInformation",
            label="no entity information",
            help=f"add `{entity}` to the conflation's entityInformation",
        )


def _not_given(planned: list[str], entity: Entity) -> Lack:
    """Return what isn't known where only the project gives entity information, if any."""
    said = "the snapshot doesn't say what entity information the conflation has"
    if not planned:
        return Lack(said, "put the entityInformation into the project, or into the snapshot's `conflations`")
    files = joined(planned)
    return Lack(
        f"`{entity}` is not in {files}, and {said}",
        f"add it to {files}, or put the conflation's entityInformation into the snapshot's `conflations`",
    )


def _unsure(project: Project, plan: ConflationPlan, entity: Entity) -> Lack | None:
    """Why there may be more information than can be seen."""
    if plan.why_informs_more is not None:
        return plan.why_informs_more
    saved = saved_conflation(plan.request)
    if saved is None:
        return _not_given(project.conflations.information_of(plan.request), entity)
    if saved.broken & {"entityInformation", "conflationPlan"}:
        return Lack(
            "the snapshot's conflation is malformed in places", f"mend what is found in {saved.document}"
        )
    return project.unsure("entityInformation", plan.request)
