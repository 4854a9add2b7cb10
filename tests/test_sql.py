"""Queries in SQL: what is read of them, what their rules say, and what they leave alone."""

# ruff: noqa: E501  # statements stay in one piece

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from linter.cli import main
from linter.configuration.settings import Configuration
from linter.reading.inputs import Inputs
from linter.reading.loading import load_project
from linter.server.rename import renamings
from linter.server.typed_document import views
from linter.sql.reading import DEEPEST_READ, LONGEST_READ, read
from linter.sql.tokens import tokens_of
from tests.projects import Files, reported, said, write
from tests.server.project import judged

SEGMENTS, MEASURES, DERIVED = "manage/segments.json", "manage/measures.json", "manage/derivedentities.json"

PURCHASES = {
    "Id": "string",
    "CustomerId": "string",
    "StoreId": "int32",
    "Amount": "decimal",
    "Discount": "decimal",
    "BoughtOn": "dateTime",
    "Category": "string",
    "Tags": "string",
    "Unit Price": "decimal",
}
STORES = {"StoreId": "int32", "City": "string", "Country": "string", "Update": "dateTime"}
CUSTOMER = {"CustomerId": "string", "Email": "string", "City": "string", "Country": "string", "Born": "date"}
PURCHASES_ONLY = {"name": "Purchases", "primaryKey": "Id", "attributes": PURCHASES}
WORLD = {
    "snapshotVersion": 1,
    "instanceId": "main",
    "complete": {"segments": True, "measures": True, "derivedEntities": True},
    "dataSources": [
        {
            "dataSourceId": "pos-1",
            "name": "PoS",
            "entities": [
                PURCHASES_ONLY,
                {"name": "Stores", "primaryKey": "StoreId", "attributes": STORES},
                {"name": "Raw"},
            ],
        },
        {
            "dataSourceId": "web-1",
            "name": "Web",
            "entities": [
                {"name": "Visits", "attributes": {"Id": "string", "CustomerId": "string", "Url": "string"}},
                {"name": "Stores", "attributes": {"Id": "string"}},
            ],
        },
    ],
    "relationships": [],
    "systemEntities": [{"name": "Customer", "primaryKey": "CustomerId", "attributes": CUSTOMER}],
    "segments": [
        {
            "name": "Vip",
            "segmentQueryExpression": {"type": "structured", "rowsets": []},
        },
        {
            "name": "ByHand",
            "segmentQueryExpression": {
                "type": "manual",
                "segmentationQuerySql": "SELECT CustomerId, City AS Town FROM Customer",
            },
        },
    ],
    "measures": [
        {"name": "Spend", "definition": {"kind": "attribute", "type": "structured"}},
        {
            "name": "PerStore",
            "definition": {
                "kind": "entity",
                "type": "structured",
                "dimensions": [{"field": "StoreId", "alias": "StoreId"}],
                "aggregates": [{"operation": "sum", "field": "Amount", "alias": "Total"}],
            },
        },
    ],
    "derivedEntities": [{"name": "Big", "query": "SELECT Id, Amount FROM PoS_Purchases"}],
}


def segment(sql: str) -> Files:
    return {
        SEGMENTS: {
            "name": "Some",
            "segmentQueryExpression": {"type": "manual", "segmentationQuerySql": sql},
        }
    }


def measure(sql: str, **changes: Any) -> Files:
    definition = {"kind": "attribute", "type": "manual", "measureQuerySql": sql, **changes}
    return {MEASURES: {"name": "Some", "definition": definition}}


def measure_of_all(sql: str) -> Files:
    return measure(sql, kind="entity", isProfile=False)


def derived(sql: str) -> Files:
    return {DERIVED: {"name": "Some", "query": sql}}


