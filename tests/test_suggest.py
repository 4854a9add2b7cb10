"""Did you mean."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linter.suggest import did_you_mean, nearest, surest


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
