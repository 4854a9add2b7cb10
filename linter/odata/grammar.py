"""The grammar of OData 4.01 with its extensions for aggregation and time, as rules that are tried in order.

The rules' names and their order of alternatives are those of the standard (OASIS OData ABNF Construction
Rules 4.01, Data Aggregation 4.0, Temporal Data 4.0); the notation is ours:

    name = …     a rule; `:=` is one that may stand within itself
    'x' "x"      this text, in this case or in any
    [a-z]        one character of a class
    a b   a | b  one after the other; the first that fits
    a? a* a+ a{8} a{1,5}

What the standard spells out in families of rules that differ in a word stands in `families`.
"""

from __future__ import annotations

from typing import Final

from linter.odata.families import families

_URI: Final = r"""
odataUri = serviceRoot odataRelativeUri?
serviceRoot = ("https" | "http") "://" host (":" port)? "/" (segment-nz "/")*
odataRelativeUri = '$batch' ("?" batchOptions)?
  | '$entity' "?" entityOptions
  | '$entity' "/" optionallyQualifiedEntityTypeName "?" entityCastOptions
  | '$metadata' ("?" metadataOptions)? context?
  | resourcePath ("?" queryOptions?)?

resourcePath = entitySetName collectionNavigation? | singletonEntity singleNavigation? | actionImportCall
  | entityColFunctionImportCall collectionNavigation? | entityFunctionImportCall singleNavigation?
  | complexColFunctionImportCall complexColPath? | complexFunctionImportCall complexPath?
  | primitiveColFunctionImportCall collectionPath? | primitiveFunctionImportCall primitivePath?
  | functionImportCallNoParens querySegment? | crossjoin querySegment?
  | '$all' ("/" optionallyQualifiedEntityTypeName)?
collectionNavigation := collectionNavPath | "/" optionallyQualifiedEntityTypeName collectionNavPath?
collectionNavPath = keyPredicate singleNavigation? | filterInPath collectionNavigation? | each boundOperation?
  | boundOperation | count | ref | querySegment
singleNavigation := singleNavPath | "/" optionallyQualifiedEntityTypeName singleNavPath?
singleNavPath = "/" propertyPath | boundOperation | ref | value | querySegment
propertyPath := entityColNavigationProperty collectionNavigation? | entityNavigationProperty singleNavigation?
  | complexColProperty complexColPath? | complexProperty complexPath? | primitiveColProperty collectionPath?
  | primitiveProperty primitivePath? | streamProperty boundOperation?
collectionPath = count | boundOperation | ordinalIndex | querySegment
primitivePath = value | boundOperation | querySegment
complexColPath = collectionPath | "/" optionallyQualifiedComplexTypeName collectionPath?
complexPath = complexNavPath | "/" optionallyQualifiedComplexTypeName complexNavPath?
complexNavPath = "/" propertyPath | boundOperation | querySegment

keyPredicate = simpleKey | compoundKey | keyPathSegments
simpleKey = OPEN (parameterAlias | keyPropertyValue) CLOSE
compoundKey = OPEN keyValuePair (COMMA keyValuePair)* CLOSE
keyValuePair = (primitiveKeyProperty | keyPropertyAlias) EQ (parameterAlias | keyPropertyValue)
keyPathSegments = ("/" keyPathLiteral)+
keyPathLiteral = pchar*
keyPropertyValue = boolean | guid | dateTimeOffsetLiteral | date | timeOfDayLiteral | decimalLiteral
  | sbyteLiteral | byte | int16Literal | int32Literal | int64Literal
  | stringLiteral | durationLiteral | enumLiteral

filterInPath = '/$filter' OPEN boolCommonExpr CLOSE
each = '/$each'
count = '/$count'
ref = '/$ref'
value = '/$value'
querySegment = '/$query'
ordinalIndex = "/" "-"? [0-9]+

boundOperation := "/" (boundActionCall
  | boundEntityColFunctionCall collectionNavigation? | boundEntityFunctionCall singleNavigation?
  | boundComplexColFunctionCall complexColPath? | boundComplexFunctionCall complexPath?
  | boundPrimitiveColFunctionCall collectionPath? | boundPrimitiveFunctionCall primitivePath?
  | boundFunctionCallNoParens querySegment?)
actionImportCall = actionImport
boundActionCall = (namespace ".")? action
functionParameters = OPEN (BWS functionParameter (BWS COMMA BWS functionParameter)*)? BWS CLOSE
functionParameter = parameterName EQ (parameterAlias | primitiveLiteral)
parameterAlias = AT odataIdentifier
crossjoin = '$crossjoin' OPEN entitySetName (COMMA entitySetName)* CLOSE
"""

