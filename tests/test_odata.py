"""OData: what the grammar takes, where it says that a text is wrong, and what it says would mend it."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from types import FrameType
from typing import Any

import networkx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from linter.odata import ODataFault, Tree, mending, parse
from linter.odata.grammar import rules_in, standard_rules
from linter.odata.mending import MOST_MENDED, Mend, mend
from linter.odata.notation import MOST_LEVELS
from linter.odata.parsing import _open, _strict
from linter.odata.percent import undone
from linter.odata.unknown_names import NAMES_UNKNOWN

WORDS = {
    **{name: () for name, written in standard_rules().items() if written == "= odataIdentifier"},
    "entitySetName": ("Orders",),
    "singletonEntity": ("Me",),
    "primitiveKeyProperty": ("ID",),
    "primitiveNonKeyProperty": ("City", "Total"),
    "complexProperty": ("Address",),
    "entityNavigationProperty": ("Customer",),
    "entityColNavigationProperty": ("Items",),
    "namespacePart": ("Shop",),
    "entityTypeName": ("Gift",),
    "keyPathLiteral": ("1",),
    "lambdaVariableExpr": ("i",),
    "expressionAlias": ("Sum",),
}
"""What names there are, for texts that are read as the standard reads them."""

STANDARD = [
    ("resourcePath", "Orders(1)/Customer/Address/City", None),
    ("resourcePath", "Orders/1/Items", None),
    ("resourcePath", "Orders(1)/Shop.Gift/City", None),
    ("resourcePath", "Orders('a/b')", 9),
    ("filter", "$filter=City eq 'Oslo'", None),
    ("filter", "$filter", 7),
    ("primitiveValue", "", None),
    ("filter", "$filter=City eq %27Oslo%27", None),
    ("filter", "$filter= City eq 'Oslo'", 9),
    ("aliasAndValue", "@p=[] and {} eq City", None),
    ("filter", "%24filter=City eq 'Oslo'", 0),
    ("apply", "$apply=aggregate(Address/City/$count as Sum)", None),
    ("filter", "$filter=Town eq 'Oslo'", 12),
    ("filter", "$filter=Items/any(i:i/Total gt 3)", None),
    ("filter", "$filter=Items/any(i:i/Price gt 3)", 27),
    ("commonExpr", "Total in (1,2) and not (City eq 'x')", None),
    ("commonExpr", "Total add 1 mul 2 ge -3", None),
    ("expand", "$expand=Items($filter=Total gt 3;$top=2)", None),
    ("expand", "$expand=Items$top=2", 13),
    ("orderby", "$orderby=City desc,Total", None),
    ("apply", "$apply=groupby((City),aggregate(Total with sum as Sum))", None),
    ("search", '$search="red wine" NOT blue', None),
    ("search", '$search="red', 12),
    ("context", "#Orders(City,Items(Total))/$entity", None),
    ("header", "OData-Version: 4.01", None),
    ("preference", "return=representation", None),
    ("date", "2024-02-30", None),
    ("date", "2024-13-01", 6),
    ("guid", "5f2b6d0e-7c1a-4b52-9d53-0a4c1d3f9e2", 35),
    ("DURATIONVALUE", "P1DT2H3M4.5S", None),
    ("geographyPoint", "geography'SRID=0;Point(1 2)'", None),
    ("null", "Null", 0),
    ("guid", "5f2b6d0e7-7c1a-4b52-9d53-0a4c1d3f9e21", 8),
    ("date", "12024-01-01", None),
    ("date", "024-01-01", 3),
    ("DURATIONVALUE", "p1dt2h", None),
    ("toInclusive", "$TOINCLUSIVE=max", None),
    ("dateTimeOffsetLiteral", "2024-01-01t10:00:00z", None),
    ("resourcePath", "Orders/", None),
    ("addExpr", " add 1", None),
    ("geExpr", " ge Total", None),
    ("orExpr", " or City eq 'x'", None),
    ("methodCallExpr", "length(City)", None),
    ("sbyteLiteral", "-1234", 4),
    ("int16Literal", "123456", 5),
    ("int32Value", "+12345678901", 11),
    ("int64Value", "1" * 20, 19),
]

SERVED = [
    "Customer?&$top=1",
    "Customer?$top=1&",
    "Customer?$top=1&&$skip=2",
    "Customer/?$top=1",
    "Customer/",
    "//Customer//Orders",
    "accounts?$select=name, accountid&$top=10",
    "accounts(5f2b6d0e-7c1a-4b52-9d53-0a4c1d3f9e21)/name/$value",
    "accounts(name='A',number=3)",
    "accounts/A.Access(Target=@t)?@t={'@odata.id':'accounts(7d577253-3ef0-4a0a-bb7f-8335c2596e70)'}",
    'accounts/A.Access(Target=@t)?@t={"@odata.id":"accounts(1)"}&$top=1',
    "Nearest(lat = 33, lon = -118)",
    "Nearest(to=geography'SRID=0;Point(-118.1 33.6)')/Name",
    "accounts(1)/Shop.Within(of=geometry%27SRID=0;Polygon((0 0,1 0,1 1,0 0))%27,more=null)",
    "$entity?id=accounts(1)&$format=json",
    "$entity/Shop.Gift?format=json&id=accounts(1)&select=Name",
    "accounts?$select=name&$expand=primarycontactid($select=firstname;$filter=(firstname eq 'M'))",
    "accounts?$filter=(startswith(o1%2ffirstname, '%5bFXB'))",
    "accounts?%24filter=name%20eq%20%27a%26b%27",
    "accounts?$filter=name+eq+'Café/Ω?'",
    "accounts?$filter=not(contains(name,'x')) and nullable eq null and trueish eq true",
    "accounts?$filter=Microsoft.Dynamics.CRM.In(PropertyName='x',PropertyValues=['a','b'])",
    "accounts?$filter=contacts/any(c:c/age gt 3 and c/orders/$count ge 2)",
    "accounts?$filter=isof(Shop.Gift) or cast(a,Edm.String) eq 'x' or style has Shop.Color'Red'",
    "accounts?$filter=case(x gt 0:1,true:0) eq 1&@p=[1,2]&custom=a%20b&$count=true",
    "accounts?$apply=filter(a eq 1)/groupby((b/c),aggregate($count as n,d with max as m))",
    "accounts?$filter=when gt 2024-01-01T00:00:00Z and day eq 2024-01-01 and at lt 10:30",
    "Customer?$filter=IsMemberOfSegment('S')&$search=\"red wine\"",
    "p13nprofile(cookieid='1',include=['a','b'])",
    "accounts/$filter(a eq 1)/$each/Shop.Act",
    "$crossjoin(a,b)?$filter=a/x eq b/x",
    "$batch",
    "$metadata#accounts(name,contacts())/$entity",
    "accounts/42",
    "Customer?$filter=Id\xa0eq 'x'",  # a no-break space, as pages print it
    "Customer?$filter=IsMemberOfSegment(vip)",
    "accounts?@p=[] and false&@q={} eq b&$filter=[] and false",
    "accounts?$filter=Shop.Best(of=1)/name eq 'x' and Shop.Best()(1)/ eq 2&$orderby=a/",
    "accounts/$filter(a eq 1)(2)/name?$filter=contacts/$filter(b eq 1)(ID='x')/c eq 3",
    "accounts/Shop.Best()(1)/Name/$value",
    "accounts?$filter=name eq 'R%26D %231' and contains(name,'%26')&$search=\"R%26D\"&@p='%26'",
    "accounts?&?x=1&?&x[]=1&x(y)=1&/a=b",
    f"accounts?$filter={'(a eq 1) or ' * 60}b",
    "accounts?$skiptoken=+&$deltatoken=+",
    "$entity?id=+",
    "$metadata#accounts/1/contacts/a-b//Orders(c)/$entity",
]

MENDED = {
    "A?$select=Name,&$top=1": "A?$select=Name&$top=1",
    "A?$select=Name, ": "A?$select=Name",
    "A?$expand=B($select=C,),D": "A?$expand=B($select=C),D",
    "A?$orderby=C,,D": "A?$orderby=C,D",
    "A({5f2b6d0e-7c1a-4b52-9d53-0a4c1d3f9e21})": "A(5f2b6d0e-7c1a-4b52-9d53-0a4c1d3f9e21)",
    "UnifiedActivity$filter=Id eq 'x'": "UnifiedActivity?$filter=Id eq 'x'",
    "Customer?$filter=Id eq ‘x’ & $orderby=T asc": "Customer?$filter=Id eq 'x'&$orderby=T asc",
    "Customer?$filter=Id in ('a',’b’)": "Customer?$filter=Id in ('a','b')",
    "Customer?$filter=Id eq 'x'& $orderby=T": "Customer?$filter=Id eq 'x'&$orderby=T",
    "A?$filter=Id eq 'x'&IsMemberOfSegment('S')": "A?$filter=Id eq 'x' and IsMemberOfSegment('S')",
    "Customer?$expand=A$top=10&$skip=0": "Customer?$expand=A($top=10)&$skip=0",
    "Customer?$top=1$skip=2": "Customer?$top=1&$skip=2",
    "Customer?$filter=City-eq-'X'-and-Age-gt-3": "Customer?$filter=City eq 'X' and Age gt 3",
    "A?$expand=B($top=)": "A?$expand=B",
    "A?$expand=B($select=;),C&$top=1": "A?$expand=B,C&$top=1",
    "A?$expand=B($top=1;$select=)": "A?$expand=B($top=1)",
    "A?$filter=contains(a,'(') and (b eq 1))": "A?$filter=contains(a,'(') and (b eq 1)",
    "A?$expand=B()": None,
    "Customer?$filter=": "Customer",
    "Customer?$filter=&$top=3": "Customer?$top=3",
    "Customer?$top=3&$filter=": "Customer?$top=3",
    "Customer?$filter=Name eq 'A & B' and c eq 1": "Customer?$filter=Name eq 'A %26 B' and c eq 1",
    "Customer?$filter=Name eq 'C#'": "Customer?$filter=Name eq 'C%23'",
    "Customer?$filter=Name == 'A'": "Customer?$filter=Name eq 'A'",
    "Customer?$filter=Name='A'": "Customer?$filter=Name eq 'A'",
    "Customer?$filter=a eq 1 && b eq 2": "Customer?$filter=a eq 1 and b eq 2",
    "Customer?$filter=a eq 1 || b >= 2": "Customer?$filter=a eq 1 or b ge 2",
    "Customer?$filter=Name equals 'x'": "Customer?$filter=Name eq 'x'",
    "Customer?$filter=Name eq'x'": "Customer?$filter=Name eq 'x'",
    'Customer?$filter=Name eq "A"': "Customer?$filter=Name eq 'A'",
    "Customer?$filter=Name eq 'A": "Customer?$filter=Name eq 'A'",
    "Customer?$filter=Name eq 'O'Neil'": "Customer?$filter=Name eq 'O''Neil'",
    "Customer?$filter=((Name eq 'A')": "Customer?$filter=((Name eq 'A'))",
    "Customer?$filter=Name eq 'A')": "Customer?$filter=Name eq 'A'",
    "Customer?$filter=contain(Name,'A')": "Customer?$filter=contains(Name,'A')",
    "Customer?$filter=substringof('x',Name)": "Customer?$filter=contains(Name,'x')",
    "Customer(vip)": "Customer('vip')",
    "Customer?$fitler=a eq 1": "Customer?$filter=a eq 1",
    "Customer?$sort=a ascending": "Customer?$orderby=a asc",
    "Customer?$expand=a($selct=b)": "Customer?$expand=a($select=b)",
    "Customer?$filter=d gt datetime'2012-01-01T00:00:00'": "Customer?$filter=d gt 2012-01-01T00:00:00Z",
    "Customer?$filter=d gt 2012-01-01T00:00:00": "Customer?$filter=d gt 2012-01-01T00:00:00Z",
    "Customer?$filter=a gt 5M and b lt 2.5d": "Customer?$filter=a gt 5 and b lt 2.5",
    "Customer?$inlinecount=allpages": "Customer?$count=true",
    "Customer?$count=none": "Customer?$count=false",
    "Customer?$top=abc": None,
    "Customer?$filter=Name eq ": None,
    "Customer?$filter=Name eq 'A' and": "Customer?$filter=Name eq 'A'",
    "Customer?$filter=(Name eq 'A' or )&$top=1": "Customer?$filter=(Name eq 'A')&$top=1",
    "Customer?$select=Name City": "Customer?$select=Name,City",
    "Customer?$top=5?$skip=2": "Customer?$top=5&$skip=2",
    "Customer?$expand=Orders($top=2,$skip=1)": "Customer?$expand=Orders($top=2;$skip=1)",
    "A?$filter=a eq “x” and b eq “y”": "A?$filter=a eq 'x' and b eq 'y'",
    "A?$filter=a eq 'x' and b eq “y”&$search=z": "A?$filter=a eq 'x' and b eq 'y'&$search=z",
    'A?$filter=a eq \\"x\\"': "A?$filter=a eq 'x'",
    'A?$filter=a eq "it\'s"': "A?$filter=a eq 'it''s'",
    "A?$filter=a eq 'x\"y\"' b": None,
    'A?$filter=a eq "x" and b eq "y"': "A?$filter=a eq 'x' and b eq 'y'",
    "A?$select=a ,&$top=1": "A?$select=a &$top=1",
    "A?$select=a,\t,b": "A?$select=a,b",
    "A?$top=1,$skip=2": None,
    "A?$top=1 , $skip=2": "A?$top=1 ;$skip=2",
    "A?$expand=B($top=1 ,$skip=2)": "A?$expand=B($top=1 ;$skip=2)",
    "A?$select=a b\tc": "A?$select=a,b,c",
    "A?$filter=a eq 1 and": "A?$filter=a eq 1",
    "A?$filter=a eq 1 or &$top=1": "A?$filter=a eq 1&$top=1",
    "A?$filter=a eq 1 OR": "A?$filter=a eq 1",
    "A?$filter=(a eq 1 and )": "A?$filter=(a eq 1)",
    "A?$top=1 & $skip=2": "A?$top=1&$skip=2",
    "A?$top=1& $skip=2": "A?$top=1&$skip=2",
    "A$top=1": "A?$top=1",
    "A $top=1": "A ?$top=1",
    "A/$top=1": "A/?$top=1",
    "A?$expand=B$top=1": "A?$expand=B($top=1)",
    "A?$expand=B $filter=c eq 1&$top=1": "A?$expand=B &$filter=c eq 1&$top=1",
    "A?$expand=B&$top=1$skip=2": "A?$expand=B&$top=1&$skip=2",
    "A?$top=1$skip=2": "A?$top=1&$skip=2",
    "A?$top=1 $skip=2": "A?$top=1 &$skip=2",
    "A?$fliter=a eq 1": "A?$filter=a eq 1",
    "A?$Fliter=a eq 1": "A?$filter=a eq 1",
    "A?$limit=5": "A?$top=5",
    "A?$take=5": "A?$top=5",
    "A?$offset=5": "A?$skip=5",
    "A?$where=a eq 1": "A?$filter=a eq 1",
    "A?$fields=a": "A?$select=a",
    "A?$include=B": "A?$expand=B",
    "A?$order=a": "A?$orderby=a",
    "A?$SORT=a": "A?$orderby=a",
    "A?$expand=B($slect=c)": "A?$expand=B($select=c)",
    "A?$expand=B($limit=5)": "A?$expand=B($top=5)",
    "A?$top=": "A",
    "A?$top= &$skip=1": "A?$skip=1",
    "A?$skip=1&$top=": "A?$skip=1",
    "A?$expand=B($top=;$skip=1)": "A?$expand=B($skip=1)",
    "A?$expand=B($skip=1;$top=;$count=true)": "A?$expand=B($skip=1;$count=true)",
    "A?$search=“x”&$filter=a eq “y”": "A?$search=“x”&$filter=a eq 'y'",
    "A?$SEARCH=“a) b”": 'A?$SEARCH="a) b"',
    "A?$filter=a in (1 2)": None,
    "A?$EXPAND=B$top=1 &$skip=2": "A?$EXPAND=B($top=1)&$skip=2",
    "A?$FILTER=a eq 1&contains(b,'x')": "A?$FILTER=a eq 1 and contains(b,'x')",
    "A?$filter=a eq datetimeoffset'2012-01-01T00:00'": "A?$filter=a eq 2012-01-01T00:00Z",
    "A?$filter=a eq 1 & b eq 2": "A?$filter=a eq 1 and b eq 2",
    "A?$filter=a eq 'O\\'Neil'": "A?$filter=a eq 'O''Neil'",
    "Customer?$filter=Name eq 'A:)": "Customer?$filter=Name eq 'A:)'",
    "A?$filter=a eq 1 &contains(b,'x')": "A?$filter=a eq 1 and contains(b,'x')",
    "A(my_id)": "A('my_id')",
    "A?$filter=a eq 'x'and b eq 1": "A?$filter=a eq 'x' and b eq 1",
    "A?$filter=a eq 'x'band b eq 1": "A?$filter=a eq 'x''band b eq 1'",
    "A?$filtera=1": "A?$filter=1",
    "A?$expand=B($skip=1;$top=)": "A?$expand=B($skip=1)",
    "A?$skip=1&$top=&$select=a": "A?$skip=1&$select=a",
    "A?$filter=a-eq-1": "A?$filter=a eq 1",
    "A?$filter=a.EQ.1 and b-gt-2": "A?$filter=a EQ 1 and b gt 2",
    "A?$filter=a == 1": "A?$filter=a eq 1",
    "A?$filter=a==1": "A?$filter=a eq 1",
    "A?$filter=a=1": "A?$filter=a eq 1",
    "A?$filter=a = 1": "A?$filter=a eq 1",
    "A?$filter=a != 1": "A?$filter=a ne 1",
    "A?$filter=a <> 1": "A?$filter=a ne 1",
    "A?$filter=a >= 1": "A?$filter=a ge 1",
    "A?$filter=a<=1": "A?$filter=a le 1",
    "A?$filter=a>1": "A?$filter=a gt 1",
    "A?$filter=a < 1": "A?$filter=a lt 1",
    "A?$filter=a equal 1": "A?$filter=a eq 1",
    "A?$filter=a equals 1": "A?$filter=a eq 1",
    "A?$filter=a neq 1": "A?$filter=a ne 1",
    "A?$filter=a gte 1": "A?$filter=a ge 1",
    "A?$filter=a lte 1": "A?$filter=a le 1",
    "A?$filter=a eq 1||b eq 2": "A?$filter=a eq 1 or b eq 2",
    "A?$orderby=a descending": "A?$orderby=a desc",
    "A?$orderby=a descending,b ascending": "A?$orderby=a desc ,b asc",
    "A?$orderby=a\tascending": "A?$orderby=a\tasc",
    "A?$filter=a eq'x'": "A?$filter=a eq 'x'",
    "A?$filter=a and'x'": "A?$filter=a and 'x'",
    "A?$filter=!b": "A?$filter=not b",
    "A?$filter=!(a eq 1)": "A?$filter=not (a eq 1)",
    "A?$filter=a eq 1&contains(b,'x')": "A?$filter=a eq 1 and contains(b,'x')",
    "A?$apply=filter(a eq 1 & b eq 2)": "A?$apply=filter(a eq 1 and b eq 2)",
    "A?x=1&b(c)": None,
    "$entity?$id=A(1)&$filter=a eq 1": None,
    "A?$filter=a eq 1 & contains(b,'x')&$top=1": "A?$filter=a eq 1 and contains(b,'x')&$top=1",
    "A?filter=a eq 1 && contains(b,'x')": "A?filter=a eq 1 and contains(b,'x')",
    "A?$filter=a eq 'x & y'": "A?$filter=a eq 'x %26 y'",
    "A?$filter=a eq 'x # y'": "A?$filter=a eq 'x %23 y'",
    "A?$filter=a eq 'x&y' and b eq 'z#'": "A?$filter=a eq 'x%26y' and b eq 'z%23'",
    "A?$filter=a eq 'R&D' and b eq 'S&M'&$top=1": "A?$filter=a eq 'R%26D' and b eq 'S%26M'&$top=1",
    "A?$filter=a eq '&&' and b eq 1": "A?$filter=a eq '%26%26' and b eq 1",
    "A?$filter=a eq 'x&$top=1'": "A?$filter=a eq 'x%26$top=1'",
    "A?$filter=a eq 'O'Neil & Sons'": "A?$filter=a eq 'O''Neil %26 Sons'",
    'A?$filter=a eq "x & y"': "A?$filter=a eq 'x %26 y'",
    'A?$search="x & y"&$top=1': 'A?$search="x %26 y"&$top=1',
    'A?@p=["x#y"]': 'A?@p=["x%23y"]',
    "A?$filter=a eq N.C'x&y'": None,
    "A?$filter=a eq 'x&y": "A?$filter=a eq 'x'&y",
    "A('x/y?z')": "A('x%2Fy%3Fz')",
    "A??$top=1&?$skip=2": "A?$top=1&$skip=2",
    "A?$top=1& ?$skip=2": "A?$top=1&$skip=2",
    "A?a=1&b(c)": None,
    "A?$filter=a eq 1 b": None,
    "A?$filter=a//b eq 1": None,
    "A?$filter=a eq N.C'x!y'": None,
    "A?$filter=a eq 1 or &b=it's": "A?$filter=a eq 1&b=it's",
    "A?$select=a$top=1": "A?$select=a&$top=1",
    "A?$expand=B top=1": "A?$expand=B &top=1",
    "A?$filter=a eq 'x',b eq 'y'": None,
    "A?$filter=a eq %27x&$top=1": "A?$filter=a eq %27x'&$top=1",
    "A?$filter=a in (1, vip)": "A?$filter=a in (1, 'vip')",
    "A(1,vip)": "A(1,'vip')",
    "A?$filter=a eq 1)&$top=1": "A?$filter=a eq 1&$top=1",
    "A?$filter=mtchpttrn(a,'x')": "A?$filter=matchesPattern(a,'x')",
    "A?$filter=CONTAIN(a,'x')": "A?$filter=contains(a,'x')",
    'A?$selech="x y"': 'A?$select="x y"',
    "A?$filter=a eq 'O'Neil'": "A?$filter=a eq 'O''Neil'",
    "A?$filter=a in ('O'Neil','b')": "A?$filter=a in ('O''Neil','b')",
    "A?$filter=a eq 'x": "A?$filter=a eq 'x'",
    "A?$filter=(a eq 'x)": "A?$filter=(a eq 'x')",
    "A?$filter=contains(a,'x)&$top=1": "A?$filter=contains(a,'x')&$top=1",
    "A?$filter=a eq 'x &$top=1": "A?$filter=a eq 'x' &$top=1",
    "A(vip)": "A('vip')",
    "A(vip 1)": None,
    "A(id=vip)": "A(id='vip')",
    "A(id=a.b-c)": None,
    "F(x=vip)": "F(x='vip')",
    "A?$filter=a gt 5M": "A?$filter=a gt 5",
    "A?$filter=a gt 5.0d and b lt 3F": "A?$filter=a gt 5.0 and b lt 3F",
    "A?$filter=a gt 5L": "A?$filter=a gt 5",
    "A?$inlinecount=none": "A?$count=false",
    "A?$inlinecount=allpages&$top=1": "A?$count=true&$top=1",
    "A?$count=allpages": "A?$count=true",
    "A?$count=ALLPAGES": "A?$count=true",
    "A?$expand=B($count=none)": "A?$expand=B($count=false)",
    "A?$filter=a eq {5f2b6d0e-7c1a-4b52-9d53-0a4c1d3f9e21}": None,
    "A?$filter=a eq datetimeoffset'2012-01-01T00:00:00Z'": "A?$filter=a eq 2012-01-01T00:00:00Z",
    "A?$filter=a eq datetime'2012-01-01'": "A?$filter=a eq 2012-01-01",
    "A?$filter=a eq DateTime'2012-01-01T00:00:00.5'": "A?$filter=a eq 2012-01-01T00:00:00.5Z",
    "A?$filter=a eq time'10:00'": "A?$filter=a eq 10:00",
    "A?$filter=a gt 2012-01-01T00:00:00": "A?$filter=a gt 2012-01-01T00:00:00Z",
    "A?$filter=a gt 2012-01-01T10:00 and b eq 1": "A?$filter=a gt 2012-01-01T10:00Z and b eq 1",
    "A?$filter=a gt 2012-01-01 10:00": None,
    "A?$filter=substringof('x',a)": "A?$filter=contains(a,'x')",
    "A?$filter=substringof('it''s', a/b) and b eq 1": "A?$filter=contains(a/b,'it''s') and b eq 1",
    "A?$filter=SubstringOf('x',a) eq true": "A?$filter=contains(a,'x') eq true",
    "A?$filter=contain(a,'x')": "A?$filter=contains(a,'x')",
    "A?$filter=startwith(a,'x') and endwith(b,'y')": "A?$filter=startswith(a,'x') and endswith(b,'y')",
    "A?$filter=(a eq 1": "A?$filter=(a eq 1)",
    "A?$filter=((a eq 1": "A?$filter=((a eq 1))",
    "A?$filter=(((a eq 1": "A?$filter=(((a eq 1)))",
    "A?$filter=((((a eq 1": None,
    "A?$filter=(a eq 1&$top=1": "A?$filter=(a eq 1)&$top=1",
    "A?$filter=a eq 1)": "A?$filter=a eq 1",
    "A?$filter=a eq 1))": "A?$filter=a eq 1",
    "A?$filter=a eq 1]": "A?$filter=a eq 1",
    "A?$filter=a eq 1}": "A?$filter=a eq 1",
    "A?$filter=contains(a,'x'": "A?$filter=contains(a,'x')",
    "A?$filter=a in (1,2": "A?$filter=a in (1,2)",
    "A?$expand=B($top=1": "A?$expand=B($top=1)",
    "A?$expand=B($top=1&$skip=1": "A?$expand=B($top=1)&$skip=1",
    "A?$top=5?$skip=2": "A?$top=5&$skip=2",
    "A?$top=5 ? $skip=2": "A?$top=5 &$skip=2",
    "A(1": "A(1)",
    "A?$nothing=1": None,
    "A?$top=abc": None,
    "A?$filter=eq eq eq eq": None,
}

TOLD = {
    "Customer?$filter=": (17, "expected a condition, found the end"),
    "Customer?$filter=a eq 12abc": (27, "expected more, found the end"),
    "Customer?$filter=a eq 12abg": (26, "expected the end, found `g`"),
    "Customer?$filter=a eq": (21, "expected a blank and a value, found the end"),
    "Customer?$filter=a eq 1 b": (24, "expected an operator such as `eq`, `and`, `has` or `in`, found `b`"),
    "Customer?$format=application/json&$top=abc": (39, "expected a digit, found `abc`"),
    "Customer?$top=abc": (14, "expected a digit, found `abc`"),
    "Customer?$count=yes": (16, "expected `true` or `false`, found `yes`"),
    "Customer?$top=abcdefghijklmnop": (14, "expected a digit, found `abcdefghijkl`"),
    "Customer?$filter=a eq 'x": (24, "expected `'` or `,`, found the end"),
    "Customer?$filter=a/any(x": (24, "expected `:`, `=` or `)`, found the end"),
    "$batch?$x": (7, "expected `$format`, found `$x`"),
    "Customer??$top=1": (9, "expected a query option, found `?$top=1`"),
    "Customer?$top=1&contains(a,'x=y')": (24, "expected `=`, found `(a,'x=y')`"),
    "Customer?$nothing=1": (9, "expected a query option, found `$nothing=1`"),
    "Customer?$filter=%28a%20eq%20%27x%27": (36, "expected `)`, found the end"),
    "Customer?$filter=%C3%A9 eq eq eq": (32, "expected a blank and a value, found the end"),
}


def position(rule: str, text: str, constraints: Any = None) -> int | None:
    """Return where a text is wrong by a rule, None where it isn't."""
    try:
        parse(rule, text, constraints)
    except ODataFault as fault:
        return fault.position
    return None


