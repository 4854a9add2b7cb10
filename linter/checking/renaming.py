"""What two snapshots call differently, carried through the payloads of a project."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Final

from linter.diagnostic import Edit, Fix, Location, Range
from linter.instance.drift import Difference
from linter.instance.entity import Entity
from linter.instance.snapshot import Snapshot
from linter.kinds.references import Mention, SourceMention
from linter.named_tuple import NamedTuple
from linter.project.names import Attribute, Key, Link, Name, Names, Thing, key_of, names_known
from linter.reading.taken import Loaded
from linter.text.edits import replaced
from linter.text.source import Text

_IN_PATHS: Final = re.compile(r"[A-Za-z0-9_.~-]+")
_IN_QUERIES: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


class Carried(NamedTuple):
    """A renaming of what payloads name: fixes that give places the new name, and the other places."""

    change: Difference
    fixes: tuple[Fix, ...] = ()
    left: tuple[tuple[Location, str], ...] = ()  # where it can't be carried, and why


class _Renamed(NamedTuple):
    """What a thing of the old snapshot is called in the new one."""

    change: Difference
    name: str


def carried(loaded: Loaded, changes: Iterable[Difference], after: Snapshot) -> list[Carried]:
    """Return what becomes of the renamings in a project that was read over the old snapshot alone.

    The changes are those from that snapshot, under whatever name it was read, to `after`.
    """
    names, renamings = names_known(loaded.project), [one for one in changes if one.kind == "renamed"]
    table = dict(_table(names, loaded.project.snapshots[0], renamings, after))
    fixes: dict[Difference, dict[Location, Fix]] = {}
    left: dict[Difference, dict[Location, str]] = {}
    for one, thing in _places(loaded, names):
        for renamed, new in _spelled_anew(one, thing, table, after):
            text, change = loaded.texts[one.at.document], renamed.change
            made = _fix(one, new, text, change) if change.is_sure else "the evidence is weak"
            if isinstance(made, Fix):
                fixes.setdefault(change, {})[one.at] = made
            else:
                left.setdefault(change, {})[one.at] = made
    # in YAML an alias has the text of its anchor, and is renamed with it
    edits = {(one.file, one.range) for found in fixes.values() for fix in found.values() for one in fix.edits}
    return [
        Carried(one, (*fixes.get(one, {}).values(),), (*_elsewhere(left.get(one, {}), loaded, edits),))
        for one in renamings
    ]


def _elsewhere(
    left: Mapping[Location, str], loaded: Loaded, edits: Collection[tuple[str, Range]]
) -> list[tuple[Location, str]]:
    """Return the places that are left, without those whose text is edited for another place."""
    return [
        (at, why)
        for at, why in left.items()
        if (at.document, loaded.texts[at.document].range(at)) not in edits
    ]


def _table(
    names: Names, before: Snapshot, renamings: Iterable[Difference], after: Snapshot
) -> Iterator[tuple[Key, _Renamed]]:
    """Yield what is renamed, by its key, with its own new name."""
    own: dict[Location | None, str] = {one.at: one.name for one in after.entities}
    for change in renamings:
        assert change.before is not None
        place = change.before._replace(document=before.file)
        thing = next((one.thing for one in names.at(place)), None)
        if thing is not None:
            yield key_of(thing), _Renamed(change, own.get(change.after, change.new))


def _places(loaded: Loaded, names: Names) -> Iterator[tuple[Name, Thing]]:
    """Yield the places of payloads that name what the snapshot declares, with that."""
    saved = {snapshot.file for snapshot in loaded.project.snapshots}
    told = [(one, one.thing) for one in names if one.thing is not None and one.at.document not in saved]
    planned = {key_of(thing) for one, thing in told if one.declares}
    return ((one, thing) for one, thing in told if key_of(thing) not in planned)


def _spelled_anew(
    one: Name, thing: Thing, table: Mapping[Key, _Renamed], after: Snapshot
) -> Iterator[tuple[_Renamed, str]]:
    """Yield the renaming that a place needs, with what stands there then."""
    if isinstance(thing, Entity):
        assert isinstance(one.wants, Mention)
        yield from _entity_anew(one.wants, thing, table, after)
        return
    found = table.get(key_of(thing))
    is_id = isinstance(one.wants, SourceMention) and one.wants.value != thing.name
    if found is not None and not is_id:
        yield found, found.name


def _entity_anew(
    mention: Mention, entity: Entity, table: Mapping[Key, _Renamed], after: Snapshot
) -> Iterator[tuple[_Renamed, str]]:
    """A name may begin with that of its data source: both may have changed, and both have to be sure."""
    source, written = entity.data_source, str(mention.name)
    renamed = table.get(key_of(entity))
    prefix = written.removesuffix(entity.name).removesuffix("_")
    moved = (
        table.get(key_of(source)) if source is not None and source.name and prefix == source.name else None
    )
    needed = [one for one in (renamed, moved) if one is not None]
    if not needed:
        return
    begin = moved.name if moved is not None else prefix
    name = renamed.name if renamed is not None else entity.name
    cause = next((one for one in needed if not one.change.is_sure), needed[0])
    yield cause, f"{begin}_{name}" if begin else _alone(mention, needed[0], after)


def _alone(mention: Mention, renamed: _Renamed, after: Snapshot) -> str:
    """Return the new name of an entity without its data source's, unless another one has the bare name."""
    is_bare = mention.source is None and not mention.in_path
    is_another = is_bare and str(after.resolve_name(renamed.name).entity) != renamed.change.new
    return renamed.change.new if is_another else renamed.name


def _fix(name: Name, new: str, text: Text, change: Difference) -> Fix | str:
    """Return the fix of a place, or why there is none."""
    at = name.at
    if not at.path and (isinstance(name.thing, Link) or not isinstance(text.value, str)):
        return "the file's path has the name: rename the file"
    filled = next(text.filled_at(at), None)
    if filled is not None:
        written = filled.placeholder.written
        return f"`{written}` stands for it: change its value in {text.given_in(at)}"
    in_urls = _IN_QUERIES if isinstance(name.thing, Attribute) else _IN_PATHS
    if at.slice is not None and not in_urls.fullmatch(new):
        return "a URL can't have the new name as it is"
    made = replaced(text, at, new)
    if made is None:
        return "it is written in a way that can't be edited"
    edit = Edit(at.document, text.range_of(made.start, made.end), made.text)
    return Fix(f"Rename to `{change.new}`", "safe", (edit,))
