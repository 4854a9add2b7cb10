"""A saved request: a query of one entity's data."""

from __future__ import annotations

from linter.skeletons.wish import Skeleton, Wish, names_of, require, scalar


def skeleton(wish: Wish) -> Skeleton:
    """Return a query of the entity that is named, else of the first one."""
    entities = wish.entities or tuple(wish.snapshot.entities[:1])
    require(entities, 1, "the snapshot has no entity")
    entity = entities[0]
    fields = ",".join(one for one in names_of(entity)[:3] if one.isidentifier())
    query = f"?$select={fields}&$top=10" if fields else "?$top=10"
    instance = wish.snapshot.instance_id or "{instanceId}"
    lines = [
        "# decide: what to ask; $filter=… chooses rows, $orderby=… sorts them.",
        f"name: {scalar(entity.name)}",
        "method: GET",
        f'url: "/api/instances/{instance}/data/{entity}{query}"',
        "headers:",
        "  Accept: application/json",
    ]
    return Skeleton("\n".join(lines) + "\n", f"requests/{entity.name}.yaml")
