"""The admin of programmes and projects: lists, forms, search boxes and histories, and whose rows they show."""

import json
import re

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.publishing.models import Release
from projects.models import (
    ABOUT_UNDERTAKINGS,
    Category,
    Funding,
    Programme,
    ProgressReport,
    Project,
    Undertaking,
    WorkItem,
)
from tests.pages import Reader
from tests.projects.world import (
    make_category,
    make_document,
    make_item,
    make_length,
    make_programme,
    make_project,
    make_report,
    make_undertakings,
)
from tests.world import make_area, make_release, publish

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

MODELS = [model for model in admin.site._registry if model._meta.app_label == "projects"]
INLINE = re.compile(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)|javascript:", re.IGNORECASE)


def everything(slug: str) -> Release:
    release = make_undertakings(slug)
    make_document(release, Undertaking.objects.get(code=f"{slug}-project"))
    return release


def address(model: type, page: str, *args) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def queries_of(client: Client, where: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(where).status_code == 200
    return len(queries)


def rows_of(client: Client, model: type, query: str = "") -> list:
    return list(client.get(address(model, "changelist") + query).context["cl"].result_list)


def test_every_model_is_registered():
    declared = {
        m for m in apps.get_app_config("projects").get_models() if not hasattr(m, "pgh_tracked_model")
    }
    proxies_of_pairs = {m for m in declared if m._meta.proxy and m not in {Programme, Project}}

    assert {m for m in declared - proxies_of_pairs if not m._meta.auto_created} == set(MODELS)


@pytest.mark.slow("1.4 s: counts the queries of several large pages")
def test_every_list_costs_the_same_with_one_row_and_with_more(client, administrator):
    client.force_login(administrator)
    publish(everything("first"))
    client.get(reverse("admin:index"))
    before = {model.__name__: queries_of(client, address(model, "changelist")) for model in MODELS}

    publish(everything("second"))
    publish(everything("third"))
    after = {model.__name__: queries_of(client, address(model, "changelist")) for model in MODELS}

    assert after == before


def test_page_of_a_project_costs_the_same_with_more_records(client, administrator):
    client.force_login(administrator)
    publish(everything("first"))
    project = Project.objects.get(code="first-project")
    there = address(Project, "change", project.pk)
    client.get(there)
    before = queries_of(client, there)

    release = make_release("more")
    for number in range(5):
        make_item(release, project, f"item-{number}", planned_quantity=5)
        make_report(release, project, work_item=f"item-{number}", quantity=1)

    assert queries_of(client, there) == before


def test_lists_show_drafts_to_those_who_take_part_only(client, editor, outsider):
    everything("draft")
    seen = {}
    for person in (editor, outsider):
        client.force_login(person)
        seen[person.username] = {len(rows_of(client, model)) > 0 for model in (Project, *ABOUT_UNDERTAKINGS)}

    assert seen == {"editor": {True}, "outsider": {False}}


def test_reviewer_reads_every_list_and_changes_nothing(client, reviewer):
    everything("draft")
    client.force_login(reviewer)

    codes = {model.__name__: client.get(address(model, "changelist")).status_code for model in MODELS}
    adding = {model.__name__: client.get(address(model, "add")).status_code for model in MODELS}

    assert set(codes.values()) == {200}
    assert set(adding.values()) == {403}


def test_nothing_opens_without_a_login(client):
    assert {client.get(address(model, "changelist")).status_code for model in MODELS} == {302}


def test_project_is_entered_by_its_department(client, editor):
    area, category, programme = make_area("street", "subdistrict"), make_category(), make_programme()
    client.force_login(editor)
    form = {
        "kind": "project",
        "code": "ring-road",
        "name_zh": "环路",
        "name_en": "Ring road",
        "aliases": "外环,内环",
        "summary_zh": "简介",
        "summary_en": "Summary",
        "sector": "projects",
        "department": editor.department_id,
        "category": category.pk,
        "areas": [area.pk],
        "programme": programme.pk,
        "plan_year": "2022",
    }

    response = client.post(address(Project, "add"), form)

    project = Project.objects.get()
    assert response.status_code == 302
    assert (project.code, project.aliases, project.programme.pk) == (
        "ring-road",
        ["外环", "内环"],
        programme.pk,
    )
    assert list(project.areas.all()) == [area]
    assert project.pinyin


def test_programme_is_entered_as_one_and_never_becomes_a_project(client, editor):
    client.force_login(editor)
    form = {
        "code": "estates",
        "name_zh": "老旧小区改造",
        "name_en": "Old estates",
        "summary_zh": "简介",
        "summary_en": "Summary",
        "sector": "projects",
        "department": editor.department_id,
        "category": make_category().pk,
    }

    client.post(address(Programme, "add"), form)

    programme = Programme.objects.get()
    assert programme.kind == "programme"
    assert client.get(address(Project, "change", programme.pk)).status_code == 302


def test_project_of_another_department_is_read_only_once_it_is_public(client, outsider):
    publish(everything("june"))
    project = Project.objects.get(code="june-project")
    client.force_login(outsider)

    page = client.get(address(Project, "change", project.pk))
    response = client.post(address(Project, "change", project.pk), {"name_zh": "别的"})

    assert (page.status_code, response.status_code) == (200, 403)
    assert "Update progress" not in page.content.decode()
    assert project.name_zh == Project.objects.get(pk=project.pk).name_zh


def test_search_box_offers_what_the_department_may_choose(client, editor, outsider):
    own, foreign = make_project("own"), make_project("foreign", department="health")
    client.force_login(editor)

    def offered(model: str, field: str) -> list[str]:
        asked = {"app_label": "projects", "model_name": model, "field_name": field}
        found = json.loads(client.get(reverse("admin:autocomplete"), asked).content)
        return [row["id"] for row in found["results"]]

    assert offered("progressreport", "undertaking") == [str(own.pk)]
    assert str(foreign.pk) not in offered("undertaking", "predecessors")
    assert offered("undertaking", "programme") == []


def test_released_record_is_read_only(client, editor):
    publish(everything("june"))
    item = WorkItem.objects.get()
    client.force_login(editor)

    response = client.post(address(WorkItem, "change", item.pk), {"name_zh": "别的"})

    assert response.status_code == 303
    assert WorkItem.objects.get().name_zh == item.name_zh


def progress_form(release: Release, project: Undertaking, **fields) -> dict:
    return {
        "release": release.pk,
        "section": release.sections.first().pk,
        "paragraph": "1",
        "undertaking": project.pk,
        "as_at": "2022-11-30",
        "status": "normal",
        "percent": "60",
        "as_printed": "60%",
        **fields,
    }


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({}, []),
        ({"as_printed": ""}, ["as_printed"]),
        ({"section": "", "paragraph": ""}, ["section", "paragraph"]),
        ({"work_item": "bridge"}, ["work_item"]),
        ({"stage": "built"}, ["stage"]),
        ({"note_zh": "好"}, ["note_en"]),
        ({"percent": "120"}, ["percent"]),
        ({"percent": ""}, ["stage"]),
    ],
)
def test_report_is_checked_as_in_the_workbook(client, editor, fields, wrong):
    draft, project = make_release("draft", by=editor), make_project()
    client.force_login(editor)

    response = client.post(address(ProgressReport, "add"), progress_form(draft, project, **fields))

    errors = [] if response.status_code == 302 else list(response.context["adminform"].form.errors)
    assert errors == wrong


