"""A server that stays for days keeps no more of what it was asked than a bound."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from typing import Any

import linter
import rules

OF_THE_PROGRAM = {
    "linter.cache.plain._makers",
    "linter.commands.coverage._read",
    "linter.kinds.endpoints.endpoints",
    "linter.kinds.misplaced._particular",
    "linter.models.overrides._table",
    "linter.rulekit.catalogue._imported",
    "linter.suggest._compiled",
    "linter.text.whole._encoder",
}
"""What is asked only about what the program itself has."""

OF_ONE_JOB = {
    "linter.importers.cdm.data_formats.data_format",
    "linter.importers.payloads._own",
    "linter.learning.likeness._meaning",
    "linter.learning.likeness._meanings",
    "linter.learning.likeness.likeness",
    "linter.learning.matching.value_meant",
}
"""What only commands ask that end with it."""

OF_NUMBERS = {"linter.named_tuple._code", "linter.slips._cut_of"}
"""What is asked about numbers of fields, and lengths of names, which are bounded."""


def unbounded() -> Iterator[str]:
    """Yield the functions that keep each answer, if they can be asked about different things."""
    for package in (linter, rules):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if module.name.endswith("__main__"):
                continue
            for name, one in vars(importlib.import_module(module.name)).items():
                if one.__module__ == module.name if hasattr(one, "cache_parameters") else False:
                    yield from _unbounded(f"{module.name}.{name}", one)


def _unbounded(name: str, one: Any) -> Iterator[str]:
    if one.cache_parameters()["maxsize"] is None and inspect.signature(one).parameters:
        yield name


def test_answers_that_are_kept_are_as_many_as_a_bound_or_as_the_program_has_questions() -> None:
    assert {*unbounded()} == OF_THE_PROGRAM | OF_ONE_JOB | OF_NUMBERS
