"""The rules of OData's grammar for texts whose names nobody knows: there a name may be of any kind."""

from __future__ import annotations

from typing import Final

NAMES_UNKNOWN: Final = r"""
RWS = [\s+]+
BWS = [\s+]*
COMMA = BWS "," BWS
SEMI = BWS (";" | "%3B") BWS
EQ = "=" BWS
OPEN = "(" BWS
CLOSE = BWS ")"
odataIdentifier = [^\W\d] [\w]*
qualifiedName = odataIdentifier ("." odataIdentifier)*
namespace = namespacePart ("." namespacePart !!".")*
namePath = qualifiedName ("/" qualifiedName)*
wordEnd = ![\w]
null = 'null' wordEnd
boolean = ("true" | "false") wordEnd
nanInfinity = ('NaN' | '-INF' | 'INF') wordEnd
stringLiteral = "'" ([^'&#]+ | "''")* "'"
charInJSON = [^"\\&#]+ | "\" [^&#]

odataUri = serviceRoot odataRelativeUri?
serviceRoot = ("https" | "http") "://" host (":" port)? ("/" (rootSegment "/")* | !rootSegment)
rootSegment = [^/?#()$']+
resourcePath = crossjoin ("/" pathSegment)* | '$all' ("/" qualifiedName)?
  | [/]* pathSegment ("/" [/]* pathSegment)* [/]*
pathSegment = '$each' | '$count' | '$ref' | '$value' | '$query'
  | '$filter' OPEN boolCommonExpr CLOSE pathArguments*
  | segmentName pathArguments* segmentEnd | keySegment
segmentName = qualifiedName
keySegment = [^/?#$(]+
segmentEnd = ![^/?#]
pathArguments = OPEN (pathArgument (COMMA pathArgument)*)? CLOSE
pathArgument = (parameterName BWS EQ)? (parameterAlias | pathLiteral | array)
pathLiteral = null | boolean | guid | dateTimeOffsetLiteral | date | timeOfDayLiteral | decimalLiteral
  | stringInPath | durationLiteral | enumLiteral | binaryLiteral | geographyLiteral | geometryLiteral
stringInPath = "'" ([^'/?#]+ | "''")* "'"
propertyPath = pathSegment ("/" pathSegment)*

queryOptions = [&]* queryOption ("&" [&]* queryOption)* [&]*
queryOption = systemQueryOption optionEnd | aliasAndValue optionEnd | nameAndValue optionEnd
  | customQueryOption
optionEnd = BWS ![^&#]
aliasAndValue = parameterAlias EQ (parameterValue | looseObject)
looseObject = "{" [^&#]+
customName = !conditionOutside !"?$" [^&=#@$ \t] [^&=#]*
conditionOutside = [^&=#(']* "(" [^&=#']* ![=]
customValue = [^&#]*
deltatoken = "$deltatoken=" [^&#]+
skiptoken = "$skiptoken=" [^&#]+
id = ("$id" | "id") "=" IRI-in-query
IRI-in-query = [^&#]+
searchPhrase = "\x22" [^"&#]+ "\x22"
searchWord = [^\s()"'&#;] [^\s()"&#;]*
searchExpr-incomplete = "'" ([^'&#]+ | "''")* "'"
expandItem = "$value" | expandStep ("/" expandStep)*
  (ref (OPEN expandRefOption (SEMI expandRefOption)* CLOSE)?
  | count (OPEN expandCountOption (SEMI expandCountOption)* CLOSE)?
  | OPEN expandOption (SEMI expandOption)* CLOSE)?
expandPath = expandItem
expandStep = STAR | annotationInQuery | qualifiedName
selectItem = STAR | selectStep ("/" selectStep)* ("." STAR)?
  (OPEN (selectOption (SEMI selectOption)* | parameterNames) CLOSE)?
selectStep = annotationInQuery | qualifiedName | STAR
selectProperty = selectItem

operand = primitiveLiteral | arrayOrObject | rootExpr | negation | methodCallExpr
  | parenExpr | castExpr | isofExpr | notion | firstMemberExpr
primitiveLiteral = decimalLiteral numberEnd | null | boolean | guid | dateTimeOffsetLiteral | date
  | timeOfDayLiteral | decimalLiteral | stringLiteral | durationLiteral | enumLiteral | binaryLiteral
  | geographyLiteral | geometryLiteral
numberEnd = ![\w:.\-+]
geographyLiteral = geographyCollection | geographyLineString | geographyMultiLineString | geographyMultiPoint
  | geographyMultiPolygon | geographyPoint | geographyPolygon
geometryLiteral = geometryCollection | geometryLineString | geometryMultiLineString | geometryMultiPoint
  | geometryMultiPolygon | geometryPoint | geometryPolygon
rootExpr = '$root/' qualifiedName callOrKey* pathStep* pathEnd
commonExpr := operand (step | lastStep)*
step = RWS operator valueGap operand
valueGap = [\s+]+
lambdaCall = ("any" | "all") OPEN
functionExpr = !lambdaCall qualifiedName functionExprParameters callOrKey* pathStep* pathEnd
functionExprParameter = parameterName BWS EQ (parameterAlias | parameterValue)
firstMemberExpr = (implicitVariableExpr | '$these' | annotationInQuery | parameterAlias
  | !lambdaCall qualifiedName callOrKey*) pathStep* pathEnd
pathEnd = "/"?
memberExpr = firstMemberExpr
functionExprParameters := OPEN (BWS functionExprParameter (BWS COMMA BWS functionExprParameter)*)? BWS CLOSE
propertyPathExpr = firstMemberExpr
annotationExpr = annotationInQuery pathStep* pathEnd
callOrKey = functionExprParameters | simpleKey | compoundKey | bareArgument
bareArgument = OPEN qualifiedName CLOSE
pathStep := "/" ('$count' (OPEN expandCountOption (SEMI expandCountOption)* CLOSE)?
  | '$filter' OPEN boolCommonExpr CLOSE callOrKey* | 'aggregate' OPEN BWS aggregateFunctionExpr BWS CLOSE
  | anyExpr | allExpr | annotationInQuery | qualifiedName callOrKey*)
notion := "not" (RWS operand | !!"(" operand)
optionallyQualifiedTypeName = 'Collection' OPEN qualifiedName CLOSE | qualifiedName
typeArguments = OPEN (commonExpr COMMA)? optionallyQualifiedTypeName CLOSE

aggrPathPrefix = namePath
aggrCastPath = qualifiedName
aggregatableExpW = aggregatableExpr aggregateWith
aggregateCount = '$count' | namePath count
aggregateCustom = namePath
groupingProperty = namePath
nestPath = namePath
joinProperty = annotationInQuery | namePath
recHierPropertyPath = namePath
groupbyElement = rollupLevels | rollupRecursive | groupingProperty
customFunction = odataIdentifier ("." odataIdentifier)+ functionExprParameters

contextFragment = 'Collection($ref)' | '$ref' | 'Collection' OPEN qualifiedName CLOSE selectList?
  | contextStep ("/" (contextStep ![^/(] | contextKey))* selectList?
    ('/$entity' | '/$delta' | '/$deletedEntity' | '/$link' | '/$deletedLink')?
contextStep = qualifiedName (simpleKey | compoundKey)?
contextKey = ![$] [^/?#$()]*
selectListItem = STAR | selectListStep ("/" selectListStep)* ("." STAR)? "+"? selectList?
selectListStep = annotationInFragment | qualifiedName
annotationInQuery = "@" qualifiedName ("%23" annotationQualifier)?
primitiveValue = (booleanValue | guidValue | durationValue | dateTimeOffsetValue | dateValue | timeOfDayValue
  | fullCollectionLiteral | fullLineStringLiteral | fullMultiPointLiteral | fullMultiLineStringLiteral
  | fullMultiPolygonLiteral | fullPointLiteral | fullPolygonLiteral) textEnd
  | decimalValue textEnd | enumValue textEnd | binaryValue
textEnd = ![^\x00]
"""
"""What takes the place of the standard's rules for a text of which no name is known, once it is decoded."""
