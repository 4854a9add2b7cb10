"""Where the time of a run goes: by phase and by rule."""

from __future__ import annotations

from collections.abc import Iterable
from time import perf_counter
from typing import TYPE_CHECKING, Any

from linter.rulekit.catalogue import Catalogue

if TYPE_CHECKING:
    from linter.project.project import Project
    from linter.rulekit.catalogue import Rules
    from linter.rulekit.rule import Rule, RuleModule, Says


class Profile:
    """Remembers how long each phase and each rule has taken."""

    def __init__(self) -> None:
        self.phases: dict[str, float] = {}
        self.rules: dict[str, float] = {}
        self._since = perf_counter()
        self._reads = True  # files, until the first rule is asked

    def lap(self, phase: str) -> None:
        """Say that what has gone on since the last lap was this phase."""
        now = perf_counter()
        self.phases[phase] = self.phases.get(phase, 0.0) + now - self._since
        self._since = now

    def timed(self, rules: Rules) -> Rules:
        """Return the rules, each with a watch in hand."""
        if not isinstance(rules, Catalogue):
            return self._timed(rules)
        families = (one._replace(custom=self._timed(one.rules())) for one in rules.families)
        return Catalogue(tuple(families), rules.removed)

    def _timed(self, modules: Iterable[RuleModule]) -> tuple[RuleModule, ...]:
        return tuple(_Timed(module, self) for module in modules)

    def begin_rules(self) -> None:
        """Say that a rule is about to be asked; before a project's first one, its files were read."""
        if self._reads:
            self.lap("files and snapshots")
            self._reads = False

    def end_rules(self) -> None:
        """Say that all rules have been asked of a project, and all places of their findings looked up."""
        self.lap("places of the findings")
        self.phases["rules"] = sum(self.rules.values())
        self._reads = True

    def table(self) -> str:
        """Return the times in milliseconds, the longest of the rules first."""
        self.phases["places of the findings"] -= self.phases["rules"]  # while they were asked
        order = sorted(self.rules.items(), key=lambda item: (-item[1], item[0]))
        lines = [_line(seconds, phase) for phase, seconds in self.phases.items()]
        lines.append(_line(sum(self.phases.values()), "in all"))
        lines.append("of the rules (what several of them share counts for the first one):\n")
        return "".join(lines + [_line(seconds, rule) for rule, seconds in order])


class _Timed:
    """A rule with a watch in hand."""

    def __init__(self, module: RuleModule, profile: Profile) -> None:
        self.RULE: Rule = module.RULE
        self._module = module
        self._profile = profile

    def __getattr__(self, name: str) -> Any:
        return getattr(self._module, name)

    def check(self, project: Project, /) -> Says:
        self._profile.begin_rules()
        name = f"{self.RULE.code} {self.RULE.name}"
        self._profile.rules.setdefault(name, 0.0)
        says = self._module.check(project)
        while True:
            start = perf_counter()
            said = next(says, None)
            self._profile.rules[name] += perf_counter() - start
            if said is None:
                return
            yield said


def _line(seconds: float, name: str) -> str:
    return f"{seconds * 1000:10.2f} ms  {name}\n"
