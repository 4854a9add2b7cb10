"""JSON Schemas of an OpenAPI description, of 3.0 and 3.1, as jsonschema judges them: bounded and offline."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

from linter.contracts.formats import wrong_format
from linter.contracts.mistakes import MOST_LISTED
from linter.diagnostic import Lack, Path
from linter.named_tuple import NamedTuple
from linter.shapes.bounded import EndlessError, Steps, bounded
from linter.wording import quoted

if TYPE_CHECKING:
    from jsonschema import ValidationError

    from linter.importers.openapi_document import Description, SchemaNode

_URI: Final = "description:"
_STEPS: Final = 20_000  # how many keywords are asked about a value, at least
_SHOWN: Final = 80
_ARTICLES: Final = {
    "string": "a string",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "array": "a list",
    "object": "an object",
    "null": "null",
}
_WORDS: Final = {
    "maxLength": "at most {} characters",
    "minLength": "at least {} characters",
    "maximum": "at most {}",
    "minimum": "at least {}",
    "exclusiveMaximum": "less than {}",
    "exclusiveMinimum": "more than {}",
    "maxItems": "at most {} items",
    "minItems": "at least {} items",
    "items": "fewer items",
    "pattern": "a text like `{}`",
    "multipleOf": "a multiple of {}",
    "uniqueItems": "items that differ",
    "oneOf": "exactly one of the forms that are described",
    "anyOf": "one of the forms that are described",
    "not": "something else",
}
"""What keywords expect."""


class Violation(NamedTuple):
    """A value that a schema doesn't allow, in words."""

    path: Path
    value: Any
    name: str  # what the value is of
    written: str
    expected: str
    known: tuple[str, ...] = ()
    missing: str = ""  # a property that is required
    unknown: tuple[str, ...] = ()  # properties that aren't allowed
    owner: str = ""


