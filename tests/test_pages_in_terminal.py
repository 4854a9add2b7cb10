"""A page of the documentation as `explain` prints it."""

from __future__ import annotations

import pytest

from linter.reports.page import rendered

PAGE = """# A title that is longer-than-all lines

Not a paragraph of its own, **bold** and [a link](../x.md) to-be-wrapped.



- an item with [a link](y) that goes on
  in the next line of the page
  - one in it, which is long enough to be wrapped
12. numbered, and long enough to be wrapped, too
* another

| a | table that is longer than a line |
|---|---|

```json a/b.json
{"a": "code that is longer than a line stays"}

{}
```

```text
what the program says is wrapped-at blanks, not-within words_that_are_far_too_long_for_a_line

end
```
```text gone.json
```

```yaml
a: 1
```
Last.
"""
SHOWN = """\
A title that is
longer-than-all lines

Not a paragraph of its own,
bold and a link
to-be-wrapped.

- an item with a link that
  goes on in the next line of
  the page
  - one in it, which is long
    enough to be wrapped
12. numbered, and long enough
  to be wrapped, too
* another

| a | table that is longer than a line |
|---|---|

  a/b.json:
    {"a": "code that is longer than a line stays"}

    {}

  > what the program says is
    wrapped-at blanks,
    not-within
    words_that_are_far_too_long_for_a_line

  > end

  gone.json:
  > (taken away)

    a: 1

Last.
"""


def test_prose_is_wrapped_and_code_stays_as_it_is() -> None:
    assert rendered(PAGE, 29, color=False) == SHOWN


def test_headings_are_bold_and_names_of_files_faint_in_colours() -> None:
    shown = rendered("## A\n\nb\n\n```json c.json\nd\n```\n", 80, color=True)

    assert shown == "\x1b[1mA\x1b[0m\n\nb\n\n\x1b[2m  c.json:\x1b[0m\n    d\n"


@pytest.mark.parametrize(("page", "shown"), [("", "\n"), ("a", "a\n"), ("```\n```\n", "    (taken away)\n")])
def test_short_pages_are_shown_too(page: str, shown: str) -> None:
    assert rendered(page, 80, color=False) == shown