_OPTIONS: Final = r"""
queryOptions = queryOption ("&" queryOption)*
queryOption = systemQueryOption | aliasAndValue | nameAndValue | customQueryOption
systemQueryOption = compute | deltatoken | expand | filter | format | id | inlinecount | orderby
  | schemaversion | search | select | skip | skiptoken | top | index | apply | temporalOption
batchOptions = batchOption ("&" batchOption)*
batchOption = format | customQueryOption
metadataOptions = metadataOption ("&" metadataOption)*
metadataOption = format | customQueryOption
entityOptions = (!id entityIdOption "&")* id ("&" entityIdOption)*
entityIdOption = format | customQueryOption
entityCastOptions = (!id entityCastOption "&")* id ("&" entityCastOption)*
entityCastOption = entityIdOption | expand | select

id = ("$id" | "id") EQ IRI-in-query
compute = ("$compute" | "compute") EQ computeItem (COMMA computeItem)*
computeItem = commonExpr RWS "as" RWS computedProperty
filter = ("$filter" | "filter") EQ boolCommonExpr
orderby = ("$orderby" | "orderby") EQ orderbyItem (COMMA orderbyItem)*
orderbyItem = commonExpr (RWS ("asc" | "desc"))?
skip = ("$skip" | "skip") EQ [0-9]+
top = ("$top" | "top") EQ [0-9]+
index = ("$index" | "index") EQ "-"? [0-9]+
format = ("$format" | "format") EQ ("atom" | "json" | "xml" | pchar-no-AMP+ "/" pchar-no-AMP+)
inlinecount = ("$count" | "count") EQ boolean
schemaversion = ("$schemaversion" | "schemaversion") EQ (STAR | unreserved+)
levels = ("$levels" | "levels") EQ (oneToNine [0-9]* | "max")
deltatoken = "$deltatoken" EQ qchar-no-AMP+
skiptoken = "$skiptoken" EQ qchar-no-AMP+
temporalOption = at-option | from | to | toInclusive
at-option = "$at" EQ temporalExpr
from = "$from" EQ temporalExpr
to = "$to" EQ temporalExpr
toInclusive = "$toInclusive" EQ temporalExpr
temporalExpr = "min" | "max" | commonExpr

expand := ("$expand" | "expand") EQ expandItem (COMMA expandItem)*
expandItem = "$value" | expandPath | optionallyQualifiedEntityTypeName "/" expandPath
expandPath := STAR (ref | OPEN levels CLOSE)?
  | (navigationProperty | entityAnnotationInQuery) ("/" optionallyQualifiedEntityTypeName)?
    (ref (OPEN expandRefOption (SEMI expandRefOption)* CLOSE)?
    | count (OPEN expandCountOption (SEMI expandCountOption)* CLOSE)?
    | OPEN expandOption (SEMI expandOption)* CLOSE)?
  | (complexProperty | complexColProperty | optionallyQualifiedComplexTypeName | complexAnnotationInQuery)
    "/" expandPath
  | streamProperty
expandCountOption = filter | search
expandRefOption = expandCountOption | orderby | skip | top | inlinecount
expandOption = expandRefOption | select | expand | compute | levels | aliasAndValue | apply | temporalOption

search = ("$search" | "search") EQ BWS (searchExpr | searchExpr-incomplete)
searchExpr = searchUnit searchStep*
searchUnit := searchParenExpr | 'NOT' RWS searchUnit | searchPhrase | searchWord
searchStep = RWS 'OR' RWS searchUnit | RWS ('AND' RWS)? searchUnit
searchParenExpr = OPEN BWS searchExpr BWS CLOSE
searchNegateExpr = 'NOT' RWS searchExpr
searchOrExpr = RWS 'OR' RWS searchExpr
searchAndExpr = RWS ('AND' RWS)? searchExpr
searchPhrase = quotation-mark (qchar-no-AMP-DQUOTE | SP)+ quotation-mark
searchWord = searchChar (searchChar | SQUOTE)*
searchChar = [A-Za-z0-9\-._~] | pct-encoded-no-DQUOTE | [!*+,:@/?$=]
searchExpr-incomplete = SQUOTE (SQUOTE-in-string | qchar-no-AMP-SQUOTE | quotation-mark | SP)* SQUOTE

select := ("$select" | "select") EQ selectItem (COMMA selectItem)*
selectItem := STAR | allOperationsInSchema | selectProperty
  | optionallyQualifiedActionName | optionallyQualifiedFunctionName
  | (optionallyQualifiedEntityTypeName | optionallyQualifiedComplexTypeName) "/"
    (selectProperty | optionallyQualifiedActionName | optionallyQualifiedFunctionName)
selectProperty := primitiveProperty | primitiveAnnotationInQuery
  | (primitiveColProperty | primitiveColAnnotationInQuery)
    (OPEN selectOptionPC (SEMI selectOptionPC)* CLOSE)?
  | navigationProperty
  | selectPath (OPEN selectOption (SEMI selectOption)* CLOSE | "/" selectProperty)?
selectPath = (complexProperty | complexColProperty | complexAnnotationInQuery)
  ("/" optionallyQualifiedComplexTypeName)?
selectOptionPC = filter | search | inlinecount | orderby | skip | top
selectOption = selectOptionPC | compute | select | aliasAndValue
allOperationsInSchema = namespace "." STAR
optionallyQualifiedActionName = (namespace ".")? action
optionallyQualifiedFunctionName = (namespace ".")? function (OPEN parameterNames CLOSE)?
parameterNames = parameterName (COMMA parameterName)*

aliasAndValue = parameterAlias EQ parameterValue
nameAndValue = parameterName EQ parameterValue
parameterValue = commonExpr
customQueryOption = customName (EQ customValue)?
customName = qchar-no-AMP-EQ-AT-DOLLAR qchar-no-AMP-EQ*
customValue = qchar-no-AMP*
"""

