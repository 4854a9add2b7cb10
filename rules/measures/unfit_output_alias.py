"""The alias of a dimension or aggregate must be fit for an attribute of its own."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Final

from linter.diagnostic import Finding, HeldBack, cause_at
from linter.instance.snapshot import Snapshot
from linter.kinds.items import settled
from linter.kinds.measure_body import Measure, MeasureOutput
from linter.project.project import Project
from linter.rulekit.measures import each_structured, errors, lacks_attribute, predicting
from linter.rulekit.rule import Rule, Says
from linter.rulekit.system_columns import ALL

RULE = Rule(
    "ME120",
    "unfit-output-alias",
    "the alias of a dimension or aggregate must be fit for an attribute of its own",
    "service error invalidMeasureAttributeNameFormat",
    service_errors=(
        "invalidMeasureAttributeNameFormat",
        "measureContainsReservedAlias",
    ),
    sources=errors("invalidMeasureAttributeNameFormat", "measureContainsReservedAlias"),
    inferred=True,
    local=True,
    kinds=("measure",),
)

_PERMITTED: Final = re.compile(r"[\w -]+")
_SYSTEM: Final = frozenset(map(str.lower, ALL))


def check(project: Project) -> Says:
    keys_in = cache(_keys)
    for one, _ in each_structured(project):
        for output in one.all_outputs:
            alias = settled(output.alias)
            if alias is None or not alias.strip():
                continue
            if not _PERMITTED.fullmatch(alias):
                yield predicting(_malformed(output, alias), "invalidMeasureAttributeNameFormat")
            elif _is_reserved(alias, one, output, keys_in):
                if lacks_attribute(output):  # with another field the alias may be right
                    yield HeldBack(output.node.at("alias"), cause_at(output.node.at("field")))
                    continue
                yield predicting(_reserved(output, alias), "measureContainsReservedAlias")


def _keys(snapshot: Snapshot) -> frozenset[str]:
    """Return the names, in small letters, that the service gives to the keys of sources."""
    sources = (each for each in snapshot.entities if each.data_source is not None)
    return frozenset(f"{each}_{each.primary_key}".lower() for each in sources)


def _is_reserved(
    alias: str, one: Measure, output: MeasureOutput, keys_in: Callable[[Snapshot], frozenset[str]]
) -> bool:
    assert output.node.shape.members is not None
    is_dimension = "operation" not in output.node.shape.members
    if is_dimension and ("field" in output.node.broken or _is_customer_id(output.field or "")):
        return False
    snapshot = one.request.snapshot
    keys = keys_in(snapshot) if snapshot is not None else ()
    return alias.lower().removesuffix("_alternate") in keys or alias.lower() in _SYSTEM


def _is_customer_id(field: str) -> bool:
    return field.rpartition(".")[2] == "CustomerId"


def _malformed(output: MeasureOutput, alias: str) -> Finding:
    strange = "".join(dict.fromkeys(_PERMITTED.sub("", alias)))
    return Finding(
        output.node.at("alias"),
        f"the alias `{alias}` has characters that an attribute's name can't have: `{strange}`",
        label="not the name of an attribute",
        help="use letters, digits and underscores; `displayName` may say more",
    )


def _reserved(output: MeasureOutput, alias: str) -> Finding:
    return Finding(
        output.node.at("alias"),
        f"the alias `{alias}` is the name of an attribute that the service makes",
        label="reserved",
        help="choose another alias",
    )
