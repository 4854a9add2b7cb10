"""What a field names: `x-names`, said once here and read by everything that follows names.

    what      "entity": a name (qualified or bare), or an object that has one
              "attribute": an attribute, or a list of them
              "data source": one, by its ID or its name
              "relationship": one of the instance
              "column": an object that names an attribute, and perhaps its entity
              "member": an entity and its attribute in one string, `Entity.Attribute`
              "field": an attribute of a linked entity, `alias.Attribute`
              "alias": what fields call an entity or a value, in this measure only
              "expression": arithmetic over such fields
              "hop": an element of a path, an entity or a relationship, or lists of them
              "segment", "measure": one of the instance
              "query": the entities and attributes of a query in SQL
              "own name": what it is called, by which paths and others find it
    of        of an attribute: the property that names its entity; of a column: the property whose
              entities a bare name is sought among, and whose only one is meant where none is named.
              The property stands in this object or in the nearest around it that can have it.
    by        of a data source: "id", "name" or "either"
    role      what the place is, in words that `refs` prints; `{name}` is the relationship's.  Words
              that a field around it says count instead: they are the more special ones.
    beside    the property that an attribute or column is compared or joined with
    declares  whether the field declares what it names
    path      of an entity: whether the request's path may give it instead
    key       of an attribute: whether it is best the entity's primary key
    filled    whether a pipeline may fill it, though it names nothing that is looked for by its name

A mapping says so of its "keys" and "items".  A data source holds for the entity in its object and
for those in objects further in; that which the request's path gives counts more.
"""

from __future__ import annotations

from typing import Final, Literal

from pydantic.config import JsonDict

What = Literal[
    "entity",
    "attribute",
    "data source",
    "relationship",
    "column",
    "member",
    "field",
    "alias",
    "expression",
    "hop",
    "segment",
    "measure",
    "query",
    "own name",
]


def names(
    what: What,
    *,
    of: str = "",
    by: Literal["id", "name", "either", ""] = "",
    role: str = "",
    beside: str = "",
    declares: bool = False,
    path: bool = False,
    key: bool = False,
) -> JsonDict:
    """Return the `json_schema_extra` of a field that names something."""
    said: JsonDict = {
        "what": what,
        "of": of,
        "by": by,
        "role": role,
        "beside": beside,
        "declares": declares,
        "path": path,
        "key": key,
    }
    return {"x-names": {word: value for word, value in said.items() if value}}


OWN_NAME: Final = names("own name", declares=True)
"""Says that a field is what its object is called."""

FILLED: Final[JsonDict] = {"x-names": {"filled": True}}
"""Says that placeholders are looked for in a field: it is more than a text that says anything."""


def plays(role: str) -> JsonDict:
    """Return the `json_schema_extra` of a field in which all that is named plays one role."""
    return {"x-names": {"role": role}}
