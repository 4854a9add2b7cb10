"""An attribute that a measure counts must exist on its entity."""

from __future__ import annotations

from collections.abc import Iterator

from linter.diagnostic import Finding, Related, Removal, Replacement
from linter.instance.entity import Entity
from linter.kinds.items import settled
from linter.kinds.measure_body import Measure, MeasureOutput
from linter.kinds.references import Column, mention_in
from linter.project.project import Project
from linter.rulekit.existence import deleted_measure, unknown_attributes
from linter.rulekit.lacks import doubted
from linter.rulekit.measures import called, each_structured, errors, is_one_name, predicting, will_have
from linter.rulekit.rule import Rule, Says
from linter.rulekit.unread import may_have_more
from linter.shapes.node import Node
from linter.suggest import KnownNames, suggestion

RULE = Rule(
    "ME118",
    "counted-attribute-unknown",
    "an attribute that a measure counts must exist on its entity",
    "service error measureAttributeInCollection",
    service_errors=(
        "measureAttributeInCollection",
        "measureContainsNonexistentDependency",
    ),
    sources=errors("measureAttributeInCollection", "measureContainsNonexistentDependency"),
    kinds=("measure",),
    needs=("snapshot",),
)


def check(project: Project) -> Says:
    for one, definition in each_structured(project):
        columns = [each.column for each in one.all_outputs if each.column is not None]
        columns += [column for variable in one.variables for column in variable.columns]
        columns += _needed(one, definition)
        seen: set[tuple[object, str | None]] = set()
        for column in columns:
            key = (column.entity, column.attribute)
            if column.entity is None:
                yield from _of_output(project, one, column)
            elif _is_judged(project, one, column) and key not in seen:
                seen.add(key)
                yield from _of_entity(project, one, column, column.entity)
        yield from _repeated(one)


def _is_judged(project: Project, one: Measure, column: Column) -> bool:
    return is_one_name(settled(column.attribute)) and not will_have(project, column, one)


def _of_entity(project: Project, one: Measure, column: Column, entity: Entity) -> Says:
    """Yield a finding if an entity doesn't have an attribute."""
    deleted = deleted_measure(project, one.request, column)
    if deleted is not None:
        yield deleted
        return
    lack = may_have_more(project, one.request, entity.name)
    yield from (doubted(said, lack) for said in unknown_attributes(one.request, [column]))


def _of_output(project: Project, one: Measure, column: Column) -> Says:
    """Yield a finding if a segment or measure doesn't have an attribute."""
    snapshot, mention, name = one.request.snapshot, column.mention, settled(column.attribute)
    if snapshot is None or mention is None or not is_one_name(name):
        return
    output = project.outputs(snapshot).entity(str(mention.name), one.request)
    if output is None or output.attributes is None or name in output.attributes:
        return
    near, sure = KnownNames(output.attributes).close(str(name))
    yield Finding(
        column.at,
        f"{output.kind} `{output.name}` has no attribute `{name}`{suggestion(near)}",
        label="not an attribute of it",
        related=(Related(output.at, f"`{output.name}` is here"),),
        help=f"replace it with `{near[0]}`" if len(near) == 1 else "name an attribute that it has",
        repairs=tuple(Replacement(other, f"Replace `{name}` with `{other}`") for other in sure),
    )


def _needed(one: Measure, definition: Node) -> Iterator[Column]:
    """Yield the attributes that the measure says it needs."""
    for node in definition.nodes("dependencies"):
        mention = mention_in(node, "qualifiedEntityName", one.request)
        listed = node.get("attributeNames")
        for index, name in enumerate(listed if isinstance(listed, list) else ()):
            if isinstance(name, str):
                yield Column(name, node.at("attributeNames", index), mention)


def _repeated(one: Measure) -> Says:
    """Yield a finding for each dimension that groups by what an earlier one does."""
    first: dict[tuple[str, str], MeasureOutput] = {}
    for each in one.dimensions:
        if settled(each.field) is None or not str(each.field).strip():
            continue
        key = str(each.field), (each.node.text("bucket") or "none").lower()
        if first.setdefault(key, each) is not each:
            finding = Finding(
                each.node.at("field"),
                f"{called(one)} is grouped by `{each.field}` twice",
                label="once more",
                related=(Related(first[key].node.at("field"), "the first time"),),
                help="take one of the two dimensions out",
                severity="recommendation",
                repairs=(Removal(each.node.at(), "Remove the dimension"),),
            )
            yield predicting(finding, "measureAttributeInCollection")
