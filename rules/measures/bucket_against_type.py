"""A dimension that is a date must have a bucket, and no other one may."""

from __future__ import annotations

from linter.diagnostic import Finding, Related, Replacement
from linter.kinds.measure_body import MeasureOutput
from linter.project.project import Project
from linter.rulekit.measures import (
    each_structured,
    errors,
    is_date,
    limits,
    predicting,
    told_of,
    type_of,
    type_of_variable,
)
from linter.rulekit.rule import Rule, Says
from linter.rulekit.types import resting_on_types

RULE = Rule(
    "ME122",
    "bucket-against-type",
    "a dimension that is a date must have a bucket, and no other one may",
    "service error measureNoDateTimeBucket",
    service_errors=(
        "measureNoDateTimeBucket",
        "measureHasBucket",
    ),
    sources=(
        *errors("measureNoDateTimeBucket", "measureHasBucket"),
        *limits("K09"),
    ),
    local=True,
    kinds=("measure",),
    needs=("snapshot",),
)


def check(project: Project) -> Says:
    for one, _ in each_structured(project):
        types = {each.name: (each, type_of_variable(each)) for each in one.variables}
        for output in one.dimensions:
            variable, said = types.get(output.field, (None, None))
            canonical = said if output.column is None else type_of(output.column)
            is_open = variable is not None and variable.kind == "date"
            if canonical is not None and not is_open and "bucket" not in output.node.broken:
                yield from _check(output, canonical)


def _check(output: MeasureOutput, canonical: str) -> Says:
    bucket = output.node.text("bucket")
    has_one = bucket is not None and bucket.lower() != "none"
    if has_one == is_date(canonical):
        return
    finding = _without(output, canonical) if is_date(canonical) else _with(output, canonical, str(bucket))
    code = "measureNoDateTimeBucket" if is_date(canonical) else "measureHasBucket"
    said = predicting(finding, code, limit="K09" if is_date(canonical) else "")
    yield said if output.column is None else resting_on_types(said, output.column)


def _without(output: MeasureOutput, canonical: str) -> Finding:
    is_written = output.node.text("bucket") is not None
    return Finding(
        output.node.at("bucket"),
        f"{told_of(output)} is of type {canonical}, and has no bucket",
        label="not rounded",
        related=_declared(output),
        help="round it to a `day`, `month` or `year`",
        repairs=tuple(Replacement(each, f"Round to a {each}") for each in ("day", "month", "year"))
        if is_written
        else (),
    )


def _with(output: MeasureOutput, canonical: str, bucket: str) -> Finding:
    return Finding(
        output.node.at("bucket"),
        f"{told_of(output)} is of type {canonical}, and can't be rounded to a {bucket.lower()}",
        label="only of a date",
        related=_declared(output),
        help="write `none`, or take another attribute",
        repairs=(Replacement("none", "Replace with `none`"),),
    )


def _declared(output: MeasureOutput) -> tuple[Related, ...]:
    column = output.column
    return (Related(column.declared_at, "its type is declared here"),) if column is not None else ()