_APPLY: Final = r"""
apply = ("$apply" | "apply") EQ applyExpr
applyExpr := applyTrafo ("/" applyTrafo)*
applyTrafo = aggregateTrafo | computeTrafo | concatTrafo | groupbyTrafo
  | joinTrafo | nestTrafo | outerjoinTrafo | preservingTrafo
preservingTrafo := bottomcountTrafo | bottompercentTrafo | bottomsumTrafo | filterTrafo | identityTrafo
  | orderbyTrafo | searchTrafo | skipTrafo | topTrafo | topcountTrafo | toppercentTrafo | topsumTrafo
  | ancestorsTrafo | descendantsTrafo | traverseTrafo | customFunction
preservingTrafos = preservingTrafo ("/" preservingTrafo)*

aggregateTrafo = 'aggregate' OPEN BWS aggregateExpr (BWS COMMA BWS aggregateExpr)* BWS CLOSE
aggregateExpr = (aggrPathPrefix | aggrCastPath) nonprimAggWith aggregateFrom? asAlias
  | aggregatableExpW aggregateFrom? asAlias
  | aggregateCount aggregateFrom? asAlias
  | aggregateCustom (customFrom? asAlias)?
aggregatableExpr = commonExpr
aggregatableExpW = aggregatableExpr aggregateWith | (aggrCastPath "/")? aggrPrimPath aggregateWith
aggrPathPrefix = (aggrCastPath "/")? aggrPropPath
aggregateWith = RWS 'with' RWS aggregateMethod
nonprimAggWith = RWS 'with' RWS nonprimAggMethod
aggregateFrom := RWS 'from' RWS groupingProperties aggregateWith aggregateFrom?
customFrom := RWS 'from' RWS groupingProperties aggregateWith? customFrom?
aggregateMethod = 'sum' | 'min' | 'max' | 'average' | nonprimAggMethod
nonprimAggMethod = 'countdistinct' | namespace "." odataIdentifier
aggregateCount = '$count' | (aggrCastPath "/")? aggrPrimPath count | (aggrPathPrefix | aggrCastPath) count
aggregateCustom = ((aggrPathPrefix | aggrCastPath) "/")? customAggregate
asAlias = RWS 'as' RWS expressionAlias

aggrPropStep = (complexProperty | complexColProperty | entityNavigationProperty | entityColNavigationProperty)
  ("/" aggrCastPath)?
aggrPropPath := aggrPropStep ("/" aggrPropPath)?
aggrPrimPath := aggrPropStep "/" aggrPrimPath | primitiveProperty | primitiveColProperty | streamProperty
aggrCastPath = optionallyQualifiedComplexTypeName | optionallyQualifiedEntityTypeName
nestPropPath := (complexProperty | complexColProperty)
  (("/" optionallyQualifiedComplexTypeName)? "/" nestPropPath)?
snglPropPath := (complexProperty | entityNavigationProperty) (("/" aggrCastPath)? "/" snglPropPath)?
snglPrimPath := (complexProperty | entityNavigationProperty) ("/" aggrCastPath)? "/" snglPrimPath
  | primitiveProperty | streamProperty
groupingProperty = (aggrCastPath "/")? (snglPrimPath | snglPropPath)
groupingProperties = groupingProperty (BWS COMMA BWS groupingProperty)*

collectionExpr = commonExpr
currCollectionExpr = '$these' collectionPathExpr
computeTrafo = 'compute' OPEN BWS computeExpr (BWS COMMA BWS computeExpr)* BWS CLOSE
computeExpr = commonExpr asAlias
concatTrafo = 'concat' OPEN BWS applyExpr (BWS COMMA BWS applyExpr)+ BWS CLOSE
nestTrafo = 'nest' OPEN BWS nestApplyExpr BWS CLOSE
  | 'addnested' OPEN BWS nestPath BWS COMMA BWS nestApplyExpr BWS CLOSE
nestPath = (aggrCastPath "/")?
  ((nestPropPath "/")? navigationProperty ("/" optionallyQualifiedEntityTypeName)? | nestPropPath)
nestApplyExpr = applyExpr asAlias (BWS COMMA BWS applyExpr asAlias)*
joinTrafo = 'join' OPEN BWS joinProperty asAlias (BWS COMMA BWS applyExpr)? BWS CLOSE
outerjoinTrafo = 'outerjoin' OPEN BWS joinProperty asAlias (BWS COMMA BWS applyExpr)? BWS CLOSE
joinProperty = complexColProperty | complexAnnotationInQuery
  | entityColNavigationProperty ("/" optionallyQualifiedEntityTypeName)? | entityAnnotationInQuery
ancestorsTrafo = 'ancestors' hierarchyRange
descendantsTrafo = 'descendants' hierarchyRange
hierarchyRange = OPEN BWS recHierReference BWS COMMA BWS preservingTrafos BWS
  (COMMA BWS [0-9]+ BWS)? (COMMA BWS 'keep start' BWS)? CLOSE
traverseTrafo = 'traverse' OPEN BWS recHierReference BWS COMMA BWS ('preorder' | 'postorder') BWS
  (COMMA BWS preservingTrafos BWS)? (COMMA BWS orderbyItem (BWS COMMA BWS orderbyItem)* BWS)? CLOSE
recHierReference = rootExpr BWS COMMA BWS recHierQualifier BWS COMMA BWS recHierPropertyPath
recHierPropertyPath = (aggrCastPath "/")? aggrPrimPath
filterTrafo = 'filter' OPEN BWS boolCommonExpr BWS CLOSE
searchTrafo = 'search' OPEN BWS (searchExpr | searchExpr-incomplete) BWS CLOSE
groupbyTrafo = 'groupby' OPEN BWS groupbyList (BWS COMMA BWS applyExpr)? BWS CLOSE
groupbyList = OPEN BWS groupbyElement (BWS COMMA BWS groupbyElement)* BWS CLOSE
groupbyElement = groupingProperty | rollupLevels | rollupRecursive
rollupLevels = 'rollup' OPEN BWS (rollupUnnamedHier | rollupNamedHier) BWS CLOSE
rollupRecursive = 'rolluprecursive' OPEN BWS recHierReference BWS (COMMA BWS preservingTrafos BWS)? CLOSE
rollupUnnamedHier = groupingProperty (BWS COMMA BWS groupingProperty)+
identityTrafo = 'identity'
topTrafo = 'top' OPEN BWS [0-9]+ BWS CLOSE
skipTrafo = 'skip' OPEN BWS [0-9]+ BWS CLOSE
orderbyTrafo = 'orderby' OPEN orderbyItem (BWS COMMA BWS orderbyItem)* CLOSE
customFunction = namespace "." (entityColFunction | complexColFunction | primitiveColFunction)
  functionExprParameters

isdefinedExpr = 'isdefined' OPEN BWS firstMemberExpr BWS CLOSE
aggregateFunctionExpr = aggregatableExpW aggregateFrom? | aggrPathPrefix nonprimAggWith aggregateFrom?
  | aggregateCount aggregateFrom? | aggregateCustom customFrom?
"""

