"""What an OpenAPI description says of requests: their paths, methods, parameters, headers and bodies."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from linter.contracts.asked import judged, parsed, repeated
from linter.contracts.bodies import Bodies
from linter.contracts.described import DescribedTypes
from linter.contracts.mistakes import Judgement, Mistake, NamedInCall, Told, Unjudged, if_few
from linter.contracts.schema import InContract
from linter.contracts.servers import ServerUrl
from linter.contracts.templates import PathItem, Span, Templates
from linter.diagnostic import Lack, Location
from linter.importers.openapi_document import METHODS, Description, SchemaNode, kid, parts_of
from linter.kinds.route import decoded
from linter.named_tuple import NamedTuple
from linter.odata.mending import OPTIONS
from linter.placeholders import masked
from linter.shapes.node import BROKEN
from linter.suggest import nearest

if TYPE_CHECKING:
    from linter.contracts.call import Call, CallOption
    from linter.contracts.schema import Structure

_EXPRESSIONS: Final = ("$apply", "$compute", "$expand", "$filter", "$orderby", "$search", "$select")
_SERVICE: Final = ("", "$metadata", "$batch")  # what every OData service has
_ENDS: Final = ("$count", "$value", "$ref")
_NO_PARAMETERS: Final = ("accept", "content-type", "authorization")  # headers that OpenAPI says elsewhere


class Parameter(NamedTuple):
    """A parameter of an operation."""

    name: str
    place: str  # path, query, header or cookie
    is_required: bool
    schema: SchemaNode

    @property
    def declared(self) -> InContract:
        """Where it is declared."""
        return InContract(self.name, (*self.schema.path[:-1], "name"))


class PathOperation(NamedTuple):
    """A method of a path, with its parameters by place and name; names of headers are folded."""

    title: str  # GET /accounts
    node: SchemaNode
    parameters: Mapping[tuple[str, str], Parameter]

    def of(self, place: str) -> list[Parameter]:
        """Return the parameters in one place."""
        return [one for one in self.parameters.values() if one.place == place]


class OpenApi:
    """One description, looked through once."""

    def __init__(self, description: Description) -> None:
        self.description = description
        self.name = description.source.name
        paths = description.part(description.value.get("paths"), ("paths",))
        nodes = [SchemaNode(one, ("paths", path)) for path, one in paths.items() if isinstance(one, dict)]
        self._templates = Templates(nodes)
        self._operations: dict[tuple[str, str], PathOperation] = {}
        self.text = description.source.text
        self._types = DescribedTypes(description)
        self._bodies = Bodies(description, is_odata=self.is_odata)

    def where(self, declared: InContract) -> Location:
        """Return the place of a declaration in the file."""
        return Location(self.name, declared.place, "key")

    def servers(self) -> list[ServerUrl]:
        """Return the servers that the description names; variables may have the values that they list."""
        listed = self.description.value.get("servers")
        return [
            ServerUrl(one["url"], {name: _values(one, name) for name in _object(one.get("variables"))})
            for one in (listed if isinstance(listed, list) else ())
            if isinstance(one, dict) and isinstance(one.get("url"), str)
        ]

    @cached_property
    def is_odata(self) -> bool:
        """Whether the API speaks OData: parameters begin with `$`, or keys stand in parentheses."""
        if any("({" in one.path or "('{" in one.path for one in self._templates.items):
            return True
        shared = _object(_object(self.description.value.get("components")).get("parameters"))
        return any(_object(one).get("name") in OPTIONS for one in shared.values())

    def judge(self, call: Call) -> Iterator[Told]:
        """Yield what is wrong with a request, what isn't judged of it, and the names in it that are known."""
        path = _trimmed(call.path)
        found = self._find(path) or self._called(path, call)
        if found is not None:
            item, spans = found
            yield self._named(call, item)
            yield from self._asked_of(call, item, spans)
        elif not (self.is_odata and self._is_of_service(path)):
            yield self._nowhere(call, path)

    def _asked_of(self, call: Call, item: PathItem, spans: list[Span]) -> Iterator[Told]:
        """Yield what is wrong with what is asked of a path."""
        methods = [one.upper() for one in METHODS if one in self.description.follow(item.node).value]
        if call.method in methods:
            operation = self._operation(item, call.method.lower())
            yield from self._path_values(call, operation, item.names, spans)
            yield from self._query(call, item, operation)
            yield from self._headers(call, operation)
            yield from self._body(call, operation)
        elif call.method and not (call.method == "HEAD" and "GET" in methods):
            at, declared = call.envelope.at("method"), InContract(item.path, item.node.path)
            yield Mistake("method", at, call.method, item.path, known=tuple(methods), declared=declared)

    @property
    def schema(self) -> DescribedTypes:
        """The types of what its paths return."""
        return self._types

    def begins(self) -> Iterable[str]:
        """Return what a path can begin with."""
        names = (one.segments[1][0].partition("(")[0] for one in self._templates.items if one.segments[1:])
        return dict.fromkeys(filter(None, names))

    def asked(self, call: Call) -> Structure | None:
        """Return the type of what a request's query asks."""
        found = self._find(_trimmed(call.path))
        return self._types.of_answer(found[0].node) if found is not None else None

    def written(self, call: Call) -> Structure | None:
        """Return the type of what a request's body says."""
        found = self._find(_trimmed(call.path))
        if found is None:
            return None
        operation = kid(self.description.follow(found[0].node), call.method.lower())
        content = kid(self.description.follow(kid(operation, "requestBody")), "content")
        media = next(filter(_is_json, content.value), None)
        return self._types.of_schema(kid(kid(content, media), "schema")) if media else None

    # paths

    def _named(self, call: Call, item: PathItem) -> NamedInCall:
        """Return the path that a request goes to, at the first name in it."""
        length = len(call.path) - len(call.path.lstrip("/"))
        name = re.split(r"[/(]", call.path[length:], maxsplit=1)[0]
        start = call.path_start + length
        at = call.within(start, start + len(name))
        return NamedInCall(at, name, "path", "", "", InContract(item.path, ("paths", item.path)))

    def _find(self, path: str) -> tuple[PathItem, list[Span]] | None:
        """Return the path that fits, and where its parameters stand, if that can be told."""
        found = self._templates.find(masked(path))
        if found is None and "%" in path:
            found = self._without_values(decoded(path))
        if found is None and self.is_odata:
            found = self._without_values(f"{path}()") or self._without_values(_close(path))
            found = found or self._reordered(path)
        return found

    def _called(self, path: str, call: Call) -> tuple[PathItem, list[Span]] | None:
        """Return the function that a path calls whose parameters stand in the query."""
        given = [one.name.removeprefix("@") for one in call.options] if self.is_odata else []
        item = self._templates.called(masked(path), given) if given else None
        return (item, []) if item is not None else None

    def _without_values(self, path: str) -> tuple[PathItem, list[Span]] | None:
        """Return the path that another spelling of the one that is written fits."""
        item, spans = self._templates.find(masked(path)) or (None, [])
        return (item, []) if item is not None and all(start < end for start, end in spans) else None

    def _reordered(self, path: str) -> tuple[PathItem, list[Span]] | None:
        """Return the path whose last parameters are those that are written in another order."""
        begin, _, inner = path.removesuffix(")").rpartition("(")
        named = [one.partition("=")[0].strip() for one in inner.split(",")] if path.endswith(")") else []
        item = self._templates.called(masked(begin), named) if len(named) > 1 else None
        return (item, []) if item is not None else None

    def _is_of_service(self, path: str) -> bool:
        """Tell whether a path that isn't described is one that every service of OData has."""
        if path.lstrip("/") in _SERVICE:
            return True
        head, _, last = path.rpartition("/")
        if last in _ENDS:
            return self._find(head) is not None or self._is_of_service(head)
        return self._leads_on(path)

    def _leads_on(self, path: str) -> bool:
        """Tell whether a path goes on from an entity that is described, by what its type has."""
        head, names = path, list[str]()
        while head.strip("/"):
            head, _, last = head.rpartition("/")
            names.insert(0, last.partition("(")[0])
            found = self._find(head)
            entity = self._types.of_entity(found[0].node) if found is not None else None
            if entity is not None:
                return self._types.has(entity, names)
        return False

    def _nowhere(self, call: Call, path: str) -> Mistake | Unjudged:
        near = self._templates.near(masked(path))
        if near is not None:
            start = call.path_start + near.start
            at = call.within(start, start + len(near.name))
            there = InContract(near.path, ("paths", near.path))
            return Mistake("path", at, near.name, f"`{self.name}`", "path with", near.meant, declared=there)
        at = call.within(call.path_start, call.path_end)
        lack = call.opened(path)
        if lack is not None:
            return Unjudged(at, lack)
        known = tuple(nearest(path, self._templates.whole))
        declared = InContract(known[0], ("paths", known[0])) if known else None
        return Mistake("path", at, path or "/", f"`{self.name}`", "path", known, declared=declared)

    def _operation(self, item: PathItem, method: str) -> PathOperation:
        known = self._operations.get((item.path, method))
        if known is None:
            node = self.description.follow(item.node)
            own = kid(node, method)
            parameters: dict[tuple[str, str], Parameter] = {}
            for one in (*parts_of(node, "parameters"), *parts_of(own, "parameters")):
                read = _parameter(self.description.follow(one))
                name = read.name.lower() if read.place == "header" else read.name
                parameters[read.place, name] = read
            title = f"{method.upper()} {item.path}"
            known = self._operations[item.path, method] = PathOperation(title, own, parameters)
        return known

    # parameters

    def _path_values(
        self, call: Call, operation: PathOperation, names: tuple[str, ...], spans: list[Span]
    ) -> Iterator[Judgement]:
        for name, (start, end) in zip(names, spans, strict=False):
            written = call.path[start:end]
            named = re.match(rf"{re.escape(name)}\s*=\s*", written) if self.is_odata else None
            begin = start + (named.end() if named else 0)  # a key may be named
            value = decoded(call.path[begin:end])
            if self.is_odata and (value.startswith(("'", "@")) or "=" in value):
                continue  # a text, an alias, or an alternate key: what is in it is the service's
            at = call.within(call.path_start + begin, call.path_start + end)
            yield from self._value(call, at, operation.parameters.get(("path", name)), value)

    def _query(self, call: Call, item: PathItem, operation: PathOperation) -> Iterator[Told]:
        options = list(self._options(call, operation))
        yield from options
        if self.is_odata:
            query = parsed(call, options, self._its_own(call, operation))
            if query.fault is not None:
                yield query.fault
            yield from judged(call, query, self._types, self.name, self._types.of_answer(item.node))

    def _options(self, call: Call, operation: PathOperation) -> Iterator[Judgement]:
        declared = {one.name: one for one in operation.of("query")}
        is_open = any(_is_free(one) for one in declared.values())
        arguments = [one.name for one in operation.of("path")] if self.is_odata else []
        known = [*declared, *self._keys, *arguments]
        if self.is_odata:
            yield from repeated(call, lambda name: name if name in OPTIONS else "")
        for option in call.options:
            name = _parameter_named(option.name, declared)
            if name in declared and self._is_expression(name):
                continue  # OData's grammar and the names of the schema say more than a list of examples
            if name in declared:
                at = call.within(option.equals, option.end)
                yield from self._value(call, at, declared[name], option.value)
            elif not is_open and name not in known and option.name:
                yield from self._unknown_option(call, operation, option, known)
        yield from _missing_options(call, operation, declared, known)

    def _is_expression(self, name: str) -> bool:
        return self.is_odata and f"${name.removeprefix('$')}" in _EXPRESSIONS

    def _its_own(self, call: Call, operation: PathOperation) -> Iterator[CallOption]:
        """Yield the options that only the description knows: their names, or the values that it lists."""
        for option in call.options:
            one = operation.parameters.get(("query", option.name))
            if one is None:
                continue
            is_system = option.name in OPTIONS or self._is_expression(option.name)
            if not is_system or (self._is_expression(option.name) and self._lists(one.schema, option.value)):
                yield option

    def _lists(self, schema: SchemaNode, value: str) -> bool:
        """Tell whether all items of a value are among those that a schema lists."""
        node = self.description.follow(schema)
        items = self.description.follow(kid(node, "items"))
        listed = items.value.get("enum") or node.value.get("enum")
        return isinstance(listed, list) and all(one.strip() in listed for one in value.split(","))

    def _unknown_option(
        self, call: Call, operation: PathOperation, option: CallOption, known: list[str]
    ) -> Iterator[Judgement]:
        at = call.within(option.start, option.start + len(option.name))
        lack = call.opened(option.named(call.url))
        if lack is not None:
            yield Unjudged(at, lack, "option")
        elif not (self.is_odata and option.name.startswith("@")):
            is_system = self.is_odata and option.name in OPTIONS
            near = () if is_system else tuple(nearest(option.name, known))
            severity = "warning" if is_system else None
            meant = operation.parameters.get(("query", near[0])) if near else None
            one = Mistake("option", at, option.name, operation.title, "query option", near, if_few(known))
            yield one._replace(severity=severity, declared=meant.declared if meant is not None else None)

    def _headers(self, call: Call, operation: PathOperation) -> Iterator[Judgement]:
        for one in operation.of("header"):
            folded = one.name.lower()
            if folded in _NO_PARAMETERS or folded in self._keys:
                continue
            value = call.headers.get(folded)
            if value is None and one.is_required:
                yield Mistake("missing", call.at, one.name, operation.title, "header", declared=one.declared)
            elif value is None and folded == "if-match" and call.may_create:
                yield Mistake("if-match", call.envelope.at("method"), one.name, operation.title)
            elif value:
                yield from self._value(call, _header_at(call, folded), one, value)

    @cached_property
    def _keys(self) -> list[str]:
        """The names of what a key of the API is sent as, in a query or a header."""
        schemes = _object(_object(self.description.value.get("components")).get("securitySchemes"))
        named = (_object(one) for one in schemes.values())
        return [str(one["name"]) for one in named if one.get("type") == "apiKey" and "name" in one]

    def _value(
        self, call: Call, at: Location, parameter: Parameter | None, value: str
    ) -> Iterator[Judgement]:
        lack = call.opened(value)
        if lack is not None:
            yield Unjudged(at, lack, "value")
        elif parameter is not None and parameter.schema.value and value:
            yield from self._bodies.of_parameter(at, parameter.declared, parameter.schema, value)

    # bodies

    def _body(self, call: Call, operation: PathOperation) -> Iterator[Told]:
        declared = kid(operation.node, "requestBody")
        if not declared.value or call.body is BROKEN:
            return
        body = self.description.follow(declared)
        if not body.value:
            yield Unjudged(call.at, self._elsewhere(str(declared.value.get("$ref"))), "body value")
        elif call.body is None:
            if body.value.get("required") is True:
                declared_at = InContract("body", declared.path)
                yield Mistake("missing", call.at, "body", operation.title, "body", declared=declared_at)
        else:
            yield from self._content(call, kid(body, "content"))

    def _content(self, call: Call, content: SchemaNode) -> Iterator[Told]:
        media = {name.partition(";")[0].strip().lower(): name for name in content.value}
        wanted = call.media_type or next(filter(_is_json, media), "")
        named = next((media[one] for one in (wanted, "application/*", "*/*") if one in media), None)
        named = named or next((media[one] for one in media if _is_json(one) and _is_json(wanted)), None)
        if named is None or not (_is_json(wanted) or not call.media_type):
            listed = ", ".join(content.value) or "nothing"
            lack = Lack(
                f"of {call.media_type or 'this body'}, {self.name} describes nothing that can be judged",
                f"it describes {listed}; bodies in JSON are judged",
            )
            yield Unjudged(call.in_body(), lack, "body value")
            return
        schema = kid(kid(content, named), "schema")
        if schema.value:
            yield from self._bodies.of_body(call, schema)

    def _elsewhere(self, reference: str) -> Lack:
        return Lack(
            f"`{reference}` of {self.name} leads to another document, which isn't read",
            f"put what it leads to into {self.name}",
        )


