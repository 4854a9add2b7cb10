"""A self conflation: the rows of one entity that agree in an attribute are one record."""

from __future__ import annotations

from linter.instance.entity import Entity
from linter.kinds.self_conflation_body import DATES
from linter.skeletons.wish import Skeleton, Wish, folder_of, likely_key, names_of, reference, require, scalar


def skeleton(wish: Wish) -> Skeleton:
    """Return the self conflations of the entities named, else of the first profile."""
    entities = wish.entities or wish.conflated[:1]
    require(entities, 1, "no entity is a profile")
    lines = [line for one in entities for line in _entity(one)]
    return Skeleton("\n".join(lines) + "\n", f"conflations/{folder_of(wish.conflation)}/selfConflations.yaml")


def _entity(entity: Entity) -> list[str]:
    key = likely_key(entity)
    texts = [one for one in names_of(entity) if entity.canonical_type(one) == "String" and one != key]
    dates = [one for one in names_of(entity) if entity.canonical_type(one) in DATES]
    recent = f"{{kind: mostRecent, column: {scalar(dates[0])}}}" if dates else "{kind: mostFilled}"
    lines = [
        f"- entities: [{{{reference(entity)}}}]",
        f"  mainId: {scalar(f'{entity}_{key or entity.name}')}  # <source>_<entity>_<key>",
    ]
    if not texts:
        return [*lines, "  # decide: conflationPlans, the rules by which rows are one record"]
    return [
        *lines,
        "  conflationPlans:",
        "    - rules:",
        "        # decide: whether rows that agree in this are one record",
        f"        - name: {scalar(texts[0])}",
        "          criteria:",
        f"            - {{kind: exact, leftColumn: {{attributeName: {scalar(texts[0])}}}}}",
        f"  rowWinnerPolicy: {recent}  # which of them is kept",
    ]