_CONTEXT: Final = r"""
context = "#" contextFragment
contextFragment = 'Collection($ref)' | '$ref' | 'Collection(Edm.EntityType)' | 'Collection(Edm.ComplexType)'
  | singletonEntity (navigation containmentNavigation* ("/" qualifiedEntityTypeName)?)? selectList?
  | qualifiedTypeName selectList?
  | entitySet ('/$deletedEntity' | '/$link' | '/$deletedLink')
  | entitySet keyPredicate "/" contextPropertyPath selectList?
  | entitySet selectList? ('/$entity' | '/$delta')?
entitySet = entitySetName containmentNavigation* ("/" qualifiedEntityTypeName)?
containmentNavigation = keyPredicate ("/" qualifiedEntityTypeName)? navigation
navigation = ("/" complexProperty ("/" qualifiedComplexTypeName)?)* "/" navigationProperty
selectList := OPEN (selectListItem (COMMA selectListItem)*)? CLOSE
selectListItem = STAR | allOperationsInSchema
  | ((qualifiedEntityTypeName | qualifiedComplexTypeName) "/")?
    (qualifiedActionName | qualifiedFunctionName | selectListProperty)
selectListProperty := primitiveProperty | primitiveColProperty
  | (navigationProperty | entityAnnotationInFragment) "+"? selectList?
  | (complexProperty | complexColProperty | complexAnnotationInFragment)
    ("/" qualifiedComplexTypeName)? ("/" selectListProperty)?
contextPropertyPath := primitiveProperty | primitiveColProperty | complexColProperty
  | complexProperty (("/" qualifiedComplexTypeName)? "/" contextPropertyPath)?
qualifiedActionName = namespace "." action
qualifiedFunctionName = namespace "." function (OPEN parameterNames CLOSE)?
"""

