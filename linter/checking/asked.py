"""Which rules are asked about a project."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from linter.project.project import Project
from linter.rulekit.catalogue import Catalogue, Rules
from linter.rulekit.occurring import occurring
from linter.rulekit.rule import RuleModule


def asked(rules: Rules, project: Project, *, late: bool) -> Iterator[RuleModule]:
    """Yield the rules that may have something to say; of a catalogue, only their families are imported."""
    some: Iterable[RuleModule] = rules
    if isinstance(rules, Catalogue):
        troubles = {"suppressions"} if project.suppression_troubles else set[str]()
        some = rules.about(troubles if late else occurring(project))
    for module in some:
        if module.RULE.late == late and project.settings.api in module.RULE.generations:
            yield module
