"""The one loop: files and snapshots in, what the rules say about them out."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from linter.checking.asked import asked
from linter.checking.selectors import rule_matches
from linter.checking.semantic_path import SemanticPaths, without_indices
from linter.diagnostic import (
    Diagnostic,
    Finding,
    Fix,
    HeldBack,
    Known,
    Location,
    Place,
    Result,
    Undecided,
    json_pointer,
)
from linter.files import document_name
from linter.reading.loading import load_project as load_project
from linter.reading.run_request import RunRequest as RunRequest
from linter.reading.taken import Loaded as Loaded
from linter.refusal import CannotRun as CannotRun
from linter.rulekit.asking import says
from linter.rulekit.rule import Rule, RuleModule
from linter.text.source import Text, is_yaml

if TYPE_CHECKING:
    from linter.checking.local_rules import LocalRules
    from linter.checking.suppressions import Place as SuppressiblePlace
    from linter.checking.suppressions import Suppression

_NAMED: Final = re.compile(r"`([^`]*)`")


def run(
    request: RunRequest, progress: Callable[[int, int], None] | None = None
) -> tuple[Result, Mapping[str, Text]]:
    """Check a project; raises CannotRun where there is nothing to check or no way to."""
    loaded = load_project(request, progress or _no_progress)
    return judge(request, loaded), loaded.texts


def judge(request: RunRequest, loaded: Loaded, between: Callable[[], None] | None = None) -> Result:
    """Return what the rules say of a project that is read; `between` is called before each of them."""
    scope = _Scope(request, loaded)
    heard = _Heard(loaded, scope)
    for module in asked(request.rules, loaded.project, late=False):
        if between is not None:
            between()
        heard.ask(module)
    suppressed = _suppress(request, heard)
    for module in asked(request.rules, loaded.project, late=True):
        heard.ask(module)
    if heard.local is not None:
        heard.local.keep()
    new, baselined, stale = _apart(request, heard, sorted(_diagnostics(heard), key=_order))
    return Result(
        tuple(new),
        heard.not_checked(),
        sum(1 for name in loaded.documents if scope.within(name)) + scope.snapshots_named,
        heard.held_back,
        tuple(loaded.skipped),
        loaded.unreadable_skipped,
        suppressed,
        baselined,
        stale,
    )


class _Scope:
    """Which rules are asked about which files, and how severe what they say is."""

    def __init__(self, request: RunRequest, loaded: Loaded) -> None:
        from linter.configuration.globs import matcher

        configuration = request.configuration
        self.select = request.select or configuration.select or ("ALL",)
        self.ignore = (*configuration.ignore, *request.ignore)
        self.severities = dict(configuration.severity)
        self.overrides = [(matcher(one.files), one) for one in configuration.overrides]
        self.everywhere = {snapshot.file for snapshot in loaded.project.snapshots}
        if request.configuration_file is not None:
            self.everywhere.add(document_name(request.configuration_file, request.root))
        self.only = _relative(request)
        self.snapshots_named = len(self.everywhere & set(self.only or ()))

    def within(self, document: str) -> bool:
        """Whether the paths of the command line leave a document in."""
        if self.only is None or document in self.everywhere:
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
    paths = [*request.paths, *([request.stdin[0]] if request.stdin else [])]
    if not paths:
        return None
    return [document_name(path, request.root) for path in paths]


class _Reported(NamedTuple):
    """A finding, whose it is, and how severe."""

    rule: Rule
    finding: Finding
    severity: str


class _Heard:
    """What the rules say, as far as it is wanted."""

    def __init__(self, loaded: Loaded, scope: _Scope) -> None:
        self.loaded = loaded
        self.scope = scope
        self.local = _local_rules(loaded)
        self.said: list[_Reported] = []
        self.held_back = 0
        self.undecided: dict[tuple[str, str], set[str]] = {}
        self.open: set[tuple[str, str]] = set()  # rule and document of what isn't judged to the end

    def ask(self, module: RuleModule) -> None:
        """Ask a rule about the project."""
        rule = module.RULE
        for said in _ask(module, self.loaded, self.local):
            if isinstance(said, Finding):
                severity = self.scope.severity(rule, said)
                if severity is not None:
                    self.said.append(_Reported(rule, said, severity))
                continue
            document = said.at.document if isinstance(said, HeldBack) else said.document
            self.open.add((rule.code, document))
            if not self.scope.reports(rule, document):
                continue
            if isinstance(said, HeldBack):
                self.held_back += 1
            else:
                self.undecided.setdefault((rule.code, said.reason), set()).add(document)

    def not_checked(self) -> tuple[Undecided, ...]:
        """Return what could not be decided."""
        return tuple(
            Undecided(code, reason, tuple(sorted(files)))
            for (code, reason), files in sorted(self.undecided.items())
        )


def _local_rules(loaded: Loaded) -> LocalRules | None:
    """Only a program that stays gains from remembering what was said."""
    if loaded.kept is None:
        return None
    from linter.checking.local_rules import LocalRules

    return LocalRules(loaded, loaded.kept.documents)


def _ask(module: RuleModule, loaded: Loaded, local: LocalRules | None) -> Iterator[Any]:
    try:
        if local is not None and module.RULE.local:
            yield from local.ask(module)
        else:
            yield from says(module, loaded.project)
    except Exception as error:
        error.add_note(f"while {module.RULE.code} ({module.RULE.name}) was checking the project")
        raise


def _suppress(request: RunRequest, heard: _Heard) -> int:
    """Take out what is suppressed, tell the project what is wrong with its suppressions; return how many."""
    loaded = heard.loaded
    entries = request.configuration.suppress
    spoken_to = any(is_yaml(name) and "c360lint" in text.text.lower() for name, text in loaded.texts.items())
    if not entries and not spoken_to:
        return 0
    from datetime import date

    from linter.checking.suppressions import Suppressions

    rules = [module.RULE for module in request.rules]
    suppressions = Suppressions(_suppressions(request, loaded), rules, request.today or date.today())
    paths = SemanticPaths()
    kept = []
    for one in dict.fromkeys(heard.said):
        if not suppressions.cover(one.rule.code, _place_of(one.finding, loaded, paths)):
            kept.append(one)
    suppressed = len(dict.fromkeys(heard.said)) - len(kept)
    heard.said = kept
    loaded.project.suppression_troubles = tuple(suppressions.troubles(_judged(request, heard)))
    return suppressed


def _suppressions(request: RunRequest, loaded: Loaded) -> Iterator[Suppression]:
    from linter.checking.suppressions import from_comment, from_configuration
    from linter.configuration.configuration import table_of
    from linter.text.comments import comments

    path = request.configuration_file or ""
    file = document_name(path, request.root) if path else ""
    for number, entry in enumerate(request.configuration.suppress):
        yield from_configuration(file, (*table_of(path), "suppress", number), entry)
    for name, text in sorted(loaded.texts.items()):
        for one in comments(text):
            yield from_comment(name, text.text[one.start : one.end], one.start, one.path, one.covers)


def _place_of(finding: Finding, loaded: Loaded, paths: SemanticPaths) -> SuppressiblePlace:
    from linter.checking.suppressions import Place as SuppressiblePlace

    at, text = finding.at, loaded.texts[finding.at.document]
    if text.fault is not None:
        return SuppressiblePlace(at.document, None, [], (0, 0))
    return SuppressiblePlace(at.document, at.path, paths.of(text.value, at.path)[0], text.span(at))


def _judged(request: RunRequest, heard: _Heard) -> Callable[[Suppression, str], bool]:
    """Return a test whether the run has looked at all that a suppression of a rule could cover."""
    from functools import cache

    from linter.configuration.globs import Globs

    loaded, scope = heard.loaded, heard.scope
    cards = {module.RULE.code: module.RULE for module in request.rules}
    unread = {one.document for one in loaded.project.unread}
    names = [*loaded.documents, *(snapshot.file for snapshot in loaded.project.snapshots)]
    entries: Globs[tuple[str, ...]] = Globs()
    for entry in request.configuration.suppress:
        entries.add(entry.files, entry.files)

    def is_judged(code: str, name: str) -> bool:
        return scope.reports(cards[code], name) and name not in unread and (code, name) not in heard.open

    @cache
    def open_entries(code: str) -> frozenset[tuple[str, ...]]:
        return frozenset(files for name in names if not is_judged(code, name) for files in entries.of(name))

    def judged(one: Suppression, code: str) -> bool:
        if one.covers is not None:
            return is_judged(code, one.at.document)
        return one.files not in open_entries(code)

    return judged


def _apart(
    request: RunRequest, heard: _Heard, diagnostics: list[Diagnostic]
) -> tuple[list[Diagnostic], int, tuple[Known, ...]]:
    """Return the findings that the baseline doesn't hold, how many it holds, and what it holds in vain."""
    if request.baseline is None:
        return diagnostics, 0, ()
    new, stale = request.baseline.apart(diagnostics)
    unread = {one.document for one in heard.loaded.project.unread}
    broken_since = any(one.file in unread for one in new)
    if broken_since or heard.scope.only is not None or request.select or request.ignore:
        return new, len(diagnostics) - len(new), ()
    undecided = {code for code, _ in heard.open}
    settled = tuple(known for known in stale if known.rule not in undecided)
    return new, len(diagnostics) - len(new), settled


