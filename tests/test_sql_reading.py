"""Queries in SQL: the tables and columns that they read, what they select, and where they end too early."""

from __future__ import annotations

import pytest

from linter.sql.reading import DEEPEST_READ, DEEPEST_TREE, LONGEST_READ, ReadSelect, ReadSql, SqlFault, read
from linter.sql.tokens import nested, tokens_of


def selected(one: ReadSelect, query: str) -> str:
    said = {"star": one.has_star, "aggregates": one.aggregates, "all groups": one.groups_by_all}
    groups = [f"by {', '.join(one.groups)}"] if one.groups is not None else []
    names = ", ".join(one.names)
    return " ".join([f"`{query[one.start : one.end]}`", f"[{names}]", *filter(said.get, said), *groups])


def told(query: str) -> list[str]:
    """Return what a query reads: its tables, columns with their tables, lists, names of its own columns."""
    found = read(query)
    columns = [f"{one.name} of {', '.join(each.name for each in one.tables)}" for one in found.columns]
    assert [query[one.start : one.end] for one in found.tables] == [one.name for one in found.tables]
    assert [query[one.start : one.end] for one in found.columns] == [one.name for one in found.columns]
    fault = [f"`{query[found.fault.start : found.fault.end]}`: {found.fault.message}"] if found.fault else []
    return [
        *[one.name for one in found.tables],
        *columns,
        *[selected(one, query) for one in found.selects],
        *[f"outputs {', '.join(found.outputs)}" for _ in range(found.outputs is not None) if found.outputs],
        *fault,
        *filter(None, [found.unread]),
    ]


