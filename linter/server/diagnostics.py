"""Findings as the protocol shows them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from pathlib import Path
from typing import Final

from linter.diagnostic import CauseKey, Diagnostic, Held, Place, Range, Undecided
from linter.files import lies_within
from linter.reports.visible import visible
from linter.server.cards import card_of, rule_of
from linter.server.judged import Judged, Obstacle
from linter.server.messages import ClientRange, Json
from linter.server.positions import range_to_client
from linter.text.source import Text

SOURCE: Final = "c360lint"
_SEVERITIES: Final = {
    "error": 1,
    "warning": 2,
    "recommendation": 3,  # information
}
_UNNECESSARY: Final = 1


class Shown:
    """Turns findings into the protocol's; knows how the client counts, and what it calls files."""

    def __init__(self, encoding: str, uris: Mapping[str, str], links: Mapping[str, str]) -> None:
        self.encoding = encoding
        self.uris = uris  # of open documents, by path: clients differ in how they write them
        self.links = links  # by real path: what the client calls a folder instead

    def uri(self, path: str) -> str:
        """Return the URI of a file."""
        around = [real for real in self.links if lies_within(path, real)]
        if around and path not in self.uris:
            real = max(around, key=len)
            path = self.links[real] + path[len(real) :]
        return self.uris.get(path) or Path(path).as_uri()

    def all(self, judged: Judged) -> dict[str, list[Json]]:
        """Return the diagnostics of every file that has any, by path."""
        found: dict[str, list[Json]] = {}
        for obstacle in judged.obstacles:
            found.setdefault(obstacle.path, []).append(self._obstacle(obstacle))
        everything = judged.result.diagnostics if judged.result else ()
        held = judged.held
        for file, several in groupby(everything, key=lambda one: one.file):
            path = judged.path(file)
            if not judged.is_unreadable(path):
                found.setdefault(path, []).extend(self.diagnostic(one, judged, held) for one in several)
        for path, item in self._unasked(judged):
            found.setdefault(path, []).append(item)
        return found

    def _obstacle(self, obstacle: Obstacle) -> Json:
        return {
            "range": self.range(obstacle.text, obstacle.range),
            "severity": _SEVERITIES["error"],
            "source": SOURCE,
            "message": visible(obstacle.message),
        }

    def _unasked(self, judged: Judged) -> Iterator[tuple[str, Json]]:
        """Yield, where the configuration names them, why custom rules were not run, or have failed."""
        file = judged.request.inputs.configuration_file
        if file is None or judged.result is None or not judged.request.configuration.custom_rules:
            return
        name = judged.name(file)
        for one in judged.result.not_checked if name in judged.texts else ():
            for place in one.places:
                if place.file == name:
                    yield file, self._not_checked(one, place, judged)

    def _not_checked(self, one: Undecided, place: Place, judged: Judged) -> Json:
        return {
            "range": self.range(judged.texts[place.file], place.range),
            "severity": _SEVERITIES["warning"],
            "source": SOURCE,
            "message": f"{one.code} is not checked: {one.reason}\n{one.needs}",
        }

    def diagnostic(self, one: Diagnostic, judged: Judged, held: Mapping[CauseKey, list[Held]]) -> Json:
        """Return a finding as the client shows it, with the places that are held back for it."""
        shown: Json = {
            "range": self.range(judged.texts[one.file], one.range),
            "severity": _SEVERITIES[one.severity],
            "code": one.code,
            "source": SOURCE,
            "message": "\n".join(visible(said) for said in (one.message, one.help) if said),
            "data": {"name": one.name, "pointer": one.pointer, "fingerprint": one.fingerprint},
        }
        href = one.url or _page_of(one, judged)
        if href:
            shown["codeDescription"] = {"href": href}
        if card_of(one, judged).superfluous:
            shown["tags"] = [_UNNECESSARY]
        places = (*one.related, *map(_waiting, held.get(one.key, ())))
        related = list(self._related(places, judged))
        if related:
            shown["relatedInformation"] = related
        return shown

    def _related(self, places: Iterable[Place], judged: Judged) -> Iterator[Json]:
        for place in places:
            uri = self.uri(judged.path(place.file))
            range_ = self.range(judged.texts[place.file], place.range)
            yield {"location": {"uri": uri, "range": range_}, "message": visible(place.message)}

    def range(self, text: Text, range_: Range) -> ClientRange:
        """Return a range of ours as the client counts it."""
        return range_to_client(text, range_, self.encoding)


def _page_of(one: Diagnostic, judged: Judged) -> str:
    """Return the address of a custom rule's page, "" where it has none."""
    from linter.rulekit.pages import page_path

    path = page_path(rule_of(one, judged))
    return Path(path).as_uri() if os.path.isfile(path) else ""


def _waiting(held: Held) -> Place:
    return held.at._replace(message=f"{held.code} is held back until this is mended")
