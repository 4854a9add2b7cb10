"""Tables and columns of databases as entities and attributes, wherever they are listed."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Collection, Iterator, Mapping

from linter.importers.found import Attribute
from linter.sql.types import DIALECTS, type_in
from linter.wording import first_few, quoted


class SqlColumns:
    """Makes attributes of columns, and knows then which of their types are guesses, and which open."""

    def __init__(self, source: str, dialects: tuple[str, ...]) -> None:
        self._file = os.path.basename(source)
        self._dialects = dialects
        self._guessed: dict[str, None] = {}
        self._open: dict[str, None] = {}

    def attribute(
        self, table: str, name: str, written: str, type_: str, *, is_nullable: bool | None
    ) -> Attribute:
        """Return a column of a table; `type_` is what stands behind a type as it is written."""
        meant = type_in(type_, self._dialects)
        guess = ""
        if meant.type and meant.is_guess:
            self._guessed[written] = None
            guess = f"`{written}` in {self._file}"
        elif not meant.type:
            self._open[f"{table}.{name}"] = None
        return Attribute(name, meant.type, is_nullable=is_nullable, guessed_from=guess)

    def told(self) -> Iterator[str]:
        """Yield which types aren't facts."""
        if self._guessed:
            dialects = first_few(DIALECTS[one] for one in self._dialects)
            named = first_few(quoted(self._guessed))
            yield f"the dialect isn't told, and {named} is a guess ({dialects}; --overrides)"
        if self._open:
            yield f"no type is known for {first_few(quoted(self._open))} (--overrides)"


def entity_names(tables: Collection[tuple[str, ...]]) -> Mapping[tuple[str, ...], str]:
    """Return what the tables' entities are called: as they are, with the schema where two have one name."""
    counts = Counter(name[-1].lower() for name in tables)
    return {
        name: name[-1] if counts[name[-1].lower()] == 1 else "_".join(filter(None, name[-2:]))
        for name in tables
    }
