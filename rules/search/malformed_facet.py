"""How values are counted must be written as `count:5`, `interval:10` or `values:10|25|100`.

Only what is facetable is counted at all; the attribute's own name has no place in it.
"""

from __future__ import annotations

from linter.diagnostic import Finding, Replacement, Stated
from linter.kinds.search_configuration import Indexed
from linter.project.project import Project
from linter.rulekit.facets import facet_of, mistake_in
from linter.rulekit.rule import Rule, Says, product_page
from linter.shapes.node import Node

RULE = Rule(
    "SC109",
    "malformed-facet",
    "how values are counted is written as count:N, interval:N or values:A|B",
    "product page search-filter-index.md; the examples of facetSpecification in the API's own description",
    severity="warning",
    url=product_page("search-filter-index.md"),
    sources=(Stated("product-page", "Q03"),),
    inferred=True,
    local=True,
    kinds=("searchConfiguration",),
)


def check(project: Project) -> Says:
    for payload in project.payloads("searchConfiguration"):
        for one in payload.attributes:
            node, said = one.properties, one.facet
            if said is not None:
                assert node is not None
                yield from _check(one, node, said)


def _check(one: Indexed, node: Node, said: str) -> Says:
    at, name = node.at("facetSpecification"), (one.column.attribute or "").strip()
    called = f"`{name}`" if name else "an attribute without a name"
    bare = said.partition(",")[2].strip() if name and said.partition(",")[0].strip() == name else ""
    if facet_of(bare) is not None:
        yield Finding(
            at,
            f"the facet of `{name}` begins with the attribute's name",
            label="the name is not part of it",
            help=f"leave the name and the comma out: `{bare}`",
            repairs=(Replacement(bare, f"Replace `{said}` with `{bare}`"),),
        )
    elif mistake := mistake_in(said):
        yield Finding(
            at,
            f"the facet of {called} can't be read: {mistake}",
            label="not a facet",
            help="write `count:5`, `interval:10` or `values:10|25|100`, perhaps with `,sort:count`",
        )
    elif not one.is_marked("isFacetable"):
        yield Finding(
            at,
            f"{called} has a facet, but is not facetable: it is never counted",
            label="without effect",
            help="let `isFacetable` be true, or take the facet away",
        )
