"""What a rule says of a project, and what it can't say since its card's needs are not met."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Final

from linter.diagnostic import NotChecked
from linter.kinds.request import Request
from linter.project.project import Project
from linter.rulekit.rule import Rule, RuleModule, Says

_BY_KIND: Final[dict[str, Callable[[Project], Iterable[Request]]]] = {
    "requests": lambda project: project.requests,
    "conflationPlan": lambda project: (one.request for one in project.plans),
    "conflictResolutionRules": lambda project: (one.request for one in project.resolutions),
    "entityInformation": lambda project: (one.request for one in project.entity_information),
    "entityInfo": lambda project: (one.request for one in project.entity_infos),
    "relationships": lambda project: (one.request for one in project.relationships),
}


def says(module: RuleModule, project: Project) -> Says:
    """Yield what a rule says, and why it says nothing of requests that lack what it needs."""
    if "snapshot" in module.RULE.needs:
        yield from _without_snapshot(project, module.RULE)
    yield from module.check(project)


def _without_snapshot(project: Project, rule: Rule) -> Iterator[NotChecked]:
    """Nothing is said for an instance that is unknown: that is IN01's."""
    for request in _judged(project, rule):
        reason = project.why_no_snapshot(request)
        if reason is not None:
            yield NotChecked(request.document, reason)


def _judged(project: Project, rule: Rule) -> Iterable[Request]:
    if rule.judges is not None:
        return rule.judges(project)
    return (request for kind in rule.kinds for request in _BY_KIND[kind](project))
