"""A place is named by what stands there, so that its name stays when items move."""

from __future__ import annotations

from typing import Any

import pytest

from linter.checking.semantic_path import SemanticPaths, without_indices


@pytest.mark.parametrize(
    ("items", "names"),
    [
        ([{"name": "A"}, {"name": "A"}, {"name": "A"}, {"name": "B"}], ["[A]", "[A#1]", "[A#2]", "[B]"]),
        ([{}, {"x": 1}, 5, None], ["[#0]", "[#1]", "[#2]", "[#3]"]),  # what has no name goes by its index
        (["a", "b", "a"], ["[a]", "[b]", "[a#1]"]),
        (["a#1", "a#2", "a#1", "a", "a"], ["[a#1#0]", "[a#2#0]", "[a#1#1]", "[a]", "[a#1]"]),
        (["a#", "#1a", "a#1]"], ["[a#]", "[#1a]", "[a#1]#0]"]),
        ([["a", "b"], ["a"], []], ["[a,b]", "[a]", "[#2]"]),
        # what has a name goes by it alone, unless that is no text
        ([{"Name": "A", "entity": "E"}, {"NAME": 5, "Entity": "E"}], ["[A]", "[|E]"]),
        ([{"entityName": "E", "attributeName": "A", "method": "GET", "other": "x"}], ["[E|A|GET]"]),
        (
            [
                {
                    "rightColumn": {"attributeName": "B"},
                    "leftColumn": {"entityName": "E", "attributeName": "A"},
                }
            ],
            ["[E|A|B]"],
        ),
        # so deep, and no deeper
        ([{"leftEntities": [{"entity": "E"}, "x"]}], ["[E,x]"]),
        ([{"leftEntities": [{"entity": {"entity": "E"}}, "x"]}], ["[,x]"]),
        ([{"entity": {"entity": {"entity": "E"}}}], ["[E]"]),
        ([{"entity": {"entity": {"entity": {"entity": "E"}}}}], ["[#0]"]),
        ([["a", ["b", ["c", ["d"]]]]], ["[a,b,c,]"]),
    ],
)
def test_an_item_goes_by_its_name_or_by_what_it_refers_to(items: list[Any], names: list[str]) -> None:
    paths = SemanticPaths()

    assert [paths.of(items, (number,))[0] for number in range(len(items))] == [[one] for one in names]


def test_properties_go_by_our_names_for_them() -> None:
    assert SemanticPaths().of([{"Méthode": "GET"}], (0,), {"méthode": "method"}) == (["[GET]"], "")


DOCUMENT = {"A": [{"name": "N", "b": [1, True, None, {"c": 2.5}]}]}


@pytest.mark.parametrize(
    ("path", "names", "value"),
    [
        ((), [], ""),
        (("A",), ["a"], ""),
        (("A", 0), ["a", "[N]"], ""),
        (("A", 0, "name"), ["a", "[N]", "name"], "N"),
        (("A", 0, "b", 0), ["a", "[N]", "b", "[#0]"], 1),
        (("A", 0, "b", 1), ["a", "[N]", "b", "[#1]"], True),
        (("A", 0, "b", 2), ["a", "[N]", "b", "[#2]"], ""),
        (("A", 0, "b", 3, "c"), ["a", "[N]", "b", "[#3]", "c"], 2.5),
        # up to where the document ends
        (("A", 1), ["a", "1"], ""),
        (("A", 1, "x"), ["a", "1"], ""),
        (("A", "X"), ["a", "x"], ""),
        (("a", "b"), ["a"], ""),
        (("A", 0, "zz", "y"), ["a", "[N]", "zz"], ""),
        (("A", 0, "name", "deep"), ["a", "[N]", "name", "deep"], "N"),
        (("A", 0, "name", "N"), ["a", "[N]", "name", "n"], "N"),
        (("A", 0, "name", 0), ["a", "[N]", "name", "0"], "N"),
        (("A", 0, 5), ["a", "[N]", "5"], ""),
    ],
)
def test_a_path_is_named_step_by_step_with_the_scalar_at_its_end(
    path: tuple[str | int, ...], names: list[str], value: Any
) -> None:
    assert SemanticPaths().of(DOCUMENT, path) == (names, value)


@pytest.mark.parametrize(
    ("names", "path"),
    [
        ([], ""),
        (["a", "b"], "a.b"),
        (["[A#0]"], "[A]"),
        (["a", "[A#0]", "b"], "a[A].b"),
        (["[A #1#0]", "[A #2#1]"], "[A #1][A #2]"),
        (["[#0]", "[#1]", "a"], "[*][*].a"),
        (["a", "[x#1y]"], "a[x#1y]"),
        (["a#0]"], "a#0]"),
        (["a", "b#0]"], "a.b#0]"),
    ],
)
def test_without_indices_what_differs_only_in_them_goes_by_one_name(names: list[str], path: str) -> None:
    assert without_indices(names) == path
