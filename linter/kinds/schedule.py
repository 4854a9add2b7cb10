"""Schedules: when workflows are run, and for what; jobs are such that are run at once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from linter.diagnostic import Location
from linter.kinds.kind import BodyForm, Kind, Laid, Turn
from linter.kinds.laid import property_of, put
from linter.kinds.request import Request
from linter.kinds.route import Address
from linter.shapes.node import Node


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
        nodes = root if isinstance(root, list) else [root]
        self.items = [Schedule(node, request) for node in nodes if isinstance(node, Node)]


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


def _form(_value: Any, _request: Request) -> BodyForm:
    return BodyForm("Schedule", or_list=True)


def _lay(request: Request, laid: Laid) -> None:
    """Let a snapshot have the schedules, with the workflow that they run."""
    listed = property_of(laid.value, "schedules")
    schedules = listed if isinstance(listed, list) else []
    put(laid.value, "schedules", schedules)
    for one in Schedules(request, request.root).items:
        schedules.append({"workflowName": request.parameter("workflowName") or "main", **one.node.plain()})


KIND: Final = Kind(
    name="schedule",
    title="Schedules of a workflow: a list, or one",
    model="schedule",
    addresses=(
        Address("workflows/{workflowName}/schedules", ("POST",)),
        Address("workflows/{workflowName}/schedules/batch", ("POST",)),
    ),
    view=Schedules,
    turn=Turn(20, "schedules come when there is all that they run"),
    roots=(object,),
    form=_form,
    divisible=True,
    saved=("schedules",),
    lays=_lay,
)
