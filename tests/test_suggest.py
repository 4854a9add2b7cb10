"""Did you mean."""

from __future__ import annotations

import random
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linter import framed, suggest
from linter.suggest import KnownNames, closest, did_you_mean, nearest, surest
from tests import plain_suggest


@pytest.mark.parametrize(
    ("name", "known", "close"),
    [
        ("email", ["EMail", "emial"], ["EMail"]),
        ("email_address", ["EmailAddress", "Address"], ["EmailAddress"]),
        ("EMial", ["EMail", "Phone"], ["EMail"]),
        ("Id", ["Age", "Sex"], []),
        ("Age", ["Id"], []),
        ("Phone", [], []),
        ("ab", ["ac", "ad", "ae", "af"], ["ac", "ad", "ae"]),
        ("Phone", ["Phone"], []),
        ("a", ["b"], []),
        ("", ["x"], []),
        ("Cutsomer_Id", ["CustomerId", "ContactId"], ["CustomerId"]),
        ("emailaddres", ["EmailAddress"], ["EmailAddress"]),
        ("PurchasesToContact", ["PurchaseToContact"], ["PurchaseToContact"]),
        ("ContactsId", ["ContactId"], ["ContactId"]),
        ("PoS_eCommercePurchases", ["eCommercePurchases"], ["eCommercePurchases"]),
        ("Email", ["EmailAddress", "PhoneNumber"], ["EmailAddress"]),
        ("Email1", ["Email", "Email2"], ["Email"]),
        ("Id", ["ContactId", "CustomerId"], []),
        ("Date", ["BirthDate", "FirstDate", "LastDate", "OrderDate"], []),
        ("posCustomers", ["posStores"], []),
        ("FirstName", ["LastName", "FullName"], []),
        ("StartDate", ["EndDate", "StateDate"], []),
        ("eCommerceOrders", ["eCommerceStores"], []),
        ("Address1_City", ["Address2_City"], []),
        ("RL0l", ["RL01", "CP01"], ["RL01"]),
        ("CP1", ["CP01", "CP10"], ["CP01"]),
        (
            "d8d3b26a-4283-42f7-901e-f7f745003a84",
            ["d8d3b26a-4238-42f7-901e-f7f745003a84"],
            ["d8d3b26a-4238-42f7-901e-f7f745003a84"],
        ),
        (
            "d8d3b26a-a8ad-42f7-901e-f7f745003a99",
            ["d8d3b26a-a8ad-42f7-901e-f7f745003a84"],
            ["d8d3b26a-a8ad-42f7-901e-f7f745003a84"],
        ),
    ],
)
def test_only_what_is_clearly_close_is_suggested(name: str, known: list[str], close: list[str]) -> None:
    assert nearest(name, known) == close


@pytest.mark.parametrize(
    ("name", "known", "sure"),
    [
        ("email", ["EMail", "emial"], ["EMail"]),
        ("EMial", ["EMail", "Phone"], ["EMail"]),
        ("primaryKye", ["primaryKey"], ["primaryKey"]),
        ("Contct", ["Contact", "Contacts"], ["Contact", "Contacts"]),
        ("Tag", ["Tax"], []),
        ("nae", ["name"], ["name"]),
        ("rightEntities", ["leftEntities", "rightEntity"], ["rightEntity"]),
        (
            "694f229-359b-4548-81a0-d5b3ffc6e35c_Members",
            ["6694f229-359b-4548-81a0-d5b3ffc6e35c_Members", "6694f229-359b-4548-81a0-d5b3ffc6e35c_Buyers"],
            ["6694f229-359b-4548-81a0-d5b3ffc6e35c_Members"],
        ),
        ("timestampField", ["timestampFieldName"], []),
        ("Email1", ["Email"], []),
        ("Address1_Cty", ["Address2_City"], []),
        ("posCustomers", ["posStores"], []),
    ],
)
def test_what_may_be_put_in_its_place_is_closer_than_what_is_suggested(
    name: str, known: list[str], sure: list[str]
) -> None:
    assert surest(name, known) == sure


def test_a_suggestion_reads_as_a_question() -> None:
    assert did_you_mean("EMial", ["EMail"]) == "; did you mean `EMail`?"
    assert did_you_mean("ab", ["ac", "ad"]) == "; did you mean `ac` or `ad`?"
    assert did_you_mean("Phone", ["Age"]) == ""


@given(st.text(), st.lists(st.text()))
def test_suggestions_are_known_names_and_do_not_depend_on_their_order(name: str, known: list[str]) -> None:
    found = nearest(name, known)

    assert set(found) <= set(known)
    assert found == nearest(name, list(reversed(known)))
    assert set(surest(name, known)) <= set(known)
    assert surest(name, known) == surest(name, list(reversed(known)))


