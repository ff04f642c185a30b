"""Every door of the admin, found in its registry, is met by an editor of another department.

Nothing that is not public is named there, in pages, boxes, files or the trail, and nothing of it is written. A model
or an address that is registered later is met without a word here, as long as the district below has a row for it.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

import pytest
from django.contrib import admin
from django.contrib.admin import ModelAdmin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import Model
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.areas.models import Area
from portal.commitments.models import Commitment
from portal.facilities.models import Facility
from portal.glossary.models import GlossaryTerm
from portal.publishing import permissions
from portal.publishing.actions import contributions, previews, releases
from portal.publishing.models import Attachment, Contribution, Release
from portal.records.registry import access_of
from portal.search.models import Synonym
from portal.spreadsheets.models import WorkbookJob
from portal.staff.models import User
from portal.statistics import checks
from portal.statistics.models import Indicator
from projects.models import Funding, ProgressReport, Project, ProjectDocument
from safety.models import AreaMeasure, CaseMeasure
from tests.desk.doors import (
    SECRET,
    Door,
    actions_of,
    autocompletes,
    changed_since,
    doors,
    forms_on,
    marks,
    meet,
    sent,
)
from tests.education.world import make_award, make_network, make_school
from tests.events.world import make_event
from tests.health.world import make_accreditation, make_site_operation, name_figure
from tests.health.world import make_programme as make_health_programme
from tests.projects.world import make_funding, make_item, make_report, make_undertakings
from tests.safety.world import (
    make_crime_types,
    make_operation,
    make_operation_figure,
    make_operation_report,
    make_village,
)
from tests.services.world import make_guide, make_service
from tests.themes.world import make_theme
from tests.welfare.world import make_case, make_disbursement, make_rule, make_scheme, make_version
from tests.world import (
    kept,
    make_commitment,
    make_department,
    make_everything,
    make_indicator,
    make_release,
    make_section,
    make_update,
    make_user,
    publish,
)

pytestmark = pytest.mark.django_db


@dataclass
class District:
    """What is secret of each registered model, the addresses of all that, and who is to meet them."""

    outsider: User
    rows: Mapping[type[Model], Model]
    doors: list[Door]


@pytest.fixture(scope="module")
def district(django_db_setup, django_db_blocker):
    """Drafts and an embargo of the construction department; another department that has nothing to do with them."""
    with kept(django_db_blocker):
        editor = make_user(f"{SECRET}-editor", "construction", "editor")
        draft = make_secrets(editor)
        outsider = make_user("outsider", "health", "editor")
        make_joint_draft(outsider)
        rows = {model: row for model in admin.site._registry if (row := secret_row(model, outsider))}
        yield District(outsider, rows, doors(rows, arguments_of(draft, editor)))


def make_secrets(editor: User) -> Release:
    """A draft of everything, more about what is public already, and a release under embargo."""
    known = publish(make_undertakings("known"))
    publish(make_undertakings(f"{SECRET}-late"), timezone.now() + dt.timedelta(days=1))
    draft, other = make_everything(SECRET), make_undertakings(f"{SECRET}-works")
    project, note = Project.objects.get(code="known-project"), {"note_zh": SECRET, "note_en": SECRET}
    make_report(draft, project, percent=5, **note)
    make_item(draft, project, SECRET, name_en=SECRET)
    make_funding(draft, project, 5, **note)
    scheme, in_both = make_scheme(SECRET, draft.department.code), {"name_zh": SECRET, "name_en": SECRET}
    make_disbursement(draft, scheme, group_zh=SECRET, group_en=SECRET, **note)
    make_version(draft, scheme, SECRET, **in_both, **note)
    make_rule(draft, SECRET, SECRET, scheme, clause_zh=SECRET, clause_en=SECRET, **note)
    make_case(SECRET, scheme, meets=[SECRET])
    make_event(draft, SECRET, **in_both, **note)
    texts = {f"{name}_{tongue}": SECRET for name in ("about", "why", "gaps") for tongue in ("zh", "en")}
    make_theme(SECRET, department=draft.department, release=other, **in_both, **texts)
    make_award(draft, SECRET, **in_both, work_zh=SECRET, work_en=SECRET, **note)
    make_school(draft, SECRET, **in_both, **note)
    make_network(draft, SECRET, **in_both, **note)
    reasons = {"reason_zh": SECRET, "reason_en": SECRET}
    taken = [Funding.objects.filter(release=known).first()]
    releases.start_correction(release=known, by=editor, records=taken, withdraw=True, **reasons)
    make_update(draft, Commitment.objects.get(release=known), "partly", note_zh=SECRET, note_en=SECRET)
    paper = Attachment.objects.create(release=draft, file=f"{SECRET}.txt", title_zh=SECRET, title_en=SECRET)
    ProjectDocument.objects.create(release=draft, undertaking=project, attachment=paper, kind="photo")
    GlossaryTerm.objects.create(
        code=SECRET,
        name_zh=SECRET,
        name_en=SECRET,
        sector_id="projects",
        department=draft.department,
        release=other,
    )
    make_accreditation(draft, SECRET, holder_zh=SECRET, holder_en=SECRET, **note)
    make_site_operation(draft, SECRET, **note)
    hidden = make_health_programme(SECRET, name_zh=SECRET, name_en=SECRET, release=other)
    name_figure(hidden, "persons", Indicator.objects.filter(code__startswith=SECRET).first())
    CaseMeasure.objects.create(
        indicator=make_indicator(f"{SECRET}-case-table", name_zh=SECRET, name_en=SECRET),
        measure="cases",
        case_type=make_crime_types()["fraud"],
    )
    AreaMeasure.objects.create(
        indicator=make_indicator(f"{SECRET}-by-area", name_zh=SECRET, name_en=SECRET), block="helpers"
    )
    operation = make_operation(SECRET, name_zh=SECRET, name_en=SECRET)
    make_operation_report(draft, operation, task_zh=SECRET, task_en=SECRET)
    make_operation_figure(draft, operation, make_indicator(f"{SECRET}-of-operation"), "own", **note)
    make_village(draft, f"{SECRET}-village", **note)
    Synonym.objects.create(meant=SECRET, said=[SECRET], department=draft.department)
    told = {"name_zh": SECRET, "name_en": SECRET, "department": draft.department, "release": other}
    make_service(SECRET, **told)
    make_guide(SECRET, **told)
    for street in Area.objects.filter(code__startswith=SECRET):  # places are no secret
        Area.objects.filter(pk=street.pk).update(code=f"street-{street.pk}", name_zh="街", name_en="Street")
    checks.evaluate(draft)
    contributions.ask(release=draft, department=make_department("education"), by=editor)
    until = timezone.now() + dt.timedelta(days=1)
    previews.give(release=draft, by=editor, reader=SECRET, purpose=SECRET, expires_at=until)
    return draft


def make_joint_draft(outsider: User) -> None:
    """A draft of the construction department in which the outsider's has a part."""
    joint = make_release("joint")
    make_section(joint, "2", department=outsider.department)
    make_commitment(joint, "joint-promise")


