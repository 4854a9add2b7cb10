"""The generations of the API."""

from __future__ import annotations

from typing import Final

GENERATIONS: Final = ("2020-04", "2020-08", "2021-06", "2021-09", "current")