WORDS = st.sampled_from(["Customer", "customer", "Id", "ID", "Cutsomer", "email", "Email", "1", "01"])
SOURCES = st.sampled_from(["S", "CRM_1", "00000000-0000-0000-0000-00000000000a", "é"])
PLAIN = st.text("aAbBzZ12_", max_size=6) | st.lists(WORDS, min_size=1, max_size=3).map("".join)
NAMES = PLAIN | st.builds("{}_{}".format, SOURCES, PLAIN | SOURCES | st.just("City-ies 07"))


@settings(max_examples=400, deadline=None)
@given(st.lists(NAMES, max_size=12), st.lists(NAMES, min_size=1, max_size=4))
def test_names_that_are_kept_answer_as_a_plain_search_does(known: list[str], asked: list[str]) -> None:
    names = KnownNames(known)

    assert [names.close(one) for one in (*asked, *known)] == [
        (plain_suggest.nearest(one, known), plain_suggest.surest(one, known)) for one in (*asked, *known)
    ]


FRAMES = st.lists(
    st.sampled_from(["ab", "a", "b", "ba", "abab", "Of", "Region", "Regoin", "7", "12", "1234567"]),
    max_size=5,
)
ALIKE = st.tuples(st.sampled_from(["_", "-"]), FRAMES).map(lambda one: one[0].join(one[1]))


@settings(max_examples=300, deadline=None)
@given(st.lists(ALIKE, max_size=40), st.lists(ALIKE, min_size=1, max_size=6))
def test_names_alike_are_told_apart_by_their_words_as_a_plain_search_does(
    known: list[str], asked: list[str]
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(suggest, "_MANY_HITS", -1)
        patch.setattr(framed, "_FEW", 1)
        names = KnownNames(known)
        found = [names.close(one) for one in (*asked, *known)]

    assert found == [
        (plain_suggest.nearest(one, known), plain_suggest.surest(one, known)) for one in (*asked, *known)
    ]


@pytest.mark.parametrize("asked", ["x00000", "x19999", "x20000", "x20001", "X-00000", "y00000"])
def test_of_very_many_names_the_first_are_looked_through(asked: str) -> None:
    known = [f"x{number:05}" for number in range(19_990)] + [f"{number:05}xabc" for number in range(15)]

    for name in (asked, known[0], known[19_999], "00009xabd", "00010xabd"):
        assert KnownNames(known).close(name) == (
            plain_suggest.nearest(name, known),
            plain_suggest.surest(name, known),
        )


def operations(known: list[str], asked: list[str]) -> int:
    """Return how many calls of functions it takes to ask for all names, and to ask again."""
    calls = 0

    def count(_frame: object, event: str, _argument: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    names = KnownNames(known)
    sys.setprofile(count)
    try:
        for one in (*asked, *asked):
            names.close(one)
    finally:
        sys.setprofile(None)
    return calls


def names_of(number: int, *, salt: str) -> list[str]:
    rng = random.Random(f"{salt}{number}")
    return ["".join(rng.choices("abcdefghijklmnopqrstuvwxyz", k=12)).capitalize() for _ in range(number)]


def test_asking_costs_as_many_operations_as_there_are_names_and_questions() -> None:
    few, many = (operations(names_of(n, salt="known"), names_of(n // 10, salt="asked")) for n in (500, 2000))

    assert many < 4.4 * few


@pytest.mark.parametrize("form", ["Segment_{:04}_of_the_region", "CustomersOfRegion_{1}", "{1}CustomersOf"])
def test_names_that_are_alike_cost_no_more_of_them(form: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(suggest, "_MANY_HITS", 0)

    def cost(number: int) -> int:
        known = [form.format(*one) for one in enumerate(names_of(number, salt="known"))]
        return operations(known, known)

    assert cost(800) < 2.3 * cost(400)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (["Customers"], ["Custoners", "Custmerss"]),
        (["Customerz"], ["Customers", "Customares"]),
        (["Customers"], ["Nothing"]),
        (["Nothing"], ["Customares", "Customers"]),
        (["Nothing"], []),
    ],
)
def test_names_of_several_lists_are_close_as_if_these_were_one(one: list[str], other: list[str]) -> None:
    for first, second in ((one, other), (other, one)):
        found = closest("Customerss", KnownNames(first), KnownNames(second))
        assert found == KnownNames([*first, *second]).close("Customerss")


def test_beyond_a_number_of_comparisons_only_style_and_words_at_an_end_are_looked_at(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(suggest, "_MOST_COMPARED", 30)
    known = KnownNames(f"Customer{one}" for one in ("Age", "Name", "Street", "City", "Points"))
    asked = [f"Customer{one}" for one in ("Nmae", "Stret", "Ciity", "Poinst", "Agge", "Naem", "Streett")]

    assert all(known.close(one).nearest for one in asked)
    assert not known.close("CustomerCiti").nearest
    assert known.close("CustomerNmae").nearest == ["CustomerName"]  # it was answered before
    assert [known.close(one).nearest for one in ("customer_age", "OldCustomerAge")] == [["CustomerAge"]] * 2
