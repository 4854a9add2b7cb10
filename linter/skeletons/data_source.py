"""A new data source: its name and kind, and a first table."""

from __future__ import annotations

from linter.skeletons.wish import Skeleton, Wish


def skeleton(wish: Wish) -> Skeleton:
    """Return a data source whose name no other one has."""
    taken = {(one.name or "").lower() for one in wish.snapshot.data_sources}
    names = ("NewSource", *(f"NewSource{number}" for number in range(2, len(taken) + 3)))
    name = next(one for one in names if one.lower() not in taken)
    lines = [
        "- dataSourceMetadata:",
        f"    name: {name}  # decide: a letter, then letters, digits, underscores; for good",
        "    kind: powerQuery  # or attachCdm (with modelJsonPath), attachCds …",
        "    entityNames: [newTable]  # decide: its tables",
        "    entityInformation:",
        "      - {entityName: newTable, primaryKey: Id}  # text, a whole number or a GUID",
        "  model:",
        f"    name: {name}",
        '    version: "1.0"',
        "    entities:",
        "      - name: newTable",
        "        attributes:  # decide: the table's columns",
        "          - {name: Id, dataType: string}",
    ]
    return Skeleton("\n".join(lines) + "\n", "manage/datasources.yaml")