CLEAN = [
    "SELECT CustomerId FROM Customer",
    "select customerid from customer where city = 'Madrid'",
    "SELECT * FROM Customer",
    "SELECT c.* FROM Customer c",
    "SELECT DISTINCT c.CustomerId FROM Customer AS c WHERE c.Country IN ('ES', 'PT')",
    "SELECT CustomerId FROM PoS_Purchases",
    "SELECT CustomerId FROM Purchases WHERE Amount > 100.5",
    "SELECT `CustomerId` FROM `PoS_Purchases` WHERE `Unit Price` > 3",
    'SELECT p."CustomerId" FROM "PoS_Purchases" p WHERE p."Unit Price" > 3',
    "SELECT [CustomerId] FROM [PoS_Purchases] WHERE [Unit Price] > 3",
    "SELECT p.[CustomerId] FROM [PoS_Purchases] AS p WHERE p.[Unit Price] > 3",
    'SELECT CustomerId FROM Customer WHERE City = "Madrid; -- no comment"',
    "SELECT CustomerId FROM Customer WHERE City = 'it''s; /* no comment */'",
    "SELECT CustomerId FROM Customer WHERE City = 'it\\'s; -- none'",
    "SELECT CustomerId FROM Customer WHERE City LIKE '%drop table%' OR City RLIKE '^(delete|insert)$'",
    "SELECT c.CustomerId FROM Customer c JOIN PoS_Purchases p ON p.CustomerId = c.CustomerId",
    "SELECT c.CustomerId FROM Customer c LEFT OUTER JOIN PoS_Purchases p ON p.CustomerId = c.CustomerId "
    "WHERE p.Id IS NULL",
    "SELECT c.CustomerId FROM Customer c LEFT ANTI JOIN PoS_Purchases p ON p.CustomerId = c.CustomerId",
    "SELECT c.CustomerId FROM Customer c LEFT SEMI JOIN Web_Visits v USING (CustomerId)",
    "SELECT c.CustomerId FROM Customer c, PoS_Purchases p WHERE p.CustomerId = c.CustomerId",
    "SELECT c.CustomerId FROM Customer c CROSS JOIN PoS_Stores s WHERE s.City = c.City",
    "SELECT CustomerId FROM Customer NATURAL JOIN Vip",
    "SELECT CustomerId FROM Vip",
    "SELECT v.CustomerId FROM vip v UNION SELECT CustomerId FROM Web_Visits",
    "(SELECT CustomerId FROM Vip) INTERSECT (SELECT CustomerId FROM Customer)",
    "SELECT CustomerId FROM Vip EXCEPT ALL SELECT CustomerId FROM Web_Visits ORDER BY CustomerId",
    "SELECT CustomerId FROM Vip MINUS SELECT CustomerId FROM Web_Visits",
    "SELECT CustomerId, Town FROM ByHand",
    "SELECT StoreId, Total FROM PerStore WHERE Total > 10",
    "SELECT m.CustomerId FROM Customer_Measure m WHERE m.Spend > 10",
    "SELECT b.Id, b.Amount FROM Big b",
    "SELECT CustomerId FROM UnifiedActivity WHERE ActivityType = 'Visit'",
    "SELECT CustomerId FROM Deduplication_PoS_Purchases",
    "SELECT CustomerId, SUM(Amount) AS Total FROM PoS_Purchases GROUP BY CustomerId",
    "SELECT p.CustomerId, COUNT(*) FROM PoS_Purchases p GROUP BY p.CustomerId HAVING COUNT(*) > 3",
    "SELECT CustomerId, SUM(Amount) AS Total FROM PoS_Purchases GROUP BY 1 ORDER BY Total DESC LIMIT 10",
    "SELECT CustomerId, SUM(Amount) Total FROM PoS_Purchases GROUP BY ALL",
    "SELECT CustomerId, StoreId, SUM(Amount) FROM PoS_Purchases GROUP BY ROLLUP (CustomerId, StoreId)",
    "SELECT CustomerId, StoreId, SUM(Amount) FROM PoS_Purchases GROUP BY CustomerId, StoreId WITH CUBE",
    "SELECT CustomerId, SUM(Amount) FROM PoS_Purchases GROUP BY GROUPING SETS ((CustomerId), ())",
    "SELECT CustomerId, COUNT(DISTINCT Category) AS n FROM PoS_Purchases GROUP BY CustomerId SORT BY n",
    "SELECT CustomerId, SUM(Amount) FILTER (WHERE Amount > 10) AS s FROM PoS_Purchases GROUP BY CustomerId",
    "SELECT CustomerId, percentile_approx(Amount, 0.5) FROM PoS_Purchases GROUP BY CustomerId",
    "SELECT CustomerId, collect_list(Category)[0] AS c FROM PoS_Purchases GROUP BY CustomerId",
    "SELECT CustomerId, Amount - coalesce(Discount, 0) AS Net FROM PoS_Purchases WHERE Amount <> 0",
    "SELECT CustomerId, CASE WHEN Amount > 100 THEN 'big' WHEN Amount IS NULL THEN NULL ELSE 'small' END AS k "
    "FROM PoS_Purchases",
    "SELECT CustomerId, IF(Amount > 1, 'a', 'b') AS k, nvl(Discount, 0), cast(Amount AS DECIMAL(18, 2)) "
    "FROM PoS_Purchases",
    "SELECT CustomerId FROM PoS_Purchases WHERE BoughtOn >= date_sub(current_date(), 90)",
    "SELECT CustomerId FROM PoS_Purchases WHERE BoughtOn > current_timestamp - INTERVAL 30 DAYS",
    "SELECT CustomerId FROM PoS_Purchases WHERE datediff(current_date, BoughtOn) <= 30",
    "SELECT CustomerId FROM PoS_Purchases WHERE datediff(DAY, BoughtOn, current_date()) <= 30",
    "SELECT CustomerId FROM PoS_Purchases WHERE dateadd(MONTH, 1, BoughtOn) > timestampadd(DAY, -1, BoughtOn)",
    "SELECT CustomerId, date_trunc('MONTH', BoughtOn), year(BoughtOn), EXTRACT(DAY FROM BoughtOn) "
    "FROM PoS_Purchases",
    "SELECT CustomerId FROM PoS_Purchases WHERE BoughtOn BETWEEN DATE '2020-01-01' AND TIMESTAMP '2020-02-01'",
    "SELECT CustomerId, to_date('2020-01-01', 'yyyy-MM-dd') d FROM Customer WHERE Born < add_months(now(), -12)",
    "SELECT CustomerId, ROW_NUMBER() OVER (PARTITION BY CustomerId ORDER BY BoughtOn DESC) AS r "
    "FROM PoS_Purchases",
    "SELECT CustomerId FROM (SELECT CustomerId, rank() OVER (PARTITION BY StoreId ORDER BY Amount) AS r "
    "FROM PoS_Purchases) x WHERE x.r = 1",
    "SELECT CustomerId, SUM(Amount) OVER w AS s FROM PoS_Purchases WINDOW w AS (PARTITION BY CustomerId "
    "ORDER BY BoughtOn ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)",
    "SELECT CustomerId FROM PoS_Purchases QUALIFY row_number() OVER (PARTITION BY StoreId ORDER BY Amount) = 1",
    "WITH t AS (SELECT CustomerId, SUM(Amount) AS s FROM PoS_Purchases GROUP BY CustomerId) "
    "SELECT CustomerId, s FROM t WHERE t.s > 10",
    "WITH t (a, b) AS (SELECT CustomerId, Amount FROM Purchases), u AS (SELECT a FROM t) "
    "SELECT c.CustomerId FROM Customer c JOIN u ON u.a = c.CustomerId",
    "WITH Customer AS (SELECT CustomerId AS k FROM PoS_Purchases) SELECT k FROM Customer",
    "SELECT CustomerId FROM Customer WHERE CustomerId IN (SELECT CustomerId FROM PoS_Purchases)",
    "SELECT CustomerId FROM Customer c WHERE EXISTS (SELECT 1 FROM PoS_Purchases p WHERE p.CustomerId = "
    "c.CustomerId AND Born < BoughtOn)",
    "SELECT c.CustomerId, (SELECT max(p.Amount) FROM PoS_Purchases p WHERE p.CustomerId = c.CustomerId) AS m "
    "FROM Customer c",
    "SELECT CustomerId, tag FROM PoS_Purchases LATERAL VIEW explode(split(Tags, ',')) t AS tag WHERE tag = 'a'",
    "SELECT CustomerId, i, tag FROM PoS_Purchases LATERAL VIEW OUTER posexplode(split(Tags, ',')) t AS i, tag",
    "SELECT CustomerId, explode(split(Tags, ',')) AS tag FROM PoS_Purchases",
    "SELECT CustomerId, filter(split(Tags, ','), x -> x <> '') AS tags FROM PoS_Purchases",
    "SELECT CustomerId, aggregate(split(Tags, ','), 0, (acc, x) -> acc + length(x)) AS n FROM PoS_Purchases",
    "SELECT CustomerId, get_json_object(Tags, '$.a.b') AS b FROM PoS_Purchases",
    "SELECT CustomerId, from_json(Tags, 'a INT').a AS a FROM PoS_Purchases",
    "SELECT CustomerId, Tags.a.b FROM PoS_Purchases",
    "SELECT * FROM (SELECT StoreId, Category, Amount FROM PoS_Purchases) "
    "PIVOT (SUM(Amount) FOR Category IN ('a', 'b'))",
    "SELECT * FROM PoS_Purchases TABLESAMPLE (10 PERCENT)",
    "SELECT v.a FROM VALUES (1, 2), (3, 4) AS v(a, b)",
    "SELECT id FROM range(10)",
    "SELECT CustomerId FROM PoS_Purchases p(a, b)",
    "SELECT TRIM(BOTH ' ' FROM City), substring(City FROM 1 FOR 2), position('a' IN City) FROM Customer",
    "SELECT CustomerId, Email || '@' || City FROM Customer WHERE Email IS DISTINCT FROM City",
    "SELECT CustomerId FROM Customer WHERE City <=> Country OR NOT (City RLIKE 'a')",
    "SELECT s.Update, `Update` FROM PoS_Stores s",
    "SELECT Update AS created FROM PoS_Stores WHERE Update > '2020' ORDER BY Update",
    "SELECT City AS update, upper(City) AS `delete` FROM PoS_Stores",
    "SELECT StoreId s, s + 1 AS t FROM PoS_Stores",
    "SELECT\n    CustomerId,\n\tCity\r\nFROM   Customer\n",
    "SELECT CustomerId FROM Raw WHERE Anything = 1",
    "SELECT db.t.x FROM db.t",
    "SELECT CustomerId FROM Customer WHERE City = {{city}} AND Country = '${COUNTRY}'",
    "SELECT CustomerId FROM {{source}}_Purchases p WHERE p.{{column}} > 1",
    "SELECT CustomerId FROM Customer WHERE Born > to_date(concat('1990', '-01-01')) DISTRIBUTE BY City",
    "SELECT STRING(CustomerId), BIGINT(Amount), CustomerId::STRING, try_cast(Amount AS INT) FROM PoS_Purchases",
    "SELECT CustomerId FROM Customer WHERE exists(split(City, ','), x -> x = 'a')",
    "SELECT CustomerId FROM Customer WHERE City LIKE ANY ('a%', 'b%') OR City ILIKE 'x' OR City NOT RLIKE 'b'",
    "SELECT CustomerId, Amount DIV 3, Amount % 2, -Amount, ~StoreId, Amount & 1 FROM PoS_Purchases WHERE !(Amount == 1) AND Amount != 2",
    "SELECT ALL CustomerId FROM Customer",
    "SELECT stack(2, 'a', Amount, 'b', Discount) AS (k, v) FROM PoS_Purchases",
    "SELECT * FROM PoS_Purchases UNPIVOT (v FOR k IN (Amount, Discount))",
    "SELECT CustomerId, a, b FROM PoS_Purchases LATERAL VIEW json_tuple(Tags, 'a', 'b') t AS a, b",
    "SELECT CustomerId FROM PoS_Purchases CLUSTER BY CustomerId",
    "SELECT CustomerId FROM PoS_Purchases LIMIT ALL",
    "SELECT CustomerId FROM PoS_Purchases LIMIT 10 OFFSET 5",
    "SELECT CustomerId, first(Amount, true), last_value(Amount) IGNORE NULLS OVER (ORDER BY BoughtOn) FROM PoS_Purchases",
    "SELECT CustomerId, concat_ws(',', collect_set(Category)), approx_count_distinct(Category), array(1,2), map('a', 1)['a'], struct(Amount, Discount).Amount, named_struct('x', Amount).x FROM PoS_Purchases GROUP BY CustomerId",
    "SELECT CustomerId FROM PoS_Purchases WHERE (Amount > 1) IS TRUE AND (Amount > 2) IS NOT UNKNOWN",
    "SELECT CustomerId FROM PoS_Purchases WHERE BoughtOn >= TIMESTAMP '2020-01-01 00:00:00' - INTERVAL '1' DAY",
    "SELECT CustomerId, unix_timestamp(BoughtOn), from_unixtime(0), date_format(BoughtOn, 'yyyy'), last_day(BoughtOn), next_day(BoughtOn, 'MON'), months_between(BoughtOn, now()) FROM PoS_Purchases",
    "WITH RECURSIVE r AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM r WHERE n < 3) SELECT n FROM r",
    "WITH a AS (SELECT CustomerId FROM Customer), b AS (SELECT CustomerId FROM a UNION SELECT CustomerId FROM Vip) SELECT CustomerId FROM b UNION ALL SELECT CustomerId FROM a",
    "SELECT x.CustomerId FROM (WITH q AS (SELECT CustomerId FROM Vip) SELECT CustomerId FROM q) x",
    "SELECT x.* FROM (SELECT p.*, c.City FROM PoS_Purchases p INNER JOIN Customer c ON c.CustomerId = p.CustomerId) x WHERE x.City = 'a'",
    "SELECT CustomerId FROM PoS_Purchases p RIGHT JOIN Web_Visits v ON p.CustomerId = v.CustomerId",
    "SELECT p.CustomerId FROM PoS_Purchases p FULL OUTER JOIN Web_Visits v ON p.CustomerId = v.CustomerId",
    "SELECT PoS_Purchases.CustomerId FROM PoS_Purchases",
    "SELECT Purchases.CustomerId FROM Purchases",
    "SELECT p.customerid, P.AMOUNT FROM pos_purchases P",
    "SELECT c.CustomerId, s.Total FROM Customer c JOIN (SELECT CustomerId, SUM(Amount) AS Total FROM PoS_Purchases GROUP BY CustomerId) s ON s.CustomerId = c.CustomerId",
    "SELECT CASE City WHEN 'a' THEN 1 END AS k, COUNT(1) FROM Customer GROUP BY CASE City WHEN 'a' THEN 1 END",
    "SELECT CustomerId FROM Customer WHERE (CustomerId, City) IN (SELECT CustomerId, 'a' FROM Vip)",
    "SELECT CustomerId FROM Customer WHERE Born = (SELECT MAX(Born) FROM Customer)",
    "SELECT CustomerId FROM Customer WHERE City > ALL (SELECT City FROM PoS_Stores)",
    "SELECT '{\"a\": 1}' AS j, \"it's\" AS k, r'\\d', 'a' 'b' FROM Customer",
    "SELECT CustomerId FROM PoS_Purchases VERSION AS OF 1",
    "SELECT CustomerId, percentile(Amount, array(0.25, 0.5)) WITHIN GROUP (ORDER BY Amount) FROM PoS_Purchases GROUP BY CustomerId",
    "SELECT CustomerId, grouping_id() FROM PoS_Purchases GROUP BY CUBE(CustomerId, StoreId)",
    "SELECT CustomerId FROM Customer WHERE Email REGEXP '.*@.*' AND instr(Email, '@') > 0 AND locate('@', Email) > 0",
    "SELECT DISTINCT CustomerId FROM Customer_Measure WHERE Spend BETWEEN 1 AND 2",
    "SELECT CustomerId, row_number() OVER (ORDER BY Amount) rn FROM PoS_Purchases ORDER BY rn",
    "SELECT SUM(Amount) / COUNT(DISTINCT CustomerId) FROM PoS_Purchases",
    "SELECT CustomerId FROM Customer ANTI JOIN Vip USING (CustomerId)",
    "SELECT `c`.`CustomerId` FROM `Customer` AS `c`",
    "SELECT CustomerId, zip_with(a, b, (x, y) -> x + y) FROM Raw",
    "SELECT transform(CustomerId) USING 'cat' AS (a) FROM Customer",
    "SELECT min_by(Category, Amount), max_by(StoreId, Amount), any_value(Id), mode(Category), every(Amount>1) FROM PoS_Purchases",
    "SELECT EXTRACT(WEEK FROM BoughtOn), date_part('YEAR', BoughtOn), weekday(BoughtOn), dayofweek(BoughtOn), quarter(BoughtOn), make_date(2020,1,1) FROM PoS_Purchases",
    "SELECT 1",
    "SELECT sum(CASE WHEN Amount > 0 THEN 1 ELSE 0 END) AS pos, avg(Amount) FROM PoS_Purchases HAVING sum(Amount) > 3",
    "SELECT CustomerId FROM Customer WHERE Country = :country AND City = ?",
    "SELECT i.CustomerId FROM Customer i, LATERAL (SELECT p.Id FROM PoS_Purchases p WHERE p.CustomerId = i.CustomerId LIMIT 1) l",
    "SELECT CustomerId FROM Customer c WHERE EXISTS (SELECT * FROM PoS_Purchases WHERE CustomerId = c.CustomerId AND City = 'x')",
    "SELECT input_file_name(), monotonically_increasing_id(), uuid(), CustomerId FROM Customer",
    "SELECT CustomerId FROM Customer WHERE Email = 'a--b'",
    "SELECT SUBSTR(City, 1, 2) AS left, City AS right FROM Customer",
    "SELECT CustomerId AS id, count(*) AS count, max(BoughtOn) AS date FROM PoS_Purchases GROUP BY CustomerId",
    "SELECT t.key, t.value FROM PoS_Purchases LATERAL VIEW explode(map('a', 1)) t AS key, value",
    "SELECT pos, col FROM PoS_Purchases LATERAL VIEW posexplode(array(1)) t",
    "SELECT CustomerId FROM Customer WHERE year(Born) = 2000 AND month(Born) = 1 AND City IS NOT NULL AND trim(City) <> ''",
]


