"""What schedules and jobs say: what is run, for what and when; read only where there are such."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from linter.diagnostic import Location
from linter.kinds.kind import Laid
from linter.kinds.laid import property_of, put
from linter.kinds.request import Request
from linter.shapes.node import Node, listed


class WorkflowRun:
    """What a schedule or a job runs, and for what."""

    def __init__(self, node: Node, request: Request) -> None:
        self.node = node
        self.request = request

    @property
    def operation(self) -> str | None:
        """What is run, folded."""
        said = self.node.text("operationType")
        return said.lower() if said is not None else None

    @property
    def identifiers(self) -> Iterator[tuple[str, Location]]:
        """What it is run for, with its place."""
        yield from _texts(self.node, "identifiers")


class Schedule(WorkflowRun):
    """When something is run."""

    @property
    def is_active(self) -> bool:
        """Whether it counts: it does unless it says otherwise."""
        return self.node.get("isActive") is not False

    @property
    def times(self) -> Iterator[tuple[str, Location]]:
        """The times, as cron writes them, with their places."""
        yield from _texts(self.node, "cronSchedules")


class Schedules:
    """The body of POST …/schedules: one schedule or a list."""

    def __init__(self, request: Request, root: Any) -> None:
        self.request = request
        self.items = [Schedule(node, request) for node in listed(root)]


class Job:
    """The body of POST …/jobs."""

    def __init__(self, request: Request, root: Node) -> None:
        self.request = request
        self.items = [WorkflowRun(root, request)]


def _texts(node: Node, name: str) -> Iterator[tuple[str, Location]]:
    value = node.get(name)
    for index, one in enumerate(value if isinstance(value, list) else ()):
        if isinstance(one, str):
            yield one, node.at(name, index)


def lay(request: Request, laid: Laid) -> None:
    """Let a snapshot have the schedules, with the workflow that they run."""
    listed = property_of(laid.value, "schedules")
    schedules = listed if isinstance(listed, list) else []
    put(laid.value, "schedules", schedules)
    for body in laid.bodies:
        schedules.append({"workflowName": request.parameter("workflowName") or "main", **body})
