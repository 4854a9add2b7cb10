"""Exactly one of the linked entities must be the base."""

from __future__ import annotations

from linter.diagnostic import Finding, HeldBack, Related, Replacement, cause_at
from linter.kinds.measure_body import LINK_KINDS, Measure
from linter.project.project import Project
from linter.rulekit.measures import called, each_structured, errors, lacks_customer, predicting
from linter.rulekit.rule import Rule, Says
from linter.shapes.node import Node

RULE = Rule(
    "ME108",
    "not-one-base",
    "exactly one of the linked entities must be the base",
    "service error measureMissingBaseEntity",
    service_errors=(
        "measureMissingBaseEntity",
        "measureLinkedEntityUnexpectedCount",
    ),
    sources=errors("measureMissingBaseEntity", "measureLinkedEntityUnexpectedCount"),
    local=True,
    kinds=("measure",),
)


def check(project: Project) -> Says:
    for one, definition in each_structured(project):
        linked = definition.nodes("linkedEntities")
        if (
            not linked
            or "linkedEntities" in definition.broken
            or any("kind" in each.broken for each in linked)
        ):
            continue
        kinds = [(each, each.text("kind")) for each in linked]
        bases = [each for each, kind in kinds if kind is not None and kind.lower() == "base"]
        strange = [each for each, kind in kinds if kind is not None and kind.lower() not in LINK_KINDS]
        if len(bases) > 1:
            yield predicting(_several(one, bases), "measureLinkedEntityUnexpectedCount")
        elif not bases and strange:
            yield HeldBack(definition.at("linkedEntities"), cause_at(strange[0].at("kind")))
        elif not bases and one.is_profile and lacks_customer(project, one):
            at = definition.at("linkedEntities")  # Customer, which ME111 misses, may be the base
            yield HeldBack(at, cause_at(at))
        elif not bases:
            yield predicting(_none(one, definition, linked), "measureMissingBaseEntity")


def _none(one: Measure, definition: Node, linked: list[Node]) -> Finding:
    first, is_alone = linked[0], len(linked) == 1
    which = "the only entity" if is_alone else f"none of the {len(linked)} entities"
    return Finding(
        definition.at("linkedEntities"),
        f"{which} of {called(one)} {'is not' if is_alone else 'is'} its base",
        label="no base",
        help=f"make the entity that it starts from the base, such as `{first.text('entity') or 'Customer'}`",
        repairs=(Replacement("base", "Make it the base", at=first.at("kind")),)
        if is_alone and first.written("kind")
        else (),
    )


def _several(one: Measure, bases: list[Node]) -> Finding:
    return Finding(
        bases[1].at("kind"),
        f"{called(one)} has {len(bases)} bases, but it must start from one entity",
        label="another base",
        related=(Related(bases[0].at("kind"), "the first one"),),
        help="make it a `join`",
        repairs=(Replacement("join", "Make it a `join`"),),
    )
