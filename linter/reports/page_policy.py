"""What a browser may do with a page of ours."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable


def policy(styles: Iterable[str], script: str) -> str:
    """Return a content security policy: apply these styles, run the one script, load nothing."""
    allowed = " ".join(map(_hash, styles))
    return f"default-src 'none'; style-src {allowed}; script-src {_hash(script)}; base-uri 'none'"


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
