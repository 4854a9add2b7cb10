"""A query in SQL must read entities, and no files.

A file behind FROM or JOIN is a path between quotes, alone or behind a format (`parquet.`/path``), or an
argument of `read_files`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from linter.diagnostic import Finding, Location, Stated
from linter.kinds.sql_query import SqlQuery
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says
from linter.rulekit.sql import KINDS, sql_queries
from linter.sql import SqlToken, is_path

RULE = Rule(
    "SL104",
    "file-path-in-query",
    "a query in SQL must read entities, and no files",
    "service error queryContainsFilePath",
    service_errors=("queryContainsFilePath",),
    sources=(Stated("service-error", "queryContainsFilePath"),),
    inferred=True,
    local=True,
    kinds=KINDS,
)

_FORMATS: Final = frozenset(
    ("parquet", "csv", "json", "orc", "delta", "text", "avro", "xml", "binaryfile", "iceberg")
)
_QUOTED: Final = ("quoted", "text")
_READS: Final = ("from", "join")


def check(project: Project) -> Says:
    for query in sql_queries(project):
        for at, path in _paths(query):
            yield Finding(
                at,
                f"the query reads the file `{path}`, and no entity",
                label="a file",
                help="name an entity; what the file holds has to be ingested first",
            )


def _paths(query: SqlQuery) -> Iterator[tuple[Location, str]]:
    code = query.code
    for index, token in enumerate(code):
        rest = code[index + 1 : index + 4]
        if token.word in _READS:
            found = _path_behind(rest)
        elif token.word == "read_files" and [one.text for one in rest[:1]] == ["("]:
            found = rest[1] if len(rest) > 1 and rest[1].kind == "text" else None
        else:
            continue
        if found is not None and not query.is_open(found.text):
            yield query.part(found.start + 1, found.end - 1), found.text[1:-1]


def _path_behind(rest: list[SqlToken]) -> SqlToken | None:
    """Return the path that stands behind FROM or JOIN, if one does."""
    if not rest:
        return None
    if rest[0].kind in _QUOTED and is_path(rest[0].text):
        return rest[0]
    if len(rest) < 3 or rest[1].text != "." or rest[2].kind not in _QUOTED:
        return None
    is_quoted_format = rest[0].kind == "quoted" and rest[0].text[1:-1].lower() in _FORMATS
    return rest[2] if rest[0].word in _FORMATS or (is_quoted_format and is_path(rest[2].text)) else None
