"""What tells contents apart."""

from __future__ import annotations

from hashlib import blake2b

_noted: list[tuple[bytes, str]] = []


def digest_of(data: bytes) -> str:
    """Return the same for two contents only if they are equal."""
    return blake2b(data, digest_size=16).hexdigest()


def note(data: bytes, told: str) -> None:
    """Take down the digest of a large content, which is asked about next."""
    _noted[:] = [(data, told)]


def noted(data: bytes) -> str:
    """Return the digest of a content, which may have been noted; that is forgotten, to free the content."""
    found = next((told for one, told in _noted if one is data), None)
    _noted.clear()
    return digest_of(data) if found is None else found