@pytest.mark.parametrize(("rule", "text", "wrong"), STANDARD)
def test_with_constraints_a_text_is_read_exactly_as_the_standard_says(
    rule: str, text: str, wrong: int | None
) -> None:
    assert position(rule, text, WORDS) == wrong


@pytest.mark.parametrize("text", SERVED)
def test_without_constraints_what_services_take_is_taken(text: str) -> None:
    assert position("odataRelativeUri", text) is None


def test_a_whole_url_is_taken_with_its_server() -> None:
    assert position("odataUri", "https://x.crm.dynamics.com:443/api/data/v9.2/accounts?$top=1") is None


@pytest.mark.parametrize(("text", "mended"), MENDED.items())
def test_a_slip_is_mended(text: str, mended: str | None) -> None:
    with pytest.raises(ODataFault) as caught:
        parse("odataRelativeUri", text)
    found = mend("odataRelativeUri", text, caught.value)
    assert (found.applied(text) if found else None) == mended


def mended(text: str, rule: str = "odataRelativeUri") -> Mend | None:
    with pytest.raises(ODataFault) as caught:
        parse(rule, text)
    return mend(rule, text, caught.value)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "A?$filter=a eq “x” and b eq 1M&$select=c,",
            Mend(15, 41, "'x' and b eq 1&$select=c", "a string stands in straight quotes: '…'; "
                 "a number stands without `M`; a comma stands between two items"),
        ),
        ("A?$search=“a) b”", Mend(10, 16, '"a) b"', 'a string stands in straight quotes: "…"')),
        (
            "A?$expand=B$top=1",
            Mend(11, 17, "($top=1)", "an option of what is expanded stands in parentheses, one of all behind "
                 "`&`: `&$top=1`"),
        ),
        ("A?$top=1;$skip=2", None),
        ("A?$expand=B($top=1 ,$skip=2)", Mend(19, 20, ";", "options are parted by `;` in parentheses")),
        ("A?$top=5 ?$skip=2", Mend(9, 10, "&", "options are parted by `&` in a url")),
        (
            "A?$filter=a eq datetime'2020-01-01T10:00'",
            Mend(15, 41, "2020-01-01T10:00Z", "`datetime'…'` is of an older version; the value stands by "
                 "itself; a time needs its zone: `Z` or `+01:00`"),
        ),
        ("A?$top=", Mend(1, 7, "", "`$top` says nothing; leave it out")),
        ("A?$filter=a eq 1)&$top=1", Mend(16, 17, "", "`)` closes nothing")),
        ("A?$filter=(a eq 1", Mend(17, 17, ")", "a parenthesis isn't closed")),
        ("A?$filter=a eq 'b#'", Mend(17, 18, "%23", "in a string `&` is written `%26`, `#` `%23`")),
    ],
)  # fmt: skip
def test_what_mends_a_text_is_told_with_each_reason_once(text: str, expected: Mend | None) -> None:
    assert mended(text) == expected


