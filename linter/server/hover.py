"""What the editor says of the thing under the cursor, in Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from linter.data_types import UNKNOWN
from linter.pages import page_of
from linter.payloads.references import Column, Mention
from linter.project import Project
from linter.rule import RuleModule
from linter.server.names import Attribute, Link, Thing, names_of
from linter.server.view import View
from linter.shape import Node
from linter.snapshot import DataSource, Entity, Snapshot

_WORD: Final = re.compile(r"[A-Za-z0-9-]+")
_LINK: Final = re.compile(r"\[([^\]]+)\]\([^)]+\.md\)")
_SIGNS: Final = re.compile(r"([\\`*_{}\[\]<>#|])")
USERS_SHOWN: Final = 5


def hover(view: View) -> str | None:
    """Return what there is to say of the cursor's place."""
    if view.cursor.part == "key":
        return _property(view)
    for name in view.names_here():
        if name.thing is not None:
            return about(name.thing, view.project)
        if isinstance(name.wants, (Mention, Column)):
            return None  # it leads nowhere: the finding says so
    shape = view.shape()
    return _escaped(shape.description) if shape is not None and shape.description else None


def about(thing: Thing, project: Project) -> str:
    """Return what the project knows of a thing."""
    if isinstance(thing, Entity):
        said = _entity(thing, project)
    elif isinstance(thing, Attribute):
        said = _attribute(thing)
    elif isinstance(thing, DataSource):
        said = _source(thing, project)
    else:
        said = _link(thing, project)
    users = sorted(
        {name.at.document for name in names_of(project) if name.thing == thing and not name.declares}
    )
    return "\n".join([*said, *_users(users)])


def page_at(text: str, offset: int) -> str | None:
    """Return the page of the rule whose code or name stands at an offset, without its examples."""
    from rules import ALL

    for word in _WORD.finditer(text, max(0, offset - 80), offset + 80):
        if word.start() <= offset <= word.end():
            for module in ALL:
                if word.group() in (module.RULE.code, module.RULE.name):
                    return _read(module)
    return None


def _read(module: RuleModule) -> str:
    """Return the page as a hover shows it: its links lead to other pages, which the editor doesn't have."""
    name, _, said = _LINK.sub(r"\1", page_of(module)).partition("\n## ")[0].removeprefix("# ").partition("\n")
    return f"**{name}**\n{said.rstrip()}"


def _property(view: View) -> str | None:
    owner = view.owner()
    if owner is None or owner.shape.members is None:
        return None
    key = str(view.cursor.path[-1])
    name = owner.shape.names.get(key) or owner.shape.names.get(key.lower())
    if name is None:
        return None
    needed = " Required." if name in owner.shape.required else ""
    values = owner.shape.members[name].values
    known = "\n\nOne of " + ", ".join(f"`{value}`" for value in values) + "." if values else ""
    return f"**{name}** — {_escaped(owner.shape.members[name].description)}{needed}{known}"


def _entity(entity: Entity, project: Project) -> Iterator[str]:
    source = f" of data source {_code(str(entity.data_source))}" if entity.data_source else " (of the system)"
    yield f"**{_escaped(entity.name)}** — entity{source}"
    yield ""
    if entity.primary_key is not None:
        yield f"- primary key: {_code(entity.primary_key)}"
    else:
        yield "- a primary key is planned" if project.keyed_by_entity_info(entity) else "- no primary key"
    type_ = project.entity_type(entity)
    if type_ is not None:
        yield f"- type: {_escaped(type_)}{'' if type_ == entity.entity_type else ', planned'}"
    if entity.attributes is not None:
        yield f"- {len(entity.attributes)} attributes"


def _attribute(attribute: Attribute) -> Iterator[str]:
    entity, name = attribute
    yield f"**{_escaped(name)}** — attribute of {_code(str(entity))}"
    yield ""
    declared, canonical = entity.declared_type(name), entity.canonical_type(name)
    if declared:
        meant = "" if canonical in (UNKNOWN, declared) else f", which is {canonical}"
        yield f"- type: {_code(declared)}{meant}"
    more = (entity.attributes or {}).get(name)
    if isinstance(more, Node) and more.text("semanticType"):
        yield f"- semantic type: {_code(str(more.text('semanticType')))}"
    if entity.primary_key == name:
        yield "- the primary key"


def _source(source: DataSource, project: Project) -> Iterator[str]:
    yield f"**{_escaped(str(source))}** — data source {_code(source.id)}"
    yield ""
    for snapshot in project.snapshots:
        if source in snapshot.data_sources:
            yield f"- {sum(1 for _ in snapshot.entities_in(source))} entities"


def _link(link: Link, project: Project) -> Iterator[str]:
    yield f"**{_escaped(link.name)}** — relationship"
    yield ""
    for snapshot in project.snapshots:
        for one in project.links(snapshot) if snapshot.file == link.instance else ():
            if one.name == link.name:
                ends = " → ".join(_code(str(end.entity or end.name)) for end in one.ends)
                yield f"- {ends}{', planned' if one.planned else _saved(snapshot)}"


def _saved(snapshot: Snapshot) -> str:
    return f", as {_code(snapshot.file)} says"


def _users(documents: list[str]) -> Iterator[str]:
    if documents:
        shown = ", ".join(map(_code, documents[:USERS_SHOWN]))
        more = f" and {len(documents) - USERS_SHOWN} more" if len(documents) > USERS_SHOWN else ""
        yield f"- named in {shown}{more}"
    else:
        yield "- named nowhere else"


def _code(text: str) -> str:
    fence = "``" if "`" in text else "`"
    return f"{fence}{text}{fence}"


def _escaped(text: str) -> str:
    return _SIGNS.sub(r"\\\1", text)
