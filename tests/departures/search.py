"""The search for departures that notice slips in a file."""

from __future__ import annotations

import ast
import random
import signal
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from itertools import chain, islice
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any, NamedTuple

from benchmarks.mutants.alive import Alive
from benchmarks.mutants.places import mutants, parsed
from linter.refusal import CannotRun
from tests.departures import Departure, asked
from tests.departures.drawing import Corpus, corpus_of, departures

_HANGS = 5
_AS_IT_IS = "[]"


class Pages(NamedTuple):
    """The examples of all rules."""

    examples: dict[str, list[Any]]
    projects: dict[str, dict[str, dict[str, str]]]  # their files, by code and title
    modules: dict[str, str]  # the rules' codes, by their modules' files
    corpus: Corpus


class Ended(NamedTuple):
    """How the slips of a file ended."""

    how: dict[str, str]  # killed, survived or not made, by the slip's name
    of_use: dict[Departure, list[str]]  # departures that noticed one, with what is said of them
    looked_at: int


class Hangs(BaseException):
    """A slip doesn't come to an end."""


def pages_of_rules() -> Pages:
    import rules
    from linter.rulekit.pages import examples, page_of
    from tests.stage import STAGE

    found = {module.RULE.code: list(examples(page_of(module))) for module in rules.ALL}
    projects = {code: {one.title: one.files(STAGE) for one in each} for code, each in found.items()}
    modules = {f"{module.__name__.replace('.', '/')}.py": module.RULE.code for module in rules.ALL}
    corpus = corpus_of(project for each in projects.values() for project in each.values())
    return Pages(found, projects, modules, corpus)


def search(file: str, pages: Pages, known: dict[Departure, list[str]], alive: Alive, drawn: int) -> Ended:
    """Put all slips of a file before departures, in a process that ends with it."""
    signal.alarm(0)
    tree = ast.fix_missing_locations(parsed(file))
    live = {one: alive.made(file, tree) for one in mutants(file)}  # the tree has each while it is asked for
    how = {one.name: "survived" if made else "not made" for one, made in live.items()}
    live = {one: made for one, made in live.items() if made}
    of_use: dict[Departure, list[str]] = {}
    looked_at = 0
    with tempfile.TemporaryDirectory() as folder:
        for departure in _departures(file, pages, known, drawn):
            if not live:
                break
            looked_at += 1
            said, as_it_is = _saying(departure, pages, Path(folder))
            if said is None:
                continue
            noticed = [one for one, made in live.items() if _notices(made, said, as_it_is, alive, file)]
            if noticed and departure.changes != _AS_IT_IS:
                of_use[departure] = as_it_is
            for one in noticed:
                how[one.name] = "killed"
                del live[one]
    return Ended(how, of_use, looked_at)


def _departures(
    file: str, pages: Pages, known: dict[Departure, list[str]], drawn: int
) -> Iterator[Departure]:
    """Yield examples, then departures that are known, then new ones."""
    folder = file.rpartition("/")[0]
    codes = [pages.modules[file]] if file in pages.modules else _codes_in(folder, pages)
    for code in codes:
        yield from (Departure(code, one.title, _AS_IT_IS) for one in pages.examples[code])
    yield from (one for one in known if one.code in codes and one.example in pages.projects[one.code])
    each = max(drawn // len(codes), 20)
    new = (departures(code, pages.examples[code], pages.projects[code], pages.corpus) for code in codes)
    yield from chain.from_iterable(islice(one, each) for one in new)


def _codes_in(folder: str, pages: Pages) -> list[str]:
    """Return the rules in a folder; some of all, where there is none."""
    found = [code for module, code in pages.modules.items() if module.rpartition("/")[0] == folder]
    return found or random.Random(folder).sample([*pages.modules.values()], 60)


def _saying(
    departure: Departure, pages: Pages, folder: Path
) -> tuple[Callable[[], list[str]] | None, list[str]]:
    """Return what says it over the project as it is read once, and what that is; None, where it varies."""
    try:
        one = asked(departure, pages.projects[departure.code][departure.example], folder)
        said = partial(_Read().then, one.said)
        as_it_is = said()
        return (said if said() == as_it_is else None), as_it_is
    except CannotRun:
        return None, []


class _Read:
    """What has been read of a project, in the order in which it is asked for."""

    def __init__(self) -> None:
        self._loaded: list[Any] = []

    def then(self, said: Callable[[], list[str]]) -> list[str]:
        """Do something that reads a project, with what has been read of it."""
        from linter.checking import engine

        reads = engine.load_project
        turn = iter(range(len(self._loaded) + 9))

        def load(*arguments: Any) -> Any:
            at = next(turn)
            if at == len(self._loaded):
                self._loaded.append(reads(*arguments))
            one = self._loaded[at]
            return one._replace(project=one.project.again())

        engine.load_project = load
        try:
            return said()
        finally:
            engine.load_project = reads


def _notices(
    made: list[tuple[FunctionType, CodeType]],
    said: Callable[[], list[str]],
    as_it_is: list[str],
    alive: Alive,
    file: str,
) -> bool:
    was = [(function, function.__code__) for function, _ in made]
    signal.signal(signal.SIGALRM, _hangs)
    signal.setitimer(signal.ITIMER_REAL, _HANGS)
    try:
        for function, code in made:
            function.__code__ = code
        return said() != as_it_is
    except (Exception, Hangs):  # whatever a slip makes of the code
        return True
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        for function, code in was:
            function.__code__ = code
        alive.forget(file)


def _hangs(*_: object) -> None:
    raise Hangs