def test_report_about_a_foreign_project_is_refused(client, editor):
    draft, foreign = make_release("draft", by=editor), make_project(department="health")
    client.force_login(editor)

    response = client.post(address(ProgressReport, "add"), progress_form(draft, foreign))

    assert list(response.context["adminform"].form.errors) == ["undertaking"]


def test_work_item_keeps_the_unit_of_its_released_quantities(client, editor):
    june = make_release("june")
    project = make_project()
    make_item(june, project, "road", planned_quantity=5)
    publish(june)
    draft = make_release("draft", by=editor)
    form = progress_form(draft, project) | {"code": "road", "name_zh": "路", "name_en": "Road"}
    form |= {"planned_quantity": "7", "as_printed": "7", "unit": make_length("square-metre").pk}
    client.force_login(editor)

    response = client.post(address(WorkItem, "add"), form)

    words = ["Released quantities of this work item are in metres."]
    assert response.context["adminform"].form.errors == {"unit": words}


def test_list_of_projects_is_filtered_and_searched(client, editor):
    make_project("one", name_zh="统一南路")
    make_project("two", plan_year=2023)
    publish(everything("june"))
    client.force_login(editor)

    found = {
        query: [project.code for project in rows_of(client, Project, query)]
        for query in (
            "?q=统一",
            "?plan_year=2023",
            "?stage=implementation",
            "?stage=silent",
            "?stage=mentioned",
            "?stage=not_reported",
            "?kind__exact=micro",
        )
    }

    assert found == {
        "?q=统一": ["one"],
        "?plan_year=2023": ["two"],
        "?stage=implementation": ["june-project"],
        "?stage=silent": [],
        "?stage=mentioned": ["june-project"],
        "?stage=not_reported": [],
        "?kind__exact=micro": ["june-micro"],
    }


