"""Rules must keep the attributes of the unified entity that segments and measures still use."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from linter.diagnostic import Finding, Location, Related, Stated
from linter.kinds.conflict_resolution_rules import ConflictResolutionRules
from linter.kinds.references import column_of
from linter.project.conflations import conflation_is_refused, saved_conflation
from linter.project.dependents import StoredUse
from linter.project.project import Project
from linter.project.saved import saved_rules
from linter.rulekit.rule import Rule, Says, product_page
from linter.wording import joined

_CODE: Final = "conflictResolutionFailedToIncludeSegmentOrMeasure"

RULE = Rule(
    "CR121",
    "output-still-used",
    "rules must keep the attributes of the unified entity that segments and measures still use",
    f"service error {_CODE}",
    url=product_page("data-unification-merge-tables.md"),
    service_errors=(_CODE,),
    sources=(Stated("service-error", _CODE), Stated("product-page", "G13")),
    inferred=True,
    kinds=("conflictResolutionRules",),
    needs=("snapshot",),
)


def check(project: Project) -> Says:
    for rules in project.resolutions:
        request = rules.request
        if request.sound and not conflation_is_refused(request):
            yield from _check_rules(project, rules)


def _check_rules(project: Project, rules: ConflictResolutionRules) -> Says:
    made = {one.name for one in rules.outputs}
    if None in made:
        return
    gone = {name: at for name, at in (*_dropped(rules), *_excluded(rules)) if name not in made}
    if not gone:
        return
    assert rules.request.snapshot is not None
    master, stored = project.settings.master_dataset, project.stored_uses(rules.request.snapshot)
    for name, at in gone.items():
        uses = stored.of_attribute(master, name)
        if uses:
            yield _still_used(name, at, uses)


def _dropped(rules: ConflictResolutionRules) -> Iterator[tuple[str, Location]]:
    """Yield the attributes that the saved rules make."""
    saved = saved_conflation(rules.request)
    old = saved_rules(saved, rules.request) if saved is not None else None
    for output in old.outputs if old is not None else ():
        if output.name is not None:
            yield output.name, rules.root.at("attributes")


def _excluded(rules: ConflictResolutionRules) -> Iterator[tuple[str, Location]]:
    for node in rules.root.nodes("excludedColumns"):
        column = column_of(node, rules.request)
        if column.entity is not None and column.attribute is not None:
            yield column.attribute, column.at


def _still_used(name: str, at: Location, uses: list[StoredUse]) -> Finding:
    by_user = {use.user: use.at for use in uses}
    return Finding(
        at,
        f"`{name}` is left out of the unified entity, but still used by {joined(list(by_user))}",
        label=f"without `{name}`",
        related=tuple(Related(place, "used here") for place in by_user.values()),
        help=f"keep `{name}`, or change first what uses it",
    )
