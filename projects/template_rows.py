"""Progress rows of a department's template: its unfinished projects and their work items."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal

from django.db.models import Exists, OuterRef
from django.utils import timezone

from portal.records.sheets import TemplateRow
from portal.staff.models import Department
from portal.statistics.codes import Qualifier
from portal.web.numbers import exact, with_unit
from projects.models import ProgressReport, Stage, Undertaking, UndertakingState, WorkItem
from projects.progress_form import MEASURES, WHOLE, Last, dated, last_values

#: The columns of the sheet that say of what a row reports.
NAMING = ("undertaking", "work_item")
SEPARATED = " · "


def progress_of(department: Department) -> Iterator[TemplateRow]:
    """The whole of each undertaking and each of its work items, with what is in force of it; three queries.

    What was never reported is listed too, since its first report is still to come.
    """
    now = timezone.now()
    finished = UndertakingState.objects.known_at(now).filter(is_finished=True, undertaking=OuterRef("pk"))
    undertakings = list(Undertaking.objects.filter(department=department).exclude(Exists(finished)))
    of = {"undertaking__in": [one.pk for one in undertakings]}
    items: dict[int, list[WorkItem]] = defaultdict(list)
    for item in WorkItem.objects.known_at(now).filter(**of).select_related("unit").order_by("pk"):
        items[item.undertaking_id].append(item)
    reports: dict[int, list[ProgressReport]] = defaultdict(list)
    for report in ProgressReport.objects.known_at(now).filter(**of).select_related("release"):
        reports[report.undertaking_id].append(report)
    for undertaking in undertakings:
        yield from _lines(undertaking, items[undertaking.pk], last_values(reports[undertaking.pk]))


def _lines(
    undertaking: Undertaking, items: Iterable[WorkItem], last: dict[str, dict[str, Last]]
) -> Iterator[TemplateRow]:
    yield _line(undertaking, None, last.get(WHOLE, {}))
    for item in items:
        yield _line(undertaking, item, last.get(item.code, {}))


def _line(undertaking: Undertaking, item: WorkItem | None, last: dict[str, Last]) -> TemplateRow:
    """What is older than the newest of the line says of which day it is."""
    newest = max((one.as_at for one in last.values()), default=None)
    told = [(measure, last[measure]) for measure in MEASURES if measure in last]
    texts = [
        _text(measure, one, item) if one.as_at == newest else dated(_text(measure, one, item), one.as_at)
        for measure, one in told
    ]
    return TemplateRow(
        dict(zip(NAMING, (undertaking.code, item.code if item else WHOLE), strict=True)),
        SEPARATED.join([undertaking.name, item.name] if item else [undertaking.name]),
        SEPARATED.join(texts),
        newest.isoformat() if newest else "",
    )


def _text(measure: str, one: Last, item: WorkItem | None) -> str:
    if not isinstance(one.value, Decimal):
        return str(Stage(one.value).label)
    unit = "%" if measure == "percent" else item.unit.symbol if item and item.unit else ""
    qualifier = str(Qualifier(one.qualifier).label) if one.qualifier else ""
    return " ".join(filter(None, (qualifier, with_unit(exact(one.value), unit))))
