"""Which cardinalities a relationship may have in which generation of the API."""

from __future__ import annotations

from typing import Final

_DOCUMENTED: Final = ("OneToMany", "ManyToOne")
_OF: Final = {"2020-04": _DOCUMENTED, "2020-08": ("OneToMany", "OneToOne")}

ANY: Final = (*_DOCUMENTED, "OneToOne")
"""Those of any generation."""


def allowed_in(api: str) -> tuple[str, ...]:
    """Return the cardinalities of a generation, as the API page spells them."""
    return _OF.get(api, ANY)
