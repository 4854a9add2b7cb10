"""Several environments: the same payloads, judged over the snapshot of each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from linter.checking.check_request import CheckRequest
from linter.checking.engine import run
from linter.configuration.settings import Configuration
from linter.diagnostic import Diagnostic, Held, Place, Result, Undecided
from linter.refusal import CannotRun
from linter.suggest import did_you_mean
from linter.text.source import Text
from linter.wording import joined

Environments = Sequence[tuple[str, str]]  # names, and the files of their snapshots


def chosen(configuration: Configuration, names: Sequence[str], snapshots: Sequence[str] = ()) -> Environments:
    """Return the environments that are named, all where none is; none where snapshots are named instead.

    Raises CannotRun for an unknown one, and where both are named.
    """
    if snapshots:
        if names:
            raise CannotRun("--env and --snapshot exclude each other: both say which snapshot counts")
        return ()
    known = dict(configuration.environments)
    if known and configuration.snapshots:
        raise CannotRun(
            "the configuration has both `snapshot` and `snapshots`; `snapshots` names environments"
        )
    for name in names:
        if name not in known:
            have = (
                f"; there are {', '.join(known)}" if known else "; `snapshots` in c360lint.toml declares them"
            )
            raise CannotRun(f"no environment `{name}`{did_you_mean(name, known) or have}")
    return [(name, path) for name, path in known.items() if not names or name in names]


def over(environments: Environments, request: CheckRequest) -> list[tuple[str, CheckRequest]]:
    """Return the request in each environment, with its name; as it is where there is none."""
    if not environments:
        return [("", request)]
    return [
        (name, request.of(request.inputs.over(path)._replace(environment=name)))
        for name, path in environments
    ]


def run_in(
    environments: Environments, request: CheckRequest, progress: Callable[[int, int], None] | None = None
) -> tuple[Result, Mapping[str, Text]]:
    """Check a project in each environment; without any it is checked as the request says."""
    if not environments:
        return run(request, progress)
    from linter.reading.memory import Memory

    memory = Memory()  # each payload is read once for all environments
    texts: dict[str, Text] = {}
    results = []
    everywhere = list(request.configuration.environments)
    for _, one in over(everywhere, request):
        result, read = run(one, progress, memory)
        memory.forget_snapshots()
        texts |= read
        results.append(result)
    return merged(environments, request, results), texts


def merged(environments: Environments, request: CheckRequest, results: Sequence[Result]) -> Result:
    """Return what holds in any of some environments, from what holds in each that there is."""
    names = [name for name, _ in request.configuration.environments]
    wanted = {name for name, _ in environments}
    common = {module.RULE.code for module in request.rules if module.RULE.common}
    first, everywhere = results[0], [frozenset(result.stale) for result in results]
    return Result(
        tuple(_diagnostics(names, wanted, results, common)),
        tuple(_undecided(results)),
        first.documents,
        _held(names, wanted, results),
        first.skipped,
        first.unreadable_skipped,
        max(result.suppressed for result in results),
        max(result.baselined for result in results),
        # what another environment knows of may still be there
        tuple(one for one in first.stale if all(one in stale for stale in everywhere)),
        tuple(dict.fromkeys(why for result in results for why in result.refused)),
        first.too_large,
        first.ignored,
        first.left_out,
        first.remarks,
        first.looked._replace(snapshots=_snapshots(names, wanted, results)),
    )


def _snapshots(names: Sequence[str], wanted: set[str], results: Iterable[Result]) -> tuple[str, ...]:
    judged = (one.looked.snapshots for name, one in zip(names, results, strict=True) if name in wanted)
    return tuple(dict.fromkeys(file for files in judged for file in files))


def _diagnostics(
    names: Sequence[str], wanted: set[str], results: Iterable[Result], common: set[str]
) -> list[Diagnostic]:
    """Return every finding of the wanted environments once, with those of them in which it holds.

    What a snapshot has to do with it may differ: related places are those of the first one.  Of
    the `common` rules a finding that doesn't hold in all of them is meant for another one: a request
    may name the instance of one, and a suppression may be needed in one.
    """
    holds: dict[tuple[object, ...], list[str]] = {}
    found: dict[tuple[object, ...], Diagnostic] = {}
    for name, result in zip(names, results, strict=True):
        for one in result.diagnostics:
            key = (one.file, one.range, one.code, one.pointer, one.message, one.severity)
            found.setdefault(key, one)
            holds.setdefault(key, []).append(name)
    return [
        one._replace(message=f"{one.message} (in {joined([name for name in holds[key] if name in wanted])})")
        for key, one in sorted(found.items(), key=lambda item: item[0][:5])
        if not wanted.isdisjoint(holds[key]) and (one.code not in common or len(holds[key]) == len(names))
    ]


def _undecided(results: Iterable[Result]) -> list[Undecided]:
    places: dict[tuple[str, str, str], set[Place]] = {}
    for result in results:
        for one in result.not_checked:
            places.setdefault((one.code, one.reason, one.needs), set()).update(one.places)
    return [
        Undecided(code, reason, tuple(sorted({one.file for one in found})), needs, tuple(sorted(found)))
        for (code, reason, needs), found in sorted(places.items())
    ]


def _held(names: Sequence[str], wanted: set[str], results: Iterable[Result]) -> tuple[Held, ...]:
    """Return what is held back in any of the wanted environments, each place of a rule once."""
    found: dict[tuple[str, Place], Held] = {}
    for name, result in zip(names, results, strict=True):
        for one in result.held if name in wanted else ():
            found.setdefault((one.code, one.at), one)
    return tuple(found.values())
