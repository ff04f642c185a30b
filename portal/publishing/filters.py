"""Filters of releases and of released records."""

from django.db.models import Exists, Manager, OuterRef, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from portal.publishing.models import CalendarState, Release, Section
from portal.staff.filters import InSector, OfDepartment
from portal.staff.models import Sector
from portal.web.filters import ChoiceFilter, RowFilter, StrictFilterSet, WordsFilter, YearFilter


class Versions(ChoiceFilter):
    """`current` (the default) or `all`; the view reads it by `versions_asked_for` and chooses the rows."""

    def __init__(self, **kwargs) -> None:
        choices = [("current", _("in force")), ("all", _("all, including superseded"))]
        super().__init__(choices, empty_label=None, required=False, **kwargs)

    def filter(self, qs: QuerySet, value: str) -> QuerySet:
        return qs


def versions_asked_for(records: Manager, request: HttpRequest) -> QuerySet:
    """The records in force at the moment of the request; with `versions=all` every version published by then."""
    word = records.released if request.GET.get("versions") == "all" else records.known_at
    return word(request.moment.at)


class CalendarFilter(StrictFilterSet):
    """Filters announced releases; needs a queryset with `for_calendar`."""

    q = WordsFilter("title_zh", "title_en")
    state = ChoiceFilter(CalendarState.choices, "state", label=_("state"))


class OfRelease(RowFilter):
    """A public release."""

    def __init__(self, field_name: str = "release", **kwargs) -> None:
        super().__init__(
            Release.objects.released,
            "releases",
            key="slug",
            field_name=field_name,
            **{"label": _("release"), **kwargs},
        )


class QuestionFilter(StrictFilterSet):
    """Filters questions of public releases."""

    q = WordsFilter("question_zh", "question_en", "answer_zh", "answer_en", "outlet_zh", "outlet_en")
    sector = InSector("section__sector")
    department = OfDepartment("section__department")
    release = OfRelease()
    year = YearFilter("release__released_at", label=_("year"), help_text=_("Year of publication."))


class ReleaseFilter(StrictFilterSet):
    """Filters public releases, including withdrawn ones, whose notice stays."""

    q = WordsFilter("title_zh", "title_en", "summary_zh", "summary_en")
    kind = ChoiceFilter(Release.Kind.choices, "kind", label=_("kind"))
    department = OfDepartment("department")
    sector = InSector("sector", method="with_section_of", help_text=_("Releases with a section on it."))
    year = YearFilter("released_at", label=_("year"), help_text=_("Year of publication."))

    def with_section_of(self, qs: QuerySet, _name: str, sector: Sector) -> QuerySet:
        return qs.filter(Exists(Section.objects.filter(release=OuterRef("pk"), sector=sector)))
