"""Where lines begin and end, as editors see it."""

from __future__ import annotations

from linter.text.lines import line_end, line_start, next_line

TEXT = "\nab\r\n\rc\n\n"


def test_each_place_lies_in_a_line_of_which_the_beginning_the_end_and_the_next_are_known() -> None:
    found = {
        at: (line_start(TEXT, at), line_end(TEXT, at), next_line(TEXT, at)) for at in range(len(TEXT) + 1)
    }

    assert found == {
        0: (0, 0, 1),
        1: (1, 3, 5),
        2: (1, 3, 5),
        3: (1, 3, 5),
        4: (4, 4, 5),
        5: (5, 5, 6),
        6: (6, 7, 8),
        7: (6, 7, 8),
        8: (8, 8, 9),
        9: (9, 9, 10),
    }
