"""Case statistics, operations and villages to try things on."""

from portal.publishing.models import Release
from portal.statistics.models import Code, Dimension, Indicator
from safety.models import (
    AreaMeasure,
    CaseMeasure,
    CrimeFreeVillage,
    Operation,
    OperationFigure,
    OperationReport,
)
from tests.world import DECEMBER, make_area, make_department, make_figure, make_indicator

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


def make_area_measure(block: str, code: str, **fields: object) -> Indicator:
    """An indicator that a block shows area by area."""
    indicator = make_indicator(code, sector="safety", basis="point", **fields)
    AreaMeasure.objects.create(indicator=indicator, block=block)
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


def make_operation(code: str, department: str = "construction", **fields: object) -> Operation:
    names = {"name_zh": f"行动{code}", "name_en": code.title(), "kind": "campaign"}
    return Operation.objects.get_or_create(
        code=code, defaults={**names, "department": make_department(department), **fields}
    )[0]


def make_operation_report(release: Release, operation: Operation, **fields: object) -> OperationReport:
    given = {"as_at": DECEMBER, "task_zh": "任务", "task_en": "Task", "as_printed": "行动", **fields}
    return OperationReport.objects.create(release=release, operation=operation, **_placed(release), **given)


def make_operation_figure(
    release: Release, operation: Operation, indicator: Indicator, attribution: str, **fields: object
) -> OperationFigure:
    given = {"attribution": attribution, "as_printed": "1", **_placed(release), **fields}
    return OperationFigure.objects.create(release=release, operation=operation, indicator=indicator, **given)


def make_village(release: Release, code: str, **fields: object) -> CrimeFreeVillage:
    given = {"year": 2022, "as_printed": code, "department": release.department, **_placed(release), **fields}
    return CrimeFreeVillage.objects.create(release=release, area=make_area(code, "village"), **given)


def _placed(release: Release) -> dict[str, object]:
    return {"section": release.sections.first(), "paragraph": 1}
