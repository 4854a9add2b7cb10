"""What a document says of itself: that it is a request envelope, or which kind of payload it is."""

from __future__ import annotations

from typing import Any

from linter import kinds
from linter.suggest import nearest


def is_envelope(value: Any) -> bool:
    """Tell whether a value is a request envelope, or a list with one in it.

    Whatever else such a list holds is malformed, and must not hide the envelopes.
    """
    return any(map(_has_method_and_url, value)) if isinstance(value, list) else _has_method_and_url(value)


def looks_like_ours(text: str, *, is_request: bool = False) -> bool:
    """Tell whether a text that can't be read was meant to be a request of ours or names our `$schema`.

    It may be of a file that holds nothing but requests.
    """
    folded = text[:100_000].lower()
    return (
        (is_request and "/instances/" in folded)
        or ("method" in folded and "url" in folded and "/instances/" in folded)
        or (
            "$schema" in folded
            and ".schema.json" in folded
            and any(kind.name.lower() in folded for kind in kinds.ALL)
        )
    )


def schema_kind(value: Any) -> str | None:
    """Return the kind that a document's `$schema` names, if it is one of ours, or "request"."""
    named = value.get("$schema") if isinstance(value, dict) else None
    if not isinstance(named, str):
        return None
    base = named.rstrip("#").rpartition("/")[2]
    kind = base.removesuffix(".schema.json")
    return kind if kind != base and kind in (*kinds.names(), "request") else None


def _has_method_and_url(item: Any) -> bool:
    if not isinstance(item, dict):
        return False
    given = {"method", "url"} & set(map(str.lower, item))
    if len(given) == 2:
        return True
    return bool(given) and _addresses_an_instance(item) and _slips(item) == 1


def _addresses_an_instance(item: dict[str, Any]) -> bool:
    return any(isinstance(value, str) and "/instances/" in value.lower() for value in item.values())


def _slips(item: dict[str, Any]) -> int:
    """Return how many properties are a misspelt `method` or `url`."""
    return sum(bool(nearest(key, ["method", "url"])) for key in item if key.lower() not in ("method", "url"))
