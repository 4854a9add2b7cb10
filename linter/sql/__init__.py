"""SQL: texts as tokens, and the names that a query reads; it knows nothing of the rest.

The service's dialect is not published; a query is read as Spark's, which its own editor wrote.
"""

from __future__ import annotations

from linter.sql.tokens import NOTHING, Token, is_path, tokens_of

__all__ = ["NOTHING", "Token", "is_path", "tokens_of"]
