"""The name may only have letters, numbers and underscores.

ASCII letters, digits and underscores are right.  Letters and digits of other alphabets get a
warning, since the document doesn't say which letters it means.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

from linter.diagnostic import Finding, Replacement
from linter.kinds.relationships import Relationship
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "RL01",
    "relationship-name-characters",
    "the name may only have letters, numbers and underscores",
    "PATCH …/manage/relationships, limitation 1 of 6",
    service_errors=("invalidRelationshipName", "relationshipNameMissing"),
    kinds=("relationships",),
)

_RIGHT: Final = re.compile(r"[A-Za-z0-9_]+\Z")
_OTHER: Final = re.compile(r"[^A-Za-z0-9_]")


def check(project: Project) -> Says:
    wrong = [
        (relationship, relationship.name)
        for relationship in project.planned_relationships()
        if relationship.name is not None and not _RIGHT.match(relationship.name)
    ]
    if not wrong:
        return
    # neither to a name that another has, nor away from one that another request goes by
    taken = Counter(_OTHER.sub("_", one.name or "") for one in project.planned_relationships())
    taken.update(name for snapshot in project.snapshots for name in snapshot.relationship_names)
    named = {request.parameter("relationshipName") for request in project.requests}
    for relationship, name in wrong:
        repaired = _OTHER.sub("_", name)
        is_free = bool(repaired.strip("_")) and taken[repaired] == 1
        can_be_renamed = is_free and name not in named
        yield _wrong_characters(
            relationship, name, repaired if is_free else "", can_be_renamed=can_be_renamed
        )


def _wrong_characters(
    relationship: Relationship, name: str, repaired: str, *, can_be_renamed: bool
) -> Finding:
    """Return the finding about a name; `repaired` is one that would do, "" where none offers itself."""
    wrong = list(dict.fromkeys(_OTHER.findall(name)))
    only_letters = bool(wrong) and all(character.isalnum() for character in wrong)
    message = (
        f"relationship name `{name}` has " + _listed(wrong) if name else "the relationship name is empty"
    )
    return Finding(
        relationship.name_at,
        message,
        label="only letters, numbers and underscores",
        help=f"name it `{repaired}`" if repaired else "give it a name of letters, numbers and underscores",
        severity="warning" if only_letters else None,
        service_errors=RULE.service_errors if not name else RULE.service_errors[:1],
        repairs=(Replacement(repaired, f"Rename it to `{repaired}`"),) if can_be_renamed else (),
    )


def _listed(characters: list[str]) -> str:
    shown = [f"`{character}`" if character.strip() else "white space" for character in characters]
    return ", ".join(dict.fromkeys(shown)) + ", where only letters, numbers and underscores may stand"
