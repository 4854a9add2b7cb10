"""Departures from the examples of a rule's page, drawn by chance."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from linter.diagnostic import pointer_steps
from tests.departures import AS_DATA, SNAPSHOT_ONLY, Departure, Steps, changed, data_in

_LONG = 1500
_HOW_MANY = (1,) * 6 + (2,) * 3 + (3,)

Project = dict[str, str]
Change = list[Any]


class Corpus(NamedTuple):
    """What stands where in all examples."""

    values: dict[str, list[Any]]  # at a key, or in the list at a key
    keys: dict[str, list[str]]  # of the objects at a key
    files: dict[str, list[str]]  # texts, by the name of the file


def corpus_of(projects: Iterable[Project]) -> Corpus:
    """Return what stands where in projects; each thing once, and nothing that is long."""
    values: dict[str, dict[str, Any]] = {}
    keys: dict[str, set[str]] = {}
    files: dict[str, set[str]] = {}
    for name, text in sorted({item for project in projects for item in project.items()}):
        files.setdefault(name, set()).add(text)
        for steps, value in parts_of(data_in(text)) if name.endswith(AS_DATA) else ():
            written = json.dumps(value)
            if steps and len(written) <= _LONG:
                values.setdefault(_key(steps), {})[written] = value
            if isinstance(value, dict):
                keys.setdefault(_key(steps), set()).update(value)
    return Corpus(
        {key: [found[one] for one in sorted(found)] for key, found in values.items()},
        {key: sorted(found) for key, found in keys.items()},
        {name: sorted(found) for name, found in files.items()},
    )


def parts_of(value: Any, steps: Steps = ()) -> Iterator[tuple[Steps, Any]]:
    """Yield a value and all that is in it, each with the steps to it."""
    yield steps, value
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, item in items:
        yield from parts_of(item, (*steps, step))


def departures(
    code: str, pages: list[Any], projects: dict[str, Project], corpus: Corpus
) -> Iterator[Departure]:
    """Yield departures without end, those first that take one thing away from what an example shows."""
    rng = random.Random(code)
    for one in pages:
        for change in _gone(rng, one, projects[one.title]):
            yield Departure(code, one.title, json.dumps([change]))
    while True:
        one = rng.choice(pages)
        project = projects[one.title]
        changes: list[Change] = []
        for _ in range(rng.choice(_HOW_MANY)):
            so_far = Departure(code, one.title, json.dumps(changes)).files(project)
            changes += _change(rng, one, so_far, corpus)
        if changes and _can_be_laid_out(project, changes):
            yield Departure(code, one.title, json.dumps(changes))


def _gone(rng: random.Random, example: Any, project: Project) -> Iterator[Change]:
    """Yield changes that take away something that is shown, or something that a snapshot tells as a whole."""
    yield [SNAPSHOT_ONLY]
    shown = [[file, steps] for file, steps, _ in _shown(example, project) if steps]
    yield from rng.sample(shown, min(len(shown), 8))
    if "snapshot.json" in project:
        told = data_in(project["snapshot.json"])
        sections = [*told] if isinstance(told, dict) else []
        yield ["snapshot.json"]
        for section in rng.sample(sections, min(len(sections), 6)):
            yield ["snapshot.json", [section], *rng.choice(([], [[]]))]


def _shown(example: Any, project: Project) -> list[tuple[str, Steps, Any]]:
    """Return the parts of a project that stand in an example itself."""
    found: dict[tuple[str, Steps], Any] = {}
    for block in example.blocks:
        if block.file.endswith(AS_DATA):
            under = _steps(block.pointer)
            for steps, value in parts_of(data_in(project.get(block.file, ""))):
                if _is_near(steps, under):
                    found[block.file, steps] = value
    return [(file, steps, value) for (file, steps), value in found.items()]


def _change(rng: random.Random, example: Any, project: Project, corpus: Corpus) -> Iterator[Change]:
    """Yield at most one change, of what an example shows more often than of what stands behind it."""
    (draw,) = rng.choices([one for one, _ in _DRAWN], [weight for _, weight in _DRAWN])
    yield from draw(rng, example, project, corpus)


def _of_shown(rng: random.Random, example: Any, project: Project, corpus: Corpus) -> Iterator[Change]:
    texts = [one.file for one in example.blocks if not one.file.endswith(AS_DATA) and one.file in project]
    if texts and rng.random() < 0.8:
        file = rng.choice(texts)
        yield [file, [], _slipped(rng, project[file], corpus.files[file])]
    elif shown := _shown(example, project):
        yield _change_of_part(rng, *rng.choice(shown), corpus)


def _of_snapshot(rng: random.Random, _: Any, project: Project, corpus: Corpus) -> Iterator[Change]:
    snapshot = data_in(project.get("snapshot.json", "null"))
    yield _change_of_part(rng, *_behind(rng, snapshot), corpus)


def _of_completeness(rng: random.Random, _: Any, project: Project, __: Corpus) -> Iterator[Change]:
    snapshot = data_in(project.get("snapshot.json", "null"))
    if isinstance(snapshot, dict) and snapshot and isinstance(snapshot.get("complete", {}), dict):
        section, said = rng.choice([*snapshot]), rng.random() < 0.5
        yield ["snapshot.json", ["complete"], {**snapshot.get("complete", {}), section: said}]


def _other_file(rng: random.Random, _: Any, project: Project, corpus: Corpus) -> Iterator[Change]:
    file = rng.choice([*corpus.files, *["c360lint.toml"] * 20])
    text = rng.choice(corpus.files[file])
    yield [file, [], data_in(text) if file.endswith(AS_DATA) else text]


def _once_more(rng: random.Random, example: Any, project: Project, corpus: Corpus) -> Iterator[Change]:
    """Yield a list with one of its items once more, which differs in a part or not at all."""
    told = [
        (("snapshot.json"), steps, value)
        for steps, value in parts_of(data_in(project.get("snapshot.json", "")))
    ]
    lists = [
        (f, at, value)
        for f, at, value in [*_shown(example, project) * 3, *told]
        if isinstance(value, list) and value
    ]
    if lists:
        file, steps, items = rng.choice(lists)
        item = rng.choice(items)
        yield [file, [*steps, len(items)], item if rng.random() < 0.2 else _with_a_change(rng, item, corpus)]


def _in_a_list(rng: random.Random, example: Any, project: Project, corpus: Corpus) -> Iterator[Change]:
    """Yield requests one after the other, which make, change, and delete what payloads and snapshot have."""
    snapshot = data_in(project.get("snapshot.json", "null"))
    collections = _collections(example, project)
    if isinstance(snapshot, dict) and collections:
        url = rng.choice(collections)
        known = [*_items(project, url), *_stored(snapshot, url)]
        if known:
            base = f"/api/instances/{snapshot.get('instanceId')}/{url}"
            drawn = [_request(rng, base, known, corpus) for _ in range(rng.choice((1, 2, 2, 3, 3, 4)))]
            yield ["requests/in-turn.json", [], drawn if rng.random() < 0.9 else drawn[0]]


def _collections(example: Any, project: Project) -> list[str]:
    """Return the paths below an instance of the example's payloads and requests, or of all payloads."""
    shown = "\n".join(f"{one.file}\n{project.get(one.file, '')}" for one in example.blocks)
    found = [one for file in project for one in _PATH.findall(file)]
    return [one for one in found if one in shown] or found


