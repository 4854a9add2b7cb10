"""Names that a payload gives to something new, though something of its kind has them."""

from __future__ import annotations

from linter.diagnostic import Finding, Related
from linter.kinds.request import Request
from linter.project.project import Project
from linter.rulekit.rule import Says
from linter.shapes.node import Node


class NamesTaken:
    """The names that are given so far: in the plans of an instance, and in a list of its snapshot."""

    def __init__(self, project: Project, part: str, what: str) -> None:
        self._project = project
        self._part = part  # of the snapshot, and what its path is called
        self._what = what  # with its article: "an activity"
        self._named: dict[object, Node] = {}

    def check(self, request: Request, node: Node, name: str) -> Says:
        """Take down the name that an object gives; yield a finding where it is taken, in any case."""
        snapshot = request.snapshot
        alone = (request.document, request.index) if self._project.settings.snapshot_only else None
        scope = snapshot.file if snapshot is not None else request.spelled("instanceId")
        first = self._named.setdefault((scope, alone, name.lower()), node)
        stored = self._project.made.saved(snapshot, self._part) if snapshot is not None else {}
        taken = first if first is not node else stored.get(name.lower())
        if taken is not None:
            yield Finding(
                node.at("name"),
                f"{self._what} `{name}` {'is planned' if first is not node else 'exists'} already",
                label="not unique",
                related=(Related(taken.at("name"), "the first of this name"),),
                help=f"give it another name, or change the existing one at "
                f"`manage/{self._part}/{taken.text('name')}`",
            )
