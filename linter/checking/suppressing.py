"""Takes out of what the rules say what the project has decided to leave as it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from linter.checking.heard import Heard
from linter.checking.reported import Reported
from linter.diagnostic import Finding
from linter.files import document_name
from linter.named_tuple import NamedTuple
from linter.rulekit.catalogue import Catalogue
from linter.text.source import has_comments

if TYPE_CHECKING:
    from linter.checking.check_request import CheckRequest
    from linter.checking.semantic_path import SemanticPaths
    from linter.checking.suppressions import Spot, Suppression
    from linter.project.project import Troubles
    from linter.reading.taken import Loaded


class Left(NamedTuple):
    """What is left of what the rules said, how much is suppressed, and what is wrong with that."""

    said: list[Reported]
    suppressed: int
    troubles: Troubles


def unsuppressed(request: CheckRequest, heard: Heard) -> Left:
    """Return what no suppression covers."""
    loaded = heard.loaded
    entries = request.configuration.suppress
    spoken_to = any(
        has_comments(name) and "c360lint" in text.text.lower() for name, text in loaded.texts.items()
    )
    if not entries and not spoken_to:
        return Left(heard.said, 0, {})
    from datetime import date

    from linter.checking.semantic_path import SemanticPaths
    from linter.checking.suppressions import Suppressions

    rules = [module.RULE for module in request.rules]
    removed = request.rules.removed if isinstance(request.rules, Catalogue) else ()
    today = request.today or date.today()
    suppressions = Suppressions(_suppressions(request, loaded), rules, today, removed)
    paths = SemanticPaths()
    said = dict.fromkeys(heard.said)
    kept = [one for one in said if not suppressions.cover(one.rule.code, _spot(one.finding, loaded, paths))]
    return Left(kept, len(said) - len(kept), suppressions.troubles(_judged(request, heard)))


def _suppressions(request: CheckRequest, loaded: Loaded) -> Iterator[Suppression]:
    from linter.checking.suppressions import from_comment, from_configuration
    from linter.configuration.toml_file import table_of
    from linter.text.comments import comments

    path = request.inputs.configuration_file
    if path is not None:
        file = document_name(path, request.root)
        for number, entry in enumerate(request.configuration.suppress):
            yield from_configuration(file, (*table_of(path), "suppress", number), entry)
    for name, text in loaded.texts.items():
        for one in comments(text):
            yield from_comment(name, text.text[one.start : one.end], one.start, one.path, one.covers)


def _spot(finding: Finding, loaded: Loaded, paths: SemanticPaths) -> Spot:
    from linter.checking.suppressions import Spot

    at, text = finding.at, loaded.texts[finding.at.document]
    names, _ = paths.of(text.value, at.path, loaded.words.get(at.document, {}))
    return Spot(at, names, text)


def _judged(request: CheckRequest, heard: Heard) -> Callable[[Suppression, str], bool]:
    """Return a test whether the run has looked at all that a suppression of a rule could cover."""
    from functools import cache

    from linter.configuration.globs import Globs

    loaded, scope = heard.loaded, heard.scope
    cards = {module.RULE.code: module.RULE for module in request.rules}
    unread = {one.document for one in loaded.project.unread} | _filled_later(loaded)
    names = [*loaded.documents, *(snapshot.file for snapshot in loaded.project.snapshots)]
    entries: Globs[tuple[str, ...]] = Globs()
    for entry in request.configuration.suppress:
        entries.add(entry.files, entry.files)

    def is_judged(code: str, name: str) -> bool:
        is_open = code in heard.unasked or (code, name) in heard.open
        return scope.reports(cards[code], name) and name not in unread and not is_open

    @cache
    def open_entries(code: str) -> frozenset[tuple[str, ...]]:
        return frozenset(files for name in names if not is_judged(code, name) for files in entries.of(name))

    def judged(one: Suppression, code: str) -> bool:
        if one.covers is not None:
            return is_judged(code, one.at.document)
        return one.files not in open_entries(code)

    return judged


def _filled_later(loaded: Loaded) -> set[str]:
    """Return the documents with a placeholder that has no value: what rules would find there isn't known."""
    placeholders = loaded.project.placeholders
    return {one.at.document for one in placeholders if any(part.value is None for part in one.filled.parts)}