def _items(project: Project, url: str) -> Iterator[dict[str, Any]]:
    for file, text in project.items():
        if file.rpartition(".")[0] == url and file.endswith(AS_DATA):
            whole = data_in(text)
            yield from (
                one for one in (whole if isinstance(whole, list) else [whole]) if isinstance(one, dict)
            )


def _stored(snapshot: dict[str, Any], url: str) -> Iterator[dict[str, Any]]:
    stored = snapshot.get({"datasources": "dataSources"}.get(url.rpartition("/")[2], url.rpartition("/")[2]))
    yield from (one for one in (stored if isinstance(stored, list) else ()) if isinstance(one, dict))


def _request(rng: random.Random, url: str, known: list[dict[str, Any]], corpus: Corpus) -> dict[str, Any]:
    body = rng.choice(known)
    if rng.random() < 0.3:
        body = _with_a_change(rng, body, corpus)
    name = rng.choice([*(str(one[key]) for one in known for key in _NAMES if key in one), "Other"])
    name = rng.choice((name, name, name, _mistyped(rng, name)))
    return rng.choice(
        [
            {"method": "POST", "url": url, "body": body},
            {"method": rng.choice(("PUT", "PATCH")), "url": f"{url}/{name}", "body": {**body, "name": name}},
            {"method": "PUT", "url": f"{url}/{name}", "body": body},
            {"method": "DELETE", "url": f"{url}/{name}"},
            {"method": "PUT", "url": f"{url}/{name}/{rng.choice(('activate', 'deactivate'))}"},
            {"method": "GET", "url": f"{url}/{name}"},
        ]
    )


def _with_a_change(rng: random.Random, item: Any, corpus: Corpus) -> Any:
    parts = [(steps, value) for steps, value in parts_of(item) if steps and not isinstance(value, dict)]
    if not parts:
        return item
    steps, value = rng.choice([*[one for one in parts if one[0] == ("name",)] * 3, *parts])
    _, at, *instead = _change_of_part(rng, "", steps, value, corpus)
    return changed(item, tuple(at), *instead)


