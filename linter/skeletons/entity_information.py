"""Entity information: the entities that take part in a conflation, by data source."""

from __future__ import annotations

from linter.instance.entity import Entity
from linter.skeletons.wish import Skeleton, Wish, folder_of, require, scalar, source_of


def skeleton(wish: Wish) -> Skeleton:
    """Return the information on the entities named, else on all profiles."""
    entities = wish.conflated
    entities = tuple(one for one in entities if one.data_source is not None)
    require(entities, 1, "no entity of a data source is a profile")
    lines = ["# The entities that take part in the conflation; each needs a primary key.", "dataSources:"]
    for source in dict.fromkeys(one.data_source for one in entities if one.data_source is not None):
        lines += [f"  - {source_of(source)}", "    entities:"]
        lines += [_entity(one) for one in entities if one.data_source == source]
    return Skeleton(
        "\n".join(lines) + "\n", f"conflations/{folder_of(wish.conflation)}/entityInformation.yaml"
    )


def _entity(entity: Entity) -> str:
    missing = "" if entity.primary_key else "  # decide: entityInfo has to define its primary key first"
    return f"      - entityName: {scalar(entity.name)}{missing}"
