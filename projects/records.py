"""Programmes, projects and what releases state of them as records."""

import datetime as dt
from collections.abc import Iterator

from django.db.models import Q, QuerySet
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from rest_framework.serializers import Serializer

from portal.publishing.api import record_endpoint
from portal.publishing.models import Attachment, ReleasedRecord
from portal.publishing.permissions import IN_OPEN_RELEASE, for_user, open_releases, own_departments, theirs
from portal.publishing.validation import place
from portal.records.access import ADMINISTRATORS, NOBODY, Access
from portal.records.topics import Topic
from portal.records.types import RecordType
from portal.staff.models import User
from portal.web.api.endpoints import Endpoint
from portal.web.keyset import Keyset
from projects import search, sheets, status_history, validation
from projects.admin.stated import RELATED, stated
from projects.api import projects as views
from projects.api import records as api
from projects.api.package import ProjectPackage
from projects.feeds import address_of, wider
from projects.models import (
    ABOUT_UNDERTAKINGS,
    Benefit,
    Category,
    Funding,
    Milestone,
    Programme,
    ProgressReport,
    Project,
    ProjectCommitment,
    ProjectDocument,
    Undertaking,
    UndertakingArea,
    UndertakingIndicator,
    UndertakingState,
    WorkItem,
)


class ProjectsEndpoint(Endpoint):
    """The list of projects has one twin more: a package of OC4IDS."""

    def routes(self) -> Iterator[URLPattern]:
        yield path("projects.oc4ids.json", ProjectPackage.as_view(), name="projects-oc4ids")
        yield from super().routes()


def _public(at: dt.datetime) -> Q:
    return Q(pk__in=Undertaking.objects.released(at).values("pk"))


def _of_public(at: dt.datetime) -> Q:
    return Q(undertaking__in=Undertaking.objects.released(at))


def _programmes(user: User) -> QuerySet:
    return for_user(Undertaking.objects.filter(kind=Undertaking.Kind.PROGRAMME), user)


def _own_undertakings(user: User) -> QuerySet:
    return theirs(Undertaking.objects.all(), user)


def _open_attachments(user: User) -> QuerySet:
    return Attachment.objects.filter(release__in=open_releases(user)).select_related("release")


def _records_of(model: type[ReleasedRecord]) -> str:
    """The name under which an undertaking has its records of that kind."""
    return model._meta.get_field("undertaking").remote_field.get_accessor_name()


OF_DEPARTMENT = Access(
    ("department_id",),
    appears_in=tuple(f"{_records_of(model)}__release" for model in ABOUT_UNDERTAKINGS),
    public=_public,
)
LINK = Access(("undertaking__department_id",), public=_of_public, edited=NOBODY)
STATED = {
    "access": Access(("undertaking__department_id",), "release", contributes=True),
    "summary": stated,
    "choices": IN_OPEN_RELEASE | {"undertaking": _own_undertakings},
}


def _related(model: type[ReleasedRecord]) -> tuple[str, ...]:
    return "undertaking", *RELATED.get(model, ())


def _endpoint(
    noun: str,
    model: type[ReleasedRecord],
    fields: type[Serializer],
    *,
    related: tuple[str, ...] = (),
    keyset: Keyset = Keyset("undertaking_id", "id"),  # noqa: B008 - never changes
    **options: object,
) -> Endpoint:
    """The endpoint of records about undertakings, in their order."""
    read = ("undertaking__programme", *related)
    return record_endpoint(noun, model, api.About, fields, related=read, keyset=keyset, **options)


