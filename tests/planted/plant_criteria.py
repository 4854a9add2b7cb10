"""Faults in criteria (CQ): each in a condition somewhere in a segment, or in the filter of a measure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bench import planter
from outputs import DATES, NUMBERS, OPERATORS, ORDERING, WHOLE, build_condition
from planting import misspelt, pick
from ways import spell_way

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

    from bench import Bench, Fault, Found
    from generator import Path, Value
    from planting import Planter
    from world import Entity

    Wrong = Callable[[random.Random, str, str], tuple[Value, Path] | None]
    """Makes a condition on an attribute of a type, and tells what in it is wrong."""

IS: Value = {"attribute": "WholeName", "comparisonOperator": "isNotNull"}


def _placed(wrong: Wrong, kinds: tuple[str, ...], **always: Any) -> Fault:
    """The fault in the criteria of one of these kinds of payloads."""

    def fault(bench: Bench) -> Found:
        rng = bench.rng
        kind = rng.choice(kinds)
        entity = rng.choice([bench.root, *bench.reached]) if kind == "segment" else bench.root
        names = [one for one in entity.types if one != "WholeName"]
        tried = (
            wrong(rng, f"{bench.made.spell(entity)}.{one}", entity.types[one])
            for one in rng.sample(names, len(names))
        )
        found = next(filter(None, tried), None)
        if found is None:
            return None
        criteria, at = _within(rng, found[0])
        if kind == "segment":
            rowsets = [*(bench.some() for _ in range(rng.randint(0, 1))), _rowset(bench, entity, criteria)]
            _join(rng, rowsets)
            last = len(rowsets) - 1
            prefix: Path = ("segmentQueryExpression", "rowsets", last, "criteria")
            return bench.segment(*rowsets), (*prefix, *at, *found[1]), dict(always)
        definition = {**bench.made.number(), "filteringCriteria": criteria}
        whole = ("definition", "filteringCriteria", *at, *found[1])
        return {"name": "Planted", "definition": definition}, whole, {"tail": "manage/measures", **always}

    fault.__name__ = wrong.__name__
    return fault


def _join(rng: random.Random, rowsets: list[Value]) -> None:
    for rowset in rowsets[1:]:
        rowset["rowsetOperation"] = rng.choice(("union", "intersect", "except"))


def _rowset(bench: Bench, entity: Entity, criteria: Value) -> Value:
    way = pick(bench.rng, bench.ways.sound(entity)) if entity is not bench.root else None
    if way is None or (bench.ways.is_clear(entity) and bench.rng.random() < 0.5):
        return {"criteria": criteria}
    return {"criteria": criteria, "paths": [spell_way(bench.rng, bench.ways, way, bench.made.spell)]}


def _within(rng: random.Random, condition: Value) -> tuple[Value, Path]:
    """Criteria in which a condition stands somewhere, and where."""
    at: Path = ()
    for _ in range(rng.randint(0, 2)):
        children = [condition, dict(IS)] if at == () else [condition]
        number = rng.randrange(len(children))
        children.insert(number, children.pop(0))
        condition, at = (
            {"logicalOperator": "and", "childCriterias": children},
            ("childCriterias", number, *at),
        )
    return condition, at


def without_operator(rng: random.Random, named: str, _type: str) -> tuple[Value, Path]:
    """A condition that doesn't say how it compares."""
    return {"attribute": named, **({"value": "1"} if rng.random() < 0.7 else {})}, ()


def with_children(rng: random.Random, named: str, type_: str) -> tuple[Value, Path]:
    """A condition that holds conditions."""
    return {**build_condition(rng, named, type_), "childCriterias": [IS]}, ()


def nothing_joined(rng: random.Random, _named: str, _type: str) -> tuple[Value, Path]:
    """Nothing that is joined."""
    return {"logicalOperator": rng.choice(("and", "or")), "childCriterias": []}, ("childCriterias",)


def joined_and_compared(rng: random.Random, named: str, type_: str) -> tuple[Value, Path]:
    """A condition that joins as well."""
    more = {"childCriterias": [IS]} if rng.random() < 0.5 else {}
    return {**build_condition(rng, named, type_), "logicalOperator": rng.choice(("and", "or")), **more}, ()


def all_of_attribute(_rng: random.Random, named: str, _type: str) -> tuple[Value, Path]:
    """Every row, by an attribute."""
    return {"attribute": named, "comparisonOperator": "all"}, ("attribute",)


def needless_value(rng: random.Random, named: str, type_: str) -> tuple[Value, Path]:
    """A value for nothing."""
    name, value = rng.choice((("value", "1"), ("listOfValues", ["1"])))
    operator = "yearToDate" if type_ in DATES and rng.random() < 0.5 else rng.choice(("isNull", "isNotNull"))
    return {"attribute": named, "comparisonOperator": operator, name: value}, (name,)


