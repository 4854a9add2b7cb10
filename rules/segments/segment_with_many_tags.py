"""A segment has at most twenty tags."""

from __future__ import annotations

from typing import Final

from linter.diagnostic import Finding, Stated
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says, product_page

RULE = Rule(
    "SG110",
    "segment-with-many-tags",
    "a segment has at most 20 tags",
    "work-with-tags-columns.md",
    url=product_page("work-with-tags-columns.md"),
    sources=(Stated("product-page", "E16"),),
    local=True,
    kinds=("segment",),
)
_MOST: Final = 20


def check(project: Project) -> Says:
    for payload in project.payloads("segment"):
        for one in payload.items:
            tags = one.node.get("tags") or []
            if len(tags) > _MOST:
                yield Finding(
                    one.node.at("tags", _MOST),
                    f"the segment has {len(tags)} tags; it can have {_MOST}",
                    label="one too many",
                    help="take out those that nobody looks for",
                )
