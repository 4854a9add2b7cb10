"""Characters in a broken text that nobody sees, or takes for a space."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from linter.text.lines import line_end, line_start
from linter.text.place import Fault
from linter.wording import SPACE_LIKE

_IN_THE_WAY: Final = re.compile(rf"(?:^|[-:?,\[{{])[ \t]*([{SPACE_LIKE}])|([{SPACE_LIKE}])[ \t]*:(?:\s|$)")


def unseen(text: str, at: int) -> Fault:
    """Return the fault of a character that can't be seen and can't stand where it does."""
    character = text[at]
    name = unicodedata.name(character, "").lower()
    named = f"U+{ord(character):04X}" + (f" ({name})" if name else "")
    repair = "put a space in its place" if character.isspace() else "remove it"
    return Fault(f"the invisible character {named} can't stand here", at, at + 1, repair)


def unseen_near(text: str, offset: int) -> Fault | None:
    """Return the fault of what stands in a line of YAML for a space that divides, without being one."""
    start = line_start(text, offset)
    found = _IN_THE_WAY.search(text[start : line_end(text, offset)])
    return unseen(text, start + found.start(found.lastindex or 0)) if found else None
