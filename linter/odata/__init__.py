"""OData 4.01: texts parsed by any rule of its grammar, and mended where that fails."""

from __future__ import annotations

from linter.odata.mending import OPTIONS, Mend, mend
from linter.odata.notation import Node
from linter.odata.parsing import Fault, parse

__all__ = ["OPTIONS", "Fault", "Mend", "Node", "mend", "parse"]
