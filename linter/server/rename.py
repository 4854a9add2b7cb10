"""New names for what is ours: relationships that payloads plan, and match rules."""

from __future__ import annotations

import re
from typing import Final

from linter.diagnostic import Edit, Location
from linter.instance.entity import DataSource, Entity
from linter.named_tuple import NamedTuple
from linter.project.names import Link, Name, declarations, names_known
from linter.server.typed_document import TypedDocument
from linter.text.edits import replaced, written
from linter.text.source import Text
from linter.wording import joined

_LINK_NAME: Final = re.compile(r"[A-Za-z0-9_]+")
_OURS: Final = ("MatchRule", "MatchStep", "MatchException", "AttributeGroup")


class Refused(Exception):  # noqa: N818  # it names the situation, and reads so in `raise`
    """A name that can't be changed here; the message says why."""


class Renaming(NamedTuple):
    """A place whose string gets another value."""

    at: Location
    value: str


def renamable(view: TypedDocument) -> tuple[Location, str]:
    """Return where the name at the cursor stands, and the name; raises Refused where it isn't ours."""
    if view.cursor.part == "key":
        raise Refused("a property's name is given by the service")
    for name in view.names_here():
        if not isinstance(name.thing, Link):
            raise Refused(_why_not(name, view.cursor.typed(view.text)))
        _require_planned(name, view)
        return name.at, name.thing.name
    owner = view.owner()
    if owner is not None and owner.shape.name in _OURS and str(view.cursor.path[-1]).lower() == "name":
        return Location(view.name, view.cursor.path), view.cursor.typed(view.text)
    raise Refused("only the names of planned relationships and of match rules can be changed")


def renamings(view: TypedDocument, new: str) -> list[Renaming]:
    """Return every change that a new name needs; raises Refused where it can't be had."""
    here, old = renamable(view)
    link = next((name.thing for name in view.names_here() if isinstance(name.thing, Link)), None)
    if link is None:
        _require_free(view, new)
        return [Renaming(here, new)]
    if not _LINK_NAME.fullmatch(new):
        rule = "(RL01)" if link.what == "relationship" else "(SG120)"
        raise Refused(f"a {link.what}'s name has letters, numbers and underscores only {rule}")
    taken = declarations(link._replace(name=new), view.project)
    if new != old and taken:
        rule = "(RL02)" if link.what == "relationship" else "(SG121)"
        raise Refused(f"there is a {link.what} `{new}` already, in {taken[0].document} {rule}")
    if len(declarations(link, view.project)) > 1:
        return [Renaming(here, new)]  # what else has the name may mean the other one
    uses = dict.fromkeys(name.at for name in names_known(view.project).of(link))
    return [_renaming(at, new) for at in uses]


def _renaming(at: Location, new: str) -> Renaming:
    if not at.path:
        raise Refused(
            f"{at.document} updates this relationship, and is named after it: rename the file first"
        )
    return Renaming(at, new)


def _require_planned(name: Name, view: TypedDocument) -> None:
    """Refuse a relationship that nothing plans, and a name that may mean one of several."""
    assert isinstance(name.thing, Link)
    declared = declarations(name.thing, view.project)
    saved = [
        at for at in declared if any(snapshot.file == at.document for snapshot in view.project.snapshots)
    ]
    if not declared:
        raise Refused(f"no payload of the project creates {name.thing.what} `{name.thing.name}`")
    if saved and (not name.declares or name.at in saved):
        raise Refused(
            f"{name.thing.what} `{name.thing.name}` exists in the instance already ({saved[0].document})"
        )
    if len(declared) > 1 and not name.declares:
        where = joined(list(dict.fromkeys(at.document for at in declared)))
        raise Refused(
            f"{name.thing.what} `{name.thing.name}` is planned twice, in {where}: rename one of them there"
        )


def _require_free(view: TypedDocument, new: str) -> None:
    """Refuse a name of a rule that says nothing, or that one beside it has."""
    owner = view.owner()
    if not new.strip():
        raise Refused("a name has at least one character")
    for node in view.nodes():
        beside = owner is not None and node.shape is owner.shape and node.parent is owner.parent
        if beside and node is not owner and node.text("name") == new:
            raise Refused(f"there is `{new}` beside it already")


def _why_not(name: Name, typed: str) -> str:
    if isinstance(name.thing, Entity):
        return f"`{name.thing}` is ingested under this name; it is renamed where it comes from"
    if isinstance(name.thing, DataSource):
        return f"data source `{name.thing}` has this name in the instance"
    if name.thing is None:
        return f"it isn't known what `{typed}` names"
    return f"`{typed}` is ingested under this name; it is renamed where it comes from"


def span_of(at: Location, text: Text | None) -> tuple[int, int]:
    """Return where a name stands in its document; raises Refused where that can't be told."""
    if text is None or text.fault is not None:
        raise Refused(f"{at.document} can't be read: mend it first")
    filled = next(text.filled_at(at), None)
    if filled is not None:
        written = filled.placeholder.written
        where = text.given_in(at)
        raise Refused(f"{at.document} has `{written}` for it: change its value in {where} first")
    found = text.span(at)
    if at.slice is not None and found == text.span(at._replace(slice=None)):
        raise Refused(f"{at.document} writes the URL in a way in which the name's place can't be told")
    return found


def edit_of(renaming: Renaming, text: Text | None) -> Edit:
    """Return the edit of a document that makes a change; raises Refused where it can't be made."""
    at, value = renaming
    start, end = span_of(at, text)
    assert text is not None
    if text.requests is not None:
        made = replaced(text, at, value)
        if made is None:
            raise Refused(f"{at.document} writes it in a way that can't be edited")
        return Edit(text.name, text.range_of(made.start, made.end), made.text)
    if at.slice is None:
        value = written(text, start, value)
    return Edit(text.name, text.range_of(start, end), value)
