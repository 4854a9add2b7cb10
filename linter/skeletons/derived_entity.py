"""A derived entity: the rows of a query over one entity."""

from __future__ import annotations

from linter.skeletons.wish import Skeleton, Wish, likely_key, names_of, require, scalar


def skeleton(wish: Wish) -> Skeleton:
    """Return the query of the entity that is named, else of the first one."""
    entities = wish.entities or tuple(wish.snapshot.entities[:1])
    require(entities, 1, "the snapshot has no entity")
    entity = entities[0]
    columns = [one for one in names_of(entity) if one.isidentifier()][:3]
    key = likely_key(entity)
    chosen = list(dict.fromkeys([*([key] if key in columns else []), *columns]))
    query = f"SELECT {', '.join(chosen) or '*'} FROM {entity}"
    lines = [
        f"- name: {scalar(f'{entity.name}Derived')}  # unique among entities",
        "  # decide: which rows it has",
        f"  query: {scalar(query)}",
        f"  dependencies: [{scalar(str(entity))}]",
    ]
    return Skeleton("\n".join(lines) + "\n", "manage/derivedentities.yaml")