def test_five_kinds_of_slips_are_mended_and_a_text_of_twenty_thousand_characters() -> None:
    five = "A?$filter=a == 1 and b eq “x” and contain(c,'d') and e eq 1M&$select=f,"
    six = f"{five}&$fitler=g"
    found, more = mended(five), mended(six)

    assert found is not None
    assert found.applied(five) == "A?$filter=a eq 1 and b eq 'x' and contains(c,'d') and e eq 1&$select=f"
    assert more is not None
    assert more.applied(six) == f"{found.applied(five)}&$fitler=g"
    long = f"A?$select={'a' * (MOST_MENDED - 11)},"
    assert mended(long) == Mend(MOST_MENDED - 1, MOST_MENDED, "", "a comma stands between two items")
    assert mended(f"{long}b,") is None


@pytest.mark.parametrize(("text", "told"), TOLD.items())
def test_a_fault_says_where_and_what_was_expected(text: str, told: tuple[int, str]) -> None:
    with pytest.raises(ODataFault) as caught:
        parse("odataRelativeUri", text)
    assert (caught.value.position, caught.value.message) == told


@pytest.mark.parametrize("rule", ["nothing", ""])
def test_an_unknown_rule_is_our_mistake(rule: str) -> None:
    with pytest.raises(ValueError, match=f"no rule '{rule}'"):
        parse(rule, "x")


