"""The name of an insight must be of letters, digits, underscores, blanks and dashes."""

from __future__ import annotations

import re
from typing import Final

from linter.diagnostic import Finding, Stated
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "II105",
    "insight-name-characters",
    "the name of an insight must be of letters, digits, underscores, blanks and dashes",
    "service error insightInvalidInputName",
    service_errors=(
        "insightInvalidInputName",
        "insightInputInvalidNameFormat",
    ),
    sources=(
        Stated("service-error", "insightInvalidInputName"),
        Stated("service-error", "insightInputInvalidNameFormat"),
    ),
    inferred=True,
    local=True,
    kinds=("insightInput",),
)


_NAME: Final = re.compile(r"[\w -]+")


def check(project: Project) -> Says:
    for payload in project.payloads("insightInput"):
        for one in payload.items:
            name = one.name
            if name is not None and name.strip() and not _NAME.fullmatch(name):
                strange = "".join(dict.fromkeys(_NAME.sub("", name)))
                yield Finding(
                    one.node.at("name"),
                    f"the insight's name `{name}` has characters that aren't permitted: `{strange}`",
                    label="not permitted in a name",
                    help="use letters, digits, underscores, blanks and dashes",
                )
