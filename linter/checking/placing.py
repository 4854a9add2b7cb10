"""Findings as they are reported: with their ranges, fixes and identity."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from sys import intern
from typing import TYPE_CHECKING, Any

from linter.checking.reported import Reported
from linter.diagnostic import Diagnostic, Filling, Finding, Fix, Location, Place, json_pointer
from linter.text.source import Text
from linter.wording import bounded

if TYPE_CHECKING:
    from linter.checking.identity import Identities
    from linter.placeholders import Part
    from linter.reading.taken import Loaded


def diagnostics_of(said: Sequence[Reported], loaded: Loaded) -> list[Diagnostic]:
    """Return the findings by their places, each once."""
    if not said:
        return []
    from linter.checking.identity import Identities  # hashes: a clean run has nothing to identify

    identities = Identities(loaded)

    def make(one: Reported) -> Diagnostic:
        return _diagnostic(one, loaded, identities)

    made = map(make, said) if loaded.kept is None else _recalled(said, loaded, loaded.kept.diagnostics, make)
    return _one_a_place(sorted(dict.fromkeys(made), key=_order))


def _one_a_place(found: list[Diagnostic]) -> list[Diagnostic]:
    """Return each finding once for a text, which an alias or a merge key of YAML lets stand in two places."""
    first: dict[Any, Diagnostic] = {}
    for one in found:
        first.setdefault((one.file, one.range, one.code, one.message), one)
    return list(first.values())


def _recalled(
    said: Iterable[Reported],
    loaded: Loaded,
    kept: dict[Any, Diagnostic],
    make: Callable[[Reported], Diagnostic],
) -> list[Diagnostic]:
    """Return what is known of the last judgement, made where it is new; `kept` then holds this one's."""
    now = {}
    for one in dict.fromkeys(said):
        key = (one, *_texts_of(one.finding, loaded))
        now[key] = kept.get(key) or make(one)
    kept.clear()
    kept.update(now)
    return list(now.values())


def _texts_of(finding: Finding, loaded: Loaded) -> Iterator[Text]:
    """Yield the texts that a finding has to do with: as long as they stay, it stays as it is."""
    repaired = (repair.at for repair in finding.repairs if repair.at is not None)
    for at in (finding.at, *repaired, *(related.at for related in finding.related)):
        yield loaded.texts[at.document]


def _diagnostic(said: Reported, loaded: Loaded, identities: Identities) -> Diagnostic:
    rule, finding, severity = said
    place = place_of(finding.at, "", loaded)
    fingerprint, known = identities.of(rule, finding)
    return Diagnostic(
        file=place.file,
        range=place.range,
        code=rule.code,
        name=rule.name,
        severity=severity,
        message=message_of(finding, loaded),
        pointer=place.pointer,
        label=intern(bounded(finding.label)),  # many findings say the same
        why=intern(rule.why),
        help=intern(bounded(finding.help)),
        url=rule.url,
        related=(
            *(place_of(related.at, bounded(related.message), loaded) for related in finding.related),
            *_said(finding, loaded),
        ),
        fixes=_fixes(finding, loaded),
        fingerprint=fingerprint,
        known=known,
        grounds=rule.grounds(finding),
        filled=tuple(_fillings(finding, loaded)),
    )


def message_of(finding: Finding, loaded: Loaded) -> str:
    """Return the message of a finding as it is reported, with what placeholders at its place stand for."""
    filled = _filled(finding, loaded)
    said = [f"`{one.placeholder.written}` stands for `{one.value}`" for one in filled]
    return bounded("; ".join([finding.message, *said]))


def _filled(finding: Finding, loaded: Loaded) -> list[Part]:
    """Return the placeholders at a finding's place that stand for something."""
    text = loaded.texts[finding.at.document]
    found = list(text.filled_at(finding.at))
    if not finding.at.path:  # what a path names is told at the beginning
        found += [part for part in text.in_name if f"`{part.value}" in finding.message]
    return [one for one in found if one.value is not None]


def _fillings(finding: Finding, loaded: Loaded) -> Iterator[Filling]:
    said = loaded.texts[finding.at.document].said_at(finding.at)
    elsewhere = {part.placeholder: at.path for part, at in said if at.document != finding.at.document}
    for one in _filled(finding, loaded):
        yield Filling(one.placeholder.name, elsewhere.get(one.placeholder, ()))


def _said(finding: Finding, loaded: Loaded) -> Iterator[Place]:
    """Yield where it is said what the variables at a finding's place stand for."""
    for part, at in loaded.texts[finding.at.document].said_at(finding.at):
        yield place_of(at, bounded(f"here `{part.placeholder.written}` gets its value"), loaded)


def _fixes(finding: Finding, loaded: Loaded) -> tuple[Fix, ...]:
    if not finding.repairs:
        return ()
    from linter.checking.fixes import fixes_of

    return tuple(fixes_of(finding, loaded.texts))


def place_of(at: Location, message: str, loaded: Loaded) -> Place:
    """Return where a location lies in its text, with what is said of it."""
    text = loaded.texts[at.document]
    if at.part == "fault":
        return Place(at.document, "", text.fault_range(), message)
    path = text.path(at)
    is_part = at.part == "comment" or bool(at.path and not path)
    return Place(at.document, json_pointer(path), text.range(at), message, is_part=is_part)


def _order(diagnostic: Diagnostic) -> tuple[Any, ...]:
    return (diagnostic.file, diagnostic.range, diagnostic.code, diagnostic.pointer, diagnostic.message)
