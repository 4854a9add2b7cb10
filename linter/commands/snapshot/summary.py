"""What an import says when it is done: what it has read, and what nobody has said yet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from linter.importers.assemble import Imported
from linter.instance.named import lists, singular
from linter.instance.snapshot import COMPLETE_UNLESS_SAID, NO_INSTANCE
from linter.reports.output import print_err
from linter.reports.visible import visible
from linter.wording import counted, first_few, in_words

_NOTES_SHOWN: Final = 20


def tell(
    snapshot: Mapping[str, Any], imported: list[Imported], notes: list[str], options: Mapping[str, Any]
) -> None:
    """Print what was imported, and what a reader should know, to standard error."""
    placed = [str(note) for one in imported for note in one.found.notes]
    shown = placed if options["verbose"] else placed[:_NOTES_SHOWN]
    lines = [f"note: {one}" for one in shown]
    if len(placed) > len(shown):
        lines.append(f"note: {len(placed) - len(shown)} more (-v prints them)")
    lines += [f"note: {one}" for one in [*notes, *_unknown(snapshot)]]
    lines.append(_summary(snapshot, None if options["diff"] else options["output"]))
    for line in lines:
        print_err(visible(line) + "\n")


def _unknown(snapshot: Mapping[str, Any]) -> Iterator[str]:
    """Yield what no source said and somebody has to declare."""
    if snapshot["instanceId"] == NO_INSTANCE:
        yield "the instance's ID is not known (--instance)"
    guessed = [one["name"] for one in snapshot["dataSources"] if one["dataSourceId"] == one["name"]]
    if guessed:
        yield (
            f"the ID of {', '.join(guessed[:3])}{' …' if len(guessed) > 3 else ''} is not known: "
            "the name stands for it (--overrides: [data-sources.NAME] id)"
        )
    entities = [entity for source in snapshot["dataSources"] for entity in source["entities"]]
    unkeyed = [one["name"] for one in entities if "primaryKey" not in one]
    untyped = [one["name"] for one in entities if "entityType" not in one]
    of = f"of {len(entities)} entities"
    if unkeyed:
        yield f"no primary key: {len(unkeyed)} {of} (--primary-key): {first_few(unkeyed)}"
    if untyped:
        told = first_few(untyped)
        yield f"neither profile nor activity: {len(untyped)} {of} (--profile, --activity): {told}"
    open_ = [name for name in COMPLETE_UNLESS_SAID if not _is_whole(name, snapshot)]
    if open_:
        yield f"not known to be complete (--complete): {', '.join(open_)}"


def _is_whole(name: str, snapshot: Mapping[str, Any]) -> bool:
    """Tell whether a list is all there: the instance's, or those of all its data sources."""
    of_sources = [name in one.get("complete", ()) for one in snapshot["dataSources"]]
    return snapshot["complete"][name] or (bool(of_sources) and all(of_sources))


def _summary(snapshot: Mapping[str, Any], output: str | None) -> str:
    entities = [one for source in snapshot["dataSources"] for one in source["entities"]]
    entities += snapshot.get("systemEntities", [])
    counts = (
        counted(len(snapshot["dataSources"]), "data source"),
        counted(len(entities), "entity", "entities"),
        counted(sum(len(one.get("attributes", ())) for one in entities), "attribute"),
        counted(len(snapshot.get("relationships", ())), "relationship"),
        *(
            counted(len(snapshot[part]), singular(part), in_words(part))
            for part in lists()
            if part not in ("dataSources", "systemEntities", "relationships") and snapshot.get(part)
        ),
    )
    return f"{f'Wrote {output}' if output else 'Imported'}: {', '.join(counts)}."