@pytest.fixture
def spoken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Return what tells what rules say of files laid over the snapshot."""
    monkeypatch.chdir(tmp_path)

    def of(files: Files, *selected: str) -> list[str]:
        write(tmp_path, {"snapshot.json": WORLD})
        write(tmp_path, files)
        found = said("--select", ",".join(selected or ("SL", "DE")))
        return [one for one in found if "?" not in one or selected]

    return of


def numbered(files: Any, texts: list[str]) -> Files:
    """Return a file of the payloads that texts make, each with a name of its own."""
    found: list[Any] = []
    for index, text in enumerate(texts):
        ((name, payload),) = files(text).items()
        found.append({**payload, "name": f"Some{index}"})
    return {name: found}


@pytest.mark.parametrize("kind", [segment, measure_of_all, derived])
def test_nothing_is_said_of_what_spark_reads(kind: Any, spoken: Any) -> None:
    found = spoken(numbered(kind, CLEAN))

    assert [(one, CLEAN[int(one.split("/")[1])]) for one in found if "/" in one] == []
    assert found == []


class Case(NamedTuple):
    """A query, and what is said of which words of it."""

    sentence: str
    files: Files
    said: list[tuple[str, str]]


P = "PoS_Purchases"
CASES = [
    Case("only a SELECT is a query", segment("SHOW TABLES"), [("SL101", "SHOW")]),
    Case("a statement that writes is one finding", segment(f"DELETE FROM {P}"), [("SL101", "DELETE")]),
    Case("FROM first is no SELECT", segment(f"FROM {P} SELECT CustomerId"), [("SL101", "FROM")]),
    Case("a derived entity may be of another language", derived("let Source = Table in Source"), []),
    Case("but not of SQL that writes", derived(f"insert into {P} values (1)"), [("SL101", "insert")]),
    Case("a semicolon in the end is one", segment("SELECT CustomerId FROM Vip ; "), [("SL102", ";")]),
    Case(
        "two statements are one finding where both read what there is",
        segment("SELECT CustomerId FROM Vip; SELECT CustomerId FROM Customer;"),
        [("SL102", ";")],
    ),
    Case(
        "what any of several statements reads has to exist",
        segment(f"SELECT CustomerId FROM Vip; SELECT CustomerId FROM Nowhere; SELECT Nothing FROM {P}"),
        [("SL102", ";"), ("SL106", "Nowhere"), ("SL107", "Nothing")],
    ),
    Case(
        "also beside one that is no query",
        segment("DROP TABLE Vip; SELECT CustomerId FROM Nowhere"),
        [("SL101", "DROP"), ("SL102", ";"), ("SL106", "Nowhere")],
    ),
    *(
        Case(f"a part is no statement: {sql}", segment(sql), [("SL102", ";")])
        for sql in (
            f"SELECT Nothing FROM {P}; WHERE Amount > 1",
            f"SELECT Url FROM {P}; JOIN Web_Visits v USING (CustomerId)",
            "WITH x AS (SELECT CustomerId FROM Vip); SELECT CustomerId FROM x",
            "SELECT CustomerId FROM Vip; UNION SELECT CustomerId FROM Nowhere",
        )
    ),
    Case(
        "what a statement makes, others may read",
        segment("SELECT CustomerId FROM Made; CREATE TABLE Made AS SELECT CustomerId FROM Vip"),
        [("SL102", ";"), ("SL105", "CREATE")],
    ),
    Case(
        "a keyword behind a semicolon is another mistake",
        segment("SELECT CustomerId FROM Vip; drop TABLE Vip"),
        [("SL102", ";"), ("SL105", "drop")],
    ),
    Case(
        "comments are of two sorts", segment("SELECT CustomerId -- a ; b\nFROM Vip"), [("SL103", "-- a ; b")]
    ),
    Case(
        "all comments are one finding",
        derived("SELECT /* a */ Id /* b"),
        [("SL103", "/* a */")],
    ),
    Case(
        "a hint is a comment",
        segment("SELECT /*+ BROADCAST(v) */ CustomerId FROM Vip v"),
        [("SL103", "/*+ BROADCAST(v) */")],
    ),
    Case(
        "a column alone in WITH is one of what is read there",
        segment("WITH t AS (SELECT CustomerId, Town FROM Customer) SELECT CustomerId FROM t"),
        [("SL107", "Town")],
    ),
    Case(
        "so it is behind FROM",
        segment("SELECT CustomerId FROM (SELECT CustomerId FROM Customer WHERE Town = 'a') t, Vip"),
        [("SL107", "Town")],
    ),
    Case(
        "which sees what is around it only in a condition",
        segment(
            "SELECT CustomerId FROM Customer WHERE EXISTS "
            "(SELECT 1 FROM (SELECT Id FROM Visits WHERE City = Url AND Town = Url) t)"
        ),
        [("SL107", "Town")],
    ),
    Case(
        "what HAVING asks for is a column, or what the query calls one",
        segment("SELECT City AS c, COUNT(*) AS n FROM Customer GROUP BY City HAVING n > 1 AND MAX(Brn) > c"),
        [("SL107", "Brn")],
    ),
    Case("a file behind a format", segment("SELECT a FROM parquet.`/mnt/a`"), [("SL104", "/mnt/a")]),
    Case("a file behind a quoted format", segment("SELECT a FROM `Delta`.`/mnt/a`"), [("SL104", "/mnt/a")]),
    Case(
        "a file by its address",
        derived("SELECT a FROM 'abfss://x@y/z.csv'"),
        [("SL104", "abfss://x@y/z.csv")],
    ),
    Case("a file between backticks", segment("SELECT a FROM `C:\\a.csv`"), [("SL104", "C:\\a.csv")]),
    Case("a file by its function", segment("SELECT a FROM read_files('/mnt/a')"), [("SL104", "/mnt/a")]),
    Case(
        "a joined file", segment("SELECT v.CustomerId FROM Vip v JOIN csv.`a` x ON 1 = 1"), [("SL104", "a")]
    ),
    Case(
        "WITH before what writes",
        segment(f"WITH t AS (SELECT 1) INSERT INTO {P} SELECT * FROM t"),
        [("SL105", "INSERT")],
    ),
    Case("brackets around what writes", segment(f"SELECT * FROM (DELETE FROM {P})"), [("SL105", "DELETE")]),
    Case("a misspelt entity", segment("SELECT CustomerId FROM PoS_Purchase"), [("SL106", "PoS_Purchase")]),
    Case(
        "what is nowhere",
        measure_of_all("SELECT a.b FROM Nowhere a JOIN Vip v ON v.CustomerId = a.b"),
        [("SL106", "Nowhere")],
    ),
    Case("a misspelt segment", segment("SELECT CustomerId FROM ByHandd"), [("SL106", "ByHandd")]),
    Case(
        "one name is one finding",
        segment("SELECT CustomerId FROM Gone UNION SELECT CustomerId FROM Gone"),
        [("SL106", "Gone")],
    ),
    Case(
        "in a subquery",
        segment("SELECT CustomerId FROM Vip WHERE CustomerId IN (SELECT x FROM Gone)"),
        [("SL106", "Gone")],
    ),
    Case("quoted", segment("SELECT CustomerId FROM `Gone With`"), [("SL106", "Gone With")]),
    Case(
        "what WITH makes is not known before it",
        segment("WITH t AS (SELECT CustomerId FROM u) SELECT CustomerId FROM t"),
        [("SL106", "u")],
    ),
    Case("of a derived entity DE104 tells", derived("SELECT x FROM Gone"), [("DE104", "Gone")]),
    Case(
        "an attribute measure is no table",
        segment("SELECT CustomerId FROM Customer_Measur"),
        [("SL106", "Customer_Measur")],
    ),
    Case(
        "a column behind an alias",
        segment("SELECT c.CustomerId FROM Customer c WHERE c.Town = 'x'"),
        [("SL107", "Town")],
    ),
    Case("a column alone", segment("SELECT CustomerId FROM Customer WHERE Town = 'x'"), [("SL107", "Town")]),
    Case("a quoted column", segment("SELECT `Cust Id` FROM Customer"), [("SL107", "Cust Id")]),
    Case("a column of a segment", segment("SELECT v.Name FROM Vip v"), [("SL107", "Name")]),
    Case("a column of one by hand", segment("SELECT b.City FROM ByHand b"), [("SL107", "City")]),
    Case(
        "a column of the measures of each customer",
        segment("SELECT m.CustomerId FROM Customer_Measure m WHERE m.Spent > 1"),
        [("SL107", "Spent")],
    ),
    Case("a column of a measure", segment("SELECT CustomerId FROM PerStore"), [("SL107", "CustomerId")]),
    Case("a column of a derived entity", derived("SELECT Discount FROM Big"), [("SL107", "Discount")]),
    Case(
        "a column of several",
        segment("SELECT v.CustomerId FROM Vip v, PerStore p WHERE Nmae = 1"),
        [("SL107", "Nmae")],
    ),
    Case(
        "a column of the query around",
        segment(f"SELECT CustomerId FROM Customer c WHERE EXISTS (SELECT 1 FROM {P} p WHERE p.Id = c.Idd)"),
        [("SL107", "Idd")],
    ),
    Case(
        "columns of what isn't there wait for it", segment("SELECT g.a, b FROM Gone g"), [("SL106", "Gone")]
    ),
    Case(
        "a measure without its customer",
        measure(f"SELECT StoreId, SUM(Amount) AS s FROM {P} GROUP BY CustomerId"),
        [("SL108", "StoreId, SUM(Amount) AS s")],
    ),
    Case(
        "each query of a UNION",
        measure("SELECT CustomerId, City FROM Customer UNION SELECT Email, City FROM Customer"),
        [("SL108", "Email, City")],
    ),
    Case(
        "a sum of all",
        measure(f"SELECT CustomerId, SUM(Amount) FROM {P}"),
        [("SL109", "CustomerId, SUM(Amount)")],
    ),
    Case(
        "another group",
        measure(f"SELECT CustomerId, StoreId, SUM(Amount) FROM {P} GROUP BY StoreId"),
        [("SL109", "CustomerId, StoreId, SUM(Amount)")],
    ),
    Case("no measure of each customer", measure_of_all(f"SELECT SUM(Amount) FROM {P}"), []),
    Case(
        "groups by number and by another name",
        measure(f"SELECT p.CustomerId AS k, SUM(Amount) s FROM {P} p GROUP BY k"),
        [],
    ),
    Case(
        "rows that are grouped before",
        measure(
            f"WITH t AS (SELECT CustomerId, SUM(Amount) s FROM {P} GROUP BY 1) SELECT CustomerId, s FROM t"
        ),
        [],
    ),
    Case(
        "a window groups nothing",
        measure(f"SELECT CustomerId, SUM(Amount) OVER (PARTITION BY CustomerId) s FROM {P}"),
        [],
    ),
    Case("what the star may hold", measure("SELECT * FROM Customer"), []),
    Case("what ends too early", segment("SELECT CustomerId FROM Vip WHERE"), [("SL110 warning", "WHERE")]),
    Case("what is never closed", segment("SELECT 'a FROM Vip"), [("SL110 warning", "'")]),
    Case("another dialect", segment("SELECT TOP 10 CustomerId FROM Vip"), [("SL110 warning", "10")]),
    Case("nothing selected", segment("SELECT"), [("SL110 warning", "SELECT")]),
    Case("a text that says nothing is told of elsewhere", segment("  "), []),
    Case("and so are comments alone", segment("-- nothing"), []),
    Case(
        "a structured segment's SQL is judged by nobody here",
        {
            SEGMENTS: {
                "name": "S",
                "segmentQueryExpression": {"type": "structured", "segmentationQuerySql": "DROP"},
            }
        },
        [],
    ),
]


@pytest.fixture
def pointed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Return what tells the codes and the words of findings on files laid over the snapshot."""
    monkeypatch.chdir(tmp_path)

    def of(files: Files) -> list[tuple[str, str]]:
        write(tmp_path, {"snapshot.json": WORLD, **files})
        found = []
        for one in reported("--select", "SL,DE104")["diagnostics"]:
            span, severity = one["range"], one["severity"]
            lines = (tmp_path / one["file"]).read_text("utf-8").split("\n")
            line = lines[span["start"]["line"] - 1]
            word = line[span["start"]["column"] - 1 : span["end"]["column"] - 1]
            code = one["code"] if severity == "error" else f"{one['code']} {severity}"
            found.append((code, json.loads(f'"{word}"')))
        return found

    return of


