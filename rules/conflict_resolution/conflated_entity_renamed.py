"""The unified entity must keep its name.

Where the snapshot has no rules that give it one, it is the system entity that the service makes.
"""

from __future__ import annotations

from linter.diagnostic import Finding, Related, Stated
from linter.instance.snapshot import SYSTEM_NAMES, Snapshot
from linter.kinds.conflict_resolution_rules import ConflictResolutionRules
from linter.placeholders import placeholders_in
from linter.project.conflations import conflation_is_refused, saved_conflation
from linter.project.project import Project
from linter.project.saved import saved_rules
from linter.rulekit.rule import Rule, Says, product_page

RULE = Rule(
    "CR118",
    "conflated-entity-renamed",
    "the unified entity must keep its name",
    "data-unification-merge-tables.md: `You can't change the name of the output table`",
    severity="warning",
    url=product_page("data-unification-merge-tables.md"),
    sources=(Stated("product-page", "N17"),),
    local=True,
    kinds=("conflictResolutionRules",),
    needs=("snapshot",),
)


def check(project: Project) -> Says:
    for rules in project.resolutions:
        name, request = rules.root.text("conflatedEntity"), rules.request
        if request.snapshot is None or not name or conflation_is_refused(request):
            continue
        saved = saved_conflation(request)
        old = saved_rules(saved, request) if saved is not None else None
        before = old.root.text("conflatedEntity") if old is not None else None
        if before and before != name:
            assert old is not None
            yield _renamed(rules, name, before, (Related(old.root.at("conflatedEntity"), "its name so far"),))
        elif not before and not _is_made_by_the_service(name, request.snapshot, project):
            yield _renamed(rules, name, project.settings.master_dataset)


def _is_made_by_the_service(name: str, snapshot: Snapshot, project: Project) -> bool:
    known = (
        project.settings.master_dataset,
        *SYSTEM_NAMES,
        *(one.name for one in snapshot.entities if one.data_source is None),
    )
    return name in known or any(placeholders_in(name))


def _renamed(
    rules: ConflictResolutionRules, name: str, before: str, related: tuple[Related, ...] = ()
) -> Finding:
    return Finding(
        rules.root.at("conflatedEntity"),
        f"the unified entity is called `{before}`, and can't be renamed to `{name}`",
        label=f"expected `{before}`",
        related=related,
        help=f"leave it at `{before}`",
    )