RECORDS = [
    RecordType(
        model=Project,
        access=OF_DEPARTMENT,
        sheet=sheets.PROJECTS,
        validate=validation.validate_project,
        context=validation.stored_kinds,
        endpoint=ProjectsEndpoint(
            "projects",
            views.ProjectList,
            views.ProjectDetail,
            _("Projects"),
            _("How far each is, when it is due, late or silent."),
            "projects:sector",
            further=(("OC4IDS", "oc4ids.json"),),
        ),
        source=search.PROJECTS,
        topic=Topic(
            "project",
            _("project"),
            lambda at: Project.objects.for_list().released(at),
            "code",
            address_of,
            wider,
            order=10,
        ),
    ),
    RecordType(
        model=Programme,
        access=OF_DEPARTMENT,
        sheet=sheets.PROGRAMMES,
        validate=validation.validate_programme,
        endpoint=Endpoint(
            "programmes",
            views.ProgrammeList,
            views.ProgrammeDetail,
            _("Programmes"),
            _("What several projects are part of."),
        ),
        source=search.PROGRAMMES,
        topic=Topic(
            "programme",
            _("programme with its projects"),
            lambda at: Programme.objects.for_list().released(at),
            "code",
            address_of,
            wider,
            order=20,
        ),
    ),
    RecordType(
        model=Undertaking,
        access=OF_DEPARTMENT,
        choices={"department": own_departments, "programme": _programmes},
        refusals={
            "kind_never_changes": _("What kind it is never changes; make a new one instead."),
            "part_of_a_programme": _("Only a programme has projects."),
        },
    ),
    RecordType(
        model=WorkItem,
        sheet=sheets.WORK_ITEMS,
        validate=validation.validate_work_item,
        context=validation.released_units,
        endpoint=_endpoint(
            "work-items",
            WorkItem,
            api.WorkItemFields,
            filters=api.WorkItemFilter,
            title=_("Work items"),
            about=_("What a project consists of, planned and done."),
            prepare=api.with_progress,
        ),
        related=_related(WorkItem),
        refusals={
            "unit_never_changes": _(
                "Quantities of this work item have been released in another unit: keep that."
            ),
        },
        **STATED,
    ),
    RecordType(
        model=ProgressReport,
        sheet=sheets.PROGRESS,
        validate=validation.validate_progress,
        context=validation.work_items,
        endpoint=_endpoint(
            "progress",
            ProgressReport,
            api.ProgressFields,
            filters=api.ProgressFilter,
            title=_("Progress"),
            about=_("Every report of a stage, a percentage or a quantity."),
            keyset=Keyset("undertaking_id", "as_at", "id"),
            prepare=api.with_items,
        ),
        related=_related(ProgressReport),
        refusals={
            "fits_its_undertaking": _(
                "The project has no such work item, or the stage is not one of its kind."
            ),
        },
        **STATED,
    ),
    RecordType(
        model=Funding,
        sheet=sheets.FUNDING,
        validate=validation.validate_funding,
        endpoint=_endpoint(
            "funding",
            Funding,
            api.FundingFields,
            filters=api.FundingFilter,
            title=_("Funding"),
            about=_("What projects cost, planned and paid, by source."),
        ),
        related=_related(Funding),
        **STATED,
    ),
    RecordType(
        model=Milestone,
        sheet=sheets.MILESTONES,
        validate=validation.validate_milestone,
        endpoint=_endpoint(
            "milestones",
            Milestone,
            api.MilestoneFields,
            filters=api.MilestoneFilter,
            title=_("Milestones"),
            about=_("What was due when, met when, and how far it slipped."),
            prepare=api.with_first_due,
        ),
        related=_related(Milestone),
        **STATED,
    ),
    RecordType(
        model=Benefit,
        sheet=sheets.BENEFICIARIES,
        validate=validation.validate_benefit,
        endpoint=_endpoint(
            "beneficiaries",
            Benefit,
            api.BeneficiaryFields,
            filters=api.BeneficiaryFilter,
            title=_("Beneficiaries"),
            about=_("Households, people and buildings, planned and reached."),
            related=("unit",),
        ),
        related=_related(Benefit),
        **STATED,
    ),
    RecordType(
        model=ProjectCommitment,
        sheet=sheets.COMMITMENTS,
        validate=place,
        related=_related(ProjectCommitment),
        **STATED,
    ),
    RecordType(
        model=ProjectDocument,
        validate=validation.validate_document,
        related=_related(ProjectDocument),
        refusals={"of_the_same_release": _("The attachment belongs to another release.")},
        **(STATED | {"choices": STATED["choices"] | {"attachment": _open_attachments}}),
    ),
    RecordType(
        model=Category,
        access=Access(edited=ADMINISTRATORS),
        sheet=sheets.CATEGORIES,
        endpoint=Endpoint(
            "project-categories",
            views.CategoryList,
            views.CategoryDetail,
            _("Categories of projects"),
            _("With the codes of OC4IDS."),
        ),
    ),
    RecordType(model=UndertakingArea, access=LINK),
    RecordType(model=UndertakingIndicator, access=LINK),
    RecordType(model=UndertakingState, access=LINK),
]
ENDPOINTS = [
    Endpoint(
        "microprojects",
        views.MicroProjectList,
        views.MicroProjectDetail,
        _("Micro-projects"),
        _("Small works that residents proposed."),
    ),
]
DERIVATIONS = [status_history.follow]