_EXPRESSIONS: Final = r"""
commonExpr := operand (step | lastStep logicStep)* lastStep?
boolCommonExpr = commonExpr
operand = primitiveLiteral | arrayOrObject | rootExpr | functionExpr | negation | methodCallExpr
  | parenExpr | castExpr | isofExpr | notion | firstMemberExpr
negation := "-" BWS operand
notion := "not" RWS operand
step = RWS operator RWS operand
logicStep = RWS ("and" | "or") RWS operand
lastStep = RWS "has" RWS enumLiteral | RWS "in" RWS listExpr
operator = "add" | "sub" | "mul" | "divby" | "div" | "mod"
  | "eq" | "ne" | "lt" | "le" | "gt" | "ge" | "in" | "and" | "or"
negateExpr = "-" BWS commonExpr
notExpr = "not" RWS boolCommonExpr
inExpr = RWS "in" RWS (listExpr | commonExpr)
hasExpr = RWS "has" RWS enumLiteral
parenExpr = OPEN BWS commonExpr BWS CLOSE
listExpr = OPEN BWS (primitiveLiteral BWS (COMMA BWS primitiveLiteral BWS)*)? CLOSE
isofExpr = "isof" typeArguments
castExpr = "cast" typeArguments
typeArguments = OPEN BWS (commonExpr BWS COMMA BWS)? optionallyQualifiedTypeName BWS CLOSE

rootExpr = '$root/' (entitySetName collectionNavigationExpr? | singletonEntity singleNavigationExpr?
  | entityColFunctionImport functionExprParameters collectionNavigationExpr?
  | entityFunctionImport functionExprParameters singleNavigationExpr?
  | complexColFunctionImport functionExprParameters complexColPathExpr?
  | complexFunctionImport functionExprParameters complexPathExpr?
  | primitiveColFunctionImport functionExprParameters collectionPathExpr?
  | primitiveFunctionImport functionExprParameters primitivePathExpr?)
firstMemberExpr = memberExpr | inscopeVariableExpr ("/" memberExpr)? | currCollectionExpr
memberExpr := directMemberExpr
  | (optionallyQualifiedEntityTypeName | optionallyQualifiedComplexTypeName) "/" directMemberExpr
directMemberExpr := propertyPathExpr | boundFunctionExpr | annotationExpr
propertyPathExpr = entityColNavigationProperty collectionNavigationExpr?
  | entityNavigationProperty singleNavigationExpr? | complexColProperty complexColPathExpr?
  | complexProperty complexPathExpr? | primitiveColProperty collectionPathExpr?
  | primitiveProperty primitivePathExpr? | streamProperty primitivePathExpr?
annotationExpr = annotationInQuery
  (collectionPathExpr | singleNavigationExpr | complexPathExpr | primitivePathExpr)?
annotationInQuery = AT (namespace ".")? termName (HASH annotationQualifier)?
annotationInFragment = AT (namespace ".")? termName ("#" annotationQualifier)?
inscopeVariableExpr = implicitVariableExpr | parameterAlias | lambdaVariableExpr
implicitVariableExpr = '$it' | '$this'

collectionNavigationExpr = collectionNavNoCastExpr
  | "/" optionallyQualifiedEntityTypeName collectionNavNoCastExpr
collectionNavNoCastExpr := keyPredicate singleNavigationExpr? | filterExpr collectionNavigationExpr?
  | collectionPathExpr
singleNavigationExpr = "/" memberExpr
filterExpr = '/$filter' OPEN boolCommonExpr CLOSE
complexColPathExpr = collectionPathExpr | "/" optionallyQualifiedComplexTypeName collectionPathExpr?
collectionPathExpr := count (OPEN expandCountOption (SEMI expandCountOption)* CLOSE)?
  | filterExpr collectionPathExpr? | "/" anyExpr | "/" allExpr | "/" boundFunctionExpr | "/" annotationExpr
  | aggregateSegment
aggregateSegment = '/aggregate' OPEN BWS aggregateFunctionExpr BWS CLOSE
complexPathExpr = "/" directMemberExpr | "/" optionallyQualifiedComplexTypeName ("/" directMemberExpr)?
primitivePathExpr = "/" (annotationExpr | boundFunctionExpr)?
boundFunctionExpr = functionExpr
functionExpr = (namespace ".")? (entityColFunction functionExprParameters collectionNavigationExpr?
  | entityFunction functionExprParameters singleNavigationExpr?
  | complexColFunction functionExprParameters complexColPathExpr?
  | complexFunction functionExprParameters complexPathExpr?
  | primitiveColFunction functionExprParameters collectionPathExpr?
  | primitiveFunction functionExprParameters primitivePathExpr?)
functionExprParameters = OPEN (BWS functionExprParameter (BWS COMMA BWS functionExprParameter)*)? BWS CLOSE
functionExprParameter = parameterName EQ (parameterAlias | parameterValue)
anyExpr = "any" OPEN BWS (lambdaVariableExpr BWS COLON BWS lambdaPredicateExpr)? BWS CLOSE
allExpr = "all" OPEN BWS lambdaVariableExpr BWS COLON BWS lambdaPredicateExpr BWS CLOSE
lambdaPredicateExpr = boolCommonExpr
caseMethodCallExpr = "case" OPEN BWS caseBranch (COMMA BWS caseBranch)* CLOSE
caseBranch = boolCommonExpr BWS COLON BWS commonExpr BWS

arrayOrObject = array | object
array = begin-array (valueInUrl (value-separator valueInUrl)*)? end-array
object = begin-object (member (value-separator member)*)? end-object
member = stringInUrl name-separator valueInUrl
valueInUrl = stringInUrl | commonExpr
begin-object = BWS ("{" | "%7B") BWS
end-object = BWS ("}" | "%7D")
begin-array = BWS ("[" | "%5B") BWS
end-array = BWS ("]" | "%5D")
quotation-mark = DQUOTE | "%22"
name-separator = BWS COLON BWS
value-separator = BWS COMMA BWS
stringInUrl = quotation-mark charInJSON* quotation-mark
charInJSON = qchar-unescaped | qchar-JSON-special
  | escape (quotation-mark | escape | "/" | "%2F" | [bfnrt] | 'u' [0-9A-Fa-f]{4})
qchar-JSON-special = [ :{}\[\]]
escape = "\" | "%5C"
"""

