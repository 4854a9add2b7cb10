"""An entry of a list of values must be a value: not null, and empty only where it is text.

Whether one that is empty will do is judged where the type of the attribute is known.
"""

from __future__ import annotations

from linter.diagnostic import Finding, Removal
from linter.instance.data_types import UNKNOWN
from linter.kinds.criteria import LIST_OF_VALUES, Condition
from linter.project.project import Project
from linter.rulekit.criteria import KINDS, Codes, all_conditions, typed
from linter.rulekit.rule import Rule, Says

_CODES = Codes(both=("invalidListOfValuesEntry",))

RULE = Rule(
    "CQ109",
    "unusable-list-entry",
    "an entry of a list of values must be a value: not null, and empty only where it is text",
    "service error invalidListOfValuesEntry",
    service_errors=_CODES.all,
    sources=_CODES.stated,
    local=True,
    kinds=KINDS,
)


def check(project: Project) -> Says:
    for kind, one in all_conditions(project):
        if one.operator not in LIST_OF_VALUES:
            continue
        for value, where in one.operands():
            if value is None or (not value.strip() and not _may_be_text(one)):
                at = one.at(where)
                finding = Finding(
                    at,
                    f"{'null' if value is None else 'an empty text'} is nothing that can be compared with",
                    label="no value",
                    help="write a value, or take it out of the list",
                    repairs=(Removal(at, "Remove it"),) if one.operator == "isIn" else (),
                )
                yield _CODES.told(kind, finding)


def _may_be_text(one: Condition) -> bool:
    column = typed(one)
    return column is None or column.canonical_type in ("String", UNKNOWN)
