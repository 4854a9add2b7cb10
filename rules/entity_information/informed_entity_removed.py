"""Entity information must keep the entities that the saved plan or rules still use.

A list that has none of the saved entities adds to them: that takes nothing out.
"""

from __future__ import annotations

from linter.diagnostic import Finding, Location, Related, Stated
from linter.instance.entity import Entity
from linter.kinds.entity_information import EntityInformation
from linter.project.conflations import Key, conflation_key, saved_conflation
from linter.project.project import Project
from linter.project.saved import saved_listed
from linter.rulekit.rule import Rule, Says, product_page
from linter.shapes.node import Node

RULE = Rule(
    "CE106",
    "informed-entity-removed",
    "entity information must keep the entities that the conflation still uses",
    "service error invalidEntityInformationEntityRemovalError",
    url=product_page("data-unification-remove-dependencies.md"),
    service_errors=("invalidEntityInformationEntityRemovalError",),
    sources=(
        Stated("service-error", "invalidEntityInformationEntityRemovalError"),
        Stated("product-page", "G15"),
    ),
    inferred=True,
    kinds=("entityInformation",),
    needs=("snapshot",),
)


def check(project: Project) -> Says:
    told: set[Key] = set()  # the conflations that were looked at: all their lists count together
    for payload in project.entity_information:
        request, key = payload.request, conflation_key(payload.request)
        if key not in told and _is_list(payload) and request.sound:
            told.add(key)
            yield from _check_payload(project, payload)


def _is_list(payload: EntityInformation) -> bool:
    root = payload.root
    names = ("EntityInformation", "EntityInformationByName")
    return isinstance(root, Node) and root.shape.name in names


def _check_payload(project: Project, payload: EntityInformation) -> Says:
    request = payload.request
    saved = saved_conflation(request)
    if saved is None or any(one.mention.entity is None for one in payload.entities):
        return
    planned = {
        listed.mention.entity for one in project.conflations.informing(request) for listed in one.entities
    }
    kept = saved_listed(saved, request)
    if planned and planned.isdisjoint(listed.mention.entity for listed in kept):
        return
    used = {
        mention.entity: mention.at for mention in reversed(list(project.conflations.saved_in_use(request)))
    }
    for listed in kept:
        entity = listed.mention.entity
        if entity is not None and entity in used and entity not in planned:
            yield Finding(
                _place(payload, entity),
                f"`{entity}` is left out of the entity information, but the conflation still uses it",
                label=f"without `{entity.name}`",
                related=(
                    Related(used[entity], "used here"),
                    Related(listed.mention.at, "the entity information so far"),
                ),
                help=f"keep `{entity}`, or plan a conflation plan and conflict resolution rules without it",
            )


def _place(payload: EntityInformation, entity: Entity) -> Location:
    """Return the place of the entities of a data source, else of the whole."""
    root = payload.root
    snapshot = payload.request.snapshot
    assert isinstance(root, Node)
    assert snapshot is not None
    for source in payload.sources:
        if source.find(snapshot) == entity.data_source:
            if root.shape.name == "EntityInformationByName":
                return source.at._replace(part="value")
            return next(one for one in root.nodes("dataSources") if _is_at(one, source.at)).at("entities")
    return root.at()


def _is_at(node: Node, at: Location) -> bool:
    return at.path[: len(node.path)] == node.path
