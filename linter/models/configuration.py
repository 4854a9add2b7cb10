"""configuration: c360lint.toml."""

from __future__ import annotations

from typing import Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field

Severity = Literal["error", "warning", "recommendation"]
Scalar = str | int | float | bool


def _kebab(name: str) -> str:
    return name.replace("_", "-")


class Section(BaseModel):
    """A table of the configuration; a key that isn't known is an error."""

    model_config = ConfigDict(strict=True, frozen=True, extra="forbid", alias_generator=_kebab)


class Override(Section):
    """Other settings for some files."""

    files: list[str] = Field(description="Globs of the files.")
    select: list[str] | None = Field(None, description="Rules to check in them, instead of those above.")
    ignore: list[str] | None = Field(None, description="Rules not to check in them.")
    severity: dict[str, Severity] | None = Field(None, description="Severities by code or name.")


class HouseSchema(Section):
    """A JSON Schema of the team's own."""

    files: list[str] = Field(description="Globs of the files that have to satisfy it.")
    schema_: str = Field(alias="schema", description="The schema's file.")


class Contract(Section):
    """A description of another API, which judges requests to its servers; one of the files is needed."""

    openapi: str | None = Field(None, description="The file of an OpenAPI 3.0 or 3.1 description.")
    metadata: str | None = Field(None, description="The file of an OData service's $metadata.")
    servers: list[str] | None = Field(
        None, description="Where requests to it begin, beside the servers that an OpenAPI description names."
    )


class Suppress(Section):
    """Findings that are left as they are; rule(s), reason, and files or path are needed."""

    rule: str | None = Field(None, description="The rule, by its code or name.")
    rules: list[str] | None = Field(None, description="Several rules.")
    files: list[str] | None = Field(None, description="Globs of the files; all of them unless said.")
    path: str | None = Field(
        None,
        description="The place and all below it: a JSON Pointer (/conflationPlans/0), or names "
        "(conflationPlans[0].rules[Email]).",
    )
    reason: str | None = Field(None, description="Why they are left as they are.")
    until: str | None = Field(None, description="The last day (YYYY-MM-DD) on which it is in force.")


class Dialect(Section):
    """How a team's payloads of one kind differ from the documented form."""

    begins: str | None = Field(
        None,
        description="Where the payload begins in its file: a JSON Pointer; * is each item of a list.",
    )
    names: dict[str, dict[str, str | list[str]]] | None = Field(
        None, description="By object, such as MatchRule: a property of ours, and what files call it."
    )
    values: dict[str, dict[str, dict[str, str | list[str]]]] | None = Field(
        None, description="By object and property: a value of its closed list, and how files write it."
    )
    others: dict[str, list[str]] | None = Field(
        None, description="By object: properties that files have besides, and that mean nothing here."
    )


class Configuration(Section):
    """The settings of a project."""

    schema_: str | None = Field(None, alias="$schema", description="The JSON Schema, for editors.")
    extends: str | list[str] | None = Field(
        None,
        description="What it is laid over: minimal, recommended, strict, or a file, as ../team.toml; the "
        "last one is the strongest.",
    )
    include: list[str] | None = Field(None, description="Globs of the files to look at.")
    exclude: list[str] | None = Field(None, description="Globs of files and folders to pass over.")
    files: dict[str, str] | None = Field(
        None, description="What files are: a glob with {placeholders}, and the request whose body they hold."
    )
    snapshot: str | list[str] | dict[str, str] | None = Field(
        None, description="The snapshot's file, or several, one an instance."
    )
    snapshots: dict[str, str] | None = Field(
        None, description="The snapshot of each environment, such as dev and prod, by its name."
    )
    principal: str | None = Field(None, description="The principal's ID on whose behalf requests are made.")
    api: Literal["2020-04", "2020-08", "2021-06", "2021-09", "current"] | None = Field(
        None, description="The generation of the API to judge against; 2020-04 unless said."
    )
    master_dataset: str | None = Field(None, description="The master dataset's name; Customer unless said.")
    select: list[str] | None = Field(
        None, description="Rules to check: codes, prefixes, names, advice, severities or ALL."
    )
    ignore: list[str] | None = Field(None, description="Rules not to check.")
    fail_level: Literal["error", "warning", "recommendation", "never"] | None = Field(
        None, description="The least severity that makes the exit status 1; error unless said."
    )
    severity: dict[str, Severity] | None = Field(None, description="Severities by code or name.")
    overrides: list[Override] | None = Field(None, description="Other settings for some files.")
    schemas: list[HouseSchema] | None = Field(None, description="JSON Schemas of the team's own.")
    contracts: list[Contract] | None = Field(
        None, description="Descriptions of other APIs, by which requests to their servers are judged."
    )
    custom_rules: list[str] | None = Field(
        None,
        description="Folders with rules of the team's own, in Python; whoever runs the check has to allow "
        "them (--allow-code).",
    )
    suppress: list[Suppress] | None = Field(None, description="Findings that are left as they are.")
    dialects: dict[str, Dialect] | None = Field(
        None,
        description="How payloads of a kind differ from the documented form; `c360lint learn` proposes it.",
    )
    baseline: str | None = Field(
        None, description="The file of the findings that are known; c360lint-baseline.json unless said."
    )
    allow_empty: bool | None = Field(None, description="Whether there may be no payload at all.")
    unread: Literal["allow", "error"] | None = Field(
        None,
        description="Whether what is not read or not checked passes, or fails the run; allow unless said.",
    )
    max_file_size: int | None = Field(
        None, ge=1, le=1000, description="How large a file may be to be read, in megabytes; 50 unless said."
    )
    respect_gitignore: bool | None = Field(
        None, description="Whether files that git ignores are left out; true unless said."
    )
    preview: bool | None = Field(
        None, description="Whether rules run that are still tried; false unless said."
    )
    placeholders: dict[str, Scalar | dict[str, Scalar]] | None = Field(
        None,
        description="What the placeholders stand for that a pipeline fills, by name; in an environment, in a "
        "table of its name.",
    )


ROOT: Final[Any] = Configuration
"""What its schema is made of."""
