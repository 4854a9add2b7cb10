"""What is judged after edits is what a project that was never judged before would be judged to be."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linter.checking.engine import run
from linter.checking.environments import chosen
from linter.reading.project_root import home_of
from linter.server.session import Session

REPO = Path(__file__).parent.parent.parent
EXAMPLES = {
    folder.name: {
        str(path.relative_to(folder)): path.read_text("utf-8")
        for path in sorted(folder.rglob("*"))
        if path.suffix in (".json", ".yaml", ".toml")
    }
    for folder in (REPO / "examples/contoso", REPO / "examples/contoso-broken", REPO / "rules/world")
}
NAMES = sorted({name for files in EXAMPLES.values() for name in files})
QUOTED = re.compile(r'"[^"\n]*"')
WORDS = (
    "Customer",
    "EMail",
    "profile",
    "activity",
    "posPurchases",
    "manyToOne",
    "PATCH",
    "DELETE",
    "{{x}}",
    "-",
)


@st.composite
def edits(draw: st.DrawFn) -> tuple[int, int, int, int, str]:
    """Which file, where in it, how much goes, what comes from where in another file."""
    numbers = st.integers(0, 10_000)
    length = st.sampled_from((0, 1, 4, 20, 300))
    return (
        draw(numbers),
        draw(numbers),
        draw(length),
        draw(numbers),
        draw(st.sampled_from(("swap", "swap", *WORDS, "", "paste"))),
    )


def edited(texts: dict[str, str], edit: tuple[int, int, int, int, str]) -> tuple[str, str]:
    """Return the name of the file that an edit changes, and its text then."""
    which, at, length, other, comes = edit
    name = sorted(texts)[which % len(texts)]
    text, source = texts[name], texts[sorted(texts)[other % len(texts)]]
    quoted = list(QUOTED.finditer(text))
    if comes == "swap" and quoted:  # a name for another one
        found, others = quoted[at % len(quoted)], QUOTED.findall(source) or ['""']
        return name, text[: found.start()] + others[length * at % len(others)] + text[found.end() :]
    start = at * len(text) // 10_001
    if comes == "paste":
        comes = source[other % (len(source) + 1) :][:200]
    return name, text[:start] + comes + text[start + length :]


@pytest.mark.parametrize("example", EXAMPLES)
@settings(max_examples=12)
@given(changes=st.lists(st.one_of(edits(), st.none()), min_size=1, max_size=8))
def test_a_session_says_after_any_edits_what_a_fresh_check_says(example: str, changes: list) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root, texts = Path(folder).resolve(), dict(EXAMPLES[example])
        for name, text in texts.items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(text, "utf-8")
        home = home_of(str(root), [str(root)])
        assert home is not None
        session = Session(home)
        session.judge({}, lambda: None)
        for change in changes:
            if change is None:  # all is as it was
                texts = dict(EXAMPLES[example])
            else:
                name, text = edited(texts, change)
                texts[name] = text
            contents = {str(root / name): text.encode() for name, text in texts.items()}
            judged = session.judge(contents, lambda: None)
            if judged.result is not None and not chosen(judged.request.configuration, ()):
                assert judged.result == run(judged.request)[0]