def missing_value(rng: random.Random, named: str, type_: str) -> tuple[Value, Path] | None:
    """Nothing to compare with."""
    operators = [one for one in OPERATORS.get(type_, ()) if one not in ("isNull", "isNotNull", "yearToDate")]
    operator = pick(rng, operators)
    return ({"attribute": named, "comparisonOperator": operator}, ()) if operator else None


def wrong_number(rng: random.Random, named: str, type_: str) -> tuple[Value, Path] | None:
    """One bound, three of them, or no value of a list."""
    if type_ not in (*NUMBERS, *DATES):
        return None
    operator, values = rng.choice((("isBetween", 1), ("isNotBetween", 3), ("isIn", 0)))
    condition = build_condition(rng, named, type_, "isIn")
    values_ = [*condition["listOfValues"], condition["listOfValues"][1]][:values]
    return {**condition, "comparisonOperator": operator, "listOfValues": values_}, ("listOfValues",)


def null_in_list(rng: random.Random, named: str, type_: str) -> tuple[Value, Path] | None:
    """A value of a list that is none."""
    if type_ not in OPERATORS or type_ == "Boolean":
        return None
    condition = build_condition(rng, named, type_, "isIn")
    number, empty = rng.randint(0, 2), None if type_ == "String" else rng.choice((None, ""))
    condition["listOfValues"] = [
        *condition["listOfValues"][:number],
        empty,
        *condition["listOfValues"][number:],
    ]
    return condition, ("listOfValues", number)


def text_operator(rng: random.Random, named: str, type_: str) -> tuple[Value, Path] | None:
    """A comparison of texts, of something else."""
    operator = rng.choice(("contains", "startsWith", "endsWith"))
    if type_ in ("String", "Unknown"):
        return None
    return {"attribute": named, "comparisonOperator": operator, "value": "1"}, ("comparisonOperator",)


def order_of_unordered(rng: random.Random, named: str, type_: str) -> tuple[Value, Path] | None:
    """An order of what has none."""
    if type_ not in ("String", "Boolean", "Guid"):
        return None
    condition = {**build_condition(rng, named, type_, "equals"), "comparisonOperator": rng.choice(ORDERING)}
    condition.pop("ignoreCase", None)
    return condition, ("comparisonOperator",)


def date_operator(rng: random.Random, named: str, type_: str) -> tuple[Value, Path] | None:
    """A question for dates, of something else."""
    if type_ in (*DATES, "Unknown"):
        return None
    return {"attribute": named, "comparisonOperator": "yearToDate"}, ("comparisonOperator",)


def needless_case(rng: random.Random, named: str, type_: str) -> tuple[Value, Path] | None:
    """Letters of what has none."""
    if type_ in NUMBERS and rng.random() < 0.5:
        return {**build_condition(rng, named, type_, "equals"), "ignoreCase": True}, ("ignoreCase",)
    return {"attribute": named, "comparisonOperator": "isNull", "ignoreCase": True}, ("ignoreCase",)


_UNFIT = {
    **dict.fromkeys(NUMBERS, ("12,50", "1.000.000,5", "12 EUR", "abc", "")),
    **dict.fromkeys(DATES, ("1990-02-30", "2020-13-01", "yesterday", "")),
    "Boolean": ("yes", "maybe"),
}


def unfit_value(rng: random.Random, named: str, type_: str) -> tuple[Value, Path] | None:
    """A value that isn't of the attribute's type."""
    if type_ not in _UNFIT:
        return None
    condition = {"attribute": named, "comparisonOperator": "equals", "value": rng.choice(_UNFIT[type_])}
    return condition, ("value",)


def unfit_entry(rng: random.Random, named: str, type_: str) -> tuple[Value, Path] | None:
    """A value of a list that isn't of the attribute's type."""
    if type_ not in (*NUMBERS, *DATES):
        return None
    condition = build_condition(rng, named, type_, "isIn")
    number = rng.randint(0, 1)
    condition["listOfValues"][number] = rng.choice(_UNFIT[type_][:-1])
    return condition, ("listOfValues", number)


def fraction(rng: random.Random, named: str, type_: str) -> tuple[Value, Path] | None:
    """A fraction of a whole number: a warning."""
    condition = {"attribute": named, "comparisonOperator": rng.choice(ORDERING), "value": "1.5"}
    return (condition, ("value",)) if type_ in WHOLE else None


def unknown_attribute(rng: random.Random, named: str, type_: str) -> tuple[Value, Path]:
    """An attribute that the entity hasn't."""
    wrong = f"{named}_{misspelt(rng, 'Nothing', ())}"
    return build_condition(rng, wrong, type_), ("attribute",)


def without_attribute(rng: random.Random, named: str, type_: str) -> tuple[Value, Path]:
    """A comparison of nothing."""
    condition = build_condition(rng, named, type_)
    del condition["attribute"]
    return condition, ()


