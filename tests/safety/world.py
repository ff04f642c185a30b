"""Case statistics to try things on."""

from portal.publishing.models import Release
from portal.statistics.models import Code, Dimension, Indicator
from safety.models import CaseMeasure
from tests.world import make_figure, make_indicator

TYPES = ("fraud", "theft")


def make_crime_types() -> dict[str, Code]:
    dimension = Dimension.objects.get_or_create(
        code="crime_type", defaults={"name_zh": "案件类型", "name_en": "Type of crime"}
    )[0]
    return {
        code: Code.objects.get_or_create(
            dimension=dimension,
            code=code,
            defaults={"name_zh": f"{code}案", "name_en": code.title(), "order": order},
        )[0]
        for order, code in enumerate(TYPES)
    }


def make_measure(
    measure: str, case_type: str = "", department: str = "construction", **fields: object
) -> Indicator:
    """An indicator that fills a column: for one type, or, broken down, for all of them."""
    types = make_crime_types()
    dimensions = {} if case_type else {"dimensions": {"crime_type": list(TYPES)}}
    indicator = make_indicator(
        f"{case_type or 'all'}-{measure}".replace("_", "-"),
        sector="safety",
        department=department,
        **dimensions,
        **fields,
    )
    CaseMeasure.objects.create(
        indicator=indicator, measure=measure, case_type=types[case_type] if case_type else None
    )
    return indicator


def make_case_table(release: Release, department: str = "construction", **figure: object) -> None:
    """Fraud with cases, persons and the money stopped; theft with cases alone."""
    cases, suspects = (
        make_measure("cases", department=department),
        make_measure("suspects", department=department),
    )
    stopped = make_measure("stopped", "fraud", department=department)
    make_figure(release, cases, 63, dimensions={"crime_type": "fraud"}, **figure)
    make_figure(release, cases, 129, dimensions={"crime_type": "theft"}, **figure)
    make_figure(release, suspects, 114, dimensions={"crime_type": "fraud"}, **figure)
    make_figure(release, stopped, 2456000, **figure)
