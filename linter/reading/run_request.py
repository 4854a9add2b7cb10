"""What is to be checked, and how."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import date

    from linter.checking.baseline import Baseline
    from linter.configuration.configuration import Configuration
    from linter.rulekit.catalogue import Rules


class RunRequest(NamedTuple):
    """What is to be checked, and how."""

    root: str  # the project's folder, absolute
    configuration: Configuration
    rules: Rules
    paths: tuple[str, ...] = ()  # absolute; empty means that the whole project is reported on
    snapshots: tuple[str, ...] = ()  # absolute
    snapshot_only: bool = False
    snapshot_suffices: bool = False  # a project without payloads is one, if it has a snapshot
    stdin: tuple[str, bytes] | None = None  # an absolute file name, and what stands in for the file
    as_kind: str | None = None
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    configuration_file: str | None = None  # absolute
    baseline: Baseline | None = None
    baseline_file: str | None = None  # absolute; whether or not it is used, it is no payload
    today: date | None = None  # instead of the calendar's
    contents: Mapping[str, bytes | None] = {}  # by absolute path: in place of the file's; None: no such file
