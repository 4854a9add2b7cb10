"""The words that rules, engine and reports use to talk about trouble."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeAlias

from linter.named_tuple import NamedTuple

SEVERITIES: Final = ("error", "warning", "recommendation")
"""How severe a finding is, the worst first."""

Path = tuple[str | int, ...]
"""The keys (as written in the file) and indices that lead from the root to a value."""


def json_pointer(path: Path) -> str:
    """Return the JSON Pointer of a path (RFC 6901)."""
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in path)


def pointer_steps(pointer: str) -> list[str]:
    """Return the steps of a JSON Pointer; the empty one has none."""
    return [step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:]]


class Location(NamedTuple):
    """A place in a document, named the way the document names it."""

    document: str  # the file's name, relative to the project root, with "/"
    path: Path = ()
    part: str = "value"  # "value" or "key": which of the two the range covers; "comment": see slice
    slice: tuple[int, int] | None = None  # a part of a string value, in characters of the value
    # (of a comment: in characters of the whole text, since no path leads to a comment)
    occurrence: int | None = None  # which one of equal keys, from 0; None is the last


class Related(NamedTuple):
    """Another place that has to do with a finding, and what it has to do with it."""

    at: Location
    message: str


class Replacement(NamedTuple):
    """A repair: put this string in place of a value, a key or a part of one."""

    value: str
    title: str
    safe: bool = False  # it can't change what the service does
    at: Location | None = None  # where the finding points, unless said
    also: tuple[Location, ...] = ()  # further places that say the same


class Removal(NamedTuple):
    """A repair: remove a list item, a property, or a comment."""

    at: Location
    title: str
    safe: bool = False


class Reordering(NamedTuple):
    """A repair: put the items of a list into another order, given by their present indices."""

    at: Location
    order: tuple[int, ...]
    title: str
    safe: bool = False


Repair = Replacement | Removal | Reordering


class Cause(NamedTuple):
    """What is wrong, by what it is and which one: findings say it, and what waits for them names it."""

    what: str  # "entity", "data source", "instance", "value"
    which: str


def cause_at(at: Location) -> Cause:
    """Return what a finding at a place says to be wrong, whichever rule's it is."""
    return Cause("value", at.document + json_pointer(at.path))


class Stated(NamedTuple):
    """Where a limitation is stated."""

    document: str  # "api-page", "service-error", "product-page", "odata", "openapi" or "convention"
    reference: str  # the place in it; of a product's page the number of the limit


class Grounds(NamedTuple):
    """What a finding rests on."""

    service_errors: tuple[str, ...] = ()  # the service's own codes that it predicts
    sources: tuple[Stated, ...] = ()
    inferred: bool = False  # whether the reading is ours
    status: str = "stable"  # of the rule: see its card


class Finding(NamedTuple):
    """What one rule has to say about one place."""

    at: Location
    message: str
    label: str = ""  # a few words under the carets; never repeats the message
    help: str = ""  # the repair, in words
    related: tuple[Related, ...] = ()
    severity: str | None = None  # where it differs from the rule's own
    repairs: tuple[Repair, ...] = ()
    causes: tuple[Cause, ...] = ()  # of what other rules hold back
    service_errors: tuple[str, ...] | None = None  # where it predicts not all that its rule stands for
    sources: tuple[Stated, ...] | None = None  # where it rests not on all that its rule rests on
    missed_in: Location | None = None  # what can't be read and may hold what isn't found; it waits for that


class Lack(NamedTuple):
    """What isn't known, and what gives it: a command, a key, a file to mend."""

    reason: str
    needs: str


class NotChecked(NamedTuple):
    """A rule's word that it could not decide about a place, and what it would need."""

    at: Location
    lack: Lack
    causes: tuple[Cause, ...] = ()  # what others wait for, and what they lack then, too
    everywhere: bool = False  # whether nothing at all is judged by the rule, though it has one place
    fault: str = ""  # of a rule that has failed: where and how, for which the run fails


class HeldBack(NamedTuple):
    """A place that a rule passed over because its cause is reported already."""

    at: Location
    cause: Cause
    causes: tuple[Cause, ...] = ()  # what others wait for, and wait for the cause then, too


Said = Finding | NotChecked | HeldBack
"""Anything that a rule has to say."""


class Position(NamedTuple):
    """A place in a text; both count from 1, columns in code points."""

    line: int
    column: int


class Range(NamedTuple):
    """A stretch of text; the end is exclusive."""

    start: Position
    end: Position


class Place(NamedTuple):
    """A location once its range is known, and what to say about it."""

    file: str
    pointer: str
    range: Range
    message: str = ""
    is_part: bool = False  # of a file, though no pointer leads to it: in requests as HTTP writes them

    @property
    def is_within(self) -> bool:
        """Whether it is a place in a file, and not the file as a whole."""
        return bool(self.pointer) or self.is_part