CASES: dict[str, list[str]] = {
    "SELECT a FROM t": ["t", "a of t", "`a` [a]", "outputs a"],
    "select T.a, b AS c, t.* from t as T": [
        "t",
        "a of t",
        "b of t",
        "`T.a, b AS c, t.*` [*, a, b, c] star",
    ],
    "SELECT * FROM t": ["t", "`*` [*] star"],
    "SELECT a.b.c, d.e FROM t d": ["t", "e of t", "`a.b.c, d.e` [c, e]", "outputs c, e"],
    "SELECT x.a FROM s.t x, u x": ["u", "`x.a` [a]", "outputs a"],
    "SELECT a, T.b FROM t, u WHERE c = 1": [
        "t",
        "u",
        "a of t, u",
        "b of t",
        "c of t, u",
        "`a, T.b` [a, b]",
        "outputs a, b",
    ],
    'SELECT `a b`, "c", t."d", [e], `t`.`f` FROM t': [
        "t",
        "a b of t",
        "d of t",
        "e of t",
        "f of t",
        '``a b`, "c", t."d", [e], `t`.`f`` [a b, c, d, e, f]',
        "outputs a b, c, d, e, f",
    ],
    'SELECT a FROM [x y] JOIN "z" ON q = [r s]': [
        "x y",
        "z",
        "a of x y, z",
        "q of x y, z",
        "r s of x y, z",
        "`a` [a]",
        "outputs a",
    ],
    "SELECT a FROM `/mnt/x` JOIN csv.`y` z JOIN t USING (a)": ["t", "`a` [a]", "outputs a"],
    "SELECT a FROM f(1) JOIN t": ["t", "`a` [a]", "outputs a"],
    "SELECT a AS b, b + 1 FROM t WHERE b > 1 ORDER BY B": ["t", "a of t", "`a AS b, b + 1` [a, b]"],
    "SELECT a, user, current_date, current_user FROM t LIMIT ALL": [
        "t",
        "a of t",
        "`a, user, current_date, current_user` [a, user]",
    ],
    "SELECT explode(map(1, 2)) AS (k, v), k FROM t": ["t", "`explode(map(1, 2)) AS (k, v), k` [k]"],
    "SELECT a FROM t x(a, b)": ["t", "`a` [a]", "outputs a"],
    "SELECT a FROM t PIVOT (sum(b) FOR c IN ('x'))": ["t", "`a` [a]", "outputs a"],
    "SELECT a FROM t LATERAL VIEW explode(b) v AS c": ["t", "`a` [a]", "outputs a"],
    "WITH w AS (SELECT a FROM t) SELECT a, b FROM w JOIN u": [
        "t",
        "u",
        "a of t",
        "`a, b` [a, b]",
        "outputs a, b",
    ],
    ("WITH w AS (SELECT a FROM t), v AS (SELECT a FROM w) SELECT a, (SELECT max(b) FROM W) FROM v"): [
        "t",
        "a of t",
        "`a, (SELECT max(b) FROM W)` [a]",
    ],
    "SELECT a FROM (SELECT b FROM t) x, u": ["t", "u", "b of t", "`a` [a]", "outputs a"],
    "SELECT a FROM t WHERE EXISTS (SELECT 1 FROM u WHERE b = c AND t.d = u.e)": [
        "t",
        "u",
        "a of t",
        "b of u, t",
        "c of u, t",
        "d of t",
        "e of u",
        "`a` [a]",
        "outputs a",
    ],
    "SELECT a FROM t WHERE a IN (SELECT b FROM (SELECT c FROM u) v)": [
        "t",
        "u",
        "a of t",
        "a of t",
        "c of u, t",
        "`a` [a]",
        "outputs a",
    ],
    "SELECT a FROM t UNION SELECT b FROM u UNION ALL (SELECT c FROM v)": [
        "t",
        "u",
        "v",
        "a of t",
        "b of u",
        "c of v",
        "`a` [a]",
        "`b` [b]",
        "`c` [c]",
        "outputs a",
    ],
    "(SELECT a FROM t)": ["t", "a of t", "`a` [a]", "outputs a"],
    "SELECT a, sum(b) FROM t GROUP BY a": [
        "t",
        "a of t",
        "b of t",
        "a of t",
        "`a, sum(b)` [a] aggregates by a",
    ],
    "SELECT a AS k, max(b) AS m FROM t GROUP BY k HAVING m > 1 AND min(c) < 2": [
        "t",
        "a of t",
        "b of t",
        "c of t",
        "`a AS k, max(b) AS m` [a, k, m] aggregates by a, k",
        "outputs k, m",
    ],
    "SELECT a AS k, b FROM t GROUP BY 1, 2, 3, 0": [
        "t",
        "a of t",
        "b of t",
        "`a AS k, b` [a, b, k] by a, b, k",
        "outputs k, b",
    ],
    "SELECT a, count(*) FROM t GROUP BY ALL": ["t", "a of t", "`a, count(*)` [a] aggregates all groups by "],
    "SELECT a, count(*) FROM t GROUP BY ROLLUP (a, b)": [
        "t",
        "a of t",
        "a of t",
        "b of t",
        "`a, count(*)` [a] aggregates by a, b",
    ],
    "SELECT a FROM t GROUP BY a HAVING sum(b) > 1": [
        "t",
        "a of t",
        "a of t",
        "b of t",
        "`a` [a] by a",
        "outputs a",
    ],
    "SELECT a, row_number() OVER (PARTITION BY b ORDER BY sum(c)) r FROM t QUALIFY r = 1": [
        "t",
        "a of t",
        "b of t",
        "c of t",
        "`a, row_number() OVER (PARTITION BY b ORDER BY sum(c)) r` [a, r]",
        "outputs a, r",
    ],
    "SELECT a FROM t QUALIFY row_number() OVER (PARTITION BY b) = 1": [
        "t",
        "a of t",
        "b of t",
        "`a` [a]",
        "outputs a",
    ],
    "SELECT sum(a) OVER (PARTITION BY b), (SELECT sum(c) FROM u) FROM t": [
        "u",
        "t",
        "a of t",
        "b of t",
        "c of u, t",
        "`sum(a) OVER (PARTITION BY b), (SELECT sum(c) FROM u)` []",
    ],
    "SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY a) FROM t": [
        "t",
        "a of t",
        "`percentile_cont(0.5) WITHIN GROUP (ORDER BY a)` [] aggregates",
    ],
    "SELECT 1 + sum(a) FROM t": ["t", "a of t", "`1 + sum(a)` [] aggregates"],
    "SELECT 'x', 1, a FROM t": ["t", "a of t", "`'x', 1, a` [1, a, x]", "outputs x, 1, a"],
    "SELECT a AS b, 'lit', count(*) FROM t": [
        "t",
        "a of t",
        "`a AS b, 'lit', count(*)` [a, b, lit] aggregates",
    ],
    "SELECT 1": ["`1` [1]", "outputs 1"],
    "SELECT DISTINCT a, b FROM t ORDER BY c": [
        "t",
        "a of t",
        "b of t",
        "c of t",
        "`a, b` [a, b]",
        "outputs a, b",
    ],
    "SELECT ALL a FROM t WHERE b = 1": ["t", "a of t", "b of t", "`a` [a]", "outputs a"],
    "SELECT a, 1 -- , b\nFROM t": ["t", "a of t", "`a, 1` [1, a]", "outputs a, 1"],
    "SELECT a /* , x */, 2 FROM t": ["t", "a of t", "`a /* , x */, 2` [2, a]", "outputs a, 2"],
    "SELECT /*+ BROADCAST(t) */ a FROM t": ["t", "a of t", "`a` [a]", "outputs a"],
    "SELECT count(*) FROM t": ["t", "`count(*)` [] aggregates"],
    "SELECT 1 FROM t WHERE a = 'x FROM y'": ["t", "a of t", "`1` [1]", "outputs 1"],
    "SELECT a.b AS c, a.b FROM t a": [
        "t",
        "b of t",
        "b of t",
        "`a.b AS c, a.b` [b, c]",
        "outputs c, b",
    ],
    "SELECT t.a FROM t, (SELECT b FROM u) v WHERE v.b = t.c": [
        "t",
        "u",
        "a of t",
        "b of u",
        "c of t",
        "`t.a` [a]",
        "outputs a",
    ],
    "SELECT a FROM t JOIN LATERAL (SELECT b FROM u WHERE u.c = t.d) v": [
        "t",
        "u",
        "c of u",
        "d of t",
        "`a` [a]",
        "outputs a",
    ],
    "SELECT a FROM t, t": ["t", "t", "a of t, t", "`a` [a]", "outputs a"],
    "SELECT a FROM t x JOIN t x": ["t", "t", "a of t, t", "`a` [a]", "outputs a"],
    "SELECT": ["`SELECT`: something is missing behind `SELECT`"],
    "SELECT FROM t": ["`SELECT`: something is missing behind `SELECT`"],
    "SELECT a FROM": ["`FROM`: behind `FROM`, a table name is expected"],
    "SELECT a FROM t WHERE": ["`WHERE`: something is missing behind `WHERE`"],
    "SELECT a FROM t GROUP": ["t", "a of t", "`a` [a]", "outputs a"],
    "SELECT a b c FROM t": ["`c`: `c` is not expected there"],
    "SELECT (a FROM t": ["`FROM`: `)` is expected behind `FROM`"],
    "SELECT a) FROM t": ["`)`: `)` is not expected there"],
    "SELECT a FROM t ORDER a": ["`a`: something is missing behind `a`"],
    "SELECT CASE WHEN a THEN 1 FROM t": ["`1`: `1` is not expected there"],
    "SELECT 'a FROM t": ["`'`: `'` is never closed"],
    'SELECT "a FROM t': ['`"`: `"` is never closed'],
    "SELECT `a FROM t": ["```: ``` is never closed"],
    "SELECT a FROM t;": ["t", "a of t", "`a` [a]", "outputs a"],
    "INSERT INTO t VALUES (1)": ["it is no query"],
    ";": ["it says nothing"],
    "VALUES (1, 2)": ["it is no query"],
    "SELECT a FROM t\nWHERE b = ) 1": ["`)`: `)` is not complete"],
    "SELECT a\nFROM t\n\nGROUP BY b, c)": ["`)`: something is missing behind `)`"],
    "SELECT cast(a AS) FROM t": ["`)`: `)` is not expected there"],
    "SELECT a FROM t JOIN u ON": ["t", "u", "a of t, u", "`a` [a]", "outputs a"],
    "SELECT a, FROM t": ["t", "a of t", "`a,` [a]", "outputs a"],
    "SELECT a BETWEEN 1 FROM t": ["`FROM`: `FROM` is not complete"],
    'SELECT CustomerId, [x][0], y[1], z["k"] FROM t': [
        "t",
        "CustomerId of t",
        "x of t",
        "y of t",
        "z of t",
        '`CustomerId, [x][0], y[1], z["k"]` [customerid]',
    ],
    'SELECT a FROM t WHERE b = "x" AND c."d" = e': [
        "t",
        "a of t",
        "b of t",
        "e of t",
        "`a` [a]",
        "outputs a",
    ],
    "SELECT x.y.z FROM x": ["x", "`x.y.z` [z]", "outputs z"],
    "SELECT date_trunc() FROM t": ["the parser gives up on it"],
    'SELECT t."a`b", c FROM t': ["t", "c of t", '`t."a`b", c` [a`b, c]', "outputs a`b, c"],
    "SELECT a FROM t [x] [y]": ["`[y]`: something is missing behind `[y]`"],
    "WITH w AS (SELECT a FROM t) SELECT FROM w": ["`SELECT`: something is missing behind `SELECT`"],
    "SELECT a FROM t WHERE ": ["`WHERE`: something is missing behind `WHERE`"],
    "SELECT s.t.a, t.b FROM t": ["t", "b of t", "`s.t.a, t.b` [a, b]", "outputs a, b"],
    "SELECT USER, Current_User, a FROM t": ["t", "a of t", "`USER, Current_User, a` [a, user]"],
    "SELECT a FROM t x(b), u": ["t", "u", "`a` [a]", "outputs a"],
    "SELECT a AS K FROM t WHERE k = 1": ["t", "a of t", "`a AS K` [a, k]", "outputs K"],
    "SELECT explode(map(1, 2)) AS (K, v), k FROM t": ["t", "`explode(map(1, 2)) AS (K, v), k` [k]"],
    "SELECT a FROM t UNION VALUES (1)": ["t", "a of t", "`a` [a]", "`VALUES (1)` [*] star", "outputs a"],
    "(VALUES (1))": [],
    "SELECT A AS K, max(b) FROM t GROUP BY K, C": [
        "t",
        "A of t",
        "b of t",
        "C of t",
        "`A AS K, max(b)` [a, k] aggregates by a, c, k",
    ],
    "SELECT 'Lit', \"Other\" FROM t": ["t", "`'Lit', \"Other\"` [lit, other]", "outputs Lit, Other"],
    "SELECT a FROM t; SELECT b FROM u": ["it says nothing"],
    "WITH W AS (SELECT a FROM t) SELECT a FROM w": ["t", "a of t", "`a` [a]", "outputs a"],
    "SELECT 1 FROM t WHERE EXISTS (SELECT 2)": ["t", "`1` [1]", "outputs 1"],
    "WITH w AS (SELECT a FROM t) SELECT 1 FROM w": ["t", "a of t", "`1` [1]", "outputs 1"],
    "WITH w AS (SELECT 1), v(b) AS NOT MATERIALIZED (SELECT 2) (SELECT DISTINCT 3, count(*) FROM w)": [
        "`3, count(*)` [3] aggregates"
    ],
    "(WITH w AS (SELECT a FROM t) SELECT ALL 1 FROM w) UNION ALL SELECT 2 MINUS (SELECT 3) ORDER BY 1": [
        "t",
        "a of t",
        "`1` [1]",
        "`2` [2]",
        "`3` [3]",
        "outputs 1",
    ],
    "SELECT (SELECT max(a) FROM u) AS m, extract(year FROM b) AS y FROM t": [
        "u",
        "t",
        "a of u, t",
        "b of t",
        "`(SELECT max(a) FROM u) AS m, extract(year FROM b) AS y` [m, y]",
        "outputs m, y",
    ],
    "SELECT * EXCEPT (a), 1 AS b FROM t EXCEPT SELECT 2": [
        "t",
        "`* EXCEPT (a), 1 AS b` [*, b] star",
        "`2` [2]",
    ],
    "SELECT upper('x'), 1 + a, -2 FROM t": ["t", "a of t", "`upper('x'), 1 + a, -2` []"],
    "SELECT cast(a AS int), 'x', b.c.d AS e FROM t": [
        "t",
        "a of t",
        "`cast(a AS int), 'x', b.c.d AS e` [a, d, e, x]",
        "outputs a, x, e",
    ],
    "SELECT /* b, */ a -- FROM x\n FROM t": ["t", "a of t", "`a` [a]", "outputs a"],
    "SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY a) OVER (PARTITION BY b) AS p FROM t": [
        "t",
        "a of t",
        "b of t",
        "`percentile_cont(0.5) WITHIN GROUP (ORDER BY a) OVER (PARTITION BY b) AS p` [p]",
        "outputs p",
    ],
    "SELECT A AS K, B AS L FROM t GROUP BY 2, 'x', 0.5": [
        "t",
        "A of t",
        "B of t",
        "`A AS K, B AS L` [a, b, k, l] by b, l",
        "outputs K, L",
    ],
    "SELECT A, B FROM t GROUP BY 0, -1, 3": ["t", "A of t", "B of t", "`A, B` [a, b] by ", "outputs A, B"],
    'SELECT "t".a, "b" FROM "t" AS "x" JOIN /* of */ "u"': ["t", "u", '`"t".a, "b"` [a, b]', "outputs a, b"],
    "FROM t SELECT a WHERE b LIMIT 1": ["t", "a of t", "b of t", "`a` [a]", "outputs a"],
    "FROM t SELECT DISTINCT a": ["t", "a of t", "`a` [a]", "outputs a"],
    "SELECT limit, a FROM t": ["t", "limit of t", "a of t", "`limit, a` [a, limit]", "outputs limit, a"],
    "SELECT DISTINCT all FROM t": ["t", "`all` [all]", "outputs all"],
    "SELECT 1 GROUP BY 1": ["`1` [1] by 1", "outputs 1"],
    "SELECT 1 HAVING true LIMIT 2;": ["`1` [1]", "outputs 1"],
    "SELECT 1 WHERE b": ["`1` [1]", "outputs 1"],
    "FROM t SELECT 1 UNION BY NAME FROM u": ["t", "u", "`1` [1]", "`FROM u` [*] star", "outputs 1"],
    "VALUES (1) UNION SELECT 2": ["`VALUES (1)` [*] star", "`2` [2]"],
    "SELECT a[(1)] FROM t": ["t", "a of t", "`a[(1)]` []"],
    "FROM t SELECT 1": ["t", "`1` [1]", "outputs 1"],
    "FROM t SELECT a, b": ["t", "a of t", "b of t", "`a, b` [a, b]", "outputs a, b"],
    "FROM t": ["t", "`FROM t` [*] star"],
    f"SELECT {'NOT ' * 4000}a": ["its parts stand too deep in one another"],
}