def test_every_rule_can_be_asked_in_both_readings() -> None:
    for name in _strict().names:
        position(name, "a", {})
        position(name, "a")
    for name in _open().names:
        position(name, "(")


@pytest.mark.parametrize("unknown", [False, True])
def test_every_circle_of_rules_has_one_whose_depth_is_bounded(unknown: bool) -> None:
    rules = {**standard_rules(), **(rules_in(NAMES_UNKNOWN) if unknown else {})}
    graph: networkx.DiGraph[str] = networkx.DiGraph()
    for name, written in rules.items():
        bare = re.sub(r"'[^']*'|\"[^\"]*\"|\[(?:\\.|[^\]\\])*\]", "", written[2:])
        used = re.findall(r"[A-Za-z][\w-]*", bare)
        assert set(used) <= set(rules)
        if not written.startswith(":="):
            graph.add_edges_from((name, one) for one in used)
    circles = [sorted(circle) for circle in networkx.simple_cycles(graph)]
    assert unknown is False or circles == []
    # these need a path of functions without arguments, of which each is known by its name
    assert all("functionExpr" in circle or "annotationExpr" in circle for circle in circles)


@pytest.mark.parametrize(
    "text",
    [
        "$filter=" + "(" * 10_000 + "a" + ")" * 10_000,
        "$filter=" + "contains(" * 10_000,
        "$filter=" + "not " * 10_000 + "a",
        "$filter=" + "f(a=" * 10_000,
        "$filter=" + "[" * 10_000,
        "$filter=" + "a/any(x:" * 10_000,
    ],
)
def test_what_is_nested_too_deeply_is_a_fault_that_says_so(text: str) -> None:
    with pytest.raises(ODataFault, match=f"within each other more than {MOST_LEVELS} deep"):
        parse("filter", text)


