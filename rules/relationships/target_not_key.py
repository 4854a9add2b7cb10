"""A relationship must lead to the primary key of its target.

The target is the to-end of a relationship from many to one, or from one to one; of one from one to many
the page speaks not, and the linter neither.  That of a contact to its account has to be the account's key.
"""

from __future__ import annotations

from linter.diagnostic import Finding, Related, Replacement, Stated
from linter.instance.data_types import same_type
from linter.instance.snapshot import Entity
from linter.project.project import Project
from linter.project.relationships import Join
from linter.rulekit.cardinalities import allowed_in
from linter.rulekit.contacts import is_account, is_contact
from linter.rulekit.rule import Rule, Says, product_page
from linter.wording import either, quoted

_KEY = Stated("product-page", "R05")
_MANY = Stated("product-page", "R02")
_ACCOUNT = Stated("product-page", "B02")

RULE = Rule(
    "RL104",
    "target-not-key",
    "a relationship must lead to the primary key of its target",
    'product page relationships.md, "Key field of the target table"',
    severity="warning",
    url=product_page("relationships.md"),
    sources=(_KEY, _MANY, _ACCOUNT),
    inferred=True,
    kinds=("relationships",),
    needs=("snapshot",),
)


def check(project: Project) -> Says:
    allowed = {one.lower() for one in allowed_in(project.settings.api)} - {"onetomany"}
    for join in project.planned.joins:
        source, target = join.columns
        if join.cardinality not in allowed or join.is_lineage or source.entity is target.entity:
            continue
        keys = _keys(project, join.entities[1])
        if keys and target.attribute not in keys:
            own = _keys(project, join.entities[0])
            yield _not_key(join, keys, is_key=source.attribute in own, has_key=bool(own))


def _keys(project: Project, entity: Entity) -> list[str]:
    """Return the keys that an entity is given, if the snapshot or entityInfo does."""
    return sorted(project.keys.of(entity)) if project.keys.by_entity_info(entity) else []


def _not_key(join: Join, keys: list[str], *, is_key: bool, has_key: bool) -> Finding:
    target, entity = join.columns[1], join.entities[1]
    of_account = is_contact(join.entities[0]) and is_account(entity)
    many = has_key and not is_key
    named = either(keys)
    return Finding(
        target.at,
        f"`{join.link.name}` leads to `{entity}.{target.attribute}`, but the primary key of `{entity}` is "
        f"{', '.join(quoted(keys))}{_consequence(many=many)}",
        label="not the primary key",
        related=(Related(entity.attribute_at(keys[0]), "the key"),),
        help=f"lead it to {named}" + _linking(is_key=is_key, many=many),
        severity="error" if of_account else None,
        sources=(_KEY, *((_MANY,) if many else ()), *((_ACCOUNT,) if of_account else ())),
        repairs=_repairs(join, entity, keys),
    )


def _consequence(*, many: bool) -> str:
    return ": a row may belong to many rows there, and many here to each of them" if many else ""


def _linking(*, is_key: bool, many: bool) -> str:
    if is_key:
        return ", or declare the relationship from the other end"
    if many:
        return "; if many do belong to many, make a linking entity with a relationship to each of the two"
    return ""


def _repairs(join: Join, entity: Entity, keys: list[str]) -> tuple[Replacement, ...]:
    source, node = join.columns[0].canonical_type, join.link.node
    if not node.written("toAttributeName") or len(keys) > 1:
        return ()
    if source is None or not same_type(source, entity.canonical_type(keys[0])):
        return ()
    return (Replacement(keys[0], f"Lead it to the key, `{keys[0]}`"),)
