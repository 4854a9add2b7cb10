"""What tells contents apart."""

from __future__ import annotations

from hashlib import blake2b

_LARGE = 1_000_000
_last: list[tuple[bytes, str]] = []  # of a large content that two ask about one after the other


def is_known(data: bytes, told: str) -> str:
    """Take down the digest of a content that is about to be asked about, and return it."""
    _last[:] = [(data, told)]
    return told


def digest_of(data: bytes) -> str:
    """Return the same for two contents only if they are equal."""
    if _last and _last[0][0] is data:
        return _last.pop()[1]
    told = blake2b(data, digest_size=16).hexdigest()  # which is quickly begun, as sha256 is not
    return is_known(data, told) if len(data) >= _LARGE else told
