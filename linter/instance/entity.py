"""What a snapshot says of an entity, and of the data source that it is ingested from."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from linter.diagnostic import Lack, Location
from linter.instance.data_types import canonical_type, same_type
from linter.named_tuple import NamedTuple
from linter.placeholders import placeholders_in
from linter.shapes.node import Node
from linter.suggest import KnownNames
from linter.wording import in_brackets


class DataSource(NamedTuple):
    """A data source of the instance."""

    id: str
    name: str | None
    at: Location

    def __str__(self) -> str:
        return self.name or self.id


class Entity:
    """An ingested entity (or a system entity, which has no data source)."""

    __slots__ = ("_attributes", "_known_attributes", "_of_type", "data_source", "name", "node")

    def __init__(self, name: str, data_source: DataSource | None, node: Node) -> None:
        self.name = name
        self.data_source = data_source
        self.node = node
        self._attributes: dict[str, Any] | None = None
        self._known_attributes: KnownNames | None = None
        self._of_type: dict[str, list[str]] = {}

    def __str__(self) -> str:
        return f"{self.data_source}_{self.name}" if self.data_source else self.name

    @property
    def at(self) -> Location:
        """Where its name stands."""
        return self.node.at("name")

    @property
    def primary_key(self) -> str | None:
        """The name of the primary key's attribute, if one is defined."""
        return self.node.text("primaryKey")

    @property
    def key_unknown(self) -> bool:
        """Whether the snapshot's word on the primary key can't be read."""
        return "primaryKey" in self.node.broken

    @property
    def entity_type(self) -> str | None:
        """The declared type, folded: "profile", "activity" …"""
        value = self.node.text("entityType")
        return value.lower() if value is not None else None

    @property
    def meaning(self) -> str:
        """Its semantic type, or else that of its primary key, folded; "" where nothing is said."""
        said = self.node.text("semanticType")
        if said is not None:
            return said.lower()
        return self.meaning_of(self.primary_key) if self.primary_key is not None else ""

    def meaning_of(self, attribute: str) -> str:
        """Return the semantic type that is declared of an attribute, folded."""
        declared = (self.attributes or {}).get(attribute)
        return (declared.text("semanticType") or "").lower() if isinstance(declared, Node) else ""

    @property
    def attributes(self) -> dict[str, Any] | None:
        """Name to declaration, or None when the snapshot doesn't declare them."""
        if self._attributes is None:
            declared = self.node.node("attributes")
            if declared is None:
                return None
            known = declared.values
            if len(known) < declared.count:
                known = dict.fromkeys(declared.keys) | known
            self._attributes = known
        return self._attributes

    @property
    def known_attributes(self) -> KnownNames:
        """The names of the attributes that are declared, for questions which are close to another one."""
        if self._known_attributes is None:
            self._known_attributes = KnownNames(self.attributes or ())
        return self._known_attributes

    @property
    def attributes_complete(self) -> bool:
        """Whether the attributes that are declared are all that it has; what is malformed doesn't say so."""
        if not {"complete", "attributes"}.isdisjoint(self.node.broken):
            return False
        said = self.node.node("complete")
        return said is None or (said.get("attributes") is not False and "attributes" not in said.broken)

    @property
    def partial_because(self) -> str:
        """Why they aren't, as far as the snapshot says it."""
        said = self.node.node("complete")
        return "" if said is None or self.attributes_complete else said.text("because") or ""

    @property
    def attribute_names(self) -> Collection[str]:
        """The names of the attributes that are declared."""
        return self.attributes or ()

    def has(self, name: str | None) -> bool:
        """Tell whether an attribute of a name is declared."""
        return name in (self.attributes or ())

    def lacks(self, name: str) -> bool:
        """Tell whether it is certain that it has no attribute of a name."""
        return self.attributes is not None and self.attributes_complete and name not in self.attributes

    @property
    def torn_at(self) -> tuple[str, ...]:
        """The properties that name an attribute that is not declared, though all are said to be."""
        declared = self.node.node("attributes")
        if declared is None:
            return ()
        named = ((one, self.node.text(one)) for one in ("primaryKey", "timestampFieldName"))
        found = tuple(one for one, name in named if name is not None and not declared.written(name))
        is_said = self.attributes_complete
        return tuple(one for one in found if is_said and not any(placeholders_in(self.node.text(one) or "")))

    def not_there(self, what: str) -> str:
        """Return how to say that something of it isn't in the snapshot, though it may well have it."""
        why = in_brackets(self.partial_because)
        return f"{what} is not in the snapshot, which does not have all of `{self}`{why}"

    def lack_of(self, name: str) -> Lack:
        """Return why it isn't known whether it has an attribute that isn't declared."""
        why = in_brackets(self.partial_because)
        return Lack(
            f"the attributes of `{self}` are not all in the snapshot{why}, and none of them is `{name}`",
            f"write the others into {self.at.document}, or `c360lint snapshot import` a whole source",
        )

    def attribute_at(self, name: str) -> Location:
        """Return where an attribute is declared."""
        declared = self.node.node("attributes")
        return declared.at(name)._replace(part="key") if declared else self.at

    def declared_type(self, name: str) -> str:
        """Return an attribute's type as the snapshot writes it, or "" when it doesn't."""
        value = (self.attributes or {}).get(name)
        if isinstance(value, Node):
            return value.text("type") or value.text("dataType") or ""
        return value if isinstance(value, str) else ""

    def canonical_type(self, name: str) -> str:
        """Return an attribute's canonical type, "Unknown" when it isn't declared."""
        return canonical_type(self.declared_type(name))

    def of_type(self, canonical: str) -> list[str]:
        """Return the names of the attributes that are sure to be of a canonical type."""
        if canonical not in self._of_type:
            known = self.attributes or ()
            self._of_type[canonical] = [
                one for one in known if same_type(self.canonical_type(one), canonical)
            ]
        return self._of_type[canonical]

    def guessed_from(self, name: str) -> str:
        """Return what an attribute's type is a guess from, "" when it is none."""
        value = (self.attributes or {}).get(name)
        return (value.text("guessedFrom") or "") if isinstance(value, Node) else ""

    def annotated(self, annotation: str) -> list[str]:
        """Return the names of the attributes that have an annotation, such as "ReadOnly"."""
        declared = (self.attributes or {}).items()
        of = ((name, one.get("annotations")) for name, one in declared if isinstance(one, Node))
        return [name for name, said in of if _says(said, annotation.lower())]

    def is_annotated(self, attribute: str, annotation: str) -> bool:
        """Tell whether an attribute has an annotation."""
        declared = (self.attributes or {}).get(attribute)
        return isinstance(declared, Node) and _says(declared.get("annotations"), annotation.lower())


def _says(annotations: Any, folded: str) -> bool:
    """Tell whether annotations have one, by its name alone or with a value, which may be a format."""
    if isinstance(annotations, list):
        return any(_says(one, folded) for one in annotations)
    if isinstance(annotations, dict):
        said = {str(key).lower(): value for key, value in annotations.items()}
        value = said.get(folded, said.get("value", True) if _says(said.get("name"), folded) else None)
        return bool(value) and str(value).lower() not in ("false", "no", "0")
    return isinstance(annotations, str) and annotations.lower() == folded
