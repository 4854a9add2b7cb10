"""A file must satisfy the JSON Schemas that the team has set for it.

`[[schemas]]` in the configuration names them; they are judged by the jsonschema library.
"""

from __future__ import annotations

from linter.diagnostic import Finding, Location
from linter.project import HouseSchema, Project
from linter.rule import Rule, Says

RULE = Rule(
    "DO09",
    "schema-violation",
    "a file must satisfy the JSON Schemas that the team has set for it",
    "the team's schema, as named in the configuration",
    url="https://json-schema.org/specification",
)


def check(project: Project) -> Says:
    for house in project.house_schemas:
        yield from _violations(house)


def _violations(house: HouseSchema) -> Says:
    # jsonschema is slow to import, and only teams with schemas of their own need it
    from jsonschema.validators import validator_for
    from referencing import Registry

    # a registry that retrieves nothing: the linter is offline
    validator = validator_for(house.schema)(house.schema, registry=Registry())
    for error in sorted(
        validator.iter_errors(house.value), key=lambda one: list(map(str, one.absolute_path))
    ):
        yield Finding(
            Location(house.document, tuple(error.absolute_path)),
            f"{error.message} ({house.name})",
            label="not what the team's schema asks for",
            help=f"see `{house.name}`",
        )
