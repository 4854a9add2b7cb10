"""A text read by a rule of OData's grammar, by the shortest way that leads to its tree."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from linter.odata.plain import plain
from linter.odata.tree import Tree


def parse(rule: str, text: str, constraints: Mapping[str, Iterable[str]] | None = None) -> Tree:
    """Return the tree of a text by a rule of the standard, or raise the ODataFault.

    `constraints` names, for a rule that is a name, the words that it allows; with them the text is read
    exactly as the standard's rules say.  Without, any name may be of any kind, percent-encoding is undone
    first, and what services take is taken: blanks about commas and in literals, characters as they are.
    """
    tree = plain(rule, text) if constraints is None else None
    if tree is not None:
        return tree
    from linter.odata.parsing import by_grammar

    return by_grammar(rule, text, constraints)
