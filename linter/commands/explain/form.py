"""What is known of a payload kind, or of requests and snapshots: read off the tables, as values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from linter import kinds
from linter.kinds.kind import Kind
from linter.kinds.request import Request
from linter.kinds.route import Address
from linter.kinds.routes import DOCUMENTS, laid_out
from linter.named_tuple import NamedTuple
from linter.rulekit.catalogue import Catalogue
from linter.rulekit.rule import Rule
from linter.shapes.dialect import Dialect
from linter.shapes.shape import Shape, shape_of
from linter.skeletons import skeleton_names
from linter.wording import joined


class FormProperty(NamedTuple):
    """A property of an object, with what may stand in it."""

    names: tuple[str, ...]  # several where they are told in one breath
    description: str
    types: tuple[str, ...] = ()  # such as "a list of strings"; () is anything
    required: bool = False
    values: tuple[str, ...] = ()  # the closed list
    properties: tuple[FormProperty, ...] = ()
    like: str = ""  # what has told of its properties already: another property, or a kind


class FormPlace(NamedTuple):
    """Where such a file lies, which request that is, and what has to stand in it."""

    file: str
    methods: tuple[str, ...]
    path: str
    required: tuple[str, ...]


class Form(NamedTuple):
    """All that is told of one form."""

    name: str
    title: str
    description: str
    examples: tuple[tuple[str, str], ...]  # file and content
    places: tuple[FormPlace, ...]
    elsewhere: str  # where it lies that has no place by its path
    begins: str  # where the payload begins in its file, by the project's dialect
    since: str
    until: str | None
    properties: tuple[FormProperty, ...]
    rules: tuple[Rule, ...]
    of_all: tuple[Rule, ...]  # those that look at it as at everything of its sort
    begin: str  # the command by which one is begun


class _Other(NamedTuple):
    """A form that is no payload kind."""

    title: str
    file: str  # where the stage's lies: a prefix
    lies: str
    begin: str
    kinds: tuple[str, ...]  # what rules say that they speak of
    of_all: tuple[str, ...]


_OTHERS: Final = {
    "request": _Other(
        "A saved request, in an envelope, a `.http` file or a collection",
        "requests/",
        "in any JSON or YAML file: one envelope, or a list that is sent in its order; in `.http` and `.rest` "
        "files and in Postman collections, whose requests are sent in no order",
        "c360lint new request",
        ("requests", "queries", "entityRecord", "keyrings", "lists"),
        ("documents",),
    ),
    "snapshot": _Other(
        "What an instance has ingested",
        "snapshot.",
        "wherever `snapshot` in c360lint.toml, or --snapshot, says; else snapshot.json in the project's root",
        "c360lint snapshot import SOURCE -o snapshot.json",
        (),
        (),
    ),
}


def form_names() -> tuple[str, ...]:
    """Return the names of all forms that can be told of."""
    return (*kinds.names(), *_OTHERS)


def form_of(name: str, stage: Mapping[str, str], rules: Catalogue, dialect: Dialect | None = None) -> Form:
    """Return what is known of a form, in the words of a dialect; its examples are the stage's files."""
    kind = kinds.named(name)
    return _of_kind(kind, stage, rules, dialect) if kind is not None else _of_other(name, stage, rules)


def _of_kind(kind: Kind, stage: Mapping[str, str], rules: Catalogue, dialect: Dialect | None) -> Form:
    parameters = {f"{{{one}}}" for address in kind.addresses for one in _parameters(address)}
    files = [file for file in sorted(stage) if _is_example(kind, file)]
    begin = f"c360lint new {kind.name}" if kind.name in skeleton_names() else ""
    return Form(
        kind.name,
        kind.title,
        _described(shape_of(kind.name)),
        tuple((file, stage[file]) for file in files),
        tuple(_place(kind, address) for address in kind.addresses) if kind.has_files else (),
        "" if kind.has_files else _sent_by(kind),
        dialect.begins if dialect is not None else "",
        kind.since,
        kind.until,
        _properties_of(kind.name, dialect),
        _speaking_of({kind.name, *parameters}, rules),
        _speaking_of({"requests", "documents"}, rules),
        begin,
    )


def _is_example(kind: Kind, file: str) -> bool:
    """Tell whether a file of the stage is one of a kind; of those without files, the request that has one."""
    if not kind.has_files:
        return file == f"requests/{kind.name}.json"
    route = laid_out(file)
    return route is not None and route.kind == kind.name


def _sent_by(kind: Kind) -> str:
    """Return where a payload lies that no file is: in saved requests."""
    listed = joined([f"`{one.methods[0]} …/{one.path}`" for one in kind.addresses])
    return f"in no file of its own: it is the `body` of a saved request, {listed}"


