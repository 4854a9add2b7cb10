"""A segment or a measure has at most twenty tags."""

from __future__ import annotations

from typing import Final

from linter.diagnostic import Finding, Stated
from linter.project.project import Project
from linter.rulekit.criteria import KINDS
from linter.rulekit.rule import Rule, Says, product_page

RULE = Rule(
    "CQ123",
    "too-many-tags",
    "a segment or a measure has at most 20 tags",
    "work-with-tags-columns.md",
    url=product_page("work-with-tags-columns.md"),
    sources=(Stated("product-page", "E16"),),
    local=True,
    kinds=KINDS,
)
_MOST: Final = 20


def check(project: Project) -> Says:
    for kind in KINDS:
        for payload in project.payloads(kind):
            for one in payload.items:
                tags = one.node.get("tags")
                if isinstance(tags, list) and len(tags) > _MOST:
                    yield Finding(
                        one.node.at("tags", _MOST),
                        f"the {kind} has {len(tags)} tags; it can have {_MOST}",
                        label="one too many",
                        help="take out those that nobody looks for",
                    )
