"""Filters of lists of released records about projects."""

import datetime as dt

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.publishing.filters import OfRelease, Versions
from portal.staff.filters import InSector, OfDepartment
from portal.statistics.codes import ObservationStatus
from portal.statistics.models import Unit
from portal.web.filters import ChoiceFilter, DayFilter, RowFilter, StrictFilterSet
from projects.filters import OfCategory, PlanYear, Searched, Within
from projects.models import Benefit, Funding, Milestone, Stage, Undertaking


def programmes(at: dt.datetime) -> QuerySet:
    """Programmes of which something was published by then."""
    return Undertaking.objects.filter(kind=Undertaking.Kind.PROGRAMME).released(at)


class RecordFilter(StrictFilterSet):
    """Of records that were public."""

    project = RowFilter(
        Undertaking.objects.released, "projects", field_name="undertaking", label=_("project or programme")
    )
    programme = RowFilter(
        programmes,
        "programmes",
        field_name="undertaking__programme",
        label=_("programme"),
        help_text=_("Of which the project is part."),
    )
    kind = ChoiceFilter(Undertaking.Kind.choices, "undertaking__kind", label=_("kind"))
    area = Within("undertaking")
    department = OfDepartment("undertaking__department")
    sector = InSector("undertaking__sector")
    category = OfCategory("undertaking__category")
    release = OfRelease()
    versions = Versions(label=_("versions"))


class ProgressFilter(RecordFilter):
    """Of reports of progress."""

    stage = ChoiceFilter(Stage.choices, "stage", label=pgettext_lazy("of a project", "stage"))
    status = ChoiceFilter(ObservationStatus.choices, "status", label=_("status"))
    from_ = DayFilter("as_at", "gte", label=_("from"), help_text=_("As at that day or later."))
    to_ = DayFilter("as_at", "lte", label=_("to"), help_text=_("As at that day or earlier."))


class FundingFilter(RecordFilter):
    """Of amounts of money."""

    source = ChoiceFilter(Funding.Source.choices, "source", label=_("source of money"))
    basis = ChoiceFilter(Funding.Kind.choices, "kind", label=_("planned or paid"))


class MilestoneFilter(RecordFilter):
    """Of milestones."""

    step = ChoiceFilter(Milestone.Kind.choices, "kind", label=_("kind of milestone"))
    due_from = DayFilter("due", "gte", label=_("due from"))
    due_to = DayFilter("due", "lte", label=_("due to"))


class WorkItemFilter(RecordFilter):
    """Of work items."""

    unit = RowFilter(Unit.objects, "units", field_name="unit", label=_("unit"))


class BeneficiaryFilter(RecordFilter):
    """Of numbers of beneficiaries."""

    unit = RowFilter(Unit.objects, "units", field_name="unit", label=_("unit"))
    basis = ChoiceFilter(Benefit.Kind.choices, "kind", label=_("planned or reached"))


class ProgrammeFilter(StrictFilterSet):
    """Of programmes."""

    q = Searched("pk")
    area = Within("pk")
    category = OfCategory("category")
    department = OfDepartment("department")
    year = PlanYear(field_name="plan_year", label=_("year of the plan"))
    sector = InSector("sector")