def _kinds(loaded: Loaded) -> dict[tuple[str, int | None], str]:
    """Return the payload kinds of documents, and of the requests in those that are lists of them."""
    kinds: dict[tuple[str, int | None], str] = {
        (one.document, None): one.kind or "" for one in loaded.project.unread
    }
    for snapshot in loaded.project.snapshots:
        kinds[snapshot.file, None] = "snapshot"
    for request in loaded.project.requests:
        kind = request.route.kind or "request"
        kinds[request.document, request.index] = kind
        kinds.setdefault((request.document, None), kind)
    return kinds


def _diagnostics(heard: _Heard) -> Iterable[Diagnostic]:
    """Return the findings as they are reported, each once; those that are kept needn't be made again."""
    loaded = heard.loaded
    paths, kinds = SemanticPaths(), _kinds(loaded)
    if loaded.kept is None:
        return dict.fromkeys(_diagnostic(one, loaded, paths, kinds) for one in heard.said)
    kept, now = loaded.kept.diagnostics, {}
    for one in dict.fromkeys(heard.said):
        key = (one, *_texts_of(one.finding, loaded))
        now[key] = kept.get(key) or _diagnostic(one, loaded, paths, kinds)
    kept.clear()
    kept.update(now)
    return dict.fromkeys(now.values())


