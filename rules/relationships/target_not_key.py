"""A relationship must lead to the primary key of its target.

The target is the to-end of a relationship from many to one, or from one to one; of one from one to many
the page says nothing.  That of a contact to its account has to be the account's key.  Where the types
of the two attributes differ as well, RL105 says both.
"""

from __future__ import annotations

from linter.diagnostic import Cause, Finding, HeldBack, Related, Replacement, Stated, cause_at
from linter.instance.data_types import same_type
from linter.instance.entity import Entity
from linter.project.project import Project
from linter.project.relationships import Join
from linter.rulekit.contacts import is_account, is_contact
from linter.rulekit.joins import differ, given_keys, missed_keys
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
    for join in project.planned.joins:
        keys = missed_keys(project, join)
        if not keys:
            continue
        if differ(join):
            yield HeldBack(join.columns[1].at, cause_at(join.columns[1].at))
        elif (cause := _said_of_keys(project, join, keys)) is not None:
            yield HeldBack(join.columns[1].at, cause)
        else:
            own = given_keys(project, join.entities[0])
            yield _not_key(join, keys, is_key=join.columns[0].attribute in own, has_key=bool(own))


def _said_of_keys(project: Project, join: Join, keys: list[str]) -> Cause | None:
    """Return what is reported of the key itself, so that the relationship may well be right."""
    from linter.rulekit.unfit_keys import said_of_key  # only a finding pays for it

    found = (said_of_key(project, join.entities[1], one) for one in keys)
    return next(filter(None, found), None)


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
    source = str(join.columns[0].canonical_type)
    is_written = join.link.node.written("toAttributeName")
    if not is_written or len(keys) > 1 or not same_type(source, entity.canonical_type(keys[0])):
        return ()
    return (Replacement(keys[0], f"Lead it to the key, `{keys[0]}`"),)
