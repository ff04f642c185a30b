"""`/glossary/`, its JSON and its rights: terms as far as the releases explain them."""

import csv
import datetime as dt

import pytest
from django.utils import timezone

from portal.glossary.models import GlossaryTerm
from portal.publishing import permissions
from portal.runserver.paths import CHECKOUT
from portal.spreadsheets.actions import load_workbook
from portal.staff.models import Sector
from portal.web.as_of import Moment
from tests.pages import queries_of
from tests.workbooks import workbook
from tests.world import (
    commit,
    make_department,
    make_everything,
    make_figure,
    make_indicator,
    make_release,
    publish,
)

pytestmark = pytest.mark.django_db

TERM = {
    "code": "five-haves",
    "name_zh": "五有",
    "name_en": "Five haves",
    "explanation_zh": "有制度。",
    "explanation_en": "Rules.",
    "sector": "projects",
    "department": "construction",
}


def make_term(code: str, **fields) -> GlossaryTerm:
    names = {
        "name_zh": f"词{code}",
        "name_en": f"Term {code}",
        "explanation_zh": "解释",
        "explanation_en": "What it is",
    }
    whose = {"sector_id": "projects", "department": make_department("construction")}
    return GlossaryTerm.objects.create(code=code, **{**names, **whose, "is_public": True, **fields})


def test_glossary_shows_what_a_term_means_and_where_that_stands(client):
    release = make_release("june")
    make_term("five", release=release, section="1", paragraph=2, reading="wǔ yǒu", aliases=["五项"])
    publish(release)

    text = client.get("/glossary/?lang=en").content.decode()

    assert 'id="term-five"' in text
    assert "What it is" in text
    assert "section 1, paragraph 2" in text
    assert 'href="/releases/june/?lang=en#section-1"' in text
    assert '<span lang="zh-Hans">词five</span>' in text
    assert '<span lang="zh-Hans">五项</span>' in text


def test_glossary_says_where_the_releases_do_not_explain(client):
    make_term("said"), make_term("unsaid", is_explained=False)

    text = client.get("/glossary/?lang=en").content.decode()

    assert text.count("not explained in the releases") == 1


def test_glossary_is_filtered_as_in_json(client):
    make_term("one")
    make_term("two", sector_id="safety")

    page, data = client.get("/glossary/?sector=safety"), client.get("/api/v1/glossary?sector=safety").json()

    assert [term.code for term in page.context["terms"]] == ["two"]
    assert [term["code"] for term in data["results"]] == ["two"]


def test_glossary_shows_neither_drafts_nor_terms_ahead_of_their_release(client):
    ahead = make_release()
    make_term("ahead", release=ahead)
    make_term("draft", is_public=False)
    publish(ahead, timezone.now() + dt.timedelta(days=1))

    assert client.get("/glossary/").context["terms"] == []
    assert client.get("/api/v1/glossary").json()["results"] == []
    assert {client.get(f"/api/v1/glossary/{code}").status_code for code in ("ahead", "draft")} == {404}


def test_glossary_links_only_indicators_that_are_public(client):
    publish(make_everything("seen"))
    make_figure(make_release(), make_indicator("under-embargo"), 1)
    make_term("term", indicators=["under-embargo", "seen-rate"])

    page, data = client.get("/glossary/"), client.get("/api/v1/glossary/term").json()

    assert 'href="/indicators/seen-rate/"' in page.content.decode()
    assert "under-embargo" not in page.content.decode()
    assert data["indicators"] == ["seen-rate"]


def test_glossary_takes_as_many_queries_for_three_terms_as_for_one(client):
    publish(make_everything("seen"))
    make_term("one", indicators=["seen-rate"])
    before = [queries_of(client, address) for address in ("/glossary/", "/api/v1/glossary")]

    make_term("two", indicators=["seen-rate"]), make_term("three", indicators=["seen-cases"])

    assert [queries_of(client, address) for address in ("/glossary/", "/api/v1/glossary")] == before


def test_term_is_found_by_search_and_leads_to_its_place(client):
    make_term("five", name_zh="五有长效管护")

    found = client.get("/search/", {"q": "五有长效"}).context["found"]

    assert [hit.address for group in found.groups for hit in group.hits] == ["/glossary/?q=five#term-five"]
    assert [term.code for term in client.get("/glossary/?q=five").context["terms"]] == ["five"]


def test_data_version_changes_with_a_public_term_and_with_no_other():
    draft, shown = make_term("draft", is_public=False), make_term("shown")
    commit()
    before = Moment.read(None).state.version

    GlossaryTerm.objects.filter(pk=draft.pk).update(explanation_en="Changed")
    commit()
    after_draft = Moment.read(None).state.version
    GlossaryTerm.objects.filter(pk=shown.pk).update(explanation_en="Changed")
    commit()

    assert after_draft == before
    assert Moment.read(None).state.version != before


def test_officials_edit_the_terms_of_their_department_and_see_no_drafts_of_others(editor, outsider):
    shown, draft = make_term("shown"), make_term("draft", is_public=False)

    assert (permissions.can_edit(editor, shown), permissions.can_edit(outsider, shown)) == (True, False)
    assert [t.code for t in permissions.for_user(GlossaryTerm.objects.all(), outsider)] == [shown.code]
    assert draft in permissions.for_user(GlossaryTerm.objects.all(), editor)


def test_workbook_brings_terms_sorted_by_their_reading(administrator):
    make_department("construction")

    report = load_workbook(workbook=workbook(Glossary=[TERM]), by=administrator)

    assert report.errors == []
    assert GlossaryTerm.objects.get().pinyin == "wu3 you3"


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"indicators": "none-such"}, "indicators"),
        ({"section": "1"}, "release"),
        ({"explanation_en": ""}, "explanation_en"),
    ],
)
def test_workbook_refuses_a_term_that_points_nowhere_or_explains_nothing(administrator, cells, column):
    make_department("construction")

    report = load_workbook(workbook=workbook(Glossary=[TERM | cells]), by=administrator)

    assert [error.column for error in report.errors] == [column]


def test_admin_refuses_an_indicator_that_there_is_none_of(client, editor):
    client.force_login(editor)
    cells = TERM | {"department": make_department("construction").pk, "indicators": "none-such"}

    answer = client.post("/admin/portal/glossaryterm/add/", cells)

    assert "none-such" in str(answer.context["adminform"].form.errors["indicators"])


def test_admin_keeps_a_term_with_its_reading(client, editor):
    client.force_login(editor)
    cells = TERM | {
        "department": make_department("construction").pk,
        "sector": Sector.objects.get(pk="projects").pk,
    }

    client.post("/admin/portal/glossaryterm/add/", cells)

    assert GlossaryTerm.objects.get().pinyin == "wu3 you3"


def test_terms_that_ship_stand_in_the_documents_at_their_places():
    with (CHECKOUT / "portal/data/content/Glossary.csv").open(encoding="utf-8", newline="") as file:
        terms = list(csv.DictReader(file))
    places = set()
    for slug in {term["release"] for term in terms}:
        with (CHECKOUT / f"portal/data/releases/{slug}/Sections.csv").open(
            encoding="utf-8", newline=""
        ) as file:
            places |= {
                (slug, row["number"], str(number))
                for row in csv.DictReader(file)
                for number in range(1, int(row["paragraphs"]) + 1)
            }

    assert {(t["release"], t["section"], t["paragraph"]) for t in terms} <= places
    assert {t["public"] for t in terms} == {"yes"}
    unsaid = [t["code"] for t in terms if t["explained"] == "no" and "没有" not in t["explanation_zh"]]
    assert unsaid == []
