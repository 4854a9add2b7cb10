"""A record of an entity, written by itself: POST /data/{entityName}, PATCH /data/{entityName}/{entityId}."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from linter.diagnostic import Location
from linter.kinds.kind import Kind, Turn
from linter.kinds.query import Option, options_of
from linter.kinds.references import Mention
from linter.kinds.request import Request
from linter.kinds.route import Address, decoded
from linter.placeholders import placeholders_in

_METHODS: Final = ("POST", "PATCH", "DELETE")
_BEHIND_NAME: Final = r"(?<=.)[($]"


class EntityRecord:
    """What a request writes into an entity, or that it takes away."""

    def __init__(self, request: Request, dataset: str) -> None:
        self.request = request
        self.dataset = dataset
        self.mention = Mention(None, request.snapshot, dataset, request.at)
        self.options: dict[str, Option] = options_of(request)

    @property
    def body(self) -> Any:
        """What is written, as the document has it; None where nothing is."""
        return self.request.envelope.get("body") if self.request.envelope is not None else None

    @property
    def key(self) -> str | None:
        """The key of the record that is changed, as the path has it; None where it isn't known."""
        segments = self.request.route.path.split("/")
        found = re.fullmatch(r"[^(]*\((?:\w+=)?(.*)\)", segments[1])
        written = segments[2] if len(segments) == 3 else found[1] if found is not None else ""
        return decoded(written).strip("'") if written and not any(placeholders_in(written)) else None

    @property
    def properties(self) -> Iterator[tuple[str, Any, Location]]:
        """The attributes that are written, with their values and places."""
        envelope, body = self.request.envelope, self.body
        if envelope is not None and isinstance(body, dict):
            for name, value in body.items():
                if "@" not in name:
                    yield name, value, envelope.at("body", name)

    def at(self, name: str) -> Location:
        """Return the place of an option's value within the url."""
        option = self.options[name]
        return self.request.at._replace(slice=(option.end - len(option.written), option.end))


def record_in(request: Request) -> EntityRecord | None:
    """Return the record that a request writes; it is made once."""
    if request.payload is None:
        request.payload = record_of(request)
    return request.payload if isinstance(request.payload, EntityRecord) else None


def record_of(request: Request) -> EntityRecord | None:
    """Return the record that a request writes, or None."""
    segments = request.route.path.split("/")
    if request.method not in _METHODS or not 2 <= len(segments) <= 3 or segments[0].lower() != "data":
        return None
    if "entityName" in request.route.open:
        return None
    named = re.split(_BEHIND_NAME, decoded(segments[1]))[0]
    return None if named.startswith("$") else EntityRecord(request, named)


def _view(request: Request, _root: Any) -> EntityRecord:
    return record_of(request) or EntityRecord(request, "")  # its entity isn't known


KIND: Final = Kind(
    name="entityRecord",
    title="A record of an entity: its attributes by their names",
    model="entity_record",
    addresses=(
        Address("data/{entityName}", ("POST", "PATCH"), by_method=True),
        Address("data/{entityName}/{entityId}", ("PATCH",), by_method=True),
    ),
    view=_view,
    turn=Turn(30, "records come last"),
    roots=(object,),
    has_files=False,
)
