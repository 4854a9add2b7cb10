"""The schema that an OpenAPI description has: the types of what its paths return."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final

from linter.contracts.schema import Routine, Structure, TypeMember
from linter.importers.openapi_document import Description, SchemaNode, kid, parts_of
from linter.suggest import KnownNames

if TYPE_CHECKING:
    from collections.abc import Mapping

_TYPES: Final = {
    "boolean": "Edm.Boolean",
    "integer": "Edm.Int64",
    "number": "Edm.Decimal",
    "string": "Edm.String",
    "string/uuid": "Edm.Guid",
    "string/guid": "Edm.Guid",
    "string/date": "Edm.Date",
    "string/date-time": "Edm.DateTimeOffset",
    "string/duration": "Edm.Duration",
}
_OK: Final = ("200", "2XX", "2xx", "201")


class DescribedTypes:
    """The types of one description."""

    def __init__(self, description: Description) -> None:
        self._description = description
        self._structures: dict[str, Structure | None] = {}
        self.sets: Mapping[str, str] = {}

    def of_answer(self, item: SchemaNode) -> Structure | None:
        """Return the type of the entities, or of the entity, that the GET of a path returns."""
        schema = self._answer(item)
        return self._of(self._listed(schema)) if schema is not None else None

    def of_entity(self, item: SchemaNode) -> Structure | None:
        """Return the type of the entity that the GET of a path returns; None where it returns a list."""
        schema = self._answer(item)
        return self._of(schema) if schema is not None and self._listed(schema) is schema else None

    def _answer(self, item: SchemaNode) -> SchemaNode | None:
        follow = self._description.follow
        responses = kid(kid(follow(item), "get"), "responses")
        code = next((one for one in _OK if one in responses.value), None)
        if code is None:
            return None
        content = kid(follow(kid(responses, code)), "content")
        media = sorted(content.value, key=lambda name: "json" not in name)
        schema = follow(kid(kid(content, media[0]), "schema")) if media else None
        return schema if schema is not None and schema.value else None

    def _listed(self, schema: SchemaNode) -> SchemaNode:
        """Return the schema of the items of a list, or of the object around it; else the schema itself."""
        follow = self._description.follow
        value = self._description.properties(schema).get("value")
        items = kid(follow(value) if value is not None else schema, "items")
        return follow(items) if items.value else schema

    def _of(self, node: SchemaNode) -> Structure | None:
        properties = self._description.properties(node)
        if not properties:
            return None
        members = {name: self._member(name, one) for name, one in properties.items()}
        whole = not any(key in node.value for key in ("anyOf", "oneOf", "patternProperties"))
        whole = whole and node.value.get("additionalProperties", False) is False
        parts = (self._description.follow(one) for one in parts_of(node, "allOf"))
        whole = whole and all(one.value for one in parts)
        return Structure(node.name or "the answer", members, (), whole, leaves_out_navigation=True)

    def _member(self, name: str, node: SchemaNode) -> TypeMember:
        typed = self._description.typed(node)
        if typed.target is not None:
            return TypeMember(name, typed.target.name, typed.is_collection, True, "", node.path)
        value = self._description.follow(node).value
        form, written = value.get("format"), "never" if value.get("readOnly") is True else ""
        type_ = _TYPES.get(f"{typed.type}/{form}") or _TYPES.get(typed.type.partition("/")[0], "")
        return TypeMember(name, _TYPES.get(typed.type) or type_, written=written, place=node.path)

    def of_schema(self, schema: SchemaNode) -> Structure | None:
        """Return the type that a schema describes."""
        return self._of(self._description.follow(schema))

    def structure(self, name: str) -> Structure | None:
        """Return the type that a schema of a name describes."""
        if name not in self._structures:
            node = self._description.at(f"#/components/schemas/{name}")
            self._structures[name] = self._of(node) if node is not None else None
        return self._structures[name]

    def has(self, entity: Structure | None, names: list[str]) -> bool:
        """Tell whether names lead on from an entity, one by one."""
        for name in names:
            member = entity.members.get(name) if entity is not None else None
            if member is None:
                return False
            entity = self.structure(member.type) if member.type else None
        return True

    def operations(self, _name: str) -> list[Routine]:
        """A description doesn't say which functions there are."""
        return []

    def values_of(self, _name: str) -> tuple[str, ...] | None:
        """A description has no enumerations of OData."""
        return None

    def takes_several(self, _name: str) -> bool:
        """There are no enumerations."""
        return False

    def declares_namespace(self, _name: str) -> bool:
        """A description knows no namespaces."""
        return False

    @property
    def is_typed(self) -> bool:
        """Whether it tells all types apart, and says which functions there are."""
        return False

    @cached_property
    def short_names(self) -> KnownNames:
        """None, since it knows no namespaces."""
        return KnownNames(())

    def is_a(self, name: str, base: str) -> bool:
        """Tell whether a type is another one."""
        return name == base
