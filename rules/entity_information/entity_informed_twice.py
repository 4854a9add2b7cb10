"""Entity information must have an entity once."""

from __future__ import annotations

from linter.diagnostic import Finding, Related, Stated
from linter.kinds.entity_information import EntityInformation
from linter.kinds.references import Mention
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "CE104",
    "entity-informed-twice",
    "entity information must have an entity once",
    "a convention of this linter: entity information has each entity once",
    severity="warning",
    sources=(Stated("convention", "entity information has each entity once"),),
    inferred=True,
    local=True,
    kinds=("entityInformation",),
    needs=("snapshot",),
)


def check(project: Project) -> Says:
    for payload in project.entity_information:
        yield from _check_payload(payload)


def _check_payload(payload: EntityInformation) -> Says:
    first: dict[object, Mention] = {}
    for listed in payload.entities:
        mention = listed.mention
        if mention.entity is None:
            continue
        before = first.setdefault(mention.entity, mention)
        if before is not mention:
            yield Finding(
                mention.at,
                f"`{mention.entity}` is in the entity information already",
                label="again",
                related=(Related(before.at, "the first time"),),
                help="say all of it in one place, or name the entity that is meant",
            )
