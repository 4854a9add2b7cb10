"""The notation of OData's grammar: what rules match, and the nodes that they leave behind."""

from __future__ import annotations

import pytest

from linter.odata import Tree
from linter.odata.grammar import rules_in
from linter.odata.notation import Attempt, Grammar

EMPTY = """
top = part | other
part = maybe 'x'
maybe = 'a' | rest
rest = 'b'* 'c'*
other = 'y'
"""
NAMED = """
top = '(' name ')'
name = known | other
known = letters
other = letters
letters = [a-z]+
"""


def matched(rules: str, text: str, **words: str) -> tuple[int, list[Tree]]:
    """Return where what `top` matches ends, -1 if nothing, and its nodes; `words` are constraints."""
    grammar = Grammar(rules_in(rules), lambda _: False, {})
    run = Attempt(text, range(len(text) + 1), {name: frozenset(one.split()) for name, one in words.items()})
    return grammar.rule("top").match(run, 0), run.nodes


@pytest.mark.parametrize(
    ("text", "end"), [("x", 1), ("ax", 2), ("bbx", 3), ("cx", 2), ("bcx", 3), ("y", 1), ("abx", -1), ("", -1)]
)
def test_what_may_be_nothing_is_passed_over(text: str, end: int) -> None:
    assert matched(EMPTY, text)[0] == end


def test_what_no_word_allows_leaves_no_node() -> None:
    def tree(rule: str) -> Tree:
        letters = Tree("letters", 1, 3, (), "ab")
        name = Tree("name", 1, 3, (Tree(rule, 1, 3, (letters,), ""),), "")
        return Tree("top", 0, 4, (name,), "")

    assert matched(NAMED, "(ab)", known="ab cd") == (4, [tree("known")])
    assert matched(NAMED, "(ab)", known="cd") == (4, [tree("other")])
    assert matched(NAMED, "(ab)", known="cd", other="cd") == (-1, [])
