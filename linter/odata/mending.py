"""What would mend a text that doesn't parse: the slips that people make, each tried before it is proposed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from string import ascii_letters
from typing import Final

from linter.named_tuple import NamedTuple
from linter.odata.functions import FUNCTIONS
from linter.odata.reading import parse
from linter.odata.tree import ODataFault

MOST_MENDED: Final = 20_000
"""A longer text isn't mended: each proposal costs that it is parsed once more."""

MOST_PARSED: Final = 400_000
"""So many characters are parsed for the proposals of one text: a hundred thousand take a second."""

_MOST_SLIPS: Final = 5
_FAR: Final = 200
"""So far before a fault the function is looked for that it lies in."""

_SYSTEM: Final = (
    "apply at compute count deltatoken expand filter format from id index levels orderby schemaversion "
    "search select skip skiptoken to toInclusive top"
)
OPTIONS: Final = tuple(f"${name}" for name in _SYSTEM.split())
"""The system query options."""

_OPERATORS: Final = {
    "==": "eq", "=": "eq", "!=": "ne", "<>": "ne", ">=": "ge", "<=": "le", ">": "gt", "<": "lt",
    "&&": "and", "||": "or", "equals": "eq", "equal": "eq", "neq": "ne", "gte": "ge", "lte": "le", "&": "and",
    "ascending": "asc", "descending": "desc",
}  # fmt: skip
_OTHERWISE: Final = {
    "$sort": "$orderby", "$order": "$orderby", "$limit": "$top", "$take": "$top", "$offset": "$skip",
    "$where": "$filter", "$fields": "$select", "$include": "$expand", "$inlinecount": "$count",
}  # fmt: skip
_IN_QUERY: Final = "in a string `&` is written `%26`, `#` `%23`"
_IN_PATH: Final = "in a path's string `/` is written `%2F`, `?` `%3F`"
_DIVIDING: Final = {
    "&": ("%26", _IN_QUERY), "#": ("%23", _IN_QUERY), "/": ("%2F", _IN_PATH), "?": ("%3F", _IN_PATH),
}  # fmt: skip
_OPENING: Final = {")": "(", "]": "[", "}": "{"}
_CURLY: Final = "‘’‚‛′“”„″´`"
_WORDS: Final = "eq|ne|gt|ge|lt|le|and|or|not|in|has|add|sub|mul|div|mod"


class Mend(NamedTuple):
    """Put a text in place of a part of the one that is wrong."""

    start: int
    end: int
    text: str
    why: str

    def applied(self, text: str) -> str:
        """Return a text with this done."""
        return text[: self.start] + self.text + text[self.end :]


def mend(rule: str, text: str, fault: ODataFault) -> Mend | None:
    """Return what makes a text parse that has a fault, or gets it furthest; None if nothing that is known."""
    mended, whys = text, dict[str, None]()
    at: int | None = fault.position
    trials = _Trials(rule)
    while at is not None and len(whys) < _MOST_SLIPS and len(text) <= MOST_MENDED:
        best = _best(trials, mended, at)
        if best is None:
            break
        mended, whys = best.applied(mended), {**whys, best.why: None}
        left = trials.left(mended)
        at = len(mended) + 1 - left if left else None
    return _difference(text, mended, "; ".join(whys)) if mended != text else None


def _best(trials: _Trials, text: str, at: int) -> Mend | None:
    """Return the first proposal with which a text parses, else the one with which it gets furthest."""
    best, fewest = None, len(text) - at + 1
    for proposal in _proposals(text, at):
        if trials.are_over:
            return None
        left = trials.left(proposal.applied(text))
        if left == 0:
            return proposal
        if left < fewest:
            best, fewest = proposal, left
    return best


def _difference(text: str, mended: str, why: str) -> Mend:
    """Return what turns one text into another, without what both begin and end with."""
    start = _shared(text, mended)
    same = _shared(text[start:][::-1], mended[start:][::-1])
    return Mend(start, len(text) - same, mended[start : len(mended) - same], why)


def _shared(one: str, other: str) -> int:
    """Return with how many equal characters two texts begin."""
    pairs = zip(one, other, strict=False)
    return next((at for at, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))


class _Trials:
    """Parses one text after another by a rule; remembers how much that was."""

    def __init__(self, rule: str) -> None:
        self._rule = rule
        self._parsed = 0

    @property
    def are_over(self) -> bool:
        """Whether no more is to be parsed."""
        return self._parsed > MOST_PARSED

    def left(self, text: str) -> int:
        """Return how much of a text stands behind its fault, 0 without one."""
        self._parsed += len(text)
        try:
            parse(self._rule, text)
        except ODataFault as fault:
            return len(text) - fault.position + 1
        return 0


def _proposals(text: str, at: int) -> Iterator[Mend]:
    if text[at : at + 1] in _DIVIDING and _is_in_string(text, at):
        yield Mend(at, at + 1, *_DIVIDING[text[at]])
        return
    for kind in (_quotes, _commas, _parted, _named, _strings, _signs, _dates, _functions, _brackets):
        yield from kind(text, at)


