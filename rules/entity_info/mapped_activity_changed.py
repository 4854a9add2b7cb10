"""What is known of an activity's entity must stay as it is while a mapping uses it.

The mapping goes by its type, its primary key and its timestamp.  Which entities are mapped, the
snapshot's `activities` say.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any, Final

from linter.diagnostic import Finding, Stated
from linter.instance.entity import Entity
from linter.instance.snapshot import Snapshot
from linter.kinds.entity_info import Info
from linter.project.project import Project
from linter.rulekit.rule import Rule, Says
from linter.shapes.node import Node
from linter.wording import in_words

_REFUSED: Final = "entityMetadataCanNotUpdateEntityOfActivityType"
_TYPE: Final = "activityTypeUpdateFailed"

RULE = Rule(
    "EI102",
    "mapped-activity-changed",
    "type, key and timestamp of an activity's entity must stay while a mapping uses it",
    f"service error {_REFUSED}",
    service_errors=(_REFUSED, _TYPE),
    sources=(Stated("service-error", _REFUSED), Stated("service-error", _TYPE)),
    inferred=True,
    local=True,
    kinds=("entityInfo",),
    needs=("snapshot",),
)


def check(project: Project) -> Says:
    mapped_in = cache(lambda snapshot: dict(_mapped(snapshot)))
    for payload in project.entity_infos:
        snapshot = payload.request.snapshot
        if snapshot is None:
            continue
        mapped = mapped_in(snapshot)
        for info in payload.infos:
            entity = info.mention.entity
            if entity in mapped:
                yield from _check_info(info, entity, mapped[entity])


def _check_info(info: Info, entity: Entity, activity: str) -> Says:
    node = info.node
    for name in ("entityType", "primaryKey", "timestampFieldName"):
        said, saved = node.text(name), entity.node.text(name)
        if name == "entityType":
            said, saved = info.entity_type, entity.entity_type if entity.entity_type == "activity" else None
        if said is not None and saved is not None and said != saved:
            yield Finding(
                node.at(name),
                f"`{entity}` has {in_words(name)} `{saved}`, which the activity `{activity}` uses: it can't "
                f"become `{said}`",
                label=f"is `{saved}` as long as it is mapped",
                help=f"leave it `{saved}`, or remove the mapping of `{activity}` first",
                service_errors=(_REFUSED, _TYPE) if name == "entityType" else (_REFUSED,),
            )


def _mapped(snapshot: Snapshot) -> Iterator[tuple[Entity, str]]:
    """Yield the entities that activities of an instance map, with the activity's name."""
    activities = snapshot.root.get("activities")
    for one in activities if isinstance(activities, list) else ():
        said = _folded(one.plain() if isinstance(one, Node) else one)
        entity = _named(snapshot, said.get("entity"))
        if entity is not None:
            yield entity, str(said.get("name", ""))


def _folded(value: Any) -> dict[str, Any]:
    """Return an object by its names without regard to case; nothing of any other value."""
    return {name.lower(): one for name, one in value.items()} if isinstance(value, dict) else {}


def _named(snapshot: Snapshot, value: Any) -> Entity | None:
    if isinstance(value, str):
        return snapshot.resolve_name(value).entity
    said = _folded(value)
    by_id = snapshot.data_source_by_id(str(said.get("datasourceid", "")))
    source = by_id or snapshot.data_source_by_name(str(said.get("datasourcename", "")))
    name = str(said.get("entityname", ""))
    return snapshot.entity_in(source, name) if source is not None else snapshot.resolve_name(name).entity
