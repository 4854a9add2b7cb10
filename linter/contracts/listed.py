"""Lists of values that a schema has only in words, as Dataverse's descriptions write them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

_ONE: Final = r"(-?\d{1,12})\s*[=:–-]\s*[^\W\d][^,;=]*"
_ALL: Final = re.compile(rf"\s*{_ONE}(?:[,;]\s*{_ONE})*\.?\s*")
_LONGEST: Final = 2000


def values_in_words(schema: Mapping[str, Any]) -> tuple[int, ...]:
    """Return the numbers that a description lists, "0 = Active, 1 = Inactive"; none where it says more.

    A list of one is none: "1 = Default" leaves others open.
    """
    words = schema.get("description")
    if not isinstance(words, str) or len(words) > _LONGEST or "enum" in schema or not _ALL.fullmatch(words):
        return ()
    found = tuple(int(one) for one in re.findall(_ONE, words))
    return found if len(found) > 1 else ()
