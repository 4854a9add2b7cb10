"""Every rowset but the first says how it is joined with those before it."""

from __future__ import annotations

from linter.diagnostic import Finding, Related, Stated
from linter.kinds.segment_body import Rowset
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says, product_page

_CODE = "segmentRowsetHasMissingOperation"
_PAGE = Stated("product-page", "E06")

RULE = Rule(
    "SG105",
    "rowset-operation",
    "every rowset but the first is joined with those before it by union, intersect or except",
    "service error segmentRowsetHasMissingOperation; segment-builder.md",
    url=product_page("segment-builder.md"),
    service_errors=(_CODE,),
    sources=(Stated("service-error", _CODE), _PAGE),
    local=True,
    kinds=("segment",),
)


def check(project: Project) -> Says:
    for payload in project.payloads("segment"):
        for one in payload.items:
            if one.type == "structured":
                for number, rowset in enumerate(one.rowsets):
                    yield from _joined(rowset, one.rowsets[0]) if number else _first(rowset)


def _joined(rowset: Rowset, first: Rowset) -> Says:
    said = rowset.node.text("rowsetOperation")
    if "rowsetOperation" in rowset.node.broken or (said is not None and said.lower() != "none"):
        return
    name = rowset.node.called("rowsetOperation")
    yield Finding(
        rowset.node.at("rowsetOperation"),
        f"the rowset has no `{name}`" if said is None else f"`{said}` is only for the first rowset",
        label="not joined",
        help="say how it is joined with those before it: `union`, `intersect` or `except`",
        related=(Related(first.node.at(), "the first one"),),
    )


def _first(first: Rowset) -> Says:
    said = first.node.text("rowsetOperation")
    if said is not None and said.lower() in ("intersect", "except", "exclude"):
        yield Finding(
            first.node.at("rowsetOperation"),
            f"the first rowset has nothing before it; here is `{said}`",
            label="nothing before it",
            help="write `none`, or put it behind another rowset",
            severity="warning",
            service_errors=(),
            sources=(_PAGE,),
        )
