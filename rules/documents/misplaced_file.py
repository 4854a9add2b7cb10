"""A payload must lie where it is read."""

from __future__ import annotations

from linter.diagnostic import Finding, Location, Stated
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "DO101",
    "misplaced-file",
    "a payload must lie where it is read: in its place of the layout, or named by the configuration",
    "the linter's own; docs/payloads.md",
    "warning",
    url="https://www.rfc-editor.org/rfc/rfc8259",
    sources=(Stated("convention", "docs/payloads.md"),),
    unread=True,
)


def check(project: Project) -> Says:
    for one in project.misplaced:
        if one.by_path:
            message = f"this file is not read; did you mean `{one.place}`?"
            help_ = f"move it to {one.place}, or name it in [files] of c360lint.toml"
        else:
            message = f"this file is not read, though it has the form of a payload: {one.kind}"
            help_ = f"move it to {one.place}, name it in [files] of c360lint.toml, or exclude it"
        yield Finding(Location(one.document), message, label="in no place of a payload", help=help_)
