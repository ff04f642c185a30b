"""Units, dimensions and their values as records."""

from django.utils.translation import gettext_lazy

from portal.records.access import ADMINISTRATORS, Access
from portal.records.columns import NAMES, Boolean, Integer, texts
from portal.records.columns import Code as CodeColumn
from portal.records.lookups import Target
from portal.records.sheets import Group, Reference, Sheet
from portal.records.types import RecordType
from portal.statistics.api.codelists import DimensionDetail, DimensionList, UnitDetail, UnitList
from portal.statistics.models import Code, Dimension, Unit
from portal.web.api.endpoints import Endpoint

UNITS = Sheet(
    "Units",
    gettext_lazy("Units"),
    Group.REFERENCE,
    10,
    Unit,
    (
        CodeColumn("code", required=True),
        *texts(*NAMES, "symbol_zh", "symbol_en", required=True),
        Boolean("below_zero"),
    ),
    key=("code",),
    export_order=("code",),
)


DIMENSIONS = Sheet(
    "Dimensions",
    gettext_lazy("Dimensions"),
    Group.REFERENCE,
    40,
    Dimension,
    (CodeColumn("code", required=True), *texts(*NAMES, required=True)),
    key=("code",),
    export_order=("code",),
)


CODES = Sheet(
    "Codes",
    gettext_lazy("Dimension values"),
    Group.REFERENCE,
    50,
    Code,
    (
        Reference("dimension", Target(Dimension), required=True),
        CodeColumn("code", required=True),
        *texts(*NAMES, required=True),
        Integer("order"),
    ),
    key=("dimension", "code"),
    export_order=("dimension", "order", "code"),
)

UNIT = RecordType(
    model=Unit,
    access=Access(edited=ADMINISTRATORS),
    sheet=UNITS,
    endpoint=Endpoint(
        "units", UnitList, UnitDetail, gettext_lazy("Units"), gettext_lazy("What values count or measure.")
    ),
)
DIMENSION = RecordType(
    model=Dimension,
    access=Access(edited=ADMINISTRATORS),
    sheet=DIMENSIONS,
    endpoint=Endpoint(
        "dimensions",
        DimensionList,
        DimensionDetail,
        gettext_lazy("Breakdowns"),
        gettext_lazy("The ways in which indicators are broken down, with their values."),
    ),
)
CODE = RecordType(model=Code, access=Access(edited=ADMINISTRATORS), sheet=CODES)
