"""overrides: what an importer's source can't say about a snapshot, made from the snapshot's own model.

What a snapshot lists stands here in tables by name, `[relationships.NAME]`, and the entities of all
data sources together.  Nothing is required, and `false` in place of a value takes it away.  A
payload's body has its own form.
"""

from __future__ import annotations

from functools import cache
from types import UnionType
from typing import Annotated, Any, Final, Literal, Union, get_args, get_origin

from pydantic import Field, create_model
from pydantic.config import JsonDict
from pydantic.fields import FieldInfo

from linter.models.configuration import Section
from linter.models.shape import Shape, SnapshotEntityType, Stored, closed
from linter.models.snapshot import Snapshot, SnapshotDataSource, SnapshotEntity

_NAMES: Final = ("name", "conflation_id", "principal_id")
"""What a thing is called by, which is its table's name."""

_ENTITY_TYPE: Final = closed(*get_args(SnapshotEntityType)[1].json_schema["anyOf"][0]["enum"])
_NEW: Final = "Whether it is added though there is one with a name much like it."


@cache
def _table(model: type[Shape]) -> type[Section]:
    """Return the table that says more of a thing than its source does."""
    fields: dict[str, Any] = {
        name: _field(name, field)
        for name, field in model.model_fields.items()
        if name not in Stored.model_fields and name != _key_of(model)
    }
    if model is SnapshotDataSource:
        fields["id"] = _field("id", model.model_fields["data_source_id"])
        del fields["data_source_id"]
        del fields["entities"]  # they have a table of their own
    if model in (SnapshotDataSource, SnapshotEntity):
        fields["new"] = (bool | None, Field(None, description=_NEW))
    name = model.__name__.removeprefix("Snapshot") + "Override"
    return create_model(name, __base__=Section, __doc__=model.__doc__, **fields)


def _key_of(model: type[Shape]) -> str | None:
    return next((name for name in _NAMES if name in model.model_fields), None)


def _field(name: str, field: FieldInfo) -> Any:
    said: Any = field.json_schema_extra or {}
    names: Any = [*said.get("x-alsoRead", ()), field.alias]
    extra: JsonDict = {} if field.alias == name else {"x-alsoRead": names}
    alias = name.rstrip("_").replace("_", "-")
    told = Field(None, alias=alias, description=field.description, json_schema_extra=extra)
    return _removable(_told(field.annotation)), told


def _root_field(name: str, field: FieldInfo) -> Any:
    """Return a field of the snapshot itself: what it must have can't be taken away."""
    type_, told = _field(name, field)
    return (_told(field.annotation) | None if field.is_required() else type_), told


def _removable(type_: Any) -> Any:
    members = set(get_args(type_)) or {type_}
    return type_ | None if bool in members else Union[type_, Literal[False], None]  # noqa: UP007  # computed


def _told(type_: Any) -> Any:
    """Return what stands in a table in place of a value of a snapshot."""
    origin, members = get_origin(type_), get_args(type_)
    if type_ == SnapshotEntityType:
        return _ENTITY_TYPE
    if origin in (Union, UnionType):
        return Union[tuple(_told(one) for one in members)]  # noqa: UP007  # computed
    if origin is Annotated or not isinstance(origin or type_, type):
        return type_
    if origin is dict:
        return dict[str, _removable(_told(members[1]))]  # type: ignore[misc]  # computed
    if origin is list and members[0] is not str:
        return dict[str, _removable(_item(members[0]))]  # type: ignore[misc]  # computed
    is_part = origin is None and issubclass(type_, Shape) and not issubclass(type_, Stored)
    return _table(type_) if is_part else type_


def _item(type_: Any) -> Any:
    is_table = isinstance(type_, type) and issubclass(type_, Shape) and not _is_body(type_)
    return _table(type_) if is_table else type_


def _is_body(model: type[Shape]) -> bool:
    """Tell whether a model is a payload's body with parts of its own, as a segment's is.

    What a snapshot says about the body, whether it is `complete`, is no part of that.
    """
    parts = (one.annotation for name, one in model.model_fields.items() if name != "complete")
    return issubclass(model, Stored) and any(map(_has_shape, parts))


def _has_shape(type_: Any) -> bool:
    members = get_args(type_)
    return any(map(_has_shape, members)) or (isinstance(type_, type) and issubclass(type_, Shape))


def _root() -> type[Section]:
    fields: dict[str, Any] = {
        name: _root_field(name, field)
        for name, field in Snapshot.model_fields.items()
        if name not in ("schema_", "snapshot_version")
    }
    schema = (str | None, Field(None, alias="$schema", description="The JSON Schema, for editors."))
    words = "Entities by name, or by data source and name: `eCommerce_Contacts`."
    entities: Any = dict[str, _removable(_table(SnapshotEntity))]  # type: ignore[misc]  # computed
    told = {"schema_": schema, **fields, "entities": (entities | None, Field(None, description=words))}
    document = "What `c360lint snapshot import --overrides` reads."
    return create_model("Overrides", __base__=Section, __doc__=document, **told)


ROOT: Final[Any] = _root()
"""What its schema is made of."""
