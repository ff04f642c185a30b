"""Which projects of a programme releases name: for checks of a stated number against what is named."""

from collections import defaultdict
from collections.abc import Collection

from portal.statistics.named_things import Named
from projects.models import Benefit, Funding, Milestone, ProgressReport, WorkItem

#: Records that state something about one project, by its name.
NAMING = (ProgressReport, Milestone, Funding, Benefit, WorkItem)


def projects_named(programmes: Collection[str], releases: Collection[int]) -> dict[str, Named]:
    """The projects that the releases state something about, by the code of their programme; one query."""
    columns = "undertaking__programme__code", "undertaking__programme__plan_year", "undertaking__code"
    first, *others = (
        model.objects.order_by()
        .filter(release__in=releases, undertaking__programme__code__in=programmes)
        .values_list(*columns)
        for model in NAMING
    )
    named = defaultdict(set)
    for programme, year, project in first.union(*others):
        named[programme, year].add(project)
    return {programme: Named(frozenset(projects), year) for (programme, year), projects in named.items()}
