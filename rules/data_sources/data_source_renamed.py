"""The name of a data source can't be changed once it is saved."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from linter.diagnostic import Finding, Related, Replacement, Stated
from linter.instance.entity import DataSource
from linter.kinds.data_source_body import DataSourcePayload
from linter.project.project import Project
from linter.rulekit.data_sources import SOUND_NAME, data_sources, saved_by_name, saved_source
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
    saved = saved_by_name()
    for one in data_sources(project):
        source = _saved(one, saved)
        if source is None or source.name in (None, one.name, source.id):
            continue
        yield Finding(
            one.said_at("name"),
            f"data source `{source.name}` can't be renamed to `{one.name}`",
            label=f"it is called `{source.name}`",
            help=f"leave the name `{source.name}`; what people read is `friendlyName`",
            related=(Related(source.at, f"`{source.name}` is declared here"),),
            repairs=(Replacement(str(source.name), f"Leave the name `{source.name}`"),),
        )


def _saved(
    one: DataSourcePayload, saved: Callable[[DataSourcePayload, str], Sequence[DataSource]]
) -> DataSource | None:
    """Return the data source that is given a name; one that is taken or malformed has a rule of its own."""
    source, name = saved_source(one), one.name
    if name is None or not SOUND_NAME.match(name):
        return None
    is_taken = any(each != source for each in saved(one, name))
    return None if is_taken else source
