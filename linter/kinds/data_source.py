"""Data sources: where entities are ingested from, and which entities those are."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final

from linter.kinds.kind import BodyForm, Kind, Laid, Part, Standing, Turn
from linter.kinds.request import Request
from linter.kinds.route import Address

if TYPE_CHECKING:
    from linter.kinds.data_source_body import DataSources


def _form(_value: Any, request: Request) -> BodyForm:
    update = request.gives("datasourceId")
    return BodyForm("DataSourceUpdate" if update else "DataSourceInfo", or_list=not update)


def _view(request: Request, root: Any) -> DataSources:
    from linter.kinds.data_source_body import DataSources

    return DataSources(request, root)


def _writes(request: Request, standing: Standing) -> Iterable[Part]:
    from linter.kinds.data_source_body import writes

    return writes(request, standing)


def _lay(request: Request, laid: Laid) -> None:
    from linter.kinds.data_source_body import lay

    lay(request, laid)


KIND: Final = Kind(
    name="dataSource",
    title="Data sources to create: a list, or one; or one to update",
    model="data_source",
    addresses=(
        Address("manage/datasources", ("POST", "PUT", "PATCH")),
        Address("manage/datasources/{datasourceId}", ("PUT", "PATCH", "POST")),
    ),
    view=_view,
    turn=Turn(-1, "data sources come before what is made of them"),
    roots=(object,),
    form=_form,
    divisible=True,
    writes=_writes,
    lays=_lay,
)
