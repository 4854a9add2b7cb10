"""Why a name that isn't known may be right: what makes it can't be read, or has no name."""

from __future__ import annotations

from linter.diagnostic import Lack
from linter.kinds.request import Request
from linter.project.outputs import CUSTOMER_MEASURE
from linter.project.project import Project
from linter.rulekit.makers import is_nameless, kind_of, makers


def may_have_more(project: Project, request: Request, entity: str) -> Lack | None:
    """Return why an entity of the service's own may have attributes that nobody knows of."""
    if entity == project.settings.master_dataset:
        return project.unsure("conflictResolutionRules", request)
    if entity == CUSTOMER_MEASURE:
        return may_be_made(project, request, "measure")
    return None


def may_be_made(project: Project, request: Request, *kinds: str) -> Lack | None:
    """Return why payloads of some kinds may make what nobody knows of."""
    unsure = (project.unsure(kind, request) for kind in kinds)
    return next(filter(None, unsure), None) or nameless(project, request, *kinds)


def nameless(project: Project, request: Request, *kinds: str) -> Lack | None:
    """Return why a name that leads nowhere may be that of a segment or measure; None where each has one."""
    for maker in makers(project):
        if kind_of(maker) not in kinds or maker.request.snapshot is not request.snapshot:
            continue
        if not maker.is_update and "name" in maker.node.broken:
            lack = maker.request.why_open_at(maker.name_at)
        elif is_nameless(project, maker):
            lack = Lack(
                f"a {kind_of(maker)} has no name, and may be the one that is meant", "give it its name"
            )
        else:
            continue
        if lack is not None:
            return lack
    return None