@pytest.mark.parametrize("is_strict", [False, True])
def test_fifty_parts_may_stand_within_each_other(is_strict: bool) -> None:
    most, words = MOST_LEVELS - 1, WORDS if is_strict else None
    for before in ("", "(1) eq " * 60):
        assert position("boolCommonExpr", f"{before}{'(' * most}1{')' * most}", words) is None
        deeper = f"{before}{'(' * MOST_LEVELS}1{')' * MOST_LEVELS}"
        assert position("boolCommonExpr", deeper, words) == len(before) + MOST_LEVELS


def test_what_is_remembered_of_a_place_comes_with_its_names() -> None:
    tree = parse("apply", "$apply=aggregate(Address/City/$count as Sum)", WORDS)

    assert [(node.rule, node.text) for node in tree.walk() if node.text] == [
        ("complexProperty", "Address"),
        ("primitiveNonKeyProperty", "City"),
        ("count", "/$count"),
        ("expressionAlias", "Sum"),
    ]


def test_calls_within_calls_cost_in_step_with_their_depth_where_a_name_is_of_many_kinds() -> None:
    words = dict.fromkeys(WORDS, ("a", "f"))
    short, long = (calls(f"$filter={'f(a=' * depth}1", words=words) for depth in (1, 3))
    assert long < 3 * short


