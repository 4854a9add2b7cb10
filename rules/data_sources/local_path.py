"""Power Query should read no file of somebody's machine."""

from __future__ import annotations

import re
from typing import Final

from linter.diagnostic import Finding, Stated
from linter.project.project import Project
from linter.rulekit.data_sources import power_queries
from linter.rulekit.mashups import calls_of
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "DS128",
    "local-path",
    "Power Query should read no file of somebody's machine",
    "service error dataSourcePQUnsupportedPath",
    "recommendation",
    service_errors=("dataSourcePQUnsupportedPath",),
    sources=(Stated("service-error", "dataSourcePQUnsupportedPath"),),
    inferred=True,
    local=True,
    kinds=("dataSource",),
)


_READS: Final = ("File.Contents", "Folder.Files", "Folder.Contents")
_LOCAL: Final = re.compile(r"(?i)[a-z]:[\\/]|file:/")


def check(project: Project) -> Says:
    for one in power_queries(project):
        for called in calls_of(one.mashup, *_READS):
            if _LOCAL.match(called.argument):
                yield Finding(
                    called.at,
                    f"`{called.argument}` lies on somebody's machine, where the service can't read it",
                    label="a local path",
                    help="put the file where the service reaches it: the web, a lake, SharePoint",
                )
