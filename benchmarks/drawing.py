"""Draws lines over logarithmic axes as SVG: text is text, and nothing is loaded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from itertools import pairwise
from math import ceil, floor, log10
from typing import NamedTuple

WIDTH, HEIGHT = 760, 420
LEFT, RIGHT, TOP, BOTTOM = 70, 200, 70, 50  # margins; names stand to the right
LINE = 15  # between two names
COLOURS = ("#0b5cad", "#c2410c", "#15803d", "#7e22ce", "#a16207", "#475569")

Points = Sequence[tuple[float, float]]


class Axis(NamedTuple):
    """A logarithmic axis from one power of ten to another, laid on pixels."""

    low: int
    high: int
    begin: float
    end: float

    def at(self, value: float) -> float:
        """Return the pixel of a value."""
        share = (log10(value) - self.low) / (self.high - self.low)
        return round(self.begin + share * (self.end - self.begin), 1)

    def powers(self) -> list[int]:
        """Return the powers of ten on the axis."""
        return [10**power for power in range(self.low, self.high + 1)]


def axis(values: Sequence[float], begin: float, end: float) -> Axis:
    """Return the axis on which positive values fit."""
    low, high = floor(log10(min(values))), ceil(log10(max(values)))
    return Axis(low, max(high, low + 1), begin, end)


def chart(title: str, note: str, across: str, up: str, lines: Mapping[str, Points]) -> str:
    """Return an SVG with a line for each name, the first one thick, and a note below its title."""
    points = [point for line in lines.values() for point in line]
    x = axis([point[0] for point in points], LEFT, WIDTH - RIGHT)
    y = axis([point[1] for point in points], HEIGHT - BOTTOM, TOP)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'font-family="sans-serif" font-size="12" role="img" aria-label="{escape(title)}">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
        _text(LEFT, 24, title, 'font-size="15" font-weight="bold"'),
        _text(LEFT, 42, note, 'font-size="10" fill="#475569"'),
        _text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 10, across, 'text-anchor="middle"'),
        _text(LEFT, TOP - 10, up, 'text-anchor="middle"'),
        *_grid(x, y),
        *_lines(x, y, lines),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _grid(x: Axis, y: Axis) -> Iterator[str]:
    for value in x.powers():
        yield _stroke([(x.at(value), y.begin), (x.at(value), y.end)], "#e2e8f0", 1)
        yield _text(x.at(value), y.begin + 16, f"{value:,}", 'text-anchor="middle"')
    for value in y.powers():
        yield _stroke([(x.begin, y.at(value)), (x.end, y.at(value))], "#e2e8f0", 1)
        yield _text(x.begin - 6, y.at(value) + 4, f"{value:,}", 'text-anchor="end"')


def _lines(x: Axis, y: Axis, lines: Mapping[str, Points]) -> Iterator[str]:
    ends = {name: y.at(line[-1][1]) for name, line in lines.items()}
    heights = dict(zip(ends, apart(list(ends.values()), LINE), strict=True))
    for number, (name, line) in enumerate(lines.items()):
        colour = COLOURS[number % len(COLOURS)]
        placed = [(x.at(across), y.at(up)) for across, up in line]
        yield _stroke(placed, colour, 1.6 if number else 3)
        yield from (f'<circle cx="{left}" cy="{top}" r="3" fill="{colour}"/>' for left, top in placed)
        yield _text(x.end + 12, heights[name] + 4, name, f'fill="{colour}"')


def apart(heights: Sequence[float], least: float) -> list[float]:
    """Return the heights, moved down where one is nearer to the one above than so much."""
    order = sorted(range(len(heights)), key=lambda number: heights[number])
    moved = list(heights)
    for above, below in pairwise(order):
        moved[below] = max(moved[below], moved[above] + least)
    return moved


def _stroke(points: Points, colour: str, width: float) -> str:
    drawn = " ".join(f"{left},{top}" for left, top in points)
    return f'<polyline points="{drawn}" fill="none" stroke="{colour}" stroke-width="{width}"/>'


def _text(left: float, top: float, text: str, attributes: str) -> str:
    return f'<text x="{left:g}" y="{top:g}" {attributes}>{escape(text)}</text>'