def secret_row(model: type[Model], outsider: User) -> Model | None:
    """A row of somebody else's that is not public; none of a model whose rows are everybody's to see."""
    seen = permissions.for_user(model._default_manager.all(), outsider)
    return model._default_manager.exclude(pk__in=seen.values("pk")).order_by("pk").last()


def arguments_of(draft: Release, editor: User) -> dict[str, list[object]]:
    """What stands in addresses beside the row itself."""
    now = timezone.now()
    started = {
        "owner": editor,
        "file": SECRET,
        "rows": 1,
        "kind": "preview",
        "started_at": now,
    }
    jobs = [WorkbookJob.objects.create(release=release, **started) for release in (None, draft)]
    return {
        "department": [draft.department_id, make_department("health").pk],
        "form": ["xlsx", "zip"],
        "job": [job.pk for job in jobs],
        "number": [draft.preview_links.get().pk],
        "contribution": [Contribution.objects.get(release=draft).pk],
    }


@pytest.fixture
def stranger(client: Client, district: District) -> Client:
    client.force_login(district.outsider)
    return client


def written_by(official: User, before: Mapping) -> list[str]:
    """What the official has changed since of rows that are not theirs."""
    found = []
    for event in changed_since(before):
        about = event.pgh_context.metadata if event.pgh_context else {}
        if about.get("user") == official.pk and event.pgh_tracked_model is not User:
            found.append(f"{event.pgh_label} of {event.pgh_tracked_model.__name__} {event}")
    return found


