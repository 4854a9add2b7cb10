"""What a rule says of a project, and what it can't say since its card's needs are not met."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from linter.diagnostic import NotChecked
from linter.kinds.request import Request
from linter.project.project import Project
from linter.rulekit.rule import Rule, RuleModule, Says


def says(module: RuleModule, project: Project) -> Says:
    """Yield what a rule says, and why it says nothing of requests that lack what it needs."""
    if "snapshot" in module.RULE.needs:
        yield from _without_snapshot(project, module.RULE)
    yield from module.check(project)


def _without_snapshot(project: Project, rule: Rule) -> Iterator[NotChecked]:
    """Nothing is said for an instance that is unknown: that is IN01's."""
    if not project.some_lack_snapshots:
        return
    for request in _judged(project, rule):
        lack = project.why_no_snapshot(request)
        if lack is not None:
            yield NotChecked(request.at, lack)


def _judged(project: Project, rule: Rule) -> Iterable[Request]:
    if rule.judges is not None:
        return rule.judges(project)
    if "requests" in rule.kinds:
        return project.requests
    return (payload.request for kind in rule.kinds for payload in project.payloads(kind))
