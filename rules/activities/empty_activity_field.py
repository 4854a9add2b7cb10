"""What a mapping must say must not be empty: its name, key and event.

Where such a property isn't there at all, DO05 says so.
"""

from __future__ import annotations

from typing import Final

from linter.diagnostic import Finding, Stated
from linter.kinds.activity_body import Activity
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says, product_page
from linter.rulekit.shape_codes import MISSING
from linter.wording import in_words

_FIELDS: Final = ("name", "primaryKey", "eventActivity")
_CODES: Final = tuple(dict.fromkeys(code for name in _FIELDS for code in MISSING["Activity", name]))
_LIMITS: Final = {
    "primaryKey": Stated("product-page", "A03"),
    "eventActivity": Stated("product-page", "A05"),
}

RULE = Rule(
    "AC102",
    "empty-activity-field",
    "the name, key and event of an activity must not be empty",
    "service error activityMappingMissingField; product page activities.md",
    url=product_page("activities.md"),
    service_errors=_CODES,
    sources=(*(Stated("service-error", code) for code in _CODES), *_LIMITS.values()),
    local=True,
    kinds=("activity",),
)


def check(project: Project) -> Says:
    for payload in project.payloads("activity"):
        for one in payload.items:
            yield from _check(one)


def _check(one: Activity) -> Says:
    for name in _FIELDS:
        text = one.node.text(name)
        if text is not None and not text.strip():
            codes = MISSING["Activity", name]
            stated = tuple(Stated("service-error", code) for code in codes)
            yield Finding(
                one.node.at(name),
                f"the {in_words(name)} of the activity is empty",
                label="empty",
                help="give it a name" if name == "name" else "name an attribute of the activity's entity",
                service_errors=codes,
                sources=(*stated, *((_LIMITS[name],) if name in _LIMITS else ())),
            )
