"""New names for what is ours: relationships that payloads plan, and match rules."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from linter.diagnostic import Location
from linter.server.names import Link, Name, declarations, names_of
from linter.server.view import View
from linter.snapshot import DataSource, Entity

_LINK_NAME: Final = re.compile(r"[A-Za-z0-9_]+")
_OURS: Final = ("MatchRule", "MatchStep", "MatchException", "AttributeGroup")


class Refused(Exception):  # noqa: N818  # it names the situation, and reads so in `raise`
    """A name that can't be changed here; the message says why."""


class Renaming(NamedTuple):
    """A place whose string gets another value."""

    at: Location
    value: str


def renamable(view: View) -> str:
    """Return the name at the cursor; raises Refused where it isn't ours."""
    if view.cursor.part == "key":
        raise Refused("a property's name is given by the service")
    typed = view.cursor.typed(view.text)
    for name in view.names_here():
        if isinstance(name.thing, Link) and name.thing.name == typed:
            _require_planned(name.thing, view)
            return typed
        raise Refused(_why_not(name, typed))
    owner = view.owner()
    if owner is not None and owner.shape.name in _OURS and str(view.cursor.path[-1]).lower() == "name":
        return typed
    raise Refused("only the names of planned relationships and of match rules can be changed")


def renamings(view: View, new: str) -> list[Renaming]:
    """Return every change that a new name needs; raises Refused where it can't be had."""
    old = renamable(view)
    link = next((name.thing for name in view.names_here() if isinstance(name.thing, Link)), None)
    if link is None:
        return [Renaming(Location(view.name, view.cursor.path), new)]
    if not _LINK_NAME.fullmatch(new):
        raise Refused("a relationship's name has letters, numbers and underscores only (RL01)")
    taken = declarations(Link(link.instance, new), view.project)
    if new != old and taken:
        raise Refused(f"there is a relationship `{new}` already, in {taken[0].document} (RL02)")
    uses = dict.fromkeys(name.at for name in names_of(view.project) if name.thing == link)
    return [one for at in uses for one in _renaming(at, view, old, new)]


def _renaming(at: Location, view: View, old: str, new: str) -> Iterator[Renaming]:
    if not at.path:
        raise Refused(
            f"{at.document} updates this relationship, and is named after it: rename the file first"
        )
    request = next((one for one in view.project.requests if one.at == at and one.envelope is not None), None)
    if request is None:
        yield Renaming(at, new)
        return
    url = request.envelope.text("url") if request.envelope is not None else None
    if url is not None:
        before, mark, query = url.partition("?")
        head, slash, last = before.rpartition("/")
        if last == old:
            yield Renaming(at, head + slash + new + mark + query)


def _require_planned(link: Link, view: View) -> None:
    for at in declarations(link, view.project):
        if any(snapshot.file == at.document for snapshot in view.project.snapshots):
            raise Refused(f"relationship `{link.name}` exists in the instance already ({at.document})")
    if not declarations(link, view.project):
        raise Refused(f"no payload of the project creates relationship `{link.name}`")


def _why_not(name: Name, typed: str) -> str:
    if isinstance(name.thing, Entity):
        return f"`{name.thing}` is ingested under this name; it is renamed where it comes from"
    if isinstance(name.thing, DataSource):
        return f"data source `{name.thing}` has this name in the instance"
    if name.thing is None:
        return f"it isn't known what `{typed}` names"
    return f"`{typed}` is ingested under this name; it is renamed where it comes from"


def written(value: str, before: str, *, yaml: bool) -> str:
    """Return a string as a file writes it that wrote `before` in its place."""
    if yaml and before[:1] not in "\"'" and re.fullmatch(r"[A-Za-z_]\w*", value):
        return value
    return json.dumps(value, ensure_ascii=False)
