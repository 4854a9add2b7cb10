"""Which attributes hold what belongs to a person and may change: semantic types say so, else names."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

_SEMANTIC: Final = {
    "identityserviceemail": "an e-mail address",
    "identityservicephone": "a phone number",
    "personfullname": "a person's name",
    "personfirstname": "a person's name",
    "personmiddlename": "a person's name",
    "personlastname": "a person's name",
    "locationaddress": "an address",
}
_NAMES: Final = (
    (r"e?mail(address)?\d*", "an e-mail address"),
    (r"(.*(phone|mobile)|tel|telephone|cell|fax)(number|no)?\d*", "a phone number"),
    (r"(full|first|middle|last|sur|family|given)name", "a person's name"),
    (r"((mailing|postal|home)?address|street)(line)?\d*", "an address"),
)


def folded(semantic_type: str) -> str:
    """Return what two spellings of a semantic type share: `Person.FullName` is `PersonFullName`."""
    return re.sub(r"[^a-z]", "", semantic_type.lower())


@lru_cache(16_384)
def personal(attribute: str, *semantic_types: str | None) -> str:
    """Return what an attribute holds that belongs to a person, such as "a phone number", else ""."""
    for said in filter(None, semantic_types):
        return next((what for word, what in _SEMANTIC.items() if folded(said).startswith(word)), "")
    plain = re.sub(r"[^a-z0-9]", "", attribute.lower())
    return next((what for pattern, what in _NAMES if re.fullmatch(pattern, plain)), "")