def test_of_very_many_statements_none_is_read(pointed: Any) -> None:
    def codes(many: int) -> list[str]:
        return [code for code, _ in pointed(segment("; ".join(["SELECT CustomerId FROM Nowhere"] * many)))]

    assert codes(20) == ["SL106", "SL102"]
    assert codes(21) == ["SL102"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.sentence)
def test_what_is_said_of_which_words(case: Case, pointed: Any) -> None:
    assert pointed(case.files) == case.said


LIES_IN_YAML = """\
- name: Some
  segmentQueryExpression:
    type: manual
    segmentationQuerySql: |
      SELECT CustomerId
      FROM Customer c
        JOIN Gone g ON c.Townn = 1
- name: Other
  segmentQueryExpression:
    type: manual
    segmentationQuerySql: >-
      SELECT CustomerId
      FROM Nowhere
"""


def test_places_are_exact_in_block_scalars_and_escapes(pointed: Any) -> None:
    assert pointed({"manage/segments.yaml": LIES_IN_YAML}) == [
        ("SL106", "Gone"),
        ("SL107", "Townn"),
        ("SL106", "Nowhere"),
    ]
    escaped = "SELECT 'ä\\\"\\u00e9', CustomerId\\n\\tFROM\\n G\\u006fne"
    text = json.dumps(segment("@")[SEGMENTS]).replace("@", escaped)
    assert pointed({"manage/segments.yaml": None, SEGMENTS: text}) == [("SL106", "Gone")]


