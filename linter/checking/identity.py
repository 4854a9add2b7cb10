"""What stays the same of a finding when files are reordered, reformatted or renamed."""

from __future__ import annotations

import hashlib
import json
import re
from typing import TYPE_CHECKING, Any, Final

from linter.checking.semantic_path import SemanticPaths, is_index, without_indices
from linter.diagnostic import Finding, Known, Location
from linter.rulekit.rule import Rule
from linter.suggest import unproposed
from linter.text.unwritable import in_escapes

if TYPE_CHECKING:
    from linter.reading.taken import Loaded

_NAMED: Final = re.compile(r"`([^`]*)`")
_LONGEST: Final = 4000  # of the names that lead to a place: an item may be called by all that stands in it


class Identities:
    """Tells fingerprints, and what a baseline knows findings by; remembers names of places."""

    def __init__(self, loaded: Loaded) -> None:
        self._texts = loaded.texts
        self._kinds = _kinds(loaded)
        self._paths = SemanticPaths()
        self._shorter: dict[str, str] = {}  # long names, which many findings may have in common
        self._words = loaded.words

    def of(self, rule: Rule, finding: Finding) -> tuple[str, Known]:
        """Return the fingerprint of a finding, and what it is known by."""
        at = finding.at
        faulty = at.part == "fault"
        names, value = self._named(at)
        said = finding.message if faulty else ""
        parts = json.dumps([rule.code, names, value, said, at.part], ensure_ascii=True, default=str)
        first = at.path[0] if at.path else None
        kind = self._kinds.get((at.document, first)) or self._kinds.get((at.document, None), "")
        named = tuple(_NAMED.findall(unproposed(finding.message)))
        arguments = tuple(map(in_escapes, (said,) if faulty else named or (str(value),)))
        known = Known(rule.code, kind, without_indices(names), arguments)
        return hashlib.sha256(parts.encode()).hexdigest()[:16], known

    def _named(self, at: Location) -> tuple[list[str], Any]:
        """Return the names that lead to a place, and what stands there: of a part, that part alone."""
        document = self._texts[at.document].value
        names, value = self._paths.of(document, at.path, self._words.get(at.document, {}))
        if at.slice is not None and isinstance(value, str):
            value = value[slice(*at.slice)]
        return list(map(self._short, _without_query(names, document, at))), value

    def _short(self, name: str) -> str:
        """Return a name that can be held once for each finding; a long one ends with its digest."""
        if len(name) <= _LONGEST:
            return name
        if name not in self._shorter:
            digest = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:16]
            self._shorter[name] = f"{name[:_LONGEST]}…{digest}"
        return self._shorter[name]


def _without_query(names: list[str], document: Any, at: Location) -> list[str]:
    """Return names that lead into a request without its query, of which parts are mended one by one."""
    index = at.path[0] if at.path else None
    item = document[index] if is_index(index, document) else None
    url = item.get("url") if isinstance(item, dict) else None
    return [names[0].replace(url, url.partition("?")[0]), *names[1:]] if isinstance(url, str) else names


def _kinds(loaded: Loaded) -> dict[tuple[str, str | int | None], str]:
    """Return the payload kinds of documents, and of the requests in those that are lists of them."""
    kinds: dict[tuple[str, str | int | None], str] = {
        (one.document, None): one.kind or "" for one in loaded.project.unread
    }
    for snapshot in loaded.project.snapshots:
        kinds[snapshot.file, None] = "snapshot"
    for request in loaded.project.requests:
        kind = request.route.kind or "request"
        kinds[request.document, request.index] = kind
        kinds.setdefault((request.document, None), kind)
    return kinds
