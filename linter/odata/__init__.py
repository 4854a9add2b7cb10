"""OData 4.01: texts parsed by any rule of its grammar, and mended where that fails."""

from __future__ import annotations

from linter.odata.grammar import FUNCTIONS
from linter.odata.mending import OPTIONS, Mend, mend
from linter.odata.notation import Tree
from linter.odata.parsing import ODataFault, parse

__all__ = ["FUNCTIONS", "OPTIONS", "Mend", "ODataFault", "Tree", "mend", "parse"]