def test_a_query_too_odd_to_be_read_is_not_checked(spoken: Any) -> None:
    deep = "(" * (DEEPEST_READ + 1)
    texts = [f"SELECT {deep}", f"SELECT{' ' * LONGEST_READ}CustomerId", "SELECT " + "NOT " * 4000]

    assert [one for one in spoken(numbered(segment, texts), "SL110") if "?" in one] == [
        "SL110? a query in SQL isn't read, since brackets stand more than 20 deep in it",
        "SL110? a query in SQL isn't read, since it has more than 20,000 characters",
        "SL110? a query in SQL isn't read, since its parts stand too deep in one another",
    ]


TABLES = [
    ("SELECT * FROM a", ["a"]),
    ("select x from a join b on a.i = b.i left outer join c using (i)", ["a", "b", "c"]),
    ("SELECT * FROM a AS x, b y WHERE x.i = y.i", ["a", "b"]),
    ("SELECT (SELECT max(i) FROM c) FROM a WHERE i IN (SELECT i FROM d)", ["c", "a", "d"]),
    ("WITH t AS (SELECT * FROM a), u (x) AS (SELECT 1 FROM t) SELECT * FROM u", ["a"]),
    ("SELECT EXTRACT(YEAR FROM d), TRIM(BOTH ' ' FROM e) FROM a", ["a"]),
    ("SELECT 'x FROM b' -- FROM c\n FROM \"a b\" /* FROM d */", ["a b"]),
    ("SELECT * FROM [a] WHERE x IS NOT DISTINCT FROM y", ["a"]),
    ("SELECT * FROM f(1), db.a, (SELECT * FROM b) q", ["b"]),
    ("SELECT a, b FROM c GROUP BY d, e ORDER BY f, g", ["c"]),
    ("SELECT * FROM a; SELECT * FROM b", []),
    ("DELETE FROM a", []),
    ("", []),
]


