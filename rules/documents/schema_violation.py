"""A file must satisfy the JSON Schemas that the team has set for it.

`[[schemas]]` in the configuration names them; they are judged by the jsonschema library.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from linter.diagnostic import Finding, Lack, Location, NotChecked
from linter.placeholders import placeholders_in, why_open
from linter.project.project import HouseSchema, Project
from linter.rulekit.rule import Rule, Says
from linter.shapes.bounded import EndlessError, Steps, bounded

if TYPE_CHECKING:
    from jsonschema import ValidationError

RULE = Rule(
    "DO09",
    "schema-violation",
    "a file must satisfy the JSON Schemas that the team has set for it",
    "the team's schema, as named in the configuration",
    url="https://json-schema.org/specification",
    local=True,
)


def check(project: Project) -> Says:
    for house in project.house_schemas:
        yield from _violations(house)


def _violations(house: HouseSchema) -> Says:
    # jsonschema is slow to import, and only teams with schemas of their own need it
    from referencing.exceptions import Unresolvable

    try:
        validator = _validator(house)
        errors = sorted(validator.iter_errors(house.value), key=lambda one: str(one.json_path))
    except Unresolvable as error:
        yield _not_applicable(house, f"its $ref `{error.ref}` leads to nothing in it")
    except EndlessError as error:
        yield _not_applicable(house, str(error))
    except RecursionError:
        yield _not_applicable(house, "its $refs lead in a circle")
    except OverflowError:
        yield _not_applicable(house, "a number is too large for its multipleOf")
    except ValueError as error:  # an $id that is no address
        yield _not_applicable(house, str(error))
    else:
        yield from (_said(house, one) for one in errors)


def _said(house: HouseSchema, violation: ValidationError) -> Finding | NotChecked:
    at = Location(house.document, tuple(violation.absolute_path))
    unsure = _why_open(violation.instance, is_whole=not violation.context)
    if unsure is not None:
        return NotChecked(at, unsure)
    return Finding(
        at,
        f"{violation.message} ({house.name})",
        label="not what the team's schema asks for",
        help=f"see `{house.name}`",
    )


def _why_open(value: Any, *, is_whole: bool) -> Lack | None:
    """Return why it isn't known what a value is that is wrong; not `is_whole`, what is in it counts, too."""
    inner: Iterable[Any] = ()
    if not is_whole and isinstance(value, (dict, list)):
        inner = value.values() if isinstance(value, dict) else value
    own = why_open(value) if isinstance(value, str) and any(placeholders_in(value)) else None
    return own or next(filter(None, (_why_open(one, is_whole=False) for one in inner)), None)


def _validator(house: HouseSchema) -> Any:
    """Return a validator that fetches nothing, since the linter is offline, and that comes to an end."""
    from jsonschema.validators import validator_for
    from referencing import Registry

    steps = Steps()
    steps.begin(house.value)
    made = bounded(validator_for(house.schema), steps, house.schema)
    return made(house.schema, registry=Registry())


def _not_applicable(house: HouseSchema, reason: str) -> Finding:
    return Finding(
        Location(house.document),
        f"the schema `{house.name}` can't be applied: {reason}",
        label="could not be judged",
        help=f"correct `{house.name}`; a schema has to hold all that it refers to, for nothing is fetched",
    )
