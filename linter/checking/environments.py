"""Several environments: the same payloads, judged over the snapshot of each."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

from linter.checking.check_request import CheckRequest
from linter.checking.engine import run
from linter.checking.scope import named
from linter.configuration.settings import Configuration
from linter.diagnostic import CauseKey, Diagnostic, Filling, Held, Place, Range, Remark, Result, Undecided
from linter.named_tuple import NamedTuple
from linter.refusal import CannotRun
from linter.rulekit.rule import Rule
from linter.suggest import did_you_mean, unproposed
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
    common = {module.RULE.code: module.RULE for module in request.rules if module.RULE.common}
    found = list(_found(results, names, common))
    first, everywhere = wanted[0], [frozenset(result.stale) for result in results.values()]
    snapshots = tuple(dict.fromkeys(file for result in wanted for file in result.looked.snapshots))
    others = set(snapshots).difference(first.looked.snapshots)
    diagnostics = tuple(_diagnostics(found, common, request.configuration))
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
        remarks=(*first.remarks, *dict.fromkeys(_elsewhere(found, common, request.configuration, names))),
        looked=first.looked._replace(snapshots=snapshots),
    )


class _Found(NamedTuple):
    """A finding of the wanted environments, with those of them in which it holds."""

    diagnostic: Diagnostic
    names: list[str]
    in_all: bool  # whether it holds in those that aren't wanted, too

    def own(self, configuration: Configuration) -> list[str]:
        """Return the environments that put there themselves what is wrong."""
        filled = self.diagnostic.filled
        return [name for name in self.names if any(_is_own(name, one, configuration) for one in filled)]


def _is_own(environment: str, one: Filling, configuration: Configuration) -> bool:
    """Tell whether an environment says itself what a placeholder stands for, as its part of a file may do."""
    if one.path:
        return environment.lower() in (str(step).lower() for step in one.path[:-1])
    return configuration.has_own_value(environment, one.placeholder)


def _found(
    results: Mapping[str, Result], wanted: Collection[str], common: Collection[str]
) -> Iterator[_Found]:
    """Yield every finding of the wanted environments once.

    What a snapshot has to do with it may differ: related places are those of the first one.
    """
    holds: dict[_Meaning, list[str]] = {}
    found: dict[_Meaning, Diagnostic] = {}
    for name, result in results.items():
        for one in result.diagnostics:
            key = _meaning(one, is_common=one.code in common)
            holds.setdefault(key, []).append(name)
            if name in wanted:
                found.setdefault(key, one)
    for key, one in sorted(found.items()):
        names = [name for name in holds[key] if name in wanted]
        yield _Found(one, names, len(holds[key]) == len(results))


def _diagnostics(
    found: Iterable[_Found], common: Collection[str], configuration: Configuration
) -> Iterator[Diagnostic]:
    """Yield the findings with the environments in which they hold.

    Of the `common` rules one that doesn't hold in all is meant for another environment: a request may
    name the instance of one, and a suppression may be needed in one.  What an environment itself puts
    there is meant for no other.
    """
    for one in found:
        is_for_another = one.diagnostic.code in common and not one.in_all
        names = one.own(configuration) if is_for_another else one.names
        if names:
            message = f"{one.diagnostic.message} (in {joined(names)})"
            yield one.diagnostic._replace(message=message, environments=tuple(names))


def _elsewhere(
    found: Iterable[_Found], common: Mapping[str, Rule], configuration: Configuration, wanted: Sequence[str]
) -> Iterator[Remark]:
    """Yield in which files something isn't judged, since it is meant for no environment that is wanted."""
    for one in found:
        rule = common.get(one.diagnostic.code)
        is_needless = rule is None or rule.late or one.in_all or one.own(configuration)
        if not is_needless and len(one.names) == len(wanted):
            yield Remark("not judged: ", one.diagnostic.file, " names the instance of another environment")


def _meaning(one: Diagnostic, *, is_common: bool) -> _Meaning:
    """Return what a finding is in every environment; of a common rule each may propose another name."""
    said = unproposed(one.message) if is_common else one.message
    return one.file, one.range, one.code, one.pointer, said, one.severity


def _undecided(results: Iterable[Result]) -> list[Undecided]:
    places: dict[tuple[str, str, str], set[Place]] = {}
    for result in results:
        for one in result.not_checked:
            places.setdefault((one.code, one.reason, one.needs), set()).update(one.places)
    return [
        Undecided(code, reason, tuple(sorted({one.file for one in found})), needs, tuple(sorted(found)))
        for (code, reason, needs), found in sorted(places.items())
    ]


def _held(results: Iterable[Result], common: Collection[str], shown: set[CauseKey]) -> tuple[Held, ...]:
    """Return what is held back in any of some environments, each place of a rule once.

    What is meant for another environment is no cause.
    """
    found: dict[tuple[str, Place], Held] = {}
    for result in results:
        for one in result.held:
            if one.unseen or one.cause_code not in common or one.cause_key in shown:
                found.setdefault((one.code, one.at), one)
    return tuple(found.values())
