"""What is to be checked, and how."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linter.named_tuple import NamedTuple

if TYPE_CHECKING:
    from datetime import date

    from linter.checking.baseline import Baseline
    from linter.configuration.settings import Configuration
    from linter.reading.inputs import Inputs
    from linter.rulekit.catalogue import Rules


class CheckRequest(NamedTuple):
    """What is to be checked, and how."""

    inputs: Inputs
    rules: Rules
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    baseline: Baseline | None = None
    today: date | None = None  # instead of the calendar's

    @property
    def root(self) -> str:
        """The project's folder."""
        return self.inputs.root

    @property
    def configuration(self) -> Configuration:
        """What the project says of how it is read and checked."""
        return self.inputs.configuration

    def of(self, inputs: Inputs) -> CheckRequest:
        """Return the same question about other inputs."""
        return self._replace(inputs=inputs)
