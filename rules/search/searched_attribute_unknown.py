"""What is indexed must be an attribute of Customer.

Attributes that conflict resolution will give it count; names are exact, without the entity's in front.
"""

from __future__ import annotations

from typing import Final

from linter.diagnostic import Finding, Lack, NotChecked, Replacement, Stated
from linter.instance.snapshot import Snapshot
from linter.kinds.references import Column
from linter.kinds.search_configuration import SearchConfiguration
from linter.project.project import Project
from linter.rulekit.existence import unknown_attributes
from linter.rulekit.lacks import doubted
from linter.rulekit.rule import Rule, Says, product_page
from linter.rulekit.unread import may_have_more

_CODE: Final = "searchConfigurationUnknownAttribute"

RULE = Rule(
    "SC102",
    "searched-attribute-unknown",
    "only attributes of the Customer entity can be indexed",
    f'service error {_CODE}; product page search-filter-index.md, "exist in the Customer table"',
    url=product_page("search-filter-index.md"),
    service_errors=(_CODE,),
    sources=(Stated("service-error", _CODE), Stated("product-page", "Q01")),
    kinds=("searchConfiguration",),
    needs=("snapshot",),
)


def check(project: Project) -> Says:
    for payload in project.payloads("searchConfiguration"):
        snapshot = payload.request.snapshot
        if snapshot is not None:
            yield from _check(project, payload, snapshot)


def _check(project: Project, payload: SearchConfiguration, snapshot: Snapshot) -> Says:
    master, planned = project.settings.master_dataset, project.conflations.outputs(snapshot)
    for one in payload.attributes:
        column, name = one.column, (one.column.attribute or "").strip()
        assert column.mention is not None
        if not name or column.mention.name != master or column.attribute in planned:
            continue
        if column.entity is None:
            yield NotChecked(column.at, _undeclared(master, snapshot))
        else:
            for said in unknown_attributes(payload.request, [column]):
                told = _bare(said, column) if isinstance(said, Finding) else said
                yield doubted(told, may_have_more(project, payload.request, master))


def _undeclared(master: str, snapshot: Snapshot) -> Lack:
    return Lack(
        f"the snapshot has no entity `{master}`",
        f"write it into `systemEntities` of {snapshot.file}, or import an answer of the API that has it",
    )


def _bare(finding: Finding, column: Column) -> Finding:
    """A name with the entity's in front is easily mended."""
    name, entity = str(column.attribute), column.entity
    bare = name.partition(".")[2]
    assert entity is not None
    if not entity.has(bare):
        return finding
    return finding._replace(
        help=f"leave the entity's name out: `{bare}`",
        repairs=(Replacement(bare, f"Replace `{name}` with `{bare}`"),),
    )
