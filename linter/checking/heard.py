"""What the rules say when they are asked, as far as it is wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linter.checking.reported import Reported
from linter.checking.scope import Scope
from linter.diagnostic import Cause, Finding, HeldBack, Lack, Location, NotChecked, Said, cause_at
from linter.rulekit.asking import says
from linter.rulekit.rule import Rule, RuleModule, Says

if TYPE_CHECKING:
    from linter.checking.local_rules import LocalRules
    from linter.project.project import Project
    from linter.reading.taken import Loaded


class Heard:
    """What the rules say, as far as it is wanted."""

    def __init__(self, loaded: Loaded, scope: Scope) -> None:
        self.loaded = loaded
        self.scope = scope
        self.local = _local_rules(loaded)
        self.said: list[Reported] = []
        self.spoken: list[tuple[Rule, Finding]] = []  # also what isn't wanted: it may be a cause
        self.telling: dict[Lack, str] = {}  # what one rule tells for all, and its code
        self.lacks: dict[Cause, Lack] = {}  # what isn't known of what others wait for
        self.waiting: list[tuple[Rule, HeldBack]] = []
        self.passed_on: dict[Cause, Cause] = {}  # what others wait for that waits itself, with its cause
        self.undecided: dict[tuple[str, Lack], dict[Location, None]] = {}
        self.open: set[tuple[str, str]] = set()  # rule and document of what isn't judged to the end
        self.unasked: set[str] = set()  # the codes of rules that have judged nothing
        self.faults: list[str] = []  # where custom rules have failed, and how
        self.custom: list[str] = []  # the codes of those that were asked

    def ask(self, module: RuleModule, project: Project) -> None:
        """Ask a rule about the project."""
        rule = module.RULE
        if not self.scope.asks(rule):
            return
        said = self._said_by_custom(module, project) if rule.custom else _ask(module, project, self.local)
        for one in map(waiting, said):
            if isinstance(one, Finding):
                self._take_up(rule, one)
            else:
                self._take_up_open(rule, one)

    def _take_up(self, rule: Rule, said: Finding) -> None:
        self.spoken.append((rule, said))
        severity = self.scope.severity(rule, said)
        if severity is not None:
            self.said.append(Reported(rule, said, severity))

    def _take_up_open(self, rule: Rule, said: NotChecked | HeldBack) -> None:
        """Take up what a rule leaves open; it is told where the rule is wanted."""
        if isinstance(said, NotChecked):
            self.lacks |= dict.fromkeys(said.causes, said.lack)
            self._leave_unasked(rule, said)
        document = said.at.document
        self.open.add((rule.code, document))
        if not self.scope.reports(rule, document):
            return
        if isinstance(said, HeldBack):
            self.waiting.append((rule, said))
            self.passed_on |= dict.fromkeys(said.causes, said.cause)
        else:
            self.leave_open(rule, said.at, said.lack)
            if rule.tells_why:
                self.telling[said.lack] = rule.code

    def _said_by_custom(self, module: RuleModule, project: Project) -> Says:
        """Yield what a team's own rule says, as far as it can be placed."""
        from linter.checking.custom_rules import placed

        self.custom.append(module.RULE.code)
        yield from placed(module, says(module, project), self.loaded)

    def _leave_unasked(self, rule: Rule, said: NotChecked) -> None:
        if said.everywhere:
            self.unasked.add(rule.code)
            self.custom.remove(rule.code)
        if said.fault:
            self.faults.append(said.fault)

    def leave_open(self, rule: Rule, at: Location, lack: Lack) -> None:
        """Take up that a rule could not decide about a place."""
        self.undecided.setdefault((rule.code, lack), {})[at] = None


def waiting(said: Said) -> Said:
    """Return what is said, held back where what isn't found may be what can't be read; a slip is one."""
    if isinstance(said, Finding) and said.missed_in is not None and not said.repairs:
        return HeldBack(said.at, cause_at(said.missed_in), (*said.causes, cause_at(said.at)))
    return said


def _local_rules(loaded: Loaded) -> LocalRules | None:
    """Only a program that stays gains from remembering what was said."""
    if loaded.kept is None:
        return None
    from linter.checking.local_rules import LocalRules

    return LocalRules(loaded, loaded.kept.documents)


def _ask(module: RuleModule, project: Project, local: LocalRules | None) -> Says:
    try:
        if local is not None and module.RULE.local:
            yield from local.ask(module)
        else:
            yield from says(module, project)
    except Exception as error:
        error.add_note(f"while {module.RULE.code} ({module.RULE.name}) was checking the project")
        raise