def _trimmed(path: str) -> str:
    return path.rstrip("/") if path.strip("/") else path[:0]


def _close(path: str) -> str:
    """Return a path without the blanks around signs, which services pass over."""
    return re.sub(r"(?:(?<![ +])[ +]++)?([=,()])[ +]*+", r"\1", decoded(path))


def _parameter(node: SchemaNode) -> Parameter:
    value = node.value
    return Parameter(
        str(value.get("name", "")),
        str(value.get("in", "")),
        value.get("required") is True,
        kid(node, "schema"),
    )


def _parameter_named(option: str, declared: Collection[str]) -> str:
    """Return the name of the parameter that an option is of, which may say what of it: `filter[name]`."""
    return option if option in declared else option.partition("[")[0]


def _missing_options(
    call: Call, operation: PathOperation, declared: Mapping[str, Parameter], known: list[str]
) -> Iterator[Mistake]:
    given = {_parameter_named(one.name, declared) for one in call.options}
    given.update(near for one in call.options for near in nearest(one.name, known))  # misspelt
    for one in declared.values():
        if one.is_required and one.name not in given:
            title, place = operation.title, one.declared
            yield Mistake("missing", call.at, one.name, title, "query option", declared=place)


def _is_free(parameter: Parameter) -> bool:
    """Tell whether a parameter is an object, whose properties are options of any name."""
    return parameter.schema.value.get("type") == "object" or "properties" in parameter.schema.value


def _header_at(call: Call, folded: str) -> Location:
    headers = call.envelope.node("headers")
    if headers is None:
        return call.at
    name = next(one for one in headers.values if one.lower() == folded)
    return headers.at(name)


def _is_json(media: str) -> bool:
    return media == "application/json" or media.endswith("+json")


def _object(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _values(server: dict[str, Any], name: str) -> tuple[str, ...]:
    listed = _object(_object(server.get("variables")).get(name)).get("enum")
    return tuple(str(one) for one in listed) if isinstance(listed, list) else ()
