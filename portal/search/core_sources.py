"""What of the core can be found: indicators, figures, releases and their parts, commitments, places, departments."""

from django.utils.translation import gettext_lazy as _

from portal.areas.models import Area
from portal.areas.search import area_hits
from portal.commitments.models import Commitment
from portal.commitments.search import commitment_hits
from portal.facilities.models import Facility
from portal.facilities.search import facility_hits
from portal.glossary.models import GlossaryTerm
from portal.glossary.search import glossary_hits
from portal.publishing.models import Question, Release, Section
from portal.publishing.search import question_hits, questions, release_hits, section_hits
from portal.search import Source, register_source
from portal.staff.models import Department
from portal.staff.search import department_hits
from portal.statistics.models import Indicator, Observation
from portal.statistics.search import figure_hits, indicator_hits, indicators

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