def _is_in_string(text: str, at: int) -> bool:
    """Tell whether a quote before a position is closed behind it, where the url is divided already."""
    start, _ = _value(text, at)
    return any(text.count(mark, start, at) % 2 and text.count(mark, at) % 2 for mark in ("'", '"'))


def _value(text: str, at: int) -> tuple[int, int]:
    """Return from where to where the query option's value reaches in which a position stands."""
    before = text[:at]
    start = max(before.rfind("&"), before.find("?"), 0)
    return max(before.find("=", start) + 1, start), f"{text}&".index("&", at)


def _quotes(text: str, at: int) -> Iterator[Mend]:
    """Curly quotes, double quotes."""
    start, end = _value(text, at)
    mark = '"' if text[:start].lower().endswith("search=") else "'"
    straight = re.sub(f"[{_CURLY}]", mark, text[start:end])
    yield Mend(start, end, straight, f"a string stands in straight quotes: {mark}…{mark}")
    double = re.compile(r'\\?"([^"\\]*)\\?"').match(text, at)
    if double is not None:
        quoted = "'" + double[1].replace("'", "''") + "'"
        yield Mend(*double.span(), quoted, "strings stand in single quotes")


def _commas(text: str, at: int) -> Iterator[Mend]:
    """A comma behind the last item of a list, or before another comma."""
    begin = _back(text, at, " \t")
    if text[begin - 1 : begin] == ",":
        yield Mend(begin - 1, at, "", "a comma stands between two items")


def _parted(text: str, at: int) -> Iterator[Mend]:
    """What stands between options and items, and an operator behind which nothing follows."""
    again = re.compile(r"[ \t]*\?[ \t?]*(?=\$\w+=)").match(text, at)
    if again is not None:
        yield Mend(*again.span(), "", "`?` stands once, before all options")
    option = re.compile(r"[ \t]*([,?])[ \t]*(?=\$\w+=)").match(text, at)
    if option is not None:
        sign, where = (";", "in parentheses") if option[1] == "," else ("&", "in a url")
        yield Mend(*option.span(), sign, f"options are parted by `{sign}` {where}")
    begin = _back(text, at, " \t")
    if begin < at and re.compile(r"[A-Za-z_]").match(text, at):
        yield Mend(begin, at, ",", "items are parted by commas")
    last = text[_back(text, begin, ascii_letters) : begin]
    if last.lower() in ("and", "or"):
        yield Mend(_back(text, begin - len(last), " \t"), at, "", f"nothing follows `{last}`")


def _named(text: str, at: int) -> Iterator[Mend]:
    """What belongs to a query option's name: the question mark, its parentheses, its spelling."""
    blank = re.compile(r"[ \t+]*&[ \t+]+(?=\$?\w+=)").match(text, _back(text, at, " \t+&"))
    if blank is not None:
        yield Mend(*blank.span(), "&", "an option follows `&` without a blank")
    named = re.compile(r"[ \t]*(\$?\w+)=([^&#]*)").match(text, at)
    if named is not None:
        yield Mend(at, named.start(1), "?", "options begin with `?`")
        if "expand=" in text[:at].rpartition("&")[2].lower():
            why = f"an option of what is expanded stands in parentheses, one of all behind `&`: `&{named[0]}`"
            yield Mend(at, named.end(), f"({named[0].strip()})", why)
        yield Mend(at, at, "&", "options are parted by `&`")
    yield from _misspelt(text, at)
    option = max(text[:at].rfind(sign) for sign in "?&;(")
    alone = re.compile(r"\([ \t]*(\$?\w+)=[ \t;]*\)").match(text, option)
    if alone is not None:
        yield Mend(*alone.span(), "", f"`{alone[1]}` says nothing; leave it out")
    empty = re.compile(r"[?&;(]?(\$?\w+)=[ \t]*([&;]|(?=[)#]|$))").match(text, option)
    if empty is not None:
        start = empty.start(1) if empty[2] else empty.start()
        yield Mend(start, empty.end(), "", f"`{empty[1]}` says nothing; leave it out")


def _back(text: str, at: int, signs: str) -> int:
    """Return where the signs begin that stand before a position."""
    return len(text[:at].rstrip(signs))


def _misspelt(text: str, at: int) -> Iterator[Mend]:
    before = text[:at].rstrip(ascii_letters).removesuffix("$")
    word = re.compile(r"\$\w+").match(text, len(before))
    if word is not None:
        for near in options_meant(word[0]):
            yield Mend(*word.span(), near, f"the option is called `{near}`")


def options_meant(name: str) -> list[str]:
    """Return the options that a name is nearly, or that others call so."""
    other = _OTHERWISE.get(name.lower())
    return [other] if other else _nearest(name, OPTIONS)