class Validators:
    """Judges values by the schemas of one description; what it has learned of a schema it keeps."""

    def __init__(self, description: Description, *, nulls: bool) -> None:
        self._description = description
        self._nulls = nulls  # whether null may stand for any value
        self._steps = Steps(_STEPS)
        self._made: dict[tuple[Path, bool], Any] = {}
        self._faults: dict[Path, Lack | None] = {}

    def violations(
        self, schema: SchemaNode, value: Any, *, is_update: bool = False
    ) -> list[Violation] | Lack:
        """Return what a schema doesn't allow in a value, or why that can't be said."""
        from referencing.exceptions import Unresolvable

        fault = self._fault(schema)
        if fault is not None:
            return fault
        self._steps.begin(value)
        try:
            errors = list(self._validator(schema, is_update=is_update and self._nulls).iter_errors(value))
            return list(self._worded(errors))
        except Unresolvable as error:
            return self._lack(f"its $ref `{str(error.ref)[:_SHOWN]}` leads to nothing that is read")
        except EndlessError as error:
            self._faults[schema.path] = self._lack(str(error))
            return self._lack(str(error))
        except RecursionError:
            return self._lack("its $refs lead in a circle, or it is nested too deeply")
        except OverflowError:
            return self._lack("a number is too large for its multipleOf")

    def _lack(self, why: str) -> Lack:
        name = self._description.source.name
        return Lack(f"a schema of {name} can't be applied: {why}", f"mend {name}")

    def _fault(self, schema: SchemaNode) -> Lack | None:
        """Return why a schema, or one that it uses, is none; each is looked at once."""
        if schema.path not in self._faults:
            self._faults[schema.path] = next(self._faults_of(schema), None)
        return self._faults[schema.path]

    def _faults_of(self, schema: SchemaNode) -> Iterator[Lack]:
        from jsonschema.exceptions import best_match

        unsound = self._sound_by()
        for node in self._used(schema):
            try:
                found = best_match(unsound.iter_errors(dict(node.value)))
            except RecursionError:
                yield self._lack("it is nested too deeply")
                return
            if found is not None:
                place = self._description.source.note((*node.path, *found.absolute_path), found.message)
                yield self._lack(f"{place.line}:{place.column}: {found.message[: 2 * _SHOWN]}")

    def _sound_by(self) -> Any:
        """Return what says whether a schema is one."""
        from jsonschema.validators import Draft4Validator, Draft202012Validator

        drafts = {True: Draft202012Validator, False: Draft4Validator}
        validator = drafts[self._is_31]
        return validator(validator.META_SCHEMA)

    @property
    def _is_31(self) -> bool:
        return not str(self._description.value.get("openapi")).startswith("3.0")

    def _used(self, schema: SchemaNode) -> Iterator[SchemaNode]:
        """Yield a schema and those that it refers to."""
        seen: set[Path] = set()
        waiting = [schema]
        while waiting:
            node = self._description.follow(waiting.pop())
            if node.path in seen or not node.value:
                continue
            seen.add(node.path)
            yield node
            waiting += self._description.referred_to(node)

    def _validator(self, schema: SchemaNode, *, is_update: bool) -> Any:
        from referencing import Registry, Specification

        key = schema.path, is_update
        if key not in self._made:
            resource = Specification.OPAQUE.create_resource(self._description.value)
            registry: Any = Registry().with_resource(_URI, resource)
            pointer = "".join(f"/{_escaped(str(step))}" for step in schema.path)
            made = self._class(is_update=is_update)
            self._made[key] = made({"$ref": f"{_URI}#{pointer}"}, registry=registry)
        return self._made[key]

    def _class(self, *, is_update: bool) -> Any:
        from jsonschema.validators import Draft4Validator, Draft202012Validator

        ours = {
            "required": _required(is_update),
            "format": _format,
            "pattern": _pattern(self._steps),
            "multipleOf": _multiple,
        }
        base = Draft202012Validator if self._is_31 else Draft4Validator
        ours["properties"] = _permitted(base.VALIDATORS["properties"])
        for keyword in ("type", "enum", "const"):
            if keyword in base.VALIDATORS:
                ours[keyword] = _nullable(base.VALIDATORS[keyword], always=self._nulls)
        return bounded(
            base,
            self._steps,
            self._description.value,
            validators=ours,
            type_checker=Draft202012Validator.TYPE_CHECKER,
        )

    def _worded(self, errors: list[ValidationError]) -> Iterator[Violation]:
        from jsonschema.exceptions import best_match

        mistyped = {tuple(one.absolute_path) for one in errors if one.validator == "type"}
        for error in errors:
            if error.validator != "type" and tuple(error.absolute_path) in mistyped:
                continue  # what has another type breaks other keywords, too
            inner = best_match([error]) if error.context else error
            yield _violation(inner or error)


def _violation(error: ValidationError) -> Violation:
    path = tuple(error.absolute_path)
    name = f"`{path[-1]}`" if path and isinstance(path[-1], str) else "the value" if path else "the body"
    told = written(error.instance, as_json=error.validator == "type")
    keyword, wanted = str(error.validator), error.validator_value
    one = Violation(path, error.instance, name, told, "")
    if keyword == "required":
        return one._replace(missing=error.message)
    if keyword == "properties":
        return one._replace(unknown=(error.message,))
    if keyword in ("additionalProperties", "unevaluatedProperties") and isinstance(error.instance, dict):
        return one._replace(unknown=tuple(_extra(error)))
    return one._replace(expected=_expected(keyword, wanted, error), known=_listed(keyword, wanted))


def _expected(keyword: str, wanted: Any, error: ValidationError) -> str:
    """Return what a schema wants, in words."""
    if error.schema is False:
        return "nothing"
    if keyword == "type":
        types = wanted if isinstance(wanted, list) else [wanted]
        return " or ".join(_ARTICLES.get(str(one), str(one)) for one in types)
    if keyword == "const":
        return f"`{written(wanted, as_json=False)}`"
    if keyword == "enum":
        more = " …" if len(wanted) > MOST_LISTED else ""
        shown = quoted(written(one, as_json=False) for one in wanted[:MOST_LISTED])
        return f"one of {', '.join(shown)}{more}"
    schema: Any = error.schema
    exclusive = f"exclusive{keyword.capitalize()}"
    words = _WORDS.get(exclusive if schema.get(exclusive) is True else keyword)  # the first: OpenAPI 3.0
    return words.format(wanted) if words is not None else error.message


