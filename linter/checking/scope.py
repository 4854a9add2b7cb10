"""Which rules are asked about which files, and how severe what they say is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linter.diagnostic import Finding
from linter.files import document_name
from linter.named_tuple import NamedTuple
from linter.rulekit.rule import Rule, rule_matches, rule_selected

if TYPE_CHECKING:
    from linter.checking.check_request import CheckRequest
    from linter.reading.inputs import Inputs
    from linter.reading.taken import Loaded


class RuleChoice(NamedTuple):
    """Which rules are wanted of a document, and their severities: the later the table, the stronger."""

    select: tuple[str, ...]
    ignore: tuple[str, ...]
    severities: tuple[dict[str, str], ...]


class Scope:
    """Which rules are asked about which files, and how severe what they say is."""

    def __init__(self, request: CheckRequest, loaded: Loaded) -> None:
        from linter.configuration.globs import Globs

        configuration = request.configuration
        self.select = request.select or configuration.select or ("ALL",)
        self.ignore = (*configuration.ignore, *request.ignore)
        self.severities = dict(configuration.severity)
        self.overrides = configuration.overrides
        self._overridden: Globs[int] = Globs()  # which of them are about a file
        for number, one in enumerate(self.overrides):
            if one.files:
                self._overridden.add(one.files, number)
        self.preview = configuration.preview
        self.only = named(request.inputs) or None
        self.everywhere = {snapshot.file for snapshot in loaded.project.snapshots}
        self.snapshots_named = len(self.everywhere.intersection(self.only or ()))
        if request.inputs.configuration_file is not None:
            self.everywhere.add(document_name(request.inputs.configuration_file, request.root))
        self._selections = (self.select, *(one.select for one in configuration.overrides))
        self._known: dict[str, RuleChoice] = {}

    def asks(self, rule: Rule) -> bool:
        """Whether a rule is on for any document."""
        if self._is_only_tried(rule):
            return False
        return rule.default or any(rule_selected(rule, one) for one in self._selections)

    def within(self, document: str) -> bool:
        """Whether the paths of the command line leave a document in."""
        if self.only is None or document in self.everywhere:
            return True
        return any(path in (document, ".") or document.startswith(path + "/") for path in self.only)

    def reports(self, rule: Rule, document: str) -> bool:
        """Whether a rule's word about a document is wanted."""
        if not self.within(document) or self._is_only_tried(rule):
            return False
        choice = self._choice(document)
        return rule_selected(rule, choice.select) and not rule_matches(rule, choice.ignore)

    def _is_only_tried(self, rule: Rule) -> bool:
        return rule.status == "preview" and not self.preview

    def severity(self, rule: Rule, finding: Finding) -> str | None:
        """The severity of a finding, None where it isn't wanted."""
        document = finding.at.document
        if not self.reports(rule, document):
            return None
        severity = finding.severity or rule.severity
        for table in self._choice(document).severities:
            severity = table.get(rule.code) or table.get(rule.name) or severity
        return severity

    def _choice(self, document: str) -> RuleChoice:
        """Return what the configuration wants of a document: many overrides are looked through once."""
        if document not in self._known:
            overrides = [self.overrides[number] for number in sorted(self._overridden.of(document))]
            select, ignore = tuple(self.select), tuple(self.ignore)
            for override in overrides:
                select, ignore = override.select or select, (*ignore, *override.ignore)
            tables = (self.severities, *(dict(override.severity) for override in overrides))
            self._known[document] = RuleChoice(select, ignore, tables)
        return self._known[document]


def named(inputs: Inputs) -> list[str]:
    """Return what findings call the files and folders that are named; none where all are meant."""
    paths = [*inputs.paths, *([inputs.stdin[0]] if inputs.stdin else [])]
    return [document_name(path, inputs.root) for path in paths]
