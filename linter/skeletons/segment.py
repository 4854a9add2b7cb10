"""A segment: the customers of whom something is known, by one condition."""

from __future__ import annotations

from linter.instance.entity import Entity
from linter.skeletons.wish import Skeleton, Wish, identifier, likely_key, names_of, require, scalar


def skeleton(wish: Wish) -> Skeleton:
    """Return a segment by an attribute of the entity that is named, else of customers, else of a profile."""
    customers = (wish.customers,) if wish.customers is not None else ()
    entities = wish.entities or (*customers, *wish.conflated, *wish.snapshot.entities)
    require(entities, 1, "the snapshot has no entity")
    entity = entities[0]
    attribute = _attribute(entity)
    lines = [
        f"- name: {scalar(identifier(f'With{attribute}'))}  # unique among entities, too",
        '  friendlyName: ""  # decide: what people call it',
        "  segmentQueryExpression:",
        "    type: structured  # or manual, a query in SQL",
        "    rowsets:",
        "      - rowsetOperation: none  # of further ones: union, intersect or except",
        "        criteria:",
        "          # decide: of whom; other entities have to lead to Customer",
        f"          attribute: {scalar(f'{entity}.{attribute}')}",
        "          comparisonOperator: isNotNull  # or equalTo, with a `value`, and others",
    ]
    return Skeleton("\n".join(lines) + "\n", "manage/segments.yaml")


def _attribute(entity: Entity) -> str:
    """Return the first attribute that doesn't just tell rows apart."""
    names = [one for one in names_of(entity) if one.isidentifier()] or names_of(entity)
    rest = [one for one in names if one != likely_key(entity)]
    return next(iter((*rest, *names)), "CustomerId")
