"""The conflations of the planned state: which one a request is about, what it has, its plans."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from linter.instance.entity import Entity
from linter.instance.snapshot import Snapshot, fold_id
from linter.kinds.conflation_plan import ConflationPlan
from linter.kinds.conflict_resolution_rules import ConflictResolutionRules
from linter.kinds.entity_information import EntityInformation
from linter.kinds.references import Mention
from linter.kinds.request import Request, saved_request
from linter.project.payloads import Payloads
from linter.project.saved import saved_information, saved_plan, saved_rules
from linter.shapes.node import Node

Key = tuple[str, str]
"""What requests about the same conflation of the same instance share."""


def conflation_id(request: Request) -> str | None:
    """Return the conflation of a request; the snapshot's only one when none is named."""
    named = request.parameter("conflationId")
    if named is not None or request.snapshot is None:
        return named
    if "conflationId" in request.route.open and not request.snapshot.complete("conflations"):
        return None
    nodes = request.snapshot.root.nodes("conflations")
    return nodes[0].text("conflationId") if len(nodes) == 1 else None


def conflation_key(request: Request) -> Key:
    """Return what requests about the same conflation of the same instance share."""
    file = request.snapshot.file if request.snapshot else ""
    return file, fold_id(conflation_id(request) or request.route.open.get("conflationId", ""))


def saved_conflation(request: Request) -> Node | None:
    """Return what the snapshot says of the request's conflation."""
    named = conflation_id(request)
    if request.snapshot is None or named is None:
        return None
    return request.snapshot.conflation(named)


def conflation_is_refused(request: Request) -> bool:
    """Tell whether the request's conflation is reported as unknown (IN05)."""
    snapshot, named = request.snapshot, request.parameter("conflationId")
    if snapshot is None or named is None or not snapshot.declares("conflations"):
        return False
    return snapshot.conflation(named) is None


class Conflations:
    """What conflations will have once the planned payloads are applied."""

    def __init__(self, planned: Payloads) -> None:
        self._payloads = planned
        self._entities: dict[Key, frozenset[Entity]] = {}
        self._outputs: dict[Snapshot, tuple[str, ...]] = {}
        self._all_plans: dict[Snapshot, list[ConflationPlan]] = {}

    def informed(self, request: Request) -> frozenset[Entity]:
        """Return the entities that have entity information in a request's conflation."""
        key = conflation_key(request)
        if key not in self._entities:
            self._entities[key] = frozenset(self._collect_informed(request))
        return self._entities[key]

    def information_of(self, request: Request) -> list[str]:
        """Return the documents whose payloads plan the entity information of a request's conflation."""
        planned = self._information.get(conflation_key(request), ())
        return sorted({payload.request.document for payload in planned})

    def plans_of(self, request: Request) -> list[ConflationPlan]:
        """Return the plans of a request's conflation: the planned ones, else the snapshot's."""
        planned = self._plans.get(conflation_key(request))
        if planned:
            return planned
        saved = saved_conflation(request)
        kept = saved_plan(saved, request) if saved is not None else None
        return [kept] if kept is not None else []

    def all_plans(self, snapshot: Snapshot) -> list[ConflationPlan]:
        """Return the plans of all conflations of an instance: the planned ones, else the snapshot's."""
        if snapshot not in self._all_plans:
            self._all_plans[snapshot] = self._collect_plans(snapshot)
        return self._all_plans[snapshot]

    def _collect_plans(self, snapshot: Snapshot) -> list[ConflationPlan]:
        planned = {key: plans for key, plans in self._plans.items() if key[0] == snapshot.file}
        found = [one for plans in planned.values() for one in plans]
        for node in snapshot.root.nodes("conflations"):
            key = snapshot.file, fold_id(node.text("conflationId") or "")
            kept = saved_plan(node, saved_request(snapshot)) if key not in planned else None
            found += [kept] if kept is not None else []
        return found

    def rules_of(self, request: Request) -> list[ConflictResolutionRules]:
        """Return the rules of a request's conflation: the planned ones, else the snapshot's."""
        planned = self._resolutions.get(conflation_key(request))
        if planned:
            return planned
        saved = saved_conflation(request)
        kept = saved_rules(saved, request) if saved is not None else None
        return [kept] if kept is not None else []

    def informing(self, request: Request) -> list[EntityInformation]:
        """Return the payloads that plan the entity information of a request's conflation."""
        return self._information.get(conflation_key(request), [])

    def saved_in_use(self, request: Request) -> Iterator[Mention]:
        """Yield the entities that the plan and the rules of the snapshot name, where none are planned."""
        saved = saved_conflation(request)
        if saved is None:
            return
        plan, rules = saved_plan(saved, request), saved_rules(saved, request)
        if plan is not None and not self._plans.get(conflation_key(request)):
            yield from plan.mentions
        if rules is not None and not self._resolutions.get(conflation_key(request)):
            yield from rules.policy_mentions

    def outputs(self, snapshot: Snapshot) -> tuple[str, ...]:
        """Return the attributes that conflict resolution gives the master dataset, planned or stored."""
        if snapshot not in self._outputs:
            self._outputs[snapshot] = tuple(dict.fromkeys(self._collect_outputs(snapshot)))
        return self._outputs[snapshot]

    def _collect_outputs(self, snapshot: Snapshot) -> Iterator[str]:
        roots = [one.root for one in self._payloads.resolutions if one.request.snapshot is snapshot]
        saved = (one.node("conflictResolutionRules") for one in snapshot.root.nodes("conflations"))
        for root in (*roots, *(one for one in saved if one is not None)):
            fields = [one for group in root.nodes("groups") for one in group.nodes("fields")]
            yield from filter(None, (one.text("name") for one in root.nodes("attributes")))
            yield from filter(None, (one.text("outputName") or one.text("name") for one in fields))

    def _collect_informed(self, request: Request) -> Iterator[Entity]:
        saved = saved_conflation(request)
        if saved is not None and request.snapshot is not None:
            yield from (entity for entity, _ in saved_information(saved, request.snapshot))
        for payload in self._information.get(conflation_key(request), ()):
            yield from filter(None, (listed.mention.entity for listed in payload.entities))

    @cached_property
    def _information(self) -> dict[Key, list[EntityInformation]]:
        table: dict[Key, list[EntityInformation]] = {}
        for payload in self._payloads.entity_information:
            table.setdefault(conflation_key(payload.request), []).append(payload)
        return table

    @cached_property
    def _resolutions(self) -> dict[Key, list[ConflictResolutionRules]]:
        table: dict[Key, list[ConflictResolutionRules]] = {}
        for rules in self._payloads.resolutions:
            table.setdefault(conflation_key(rules.request), []).append(rules)
        return table

    @cached_property
    def _plans(self) -> dict[Key, list[ConflationPlan]]:
        table: dict[Key, list[ConflationPlan]] = {}
        for plan in self._payloads.plans:
            table.setdefault(conflation_key(plan.request), []).append(plan)
        return table