_NAMES: Final = r"""
qualifiedTypeName = singleQualifiedTypeName | 'Collection' OPEN singleQualifiedTypeName CLOSE
optionallyQualifiedTypeName = singleQualifiedTypeName | 'Collection' OPEN singleQualifiedTypeName CLOSE
  | singleTypeName | 'Collection' OPEN singleTypeName CLOSE
singleQualifiedTypeName = qualifiedEntityTypeName | qualifiedComplexTypeName | qualifiedTypeDefinitionName
  | qualifiedEnumTypeName | primitiveTypeName
singleTypeName = entityTypeName | complexTypeName | typeDefinitionName | enumerationTypeName
qualifiedEntityTypeName = namespace "." entityTypeName
qualifiedComplexTypeName = namespace "." complexTypeName
qualifiedTypeDefinitionName = namespace "." typeDefinitionName
qualifiedEnumTypeName = namespace "." enumerationTypeName
optionallyQualifiedEntityTypeName = (namespace ".")? entityTypeName
optionallyQualifiedComplexTypeName = (namespace ".")? complexTypeName
namespace = namespacePart ("." namespacePart)*
odataIdentifier = [A-Za-z_] [A-Za-z0-9_]{0,127}
identifierLeadingCharacter = [A-Za-z_]
identifierCharacter = [A-Za-z0-9_]
primitiveTypeName = 'Edm.' ('Binary' | 'Boolean' | 'Byte' | 'Date' | 'DateTimeOffset' | 'Decimal' | 'Double'
  | 'Duration' | 'Guid' | 'Int16' | 'Int32' | 'Int64' | 'SByte' | 'Single' | 'Stream' | 'String' | 'TimeOfDay'
  | abstractSpatialTypeName concreteSpatialTypeName?)
abstractSpatialTypeName = 'Geography' | 'Geometry'
concreteSpatialTypeName = 'Collection' | 'LineString' | 'MultiLineString' | 'MultiPoint' | 'MultiPolygon'
  | 'Point' | 'Polygon'
primitiveProperty = primitiveKeyProperty | primitiveNonKeyProperty | customAggregate
navigationProperty = entityNavigationProperty | entityColNavigationProperty
function = entityFunction | entityColFunction | complexFunction | complexColFunction | primitiveFunction
  | primitiveColFunction
"""

_LITERALS: Final = r"""
primitiveLiteral = null | boolean | guid | dateTimeOffsetLiteral | date | timeOfDayLiteral | decimalLiteral
  | doubleLiteral | singleLiteral | sbyteLiteral | byte | int16Literal | int32Literal | int64Literal
  | stringLiteral | durationLiteral | enumLiteral | binaryLiteral
  | geographyCollection | geographyLineString | geographyMultiLineString | geographyMultiPoint
  | geographyMultiPolygon | geographyPoint | geographyPolygon
  | geometryCollection | geometryLineString | geometryMultiLineString | geometryMultiPoint
  | geometryMultiPolygon | geometryPoint | geometryPolygon
primitiveValue = booleanValue | guidValue | durationValue | dateTimeOffsetValue | dateValue | timeOfDayValue
  | enumValue | fullCollectionLiteral | fullLineStringLiteral | fullMultiPointLiteral
  | fullMultiLineStringLiteral | fullMultiPolygonLiteral | fullPointLiteral | fullPolygonLiteral
  | decimalValue | doubleValue | singleValue | sbyteValue | byteValue | int16Value | int32Value | int64Value
  | binaryValue
null = 'null'
binaryLiteral = "binary" SQUOTE binaryValue SQUOTE
binaryValue = ([A-Za-z0-9\-_]{4})* (base64b16 | base64b8)?
base64b16 = [A-Za-z0-9\-_]{2} [AEIMQUYcgkosw048] "="?
base64b8 = [A-Za-z0-9\-_] [AQgw] "=="?
base64char = [A-Za-z0-9\-_]
boolean = "true" | "false"
booleanValue = 'true' | 'false'
decimalLiteral = SIGN? [0-9]+ ("." [0-9]+)? ("e" SIGN? [0-9]+)? | nanInfinity
decimalValue = [+\-]? [0-9]+ ("." [0-9]+)? ("e" [+\-]? [0-9]+)? | nanInfinity
doubleLiteral = decimalLiteral
doubleValue = decimalValue
singleLiteral = decimalLiteral
singleValue = decimalValue
nanInfinity = 'NaN' | '-INF' | 'INF'
guid = [0-9A-Fa-f]{8} "-" [0-9A-Fa-f]{4} "-" [0-9A-Fa-f]{4} "-" [0-9A-Fa-f]{4} "-" [0-9A-Fa-f]{12}
guidValue = guid
byte = [0-9]{1,3}
byteValue = byte
stringLiteral = SQUOTE (SQUOTE-in-string | pchar-no-SQUOTE)* SQUOTE
SQUOTE-in-string = SQUOTE SQUOTE
date = year "-" month "-" day
dateValue = date
dateTimeOffsetLiteral = date "T" timeOfDayLiteral ("Z" | SIGN hour COLON minute)
dateTimeOffsetValueInUrl = dateTimeOffsetLiteral
dateTimeOffsetValue = date "T" timeOfDayValue ("Z" | [+\-] hour ":" minute)
durationLiteral = "duration"? SQUOTE durationValue SQUOTE
durationValue = "-"? "P" ([0-9]+ "D")?
  ("T" ([0-9]+ "H")? ([0-9]+ "M")? ([0-9]+ ("." [0-9]+)? "S")?)?
timeOfDayLiteral = hour COLON minute (COLON second ("." fractionalSeconds)?)?
timeOfDayValue = hour ":" minute (":" second ("." fractionalSeconds)?)?
oneToNine = [1-9]
zeroToFiftyNine = [0-5] [0-9]
year = "-"? ("0" [0-9]{3} | [1-9] [0-9]{3,})
month = "0" [1-9] | "1" [0-2]
day = "0" [1-9] | [12] [0-9] | "3" [01]
hour = [01] [0-9] | "2" [0-3]
minute = zeroToFiftyNine
second = zeroToFiftyNine | "60"
fractionalSeconds = [0-9]{1,12}
enumLiteral = qualifiedEnumTypeName? SQUOTE singleEnumLiteral (COMMA singleEnumLiteral)* SQUOTE
singleEnumLiteral = enumerationMember | int64Literal
enumValue = singleEnumValue ("," singleEnumValue)*
singleEnumValue = enumerationMember | int64Value

geographyPrefix = "geography"
geometryPrefix = "geometry"
sridLiteral = "SRID" EQ [0-9]{1,5} SEMI
collectionLiteral := "GeometryCollection(" geoLiteral (COMMA geoLiteral)* CLOSE
geoLiteral = collectionLiteral | lineStringLiteral | multiPointLiteral | multiLineStringLiteral
  | multiPolygonLiteral | pointLiteral | polygonLiteral
lineStringLiteral = "LineString" lineStringData
lineStringData = OPEN positionLiteral (COMMA positionLiteral)+ CLOSE
multiLineStringLiteral = "MultiLineString(" (lineStringData (COMMA lineStringData)*)? CLOSE
multiPointLiteral = "MultiPoint(" (pointData (COMMA pointData)*)? CLOSE
multiPolygonLiteral = "MultiPolygon(" (polygonData (COMMA polygonData)*)? CLOSE
pointLiteral = "Point" pointData
pointData = OPEN positionLiteral CLOSE
positionLiteral = doubleValue SP doubleValue (SP doubleValue)? (SP doubleValue)?
polygonLiteral = "Polygon" polygonData
polygonData = OPEN ringLiteral (COMMA ringLiteral)* CLOSE
ringLiteral = OPEN positionLiteral (COMMA positionLiteral)* CLOSE
"""

