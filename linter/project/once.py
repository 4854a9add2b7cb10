"""What is worked out of a project once, however often it is asked for."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeVar
from weakref import WeakKeyDictionary

from linter.project.project import Project

_Made = TypeVar("_Made")


def once(made: Callable[[Project], _Made]) -> Callable[[Project], _Made]:
    """Let what is made of a project be kept as long as the project itself."""
    known: WeakKeyDictionary[Project, _Made] = WeakKeyDictionary()

    @wraps(made)
    def kept(project: Project) -> _Made:
        if project not in known:
            known[project] = made(project)
        return known[project]

    return kept
