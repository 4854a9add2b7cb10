"""Texts that were read, as each place shows them: what acts there is made a text, the rest stays as it is."""

from __future__ import annotations

import pytest

from linter.reports.markdown_text import (
    code_of,
    marked_off,
    sentence_in_editor,
    sentence_of,
    span_of,
    text_of,
)
from linter.reports.mermaid_text import mermaid_text
from linter.reports.visible import markup, unheeded, visible


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain <b> `x`", "plain <b> `x`"),
        ("é 名前 😀", "é 名前 😀"),
        ("a\tb\r\n\0", "a\\x09b\\x0d\\x0a\\x00"),
        ("\x7f\x80\xa0\xad", "\\x7f\\x80\\xa0\\xad"),
        ("\xff\u0100", "\xff\u0100"),
        ("\u034f\u202e\u2028", "\\u034f\\u202e\\u2028"),
        ("a\u3164b", "a\\u3164b"),
        ("\ufeff\uffff\U0001bca0", "\\ufeff\\uffff\\U0001bca0"),
        ("\U000e0041\ud800", "\\U000e0041\\ud800"),
    ],
)
def test_what_nobody_sees_is_shown_as_an_escape(text: str, shown: str) -> None:
    assert (visible(text), markup(text)) == (shown, shown.replace("<", "&lt;").replace(">", "&gt;"))


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("a: b #c\n", "a: b #c\n"),
        ("é\t\n", "é\t\n"),
        ("\x7f", "\\u007f"),
        ("é\x7f", "é\\u007f"),
        ("\u202e😀\U000e0041", "\\u202e😀\\udb40\\udc41"),
        ("##vso[x]y", "\\u0023#vso[x]y"),
        ("x ##[error]", "x \\u0023#[error]"),
        ("## a title", "## a title"),
        ("::error::x", "\\u003a:error::x"),
        ("a\n  ::error::x", "a\n  \\u003a:error::x"),
        ("a ::b", "a ::b"),
        (":::x", ":::x"),
        ("##a[ ::", "\\u0023#a[ ::"),
    ],
)
def test_what_a_pipeline_would_obey_is_printed_as_an_escape(text: str, printed: str) -> None:
    assert unheeded(text) == printed


@pytest.mark.parametrize(
    ("text", "as_text", "as_code"),
    [
        ("plain text, here.", "plain text, here.", "`plain text, here.`"),
        ("snake_case _x_ __y", "snake_case &#95;x&#95; &#95;&#95;y", "`snake_case _x_ __y`"),
        ("a|b", "a&#124;b", "<code>a&#124;b</code>"),
        ("a`b", "a&#96;b", "<code>a&#96;b</code>"),
        ("a\\b", "a&#92;b", "<code>a&#92;b</code>"),
        ("to @me", "to <code>&#64;me</code>", "`to @me`"),
        ("see #1 and #x", "see <code>&#35;1</code> and &#35;x", "`see #1 and #x`"),
        ("http://h/x y", "<code>http&#58;//h/x</code> y", "`http://h/x y`"),
        ("WWW.h", "<code>WWW.h</code>", "`WWW.h`"),
        ("\x1b[1m", "&#92;x1b&#91;1m", "<code>&#92;x1b&#91;1m</code>"),
    ],
)
def test_markdown_of_forges_makes_nothing_of_a_text(text: str, as_text: str, as_code: str) -> None:
    assert (text_of(text), code_of(text)) == (as_text, as_code)


@pytest.mark.parametrize(
    ("text", "as_text", "as_code"),
    [
        ("plain text, here.", "plain text, here.", "`plain text, here.`"),
        ("snake_case *x*", "snake\\_case \\*x\\*", "`snake_case *x*`"),
        ("a`b", "a\\`b", "`` a`b ``"),
        ("``a`", "\\`\\`a\\`", "``` ``a` ```"),
        ("`a``", "\\`a\\`\\`", "``` `a`` ```"),
        ("@me", "`@me`", "`@me`"),
        ("http://h", "`http://h`", "`http://h`"),
        ("&amp; &", "`&amp; &`", "`&amp; &`"),
        ("mailto:a", "`mailto:a`", "`mailto:a`"),
        ("\n", "\\\\x0a", "`\\x0a`"),
    ],
)
def test_markdown_of_editors_makes_nothing_of_a_text(text: str, as_text: str, as_code: str) -> None:
    assert (marked_off(text), span_of(text)) == (as_text, as_code)


def test_names_in_backticks_are_code_and_the_rest_of_a_sentence_is_text() -> None:
    assert sentence_of("`a|b` is *not* `c`") == "<code>a&#124;b</code> is &#42;not&#42; `c`"
    assert sentence_in_editor("`a|b` is *not* `c`, ``") == "`a|b` is \\*not\\* `c`, \\`\\`"


def test_a_label_of_a_diagram_is_text() -> None:
    assert mermaid_text('A b_1 ./:,+- é "x" <y>\n') == "A b_1 ./:,+- é #34;x#34; #60;y#62;#92;x0a"