_HEADERS: Final = r"""
header = asyncresult | content-id | isolation | odata-entityid | odata-error | odata-maxversion
  | odata-version | prefer
asyncresult = "AsyncResult" ":" OWS [0-9]{3}
content-id = "Content-ID" ":" OWS request-id
isolation = "OData-"? "Isolation" ":" OWS "snapshot"
request-id = unreserved+
odata-entityid = "OData-EntityID" ":" OWS IRI-in-header
odata-error = "OData-Error" ":" OWS "{" DQUOTE 'code' DQUOTE ":" [ -~]*
odata-maxversion = "OData-MaxVersion" ":" OWS [0-9]+ "." [0-9]+
odata-version = "OData-Version" ":" OWS "4.0" oneToNine?
prefer = "Prefer" ":" OWS preference (OWS "," OWS preference)*
preference = allowEntityReferencesPreference | callbackPreference | continueOnErrorPreference
  | includeAnnotationsPreference | maxpagesizePreference | omitValuesPreference | respondAsyncPreference
  | returnPreference | trackChangesPreference | waitPreference
allowEntityReferencesPreference = "odata."? "allow-entityreferences"
callbackPreference = "odata."? "callback" OWS ";" OWS "url" EQ-h DQUOTE URI DQUOTE
continueOnErrorPreference = "odata."? "continue-on-error" (EQ-h boolean)?
includeAnnotationsPreference = "odata."? "include-annotations" EQ-h DQUOTE annotationsList DQUOTE
annotationsList = annotationIdentifier ("," annotationIdentifier)*
annotationIdentifier = excludeOperator? (STAR | namespace "." (termName | STAR)) ("#" odataIdentifier)?
excludeOperator = "-"
maxpagesizePreference = "odata."? "maxpagesize" EQ-h oneToNine [0-9]*
omitValuesPreference = "omit-values" EQ-h ("nulls" | "defaults")
respondAsyncPreference = "respond-async"
returnPreference = "return" EQ-h ('representation' | 'minimal')
trackChangesPreference = "odata."? "track-changes"
waitPreference = "wait" EQ-h [0-9]+
obs-text = [\x80-\xff]
OWS = [ \t]*
BWS-h = [ \t]*
EQ-h = BWS-h EQ BWS-h
"""

