"""The test suite, collected once in this process; its tests run in processes forked from it."""

from __future__ import annotations

import gc
import os
import shutil
import signal
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from benchmarks.mutants.alive import Alive, import_all
from benchmarks.mutants.places import ALL, REPO, files

_PATIENCE = 10
_LEAST = 3.0
_WALL = 60
_WARMING = "test_the_stage_is_clean"


class Suite:
    """All tests, by their names."""

    def __init__(self, items: list[pytest.Item]) -> None:
        self.items = {item.nodeid: item for item in items}
        self._warm()
        self.alive = Alive()

    def _warm(self) -> None:
        """Run one test in this process, so that those that are forked needn't import what it imports."""
        some = next((name for name in self.items if _WARMING in name), next(iter(self.items)))
        self.passes(some, _WALL)

    @contextmanager
    def alone(self, file: str = "") -> Iterator[None]:
        """Let this process, which has been forked to try a file, have its own memory and folders."""
        config = next(iter(self.items.values())).config
        own = Path(config.option.basetemp, str(os.getpid()))
        own.mkdir()
        config._tmp_path_factory._basetemp = own  # type: ignore[attr-defined]  # what tmp_path is made in
        tempfile.tempdir = str(own)
        self.alive.forget(file)
        try:
            yield
        finally:
            shutil.rmtree(own, ignore_errors=True)

    def passes(self, name: str, seconds: float) -> bool:
        """Run one test; end this process if it takes much longer than it has taken once."""
        from _pytest.runner import runtestprotocol

        signal.setitimer(signal.ITIMER_PROF, _LEAST + _PATIENCE * seconds)
        reports = runtestprotocol(self.items[name], log=False, nextitem=None)
        signal.setitimer(signal.ITIMER_PROF, 0)
        return not any(one.failed for one in reports)


class _Instead:
    """Does something else with the tests than to run them."""

    def __init__(self, then: Callable[[Suite], None]) -> None:
        self._then = then

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection(self) -> None:
        """Before tests are imported: let hypothesis not look for the smallest example, one is enough."""
        from hypothesis import Phase, settings

        gate = settings.get_profile("gate")
        phases = (Phase.explicit, Phase.generate)
        settings.register_profile("mutants", gate, phases=phases, database=None)
        settings.load_profile("mutants")

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        import_all(files(ALL))
        suite = Suite(session.items)
        gc.collect()
        gc.freeze()
        self._then(suite)
        return True


def with_suite(then: Callable[[Suite], None], tests: tuple[str, ...]) -> None:
    """Collect the tests, hand them over."""
    with _own_folder() as folder:
        arguments = ["-q", "-p", "no:cacheprovider", "--basetemp", folder, "--rootdir", str(REPO)]
        pytest.main([*arguments, *tests], plugins=[_Instead(then)])


@contextmanager
def _own_folder() -> Iterator[str]:
    folder = tempfile.mkdtemp(prefix="mutants-")
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