def _behind(rng: random.Random, snapshot: Any) -> tuple[str, Steps, Any]:
    """Return a part of the snapshot; what is near its top is as often drawn as all that is below it."""
    steps: Steps = ()
    goes_on = 0.9
    while isinstance(snapshot, (dict, list)) and snapshot and rng.random() < goes_on:
        step = rng.choice([*snapshot] if isinstance(snapshot, dict) else range(len(snapshot)))
        steps, snapshot, goes_on = (*steps, step), snapshot[step], 0.7
    return "snapshot.json", steps, snapshot


def _change_of_part(rng: random.Random, file: str, steps: Steps, value: Any, corpus: Corpus) -> Change:
    key = _key(steps)
    if isinstance(value, dict) and key in corpus.keys and rng.random() < 0.5:
        more = rng.choice(corpus.keys[key])
        return [file, [*steps, more], rng.choice(corpus.values.get(more, [None]))]
    if isinstance(value, list) and key in corpus.values and rng.random() < 0.5:
        items = [one for one in corpus.values[key] if not isinstance(one, list)]
        if items:
            return [file, [*steps, len(value)], rng.choice(items)]
    if steps and rng.random() < 0.3:
        return [file, [*steps]]
    return [file, [*steps], *rng.choice([*_instead(rng, value, corpus.values.get(key, []))])]


_PATH = re.compile(r"^(?:manage|conflations|hierarchies|workflows)\b[^.]*")
_NAMES = ("name", "dataSourceId", "entityName", "conflationId", "hierarchyId")
_DRAWN = (
    (_of_shown, 50),
    (_of_snapshot, 15),
    (_of_completeness, 5),
    (_once_more, 10),
    (_in_a_list, 15),
    (_other_file, 5),
)


def _can_be_laid_out(project: Project, changes: list[Change]) -> bool:
    """Tell whether no file is to be where a folder is."""
    names = {*project, *(change[0] for change in changes)}
    return names.isdisjoint(name[:at] for name in names for at, letter in enumerate(name) if letter == "/")


def _key(steps: Steps) -> str:
    return next((step for step in reversed(steps) if isinstance(step, str)), "")


def _steps(pointer: str) -> Steps:
    return tuple(int(one) if one.isdigit() else one for one in pointer_steps(pointer)) if pointer else ()


def _is_near(steps: Steps, under: Steps) -> bool:
    """Tell what stands below a part that is shown; of a new item, in its list."""
    near = under[:-1] if under[-1:] == ("-",) else under
    return steps[: len(near)] == near


def _instead(rng: random.Random, value: Any, seen: list[Any]) -> Iterator[tuple[Any]]:
    yield from ((None,), ([],), ("",), (7,))
    if seen:
        yield from ((rng.choice(seen),) for _ in range(4))
    if isinstance(value, bool):
        yield (not value,)
    elif isinstance(value, int):
        yield from ((value + 1,), (value - 1,), (-value,))
    elif isinstance(value, str) and value:
        yield from ((value.swapcase(),), (f" {value} ",), ("${value}",), (value.lower(),), (f"{value}x",))
        yield from ((_slipped(rng, value, seen),) for _ in range(6 if " " in value or "/" in value else 1))
    elif isinstance(value, list) and value:
        yield from (([*value, value[0]],), (value[:1],), (value[::-1],), (value[1:],))
    elif isinstance(value, dict):
        yield ({},)


def _slipped(rng: random.Random, text: str, seen: list[Any]) -> str:
    """Return a text with a word or mark of it gone, doubled, in another case, or from another text."""
    if text and rng.random() < 0.4:
        pieces = re.split(r"([/.])", text)
        at = rng.randrange(len(pieces))
        return "".join([*pieces[:at], _mistyped(rng, pieces[at]), *pieces[at + 1 :]])
    words = re.findall(r"\w+|\W", text) or [""]
    others = re.findall(r"\w+|\W", str(rng.choice(seen))) if seen else words
    at = rng.randrange(len(words))
    word = words[at]
    words[at] = rng.choice(("", word * 2, word.swapcase(), rng.choice(others or words), f"{word} "))
    return "".join(words)


def _mistyped(rng: random.Random, text: str) -> str:
    """Return a text with a letter gone, doubled, or exchanged with the next one."""
    if not text:
        return text
    at = rng.randrange(len(text))
    here, rest = text[at], text[at + 1 :]
    return text[:at] + rng.choice((rest, here + here + rest, rest[:1] + here + rest[1:]))
