"""What a measure counts must be a variable, or an attribute of a linked entity by its alias.

Where a linked entity has no alias of its own, ME109 says so, and what is counted may be of that one.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from linter.diagnostic import Cause, Finding, HeldBack, Location, Replacement, cause_at
from linter.kinds.items import settled
from linter.kinds.measure_body import Measure
from linter.kinds.members import linked
from linter.project.project import Project
from linter.rulekit.measures import (
    customer_aliases,
    each_structured,
    errors,
    is_absent,
    is_one_name,
    is_partial,
    lacks_customer,
    left_open,
    limits,
    misaliased,
    misnamed_variable,
    predicting,
)
from linter.rulekit.rule import Rule, Says
from linter.shapes.node import Node
from linter.suggest import KnownNames, did_you_mean, suggestion, surest
from linter.wording import joined, quoted

RULE = Rule(
    "ME117",
    "counted-name-unknown",
    "what a measure counts must be a variable, or an attribute of a linked entity by its alias",
    "service error measureAttributeNotPresentInVariables",
    service_errors=(
        "measureAttributeNotPresentInVariables",
        "measureAttributeSegmentFormat",
    ),
    sources=(
        *errors("measureAttributeNotPresentInVariables", "measureAttributeSegmentFormat"),
        *limits("K19"),
    ),
    kinds=("measure",),
)

_ABSENT: Final = "measureAttributeNotPresentInVariables"
_FORMAT: Final = "measureAttributeSegmentFormat"


def check(project: Project) -> Says:
    for one, definition in each_structured(project):
        if "linkedEntities" in definition.broken or "variables" in definition.broken:
            continue
        if is_absent(definition, "linkedEntities") and is_partial(one):
            continue  # the aliases are those of the measure that there is
        first: dict[str, Location] = {}
        for named, at in _named(one):
            for said in _check(one, named, at):
                cause = _why(project, one, definition, named)
                is_told = isinstance(said, Finding)
                told = first.setdefault(_unknown_part(one, named), at) if is_told else at
                if cause is None and told is not at:
                    cause = cause_at(told)
                yield HeldBack(at, cause) if cause is not None else said


def _why(project: Project, one: Measure, definition: Node, named: str) -> Cause | None:
    """Return what is reported of which it follows that a name is unknown."""
    if is_absent(definition, "linkedEntities"):
        return cause_at(definition.at("linkedEntities"))
    alias = named.partition(".")[0]
    is_customers = one.is_profile and alias not in one.linked and alias in customer_aliases(one)
    if is_customers and lacks_customer(project, one):
        return cause_at(definition.at("linkedEntities"))
    return None


def _unknown_part(one: Measure, named: str) -> str:
    """Return what of a name is unknown: an alias, or all of it."""
    alias = named.partition(".")[0]
    return alias if alias not in one.linked else named


def _named(one: Measure) -> Iterator[tuple[str, Location]]:
    """Yield what outputs and expressions name, and where."""
    for output in one.all_outputs:
        field = settled(output.field)
        if field is not None and field.strip():
            yield field, output.node.at("field")
    for variable in one.variables:
        for token in variable.expression.names if variable.expression is not None else ():
            yield token.text, variable.node.at("expressionText")._replace(slice=token.slice)


def _known(one: Measure) -> KnownNames:
    """Return what fields and expressions may name."""
    found = [variable.name for variable in one.variables if variable.name]
    for alias, node in one.linked.items():
        entity = linked(node, one.request).entity
        attributes = entity.attributes if entity is not None else None
        found += [f"{alias}.{each}" for each in attributes or ()]
    return KnownNames(found)


def _check(one: Measure, named: str, at: Location) -> Says:
    alias, dot, attribute = named.partition(".")
    if (alias in one.linked and is_one_name(attribute)) or any(
        variable.name == named for variable in one.variables
    ):
        return
    if "," in named:
        yield _malformed(named, at, "names several attributes, but only one can be selected", "K19")
    elif dot and not (alias.strip() and attribute.strip()):
        yield _malformed(named, at, "is not of the form `alias.Attribute`", "")
    elif dot:
        said = left_open(one, "linkedEntities", "alias", at)
        yield said if said is not None else _strange_alias(one, alias, named, at)
    else:
        said = left_open(one, "variables", "name", at)
        yield said if said is not None else _strange_name(one, named, at)


def _malformed(named: str, at: Location, what: str, limit: str) -> Finding:
    finding = Finding(
        at,
        f"`{named}` {what}",
        label="not `alias.Attribute`",
        help="write the alias of a linked entity, a dot and one attribute, or the name of a variable",
    )
    return predicting(finding, _FORMAT, limit=limit)


def _strange_alias(one: Measure, alias: str, named: str, at: Location) -> Finding | HeldBack:
    sure, cause = surest(alias, one.linked), misaliased(one)
    if cause is not None:
        return HeldBack(at, cause)
    entity = next((each for each, node in one.linked.items() if node.text("entity") == alias), None)
    hint = f"; `{alias}` is `{entity}` here" if entity is not None else did_you_mean(alias, one.linked)
    found = [entity] if entity is not None else sure
    finding = Finding(
        at,
        f"`{named}`: no linked entity has the alias `{alias}`{hint}",
        label="no such alias",
        help=f"the aliases are {joined(quoted(one.linked))}",
        repairs=tuple(
            Replacement(f"{each}{named[len(alias) :]}", f"Replace `{alias}` with `{each}`") for each in found
        ),
    )
    return predicting(finding, _ABSENT)


def _strange_name(one: Measure, named: str, at: Location) -> Finding | HeldBack:
    known = _known(one)
    bare = [each for each in known.names if each.partition(".")[2] == named]
    cause = misnamed_variable(one, named) if not bare else None
    if cause is not None:
        return HeldBack(at, cause)
    near, sure = (bare, bare) if bare else known.close(named)
    said = "has no alias in front" if bare else "is no variable, and no attribute by an alias"
    finding = Finding(
        at,
        f"`{named}` {said}{suggestion(near[:3])}",
        label="without an alias" if bare else "unknown",
        help=f"replace it with `{near[0]}`" if len(near) == 1 else "write `alias.Attribute`, or a variable",
        repairs=tuple(Replacement(each, f"Replace with `{each}`") for each in sure),
    )
    return predicting(finding, _ABSENT, _FORMAT)
