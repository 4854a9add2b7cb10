"""A primary key should not be what people change or share: an e-mail address, a phone number, a name."""

from __future__ import annotations

from linter.diagnostic import Finding, Location, Stated
from linter.instance.entity import Entity
from linter.kinds.entity_information import Listed
from linter.project.project import Project
from linter.rulekit.personal import personal
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "CE103",
    "personal-primary-key",
    "a primary key should not be an e-mail address, a phone number, an address or a person's name",
    "support article on unification results: a primary key should not be a demographic field",
    severity="warning",
    sources=(Stated("product-page", "M09"),),
    kinds=("entityInformation",),
    needs=("snapshot",),
)


def check(project: Project) -> Says:
    for payload in project.entity_information:
        seen: set[Entity] = set()
        for listed in payload.entities:
            entity = listed.mention.entity
            if entity is not None and entity not in seen:
                seen.add(entity)
                yield from _check_key(project, entity, listed)


def _check_key(project: Project, entity: Entity, listed: Listed) -> Says:
    key = str(listed.primary_key or project.keys.named(entity))
    node = listed.mention.node
    if not entity.has(key) or (node is not None and "primaryKey" in node.broken):
        return
    what = personal(key, project.meanings.of(entity, key))
    if what:
        yield Finding(
            _place(listed),
            f"the primary key of `{entity}`, `{key}`, is {what}: it changes, and several rows may share it",
            label=f"identifies rows by {what}",
            help="choose an attribute that identifies a row for good, such as the ID that its source gives",
        )


def _place(listed: Listed) -> Location:
    if listed.primary_key is None:
        return listed.mention.at
    assert listed.mention.node is not None
    return listed.mention.node.at("primaryKey")
