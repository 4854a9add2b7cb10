"""A payload must be an ordinary file of UTF-8 text."""

from __future__ import annotations

from linter.diagnostic import Finding, Location
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "DO08",
    "unreadable-file",
    "a payload must be an ordinary file of UTF-8 text",
    "RFC 8259, section 8.1: JSON between systems is UTF-8",
    url="https://www.rfc-editor.org/rfc/rfc8259#section-8.1",
    local=True,
    suppressible=False,
    unread=True,
)


def check(project: Project) -> Says:
    for unread in project.unread:
        if not unread.is_text:
            yield Finding(Location(unread.document, part="fault"), unread.message, help=unread.help)
