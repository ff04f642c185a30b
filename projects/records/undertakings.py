"""Programmes, projects, their categories and links as records."""

import datetime as dt
from collections.abc import Iterator

from django.db.models import Q
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _

from portal.areas.models import Area
from portal.publishing.permissions import for_user, own_departments
from portal.records.access import ADMINISTRATORS, NOBODY, Access
from portal.records.columns import NAMES, Choice, Code, Column, Integer, Text, Texts, texts
from portal.records.described import changes
from portal.records.fields import pinyin_key
from portal.records.sheets import Group, Reference, References, Sheet, Target
from portal.records.topics import Topic
from portal.records.types import Hit, RecordType, Source
from portal.staff.models import Department, Sector
from portal.statistics.models import Indicator
from portal.web.api.endpoints import Endpoint
from projects import validation
from projects.api import programmes
from projects.api import projects as api
from projects.api.package import ProjectPackage
from projects.feeds import address_of, wider_subjects
from projects.models import (
    ABOUT_UNDERTAKINGS,
    Category,
    Programme,
    Project,
    Undertaking,
    UndertakingArea,
    UndertakingIndicator,
    UndertakingPredecessor,
    UndertakingState,
)

#: The owner is the department; officials also see what appears in the releases that they contribute to.
ACCESS = Access(
    ("department_id",),
    appears_in=tuple(
        f"{model._meta.get_field('undertaking').remote_field.get_accessor_name()}__release"
        for model in ABOUT_UNDERTAKINGS
    ),
    public=lambda at: Q(pk__in=Undertaking.objects.released(at).values("pk")),
)
#: Rows that nobody edits by themselves; they are public with their project.
LINK_ACCESS = Access(
    ("undertaking__department_id",),
    public=lambda at: Q(undertaking__in=Undertaking.objects.released(at)),
    edited=NOBODY,
)
#: A link between two projects is public with the later one.
CONTINUATION_ACCESS = Access(
    ("from_undertaking__department_id",),
    public=lambda at: Q(from_undertaking__in=Undertaking.objects.released(at)),
    edited=NOBODY,
)


class ProjectsEndpoint(Endpoint):
    """The list of projects also exists as a package of OC4IDS."""

    def routes(self) -> Iterator[URLPattern]:
        yield path("projects.oc4ids.json", ProjectPackage.as_view(), name="projects-oc4ids")
        yield from super().routes()


def sort_by_pinyin(undertaking: Undertaking) -> None:
    """Lists sort Chinese names by pinyin."""
    undertaking.pinyin = pinyin_key(undertaking.name_zh)


def prepare_programme(programme: Programme) -> None:
    programme.kind = Undertaking.Kind.PROGRAMME
    sort_by_pinyin(programme)


def described() -> tuple[Column, ...]:
    """The columns that programmes and projects share, from the name on."""
    return (
        *texts(*NAMES, required=True),
        Texts("aliases"),
        *texts("summary_zh", "summary_en", required=True),
        Reference("sector", Target(Sector), required=True),
        Reference("department", Target(Department), required=True),
        Reference("category", Target(Category), required=True),
        References("areas", Target(Area)),
        Integer("plan_year"),
        References("predecessor", Target(Undertaking), field="predecessors"),
        References("indicators", Target(Indicator)),
        *changes(),
    )


def project_hits(projects: list[Project], at: dt.datetime) -> list[Hit]:
    """Search hits of projects, each with its stage."""
    states = UndertakingState.objects.known_at(at).filter(undertaking__in=projects)
    stages = {state.undertaking_id: state.get_stage_display() for state in states}
    return [hit(one, stages.get(one.pk, "")) for one in projects]


def programme_hits(programmes: list[Programme], at: dt.datetime) -> list[Hit]:
    """Search hits of programmes, each with its category."""
    return [hit(one, one.category.name) for one in programmes]


def hit(undertaking: Undertaking, note: str) -> Hit:
    address = reverse(f"projects:{undertaking.noun}", args=[undertaking.code])
    others = "、".join([*undertaking.aliases, *undertaking.former_names])
    return Hit(undertaking.name, address, [undertaking.summary, others], note)


PROJECTS = RecordType(
    model=Project,
    access=ACCESS,
    validate=validation.validate_project,
    context=validation.Stored.of,
    sheet=Sheet(
        "Projects",
        _("Projects"),
        Group.REFERENCE,
        120,
        Project,
        (
            Code("code", required=True),
            Choice("kind", required=True),
            Reference("programme", Target(Programme)),
            *described(),
        ),
        key=("code",),
        prepare=sort_by_pinyin,
    ),
    endpoint=ProjectsEndpoint(
        "projects",
        api.ProjectList,
        api.ProjectDetail,
        _("Projects"),
        _("Progress and due date of each; whether it is late or silent."),
        "projects:sector",
        further=(("OC4IDS", "oc4ids.json"),),
    ),
    source=Source(
        "projects", _("Projects"), Project, Project.objects.known_at, project_hits, suggested=True, order=12
    ),
    topic=Topic(
        "project",
        _("project"),
        lambda at: Project.objects.for_list().released(at),
        "code",
        address_of,
        wider_subjects,
        order=10,
    ),
)
PROGRAMMES = RecordType(
    model=Programme,
    access=ACCESS,
    validate=validation.validate_programme,
    context=validation.Stored.of,
    sheet=Sheet(
        "Programmes",
        _("Programmes"),
        Group.REFERENCE,
        110,
        Programme,
        (Code("code", required=True), *described()),
        key=("code",),
        prepare=prepare_programme,
    ),
    endpoint=Endpoint(
        "programmes",
        programmes.ProgrammeList,
        programmes.ProgrammeDetail,
        _("Programmes"),
        _("Groups of projects, such as those of one year's plan."),
    ),
    source=Source(
        "programmes",
        _("Programmes"),
        Programme,
        lambda at: Programme.objects.known_at(at).select_related("category"),
        programme_hits,
        suggested=True,
        order=14,
    ),
    topic=Topic(
        "programme",
        _("programme with its projects"),
        lambda at: Programme.objects.for_list().released(at),
        "code",
        address_of,
        wider_subjects,
        order=20,
    ),
)
UNDERTAKINGS = RecordType(
    model=Undertaking,
    access=ACCESS,
    choices={
        "department": own_departments,
        "programme": lambda user: for_user(Undertaking.objects.filter(kind=Undertaking.Kind.PROGRAMME), user),
    },
    refusals={
        "kind_never_changes": _("The kind cannot change; create a new one instead."),
        "part_of_a_programme": _("Only a programme has projects."),
        "predecessors_form_no_circle": _("A project does not continue one that continues it."),
    },
)
CATEGORIES = RecordType(
    model=Category,
    access=Access(edited=ADMINISTRATORS),
    sheet=Sheet(
        "ProjectCategories",
        _("Categories of projects"),
        Group.REFERENCE,
        100,
        Category,
        (
            Code("code", required=True),
            *texts(*NAMES, required=True),
            Text("oc4ids_sector", required=True),
            Text("oc4ids_type"),
            Integer("order"),
            *changes(),
        ),
        key=("code",),
        export_order=("order", "code"),
    ),
    endpoint=Endpoint(
        "project-categories",
        api.CategoryList,
        api.CategoryDetail,
        _("Categories of projects"),
        _("With the codes of OC4IDS."),
    ),
)
LINKS = [
    *(
        RecordType(model=model, access=LINK_ACCESS)
        for model in (UndertakingArea, UndertakingIndicator, UndertakingState)
    ),
    RecordType(model=UndertakingPredecessor, access=CONTINUATION_ACCESS),
]
