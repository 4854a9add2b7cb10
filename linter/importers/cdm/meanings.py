"""What names mean to the attributes of a CDM entity, and what their definitions say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from linter.importers.cdm.columns import IDENTIFIES, NOTHING_SAID, Said, TableColumn, said_by
from linter.importers.cdm.data_formats import TELLING, TRAITS, WELL_KNOWN, data_format
from linter.importers.cdm.documents import CdmDocument, CdmObject, listed
from linter.importers.cdm.scopes import Scopes

_LONGEST: Final = 64  # types that extend one another
_IDENTIFIED: Final = "identifiedBy"
_ROOT: Final = "CdmEntity"  # what all entities extend; it has no attributes
_EMPTY: Final[Mapping[str, Any]] = {}


class Meanings:
    """Finds definitions for one entity; remembers whether one is lacking.

    A name means what the entity's own document sees under it, and only where that sees nothing, what
    the document sees in which it is written.
    """

    def __init__(self, scopes: Scopes, document: CdmDocument) -> None:
        self._scopes = scopes
        self._document = document
        self._types: dict[object, Said] = {}  # what named data types and purposes say
        self._known: dict[tuple[str, str, CdmDocument], CdmObject | None] = {}  # what names mean
        self.partial_because = ""  # what is lacking first of all that attributes come from

    def column(self, place: CdmObject) -> TableColumn:
        """Return the column that an attribute's definition describes."""
        value = place.value
        traits, source_name = self.said(place, "dataType", "purpose")
        if value.get("isPrimaryKey") is True:
            traits |= {IDENTIFIES}
        written = value.get("dataFormat")
        format_ = written if isinstance(written, str) and written.lower() != "unknown" else ""
        if format_:
            traits = traits.difference(TELLING).union(TRAITS.get(format_.lower(), ()))
        elif not data_format(traits):
            traits = traits.union(_well_known(value.get("dataType")))
        return TableColumn(
            value["name"],
            traits,
            str(value.get("sourceName") or source_name),
            format="" if format_.lower() in TRAITS else format_,
            declared=value["name"],
        )

    def said(self, place: CdmObject, *kinds: str) -> Said:
        """Return what the traits of an attribute say: those of its data type or purpose, and its own."""
        traits, source_name = said_by(listed(place.value.get("appliedTraits")))
        for kind in kinds:
            said = self._said_by(kind, place)
            traits, source_name = traits | said.traits, source_name or said.source_name
        if _name(place.value.get("purpose"), "purpose") == _IDENTIFIED:  # also where CDM isn't at hand
            traits |= {IDENTIFIES}
        return Said(traits, source_name)

    def _said_by(self, kind: str, place: CdmObject) -> Said:
        """Return what the traits of the data type or the purpose of an attribute say."""
        if kind not in place.value:
            return NOTHING_SAID
        name = place.value[kind]
        key = (kind, name, place.document) if isinstance(name, str) else None
        known = self._types.get(key)
        if known is None:
            traits, is_all = self._traits(kind, place)
            known = said_by(traits)
            if key is not None and is_all:
                self._types[key] = known
        return known

    def _traits(self, kind: str, place: CdmObject) -> tuple[list[object], bool]:
        """Return the traits of the data type or the purpose of an attribute, and of what it extends.

        And whether they are all there.
        """
        key, extends = kind, _EXTENDS[kind]
        traits: list[object] = []
        seen: set[object] = set()
        while key in place.value and identity(place) not in seen:
            if len(seen) > _LONGEST:
                self.lacks("depth", place, f"more than {_LONGEST} types extend one another", key)
                return traits, False
            seen.add(identity(place))
            if isinstance(place.value[key], dict):
                traits += listed(place.value[key].get("appliedTraits"))
            found = self.referenced(place, key, kind)
            if found is None:
                return traits, False
            traits += listed(found.value.get("exhibitsTraits"))
            place, key = found, extends
        return traits, True

    def referenced(self, place: CdmObject, key: str, kind: str) -> CdmObject | None:
        """Return the definition that the value at `key` names or holds."""
        value = place.value[key]
        path: tuple[str | int, ...] = (key,)
        while isinstance(value, dict) and kind + "Reference" in value:
            value, path = value[kind + "Reference"], (*path, kind + "Reference")
        if isinstance(value, str):
            return self.named(kind, value, CdmObject(place.document, (*place.path, *path), {}))
        if isinstance(value, dict):
            return CdmObject(place.document, (*place.path, *path), value)
        self.lacks("shape", place, f"`{key}` names no {_WORDS[kind]}", *path)
        return None

    def named(self, kind: str, name: str, place: CdmObject) -> CdmObject | None:
        """Return the definition that a name means at a place; note where there is none."""
        key = kind, name, place.document
        if key not in self._known:
            asked = (self._document, place.document)
            if "/" in name:  # a moniker is what its own document calls an import
                asked = (place.document, self._document)
            self._known[key] = self._scopes.find(kind + "Name", name, asked)
        found = self._known[key]
        if found is None and kind != "purpose" and name not in WELL_KNOWN and name != _ROOT:
            message = f"the {_WORDS[kind]} `{name}` isn't defined in what this document imports"
            self._scopes.corpus.lacks(kind, name, message, place)
            if kind != "dataType":
                self.partial_because = self.partial_because or message
        return found

    def lacks(self, kind: str, place: CdmObject, message: str, *below: str | int) -> None:
        """Remember that something is lacking that attributes come from."""
        self.partial_because = self.partial_because or message
        self._scopes.corpus.lacks(kind, f"{place.document.source.path} {place.path}", message, place, *below)


_EXTENDS: Final = {"dataType": "extendsDataType", "purpose": "extendsPurpose"}

_WORDS: Final = {
    "entity": "entity",
    "attributeGroup": "attribute group",
    "dataType": "data type",
    "purpose": "purpose",
}


def _well_known(data_type: object) -> Iterable[str]:
    """Return the traits of CDM's own data types, also where the documents that define them aren't there."""
    return TRAITS.get(WELL_KNOWN.get(_name(data_type, "dataType"), "").lower(), ())


def _name(reference: object, kind: str) -> str:
    value = reference.get(kind + "Reference") if isinstance(reference, dict) else reference
    return value if isinstance(value, str) else ""


def identity(place: CdmObject) -> object:
    """Return what tells an object from all others."""
    return place.document, place.path


def mapping(value: object) -> Mapping[str, Any]:
    """Return an object; an empty one for what is none."""
    return value if isinstance(value, dict) else _EMPTY
