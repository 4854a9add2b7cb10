"""The values of requests against the schemas of an OpenAPI description, which jsonschema judges."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from linter.contracts.listed import values_in_words
from linter.contracts.mistakes import Judgement, Mistake, NamedInCall, Told, Unjudged, if_few
from linter.contracts.schema import InContract
from linter.contracts.validator import Validators, Violation, written
from linter.diagnostic import Lack, Location, Path
from linter.importers.openapi_document import Description, SchemaNode, kid, parts_of
from linter.suggest import nearest

if TYPE_CHECKING:
    from linter.contracts.call import Call

_DEPTH: Final = 100
_BIND: Final = "@odata.bind"
_SET: Final = re.compile(r"(?:https?://[^?#]*/|/)?([A-Za-z_][\w]*)\(.*\)", re.DOTALL)


class Bodies:
    """Judges values by the schemas of one description."""

    def __init__(self, description: Description, *, is_odata: bool) -> None:
        self.description = description
        self.name = description.source.name
        self._is_odata = is_odata
        self._validators = Validators(description, nulls=is_odata)

    def of_parameter(
        self, at: Location, declared: InContract, schema: SchemaNode, text: str
    ) -> Iterator[Judgement]:
        """Yield what is wrong with the value of a parameter, which is written as a text."""
        node = self.description.follow(schema)
        value = self._coerced(node, text)
        found = self._validators.violations(node, value)
        if isinstance(found, Lack):
            yield Unjudged(at, found, "value")
        elif found:
            name, one = f"`{declared.name}`", found[0]
            yield Mistake("value", at, text, name, one.expected, known=one.known, declared=declared)

    def of_body(self, call: Call, schema: SchemaNode) -> Iterator[Told]:
        """Yield what is wrong with the body of a request."""
        told: set[Location] = set()
        meant: set[Location] = set()
        for one in self._known(call, schema, call.body, (), 0):
            if isinstance(one, NamedInCall):
                yield one
                continue
            at = one.at._replace(part="value")
            told.add(at)
            near = one.near if isinstance(one, Mistake) else ()
            meant.update(at._replace(path=(*at.path[:-1], name)) for name in near)
            yield one
        found = self._validators.violations(schema, call.body, is_update=call.method == "PATCH")
        if isinstance(found, Lack):
            yield Unjudged(call.in_body(), found, "body value")
            return
        for violation in found:
            if not violation.missing or call.in_body(*violation.path, violation.missing) not in meant:
                yield from self._violated(call, schema, violation, told)

    def _violated(
        self, call: Call, schema: SchemaNode, one: Violation, told: set[Location]
    ) -> Iterator[Judgement]:
        at = call.in_body(*one.path)
        if at in told:
            return  # what may not be written at all needs no right value
        opened = call.opened(one.value) if isinstance(one.value, str) else None
        if opened is not None:
            yield Unjudged(at, opened, "body value")
        elif one.missing:
            declared = self._declared(schema, (*one.path, one.missing))
            yield Mistake("missing", at, one.missing, f"`{self.name}`", "property", declared=declared)
        elif one.unknown:
            for name in one.unknown:
                place, owner = call.in_body(*one.path, name), one.owner or f"`{self.name}`"
                if place not in told and not self._is_control(name):
                    yield Mistake("property", place._replace(part="key"), name, owner, "property")
        else:
            declared = self._declared(schema, one.path)
            yield Mistake(
                "body value", at, one.written, one.name, one.expected, known=one.known, declared=declared
            )

    def _known(self, call: Call, schema: SchemaNode, value: Any, path: Path, depth: int) -> Iterator[Told]:
        """Yield the properties that a schema doesn't have, or that aren't written, and wrong bindings."""
        node = self.description.follow(schema)
        if depth > _DEPTH:
            return
        if isinstance(value, list):
            for number, item in enumerate(value):
                yield from self._known(call, kid(node, "items"), item, (*path, number), depth + 1)
        elif isinstance(value, dict):
            yield from self._object(call, node, value, path, depth)

    def _object(
        self, call: Call, node: SchemaNode, value: dict[str, Any], path: Path, depth: int
    ) -> Iterator[Told]:
        properties = self.description.properties(node)
        is_whole = bool(properties) and self._is_whole(node, set())
        for name, item in value.items():
            at = call.in_body(*path, name)
            key = at._replace(part="key")
            if self._is_control(name):
                yield from self._control(at, name, item)
            elif name in properties:
                own = properties[name]
                type_, there = self.description.typed(own).type, InContract(name, own.path)
                yield NamedInCall(key, name, "property", node.name, type_, there)
                yield from self._property(call, own, item, (*path, name), node, depth)
            elif is_whole:
                yield self._unknown(key, name, node, properties)

    def _unknown(
        self, at: Location, name: str, node: SchemaNode, properties: Mapping[str, SchemaNode]
    ) -> Mistake:
        owner, near, listed = self._called(node), tuple(nearest(name, properties)), if_few(properties)
        severity = None if self._is_odata or near or _is_closed(node) else "warning"
        declared = InContract(near[0], properties[near[0]].path) if near else None
        return Mistake("property", at, name, owner, "property", near, listed, severity, declared=declared)

    def _property(
        self, call: Call, schema: SchemaNode, value: Any, path: Path, owner: SchemaNode, depth: int
    ) -> Iterator[Told]:
        node = self.description.follow(schema)
        at = call.in_body(*path)
        declared = InContract(str(path[-1]), schema.path)
        if True in (node.value.get("readOnly"), schema.value.get("readOnly")):
            key = at._replace(part="key")
            yield Mistake("read-only", key, declared.name, self._called(owner), declared=declared)
            return
        listed = values_in_words(node.value)
        if listed and isinstance(value, (int, float)) and value not in listed:
            words = str(node.value.get("description")).strip()
            yield Mistake("unlisted", at, str(value), f"`{path[-1]}`", words, declared=declared)
        yield from self._known(call, node, value, path, depth + 1)

    def _control(self, at: Location, name: str, value: Any) -> Iterator[Mistake]:
        """Yield a binding to an entity of a set that no path leads to."""
        if not name.endswith(_BIND):
            return
        for number, one in enumerate(value if isinstance(value, list) else [value]):
            place = at._replace(path=(*at.path, number)) if isinstance(value, list) else at
            found = _SET.fullmatch(one) if isinstance(one, str) else None
            if found is None and not _may_be_address(one):
                expected = f"the address of an entity, such as /{next(iter(self._sets), 'set')}(…),"
                yield Mistake("body value", place, written(one, as_json=True), f"`{name}`", expected)
            elif found is not None and found[1] not in self._sets:
                near, owner = tuple(nearest(found[1], self._sets)), f"`{self.name}`"
                declared = self._sets[near[0]] if near else None
                part = place._replace(slice=found.span(1))
                yield Mistake("binding", part, found[1], owner, "entity set", near, declared=declared)

    @property
    def _sets(self) -> dict[str, InContract]:
        """The entity sets, by their names: what paths begin with."""
        found: dict[str, InContract] = {}
        for path in self.description.value.get("paths") or ():
            name = path.strip("/").partition("/")[0].partition("(")[0]
            if name and "{" not in name:
                found.setdefault(name, InContract(name, ("paths", path)))
        return found

    def _declared(self, schema: SchemaNode, path: Path) -> InContract | None:
        """Return where the property is declared of which a value in a body is."""
        found, node = None, schema
        for step in path:
            at = self.description.follow(node)
            known = kid(at, "items") if isinstance(step, int) else self.description.properties(at).get(step)
            if known is None or not known.value:
                return found
            node = known
            found = InContract(step, node.path) if isinstance(step, str) else found
        return found

    def _is_control(self, name: str) -> bool:
        return self._is_odata and "@" in name

    def _is_whole(self, node: SchemaNode, seen: set[Path]) -> bool:
        """Tell whether an object has no other properties than those that are known, as far as is said."""
        if node.path in seen or not node.value:
            return bool(node.value)
        seen.add(node.path)
        value = node.value
        if value.get("additionalProperties", False) is not False or value.get("patternProperties"):
            return False
        if any(key in value for key in ("anyOf", "oneOf", "if", "dependentSchemas", "not")):
            return False
        return all(self._is_whole(self.description.follow(one), seen) for one in parts_of(node, "allOf"))

    def _called(self, node: SchemaNode) -> str:
        return f"`{node.name}`" if node.name else f"the body in `{self.name}`"

    def _coerced(self, node: SchemaNode, text: str) -> Any:
        """Return the value that a text in a url or a header stands for."""
        type_ = node.value.get("type")
        types = type_ if isinstance(type_, list) else [type_]
        if "string" in types:
            return text
        if "array" in types:
            items = self.description.follow(kid(node, "items"))
            return [self._coerced(items, one) for one in text.split(",")]
        if re.fullmatch(r"[+-]?\d{1,300}", text) and {"integer", "number"} & {*map(str, types)}:
            return int(text)
        if "number" in types and re.fullmatch(r"[+-]?(?:\d++(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?", text):
            return float(text)
        if "boolean" in types and text in ("true", "false"):
            return text == "true"
        return text


def _may_be_address(value: Any) -> bool:
    """Tell whether a binding may lead to an entity: it is null or a text, but no single word."""
    is_word = isinstance(value, str) and re.fullmatch(r"/?\w*", value) is not None
    return value is None or (isinstance(value, str) and not is_word)


def _is_closed(node: SchemaNode) -> bool:
    return False in (node.value.get("additionalProperties"), node.value.get("unevaluatedProperties"))
