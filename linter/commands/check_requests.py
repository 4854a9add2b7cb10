"""What the command line asks of each project that it is about."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable

from linter.checking.check import baseline_path, today
from linter.checking.check_request import CheckRequest
from linter.checking.given import Given
from linter.checking.selectors import require_rules, require_selectors
from linter.configuration.settings import Configuration
from linter.files import name_from_here, relative, spelled
from linter.named_tuple import NamedTuple
from linter.reading.discovery import Walks
from linter.reading.inputs import UNNAMED, Inputs
from linter.reading.project_root import Home, configuration_of, snapshots_of
from linter.reading.snapshots import default_snapshot
from linter.reading.targets import Target, targets
from linter.refusal import CannotRun
from linter.rulekit.catalogue import Catalogue
from linter.wording import joined


class Requests(NamedTuple):
    """What is asked of each project, and why others of the same run can't be asked."""

    requests: tuple[CheckRequest, ...]
    refused: tuple[str, ...] = ()

    @property
    def several(self) -> bool:
        """Whether the run is about more than one project."""
        return len(self.requests) + len(self.refused) > 1


def requests_of(given: Given, walks: Walks | None = None) -> Requests:
    """Return what the command line asks for; raises CannotRun where there is only one project, and no way."""
    paths = _paths(given)
    stands_for = _stands_for(given.paths, given.stdin_filename)
    meant = targets(paths, stands_for, given.config, no_ignore=given.no_ignore, walks=walks)
    if len(meant) == 1:
        only = _request(meant[0], given)
        _require_selectors(given, [only])
        return Requests((only,))
    requests, refused = [], []
    for target in meant:
        try:
            request = _request(target, given)
            requests.append(request.of(request.inputs._replace(may_be_empty=True)))
        except CannotRun as error:
            refused.append(f"{name_from_here(target.root)}: {error}")
    _require_selectors(given, requests)
    _require_fitting(requests, given)
    return Requests(tuple(requests), tuple(refused))


def told(error: CannotRun, root: str) -> str:
    """Return why a project can't be judged; its file is named from the working folder."""
    if error.file is None or os.path.isabs(error.file):
        return str(error)
    file = name_from_here(os.path.join(root, error.file))
    return re.sub(rf"(?:^|(?<= )){re.escape(error.file)}(?=:| can't)", lambda _: file, str(error), count=1)


def is_declared(request: CheckRequest) -> bool:
    """Tell whether the folder of a project says itself that it is one."""
    return Home(request.root, request.inputs.configuration_file).is_declared


def _request(target: Target, given: Given) -> CheckRequest:
    root, file = target.home
    configuration = given.over(configuration_of(target.home))
    rules = rules_of(target.home, configuration, given.allow_code)
    if file is not None:
        require_rules(rules, file, configuration)
    inputs = Inputs(
        root,
        configuration,
        file,
        target.paths,
        snapshots_of(root, configuration, given.snapshots),
        snapshot_only=given.snapshot_only,
        stdin=_stdin(target, configuration),
        as_kind=given.as_kind,
        force_exclude=given.force_exclude,
        baseline_file=baseline_path(root, configuration, given.baseline),
        apart=target.apart,
        walks=target.walks,
    )
    return CheckRequest(inputs, rules, _listed(given.select), _listed(given.ignore), today=today())


def rules_of(home: Home, configuration: Configuration, allow_code: tuple[str, ...] = ()) -> Catalogue:
    """Return the rules of a project: ours, and its team's, whose code may be run if it is allowed."""
    from rules import ALL

    if home.file is None or not configuration.custom_rules:
        return ALL
    from linter.custom.catalogue import with_custom
    from linter.custom.permission import allowed_paths

    return with_custom(ALL, home.root, home.file, configuration, allowed_paths(allow_code))


def _require_selectors(given: Given, requests: Iterable[CheckRequest]) -> None:
    """Raise CannotRun for a selector that is of no use to any project."""
    from rules import ALL

    known = [(one.rules, one.configuration.preview) for one in requests if isinstance(one.rules, Catalogue)]
    require_selectors(known or [(ALL, True)], _listed(given.select), _listed(given.ignore))


def _require_fitting(requests: Iterable[CheckRequest], given: Given) -> None:
    """Raise CannotRun for what is said of one project and can't be meant for several."""
    declared = [one for one in requests if is_declared(one)]
    names = joined([name_from_here(one.root) for one in declared])
    if len(declared) < 2:
        return
    if given.baseline is not None:
        raise CannotRun(
            f"--baseline names the findings of one project, but {names} are several: check them one by one, "
            "or let each have a baseline of its own (`baseline` in its c360lint.toml)"
        )
    if given.snapshots and any(_has_snapshot(one) for one in declared):
        raise CannotRun(
            f"--snapshot says what one project is judged over, but {names} are several: check them one by one"
        )


def _has_snapshot(request: CheckRequest) -> bool:
    configuration = request.configuration
    return bool(configuration.snapshots or configuration.environments or default_snapshot(request.root))


def _paths(given: Given) -> tuple[str, ...]:
    if given.as_kind and not given.paths:
        raise CannotRun("--as says what files on the command line are; name them, or `-`")
    paths = tuple(spelled(os.path.abspath(path)) for path in given.paths if path != "-")
    for path in paths:
        if not os.path.lexists(path):
            raise CannotRun(f"{relative(path)} does not exist")
    return paths


def _stands_for(paths: tuple[str, ...], name: str | None) -> tuple[str, bytes] | None:
    """Return the file that standard input stands for, yet to be read: its project says how much of it."""
    if "-" not in paths:
        if name is not None:
            raise CannotRun("--stdin-filename goes with the path `-`")
        return None
    if sys.stdin is None:
        raise CannotRun("standard input is closed")
    return spelled(os.path.abspath(name or UNNAMED)), b""


def _stdin(target: Target, configuration: Configuration) -> tuple[str, bytes] | None:
    """Return what comes through standard input, cut where it is too much to be judged."""
    if target.stdin is None:
        return None
    return target.stdin[0], sys.stdin.buffer.read(configuration.max_file_size * 1_000_000 + 1)


def _listed(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(part.strip() for value in values for part in value.split(",") if part.strip())
