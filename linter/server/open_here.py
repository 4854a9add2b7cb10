"""What a run leaves open at a place: an editor shows it where one looks, and underlines nothing for it."""

from __future__ import annotations

from collections.abc import Iterator

from linter.diagnostic import Held, Place, Undecided
from linter.reports.markdown_text import marked_off, sentence_in_editor
from linter.server.judged import Judged
from linter.text.source import Text


def open_here(judged: Judged, path: str, text: Text, offset: int) -> Iterator[str]:
    """Yield what is not checked and what is held back of the value at an offset.

    Nothing is known of a text that has been typed on since.
    """
    name = judged.name(path)
    known = judged.texts.get(name)
    if judged.result is None or known is None or known.text != text.text:
        return

    def is_here(place: Place) -> bool:
        if place.file != name or not place.is_within:
            return False
        return text.offset(place.range.start) <= offset <= text.offset(place.range.end)

    yield from (_not_checked(one) for one in judged.result.not_checked if any(map(is_here, one.places)))
    yield from (_held_back(one) for one in judged.result.held if is_here(one.at))


def _not_checked(one: Undecided) -> str:
    return sentence_in_editor(f"Not checked ({one.code}): {one.reason}; {one.needs}")


def _held_back(one: Held) -> str:
    line = one.cause.range.start.line
    state = f", which is {one.unseen}" if one.unseen else ""
    return (
        f"Held back ({one.code}): see {one.cause_code} in line {line} of {marked_off(one.cause.file)}{state}"
    )
