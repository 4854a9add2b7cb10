"""Which entities a measure can go to, over relationships either way.

Besides the ways that there are in any case, Customer is joined to what the service makes of it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from linter.diagnostic import Lack
from linter.instance.snapshot import Entity, Snapshot
from linter.kinds.measure import Measure
from linter.kinds.references import Mention
from linter.project.project import Project
from linter.project.ways import Place
from linter.rulekit.chosen_paths import NO_PLAN
from linter.rulekit.lacks import undeclared


class MeasurePaths:
    """The entities of one instance, and what joins them; `names` are the only relationships, if given."""

    def __init__(self, project: Project, snapshot: Snapshot, names: Collection[str] | None = None) -> None:
        self.ways = project.ways(snapshot)
        self.snapshot = snapshot
        self._names = names

    @property
    def knows_customers(self) -> bool:
        """Whether it is known what is unified."""
        return bool(self.ways.from_(self.ways.root))

    def places(self, mentions: list[Mention]) -> list[tuple[Mention, Place]]:
        """Return the mentions that lead to an entity, with it."""
        found = ((each, self.ways.place(each)) for each in mentions)
        return [(each, place) for each, place in found if place is not None]

    def reach(self, start: Place, without: Place | None = None) -> dict[Place, Place]:
        """Return the entities that can be reached, each with the one before it on a shortest way."""
        found, waiting = {start: start}, [start]
        for here in waiting:
            for one in self._beside(here):
                if one not in found and one != without:
                    found[one] = here
                    waiting.append(one)
        return found

    def are_on_one_path(self, base: Place, first: Place, second: Place) -> bool:
        """Tell whether a path from the base may go through both of two entities."""
        return self._may_pass(base, first, second) or self._may_pass(base, second, first)

    def _may_pass(self, base: Place, through: Place, to: Place) -> bool:
        """Tell whether no single entity cuts one off from both ends of a path."""
        before, here = self.reach(base), through
        if through not in before:
            return True
        while before[here] != here:
            here = before[here]
            left = self.reach(through, without=here)
            if base not in left and to not in left:
                return False
        return True

    def _beside(self, place: Place) -> Iterator[Place]:
        for step in self.ways.from_(place):
            if self._names is None or step.link is None or step.link.name in self._names:
                yield step.there
        if place == self.ways.root:
            yield from (one for one in self.snapshot.entities if one.data_source is None)
        elif isinstance(place, Entity) and place.data_source is None:
            yield self.ways.root


def base_of(measure: Measure) -> Mention | None:
    """Return the entity that a measure starts from, as it names it."""
    of_kind = ((each, each.node.text("kind")) for each in measure.entities if each.node is not None)
    return next((each for each, kind in of_kind if (kind or "").lower() == "base"), None)


def unsure_of_paths(project: Project, paths: MeasurePaths) -> Lack | None:
    """Return why it is open what leads where, None where it isn't."""
    lack = project.unsure("relationships") or project.unsure("conflationPlan")
    if lack is None and not paths.ways.links and not paths.snapshot.declares("relationships"):
        lack = undeclared("relationships", paths.snapshot)
    return lack or (None if paths.knows_customers else NO_PLAN)