@pytest.mark.parametrize(("query", "tables"), TABLES)
def test_the_tables_of_a_query_are_those_that_it_surely_reads(query: str, tables: list[str]) -> None:
    found = read(query).tables

    assert [one.name for one in found] == tables
    assert [query[one.start : one.end] for one in found] == tables


WORDS = [
    "SELECT",
    "FROM",
    "JOIN",
    "ON",
    "WITH",
    "AS",
    "a",
    "b",
    "(",
    ")",
    "[",
    "]",
    ",",
    ".",
    "*",
    "'",
    '"',
    "`",
]
WORDS += [
    "-",
    "/",
    ";",
    "\n",
    "\r\n",
    "CASE",
    "WHEN",
    "END",
    "GROUP",
    "BY",
    "1",
    "UNION",
    "LATERAL",
    "VIEW",
    "x->",
]


@given(st.lists(st.sampled_from(WORDS)).map(" ".join) | st.text())
def test_no_text_is_too_odd_to_be_read(text: str) -> None:
    for written in (text, f"SELECT {text}", f"SELECT a FROM {text}"):
        tokens = tokens_of(written)
        assert [written[one.start : one.end] for one in tokens] == [one.text for one in tokens]
        found = read(written)
        for one in (*found.tables, *found.columns):
            assert written[one.start : one.end].replace("``", "`") == one.name
        assert found.fault is None or 0 <= found.fault.start < found.fault.end <= len(written)