def _of_other(name: str, stage: Mapping[str, str], rules: Catalogue) -> Form:
    other = _OTHERS[name]
    return Form(
        name,
        other.title,
        _described(shape_of(name)),
        tuple((file, stage[file]) for file in sorted(stage) if file.startswith(other.file)),
        (),
        other.lies,
        "",
        "",
        None,
        _properties_of(name),
        _speaking_of(set(other.kinds), rules) if other.kinds else _needing_snapshot(rules),
        _speaking_of(set(other.of_all), rules),
        other.begin,
    )


def _speaking_of(subjects: set[str], rules: Catalogue) -> tuple[Rule, ...]:
    return tuple(one.RULE for one in rules if not subjects.isdisjoint(one.RULE.kinds))


def _needing_snapshot(rules: Catalogue) -> tuple[Rule, ...]:
    return tuple(one.RULE for one in rules if "snapshot" in one.RULE.needs)


# Places


def _place(kind: Kind, address: Address) -> FormPlace:
    route = laid_out(f"{address.path}{DOCUMENTS[0]}")
    assert route is not None, address.path
    form = kind.form({}, Request("", address.methods[0], route, None, 0))
    shape = _object(shape_of(kind.name, form.definition, or_list=form.or_list))
    return FormPlace(f"{address.path}{DOCUMENTS[0]}", address.methods, f"/{address.path}", shape.required)


def _parameters(address: Address) -> Iterator[str]:
    for part in address.path.split("/"):
        if part.startswith("{"):
            yield part[1:-1]


# Properties


def _properties_of(name: str, dialect: Dialect | None = None) -> tuple[FormProperty, ...]:
    told = {_object(shape_of(one)).name: f"c360lint explain {one}" for one in kinds.names() if one != name}
    return tuple(_properties(_object(shape_of(name, dialect=dialect)), "", told, frozenset()))


def _properties(
    shape: Shape, path: str, told: dict[str, str], above: frozenset[tuple[str, str]]
) -> Iterator[FormProperty]:
    """Yield the properties of an object; `told` takes up which definitions have been told of, and where.

    What a property `above` says in the same words, and anything may stand in, isn't told again.
    """
    by_words: dict[str, list[str]] = {}
    for name, member in (shape.members or {}).items():
        if _goes_without_saying(name, member):
            if (name, member.description) not in above:
                by_words.setdefault(member.description, []).append(name)
        else:
            there = f"{path}.{name}" if path else name
            one = _property(member, there, told, above | _plain(shape))
            yield _called(one, name, shape)._replace(required=name in shape.required)
    for description, names in by_words.items():
        yield FormProperty(tuple(names), description)


def _called(one: FormProperty, name: str, shape: Shape) -> FormProperty:
    """Return a property as files call it, with its documented name where that is another one."""
    if name not in shape.theirs:
        return one
    said = f"{one.description} Documented as `{name}`."
    return one._replace(names=(shape.theirs[name],), description=said.strip())


def _goes_without_saying(name: str, shape: Shape) -> bool:
    return shape.any or name.startswith("$")


def _plain(shape: Shape) -> frozenset[tuple[str, str]]:
    members = (shape.members or {}).items()
    return frozenset((name, one.description) for name, one in members if _goes_without_saying(name, one))


def _property(
    shape: Shape, path: str, told: dict[str, str], above: frozenset[tuple[str, str]]
) -> FormProperty:
    inner = _object(shape)
    like = told.get(inner.name, "") if inner.members else ""
    if inner.members and not like:
        told[inner.name] = path
    return FormProperty(
        (path.rpartition(".")[2],),
        shape.description,
        tuple(_types(shape)),
        values=tuple(dict.fromkeys((*shape.values, *inner.values))),
        properties=() if like else tuple(_properties(inner, path, told, above)),
        like=like,
    )


def _object(shape: Shape) -> Shape:
    """Return the shape itself, or that of its items."""
    return shape.items if shape.items is not None and shape.members is None else shape


def _described(shape: Shape) -> str:
    return shape.description or _object(shape).description


def _types(shape: Shape) -> Iterator[str]:
    for words in shape.expected:
        if words == "a whole number" and "a number" in shape.expected:
            continue
        several = _several(shape.items.expected) if words == "a list" and shape.items is not None else ""
        yield f"a list of {several}" if several else words


def _several(types: Iterable[str]) -> str:
    return " or ".join(f"{words.partition(' ')[2]}s" for words in types)


def as_json(form: Form) -> dict[str, Any]:
    """Return a form as a report has it."""
    return {
        "name": form.name,
        "title": form.title,
        "description": form.description,
        "examples": [{"file": file, "content": content} for file, content in form.examples],
        "places": [{**one._asdict(), "required": list(one.required)} for one in form.places],
        "elsewhere": form.elsewhere,
        "properties": [_property_json(one) for one in form.properties],
        "rules": [one.published() for one in form.rules],
        "rulesOfAll": [one.published() for one in form.of_all],
        "begin": form.begin,
    }


def _property_json(one: FormProperty) -> dict[str, Any]:
    return {**one._asdict(), "properties": [_property_json(inner) for inner in one.properties]}
