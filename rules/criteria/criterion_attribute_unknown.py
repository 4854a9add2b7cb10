"""The attribute of a condition, or one that a segment shows, must exist on its entity.

The entity is one that is ingested, a segment, or a measure.  That it exists is the business of the rules
on what segments and measures are made of.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from linter.diagnostic import Finding, HeldBack, Lack, NotChecked, Related, Replacement
from linter.instance.entity import Entity
from linter.instance.snapshot import SYSTEM_NAMES, Snapshot
from linter.kinds.criteria import Condition
from linter.kinds.naming import named_in
from linter.kinds.references import Column
from linter.kinds.request import Request
from linter.project.outputs import CUSTOMER_MEASURE, Output
from linter.project.project import Project
from linter.rulekit.causes import cause_of
from linter.rulekit.criteria import KINDS, Codes, all_conditions
from linter.rulekit.existence import deleted_measure, unknown_attribute
from linter.rulekit.lacks import doubted, no_attributes, undeclared_entity
from linter.rulekit.rule import Rule, Says
from linter.rulekit.unread import may_have_more
from linter.suggest import KnownNames, suggestion
from linter.wording import first_few, quoted

_OF_ENTITY: Final = "segmentAttributeDoesNotExistInEntity"
_CODES = Codes(
    ("segmentCriteriaHasNonexistentAttribute", _OF_ENTITY),
    ("measureCriteriaContainsNonExistentAttribute",),
)
_SHOWN = Codes((_OF_ENTITY,))

RULE = Rule(
    "CQ115",
    "criterion-attribute-unknown",
    "the attribute of a condition, or one that a segment shows, must exist on its entity",
    "service error segmentCriteriaHasNonexistentAttribute",
    service_errors=_CODES.all,
    sources=_CODES.stated,
    needs=("snapshot",),
    kinds=KINDS,
)
_CUSTOMER: Final = "Customer"


def check(project: Project) -> Says:
    for kind, one in all_conditions(project):
        column = one.member.column if one.member is not None else None
        if column is None or one.operator == "all" or _is_variable(one):
            continue
        for said in _judged(project, one.request, column):
            yield _CODES.told(kind, said) if isinstance(said, Finding) else said
    for request, column in _shown(project):
        for said in _judged(project, request, column):
            yield _SHOWN.told("segment", said) if isinstance(said, Finding) else said


def _shown(project: Project) -> Iterator[tuple[Request, Column]]:
    """Yield the attributes that segments show, and those that their hierarchies go by."""
    for payload in project.payloads("segment"):
        for one in payload.items:
            for part in ("projectedAttributes", "hierarchies"):
                for node in one.query.nodes(part) if one.query is not None else ():
                    found = (each.value for each in named_in(node, one.request))
                    yield from ((one.request, each) for each in found if isinstance(each, Column))


def _judged(project: Project, request: Request, column: Column) -> Says:
    snapshot, entity = request.snapshot, column.entity
    if snapshot is None or column.mention is None or not str(column.attribute).strip():
        return
    if entity is not None:
        yield from _on_entity(project, request, column, entity)
        return
    output = project.outputs(snapshot).entity(str(column.mention.name), request)
    if output is not None:
        yield from _on_output(column, output)
    elif column.mention.name in SYSTEM_NAMES:
        yield from _on_undeclared(project, request, snapshot, column)
    else:
        yield HeldBack(column.at, cause_of(column.mention, request))


def _on_entity(project: Project, request: Request, column: Column, entity: Entity) -> Says:
    snapshot = request.snapshot
    assert snapshot is not None
    if entity.attributes is None:
        yield NotChecked(column.at, no_attributes(entity))
    elif (deleted := deleted_measure(project, request, column)) is not None:
        yield deleted
    elif column.attribute not in entity.attributes and not _is_planned(project, request, column):
        lack = may_have_more(project, request, entity.name)
        yield doubted(unknown_attribute(snapshot, column, entity), lack)


def _is_planned(project: Project, request: Request, column: Column) -> bool:
    """Tell whether conflict resolution, or a measure, will give a system entity an attribute."""
    entity, attribute, snapshot = column.entity, str(column.attribute), request.snapshot
    assert column.mention is not None
    assert snapshot is not None
    if entity is not None and entity.data_source is not None:
        return False
    name = column.mention.name
    if name == CUSTOMER_MEASURE:
        return attribute == "CustomerId" or project.outputs(snapshot).may_measure(attribute, request)
    return name == _CUSTOMER and (
        attribute == "CustomerId" or attribute in project.conflations.outputs(snapshot)
    )


def _on_undeclared(project: Project, request: Request, snapshot: Snapshot, column: Column) -> Says:
    if not _is_planned(project, request, column):
        assert column.mention is not None
        yield NotChecked(column.at, undeclared_entity(str(column.mention.name), snapshot))


def _on_output(column: Column, output: Output) -> Says:
    has, name = output.attributes, str(column.attribute)
    if has is None:
        lack = Lack(
            f"it isn't read which attributes {output.kind} `{output.name}` has", "compare them yourself"
        )
        yield NotChecked(column.at, lack)
    elif name not in has:
        close, sure = KnownNames(has).close(name)
        yield Finding(
            column.at,
            f"{output.kind} `{output.name}` has no attribute `{name}`"
            + (suggestion(close) or f"; it has {first_few(quoted(has))}" if has else ""),
            label="not an attribute of it",
            help=f"replace it with `{close[0]}`" if len(close) == 1 else "name an attribute that it has",
            related=(Related(output.at, f"`{output.name}` is here"),),
            repairs=tuple(Replacement(other, f"Replace `{name}` with `{other}`") for other in sure),
        )


def _is_variable(one: Condition) -> bool:
    """Tell whether a measure's condition is on one of its variables."""
    around = one.node.parent
    while around is not None and "variables" not in around.values:
        around = around.parent
    named = around.nodes("variables") if around is not None else ()
    return any(each.text("name") == one.node.text("attribute") for each in named)
