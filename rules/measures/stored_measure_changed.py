"""An update must not change the kind of a measure, nor the base of one that is an attribute."""

from __future__ import annotations

from typing import Final

from linter.diagnostic import Finding, Related
from linter.kinds.items import settled
from linter.kinds.measure_body import Measure
from linter.kinds.references import Mention
from linter.kinds.request import saved_request
from linter.project.project import Project
from linter.rulekit.measures import called, each_measure, errors, limits, predicting
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "ME131",
    "stored-measure-changed",
    "an update must not change the kind of a measure, nor the base of one that is an attribute",
    "service error measureDefinitionKindChanged",
    service_errors=(
        "measureDefinitionKindChanged",
        "attributeMeasureImmutableBase",
    ),
    sources=(
        *errors("measureDefinitionKindChanged", "attributeMeasureImmutableBase"),
        *limits("K06"),
    ),
    local=True,
    kinds=("measure",),
    needs=("snapshot",),
)

_KINDS: Final = ("entity", "attribute")


def check(project: Project) -> Says:
    for one in each_measure(project):
        snapshot, name = one.request.snapshot, one.goes_by
        if not one.is_update or snapshot is None or name is None:
            continue
        stored = project.made.saved(snapshot, "measures").get(name.lower())
        if stored is not None:
            yield from _check(one, Measure(stored, saved_request(snapshot)))


def _check(one: Measure, old: Measure) -> Says:
    if one.kind in _KINDS and old.kind in _KINDS and one.kind != old.kind:
        yield predicting(_of_another_kind(one, old), "measureDefinitionKindChanged", limit="K06")
        return
    new, base = _base(one), _base(old)
    if one.kind == "attribute" and new is not None and base is not None and new.key() != base.key():
        yield predicting(_from_elsewhere(one, new, base), "attributeMeasureImmutableBase")


def _base(one: Measure) -> Mention | None:
    kinds = ((each, (each.node.text("kind") or "").lower()) for each in one.entities if each.node is not None)
    return next((each for each, kind in kinds if kind == "base" and settled(each.name) is not None), None)


def _of_another_kind(one: Measure, old: Measure) -> Finding:
    assert one.definition is not None
    assert old.definition is not None
    return Finding(
        one.definition.at("kind"),
        f"{called(one)} is of kind `{old.kind}`, and can't become one of kind `{one.kind}`",
        label="another kind than it has",
        related=(Related(old.definition.at("kind"), "the kind that it has"),),
        help=f"keep the kind, or create another measure of kind `{one.kind}`",
    )


def _from_elsewhere(one: Measure, new: Mention, base: Mention) -> Finding:
    return Finding(
        new.at,
        f"{called(one)} starts from `{base.name}`, and can't start from `{new.name}` instead",
        label="another base than it has",
        related=(Related(base.at, "the base that it has"),),
        help="keep the base, or create another measure",
    )
