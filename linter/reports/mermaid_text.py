"""Text in Mermaid diagrams."""

from __future__ import annotations

import re
from typing import Final

from linter.reports.visible import visible

# Letters and digits of any alphabet, and marks that mean nothing to Mermaid, Markdown or HTML.
_ACTIVE: Final = re.compile(r"[^\w ./:,+-]")


def mermaid_text(text: str) -> str:
    """Return a text for a quoted label: whatever could mean something becomes `#code;`."""
    return _ACTIVE.sub(lambda found: f"#{ord(found.group())};", visible(text))
