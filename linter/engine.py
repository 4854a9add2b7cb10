"""The one loop: files and snapshots in, what the rules say about them out."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from linter.diagnostic import (
    Diagnostic,
    Edit,
    Finding,
    Fix,
    HeldBack,
    Location,
    Place,
    Result,
    Undecided,
)
from linter.loading import CannotRun as CannotRun
from linter.loading import Loaded as Loaded
from linter.loading import RunRequest as RunRequest
from linter.loading import load_project as load_project
from linter.rule import Rule, RuleModule
from linter.text.source import Text


def run(
    request: RunRequest, progress: Callable[[int, int], None] | None = None
) -> tuple[Result, Mapping[str, Text]]:
    """Check a project; raises CannotRun where there is nothing to check or no way to."""
    loaded = load_project(request, progress or _no_progress)
    return judge(request, loaded), loaded.texts


def judge(request: RunRequest, loaded: Loaded, between: Callable[[], None] | None = None) -> Result:
    """Ask every rule about a project that was read for the request; `between` is called before each."""
    diagnostics: list[Diagnostic] = []
    undecided: dict[tuple[str, str], set[str]] = {}
    held_back = 0
    scope = _Scope(request, loaded)
    for module in request.rules:
        if between is not None:
            between()
        for said in _ask(module, loaded):
            if isinstance(said, Finding):
                severity = scope.severity(module.RULE, said)
                if severity is not None:
                    diagnostics.append(_diagnostic(module.RULE, said, severity, loaded))
            elif scope.reports(
                module.RULE, said.at.document if isinstance(said, HeldBack) else said.document
            ):
                if isinstance(said, HeldBack):
                    held_back += 1
                else:
                    undecided.setdefault((module.RULE.code, said.reason), set()).add(said.document)
    return Result(
        tuple(sorted(set(diagnostics), key=_order)),
        tuple(
            Undecided(code, reason, tuple(sorted(files)))
            for (code, reason), files in sorted(undecided.items())
        ),
        sum(1 for name in loaded.documents if scope.within(name)),
        held_back,
        tuple(loaded.skipped),
        loaded.unreadable_skipped,
    )


def rule_matches(rule: Rule, selectors: Iterable[str]) -> bool:
    """Tell whether one of the selectors means a rule: a code, a prefix of codes, a name, ALL."""
    for selector in selectors:
        upper = selector.upper()
        if upper == "ALL" or selector.lower() == rule.name or rule.code.startswith(upper):
            return True
    return False


class _Scope:
    """Which rules are asked about which files, and how severe what they say is."""

    def __init__(self, request: RunRequest, loaded: Loaded) -> None:
        from linter.globs import matcher

        configuration = request.configuration
        self.select = request.select or configuration.select or ("ALL",)
        self.ignore = (*configuration.ignore, *request.ignore)
        self.severities = dict(configuration.severity)
        self.overrides = [(matcher(one.files), one) for one in configuration.overrides]
        self.snapshots = {snapshot.file for snapshot in loaded.project.snapshots}
        self.only = _relative(request)

    def within(self, document: str) -> bool:
        """Whether the paths of the command line leave a document in."""
        if self.only is None or document in self.snapshots:
            return True
        return any(path in (document, ".") or document.startswith(path + "/") for path in self.only)

    def reports(self, rule: Rule, document: str) -> bool:
        """Whether a rule's word about a document is wanted."""
        if not self.within(document):
            return False
        select, ignore = tuple(self.select), tuple(self.ignore)
        for matches, override in self.overrides:
            if matches(document):
                select, ignore = override.select or select, (*ignore, *override.ignore)
        return rule_matches(rule, select) and not rule_matches(rule, ignore)

    def severity(self, rule: Rule, finding: Finding) -> str | None:
        """The severity of a finding, None where it isn't wanted."""
        document = finding.at.document
        if not self.reports(rule, document):
            return None
        severity = finding.severity or rule.severity
        tables = [self.severities]
        tables += [dict(override.severity) for matches, override in self.overrides if matches(document)]
        for table in tables:
            severity = table.get(rule.code) or table.get(rule.name) or severity
        return severity


def _relative(request: RunRequest) -> list[str] | None:
    if not request.paths:
        return None
    return [os.path.relpath(path, request.root).replace(os.sep, "/") for path in request.paths]


def _ask(module: RuleModule, loaded: Loaded) -> Iterator[Any]:
    try:
        yield from module.check(loaded.project)
    except Exception as error:
        error.add_note(f"while {module.RULE.code} ({module.RULE.name}) was checking the project")
        raise


def _diagnostic(rule: Rule, finding: Finding, severity: str, loaded: Loaded) -> Diagnostic:
    text = loaded.texts[finding.at.document]
    place = _place(finding.at, "", loaded)
    return Diagnostic(
        file=place.file,
        range=place.range,
        code=rule.code,
        name=rule.name,
        severity=severity,
        message=finding.message,
        pointer=place.pointer,
        label=finding.label,
        why=rule.why,
        help=finding.help,
        url=rule.url,
        related=tuple(_place(related.at, related.message, loaded) for related in finding.related),
        fixes=tuple(_fixes(finding, text, place)),
        fingerprint=_fingerprint(rule, finding, text),
    )


def _place(at: Location, message: str, loaded: Loaded) -> Place:
    text = loaded.texts[at.document]
    if at.part == "fault":
        return Place(at.document, "", text.fault_range(), message)
    return Place(at.document, _pointer(at.path), text.range(at), message)


def _pointer(path: tuple[str | int, ...]) -> str:
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in path)


def _fixes(finding: Finding, text: Text, place: Place) -> Iterator[Fix]:
    for replacement in finding.replacements:
        written = _written(text, place, replacement.value)
        yield Fix(replacement.title, "unsafe", (Edit(place.file, place.range, written),))


def _written(text: Text, place: Place, value: str) -> str:
    """Return a string as the file would write it; JSON's form is YAML too, a plain one stays plain."""
    start = place.range.start
    first = text.line(start.line)[start.column - 1 : start.column]
    if (
        text.name.lower().endswith((".yaml", ".yml"))
        and first not in "\"'"
        and value.replace("_", "").isalnum()
    ):
        return value
    return json.dumps(value, ensure_ascii=False)


def _fingerprint(rule: Rule, finding: Finding, text: Text) -> str:
    """What stays the same when files are reordered, reformatted or renamed."""
    from linter.semantic_path import semantic_path

    path, value = semantic_path(text.value, finding.at.path) if finding.at.part != "fault" else ([], "")
    said = finding.message if finding.at.part == "fault" else ""
    parts = json.dumps([rule.code, path, value, said, finding.at.part], ensure_ascii=True, default=str)
    return hashlib.sha256(parts.encode()).hexdigest()[:16]


def _order(diagnostic: Diagnostic) -> tuple[Any, ...]:
    return (diagnostic.file, diagnostic.range, diagnostic.code, diagnostic.pointer, diagnostic.message)


def _no_progress(_done: int, _all: int) -> None:
    return None
