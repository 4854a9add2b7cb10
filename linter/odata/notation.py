"""The grammar's notation, made into functions that match a text.

A matcher takes a run and a position and returns where its match ends, or -1; one that fails leaves no nodes
behind.  A choice asks only alternatives that can begin with the character at hand.  How far any part has
matched is kept, since that is where a text that doesn't fit is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final

from linter.odata.tree import Tree

MOST_LEVELS: Final = 50
"""So deep a text may be nested: deeper than any service follows, and far from the interpreter's own limit."""

_TOKEN: Final = re.compile(
    r"""\s*(?:(?P<exact>'[^']*')|(?P<any>"[^"]*")|(?P<set>\[(?:\\.|[^\]\\])*\])|(?P<times>\{\d+(?:,\d*)?\})
        |(?P<name>[A-Za-z][\w-]*)|(?P<sign>[|()?*+!]))""",
    re.VERBOSE,
)
_CLASSES: Final = {r"[\s+]": "a blank", r"[ \t]": "a blank", "[0-9]": "a digit"}
_NOWHERE: Final = -1
_ENDLESS: Final = -1
_ONCE: Final = (1, 1)
_TIMES: Final = {"?": (0, 1), "*": (0, _ENDLESS), "+": (1, _ENDLESS)}


class TooDeep(Exception):  # noqa: N818  # a way out, which becomes an ODataFault
    """A text is nested more deeply than is followed."""

    def __init__(self, position: int) -> None:
        self.position = position


class Attempt:
    """One text on its way through a grammar."""

    def __init__(self, text: str, places: Sequence[int], constraints: dict[str, frozenset[str]]) -> None:
        self.text = text
        self.places = places  # where each character stands in the text as written
        self.constraints = constraints
        self.nodes: list[Tree] = []
        self.far = 0
        self.levels = 0
        self.known: dict[str, dict[int, tuple[int, tuple[Tree, ...]]]] = {}
        self.asked = _NOWHERE  # the position of which is asked what would have fitted there
        self.fitting: dict[str, None] = {}


Match = Callable[[Attempt, int], int]


class Element:
    """An element of a rule: how it matches, with what it may begin, whether it may be nothing."""

    __slots__ = ("begins", "match", "may_be_empty")

    def __init__(self, match: Match, begins: Callable[[str], bool], may_be_empty: Callable[[], bool]) -> None:
        self.match = match
        self.begins = begins
        self.may_be_empty = may_be_empty


class Grammar:
    """Rules by name, each compiled when it is first needed."""

    def __init__(self, rules: dict[str, str], unseen: Callable[[str], bool], told: dict[str, str]) -> None:
        self._rules = rules
        self._unseen = unseen  # whether a rule leaves no node behind
        self._told = told  # how rules are told where they would have fitted
        self._elements: dict[str, Element] = {}
        self.names = {name.lower(): name for name in rules}

    def rule(self, name: str) -> Element:
        """Return a rule's element."""
        element = self._elements.get(name)
        if element is None:
            sign, _, written = self._rules[name].partition(" ")
            body = _Notation(self, written).choice()
            words, nested, seen = self._told.get(name), sign == ":=", not self._unseen(name)
            match = _seen(name, body) if seen else body.match
            if nested or words is not None:
                match = _ruled(name, body, seen=seen, nested=nested, words=words)
            element = self._elements[name] = Element(match, body.begins, body.may_be_empty)
        return element

    def reference(self, name: str) -> Element:
        """Return an element that stands for a rule; it is compiled when it is first asked for."""

        def first(run: Attempt, at: int) -> int:
            element.match = self.rule(name).match
            return element.match(run, at)

        element = Element(
            first, lambda char: self.rule(name).begins(char), lambda: self.rule(name).may_be_empty()
        )
        return element


class _Notation:
    """Reads one rule's right side."""

    def __init__(self, grammar: Grammar, written: str) -> None:
        self.grammar = grammar
        self.tokens = [
            (found.lastgroup or "", found[found.lastgroup or ""]) for found in _TOKEN.finditer(written)
        ]
        self.tokens.append(("end", ""))
        self.at = 0

    def choice(self) -> Element:
        """Read alternatives up to a closing parenthesis or the end."""
        elements = [self._sequence()]
        while self.tokens[self.at][1] == "|":
            self.at += 1
            elements.append(self._sequence())
        return _choice(elements) if len(elements) > 1 else elements[0]

    def _sequence(self) -> Element:
        elements = []
        while self.tokens[self.at][0] != "end" and self.tokens[self.at][1] not in ("|", ")"):
            elements.append(self._repeated())
        return _sequence(elements) if len(elements) > 1 else elements[0]

    def _repeated(self) -> Element:
        kind, token = self.tokens[self.at]
        if token == "!":
            self.at += 1
            return _absent(self._repeated())
        if kind == "set":
            self.at += 1
            return _span(token, *self._times())
        element, times = self._single(), self._times()
        return element if times == _ONCE else _repeat(element, *times)

    def _single(self) -> Element:
        kind, token = self.tokens[self.at]
        self.at += 1
        if kind == "name":
            return self.grammar.reference(token)
        if kind in ("exact", "any"):
            return _text(token[1:-1], exact=kind == "exact")
        within = self.choice()
        self.at += 1
        return within

    def _times(self) -> tuple[int, int]:
        kind, token = self.tokens[self.at]
        if token in _TIMES:
            self.at += 1
            return _TIMES[token]
        if kind != "times":
            return _ONCE
        self.at += 1
        fewest, comma, most = token[1:-1].partition(",")
        return int(fewest), int(most) if most else _ENDLESS if comma else int(fewest)


