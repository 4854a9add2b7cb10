"""Reads and writes plain values as a document spells them: property names regardless of case."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property
from typing import Any

from linter.instance.entity import DataSource, Entity
from linter.shapes.shape import Shape


def property_of(value: Any, name: str) -> Any:
    """Return a property of a plain object, None where it hasn't it."""
    return value.get(_spelled(value, name)) if isinstance(value, dict) else None


def put(value: dict[str, Any], name: str, told: Any) -> None:
    """Let a plain object have a property, or not have it where `told` is None."""
    if told is None:
        value.pop(_spelled(value, name), None)
    else:
        value[_spelled(value, name)] = told


def value_at(value: Any, path: Iterable[str | int]) -> Any:
    """Return what stands at a path of a plain value."""
    for step in path:
        value = value[step]
    return value


class LaidList:
    """A list of a plain object, its items by what they are called; what is taken out leaves it in the end."""

    def __init__(self, holder: dict[str, Any], name: str, called: Callable[[Any], str]) -> None:
        listed = property_of(holder, name)
        self.items: list[Any] = listed if isinstance(listed, list) else []
        self._holder = holder
        self._name = name
        self._found: dict[str, list[Any]] = {}
        self._gone: set[int] = set()  # by which objects they are: paths lead to the others until the end
        for one in self.items:
            self._found.setdefault(called(one), []).append(one)

    def get(self, called: str) -> Any:
        """Return the first item that is called so; None where there is none any more."""
        return next(iter(self._found.get(called, ())), None)

    def has(self, item: Any) -> bool:
        """Tell whether one of the items that were in the list at first hasn't been taken out."""
        return id(item) not in self._gone

    def add(self, called: str, item: Any) -> None:
        """Let the object have the list, and the list one more item; one without a name isn't found again."""
        put(self._holder, self._name, self.items)
        self.items.append(item)
        if called:
            self._found.setdefault(called, []).append(item)

    def take_out(self, called: str) -> None:
        """Let the list not have what is called so."""
        self._gone.update(map(id, self._found.pop(called, ())))

    def end(self) -> None:
        """Take away what was taken out."""
        self.items[:] = [one for one in self.items if id(one) not in self._gone]


class LaidSources:
    """The data sources of a snapshot's plain value, with their entities, while requests are laid over it."""

    def __init__(self, value: dict[str, Any]) -> None:
        self._value = value
        self._entities: dict[int, tuple[dict[str, Any], LaidList]] = {}  # by which object their source is

    @cached_property
    def _by_id(self) -> LaidList:
        """The data sources by their IDs, in whatever case."""
        return LaidList(self._value, "dataSources", lambda one: str(property_of(one, "dataSourceId")).lower())

    @cached_property
    def _system(self) -> LaidList:
        return LaidList(self._value, "systemEntities", _name)

    def get(self, identifier: str) -> dict[str, Any] | None:
        """Return the data source of an ID."""
        found: dict[str, Any] | None = self._by_id.get(identifier.lower())
        return found

    def add(self, identifier: str) -> dict[str, Any]:
        """Return a new data source of an ID."""
        made = {"dataSourceId": identifier}
        self._by_id.add(identifier.lower(), made)
        return made

    def take_out(self, source: DataSource) -> None:
        """Let there be no such data source any more."""
        self._by_id.take_out(source.id.lower())

    def entities_in(self, source: dict[str, Any]) -> LaidList:
        """Return the entities of a data source."""
        if id(source) not in self._entities:
            self._entities[id(source)] = source, LaidList(source, "entities", _name)
        return self._entities[id(source)][1]

    def beside(self, entity: Entity) -> LaidList | None:
        """Return the list that has an entity, or had it; None where its data source is gone."""
        if entity.data_source is None:
            return self._system
        source = self.get(entity.data_source.id)
        return self.entities_in(source) if source is not None else None

    def end(self) -> None:
        """Take away what was taken out."""
        for one in (self._by_id, self._system, *(listed for _, listed in self._entities.values())):
            one.end()


def _name(item: Any) -> str:
    return str(property_of(item, "name"))


def canonical(value: Any, shape: Shape) -> Any:
    """Return a plain value with the names of its properties as the schema spells them."""
    if isinstance(value, list) and shape.items is not None:
        return [canonical(one, shape.items) for one in value]
    if not isinstance(value, dict):
        return value
    made = {}
    for key, one in value.items():
        name = shape.names.get(key.lower()) or key
        inner = (shape.members or {}).get(name) or shape.mapping
        made[name] = canonical(one, inner) if inner is not None else one
    return made


def _spelled(value: dict[str, Any], name: str) -> str:
    folded = name.lower()
    return name if name in value else next((key for key in value if key.lower() == folded), name)
