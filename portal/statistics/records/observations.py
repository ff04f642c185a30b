"""Observations as records."""

from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext_lazy

from portal.publishing.permissions import IN_OPEN_RELEASE, theirs
from portal.publishing.records import in_document, locator
from portal.records.access import Access
from portal.records.columns import (
    NOTES,
    Choice,
    Date,
    DecimalNumber,
    Text,
    texts,
)
from portal.records.sheets import Group, Sheet, TemplateRow, TemplateRows
from portal.records.types import RecordType, Source
from portal.staff.models import Department
from portal.statistics.api.figures import ObservationDetail, ObservationList
from portal.statistics.codes import ObservationKind
from portal.statistics.models import Observation, Series
from portal.statistics.search import figure_hits
from portal.statistics.series_columns import series_columns
from portal.statistics.validation import validate_observation
from portal.web.api.endpoints import Endpoint

#: The columns of an observation that say of which series it is, and that it is a result.
NAMING = frozenset({"indicator", "area", "dimensions", "kind"})


def series_of(department: Department) -> Iterable[TemplateRow]:
    """Every series of the department's indicators, with its newest public result."""
    series = Series.objects.filter(indicator__department=department)
    known = Observation.objects.known_at(timezone.now()).filter(
        series__in=series, kind=ObservationKind.ACTUAL
    )
    newest = {figure.series_id: figure for figure in known.for_list().order_by("period_end", "released_at")}
    columns = series_columns()
    for one in series.select_related("indicator", "area").order_by(
        "indicator__order", "indicator__code", "pk"
    ):
        bare = Observation(series=one, kind=ObservationKind.ACTUAL)
        figure = newest.get(one.pk)
        yield TemplateRow(
            {column.code: column.get(bare) for column in columns} | {"kind": bare.kind},
            str(one),
            "" if figure is None else figure.as_printed or f"{figure.rounded}",
            "" if figure is None else figure.period.label,
        )


OBSERVATIONS = Sheet(
    "Observations",
    gettext_lazy("Observations"),
    Group.RELEASE,
    40,
    Observation,
    (
        *locator(),
        *series_columns(),
        Date("period_start"),
        Date("period_end", required=True),
        Choice("kind", required=True),
        DecimalNumber("value"),
        Choice("qualifier"),
        Choice("status", required=True),
        Text("as_printed", required=in_document),
        *texts(*NOTES),
    ),
    key=("indicator", "area", "dimensions", "period_start", "period_end", "kind"),
    export_order=("section__order", "paragraph", "pk"),
    template=TemplateRows(series_of, NAMING),
)

OBSERVATION = RecordType(
    model=Observation,
    access=Access(("series__indicator__department_id",), "release", contributes=True),
    sheet=OBSERVATIONS,
    validate=validate_observation,
    endpoint=Endpoint(
        "observations",
        ObservationList,
        ObservationDetail,
        gettext_lazy("Figures"),
        gettext_lazy("Every value with period, qualifier, status and source."),
    ),
    source=Source(
        "figures",
        gettext_lazy("Figures"),
        Observation,
        lambda at: Observation.objects.known_at(at).for_list().order_by("-period_end", "id"),
        figure_hits,
        through={"series__indicator": "indicators", "series__area": "areas"},
        order=30,
    ),
    choices=IN_OPEN_RELEASE | {"series": lambda user: theirs(Series.objects.all(), user)},
    refusals={
        "fits_its_indicator": gettext_lazy(
            "The figure does not fit its indicator: look at its basis, decimals and smallest count."
        ),
    },
)
