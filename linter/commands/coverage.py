"""Which error codes of the service and limits of the product the rules predict, and why not the others."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from linter.named_tuple import NamedTuple

if TYPE_CHECKING:
    from linter.rulekit.catalogue import Rules

_OUT_OF_REACH: Final = {
    "service.state": "it depends on the state of the service or of a job",
    "service.features": "it depends on the features that the instance has",
    "service.data": "it depends on the rows of the data",
    "none: umbrella result, report its specific members": "it stands for others, which are told alone",
    "payload.any": "it depends on how the service reads the text of a body",
    "payload.optional": "attributes are optional there, so that leaving one out removes nothing",
}
_UNPUBLISHED: Final = {
    "deprecatedApi": "nobody publishes which operations are deprecated",
    "segmentCriteriaContainsForbiddenObjects": "nobody publishes which entities and attributes are forbidden",
    "searchTextTooLong": "nobody publishes how long a text may be",
}
"""What files would show, if only the service said what it takes."""


class Predictable(NamedTuple):
    """An error code of the service, or a limit of the product's pages, and the rules that predict it."""

    kind: str  # "service-error" or "product-limit"
    name: str  # the code, in the service's spelling, or the limit's number
    area: str
    meaning: str
    rules: tuple[str, ...]  # their codes
    why_not: str  # why nothing offline can tell it, "" where something can

    @property
    def status(self) -> str:
        """What there is of it: "rule", "not decidable" or "open"."""
        return "rule" if self.rules else "not decidable" if self.why_not else "open"


def coverage(rules: Rules) -> Iterator[Predictable]:
    """Yield every error code of the areas that payloads belong to, then every limit, by area."""
    cards = [module.RULE for module in rules]
    for code, entry in _read("service_errors")["errors"].items():
        found = tuple(card.code for card in cards if code in card.service_errors)
        yield Predictable(
            "service-error", code, entry["area"], entry["meaning"], found, _why_not(entry, code)
        )
    for number, entry in _read("product_limits").items():
        stated = [card.code for card in cards if any(one.reference == number for one in card.stated)]
        yield Predictable(
            "product-limit", number, entry["area"], entry["name"], tuple(stated), _why_not(entry)
        )


def _why_not(entry: dict[str, Any], code: str = "") -> str:
    """Return why nothing offline tells an entry: in its own words, where nobody would guess the reason."""
    if "whyNot" in entry:
        return str(entry["whyNot"])
    if entry.get("severity") == "info":
        return "it only explains what other findings say"
    if entry["decidable"] != "no":
        return _UNPUBLISHED.get(code, "")
    return "; ".join(_OUT_OF_REACH[need] for need in entry.get("needs", ["service.data"]))


def service_error(word: str) -> str | None:
    """Return an error code of the service as the service spells it; any case will do."""
    return _spelled().get(word.lower())


def outside(code: str) -> str | None:
    """Return what an error code is about that no payload of ours can cause, None for the others."""
    groups = _read("service_errors")["outside"]
    return next((group for group, codes in groups.items() if code in codes), None)


@cache
def _spelled() -> dict[str, str]:
    vocabulary = _read("service_errors")
    elsewhere = [code for codes in vocabulary["outside"].values() for code in codes]
    return {code.lower(): code for code in (*vocabulary["errors"], *elsewhere)}


@cache
def _read(name: str) -> dict[str, Any]:
    import rules

    path = os.path.join(os.path.dirname(str(rules.__file__)), "vocabulary", f"{name}.json")
    with open(path, encoding="utf-8") as file:
        found: dict[str, Any] = json.load(file)
    return found