def _signs(text: str, at: int) -> Iterator[Mend]:
    """Operators as other languages write them."""
    start, end = _value(text, at)
    hyphens = rf"(?i)[-_.]({_WORDS})[-_.](?=\S)"
    spaced = re.sub(hyphens, r" \1 ", text[start:end])
    yield Mend(start, end, spaced, "an operator stands between blanks")
    sign = re.compile(
        r"[ \t]*(==|!=|<>|>=|<=|&&|\|\||[=<>&]|equals?\b|neq\b|gte\b|lte\b|ascending\b|descending\b)[ \t]*"
    )
    for signs in (" \t", " \t&", ascii_letters):
        found = sign.match(text, _back(text, at, signs))
        if found is not None and (found[1][0] != "&" or _is_filter(text[: found.start()])):
            word = _OPERATORS[found[1]]
            before = "" if text[found.start() - 1 : found.start()] in (" ", "\t") else " "
            after = "" if found.end() >= end else " "
            yield Mend(*found.span(), before + word + after, f"`{found[1]}` is written `{word}`")
    if re.search(rf"\b({_WORDS})$", text[:at]) or re.compile(rf"({_WORDS})\b").match(text, at):
        yield Mend(at, at, " ", "an operator stands between blanks")
    if text[at : at + 1] == "!" and not _is_in_string(text, at):
        yield Mend(at, at + 1, "not ", "`!` is written `not`")
    yield from _condition_outside(text, at)


def _condition_outside(text: str, at: int) -> Iterator[Mend]:
    """A condition that is joined to a filter with `&`."""
    before = text[:at].rpartition("&")[0]
    if _is_filter(before):
        behind = text[len(before) :].lstrip("&")
        begin, end = len(before.rstrip(" \t")), len(text) - len(behind)
        yield Mend(begin, end, " and ", "conditions are joined by `and`")


def _is_filter(before: str) -> bool:
    """Tell whether the option with which a text ends has conditions."""
    return "filter" in before.rpartition("&")[2].lower()


def _strings(text: str, at: int) -> Iterator[Mend]:
    """Strings that end too early, too late or not at all."""
    start, end = _value(text, at)
    slashed = re.compile(r"\\'").search(text, start, end)
    if slashed is not None:
        yield Mend(*slashed.span(), "''", "a quote within a string is doubled")
    if text[at - 1 : at] == "'" and at < end and text[at] not in " \t,);":
        yield Mend(at, at, "'", "a quote within a string is doubled")
    for close in (_back(text, end, " \t)"), end):
        yield Mend(close, close, "'", "the string isn't closed")
    bare = re.compile(r"[^\W\d][\w .-]*(?=\))").match(text, _back(text, at, ascii_letters + "_"))
    if bare is not None:
        yield Mend(*bare.span(), f"'{bare[0]}'", "a string stands in single quotes")


def _dates(text: str, at: int) -> Iterator[Mend]:
    """Dates, numbers and identifiers as older versions wrote them."""
    if re.compile(r"\d[MmLlDdFf](?!\w)").match(text, at - 1) is not None:
        yield Mend(at, at + 1, "", f"a number stands without `{text[at]}`")
    pages = re.compile(r"(?i)allpages\b|none\b").match(text, at)
    if pages is not None:
        told = "true" if pages[0].lower() == "allpages" else "false"
        yield Mend(*pages.span(), told, f"`{pages[0]}` is of an older version; `$count` is true or false")
    braced = re.compile(r"\{([0-9A-Fa-f]{8}-[0-9A-Fa-f-]{27})\}").match(text, at)
    if braced is not None:
        yield Mend(*braced.span(), braced[1], "a GUID stands without braces")
    old = re.compile(r"(?i)(datetimeoffset|datetime|time|guid)'([^'&]*)'")
    start, end = _value(text, at)
    for found in old.finditer(text, start, end):
        why = f"`{found[1]}'…'` is of an older version; the value stands by itself"
        yield Mend(*found.span(), found[2], why)
    if re.search(r"\d{4}-\d\d-\d\dT[\d:.]+$", text[:at]):
        yield Mend(at, at, "Z", "a time needs its zone: `Z` or `+01:00`")


def _functions(text: str, at: int) -> Iterator[Mend]:
    """A function's name that is nearly one, or one of an older version."""
    old = re.compile(r"(?i)substringof\(('(?:[^']|'')*')[ \t]*,[ \t]*([\w/]+)[ \t]*\)")
    for found in old.finditer(text, at - _FAR):
        yield Mend(*found.span(), f"contains({found[2]},{found[1]})", "`substringof` is of an older version")
    for found in re.compile(r"([\w.]+)\(").finditer(text, at - _FAR, at):
        for near in _nearest(found[1], FUNCTIONS):
            yield Mend(*found.span(1), near, f"the function is called `{near}`")


def _brackets(text: str, at: int) -> Iterator[Mend]:
    """Parentheses too many or too few."""
    start, end = _value(text, at)
    before, sign = re.sub("'[^']*'", "", text[start:at]), text[at : at + 1]
    if sign in _OPENING and before.count(_OPENING[sign]) <= before.count(sign):
        yield Mend(at, at + 1, "", f"`{sign}` closes nothing")
    for missing in (1, 2, 3):
        if at >= _back(text, end, " \t"):
            yield Mend(at, at, ")" * missing, "a parenthesis isn't closed")


def _nearest(word: str, known: Iterable[str]) -> list[str]:
    from difflib import get_close_matches

    spelled = {name.lower(): name for name in known}
    return [spelled[name] for name in get_close_matches(word.lower(), spelled, 1, 0.7)]