def test_list_leads_to_the_progress_of_ones_own_projects(client, editor, outsider):
    publish(everything("june"))
    make_project("foreign", department="health")
    found = []
    for person in (editor, outsider):
        client.force_login(person)
        page = client.get(address(Project, "changelist")).content.decode()
        found.append(re.findall(r'aria-label="Update progress: Project ([\w-]+)"', page))

    assert found == [["june-micro", "june-project"], ["foreign"]]


def test_history_of_a_record_says_who_did_what(client, editor):
    draft, project = make_release("draft", by=editor), make_project()
    client.force_login(editor)
    client.post(address(ProgressReport, "add"), progress_form(draft, project))

    page = client.get(address(ProgressReport, "history", ProgressReport.objects.get().pk)).content.decode()

    assert "editor" in page
    assert "2022-11-30" in page


def test_review_shows_every_kind_of_record_beside_what_is_in_force(client, reviewer, editor):
    publish(everything("june"))
    project = Project.objects.get(code="june-project")
    draft = make_release("december", by=editor)
    make_report(draft, project, percent=80)
    make_item(draft, project, planned_quantity=1000)
    client.force_login(editor)
    client.post(reverse("admin:portal_release_submit", args=[draft.pk]))
    client.force_login(reviewer)

    records = client.get(reverse("admin:portal_release_review", args=[draft.pk])).context["rows"]

    assert [(row.record._meta.model_name, row.what.value, row.now, row.before) for row in records] == [
        ("workitem", "changed", "Road · 1,000 m", "Road · 987 m"),
        ("progressreport", "changed", "2022-05-31 · 80%", "2022-05-31 · implementation"),
    ]


def test_release_page_counts_its_project_records(client, editor):
    release = everything("june")
    client.force_login(editor)

    parts = client.get(reverse("admin:portal_release_change", args=[release.pk])).context["contents"]

    counts = {str(part["label"]): part["count"] for part in parts}
    assert (counts["work items"], counts["progress reports"], counts["funding"]) == (1, 4, 3)


def test_correction_is_opened_from_chosen_records(client, editor):
    public = publish(everything("june"))
    money = public.fundings.get(source="total")
    client.force_login(editor)
    reasons = {"reason_zh": "写错了", "reason_en": "It was wrong"}

    page = client.get(reverse("admin:portal_release_correct", args=[public.pk]))
    client.post(reverse("admin:portal_release_correct", args=[public.pk]), {**reasons, "funding": [money.pk]})

    names = [kind.name for kind, _rows in page.context["form"].records()]
    assert names == ["workitem", "progressreport", "funding", "milestone", "benefit", "projectcommitment"]
    correction = Release.objects.get(kind="correction")
    assert list(correction.fundings.values_list("source", "amount")) == [("total", 6_760_000)]
    assert Funding.objects.filter(release=correction).count() == 1


@pytest.mark.slow("1.2 s: opens the pages of every record")
def test_pages_have_labels_and_nothing_inline(client, editor):
    publish(everything("june"))
    draft = everything("draft")
    project = Project.objects.get(code="draft-project")
    client.force_login(editor)
    addresses = [
        address(Project, "changelist"),
        address(Project, "add"),
        address(Project, "change", project.pk),
        address(Programme, "add"),
        *(address(model, "add") for model in ABOUT_UNDERTAKINGS),
        *(
            address(model, "change", model.objects.filter(release=draft).first().pk)
            for model in ABOUT_UNDERTAKINGS
        ),
    ]

    pages = {where: client.get(where).content.decode() for where in addresses}

    assert [where for where, page in pages.items() if INLINE.search(page)] == []
    assert {where: unnamed for where, page in pages.items() if (unnamed := unnamed_fields(page))} == {}


def unnamed_fields(page: str) -> list[str]:
    reader = Reader(page)
    return [name for name in reader.fields if name and name.startswith("id_") and name not in reader.labelled]


def test_category_is_entered_by_administrators_alone(client, editor, administrator):
    form = {
        "code": "roads",
        "name_zh": "道路",
        "name_en": "Roads",
        "order": "1",
        "oc4ids_sector": "transport.road",
    }
    client.force_login(editor)
    refused = client.post(address(Category, "add"), form)

    client.force_login(administrator)
    client.post(address(Category, "add"), form)

    assert refused.status_code == 403
    assert [category.code for category in Category.objects.filter(code="roads")] == ["roads"]
