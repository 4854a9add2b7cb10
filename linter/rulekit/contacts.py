"""Which entities hold business accounts, and which their contacts: what says so is their key's meaning."""

from __future__ import annotations

from linter.instance.entity import Entity


def is_account(entity: Entity) -> bool:
    """Tell whether an entity holds business accounts."""
    return entity.meaning == "account"


def is_contact(entity: Entity) -> bool:
    """Tell whether an entity holds contacts."""
    return entity.meaning == "contact"


def labelled(entity: Entity, meaning: str) -> list[str]:
    """Return the attributes whose semantic type is a word such as "account"."""
    return [name for name in entity.attributes or () if entity.meaning_of(name) == meaning]