_CHARACTERS: Final = r"""
RWS = ([ \t] | "%20" | "%09")+
BWS = ([ \t] | "%20" | "%09")*
AT = "@" | "%40"
COLON = ":" | "%3A"
COMMA = "," | "%2C"
EQ = "="
HASH = "%23"
SIGN = "+" | "%2B" | "-"
SEMI = ";" | "%3B"
STAR = "*" | "%2A"
SQUOTE = "'" | "%27"
OPEN = "(" | "%28"
CLOSE = ")" | "%29"

URI = scheme ":" hier-part ("?" query)? ("#" fragment)?
hier-part = "//" authority path-abempty | path-absolute | path-rootless
scheme = [A-Za-z] [A-Za-z0-9+\-.]*
authority = (userinfo "@")? host (":" port)?
userinfo = ([A-Za-z0-9\-._~] | pct-encoded | [$&'=!()*+,;] | ":")*
host = IP-literal | IPv4address | reg-name
port = [0-9]*
IP-literal = "[" (IPv6address | IPvFuture) "]"
IPvFuture = "v" [0-9A-Fa-f]+ "." [A-Za-z0-9\-._~$&'=!()*+,;:]+
IPv6address = (h16 ":"){6} ls32 | "::" (h16 ":"){5} ls32 | h16? "::" (h16 ":"){4} ls32
  | ((h16 ":")+ h16)? "::" (h16 ":"){3} ls32 | ((h16 ":"){2,} h16)? "::" (h16 ":"){2} ls32
  | ((h16 ":"){3,} h16)? "::" h16 ":" ls32 | ((h16 ":"){4,} h16)? "::" ls32
  | ((h16 ":"){5,} h16)? "::" h16 | ((h16 ":"){6,} h16)? "::"
h16 = [0-9A-Fa-f]{1,4}
ls32 = h16 ":" h16 | IPv4address
IPv4address = dec-octet "." dec-octet "." dec-octet "." dec-octet
dec-octet = "1" [0-9]{2} | "2" [0-4] [0-9] | "25" [0-5] | [1-9] [0-9] | [0-9]
reg-name = ([A-Za-z0-9\-._~] | pct-encoded | [$&'=!()*+,;])*
path-abempty = ("/" segment)*
path-absolute = "/" (segment-nz ("/" segment)*)?
path-rootless = segment-nz ("/" segment)*
segment = pchar*
segment-nz = pchar+
pchar = [A-Za-z0-9\-._~] | pct-encoded | [$&'=!()*+,;:@]
query = (pchar | [/?])*
fragment = (pchar | [/?])*
pct-encoded = "%" [0-9A-Fa-f] [0-9A-Fa-f]
unreserved = [A-Za-z0-9\-._~]
sub-delims = [$&'=!()*+,;]
other-delims = [!()*+,;]
pchar-no-AMP = [A-Za-z0-9\-._~] | pct-encoded | [!()*+,;$'=:@]
pchar-no-SQUOTE = [A-Za-z0-9\-._~] | pct-encoded-no-SQUOTE | [!()*+,;$&=:@]
pct-encoded-no-SQUOTE = "%" [01345689A-Fa-f] [0-9A-Fa-f] | "%" "2" [0-689A-Fa-f]
qchar-no-AMP = [A-Za-z0-9\-._~] | pct-encoded | [!()*+,;:@/?$'=]
qchar-no-AMP-EQ = [A-Za-z0-9\-._~] | pct-encoded | [!()*+,;:@/?$']
qchar-no-AMP-EQ-AT-DOLLAR = [A-Za-z0-9\-._~] | pct-encoded | [!()*+,;:/?']
qchar-no-AMP-SQUOTE = [A-Za-z0-9\-._~] | pct-encoded | [!()*+,;:@/?$=]
qchar-no-AMP-DQUOTE = [A-Za-z0-9\-._~] | pct-encoded-no-DQUOTE | [!()*+,;:@/?$'=]
qchar-unescaped = [A-Za-z0-9\-._~] | pct-encoded-unescaped | [!()*+,;:@/?$'=]
pct-encoded-unescaped = "%" [01346789A-Fa-f] [0-9A-Fa-f] | "%" "2" [013-9A-Fa-f] | "%" "5" [0-9ABDEFabdef]
pct-encoded-no-DQUOTE = "%" [013-9A-Fa-f] [0-9A-Fa-f] | "%" "2" [013-9A-Fa-f]
IRI-in-header = [!-~\x80-\xff]+
IRI-in-query = qchar-no-AMP+
ALPHA = [A-Za-z]
DIGIT = [0-9]
HEXDIG = [0-9A-Fa-f]
A-to-F = [A-Fa-f]
DQUOTE = [\x22]
SP = [ ]
HTAB = [\t]
VCHAR = [!-~]
"""


def standard_rules() -> dict[str, str]:
    """Return the standard's rules, by name, as they are written above."""
    written = _URI + _OPTIONS + _APPLY + _CONTEXT + _EXPRESSIONS + _NAMES + _LITERALS + _HEADERS + _CHARACTERS
    return {**rules_in(written), **{name: f"= {made}" for name, made in families()}}


def rules_in(written: str) -> dict[str, str]:
    """Return the rules of a text, by name: the sign and what follows it."""
    rules: dict[str, str] = {}
    name = ""
    for line in written.splitlines():
        if line.startswith(" "):
            rules[name] += line
        elif line:
            name, _, rest = line.partition(" ")
            rules[name] = rest
    return rules
