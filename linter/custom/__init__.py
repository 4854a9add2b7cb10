"""What a team's own rule is made with: all that it may import, and what will stay as it is.

docs/custom-rules.md tells it, with what each of these can be asked; the tests hold both together.
"""

from __future__ import annotations

from linter.custom.asking import entities, entity_named, objects, requests
from linter.custom.card import RuleCard
from linter.diagnostic import Finding, Lack, Location, NotChecked, Related, Replacement
from linter.project.project import Project
from linter.rulekit.rule import Says

__all__ = [
    "Finding",
    "Lack",
    "Location",
    "NotChecked",
    "Project",
    "Related",
    "Replacement",
    "RuleCard",
    "Says",
    "entities",
    "entity_named",
    "objects",
    "requests",
]