def _texts_of(finding: Finding, loaded: Loaded) -> Iterator[Text]:
    """Yield the texts that a finding has to do with: as long as they stay, it stays as it is."""
    repaired = (repair.at for repair in finding.repairs if repair.at is not None)
    for at in (finding.at, *repaired, *(related.at for related in finding.related)):
        yield loaded.texts[at.document]


def _diagnostic(
    said: _Reported, loaded: Loaded, paths: SemanticPaths, kinds: Mapping[tuple[str, int | None], str]
) -> Diagnostic:
    rule, finding, severity = said
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
        fixes=_fixes(finding, loaded),
        **_identity(rule, finding, loaded, paths, kinds),
    )


def _fixes(finding: Finding, loaded: Loaded) -> tuple[Fix, ...]:
    if not finding.repairs:
        return ()
    from linter.checking.fixes import fixes_of

    return tuple(fixes_of(finding, loaded.texts))


def _identity(
    rule: Rule,
    finding: Finding,
    loaded: Loaded,
    paths: SemanticPaths,
    kinds: Mapping[tuple[str, int | None], str],
) -> dict[str, Any]:
    """What stays the same when files are reordered, reformatted or renamed."""
    at = finding.at
    faulty = at.part == "fault"
    names, value = ([], "") if faulty else paths.of(loaded.texts[at.document].value, at.path)
    said = finding.message if faulty else ""
    parts = json.dumps([rule.code, names, value, said, at.part], ensure_ascii=True, default=str)
    first = at.path[0] if at.path and isinstance(at.path[0], int) else None
    kind = kinds.get((at.document, first)) or kinds.get((at.document, None), "")
    named = tuple(_NAMED.findall(finding.message.partition("; did you mean ")[0]))
    arguments = (said,) if faulty else named or (str(value),)
    return {
        "fingerprint": hashlib.sha256(parts.encode()).hexdigest()[:16],
        "known": Known(rule.code, kind, without_indices(names), arguments),
    }


def _place(at: Location, message: str, loaded: Loaded) -> Place:
    text = loaded.texts[at.document]
    if at.part == "fault":
        return Place(at.document, "", text.fault_range(), message)
    return Place(at.document, json_pointer(at.path), text.range(at), message)


def _order(diagnostic: Diagnostic) -> tuple[Any, ...]:
    return (diagnostic.file, diagnostic.range, diagnostic.code, diagnostic.pointer, diagnostic.message)


def _no_progress(_done: int, _all: int) -> None:
    return None
