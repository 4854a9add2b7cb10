"""SQL: texts as tokens, the names that a query reads, the tables that a script defines, the types of columns.

It knows nothing of the rest.

The service's dialect is not published; a query is read as Spark's, which its own editor wrote.
"""

from __future__ import annotations

from linter.sql.tokens import NOTHING, SqlToken, is_path, tokens_of

__all__ = ["NOTHING", "SqlToken", "is_path", "tokens_of"]