@pytest.mark.parametrize(("query", "expected"), CASES.items())
def test_what_a_query_reads(query: str, expected: list[str]) -> None:
    assert told(query) == expected


@pytest.mark.parametrize(
    ("query", "at"),
    [
        ("SELECT", 0),
        ("WITH w AS (SELECT a FROM t) SELECT FROM w", 28),
        ("SELECT a FROM t UNION SELECT DISTINCT FROM u", 22),
        ("SELECT a FROM (SELECT FROM t) x", 15),
        ("SELECT a FROM t WHERE b IN (SELECT ALL)", 28),
        ("SELECT a FROM t UNION (SELECT) UNION SELECT b", 23),
    ],
)
def test_a_list_is_missed_behind_its_own_select(query: str, at: int) -> None:
    missing = SqlFault("something is missing behind `SELECT`", at, at + 6)
    assert read(query) == ReadSql(fault=missing)


def test_double_quotes_enclose_a_name_where_only_a_name_can_stand() -> None:
    query = 'SELECT "a"."b", "c", d."e" FROM "f" AS "g" JOIN /* of */ "h" WHERE i = "j"'
    names = [one.text for one in tokens_of(query) if one.kind == "quoted"]
    texts = [one.text for one in tokens_of(query) if one.kind == "text"]

    assert names == ['"a"', '"b"', '"e"', '"f"', '"g"', '"h"']
    assert texts == ['"c"', '"j"']
    assert [one.kind for one in tokens_of('"a".')] == ["quoted", "other"]


