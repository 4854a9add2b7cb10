"""A linked entity must have a name, an alias of its own and a kind."""

from __future__ import annotations

from typing import Final

from linter.diagnostic import Finding, Related, Removal
from linter.kinds.items import settled
from linter.kinds.measure_body import LINK_KINDS, Measure
from linter.project.project import Project
from linter.rulekit.measures import (
    called,
    each_structured,
    errors,
    is_absent,
    is_empty,
    judged_by,
    predicting,
)
from linter.rulekit.rule import Rule, Says
from linter.rulekit.values import replacements
from linter.shapes.node import Node
from linter.suggest import did_you_mean

RULE = Rule(
    "ME109",
    "incomplete-linked-entity",
    "a linked entity must have a name, an alias of its own and a kind",
    "service error measureInvalidLinkedEntity",
    service_errors=(
        "measureInvalidLinkedEntity",
        "measureHasEmptyEntityDefinition",
        "measureMissingAlias",
        "templateScalarValueMissing",
    ),
    sources=errors(
        "measureInvalidLinkedEntity",
        "measureHasEmptyEntityDefinition",
        "measureMissingAlias",
        "templateScalarValueMissing",
    ),
    local=True,
    kinds=("measure",),
)

_INVALID: Final = "measureInvalidLinkedEntity"


def check(project: Project) -> Says:
    for one, definition in each_structured(project):
        first: dict[str, Node] = {}
        for linked in definition.nodes("linkedEntities"):
            if is_empty(linked):
                yield predicting(_empty(one, linked), "measureHasEmptyEntityDefinition", _INVALID)
                continue
            yield from _name(one, linked)
            yield from _alias(one, linked, first)
            yield from _kind(project, linked)


def _empty(one: Measure, linked: Node) -> Finding:
    return Finding(
        linked.at(),
        f"a linked entity of {called(one)} says nothing",
        label="empty",
        help="name an entity, and what it is called in the measure, or take it out",
        repairs=(Removal(linked.at(), "Remove it"),),
    )


def _name(one: Measure, linked: Node) -> Says:
    if not is_absent(linked, "entity"):
        return
    is_scalar = (linked.text("kind") or "").lower() == "scalar" and one.is_templated
    finding = Finding(
        linked.at("entity"),
        "the scalar that the template needs is not given" if is_scalar else "the linked entity has no name",
        label="no name",
        help="name it in `entity`",
    )
    yield predicting(finding, _INVALID, *(("templateScalarValueMissing",) if is_scalar else ()))


def _alias(one: Measure, linked: Node, first: dict[str, Node]) -> Says:
    alias, name = linked.text("alias"), linked.text("entity")
    if is_absent(linked, "alias"):
        finding = Finding(
            linked.at("alias"),
            f"`{name}` has no alias" if name else "the linked entity has no alias",
            label="no alias",
            help="say in `alias` what fields call it, such as `c`",
        )
        yield predicting(finding, "measureMissingAlias", _INVALID)
    elif "." in str(alias):
        finding = Finding(
            linked.at("alias"),
            f"the alias `{alias}` has a dot, and in a field it would end there",
            label="no dots",
            help="write an alias without dots",
        )
        yield predicting(finding, _INVALID)
    elif settled(alias) is not None and first.setdefault(str(alias), linked) is not linked:
        finding = Finding(
            linked.at("alias"),
            f"two linked entities of {called(one)} have the alias `{alias}`",
            label="the alias of another one",
            related=(Related(first[str(alias)].at("alias"), "the other one"),),
            help="give each an alias of its own",
        )
        yield predicting(finding, _INVALID)


def _kind(project: Project, linked: Node) -> Says:
    kind = settled(linked.text("kind"))
    if kind is None or (kind.lower() in LINK_KINDS and kind.lower() != "scalar"):
        return
    if kind.lower() != "scalar":
        finding = Finding(
            linked.at("kind"),
            f"`{kind}` is no kind of linked entity{did_you_mean(kind, LINK_KINDS)}",
            label="not a known kind",
            help="write `base` for the first entity, `join` for the others",
            repairs=replacements(kind, LINK_KINDS),
        )
        yield predicting(finding, _INVALID)
    elif not judged_by(project, "2021-09"):
        finding = Finding(
            linked.at("kind"),
            f"linked entities of kind `{kind}` exist since the API's generation 2021-09",
            label="of a later generation",
            help="set `api` in c360lint.toml if the instance has it, else make it a `join`",
        )
        yield predicting(finding, _INVALID)
