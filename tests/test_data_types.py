"""Type names of every vocabulary, and when two are the same type."""

from __future__ import annotations

import pytest

from linter.instance.data_types import canonical_type, same_type


@pytest.mark.parametrize(
    ("name", "canonical"),
    [
        ("string", "String"),
        ("Edm.String", "String"),
        ("text", "String"),
        ("StringType", "String"),
        ("string/email", "String"),
        ("Guid", "Guid"),
        ("string/uuid", "Guid"),
        ("logical", "Boolean"),
        ("Int64.Type", "Int64"),
        ("long", "Int64"),
        ("bigInteger", "Int64"),
        ("integer/int64", "Int64"),
        ("integer", "Int32"),
        ("short", "Int16"),
        ("Edm.SByte", "Int8"),
        ("Currency.Type", "Decimal"),
        ("decimal(18,2)", "Decimal"),
        ("Edm.Single", "Float"),
        ("number", "Double"),
        ("Edm.Date", "Date"),
        ("TimestampType", "DateTime"),
        ("Date & Time", "DateTime"),
        ("string/date-time", "DateTimeOffset"),
        ("datetimezone", "DateTimeOffset"),
        ("Edm.TimeOfDay", "Time"),
        ("Collection(Edm.String)", "Complex"),
        ("unclassified", "Unknown"),
        ("", "Unknown"),
        ("fancy", "Unknown"),
    ],
)
def test_a_type_name_of_any_vocabulary_is_understood(name: str, canonical: str) -> None:
    assert canonical_type(name) == canonical
    assert canonical_type(name.upper()) == canonical
    assert canonical_type(f"\t{name} ") == canonical


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        ("String", "String", True),
        ("Int32", "Int64", True),
        ("Float", "Double", True),
        ("Date", "DateTime", True),
        ("DateTime", "DateTimeOffset", False),
        ("Guid", "String", False),
        ("Decimal", "Double", False),
        ("Unknown", "String", None),
        ("Time", "Duration", None),
        ("Time", "Time", True),
        ("Time", "String", False),
    ],
)
def test_same_is_the_same_canonical_or_the_same_wire_type(left: str, right: str, same: bool | None) -> None:
    assert same_type(left, right) is same
    assert same_type(right, left) is same