@pytest.mark.parametrize(
    ("rule", "text", "tree"),
    [
        ("identifierCharacter", "a", Tree("identifierCharacter", 0, 1, (), "a")),
        (
            "customQueryOption",
            "ab=c%20d",
            Tree(
                "customQueryOption",
                0,
                8,
                (Tree("customName", 0, 2, (), "ab"), Tree("customValue", 3, 8, (), "c%20d")),
                "",
            ),
        ),
    ],
)
def test_a_character_is_no_part_of_a_tree(rule: str, text: str, tree: Tree) -> None:
    assert parse(rule, text, {}) == tree


@pytest.mark.parametrize(("rule", "text", "wrong"), [("dateValue", "%32024-01-01", 0), ("guidValue", "%", 0)])
def test_what_stands_in_no_url_has_no_percent_encoding(rule: str, text: str, wrong: int) -> None:
    assert position(rule, text) == wrong


def test_a_path_is_divided_before_its_percent_encoding_is_undone_and_an_option_is_not() -> None:
    option = parse("queryOptions", "$filter=a eq 'x%2Fy%3F'").all("stringLiteral")
    path = parse("odataRelativeUri", "A('x%2Fy')?$filter=a eq 'x%2Fy'").all("stringInPath", "stringLiteral")

    assert [node.text for node in option] == ["'x/y?'"]
    assert [node.text for node in path] == ["'x%2Fy'", "'x/y'"]