def _listed(keyword: str, wanted: Any) -> tuple[str, ...]:
    values = wanted if keyword == "enum" and isinstance(wanted, list) else []
    return tuple(one for one in values if isinstance(one, str))


def _extra(error: ValidationError) -> Iterator[str]:
    schema: Any = error.schema if isinstance(error.schema, dict) else {}
    instance: Any = error.instance
    for name in instance:
        patterns = schema.get("patternProperties", {})
        if name not in schema.get("properties", {}) and not any(re.search(one, name) for one in patterns):
            yield name


def written(value: Any, *, as_json: bool) -> str:
    """Return a value as messages show it; a text `as_json`, where its type is what is wrong."""
    if isinstance(value, str):
        text = value if len(value) <= _SHOWN else f"{value[:_SHOWN]}…"
        return f'"{text}"' if as_json else text
    if isinstance(value, bool) or value is None:
        return {True: "true", False: "false", None: "null"}[value]
    if isinstance(value, (int, float)):
        return str(value)
    return "a list" if isinstance(value, list) else "an object"


def _required(is_update: bool) -> Any:
    """Return the keyword: what only answers have needn't be sent, nor what an update leaves as it is."""

    def required(validator: Any, names: Any, instance: Any, schema: Any) -> Iterator[Any]:
        from jsonschema import ValidationError

        if is_update or not validator.is_type(instance, "object"):
            return
        properties = schema.get("properties") or {}
        for name in names:
            one = properties.get(name)
            is_read_only = isinstance(one, dict) and one.get("readOnly") is True
            if name not in instance and not is_read_only:
                yield ValidationError(str(name))

    return required


def _permitted(ask: Any) -> Any:
    """Return the keyword that names the properties whose schema is `false`: jsonschema forgets the name."""

    def properties(validator: Any, schemas: Any, instance: Any, schema: Any) -> Iterator[Any]:
        from jsonschema import ValidationError

        others = {name: one for name, one in schemas.items() if one is not False}
        if validator.is_type(instance, "object"):
            yield from (ValidationError(name) for name in schemas if name in instance and name not in others)
        yield from ask(validator, others, instance, schema) or ()

    return properties


def _format(_validator: Any, name: Any, instance: Any, _schema: Any) -> Iterator[Any]:
    from jsonschema import ValidationError

    wrong = wrong_format(str(name), instance)
    if wrong:
        yield ValidationError(wrong)


def _pattern(steps: Steps) -> Any:
    """Return a keyword that judges nothing by a pattern that Python doesn't read, or might not end with."""
    from jsonschema import ValidationError

    def asked(validator: Any, pattern: Any, instance: Any, _schema: Any) -> Iterator[Any]:
        if validator.is_type(instance, "string") and steps.found(pattern, instance) is False:
            yield ValidationError("")

    return asked


def _multiple(validator: Any, step: Any, instance: Any, _schema: Any) -> Iterator[Any]:
    """Reckon with the numbers as they are written: 19.99 is a multiple of 0.01."""
    from jsonschema import ValidationError

    if not validator.is_type(instance, "number") or not math.isfinite(instance):
        return
    if Fraction(repr(instance)) % Fraction(repr(step)):
        yield ValidationError("")


def _nullable(ask: Any, *, always: bool) -> Any:
    """Return a keyword that lets null pass where OpenAPI 3.0 says `nullable`, or `always`."""

    def asked(validator: Any, wanted: Any, instance: Any, schema: Any) -> Iterator[Any]:
        if instance is None and (always or schema.get("nullable") is True):
            return iter(())
        return iter(ask(validator, wanted, instance, schema) or ())

    return asked


def _escaped(step: str) -> str:
    from urllib.parse import quote

    return quote(step.replace("~", "~0").replace("/", "~1"))
