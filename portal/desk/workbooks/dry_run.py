"""What a release would look like with a workbook loaded: checks that would fail, figures unlike their history.

Asked while the workbook is loaded for a moment and taken back at once, so everything is put into words here.
"""

from dataclasses import dataclass

from portal.desk.differences import of_figures
from portal.publishing.models import Release
from portal.statistics import checks
from portal.statistics.models import CheckResult
from portal.statistics.templatetags.portal_figures import amount

#: So many of each are shown.
MOST = 100


@dataclass(frozen=True)
class Foresight:
    """`failed`: of each failed check what it is, about what, stated, computed. `unusual`: figure, value and doubt."""

    failed: list[tuple[str, str, str, str]]
    unusual: list[tuple[str, str, str]]
    more: int


def foresee(release: Release) -> Foresight:
    checks.evaluate(release)
    results = CheckResult.objects.filter(release=release).failed().for_list().order_by("-period_end", "id")
    failed = [
        (
            str(result.title),
            f"{result.series} · {result.period_end.isoformat()}",
            amount(result.stated, result.series),
            amount(result.computed, result.series),
        )
        for result in results
    ]
    unusual = [
        (f"{one.subject} · {one.where}", one.now, one.doubt) for one in of_figures(release) if one.doubt
    ]
    hidden = sum(max(0, len(found) - MOST) for found in (failed, unusual))
    return Foresight(failed[:MOST], unusual[:MOST], hidden)
