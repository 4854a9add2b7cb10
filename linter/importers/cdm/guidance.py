"""Resolution guidance: how an attribute, or the base of an entity, becomes attributes of the entity."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from linter.importers.cdm.columns import Columns, TableColumn, filled
from linter.importers.cdm.conditions import MAXIMUM_DEPTH
from linter.importers.cdm.documents import CdmObject

_DIRECTIVES: Final = frozenset(("normalized", "referenceOnly"))
_EXPANSION: Final = 5  # how often an array is repeated that doesn't say it
_UNLIMITED: Final = 32  # where `noMaxDepth` is imposed
_EXTENDS: Final = "extendsEntityResolutionGuidance"
_KEYS: Final = ("attributeResolutionGuidance", "resolutionGuidance")


class Guidance:
    """The guidance of an attribute, or for the base of an entity; may be empty."""

    def __init__(self, place: CdmObject) -> None:
        self.place = place
        self.value = place.value
        reference = self.value.get("entityByReference")
        self._reference: Mapping[str, Any] | None = reference if isinstance(reference, dict) else None

    @property
    def directives(self) -> frozenset[str]:
        """The directives under which attributes are resolved."""
        imposed, removed = (
            _strings(self.value.get(key)) for key in ("imposedDirectives", "removedDirectives")
        )
        return _DIRECTIVES.union(imposed).difference(removed)

    @property
    def is_many(self) -> bool:
        """Whether there are many of the attribute."""
        said = self.value.get("cardinality", "many" if "expansion" in self.value else "one")
        return bool(said == "many")

    @property
    def is_left_out(self) -> bool:
        """Whether nothing comes of it, as the other side of the relationship refers to this one."""
        return self.is_many and "normalized" in self.directives

    @property
    def is_removed(self) -> bool:
        """Whether the attribute takes away what is inherited under its name."""
        return self.value.get("removeAttribute") is True

    @property
    def selects_one(self) -> bool:
        """Whether the entity is one of several, and a further attribute tells which."""
        selects = self.value.get("selectsSubAttribute")
        return isinstance(selects, dict) and selects.get("selects", "one") == "one"

    @property
    def refers(self) -> bool:
        """Whether an entity is referred to, instead of being embedded."""
        if self._reference is None or "referenceOnly" not in self.directives:
            return False
        return self._is_allowed or ("foreignKeyAttribute" in self._reference and not self._is_always)

    @property
    def has_foreign_key(self) -> bool:
        """Whether a foreign key is added."""
        if self._reference is None or not (self._is_allowed or "foreignKeyAttribute" in self._reference):
            return False
        return self._is_always or "referenceOnly" in self.directives

    @property
    def _is_allowed(self) -> bool:
        return self._reference is not None and self._reference.get("allowReference") is not False

    @property
    def _is_always(self) -> bool:
        return self._reference is not None and self._reference.get("alwaysIncludeForeignKey") is True

    @property
    def depth(self) -> int:
        """How deep entities may lie in one another."""
        said = (self._reference or {}).get("referenceOnlyAfterDepth")
        if "noMaxDepth" in self.directives:
            return _UNLIMITED
        return min(said, _UNLIMITED) if isinstance(said, int) and said else MAXIMUM_DEPTH

    @property
    def ordinals(self) -> Sequence[int | None]:
        """The numbers under which an attribute is repeated; None where it isn't."""
        if not self.is_many:
            return (None,)
        start, most = self._expansion("startingOrdinal", 0), self._expansion("maximumExpansion", _EXPANSION)
        return range(start, start + max(0, most))

    def _expansion(self, key: str, default: int) -> int:
        expansion = self.value.get("expansion")
        said = expansion.get(key) if isinstance(expansion, dict) else None
        return said if isinstance(said, int) else default

    def selected(self, columns: Columns) -> Columns:
        """Return the columns that are selected by the names under which they are given."""
        selects = self.value.get("selectsSubAttribute")
        if not isinstance(selects, dict) or selects.get("selects") != "some":
            return columns
        avoided = frozenset(_strings(selects.get("selectsSomeAvoidNames")))
        if avoided or not selects.get("selectsSomeTakeNames"):
            return {name: column for name, column in columns.items() if name not in avoided}
        taken = dict.fromkeys(_strings(selects["selectsSomeTakeNames"]))
        return {name: columns[name] for name in taken if name in columns}

    def renamed(self, attribute: str | None, ordinal: int | None, column: TableColumn) -> TableColumn:
        """Rename a column by a format: {a} is the attribute, {o} its number, {m} or {M} the column.

        A column that isn't of an entity has no such `attribute`, and takes its number only.
        """
        number = column.ordinal if ordinal is None else ordinal
        parts = {"a": attribute or "", "o": "" if number is None else str(number), "m": column.name}
        return column._replace(name=filled(self._form(attribute), parts), ordinal=number)

    def _form(self, attribute: str | None) -> str:
        """Return the format of names; only those of an entity's columns can be said."""
        if attribute is None:
            return "{m}{o}"
        said = self.value.get("renameFormat")
        if isinstance(said, str):
            return said
        return "{a}{o}{M}" if self.is_many else "{a}{M}"


def is_given(place: CdmObject) -> bool:
    """Tell whether an attribute or a reference to a group has guidance."""
    return not place.value.keys().isdisjoint(_KEYS)


def of_attribute(place: CdmObject) -> Guidance:
    """Return the guidance of an attribute or of a reference to a group."""
    key = next((one for one in _KEYS if one in place.value), _KEYS[-1])
    return _at(place, key)


def of_base(place: CdmObject) -> Guidance:
    """Return the guidance for what an entity inherits."""
    return _at(place, _EXTENDS)


def _at(place: CdmObject, key: str) -> Guidance:
    value = place.value.get(key)
    return Guidance(CdmObject(place.document, (*place.path, key), value if isinstance(value, dict) else {}))


def _strings(values: object) -> Iterator[str]:
    return (one for one in (values if isinstance(values, list) else ()) if isinstance(one, str))