def test_a_tree_is_gone_through_in_the_order_of_its_text() -> None:
    tree = parse("orderby", "$orderby=a desc,b/c")
    order = ["orderby"]
    order += ["orderbyItem", "commonExpr", "firstMemberExpr", "qualifiedName"]
    order += ["orderbyItem", "commonExpr", "firstMemberExpr", "qualifiedName", "pathStep", "qualifiedName"]

    assert [node.rule for node in tree.walk()] == order
    assert [node.text for node in tree.all("qualifiedName", "pathStep")] == ["a", "b", "", "c"]
    assert tree.by_rule() == {rule: list(tree.all(rule)) for rule in order}


def test_positions_are_those_of_the_text_as_written() -> None:
    text = "$filter=%4e%61me%20eq%20%27%C3%A9t%C3%A9%27"
    found = {node.rule: (text[node.start : node.end], node.text) for node in parse("filter", text).walk()}
    assert found["qualifiedName"] == ("%4e%61me", "Name")
    assert found["stringLiteral"] == ("%27%C3%A9t%C3%A9%27", "'été'")


@pytest.mark.parametrize(
    ("text", "path", "plain", "places"),
    [
        ("%4e%C3%A9%F0%9F%98%80x", False, "Né😀x", [0, 3, 9, 21, 22]),
        ("a%E2%82%AC%7F%C2%80%DF%BF%E0%A0%80%EF%BF%BD", False, "a€\x7f\x80\u07ff\u0800\ufffd",
         [0, 1, 10, 13, 19, 25, 34, 43]),
        ("%2Fa?%2F%3f%26", True, "%2Fa?/?%26", [0, 1, 2, 3, 4, 5, 8, 11, 12, 13, 14]),
        ("%2Fa?%2F", False, "/a?/", [0, 3, 4, 5, 8]),
        ("%2Fa%20", True, "%2Fa ", [0, 1, 2, 3, 4, 7]),
        ("?%2F", True, "?/", [0, 1, 4]),
        ("%ff%C3%41%E2%82", False, "%ff%C3A%E2%82", [*range(6), 6, *range(9, 16)]),
        ("%00%zz", False, "\x00%zz", [0, 3, 4, 5, 6]),
        ("a%", False, "a%", [0, 1, 2]),
        ("abc", False, "abc", [0, 1, 2, 3]),
        ("a%2F?%2F", True, "a%2F?/", [0, 1, 2, 3, 4, 5, 8]),
        ("%80%C0%ED%A0%80é", False, "%80%C0%ED%A0%80é", [*range(17)]),
    ],
)  # fmt: skip
def test_percent_encoding_is_undone_but_what_divides_or_is_no_text(
    text: str, path: bool, plain: str, places: list[int]
) -> None:
    undone_text, undone_places = undone(text, path=path)

    assert (undone_text, list(undone_places)) == (plain, places)


