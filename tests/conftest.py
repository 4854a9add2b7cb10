"""What holds for all tests."""

from __future__ import annotations

import inspect
import os
import re
import signal
from collections.abc import Iterator
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import settings

import rules
from linter.rulekit.catalogue import Catalogue, Family

# How long an example takes says more about what else the machine does than about us. A gate says the same
# of the same commit each time; `--hypothesis-profile=search` looks for what nobody has tried.
settings.register_profile("gate", deadline=None, derandomize=True, max_examples=50)
settings.register_profile("search", deadline=None, max_examples=1000)
settings.load_profile("gate")


POSIX = re.compile(
    r"os\.(?:fork|getuid|geteuid|kill|killpg|mkfifo|setsid|umask)\b|\bpty\.|\bresource\.|/dev/\w+|preexec_fn"
    r"|SIG(?:HUP|KILL|PIPE|TERM)\b|\.chmod\(|\.symlink_to\(|os\.symlink\(|[\"'](?:/bin/)?sh[\"']"
)
"""What a test can only be done with where systems are like POSIX; links need a right on Windows."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Say of the tests that Windows can't do what they are done with."""
    if os.name == "posix":
        return
    for item in items:
        found = POSIX.search(inspect.getsource(item.function)) if isinstance(item, pytest.Function) else None
        if found is not None:
            item.add_marker(pytest.mark.skip(f"there is no {found[0]} on this system, or not for everybody"))


@pytest.fixture(autouse=True)
def _not_in_a_pipeline(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests say the same in a pipeline as elsewhere, though `--format auto` doesn't."""
    for name in ("GITHUB_ACTIONS", "TF_BUILD", "GITLAB_CI"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(autouse=True)
def _remember_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test recalls what another one has found, and none writes into a person's cache."""
    monkeypatch.setenv("C360LINT_NO_CACHE", "1")


ENDLESS: Final = 60
"""Seconds of the processor after which what never ends is stopped."""


@pytest.fixture
def ends() -> Iterator[None]:
    """Stop a test that doesn't come to an end: for what is done in C, where no calls can be counted."""
    if not hasattr(signal, "SIGPROF"):
        pytest.skip("nothing stops a program by its time")

    def stop(*_: Any) -> None:
        raise AssertionError(f"it isn't done after {ENDLESS} seconds")

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, ENDLESS)
    yield
    signal.setitimer(signal.ITIMER_PROF, 0)
    signal.signal(signal.SIGPROF, before)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return where one page's example after another is laid out: most of it is the same each time."""
    return tmp_path_factory.mktemp("example")


LAST = {"IN": 6, "CE": 2, "CP": 9, "CR": 5, "EI": 5, "RL": 7, "OD": 4, "SQ": 1, "DO": 9, "SU": 4}
WRITTEN_WITH = frozenset(
    chain.from_iterable(
        (f"{family}{number:02}" for number in range(1, last + 1)) for family, last in LAST.items()
    )
)
EVERY_RULE = (
    "test_parity",
    "test_wholeness",
    "test_one_cause",
    "test_changed_world",
    "test_report_sarif",
    "test_catalogue",
    "test_detection",
    "test_insights",
    "test_names_given",
    "test_sql",
    "test_measures",
    "test_docs",
    "test_pages",
    "test_fixes",
    "test_local_rules",
    "test_engine",
    "test_growth",
    "test_placeholders",
    "test_predictions",
    "test_planted",
    "test_slips",
    "test_new",
    "test_mistakes",
    "test_dialects",
    "test_unread",
    "test_unification_rules",
    "test_segment_paths",
    "test_segment_dependencies",
    "test_contracts",
    "test_saved_requests",
    "test_malformed_query",
    "test_queried",
    "test_source_rules",
    "test_kept",
    "test_projects",
    "test_fuzz",
    "test_activities",
    "test_graph",
    "test_records",
    "test_life_cycle",
    "test_extends",
    "test_criteria",
    "test_outlines",
    "test_open_names",
    "test_deleted_outputs",
    "test_server_states",
    "test_determinism",
    "test_custom_rules",
    "test_departures",
)


def _narrowed(family: Family) -> Family:
    rules_ = zip(family.names, family.rules(), strict=True)
    return family._replace(names=tuple(name for name, module in rules_ if module.RULE.code in WRITTEN_WITH))


@cache
def _fixed() -> Catalogue:
    return Catalogue(tuple(_narrowed(family) for family in rules.ALL.families))


@pytest.fixture(autouse=True)
def _fixed_rules(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Engine, commands and server run a fixed set of rules, so that a new one changes no test of theirs."""
    if request.module.__name__.rpartition(".")[2] not in EVERY_RULE:
        monkeypatch.setattr(rules, "ALL", _fixed())
