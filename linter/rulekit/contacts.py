"""Which entities hold business accounts, and which their contacts: what says so is their key's meaning."""

from __future__ import annotations

from linter.instance.snapshot import Entity
from linter.shapes.node import Node


def is_account(entity: Entity) -> bool:
    """Tell whether an entity holds business accounts."""
    return _means(entity) == "account"


def is_contact(entity: Entity) -> bool:
    """Tell whether an entity holds contacts."""
    return _means(entity) == "contact"


def labelled(entity: Entity, meaning: str) -> list[str]:
    """Return the attributes whose semantic type is a word such as "account"."""
    return [name for name in entity.attributes or () if _label(entity, name) == meaning]


def _means(entity: Entity) -> str:
    """Return the semantic type of an entity, or else that of its primary key, folded."""
    said = entity.node.text("semanticType")
    if said is not None:
        return said.lower()
    return _label(entity, entity.primary_key) if entity.primary_key is not None else ""


def _label(entity: Entity, attribute: str) -> str:
    told = (entity.attributes or {}).get(attribute)
    return (told.text("semanticType") or "").lower() if isinstance(told, Node) else ""
