"""What of the core can be found: indicators, figures, releases and their parts, commitments, places, departments."""

import datetime as dt

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.areas.models import Area
from portal.commitments.models import Commitment
from portal.facilities.models import Facility
from portal.glossary.models import GlossaryTerm
from portal.publishing.models import Question, Release, Section
from portal.search import Hit, Source, register_source
from portal.staff.models import Department
from portal.statistics.figures import attach_breakdowns, attach_latest
from portal.statistics.models import Indicator, Observation
from portal.statistics.templatetags.portal_figures import place


def indicator_hits(indicators: list[Indicator], at: dt.datetime) -> list[Hit]:
    return [
        Hit(i.name, reverse("indicator-detail", args=[i.code]), [i.definition], i.sector.name, i.latest)
        for i in attach_latest(indicators, at)
    ]


def indicators(at: dt.datetime) -> QuerySet:
    return Indicator.objects.released(at).with_latest(at).for_list()


def figure_hits(figures: list[Observation], at: dt.datetime) -> list[Hit]:
    attach_breakdowns(figure.series for figure in figures)
    return [
        Hit(
            " · ".join(part for part in (figure.series.indicator.name, place(figure.series)) if part),
            f"{reverse('indicator-detail', args=[figure.series.indicator.code])}#figure-{figure.pk}",
            [figure.note, figure.as_printed],
            figure.release.title,
            figure,
        )
        for figure in figures
    ]


def release_hits(releases: list[Release], at: dt.datetime) -> list[Hit]:
    return [
        Hit(r.title, reverse("release-detail", args=[r.slug]), [r.summary, r.index_number]) for r in releases
    ]


def part_address(part: Section | Question) -> str:
    section = part if isinstance(part, Section) else part.section
    return f"{reverse('release-detail', args=[part.release.slug])}#{section.anchor}"


def section_hits(sections: list[Section], at: dt.datetime) -> list[Hit]:
    return [Hit(s.title, part_address(s), [s.summary], s.release.title) for s in sections]


def question_hits(questions: list[Question], at: dt.datetime) -> list[Hit]:
    return [
        Hit(q.question, part_address(q), [q.answer, q.outlet, q.speaker], q.release.title) for q in questions
    ]


def questions(at: dt.datetime) -> QuerySet:
    return Question.objects.known_at(at).for_list().select_related("section")


def commitment_hits(commitments: list[Commitment], at: dt.datetime) -> list[Hit]:
    return [
        Hit(c.title, reverse("commitment-detail", args=[c.code]), [c.detail, c.due_printed], c.release.title)
        for c in commitments
    ]


def facility_hits(facilities: list[Facility], at: dt.datetime) -> list[Hit]:
    page = reverse("facility-list")
    return [
        Hit(
            f.name,
            f"{page}?area={f.area.code}&kind={f.kind}#place-{f.code}",
            facility_texts(f),
            f.get_kind_display(),
        )
        for f in facilities
    ]


def facility_texts(facility: Facility) -> list[str]:
    return [facility.address, facility.phone, facility.hours, facility.note, "、".join(facility.aliases)]


def glossary_hits(terms: list[GlossaryTerm], at: dt.datetime) -> list[Hit]:
    page = reverse("glossary-list")
    return [
        Hit(
            t.name,
            f"{page}?q={t.code}#term-{t.code}",
            [t.explanation, "、".join(t.aliases)],
            t.sector.name,
        )
        for t in terms
    ]


def area_hits(areas: list[Area], at: dt.datetime) -> list[Hit]:
    return [
        Hit(a.name, reverse("area-detail", args=[a.code]), ["、".join(a.aliases)], a.get_kind_display())
        for a in areas
    ]


def department_hits(departments: list[Department], at: dt.datetime) -> list[Hit]:
    page = reverse("indicator-list")
    return [Hit(d.name, f"{page}?department={d.code}", [d.note]) for d in departments]


SOURCES = (
    Source("indicators", _("Indicators"), Indicator, indicators, indicator_hits, suggested=True, order=10),
    Source(
        "commitments",
        _("Commitments"),
        Commitment,
        lambda at: Commitment.objects.known_at(at).for_list(),
        commitment_hits,
        suggested=True,
        order=20,
    ),
    Source(
        "figures",
        _("Figures"),
        Observation,
        lambda at: Observation.objects.known_at(at).for_list().order_by("-period_end", "id"),
        figure_hits,
        through={"series__indicator": "indicators", "series__area": "areas"},
        order=30,
    ),
    Source(
        "facilities",
        _("Places"),
        Facility,
        lambda at: Facility.objects.public(at).for_list(),
        facility_hits,
        suggested=True,
        order=40,
    ),
    Source(
        "releases",
        _("Releases"),
        Release,
        lambda at: Release.objects.released(at).for_list(),
        release_hits,
        suggested=True,
        order=50,
    ),
    Source(
        "sections",
        _("Sections of releases"),
        Section,
        lambda at: Section.objects.known_at(at).for_list(),
        section_hits,
        order=60,
    ),
    Source("questions", _("Questions and answers"), Question, questions, question_hits, order=70),
    Source(
        "glossary",
        _("Glossary"),
        GlossaryTerm,
        lambda at: GlossaryTerm.objects.public(at).for_list(),
        glossary_hits,
        suggested=True,
        order=75,
    ),
    Source("areas", _("Areas"), Area, lambda _at: Area.objects.all(), area_hits, suggested=True, order=80),
    Source(
        "departments",
        _("Departments"),
        Department,
        lambda _at: Department.objects.all(),
        department_hits,
        order=90,
    ),
)


def register() -> None:
    """Register the core's own sources."""
    for source in SOURCES:
        register_source(source)
