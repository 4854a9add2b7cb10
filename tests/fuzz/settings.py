"""What holds of the readers of what steers a run: the configuration with its suppressions, the baseline."""

from __future__ import annotations

from linter.checking.baseline import load_baseline, render
from linter.checking.suppressions import from_configuration
from linter.configuration.configuration import load_configuration, read_configuration
from linter.diagnostic import Location
from linter.refusal import CannotRun
from tests.fuzz.sources import folder


def configuration(data: bytes) -> None:
    """A configuration is refused at a place in it, or read the same twice; its suppressions have a place."""
    file = str(folder() / "c360lint.toml")
    try:
        found = load_configuration(file, data)
    except CannotRun as why:
        _require_place(data, why)
        return
    assert repr(found) == repr(load_configuration(file, data))
    text = read_configuration(file, "c360lint.toml", data)
    for number, entry in enumerate(found.suppress):
        said = from_configuration("c360lint.toml", ("suppress", number), entry)
        words = [one.at for one in (*said.rules, *([said.until] if said.until else []))]
        for at in (said.at, *words, *([said.fault.at] if said.fault else [])):
            start, end = text.span(Location(text.name, at.path))
            assert 0 <= start <= end <= len(text.text)


def baseline(data: bytes) -> None:
    """A baseline is refused at a place in it, or written and read again it is the same."""
    file = str(folder() / "c360lint-baseline.json")
    try:
        found = load_baseline(file, data)
    except CannotRun as why:
        assert why.line >= 1
        return
    again = load_baseline(file, render(found).encode("utf-8", "surrogatepass"))
    assert dict(again.counts) == dict(found.counts)


def _require_place(data: bytes, why: CannotRun) -> None:
    lines = data.decode("utf-8-sig", "replace").split("\n")
    assert 1 <= why.line <= len(lines), why
    assert 1 <= why.column <= len(lines[why.line - 1]) + 2, why
