"""A file must be well-formed JSON or YAML."""

from __future__ import annotations

from linter.diagnostic import Finding, Location
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "DO01",
    "broken-syntax",
    "a file must be well-formed JSON or YAML",
    "RFC 8259 (JSON) and YAML 1.2",
    url="https://www.rfc-editor.org/rfc/rfc8259",
    local=True,
    suppressible=False,
    unread=True,
)


def check(project: Project) -> Says:
    for unread in project.unread:
        if unread.is_text:
            yield Finding(Location(unread.document, part="fault"), unread.message, help=unread.help)
    for problem in project.problems:
        if problem.kind == "syntax":
            yield Finding(problem.at, problem.found, help=problem.expected)
