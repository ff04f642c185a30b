"""Filters and orderings of project lists, shared by the page and its JSON, CSV and XLSX versions."""

import datetime as dt

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.areas.filters import InArea
from portal.areas.models import Area
from portal.commitments.states import CommitmentState
from portal.search.matching import holding, words_of
from portal.staff.filters import InSector, OfDepartment
from portal.web.filters import LONGEST_WORDS, ChoiceFilter, RowFilter, StrictFilterSet, WholeNumberField
from portal.web.keyset import Keyset
from projects.models import Category, Stage, Undertaking, UndertakingArea
from projects.models.state import DUE_STATES, NO_PERCENT_LAST

FIRST_YEAR, LAST_YEAR = 1990, 2099
LATE, SILENT = pgettext_lazy("of a project", "late"), pgettext_lazy("of a project", "silent")
#: The values of the filter `state`.
STATES = (
    ("late", LATE),
    *((state.value, SILENT if state == CommitmentState.SILENT else state.label) for state in DUE_STATES),
)
#: The value of the filter `stage` for projects of which no release names one.
NO_STAGE = "not_reported"
STAGE_NOT_REPORTED = _("stage not reported")


class Searched(django_filters.CharFilter):
    """All words occur in the names, aliases or summary of the project, in either language.

    `field_name`: the lookup from the rows to the project.
    """

    allowed = [f"1–{LONGEST_WORDS}"]
    schema = {"type": "string", "maxLength": LONGEST_WORDS}

    def __init__(self, field_name: str = "undertaking", **kwargs) -> None:
        super().__init__(field_name, max_length=LONGEST_WORDS, **{"label": _("words"), **kwargs})

    def filter(self, qs: QuerySet, value: str) -> QuerySet:
        found = undertakings_with(value)
        return qs if found is None else qs.filter(**{f"{self.field_name}__in": found.values("pk")})


def undertakings_with(query: str) -> QuerySet[Undertaking] | None:
    """Projects that contain every word of a query, public or not; None if it has no word."""
    words = words_of(query)
    conditions = (holding(Undertaking, Undertaking.searched.columns, word) for word in words)
    return Undertaking.objects.filter(*conditions).order_by() if words else None


class Within(InArea):
    """An area with all its parts. `field_name`: the lookup from the rows to the project."""

    def filter(self, qs: QuerySet, value: Area | None) -> QuerySet:
        if value is None:
            return qs
        # a query of its own, since the database cannot estimate how many areas a recursion gives
        areas = list(Area.objects.within(value.code).order_by().values_list("pk", flat=True))
        there = UndertakingArea.objects.filter(area__in=areas)
        return qs.filter(**{f"{self.field_name}__in": there.values("undertaking")})


class OfCategory(RowFilter):
    """A category. `field_name`: the lookup from the rows to it."""

    def __init__(self, field_name: str, **kwargs) -> None:
        super().__init__(
            Category.objects,
            "project-categories",
            field_name=field_name,
            **{"label": _("category"), **kwargs},
        )


class PlanYear(django_filters.NumberFilter):
    """The year of the plan."""

    field_class = WholeNumberField
    allowed = [f"{FIRST_YEAR}–{LAST_YEAR}"]
    schema = {"type": "integer", "minimum": FIRST_YEAR, "maximum": LAST_YEAR}

    def __init__(self, **kwargs) -> None:
        super().__init__(min_value=FIRST_YEAR, max_value=LAST_YEAR, **kwargs)


class InStage(ChoiceFilter):
    """A stage, or `not_reported`. `field_name`: the lookup from the rows to it."""

    def __init__(self, field_name: str, **kwargs) -> None:
        choices = [*Stage.choices, (NO_STAGE, STAGE_NOT_REPORTED)]
        super().__init__(choices, field_name, **{"label": pgettext_lazy("of a project", "stage"), **kwargs})

    def filter(self, qs: QuerySet, value: str) -> QuerySet:
        return qs.filter(**{self.field_name: ""}) if value == NO_STAGE else super().filter(qs, value)


class AfterDue(ChoiceFilter):
    """`late`: unfinished by its own report after the due day. Otherwise a state of `StateQuerySet.judged`."""

    def __init__(self, **kwargs) -> None:
        super().__init__(STATES, **kwargs)

    def filter(self, qs: QuerySet, value: str) -> QuerySet:
        at: dt.datetime = self.parent.request.moment.at
        if value == "late":
            return qs.late(at)
        return qs.with_due_state(at, value) if value else qs


class Sort(ChoiceFilter):
    """The order, which leaves nothing out; see `KEYSETS`."""

    def __init__(self, **kwargs) -> None:
        super().__init__(list(SORTS.items()), empty_label=None, required=False, **kwargs)

    def filter(self, qs: QuerySet, value: str) -> QuerySet:
        return sortable(qs, value)


def sortable(states: QuerySet, sort: str) -> QuerySet:
    """The states with the column that the order of that name sorts by."""
    return states.annotate(done=NO_PERCENT_LAST) if sort == "percent" else states


SORTS = {
    "name": pgettext_lazy("order of a list", "name"),
    "newest": pgettext_lazy("order of a list", "newest report"),
    "percent": pgettext_lazy("order of a list", "most advanced"),
    "due": pgettext_lazy("order of a list", "due first"),
}
#: The sort keys by name of the order; each ends in a unique column, so that pages can begin anywhere.
KEYSETS = {
    "name": Keyset("undertaking__pinyin", "undertaking__code"),
    "newest": Keyset("-reported_at", "undertaking_id"),
    "percent": Keyset("-done", "undertaking_id"),
    "due": Keyset("due", "undertaking_id", nullable=("due",)),
}


def keyset_of(sort: str | None) -> Keyset:
    """The order of that name, by default by name; the filter refuses others."""
    return KEYSETS.get(sort or "", KEYSETS["name"])


class ProjectFilter(StrictFilterSet):
    """Filters of projects. The queryset is of their states: `UndertakingState.objects.known_at(at).of_projects()`."""

    q = Searched()
    area = Within("undertaking")
    category = OfCategory("undertaking__category")
    stage = InStage("stage")
    state = AfterDue(label=_("after the due day"))
    department = OfDepartment("undertaking__department")
    year = PlanYear(field_name="undertaking__plan_year", label=_("year of the plan"))
    sector = InSector("undertaking__sector")
    programme = RowFilter(
        lambda at: Undertaking.objects.filter(kind=Undertaking.Kind.PROGRAMME).known_at(at),
        "programmes",
        field_name="undertaking__programme",
        label=_("programme"),
    )
    kind = ChoiceFilter(
        [(kind.value, kind.label) for kind in (Undertaking.Kind.PROJECT, Undertaking.Kind.MICRO)],
        "undertaking__kind",
        label=_("kind"),
    )
    sort = Sort(label=_("order"))

    @property
    def order(self) -> str:
        """The name of the requested order, by default `name`."""
        return self.data.get("sort") or "name"

    @property
    def keyset(self) -> Keyset:
        return keyset_of(self.order)

    @property
    def ordered(self) -> QuerySet:
        """The filtered rows in that order; raises BadParameter as `qs` does."""
        return self.keyset.ordered(self.qs)


class MicroProjectFilter(ProjectFilter):
    """Filters of micro-projects."""

    kind = None


class ProgrammeFilter(StrictFilterSet):
    """Filters of programmes."""

    q = Searched("pk")
    area = Within("pk")
    category = OfCategory("category")
    department = OfDepartment("department")
    year = PlanYear(field_name="plan_year", label=_("year of the plan"))
    sector = InSector("sector")
