"""Small departures from the examples of rules' pages, and what the page's rule says of each.

`kept.jsonl` has those that notice a slip that no example and no other departure notices.
`python -m tests.departures [PATH…]` looks for more, made by chance; `UPDATE_PAGES=1 python -m pytest
tests/test_departures.py` writes what is said anew, and lets those go whose example is gone.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import chdir
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

if TYPE_CHECKING:
    from linter.checking.given import Given
    from linter.commands.check_requests import Requests

KEPT = Path(__file__).with_name("kept.jsonl")
SNAPSHOT_ONLY = "--snapshot-only"
AS_DATA = (".json", ".yaml", ".yml")

Steps = tuple[str | int, ...]


class Departure(NamedTuple):
    """Changes to one example."""

    code: str
    example: str
    changes: str  # as JSON: a list of changes, see `files`

    def files(self, project: dict[str, str]) -> dict[str, str]:
        """Return the project, given the example's.

        A change is `[file]` where the file is gone, `[file, steps]` where a part of it is,
        `[file, steps, value]` where another value is, or `["--snapshot-only"]`.
        """
        for file, *rest in json.loads(self.changes):
            if not rest:
                project = {name: text for name, text in project.items() if name != file}
            else:
                project = {**project, file: _changed_text(file, project.get(file, ""), *rest)}
        return project

    @property
    def snapshot_only(self) -> bool:
        """Whether the project is checked as if no payload before had been accepted."""
        return [SNAPSHOT_ONLY] in json.loads(self.changes)


def kept() -> dict[Departure, list[str]]:
    """Return what is said of each departure that is kept."""
    lines = map(json.loads, KEPT.read_text("utf-8").splitlines() if KEPT.exists() else [])
    return {
        Departure(one["code"], one["example"], json.dumps(one["changes"])): one.get("said", [])
        for one in lines
    }


def keep(said: dict[Departure, list[str]]) -> None:
    """Keep departures with what is said of them."""
    KEPT.write_text(written(said), "utf-8")


def written(said: dict[Departure, list[str]]) -> str:
    """Return departures with what is said of them as they are kept: sorted, a line each."""
    values = (
        {**one._asdict(), "changes": json.loads(one.changes), "said": said[one]} for one in sorted(said)
    )
    return "".join(f"{json.dumps(one, ensure_ascii=False)}\n" for one in values)


class Asked(NamedTuple):
    """A departure in a folder, as the command line would check it there."""

    code: str
    folder: Path
    given: Given
    requests: Requests

    def said(self) -> list[str]:
        """Return what the rule says: each finding with its place, and what it leaves open."""
        import rules
        from linter.checking.given import Modes
        from linter.commands.check_run import run_of

        (module,) = only(self.code)
        held: dict[str, None] = {}
        with chdir(self.folder), pytest.MonkeyPatch.context() as patch:
            patch.setattr(rules, "ALL", only(self.code))
            patch.setattr(module, "check", _listening(module.check, held))
            (done,) = run_of(self.requests, self.given, Modes(), None, None).checked
        return [*_findings(done.result, self.code), *held]


def asked(departure: Departure, project: dict[str, str], folder: Path) -> Asked:
    """Lay out a departure in a folder; raises CannotRun where nothing can be checked."""
    import rules
    from linter.checking.given import Given
    from linter.commands.check_requests import requests_of
    from tests.stage import lay_out

    lay_out(departure.files(project), folder)
    given = Given(select=(departure.code,), snapshot_only=departure.snapshot_only)
    with chdir(folder), pytest.MonkeyPatch.context() as patch:
        patch.setattr(rules, "ALL", only(departure.code))
        return Asked(departure.code, folder, given, requests_of(given))


def said_of(departure: Departure, project: dict[str, str], folder: Path) -> list[str]:
    """Return what the rule says of a departure."""
    from linter.refusal import CannotRun

    try:
        return asked(departure, project, folder).said()
    except CannotRun:
        return ["nothing can be checked"]


@cache
def only(code: str) -> Any:
    """Return a catalogue that has one rule, so that no other one changes what is said."""
    import rules
    from linter.rulekit.catalogue import Catalogue

    family = next(one for one in rules.ALL.families if code.startswith(one.prefix))
    name = next(
        name for name, module in zip(family.names, family.rules(), strict=True) if module.RULE.code == code
    )
    return Catalogue((family._replace(names=(name,)),))


def _findings(result: Any, code: str) -> Iterator[str]:
    for one in result.diagnostics:
        if one.code == code:
            yield f"{_place(one)} {one.severity}: {one.message}"
            yield from (f"  {word}" for word in (one.label, one.help, _rests_on(one)) if word)
            yield from (f"  see {_place(place)} {place.message}" for place in one.related)
            yield from (f"  {fix.title} ({fix.applicability}): {_edits(fix)}" for fix in one.fixes)
    for left in result.not_checked:
        if left.code == code:
            yield f"not checked: {left.reason} {[_place(one) for one in left.places]}"


def _listening(check: Any, held: dict[str, None]) -> Any:
    """Return a check that keeps what it holds back, of whichever rule the cause is."""
    from linter.diagnostic import HeldBack, json_pointer

    def listening(project: Any) -> Iterator[Any]:
        for one in check(project):
            if isinstance(one, HeldBack):
                at = f"{one.at.document} {json_pointer(one.at.path)}"
                held[f"held back: {at} {one.at.part} for {one.cause.what} {one.cause.which}"] = None
            yield one

    return listening


def _place(one: Any) -> str:
    return f"{one.file}:{_range(one.range)} {one.pointer}"


def _range(one: Any) -> str:
    return f"{one.start.line}:{one.start.column}-{one.end.line}:{one.end.column}"


def _rests_on(one: Any) -> str:
    """Return the service's errors that a finding predicts, and where what it judges by is stated."""
    errors, sources = one.grounds.service_errors, one.grounds.sources
    stated = (each.reference if " " not in each.reference else each.document for each in sources)
    return "; ".join(filter(None, (" ".join(errors), " ".join(stated))))


def _edits(fix: Any) -> str:
    return "; ".join(f"{_range(one.range)} {json.dumps(one.text, ensure_ascii=False)}" for one in fix.edits)


def _changed_text(file: str, text: str, steps: Steps, *instead: Any) -> str:
    if not file.endswith(AS_DATA):
        return str(instead[0])
    whole = data_in(text) if steps else None
    return json.dumps(changed(whole, tuple(steps), *instead), indent=2)


def data_in(text: str) -> Any:
    """Return what a file holds, None where that isn't one plain value; JSON is YAML, too."""
    import yaml

    try:
        return json.loads(text)
    except ValueError:
        pass
    try:
        return json.loads(json.dumps(yaml.safe_load(text)))
    except (yaml.YAMLError, TypeError, ValueError):
        return None


def changed(value: Any, steps: Steps, *instead: Any) -> Any:
    """Return a value with a part gone, or with another one in its place."""
    if not steps:
        return instead[0]
    step, *rest = steps
    items = dict(value.items() if isinstance(value, dict) else enumerate(value))
    if rest or instead:
        items[step] = changed(items[step] if rest else None, tuple(rest), *instead)
    else:
        del items[step]
    return items if isinstance(value, dict) else list(items.values())
