"""What came to segments later can't be sent to an older generation of the API."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from linter.diagnostic import Finding, Stated
from linter.instance.generations import GENERATIONS
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says, product_page
from linter.shapes.node import Node

_PAGE: Final = Stated("product-page", "E06")
_MODEL: Final = Stated("convention", "the API's models of each generation")

RULE = Rule(
    "SG106",
    "segment-of-later-generation",
    "what came to segments later can't be sent to an older generation of the API",
    "the API's models of each generation",
    url=product_page("segment-builder.md"),
    service_errors=("invalidModelState",),
    sources=(_MODEL, Stated("service-error", "invalidModelState"), _PAGE),
    inferred=True,
    generations=GENERATIONS[: GENERATIONS.index("2021-09")],
    local=True,
    kinds=("segment",),
)
_SINCE: Final = {
    ("Rowset", "rowsetOperation", "include"): "2021-09",
    ("Rowset", "rowsetOperation", "exclude"): "2021-09",
    ("ProjectedAttributes", "projectionType", "pre"): "2021-09",
    ("ProjectedAttributes", "projectionType", "post"): "2021-09",
    ("Segment", "kind", "engagement"): "2021-06",
}


def check(project: Project) -> Says:
    mine = GENERATIONS.index(project.settings.api)
    for payload in project.payloads("segment"):
        for one in payload.items:
            for node, name, value, since in _later(one.node, one.query):
                if GENERATIONS.index(since) > mine:
                    yield Finding(
                        node.at(name),
                        f"`{value}` is of the API's generation {since}, and this project's is "
                        f"{project.settings.api}",
                        label=f"since {since}",
                        help=f"set `api` in c360lint.toml to {since} or later, if the instance has it",
                    )


def _later(segment: Node, query: Node | None) -> Iterator[tuple[Node, str, str, str]]:
    parts = [segment, *(query.nodes("rowsets") if query is not None else ())]
    parts += query.nodes("projectedAttributes") if query is not None else []
    for node in parts:
        for owner, name, value in _SINCE:
            said = node.text(name) if owner == node.shape.name else None
            if said is not None and said.lower() == value:
                yield node, name, said, _SINCE[owner, name, value]
