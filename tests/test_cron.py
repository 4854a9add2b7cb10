"""Times as cron writes them: what can be read, what no day has, and how often that is on one day."""

from __future__ import annotations

import pytest

from linter.rulekit.cron import Cron, cron_of, most_on_a_day

EVERY_DAY = ("0", "0", "8", "*", "*", "*")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("0 8 * * *", Cron("read", fields=EVERY_DAY)),
        ("0 0 8 * * ?", Cron("read", fields=EVERY_DAY)),
        ("0 8 ? ? *", Cron("read", fields=EVERY_DAY)),
        ("0 8 * * ?", Cron("read", fields=EVERY_DAY)),
        ("0 8 ? * *", Cron("read", fields=EVERY_DAY)),
        ("0 8 * nov *", Cron("read", fields=("0", "0", "8", "*", "NOV", "*"))),
        ("0 8 15W * *", Cron("read", fields=("0", "0", "8", "15", "*", "*"))),
        ("0 8 1-1 * *", Cron("read", fields=("0", "0", "8", "1-1", "*", "*"))),
        ("0 8 * JAN-FEB,MAR-APR *", Cron("read", fields=("0", "0", "8", "*", "JAN-FEB,MAR-APR", "*"))),
        ("0 8 31 2 MON", Cron("read", fields=("0", "0", "8", "31", "2", "MON"))),
        ("0 8 ? * ?", Cron("never", fields=EVERY_DAY)),
        ("0 0 8 ? * ?", Cron("never", fields=EVERY_DAY)),
        ("0 8 30 2 *", Cron("never", fields=("0", "0", "8", "30", "2", "*"))),
        ("0 8 * * FRI-MON", Cron("open")),
        ("0 22-2 * * *", Cron("open")),
        ("0 8 * JAN-FEB,DEC-JAN *", Cron("open")),
        ("0 8 * * X-2", Cron("unreadable", "bad day-of-week")),
        ("0 8 * * 2-X", Cron("unreadable", "bad day-of-week")),
        ("61 8 * * *", Cron("unreadable", "bad minute")),
        (f"0 1-{'9' * 5000} * * *", Cron("unreadable", "bad hour")),
        (f"0 {'9' * 5000}-1 * * *", Cron("open")),
        ("0 99 30 2 *", Cron("unreadable", "bad hour")),
        ("0 8 32 2 *", Cron("unreadable", "bad day-of-month")),
        ("0 8 1 13 *", Cron("unreadable", "bad month")),
        ("0 8 30 FEB 9", Cron("unreadable", "bad day-of-week")),
        ("0 8 * *", Cron("unreadable", "it has 4 fields, where five or six are expected")),
        ("1 2 3 4 5 6 7", Cron("unreadable", "it has 7 fields, where five or six are expected")),
        ("", Cron("unreadable", "it has 0 fields, where five or six are expected")),
    ],
)
def test_what_a_text_says(text: str, said: Cron) -> None:
    assert cron_of(text) == said


@pytest.mark.parametrize(
    ("texts", "most"),
    [
        ([], 0),
        (["x"], 0),
        (["0 8 30 2 *"], 0),
        (["0 8 * * *"], 1),
        (["0 8 * * *", "0 8 * * *", "0 0 8 * * ?"], 1),
        (["0 8 * * *", "0 9 * * *", "5 8 * * *", "1 0 8 * * *", "x"], 4),
        (["0 1-23/12 * * *", "*/20 3 * * *"], 5),
        (["0,30 0 8 * * *", "30 8 * * *"], 3),
        (["0 0 * * *", "0 1 * * *", "0 60 0 * * *"], 2),
        (["0 8 * * MON", "0 9 * * TUE"], 1),
        (["0 8 1 * *", "0 9 2 * *"], 1),
        (["0 8 1 * *", "0 9 2 * *", "0 10 * * *"], 2),
        (["0 8 * * MON", "0 9 * * MON"], 2),
        (["0 8 * * MON-WED", "0 9 * * TUE", "0 10 * * THU"], 2),
        (["0 8 * * *", "0 9 29 2 *"], 2),
        (["0 8 * * *", "0 9 * 5 *", "0 10 * * SUN", "0 11 3 * *"], 4),
        (["0 1 1 1 *", "0 2 * * MON"], 2),  # of four years the first one begins on a Monday
        (["0 1 1 1 *", "0 2 * 1 TUE"], 1),
    ],
)
def test_how_often_something_is_run_on_the_day_on_which_it_is_run_most(texts: list[str], most: int) -> None:
    assert most_on_a_day(texts) == most