def calls(text: str, rule: str = "filter", words: Any = None) -> int:
    """Return how many functions are called to parse a text, or to say what is wrong with it."""
    count = 0

    def counted(frame: FrameType, event: str, arg: Any) -> None:
        nonlocal count
        count += event == "call"

    position(rule, text, words)
    sys.setprofile(counted)
    try:
        position(rule, text, words)
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize(
    ("before", "repeated", "after"),
    [
        ("$filter=", "a eq 1 or ", "b eq 2"),
        ("$filter=", "a eq 1 or ", ""),
        ("$filter=a in (", "1,", "2)"),
        ("$filter=a eq '", "%41''", "'"),
        ("$filter=", "a/", "b"),
        ("$filter=", "contains(a,'x') and not (b) or ", "b eq"),
    ],
)
def test_cost_grows_with_the_text(before: str, repeated: str, after: str) -> None:
    short, long = (calls(before + repeated * times + after) for times in (100, 400))
    assert long < 4.2 * short


OPERATORS = st.sampled_from(["eq", "ne", "lt", "and", "or", "add", "mul", "divby"])
NAMES = st.sampled_from(
    ["a", "City", "a/b/c", "Ns.f(x=1)", "$it/a", "@p", "b/$count", "nullable", "INFO", "not_"]
)
LITERALS = st.one_of(
    st.integers().map(str),
    st.floats(allow_nan=False, allow_infinity=False).map(repr),
    st.text("ab' %é/?,()", max_size=5).map(
        lambda text: "'" + text.replace("%", "%25").replace("'", "''") + "'"
    ),
    st.dates().map(str),
    st.uuids().map(str),
    st.times().map(str),
    st.sampled_from(["null", "true", "-INF", "2024-01-01T10:00:00Z", "duration'P1D'", "binary'Zg=='"]),
)


def expressions() -> st.SearchStrategy[tuple[Any, ...]]:
    """Operands and operators; an operand may be an expression in parentheses or a function's argument."""
    leaf = st.tuples(st.sampled_from(["name"]), NAMES) | st.tuples(st.sampled_from(["literal"]), LITERALS)
    return st.recursive(
        leaf,
        lambda inner: st.one_of(
            st.tuples(st.just("chain"), inner, OPERATORS, inner),
            st.tuples(st.sampled_from(["paren", "not", "length"]), inner),
        ),
        max_leaves=12,
    )


def written(tree: tuple[Any, ...]) -> str:
    match tree:
        case ("name" | "literal", text):
            return str(text)
        case ("chain", left, operator, right):
            return f"{written(left)} {operator} {written(right)}"
        case ("paren", inner):
            return f"({written(inner)})"
        case ("not", inner):
            return f"not ({written(inner)})"
        case (function, inner):
            return f"{function}({written(inner)})"
    raise AssertionError(tree)


def said(tree: tuple[Any, ...]) -> Iterator[str]:
    """Yield the names, literals and operators of a tree, in the order in which they are written."""
    match tree:
        case ("name" | "literal", text):
            yield str(text)
        case ("chain", left, operator, right):
            yield from said(left)
            yield str(operator)
            yield from said(right)
        case (_, inner):
            yield from said(inner)


def read(node: Tree, text: str) -> Iterator[str]:
    if node.rule in ("firstMemberExpr", "primitiveLiteral", "operator", "enumLiteral"):
        yield text[node.start : node.end]
        return
    for part in node.parts:
        yield from read(part, text)


@given(expressions())
def test_what_is_written_is_read_back(tree: tuple[Any, ...]) -> None:
    text = written(tree)
    assert list(read(parse("commonExpr", text), text)) == list(said(tree))


PIECES = st.lists(
    st.sampled_from(
        [
            *"()/,;:'\"=&?$@-+%. {}[]*#",
            "%27",
            "%",
            " and ",
            " eq ",
            "$filter=",
            "$expand=",
            "a",
            "any(",
            "‘",
            "é",
            "1",
        ]
    )
)


@given(st.sampled_from(["odataRelativeUri", "filter", "queryOptions", "commonExpr", "apply"]), PIECES)
def test_any_text_ends_in_a_tree_or_a_fault_within_it(rule: str, pieces: list[str]) -> None:
    text = "".join(pieces)
    try:
        spans = [(node.start, node.end) for node in parse(rule, text).walk()]
    except ODataFault as fault:
        found = mend(rule, text, fault)
        spans = [(fault.position, fault.position), found[:2] if found else (0, 0)]
    assert all(0 <= start <= end <= len(text) for start, end in spans)


@given(st.text("aé%' &/;", max_size=12))
def test_percent_encoding_everything_changes_nothing_but_what_divides(value: str) -> None:
    plain = "a eq '" + value.replace("'", "''").replace("%", "%25").replace("&", "%26") + "'"
    encoded = "".join(f"%{byte:02x}" for byte in ("a eq '" + value.replace("'", "''") + "'").encode())
    assert [node.rule for node in parse("commonExpr", encoded).walk()] == [
        node.rule for node in parse("commonExpr", plain).walk()
    ]


def test_what_is_parsed_to_mend_a_text_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    parsed: list[int] = []

    def counting(rule: str, text: str) -> Tree:
        parsed.append(len(text))
        return parse(rule, text)

    monkeypatch.setattr(mending, "parse", counting)
    for slips in (10, 15_000):
        text = "Accounts?$select=name" + "," * slips
        with pytest.raises(ODataFault) as caught:
            parse("odataRelativeUri", text)
        assert mend("odataRelativeUri", text, caught.value) is not None
    assert sum(parsed) < 2 * mending.MOST_PARSED
