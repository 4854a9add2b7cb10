"""A search configuration must be about exactly one entity, the unified one.

It is called Customer unless the configuration says otherwise.
"""

from __future__ import annotations

from typing import Final

from linter.diagnostic import Finding, Location, Replacement, Stated
from linter.kinds.references import Mention
from linter.kinds.search_configuration import SearchConfiguration
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says, product_page

_COUNT: Final = "searchConfigurationInvalidEntityCount"
_MISSING: Final = "searchConfigurationMissingCustomerEntity"

RULE = Rule(
    "SC101",
    "search-of-other-entities",
    "a search configuration must be about exactly one entity, Customer",
    f"service errors {_COUNT}, {_MISSING}",
    url=product_page("search-filter-index.md"),
    service_errors=(_COUNT, _MISSING),
    sources=(Stated("service-error", _COUNT), Stated("service-error", _MISSING)),
    local=True,
    kinds=("searchConfiguration",),
)


def check(project: Project) -> Says:
    master = project.settings.master_dataset
    for payload in project.payloads("searchConfiguration"):
        configured = payload.root.get("entityConfig")
        if not configured and "entityConfig" not in payload.root.broken:
            yield _finding(
                payload.root.at("entityConfig"), "no entity is configured", master, _COUNT, _MISSING
            )
        elif configured and len(payload.entities) == len(configured):
            yield from _check_entities(payload, master)


def _check_entities(payload: SearchConfiguration, master: str) -> Says:
    named = [one for one in payload.entities if one.name is not None]
    if len(named) < len(payload.entities):
        yield from _check_nameless(payload, master, named)
    elif not any(one.name == master for one in named):
        codes = (_MISSING, *((_COUNT,) if len(named) > 1 else ()))
        yield _other(named[0], master, *codes)
    else:
        first = next(one for one in named if one.name == master)
        for one in named:
            if one is not first:
                what = "is configured already" if one.name == master else "is one entity too many"
                yield _finding(one.at, f"`{one.name}` {what}", master, _COUNT)


def _check_nameless(payload: SearchConfiguration, master: str, named: list[Mention]) -> Says:
    """An entity without a name may be filled in by a pipeline; it is wrong where it isn't written."""
    for one in payload.entities:
        node = one.node
        assert node is not None
        is_left_out = one.name is None and "qualifiedEntityName" not in node.broken
        if is_left_out and payload.request.why_open_at(one.at) is None:
            codes = (_COUNT,) if named else (_MISSING,)
            yield _finding(one.at, "an entity without `qualifiedEntityName` is configured", master, *codes)


def _other(mention: Mention, master: str, *codes: str) -> Finding:
    name = str(mention.name)
    found = _finding(mention.at, f"`{name}` is configured, and `{master}` is not", master, *codes)
    alike = name.lower() == master.lower()
    repair = Replacement(master, f"Replace `{name}` with `{master}`")
    return found._replace(repairs=(repair,) if alike else ())


def _finding(at: Location, message: str, master: str, *codes: str) -> Finding:
    return Finding(
        at,
        f"{message}: only `{master}` can be searched",
        label=f"exactly `{master}` is expected",
        help=f"leave exactly one entity in `entityConfig`, `{master}`",
        service_errors=codes,
        sources=tuple(Stated("service-error", code) for code in codes),
    )