def test_every_model_with_a_department_has_a_row_to_try(district):
    limited = {m for m in admin.site._registry if access_of(m).department or access_of(m).release}

    assert limited - district.rows.keys() == set()
    assert len(district.doors) > 5 * len(limited)


def test_pages_files_and_lists_name_nothing_secret(stranger, district):
    before = marks()

    wrong = [fault for door in district.doors for fault in meet(stranger, door.address)]

    assert (wrong, written_by(district.outsider, before)) == ([], [])


@pytest.mark.slow("4 s: counts the rows of every filter of every list")
def test_counts_of_filters_name_nothing_secret(stranger, district):
    lists = [door.address for door in district.doors if door.name.endswith("_changelist")]

    assert [fault for address in lists for fault in meet(stranger, f"{address}?_facets=True")] == []


@pytest.mark.slow("6 s: sends a form to every address of the desk")
def test_forms_that_are_sent_write_nothing_secret(stranger, district):
    before = marks()

    wrong = [
        fault
        for door in district.doors
        if not door.name.endswith("_changelist")  # these answer to actions: see below
        for fault in meet(stranger, door.address, {"post": "yes", "department": "1", "reason": "x"})
    ]

    assert (wrong, written_by(district.outsider, before)) == ([], [])


@pytest.mark.slow("2.3 s: tries every action on every list of the desk")
def test_actions_on_chosen_rows_reach_nothing_secret(stranger, district):
    before, wrong = marks(), []
    for model, row in district.rows.items():
        address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        for action in actions_of(admin.site._registry[model]) or [""]:
            form = {"action": action, ACTION_CHECKBOX_NAME: [row.pk], "post": "yes"}
            wrong += meet(stranger, address, form)

    assert (wrong, written_by(district.outsider, before)) == ([], [])
    assert [
        row for model, row in district.rows.items() if not model._base_manager.filter(pk=row.pk).exists()
    ] == []


@pytest.mark.slow("4 s: searches in every box of the desk")
def test_boxes_offer_nothing_secret(stranger):
    asked = [query for _model, query in autocompletes()]

    wrong = [fault for query in asked for fault in meet(stranger, reverse("admin:autocomplete", query=query))]

    assert (wrong, len(asked) > 20) == ([], True)


@pytest.mark.slow("3 s: opens and sends every page with rows inside")
def test_rows_inside_pages_are_neither_shown_nor_changed(stranger, district):
    """On the pages of whatever the official may open, public or of a draft in which they have a part."""
    before, wrong, met = marks(), [], set()
    for model, model_admin in admin.site._registry.items():
        for row in (
            permissions.for_user(model._default_manager.all(), district.outsider)
            if model_admin.inlines
            else ()
        ):
            name = f"admin:{model._meta.app_label}_{model._meta.model_name}_change"
            address = reverse(name, args=[row.pk])
            wrong += meet(stranger, address)
            wrong += meet(stranger, address, sent(forms_on(stranger.get(address)), "changed by a stranger"))
            met.add(model)

    assert (wrong, written_by(district.outsider, before)) == ([], [])
    assert {Release, Project, Commitment} <= met


def test_history_opens_for_an_administrator_wherever_changes_are_recorded(client, district):
    client.force_login(make_user("keeper", None, "administrator"))
    recorded = {model: hasattr(model, "pgh_event_model") for model in district.rows}

    answers = {
        model: client.get(
            reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_history", args=[row.pk])
        ).status_code
        for model, row in district.rows.items()
    }

    assert answers == {model: 200 if known else 404 for model, known in recorded.items()}


@pytest.mark.parametrize("model", [Facility, ProgressReport, Release])
def test_an_admin_without_limits_is_found_out(stranger, district, monkeypatch, model):
    class_of = type(admin.site._registry[model])
    for name in ("get_queryset", "has_view_permission", "has_change_permission", "has_delete_permission"):
        monkeypatch.setattr(class_of, name, getattr(ModelAdmin, name))
    label = f"{model._meta.app_label}_{model._meta.model_name}"
    own = [door for door in district.doors if door.name in {f"{label}_changelist", f"{label}_change"}]

    found_out = {door.name for door in own if meet(stranger, door.address)}

    assert found_out == {f"{label}_changelist", f"{label}_change"}