@pytest.mark.parametrize(
    ("text", "depth"),
    [
        ("", 0),
        ("(1) + (2)", 1),
        ("((1) + (2) + (3 * (4)))", 3),
        ("a[b[1]] + c[0]", 2),
        ("CASE WHEN a THEN CASE b WHEN 1 THEN 2 END ELSE 3 END + CASE WHEN a THEN 1 END", 2),
        (")) (1)", 1),
        ("(a[CASE WHEN (b) THEN 1 END])", 4),
        ("'(' `(` -- (", 0),
    ],
)
def test_how_deep_brackets_and_cases_stand_in_one_another(text: str, depth: int) -> None:
    assert nested(tokens_of(text)) == depth


@pytest.mark.parametrize(
    ("short", "long", "unread"),
    [
        ("SELECT a" + " " * (LONGEST_READ - 8), " ", f"it has more than {LONGEST_READ:,} characters"),
        (
            f"SELECT {'(' * DEEPEST_READ}a{')' * DEEPEST_READ}",
            ", (" + "(" * DEEPEST_READ + "a" + ")" * DEEPEST_READ + ")",
            f"brackets stand more than {DEEPEST_READ} deep in it",
        ),
        (
            "SELECT a" + " + 1" * (DEEPEST_TREE - 3),
            " + 1",
            f"more than {DEEPEST_TREE} parts of it are chained",
        ),
    ],
)
def test_a_query_is_read_up_to_a_length_and_a_depth(short: str, long: str, unread: str) -> None:
    assert read(short).unread == ""
    assert read(short + long).unread == unread


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SELECT [a b]", "name SELECT | quoted [a b]"),
        ("x[ab c]", "name x | other [ | name ab | name c | other ]"),
        ("x [ab]", "name x | quoted [ab]"),
        ("1, `x`[ab]", "number 1 | other , | quoted `x` | other [ | name ab | other ]"),
        ("(x)[ab]", "other ( | name x | other ) | other [ | name ab | other ]"),
        ("x[1][ab]", "name x | other [ | number 1 | other ] | other [ | name ab | other ]"),
        ("+[ab]", "other + | quoted [ab]"),
    ],
)
def test_brackets_enclose_a_name_but_right_behind_what_they_are_the_index_of(
    text: str, expected: str
) -> None:
    tokens = tokens_of(text)

    assert " | ".join(f"{one.kind} {one.text}" for one in tokens) == expected
    assert [text[one.start : one.end] for one in tokens] == [one.text for one in tokens]


@pytest.mark.parametrize(
    ("query", "listed"),
    [("select all", "select all"), ("SELECT ALL ", "SELECT ALL"), ("select distinct all", "all")],
)
def test_a_word_alone_behind_select_is_taken_for_its_list(query: str, listed: str) -> None:
    found = read(query)

    assert (found.fault, found.unread) == (None, "")
    assert [query[one.start : one.end] for one in found.selects] == [listed]
