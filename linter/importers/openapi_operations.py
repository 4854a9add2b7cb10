"""What the operations of an OpenAPI description hold: collections of entities, and which schemas they use."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, Final

from linter.importers.openapi_document import METHODS, Description, SchemaNode, kid, node_of, parts_of
from linter.importers.openapi_keys import collection_name, keys_of_schemas, keys_on, owners_of
from linter.importers.openapi_references import References
from linter.named_tuple import NamedTuple

_FINDING: Final = re.compile(
    r"(?:[Ff]ind|[Gg]et|[Ll]ist|[Ss]earch|[Qq]uery|[Ff]etch|[Ll]ookup|[Rr]etrieve|[Ff]ilter|[Bb]rowse)"
    r"(?=[A-Z_-]|$)"
).match
_REACHING: Final = ("answers", "requests", "errors")
_SINGLETON: Final = re.compile(r"/([^\W\d]\w*)/?").fullmatch


class PathCollection(NamedTuple):
    """A path whose GET lists entities, and the rest of the path that leads to one of them by its key."""

    name: str
    parameters: int  # how many come before the name
    item: SchemaNode
    key: str
    finds: bool  # whether it only finds entities of another path, so that its name is none of theirs


class Usage(NamedTuple):
    """What operations hold and which schemas are used by them."""

    collections: tuple[PathCollection, ...]
    singletons: tuple[tuple[str, SchemaNode], ...]  # by the paths that name them
    keys: Mapping[str, tuple[str, ...]]  # of the schemas of what paths with a key lead to
    expanded: frozenset[str]  # schemas that a query can expand, so that they are those of entities
    single: frozenset[str]  # schemas of what a GET returns that is no list
    wrappers: frozenset[str]
    answered: frozenset[str]  # schemas that answers use, also through others
    requested: frozenset[str]  # the same of request bodies
    failed: frozenset[str]  # the same of answers that tell an error
    named: frozenset[str]  # all schemas that operations name themselves
    silent: Mapping[str, SchemaNode]  # paths to collections whose answers aren't described


class Operations:
    """Reads what the operations of one description hold."""

    def __init__(self, document: Description, references: References) -> None:
        self._document = document
        self._references = references

    def usage(self) -> Usage:
        """Return what they hold, and what is used by them."""
        paths = self._document.part(self._document.value.get("paths"), ("paths",))
        items = {path: self._document.follow(node_of(item, ("paths", path))) for path, item in paths.items()}
        answers = {path: answer for path, item in items.items() if (answer := self._answer(item))}
        lists = {path: found for path, answer in answers.items() if (found := self._listed(answer))}
        one_each = {path: answer for path, answer in answers.items() if path not in lists}
        no_collections = {found.name for path, found in lists.items() if not collection_name(path)}
        named = self._named_by_use(items.values())
        reached = {use: frozenset(self._references.reached(named[use])) for use in _REACHING}
        options = {path: self._query_options(item) for path, item in items.items()}
        is_odata = any("(" in path or "$" in options[path] for path in paths)
        return Usage(
            collections=tuple(_collections(lists, keys_on(paths), owners_of(one_each, lists))),
            singletons=tuple(_singletons(one_each)) if is_odata else (),
            keys=keys_of_schemas(paths, one_each, lists),
            expanded=frozenset(self._expanded({**one_each, **lists}, options)),
            single=frozenset(no_collections).union(answer.name for answer in one_each.values()),
            wrappers=frozenset(answers[path].name for path in lists),
            answered=reached["answers"],
            requested=reached["requests"],
            failed=reached["errors"],
            named=frozenset().union(*named.values()),
            silent={path: one for path, one in items.items() if path not in answers and _lists(path, one)},
        )

    def items_of(self, schema: SchemaNode) -> SchemaNode | None:
        """Return the schema of the items of a list, or of what an object around one holds."""
        return self._listed(self._unwrapped(schema))

    def _named_by_use(self, items: Iterable[SchemaNode]) -> dict[str, set[str]]:
        """Return the schemas that operations name, by what names them."""
        values: dict[str, list[object]] = {use: [] for use in (*_REACHING, "rest")}
        for item in items:
            _sort_by_use(item.value, values)
        return {use: self._references.names(all_) for use, all_ in values.items()}

    def _query_options(self, item: SchemaNode) -> set[str]:
        """Return what the GET of a path can expand; with `$` where it has options of OData at all."""
        found: set[str] = set()
        for one in (*parts_of(item, "parameters"), *parts_of(kid(item, "get"), "parameters")):
            parameter = self._document.follow(one)
            name = str(parameter.value.get("name"))
            found |= {"$"} if name[:1] == "$" else set()
            if name == "$expand":
                schema = self._document.follow(kid(parameter, "schema"))
                choices = self._document.follow(kid(schema, "items")).value or schema.value
                found |= set(_texts(choices.get("enum")))
        return found

    def _expanded(
        self, answers: Mapping[str, SchemaNode], options: Mapping[str, Collection[str]]
    ) -> Iterator[str]:
        """Yield the schemas of what can be expanded in the answers of paths."""
        for path, answer in answers.items():
            properties = self._document.properties(answer) if options[path] else {}
            for name in options[path]:
                target = self._document.typed(properties[name]).target if name in properties else None
                if target is not None:
                    yield target.name

    def _answer(self, item: SchemaNode) -> SchemaNode | None:
        """Return the schema of what the GET of a path answers."""
        node = item
        for key in ("get", "responses"):
            node = kid(node, key)
        code = next((code for code in node.value if code in ("200", "2XX", "2xx")), None)
        if code is None:
            return None
        content = kid(self._document.follow(kid(node, code)), "content")
        media = sorted(content.value, key=lambda name: "json" not in name)
        schema = kid(kid(content, media[0]), "schema") if media else None
        return self._unwrapped(self._document.follow(schema)) if schema and schema.value else None

    def _unwrapped(self, answer: SchemaNode) -> SchemaNode:
        """Return what an answer holds in `d`, where that is all, as before version 4 of OData."""
        properties = self._document.properties(answer)
        return self._document.follow(properties["d"]) if properties.keys() == {"d"} else answer

    def _listed(self, answer: SchemaNode) -> SchemaNode | None:
        """Return the schema of the items, where an answer is a list or an object around one."""
        items = self._items(answer)
        if items is not None:
            return items
        properties = self._document.properties(answer)
        key = next((key for key in ("value", "results") if key in properties), None)
        others = (self._document.typed(one) for name, one in properties.items() if name != key)
        if key is None or any(one.type in ("array", "object") for one in others):
            return None
        return self._items(self._document.follow(properties[key]))

    def _items(self, node: SchemaNode) -> SchemaNode | None:
        items = kid(node, "items")
        return self._document.follow(items) if items.value else None


def _lists(path: str, item: SchemaNode) -> bool:
    """Tell whether a path is that of a collection which can be read."""
    return bool(collection_name(path)) and "get" in item.value


def _collections(
    lists: Mapping[str, SchemaNode], keys: Mapping[str, str], owners: Mapping[str, str]
) -> Iterator[PathCollection]:
    """Yield the collections; one that only finds the entities of another path is named after their schema."""
    for path, item in lists.items():
        bare, name = path.rstrip("/"), collection_name(path)
        above = bare.rpartition("/")[0]
        finds = bool(name and item.name) and (item.name == owners.get(above) or _FINDING(name) is not None)
        if name:
            key = keys.get(above if finds else bare, "")
            yield PathCollection(item.name if finds else name, path.count("{"), item, key, finds)


def _singletons(one_each: Mapping[str, SchemaNode]) -> Iterator[tuple[str, SchemaNode]]:
    """Yield what a service has only one of, by its path."""
    for path, one in one_each.items():
        found = _SINGLETON(path)
        if found and one.name and not _FINDING(found[1]):
            yield found[1], one


def _sort_by_use(item: Mapping[str, Any], values: Mapping[str, list[object]]) -> None:
    """Add what the operations of a path hold to what answers, requests, errors and the rest hold."""
    for method in METHODS:
        operation = item.get(method)
        if not isinstance(operation, dict):
            continue
        responses = operation.get("responses")
        for code, response in responses.items() if isinstance(responses, dict) else ():
            values["answers" if code.startswith("2") else "errors"].append(response)
        values["requests"].append(operation.get("requestBody"))
        values["rest"].append(operation.get("parameters"))
    values["rest"].append(item.get("parameters"))


def _texts(values: object) -> Iterator[str]:
    """Yield the texts in a list, if it is one."""
    yield from (one for one in (values if isinstance(values, list) else ()) if isinstance(one, str))
