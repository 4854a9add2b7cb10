"""Writes an OData `$metadata` document of any size."""

from __future__ import annotations

from pathlib import Path

from benchmarks.generate import TYPES

_HEAD = """\
<?xml version="1.0" encoding="utf-8"?>
<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx">
<edmx:DataServices><Schema Namespace="CustomerInsights" xmlns="http://docs.oasis-open.org/odata/ns/edm">
"""
_EDM = {
    "string": "String",
    "int64": "Int64",
    "double": "Double",
    "dateTime": "DateTimeOffset",
    "boolean": "Boolean",
    "decimal": "Decimal",
}


def write_metadata(path: Path, entities: int, attributes: int) -> None:
    """Write a document of entity types with a key and so many properties, and of their sets."""
    properties = "".join(
        f'<Property Name="Attribute{number:03}" Type="Edm.{_EDM[TYPES[number % len(TYPES)]]}" />\n'
        for number in range(1, attributes)
    )
    types = (
        f'<EntityType Name="Entity{number:05}"><Key><PropertyRef Name="Id" /></Key>\n'
        f'<Property Name="Id" Type="Edm.String" Nullable="false" />\n{properties}</EntityType>\n'
        for number in range(entities)
    )
    sets = (
        f'<EntitySet Name="Entity{number:05}" EntityType="CustomerInsights.Entity{number:05}" />\n'
        for number in range(entities)
    )
    tail = "</EntityContainer></Schema></edmx:DataServices></edmx:Edmx>\n"
    path.write_text(
        f'{_HEAD}{"".join(types)}<EntityContainer Name="Container">\n{"".join(sets)}{tail}', "utf-8"
    )
