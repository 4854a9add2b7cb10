"""The name of a data source can't be changed once it is saved."""

from __future__ import annotations

from linter.diagnostic import Finding, Related, Replacement, Stated
from linter.instance.snapshot import DataSource
from linter.kinds.data_source_body import DataSourcePayload
from linter.project.project import Project
from linter.rulekit.data_sources import SOUND_NAME, data_sources
from linter.rulekit.rule import Rule, Says

RULE = Rule(
    "DS106",
    "data-source-renamed",
    "the name of a data source can't be changed once it is saved",
    "connect-fabric-onelake.md",
    sources=(Stated("product-page", "N06"),),
    local=True,
    kinds=("dataSource",),
    needs=("snapshot",),
)


def check(project: Project) -> Says:
    for one in data_sources(project):
        source = _saved(one)
        if one.metadata is None or source is None or source.name in (None, one.name, source.id):
            continue
        yield Finding(
            one.metadata.at("name"),
            f"data source `{source.name}` can't be renamed to `{one.name}`",
            label=f"it is called `{source.name}`",
            help=f"leave the name `{source.name}`; what people read is `friendlyName`",
            related=(Related(source.at, f"`{source.name}` is declared here"),),
            repairs=(Replacement(str(source.name), f"Leave the name `{source.name}`"),),
        )


def _saved(one: DataSourcePayload) -> DataSource | None:
    """Return the data source that is given a name; one that is taken or malformed has a rule of its own."""
    snapshot = one.request.snapshot.declared if one.request.snapshot is not None else None
    if snapshot is None or one.id is None or one.name is None or not SOUND_NAME.match(one.name):
        return None
    is_taken = any((each.name or "").lower() == one.name.lower() for each in snapshot.data_sources)
    source = snapshot.data_source_by_id(one.id)
    is_same_but_for_case = source is not None and (source.name or "").lower() == one.name.lower()
    return source if is_same_but_for_case or not is_taken else None
