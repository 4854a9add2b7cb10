"""OData 4.01: texts parsed by any rule of its grammar, and mended where that fails (`mending`)."""

from __future__ import annotations

from linter.odata.reading import parse
from linter.odata.tree import ODataFault, Tree

__all__ = ["ODataFault", "Tree", "parse"]
