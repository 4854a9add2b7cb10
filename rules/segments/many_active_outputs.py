"""More than a thousand active segments and measures together may slow an instance down."""

from __future__ import annotations

from typing import Final

from linter.diagnostic import Finding, Stated
from linter.project.outputs import Outputs
from linter.project.project import Project
from linter.rulekit.makers import makers
from linter.rulekit.rule import Rule, Says, product_page

_MOST: Final = 1000

RULE = Rule(
    "SG156",
    "many-active-outputs",
    "active segments and measures combined can't exceed 1,000 without potential performance degradation",
    "service-limits.md",
    severity="warning",
    url=product_page("service-limits.md"),
    sources=(Stated("product-page", "E12"),),
    kinds=("segment", "measure"),
    needs=("snapshot",),
)


def check(project: Project) -> Says:
    told: set[Outputs] = set()
    for maker in makers(project):
        snapshot = maker.request.snapshot
        outputs = project.outputs(snapshot) if snapshot is not None else None
        if outputs is None or outputs in told:
            continue
        told.add(outputs)
        active = sum(one.state == "active" for one in outputs.of("segment")) + len(outputs.of("measure"))
        if active > _MOST:
            yield Finding(
                maker.node.at(),
                f"the instance will have {active:,} active segments and measures",
                label=f"more than {_MOST:,}",
                help="deactivate or delete those that nobody uses",
            )
