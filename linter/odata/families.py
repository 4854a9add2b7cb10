"""Rules of the grammar that differ in a word: functions by what they return, geo literals, arithmetic."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from linter.odata.functions import BOOL_METHODS, METHODS

_KINDS_OF_NAME: Final = """
entitySetName singletonEntity entityTypeName complexTypeName typeDefinitionName enumerationTypeName
enumerationMember termName namespacePart primitiveKeyProperty primitiveNonKeyProperty primitiveColProperty
complexProperty complexColProperty streamProperty entityNavigationProperty entityColNavigationProperty
action actionImport parameterName keyPropertyAlias computedProperty annotationQualifier lambdaVariableExpr
expressionAlias customAggregate recHierQualifier rollupNamedHier
"""
_RESULTS: Final = ("entity", "entityCol", "complex", "complexCol", "primitive", "primitiveCol")
_ANNOTATED: Final = ("complex", "entity", "primitive", "primitiveCol")

_ARGUMENTS: Final = {
    0: "OPEN BWS CLOSE",
    1: "OPEN BWS commonExpr BWS CLOSE",
    2: "OPEN BWS commonExpr BWS COMMA BWS commonExpr BWS CLOSE",
    3: "OPEN BWS commonExpr BWS COMMA BWS commonExpr BWS (COMMA BWS commonExpr BWS)? CLOSE",
}


def families() -> Iterator[tuple[str, str]]:
    """Yield the names and the right sides of the rules."""
    for name in _KINDS_OF_NAME.split():
        yield name, "odataIdentifier"
    for kind in _ANNOTATED:
        yield f"{kind}AnnotationInQuery", "annotationInQuery"
        yield f"{kind}AnnotationInFragment", "annotationInFragment"
    yield from _functions()
    yield from _operators()
    yield from _numbers()
    yield from _transformations()
    yield from _shapes()


def _functions() -> Iterator[tuple[str, str]]:
    for result in _RESULTS:
        bound = f"bound{result[0].upper()}{result[1:]}FunctionCall"
        yield f"{result}Function", "odataIdentifier"
        yield f"{result}FunctionImport", "odataIdentifier"
        yield f"{result}FunctionImportCall", f"{result}FunctionImport functionParameters"
        yield bound, f'(namespace ".")? {result}Function functionParameters'
    yield "functionImportCallNoParens", " | ".join(f"{result}FunctionImport" for result in _RESULTS)
    yield (
        "boundFunctionCallNoParens",
        " | ".join(f'(namespace ".")? {result}Function' for result in _RESULTS),
    )
    for name, (word, arguments) in (METHODS | BOOL_METHODS).items():
        yield f"{name}MethodCallExpr", f'"{word}" {_ARGUMENTS[arguments]}'
    methods = [f"{name}MethodCallExpr" for name in (*METHODS, "case", "bool")]
    yield "methodCallExpr", " | ".join(methods)
    bools = [f"{name}MethodCallExpr" for name in BOOL_METHODS]
    yield "boolMethodCallExpr", " | ".join((*bools, "isdefinedExpr"))


def _operators() -> Iterator[tuple[str, str]]:
    for word in ("add", "sub", "mul", "div", "divby", "mod", "eq", "ne", "lt", "le", "gt", "ge"):
        yield f"{word}Expr", f'RWS "{word}" RWS commonExpr'
    for word in ("and", "or"):
        yield f"{word}Expr", f'RWS "{word}" RWS boolCommonExpr'


def _numbers() -> Iterator[tuple[str, str]]:
    for name, digits in (("sbyte", 3), ("int16", 5), ("int32", 10), ("int64", 19)):
        yield f"{name}Literal", f"SIGN? [0-9]{{1,{digits}}}"
        yield f"{name}Value", rf"[+\-]? [0-9]{{1,{digits}}}"


def _transformations() -> Iterator[tuple[str, str]]:
    for end in ("top", "bottom"):
        for measure in ("count", "percent", "sum"):
            arguments = "OPEN BWS collectionExpr BWS COMMA BWS commonExpr BWS CLOSE"
            yield f"{end}{measure}Trafo", f"'{end}{measure}' {arguments}"


def _shapes() -> Iterator[tuple[str, str]]:
    for shape in (
        "Collection",
        "LineString",
        "MultiLineString",
        "MultiPoint",
        "MultiPolygon",
        "Point",
        "Polygon",
    ):
        yield f"full{shape}Literal", f"sridLiteral {shape[0].lower()}{shape[1:]}Literal"
        for earth in ("geography", "geometry"):
            yield f"{earth}{shape}", f"{earth}Prefix SQUOTE full{shape}Literal SQUOTE"