def test_a_stored_query_uses_what_it_reads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, {"snapshot.json": WORLD, **segment("SELECT 1")})
    inputs = Inputs(str(tmp_path), Configuration(), snapshots=(str(tmp_path / "snapshot.json"),))
    project = load_project(inputs, lambda _done, _all: None).project
    uses = project.stored_uses(project.snapshots[0])

    assert [(one.entity, one.attribute) for one in uses if one.user == "segment `ByHand`"] == [
        ("Customer", None),
        ("Customer", "CustomerId"),
        ("Customer", "City"),
    ]


def test_segments_that_queries_read_are_named_by_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write(
        tmp_path,
        {
            "snapshot.json": WORLD,
            **segment("SELECT v.CustomerId FROM vip v JOIN pos_purchases p ON p.Id = 1"),
        },
    )

    def told(name: str) -> list[str]:
        found = CliRunner().invoke(main, ["refs", name, "--snapshot", "snapshot.json"]).output
        return [one.partition(": ")[2] for one in found.splitlines() if one.startswith(SEGMENTS)]

    assert told("Vip") == ["uses segment `Vip`: the query of a segment"]
    assert told("PoS_Purchases") == ["uses `PoS_Purchases`: the query of a segment"]
    assert told("PoS_Purchases.Id") == ["uses `PoS_Purchases.Id`: the query of a segment"]


