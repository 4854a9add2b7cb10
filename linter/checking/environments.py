"""Several environments: the same payloads, judged over the snapshot of each."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

from linter.checking.check_request import CheckRequest
from linter.checking.engine import run
from linter.checking.scope import named
from linter.configuration.settings import Configuration
from linter.diagnostic import CauseKey, Diagnostic, Held, Place, Range, Result, Undecided
from linter.refusal import CannotRun
from linter.suggest import did_you_mean
from linter.text.source import Text
from linter.wording import joined

Environments = Sequence[tuple[str, str]]  # names, and the files of their snapshots

_Meaning = tuple[str, Range, str, str, str, str]  # where a finding stands, and what it says


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
    results: dict[str, Result] = {}
    for name, one in over(request.configuration.environments, request):
        results[name], read = run(one, progress, memory)
        memory.forget_snapshots()
        texts |= read
    return merged(environments, request, results), texts


def merged(environments: Environments, request: CheckRequest, results: Mapping[str, Result]) -> Result:
    """Return what holds in any of some environments, from what holds in each that there is, by its name."""
    names = [name for name, _ in environments]
    wanted = [results[name] for name in names]
    common = {module.RULE.code for module in request.rules if module.RULE.common}
    first, everywhere = wanted[0], [frozenset(result.stale) for result in results.values()]
    snapshots = tuple(dict.fromkeys(file for result in wanted for file in result.looked.snapshots))
    others = set(snapshots).difference(first.looked.snapshots)
    diagnostics = tuple(_diagnostics(results, names, common))
    return first._replace(
        diagnostics=diagnostics,
        not_checked=tuple(_undecided(wanted)),
        documents=first.documents + len(others.intersection(named(request.inputs))),
        held=_held(wanted, common, {one.key for one in diagnostics}),
        suppressed=max(result.suppressed for result in wanted),
        baselined=max(result.baselined for result in wanted),
        # what another environment knows of may still be there
        stale=tuple(one for one in first.stale if all(one in stale for stale in everywhere)),
        refused=tuple(dict.fromkeys(why for result in wanted for why in result.refused)),
        looked=first.looked._replace(snapshots=snapshots),
    )


def _diagnostics(
    results: Mapping[str, Result], wanted: Collection[str], common: set[str]
) -> Iterator[Diagnostic]:
    """Yield every finding of the wanted environments once, with those of them in which it holds.

    What a snapshot has to do with it may differ: related places are those of the first one.  Of
    the `common` rules a finding that doesn't hold in all of them is meant for another one: a request
    may name the instance of one, and a suppression may be needed in one.
    """
    holds: dict[_Meaning, list[str]] = {}
    found: dict[_Meaning, Diagnostic] = {}
    for name, result in results.items():
        for one in result.diagnostics:
            key = (one.file, one.range, one.code, one.pointer, one.message, one.severity)
            holds.setdefault(key, []).append(name)
            if name in wanted:
                found.setdefault(key, one)
    for key, one in sorted(found.items()):
        shown = [name for name in holds[key] if name in wanted]
        if one.code not in common or len(holds[key]) == len(results):
            yield one._replace(message=f"{one.message} (in {joined(shown)})")


def _undecided(results: Iterable[Result]) -> list[Undecided]:
    places: dict[tuple[str, str, str], set[Place]] = {}
    for result in results:
        for one in result.not_checked:
            places.setdefault((one.code, one.reason, one.needs), set()).update(one.places)
    return [
        Undecided(code, reason, tuple(sorted({one.file for one in found})), needs, tuple(sorted(found)))
        for (code, reason, needs), found in sorted(places.items())
    ]


def _held(results: Iterable[Result], common: set[str], shown: set[CauseKey]) -> tuple[Held, ...]:
    """Return what is held back in any of some environments, each place of a rule once.

    What is meant for another environment is no cause.
    """
    found: dict[tuple[str, Place], Held] = {}
    for result in results:
        for one in result.held:
            if one.unseen or one.cause_code not in common or one.cause_key in shown:
                found.setdefault((one.code, one.at), one)
    return tuple(found.values())
