"""The name of a segment or measure must be fit for the name of an entity.

Other characters than letters, digits, underscores, blanks and dashes are errors; what an entity's name
mustn't have besides is a warning.
"""

from __future__ import annotations

import re
from typing import Final

from linter.diagnostic import Finding, HeldBack, Stated, cause_at
from linter.kinds.measure_body import Measure
from linter.project.project import Project
from linter.rulekit.makers import Maker, is_nameless, kind_of, makers
from linter.rulekit.rule import Rule, Says, product_page

_CODES: Final = {"segment": "segmentNameIsInvalid", "measure": "invalidMeasureEntityNameFormat"}
_NAMELESS_ATTRIBUTE: Final = "attributeMeasureMissingName"
_ATTRIBUTE: Final = "invalidMeasureAttributeNameFormat"
_PERMITTED: Final = re.compile(r"[\w -]+")
_OF_AN_ENTITY: Final = re.compile(r"[A-Za-z][A-Za-z0-9_]*")

RULE = Rule(
    "SG120",
    "output-name-characters",
    "the name of a segment or measure must be fit for the name of an entity",
    "service errors segmentNameIsInvalid and invalidMeasureEntityNameFormat",
    url=product_page("segments.md"),
    service_errors=(*_CODES.values(), _NAMELESS_ATTRIBUTE, _ATTRIBUTE),
    sources=(
        *(Stated("service-error", one) for one in (*_CODES.values(), _NAMELESS_ATTRIBUTE, _ATTRIBUTE)),
        Stated("product-page", "N01"),
        Stated("product-page", "N10"),
    ),
    inferred=True,
    local=True,
    kinds=("segment", "measure"),
)


def check(project: Project) -> Says:
    for maker in makers(project):
        if not maker.node.values and not maker.node.broken:  # that it says nothing is told already
            yield HeldBack(maker.node.at(), cause_at(maker.node.at()))
        elif is_nameless(project, maker):
            yield _nameless(maker)
        elif not maker.is_update and maker.name is not None:
            yield from _check(maker, maker.name)


def _nameless(maker: Maker) -> Finding:
    codes = (_CODES[kind_of(maker)], *([_NAMELESS_ATTRIBUTE] if _is_attribute(maker) else []))
    return Finding(
        maker.name_at,
        f"the {kind_of(maker)} has no name",
        label="no name",
        help="give it a name of letters, digits and underscores",
        service_errors=codes,
        sources=tuple(Stated("service-error", one) for one in codes),
    )


def _check(maker: Maker, name: str) -> Says:
    kind = kind_of(maker)
    if not _PERMITTED.fullmatch(name):
        strange = "".join(dict.fromkeys(_PERMITTED.sub("", name)))
        codes = (_CODES[kind], *([_ATTRIBUTE] if _is_attribute(maker) else []))
        yield Finding(
            maker.name_at,
            f"the {kind}'s name `{name}` has characters that aren't permitted: `{strange}`",
            label="not permitted in a name",
            help="use letters, digits and underscores",
            service_errors=codes,
            sources=tuple(Stated("service-error", one) for one in codes),
        )
    elif not _OF_AN_ENTITY.fullmatch(name):
        limits = ("N01", "N10") if kind == "segment" and " " in name else ("N01",)
        yield Finding(
            maker.name_at,
            f"the {kind}'s name `{name}` becomes that of an entity, which should begin with a letter "
            "and be of letters, digits and underscores",
            label="unusual for an entity",
            help="choose such a name; `friendlyName` may say more"
            if kind == "segment"
            else "choose such a name; `displayName` may say more",
            severity="warning",
            service_errors=(),
            sources=tuple(Stated("product-page", one) for one in limits),
        )


def _is_attribute(maker: Maker) -> bool:
    return isinstance(maker, Measure) and maker.kind == "attribute"