PLANNED = """\
- name: Gold
  segmentQueryExpression: {type: manual, segmentationQuerySql: SELECT CustomerId FROM Customer}
- name: Other
  segmentQueryExpression:
    type: manual
    segmentationQuerySql: |
      SELECT g.CustomerId
      FROM gold g
"""


def test_a_segment_is_renamed_in_queries_that_read_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    configured = 'snapshot = "snapshot.json"\n'
    write(tmp_path, {"snapshot.json": WORLD, "c360lint.toml": configured, "manage/segments.yaml": PLANNED})
    path = str(tmp_path / "manage/segments.yaml")
    (view,) = views(judged(tmp_path), path, PLANNED, PLANNED.index("gold g"), whole=True)

    assert [(one.at.path[0], one.at.slice, one.value) for one in renamings(view, "Silver")] == [
        (0, None, "Silver"),
        (1, (25, 29), "Silver"),
    ]
    assert [PLANNED[slice(*view.span_of(one.at))] for one in renamings(view, "Silver") if one.at.slice] == [
        "gold"
    ]


PROFILE = [
    f"SELECT CustomerId, SUM(Amount) AS s FROM {P} GROUP BY ALL",
    f"SELECT CustomerId, StoreId, SUM(Amount) AS s FROM {P} GROUP BY ROLLUP (CustomerId, StoreId)",
    f"SELECT CustomerId, StoreId, SUM(Amount) AS s FROM {P} GROUP BY StoreId, 1",
    f"SELECT *, SUM(Amount) AS s FROM {P} GROUP BY CUSTOMERID",
    f"SELECT {{{{key}}}}, SUM(Amount) AS s FROM {P} GROUP BY {{{{key}}}}",
    f'SELECT "CustomerId", SUM(Amount) AS s FROM {P} GROUP BY CustomerId',
    f"SELECT Id AS CustomerId, SUM(Amount) AS s FROM {P} GROUP BY CustomerId",
    f"SELECT CustomerId, (SELECT MAX(Amount) FROM {P}) AS s FROM Customer",
    f"SELECT DISTINCT CustomerId, Amount FROM {P}",
]


def test_the_customer_is_found_however_it_is_written(spoken: Any) -> None:
    assert spoken(numbered(measure, PROFILE)) == []


def changed(**parts: Any) -> Files:
    return {"snapshot.json": {**{name: one for name, one in WORLD.items() if name not in parts}, **parts}}


def test_what_the_snapshot_leaves_open_is_a_warning(spoken: Any) -> None:
    lists = {name: one for name, one in WORLD.items() if name not in ("complete", *WORLD["complete"])}
    bare = {"snapshot.json": lists}
    gone, near = segment("SELECT 1 FROM Anything"), segment("SELECT 1 FROM PoS_Purchasess")

    assert spoken({**bare, **gone}) == ["SL106 /segmentQueryExpression/segmentationQuerySql warning"]
    assert spoken({**bare, **near}) == ["SL106 /segmentQueryExpression/segmentationQuerySql"]
    part = {**PURCHASES_ONLY, "complete": {"attributes": False}}
    sources = [{"dataSourceId": "pos-1", "name": "PoS", "entities": [part]}]
    both = "SELECT Nothing FROM PoS_Purchases JOIN PoS_Purchases AS p"
    assert spoken({**changed(dataSources=sources), **segment(both)}, "SL107") == [
        "SL107 /segmentQueryExpression/segmentationQuerySql warning"
    ]
    some = segment("SELECT Nothing FROM PoS_Purchases")
    assert spoken({**changed(dataSources=sources), **some}) == [
        "SL107 /segmentQueryExpression/segmentationQuerySql warning"
    ]


def test_a_measure_is_a_column_of_the_services_table_of_measures_alone(spoken: Any) -> None:
    made, asking = segment("SELECT CustomerId FROM Customer"), segment("SELECT Spend FROM Vip")
    segments = [{**made[SEGMENTS], "name": "Vip"}, asking[SEGMENTS]]
    spend = {**measure("SELECT CustomerId, 1 AS Spend FROM Customer")[MEASURES], "name": "Spend"}

    assert spoken({SEGMENTS: segments, MEASURES: spend}, "SL107") == [
        "SL107 /1/segmentQueryExpression/segmentationQuerySql"
    ]


def test_of_tables_of_which_one_is_unknown_nothing_else_is_told(spoken: Any) -> None:
    assert spoken(segment("SELECT City FROM PoS_Raw, Nowhere"), "SL107") == ["held back: 1"]
    assert spoken(segment("SELECT City FROM PoS_Raw"), "SL107") == [
        "SL107? the snapshot declares no attributes of `PoS_Raw`"
    ]


def test_what_nobody_says_of_a_planned_entity_is_open_without_a_word(spoken: Any) -> None:
    made = {"name": "Made", "query": "let a = 1"}

    assert spoken({**segment("SELECT Spend FROM Made"), DERIVED: made}, "SL107") == []
    assert spoken(segment("SELECT Spend FROM UnifiedActivity"), "SL107") == [
        "SL107? the snapshot doesn't declare the attributes of `UnifiedActivity`, which the service makes"
    ]


def test_several_entities_of_one_name_are_one_finding(spoken: Any) -> None:
    found = spoken(segment("SELECT s.Anything FROM Stores s"), "DO06,SL")

    assert found == ["DO06 /segmentQueryExpression/segmentationQuerySql", "held back: 1"]


def test_only_queries_need_a_snapshot(spoken: Any) -> None:
    structured = {SEGMENTS: {"name": "S", "segmentQueryExpression": {"type": "structured", "rowsets": []}}}

    assert spoken({"snapshot.json": None, **structured}, "SL") == []
    found = spoken({**segment("SELECT a FROM b"), "snapshot.json": None}, "SL")
    assert {one.partition(" ")[0] for one in found} == {"SL106?", "SL107?"}
