"""A search configuration: the texts of customers, to be searched, and their dates, to sort by."""

from __future__ import annotations

from linter.skeletons.wish import NothingFits, Skeleton, Wish, names_of, scalar

_MOST = 5  # attributes of a kind
_DATES = ("Date", "DateTime", "DateTimeOffset")


def skeleton(wish: Wish) -> Skeleton:
    """Return what makes the attributes searchable that the snapshot has of Customer."""
    customers = wish.customers
    if customers is None or not names_of(customers):
        raise NothingFits(
            "the snapshot doesn't say which attributes customers have: write Customer with its `attributes` "
            "into `systemEntities`"
        )
    texts = [one for one in customers.of_type("String") if one != customers.primary_key]
    dates = [one for one in names_of(customers) if customers.canonical_type(one) in _DATES]
    lines = [
        "entityConfig:",
        f"  - qualifiedEntityName: {scalar(str(customers))}  # the only entity that can be searched",
        "    # decide: which attributes, and whether one can search, filter and sort by them",
        "    attributes:",
        *(_line(one, "isSearchable: true") for one in texts[:_MOST]),
        *(_line(one, "isFilterable: true, isSortable: true") for one in dates[:_MOST]),
    ]
    return Skeleton("\n".join(lines) + "\n", "manage/search.yaml")


def _line(name: str, properties: str) -> str:
    return f"      - {{name: {scalar(name)}, properties: {{{properties}}}}}"
