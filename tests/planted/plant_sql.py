"""Faults in SQL (SL): each in the query of a segment, or of a measure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bench import planters
from planting import misspelt

if TYPE_CHECKING:
    from bench import Bench, Fault, Found
    from planting import Planter

_CLEAN = "SELECT c.CustomerId FROM Customer c"


def _query(text: str, fragment: str, **said: Any) -> Fault:
    """A fault of a query, at this part of it; `{entity}` and `{attribute}` are random ones."""

    def fault(bench: Bench) -> Found:
        rng = bench.rng
        plain = [one for one in bench.world.ingested if _is_plain(one.name) and _is_plain(one.source.name)]
        entity = rng.choice([bench.root, *plain])
        attribute = rng.choice([one for one in entity.types if _is_plain(one)])
        named = f"{entity.source.name}_{entity.name}" if entity.source else entity.name
        words = {"entity": named, "attribute": attribute, "wrong": misspelt(rng, attribute, entity.types)}
        sql = rng.choice(("{}", "{}", "  {}", "\\n{}\\n")).replace("\\n", "\n").format(text.format(**words))
        inside = {"part": "inside", "fragment": fragment.format(**words), **said}
        if rng.random() < 0.6:
            return bench.by_sql(sql), ("segmentQueryExpression", "segmentationQuerySql"), inside
        definition = {"kind": "entity", "type": "manual", "measureQuerySql": sql}
        body = {"name": "Planted", "definition": definition}
        return body, ("definition", "measureQuerySql"), {"tail": "manage/measures", **inside}

    fault.__name__ = text[:60]
    return fault


def _is_plain(name: str) -> bool:
    return name.isascii() and name.isidentifier()


def _of_measure(sql: str, fragment: str) -> Fault:
    """A fault of the query of a measure of each customer."""

    def fault(_bench: Bench) -> Found:
        definition = {"kind": "attribute", "type": "manual", "measureQuerySql": sql}
        said = {"part": "inside", "fragment": fragment, "tail": "manage/measures"}
        return {"name": "Planted", "definition": definition}, ("definition", "measureQuerySql"), said

    fault.__name__ = sql[:60]
    return fault


PLANTS: dict[str, tuple[Planter, ...]] = planters(
    "manage/segments",
    {
        "SL101": (_query("TRUNCATE TABLE {entity}", "TRUNCATE"), _query("DROP TABLE {entity}", "DROP")),
        "SL102": (_query(f"{_CLEAN};", ";"), _query(f"{_CLEAN} WHERE c.Country = 'A;B' ; {_CLEAN}", ";")),
        "SL103": (
            _query("SELECT c.CustomerId -- who?\nFROM Customer c", "-- who?"),
            _query("SELECT c.CustomerId /* 'who' */ FROM Customer c", "who"),
        ),
        "SL104": (
            _query("SELECT CustomerId FROM parquet.`/mnt/lake/x`", "/mnt/lake/x"),
            _query("SELECT CustomerId FROM csv.`abfss://a@b/c`", "abfss"),
        ),
        "SL105": (
            _query("WITH old AS (SELECT CustomerId FROM Customer) DELETE FROM old", "DELETE"),
            _query(
                "WITH old AS (SELECT CustomerId FROM Customer) INSERT INTO {entity} SELECT * FROM old",
                "INSERT",
            ),
        ),
        "SL106": (
            _query("SELECT x.CustomerId FROM Nowhere_atAll x", "Nowhere_atAll", severity="warning"),
            _query(
                f"{_CLEAN} JOIN Nowhere_atAll x ON x.Id = c.CustomerId", "Nowhere_atAll", severity="warning"
            ),
        ),
        "SL107": (
            _query("SELECT c.CustomerId FROM Customer c WHERE c.Nothing_atAll > 3", "Nothing_atAll"),
            _query("SELECT x.{wrong}_x FROM {entity} x", "{wrong}_x"),
        ),
        "SL108": (_of_measure("SELECT COUNT(*) AS n FROM Customer GROUP BY CustomerId", "COUNT(*) AS n"),),
        "SL109": (_of_measure("SELECT CustomerId, SUM(Orders) AS n FROM Customer", ""),),
        "SL110": (
            _query("SELECT c.CustomerId FROM Customer c WHERE", "", severity="warning"),
            _query("SELECT c.CustomerId FROM (Customer c", "", severity="warning"),
        ),
    },
)