class Edit(NamedTuple):
    """Replace the text of a range in a file."""

    file: str
    range: Range
    text: str


class Fix(NamedTuple):
    """A repair that a machine can apply; applicability is "safe" or "unsafe"."""

    title: str
    applicability: str
    edits: tuple[Edit, ...]


CauseKey: TypeAlias = tuple[str, str, str, Range]
"""The code, file, pointer and range of a finding for which something is held back."""


class Filling(NamedTuple):
    """A placeholder that stands for something, and what leads to the value in another file that says so."""

    placeholder: str
    path: Path = ()  # none: the configuration does, or the file itself


class Diagnostic(NamedTuple):
    """A finding once somebody has looked up whose it is and where it lies."""

    file: str
    range: Range
    code: str
    name: str
    severity: str  # one of SEVERITIES
    message: str
    pointer: str
    label: str = ""
    why: str = ""  # the limitation with its source, from the rule
    help: str = ""
    url: str = ""
    related: tuple[Place, ...] = ()
    fixes: tuple[Fix, ...] = ()
    fingerprint: str = ""
    known: Known | None = None  # what a baseline knows it by
    grounds: Grounds = Grounds()
    filled: tuple[Filling, ...] = ()  # the placeholders at its place that stand for something
    environments: tuple[str, ...] = ()  # in which it holds; none: there are none

    @property
    def key(self) -> CauseKey:
        """What tells it as the cause of what is held back."""
        return self.code, self.file, self.pointer, self.range


class Known(NamedTuple):
    """What a finding means, wherever it stands: the same after reordering, reformatting, renaming."""

    rule: str  # the code
    kind: str  # the payload's
    path: str  # by the names of list items instead of their indices
    arguments: tuple[str, ...] = ()  # what the message names


class Undecided(NamedTuple):
    """A rule that could not decide, why, for which files, what it needs, and at which places."""

    code: str
    reason: str
    files: tuple[str, ...]
    needs: str = ""
    places: tuple[Place, ...] = ()


class Held(NamedTuple):
    """A place that a rule has not judged, and the finding that is the cause."""

    code: str
    at: Place
    cause_code: str
    cause: Place  # its message is the finding's
    unseen: str = ""  # why the finding is not among those of the run, "" if it is

    @property
    def cause_key(self) -> CauseKey:
        """What tells the finding that is the cause."""
        return self.cause_code, self.cause.file, self.cause.pointer, self.cause.range


class Looked(NamedTuple):
    """What a run has looked at."""

    kinds: tuple[tuple[str, int], ...] = ()  # payload kinds, "requests", "unreadable"; documents of each
    snapshots: tuple[str, ...] = ()
    foreign: tuple[str, ...] = ()  # requests that are somebody else's
    custom: tuple[str, ...] = ()  # the codes of the custom rules that were run


class Remark(NamedTuple):
    """Something to say of a file that is or isn't read; whoever tells it knows what the file is called."""

    before: str
    file: str = ""
    after: str = ""
    unread: bool = False  # whether it is one that isn't read though nobody has left it out

    def told(self, called: Callable[[str], str]) -> str:
        """Return the remark in words."""
        return f"{self.before}{called(self.file) if self.file else ''}{self.after}"


class Result(NamedTuple):
    """All that a run has to say."""

    diagnostics: tuple[Diagnostic, ...]
    not_checked: tuple[Undecided, ...]
    documents: int
    held: tuple[Held, ...]  # what is not judged until its causes are mended
    skipped: tuple[str, ...]  # files that are nobody's payload, and requests of others
    unreadable_skipped: int = 0  # how many of those could not even be read as JSON or YAML
    suppressed: int = 0  # findings that a suppression of the project covers
    baselined: int = 0  # findings that the baseline holds
    stale: tuple[Known, ...] = ()  # findings of the baseline that are no longer there
    refused: tuple[str, ...] = ()  # why files that were named can't be judged
    too_large: tuple[str, ...] = ()  # which files that may be somebody else's were not read, and why
    ignored: tuple[str, ...] = ()  # files that git ignores
    left_out: tuple[str, ...] = ()  # files and folders that were named, and are excluded
    remarks: tuple[Remark, ...] = ()  # what else there is to say of what was read, and what wasn't
    looked: Looked = Looked()

    def consequences(self) -> dict[CauseKey, list[Held]]:
        """Return what is held back by the finding that explains it, as far as that is shown."""
        found: dict[CauseKey, list[Held]] = {}
        for one in self.held:
            if not one.unseen:
                found.setdefault(one.cause_key, []).append(one)
        return found

    @property
    def held_back(self) -> int:
        """How many places are not judged until their causes are mended."""
        return len(self.held)
