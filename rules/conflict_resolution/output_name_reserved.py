"""An attribute must not take a name that the service gives to the keys of the sources."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from linter.diagnostic import Finding, Related, Stated
from linter.instance.entity import Entity
from linter.kinds.conflict_resolution_rules import ConflictResolutionRules
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says, product_page

_SOURCE: Final = "conflictResolutionAttrReservedForSourceColumn"
_ALTERNATE: Final = "conflictResolutionAttrReservedForAltColumn"

RULE = Rule(
    "CR107",
    "output-name-reserved",
    "an attribute must not take a name that the service gives to the keys of the sources",
    "service errors conflictResolutionAttrReservedForSourceColumn and …AltColumn",
    url=product_page("relationships.md"),
    service_errors=(_SOURCE, _ALTERNATE),
    sources=(
        Stated("service-error", _SOURCE),
        Stated("service-error", _ALTERNATE),
        Stated("product-page", "N15"),
        Stated("product-page", "N16"),
    ),
    inferred=True,
    kinds=("conflictResolutionRules",),
    needs=("snapshot",),
)


def check(project: Project) -> Says:
    for rules in project.resolutions:
        reserved = {
            name.lower(): made
            for entity in _entities(project, rules)
            for name, made in _made(project, entity)
        }
        for output in rules.outputs:
            made = reserved.get((output.name or "").lower())
            if made is not None:
                entity, key, code = made
                alternate = code == _ALTERNATE
                yield Finding(
                    output.at,
                    f"`{output.name}` is reserved: the service gives that name to the "
                    f"{'alternate keys' if alternate else 'key'} of `{entity}`",
                    label="reserved",
                    related=(Related(entity.attribute_at(key), f"the primary key of `{entity}`"),),
                    help="give the attribute another name",
                    service_errors=(code,),
                    sources=(
                        Stated("service-error", code),
                        Stated("product-page", "N16" if alternate else "N15"),
                    ),
                )


def _entities(project: Project, rules: ConflictResolutionRules) -> Iterator[Entity]:
    plans = project.conflations.plans_of(rules.request)
    for mention in (*rules.mentions, *(one for plan in plans for one in plan.order)):
        if mention.entity is not None:
            yield mention.entity


def _made(project: Project, entity: Entity) -> Iterator[tuple[str, tuple[Entity, str, str]]]:
    """Yield the names that the service makes of an entity's key, with what they are made of."""
    key, source = project.keys.named(entity), entity.data_source
    if key is None:
        return
    fronts = ["", *(f"{one}_" for one in (source.name, source.id) if one)] if source is not None else [""]
    for front in fronts:
        yield f"{front}{entity.name}_{key}", (entity, key, _SOURCE)
        for between in ("_", ""):
            yield f"{front}{entity.name}{between}{key}_Alternate", (entity, key, _ALTERNATE)