def _text(text: str, *, exact: bool) -> Element:
    text = text.replace(r"\x22", '"')
    folded = text.lower()
    size = len(text)
    beginnings = {text[0].lower(), text[0].upper()}

    def match(run: Attempt, at: int) -> int:
        end = at + size
        found = run.text[at:end]
        if found == text or (not exact and found.lower() == folded):
            if end > run.far:  # noqa: PLR1730  # `max` takes three times as long
                run.far = end
            return end
        if run.asked == at:
            run.fitting[f"`{text}`"] = None
        return _NOWHERE

    return Element(match, beginnings.__contains__, lambda: False)


def _span(written: str, fewest: int, most: int) -> Element:
    """A run of characters of one class; each of them counts as matched, even if they are too few."""
    longest = re.compile(f"{written}{{0,{'' if most == _ENDLESS else most}}}").match
    one = re.compile(written)
    words = _CLASSES.get(written)

    def match(run: Attempt, at: int) -> int:
        found = longest(run.text, at)
        end = found.end() if found else at
        if end > run.far:  # noqa: PLR1730
            run.far = end
        if end - at >= fewest:
            return end
        if words is not None and run.asked == at:
            run.fitting[words] = None
        return _NOWHERE

    return Element(match, lambda char: one.match(char) is not None, lambda: fewest == 0)


def _sequence(elements: Sequence[Element]) -> Element:
    def match(run: Attempt, at: int) -> int:
        mark = len(run.nodes)
        for element in elements:
            at = element.match(run, at)
            if at == _NOWHERE:
                del run.nodes[mark:]
                return _NOWHERE
        return at

    def begins(char: str) -> bool:
        for element in elements:
            if element.begins(char):
                return True
            if not element.may_be_empty():
                return False
        return False

    return Element(match, begins, lambda: all(element.may_be_empty() for element in elements))


def _choice(elements: Sequence[Element]) -> Element:
    fitting: dict[str, list[Element]] = {}

    def match(run: Attempt, at: int) -> int:
        char = run.text[at : at + 1]
        fits = fitting.get(char)
        if fits is None:
            fits = fitting[char] = [
                element for element in elements if element.begins(char) or element.may_be_empty()
            ]
        for element in fits if run.asked != at else elements:
            end = element.match(run, at)
            if end != _NOWHERE:
                return end
        return _NOWHERE

    return Element(
        match,
        lambda char: any(element.begins(char) for element in elements),
        lambda: any(element.may_be_empty() for element in elements),
    )


def _repeat(element: Element, fewest: int, most: int) -> Element:
    """What is repeated is never empty."""

    def match(run: Attempt, at: int) -> int:
        mark = len(run.nodes)
        times = 0
        while times != most:
            end = element.match(run, at)
            if end == _NOWHERE:
                break
            at = end
            times += 1
        if times < fewest:
            del run.nodes[mark:]
            return _NOWHERE
        return at

    return Element(match, element.begins, lambda: fewest == 0)


def _absent(element: Element) -> Element:
    """What must not follow; it takes nothing, and its matching counts for nothing."""

    def match(run: Attempt, at: int) -> int:
        far, asked, mark = run.far, run.asked, len(run.nodes)
        run.asked = _NOWHERE
        end = element.match(run, at)
        del run.nodes[mark:]
        run.far, run.asked = far, asked
        return at if end == _NOWHERE else _NOWHERE

    return Element(match, lambda _: False, lambda: True)


def _seen(name: str, body: Element) -> Match:
    """A rule that leaves a node behind, if what it matches is among the words that are allowed."""

    def match(run: Attempt, at: int) -> int:
        mark = len(run.nodes)
        end = body.match(run, at)
        return end if end == _NOWHERE else _kept(name, run, mark, at, end)

    return match


def _kept(name: str, run: Attempt, mark: int, at: int, end: int) -> int:
    nodes = run.nodes
    if end > at:
        allowed = run.constraints.get(name)
        if allowed is not None and run.text[at:end] not in allowed:
            del nodes[mark:]
            return _NOWHERE
    parts = tuple(nodes[mark:])
    text = "" if parts else run.text[at:end]
    nodes[mark:] = (tuple.__new__(Tree, (name, run.places[at], run.places[end], parts, text)),)
    return end


def _ruled(name: str, body: Element, *, seen: bool, nested: bool, words: str | None) -> Match:
    """A rule that may stand within itself, or that is told in words where it would have fitted.

    The depth of the former is bounded, and what it matched where is remembered.  It is all one function,
    since each costs a frame of the interpreter's stack at each level of a text.
    """

    def match(run: Attempt, at: int) -> int:
        nodes = run.nodes
        known = run.known.setdefault(name, {}) if nested else None
        if known is not None:
            if at in known:
                end, found = known[at]
                nodes.extend(found)
                return end
            if run.levels >= MOST_LEVELS:
                raise TooDeep(run.places[at])
            run.levels += 1
        asked = run.asked
        if asked == at and words is not None:
            run.fitting[words] = None
            run.asked = _NOWHERE
        mark = len(nodes)
        end = body.match(run, at)
        run.asked = asked
        if end != _NOWHERE and seen:
            end = _kept(name, run, mark, at, end)
        if known is not None:
            run.levels -= 1
            known[at] = end, tuple(nodes[mark:])
        return end

    return match
