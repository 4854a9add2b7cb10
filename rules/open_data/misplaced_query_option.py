"""A query option must stand once, and where it can be answered.

What is about many entities can't be asked of one by its key, nor what is about one of a number.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from linter.diagnostic import Finding, Related, Replacement, Stated
from linter.kinds.query import Query
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says

if TYPE_CHECKING:
    from linter.odata import Tree
    from linter.project.queried import Queried
    from linter.project.query_text import ReadQuery

RULE = Rule(
    "OD110",
    "misplaced-query-option",
    "a query option must stand once, and only where there is something that it can be asked of",
    "OASIS OData 4.01, Part 2: URL Conventions, sections 5.1 and 4.8",
    url="https://docs.oasis-open.org/odata/odata/v4.01/odata-v4.01-part2-url-conventions.html",
    sources=(
        Stated("odata", "4.01 Part 2: URL Conventions, 5.1"),
        Stated("odata", "4.01 Part 2: URL Conventions, 4.8"),
    ),
    local=True,
    kinds=("queries",),
)

_OF_MANY: Final = ("$filter", "$search", "$orderby", "$top", "$skip", "$count")
_NOT_OF_NUMBERS: Final = ("$expand", "$orderby", "$top", "$skip")
_NUMBER: Final = "a number"


def check(project: Project) -> Says:
    for query in project.queries:
        read = project.queried.read(query)
        if read is not None:
            options = list(_options(read))
            yield from _repeated(project.queried, query, options)
            yield from _misplaced(project.queried, query, options)


def _options(read: ReadQuery) -> Iterator[tuple[str, Tree]]:
    """Yield the query's own options of OData, by their names in small letters."""
    for one in read.nodes.get("queryOption", ()):
        name = read.text[one.start : one.end].partition("=")[0].replace("%24", "$").lower()
        if name.startswith("$"):
            yield name, one


def _repeated(queried: Queried, query: Query, options: list[tuple[str, Tree]]) -> Says:
    first: dict[str, Tree] = {}
    for name, one in options:
        if name not in first:
            first[name] = one
            continue
        there, at = queried.at(query, first[name]), queried.at(query, one)
        whole = queried.at(query, one._replace(start=one.start - 1))  # with the `&` before it
        yield Finding(
            at,
            f"`{name}` stands twice",
            label="once more",
            help="leave one of both out; conditions are joined by `and`, names by commas",
            related=(Related(there, f"`{name}` stands here first"),),
            repairs=(Replacement("", "Leave it out", at=whole),),
        )


def _misplaced(queried: Queried, query: Query, options: list[tuple[str, Tree]]) -> Says:
    path = queried.nodes(query, "pathSegment")
    refused, what = _refused(path[-1]) if path else ((), "")
    for name, one in options:
        if name in refused:
            yield Finding(
                queried.at(query, one),
                f"`{name}` can't be asked of {what}",
                label="nothing to apply it to",
                help="leave it out",
                severity="warning" if what == _NUMBER else None,
            )


def _refused(segment: Tree) -> tuple[tuple[str, ...], str]:
    """Return which options can't stand behind the last segment of a path, and what it is."""
    if segment.text == "$count":
        return _NOT_OF_NUMBERS, _NUMBER
    is_key = any(len(one.parts) > 0 for one in segment.parts if one.rule == "pathArguments")
    return (_OF_MANY, "one entity, found by its key") if is_key else ((), "")