def contradictory(rng: random.Random, named: str, type_: str) -> tuple[Value, Path] | None:
    """Two conditions that no value satisfies."""
    if type_ not in ("String", *NUMBERS):
        return None
    first = build_condition(rng, named, type_, "equals")
    first.pop("ignoreCase", None)
    second: Value = {**first, "value": "1000"}
    if type_ in NUMBERS:
        second = rng.choice((second, {**first, "comparisonOperator": "greaterThan", "value": "1000"}))
    both = [first, second] if rng.random() < 0.5 else [second, first]
    return {"logicalOperator": "and", "childCriterias": both}, ("childCriterias", 1)


def turned_round(rng: random.Random, named: str, type_: str) -> tuple[Value, Path] | None:
    """The upper bound first."""
    if type_ not in (*NUMBERS, *DATES):
        return None
    condition = build_condition(rng, named, type_, rng.choice(("isBetween", "isNotBetween")))
    return {**condition, "listOfValues": condition["listOfValues"][::-1]}, ("listOfValues",)


def other_than_two(rng: random.Random, named: str, type_: str) -> tuple[Value, Path] | None:
    """Other than one, or other than another."""
    if type_ not in ("String", *NUMBERS):
        return None
    first = build_condition(rng, named, type_, "notEquals")
    both = [first, {**first, "value": "1000"}]
    return {"logicalOperator": "or", "childCriterias": both}, ("childCriterias", 1)


def contains_nothing(rng: random.Random, named: str, type_: str) -> tuple[Value, Path] | None:
    """A text that contains an empty one."""
    operator = rng.choice(("contains", "startsWith", "endsWith"))
    condition = {"attribute": named, "comparisonOperator": operator, "value": ""}
    return (condition, ("value",)) if type_ == "String" else None


def child_of(rng: random.Random, named: str, type_: str) -> tuple[Value, Path] | None:
    """An operator of a later generation."""
    operator = rng.choice(("childOf", "parentOf"))
    condition = {"attribute": named, "comparisonOperator": operator, "value": "Oslo"}
    return (condition, ("comparisonOperator",)) if type_ == "String" else None


def and_under_or(rng: random.Random, named: str, type_: str) -> tuple[Value, Path]:
    """An `and` in an `or`."""
    both = {"logicalOperator": "and", "childCriterias": [build_condition(rng, named, type_, "isNull"), IS]}
    single = {"attribute": named, "comparisonOperator": "isNotNull"}
    return {"logicalOperator": "or", "childCriterias": [single, both]}, (
        "childCriterias",
        1,
        "logicalOperator",
    )


def unjoined(rng: random.Random, named: str, type_: str) -> tuple[Value, Path]:
    """Conditions of which nobody says how they are joined."""
    return {"childCriterias": [build_condition(rng, named, type_), IS]}, ()


def across_entities(bench: Bench) -> Found:
    """An `or` of conditions on two entities."""
    entity = pick(bench.rng, bench.reached)
    rowset = bench.linked(entity) if entity else None
    if rowset is None:
        return None
    criteria = {"logicalOperator": "or", "childCriterias": [IS, rowset["criteria"]]}
    whole: Path = ("segmentQueryExpression", "rowsets", 0, "criteria", "logicalOperator")
    return bench.segment({**rowset, "criteria": criteria}), whole, {"severity": "recommendation"}


_BOTH = ("segment", "measure")
_FAULTS: dict[str, tuple[tuple[Wrong, dict[str, Any]], ...]] = {
    "CQ101": ((without_operator, {}),),
    "CQ102": ((with_children, {}),),
    "CQ103": ((nothing_joined, {}),),
    "CQ104": ((joined_and_compared, {}),),
    "CQ105": ((all_of_attribute, {}),),
    "CQ106": ((needless_value, {}),),
    "CQ107": ((missing_value, {}),),
    "CQ108": ((wrong_number, {}),),
    "CQ109": ((null_in_list, {}),),
    "CQ110": ((text_operator, {}),),
    "CQ111": ((order_of_unordered, {}),),
    "CQ112": ((date_operator, {}),),
    "CQ113": ((needless_case, {}),),
    "CQ114": ((unfit_value, {}), (unfit_entry, {}), (fraction, {"severity": "warning"})),
    "CQ115": ((unknown_attribute, {"part": "inside"}),),
    "CQ116": ((without_attribute, {}),),
    "CQ118": ((and_under_or, {}),),
    "CQ119": ((contradictory, {"severity": "warning"}),),
    "CQ120": ((turned_round, {"severity": "warning"}),),
    "CQ121": ((other_than_two, {"severity": "warning"}), (contains_nothing, {"severity": "warning"})),
    "CQ122": ((child_of, {}),),
    "CQ123": ((unjoined, {"severity": "warning"}),),
}
_KINDS = {"CQ118": ("segment",)}

PLANTS: dict[str, tuple[Planter, ...]] = {
    code: tuple(
        planter(code, "manage/segments", _placed(wrong, _KINDS.get(code, _BOTH), **said))
        for wrong, said in faults
    )
    for code, faults in _FAULTS.items()
}
PLANTS["CQ117"] = (planter("CQ117", "manage/segments", across_entities),)
