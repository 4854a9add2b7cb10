"""A measure may have up to 20 tags."""

from __future__ import annotations

from typing import Final

from linter.diagnostic import Finding
from linter.project.project import Project
from linter.rulekit.measures import called, each_measure, limits
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "ME133",
    "too-many-tags",
    "a measure may have up to 20 tags",
    'product page work-with-tags-columns.md, "An item can have up to 20 tags."',
    sources=limits("E16"),
    local=True,
    kinds=("measure",),
)

_MOST: Final = 20


def check(project: Project) -> Says:
    for one in each_measure(project):
        tags = one.node.get("tags")
        if isinstance(tags, list) and len(tags) > _MOST:
            yield Finding(
                one.node.at("tags", _MOST),
                f"{called(one)} has {len(tags)} tags, but may have {_MOST}",
                label=f"tag {_MOST + 1}",
                help=f"take {len(tags) - _MOST} out",
            )
