"""The nouns that the app adds to the JSON interface, and how the page for journalists announces them."""

from collections.abc import Iterator

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from portal.site.blocks import DataSet, register_data_set
from portal.web.api.endpoints import Endpoint, register
from projects.api import record_views, views
from projects.api.package import ProjectPackage


class ProjectsEndpoint(Endpoint):
    """The list of projects has one twin more: a package of OC4IDS."""

    def routes(self) -> Iterator[URLPattern]:
        yield path("projects.oc4ids.json", ProjectPackage.as_view(), name="projects-oc4ids")
        yield from super().routes()


ENDPOINTS = (
    ProjectsEndpoint("projects", views.ProjectList, views.ProjectDetail),
    Endpoint("programmes", views.ProgrammeList, views.ProgrammeDetail),
    Endpoint("microprojects", views.MicroProjectList, views.MicroProjectDetail),
    Endpoint("progress", record_views.ProgressList, record_views.ProgressDetail),
    Endpoint("work-items", record_views.WorkItemList, record_views.WorkItemDetail),
    Endpoint("funding", record_views.FundingList, record_views.FundingDetail),
    Endpoint("milestones", record_views.MilestoneList, record_views.MilestoneDetail),
    Endpoint("beneficiaries", record_views.BeneficiaryList, record_views.BeneficiaryDetail),
    Endpoint("project-categories", views.CategoryList, views.CategoryDetail),
)
DATA_SETS = (
    DataSet(
        "projects",
        _("Projects"),
        _("How far each is, when it is due, late or silent."),
        "projects:sector",
        further=(("OC4IDS", "oc4ids.json"),),
    ),
    DataSet("programmes", _("Programmes"), _("What several projects are part of.")),
    DataSet("microprojects", _("Micro-projects"), _("Small works that residents proposed.")),
    DataSet("progress", _("Progress"), _("Every report of a stage, a percentage or a quantity.")),
    DataSet("work-items", _("Work items"), _("What a project consists of, planned and done.")),
    DataSet("funding", _("Funding"), _("What projects cost, planned and paid, by source.")),
    DataSet("milestones", _("Milestones"), _("What was due when, met when, and how far it slipped.")),
    DataSet("beneficiaries", _("Beneficiaries"), _("Households, people and buildings, planned and reached.")),
    DataSet("project-categories", _("Categories of projects"), _("With the codes of OC4IDS.")),
)


def register_endpoints() -> None:
    """Add the nouns, and announce them."""
    for endpoint in ENDPOINTS:
        register(endpoint)
    for data_set in DATA_SETS:
        register_data_set(data_set)
