"""`/health/programmes/`, its programmes and their JSON."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from health.detail import ProgrammeDetail
from health.models import HealthProgramme, ProgrammeFigure
from portal.spreadsheets.actions import load_workbook
from tests.health.world import make_programme, name_figure
from tests.pages import faults_of, queries_of
from tests.workbooks import workbook
from tests.world import (
    JUNE,
    make_commitment,
    make_figure,
    make_indicator,
    make_release,
    publish,
)

pytestmark = pytest.mark.django_db

ADDRESS, ONE = "/health/programmes/?lang=en", "/health/programmes/sealing/?lang=en"
DATA = "/api/v1/health-programmes"


@pytest.fixture(scope="module")
def sealing(shared) -> HealthProgramme:
    """Pupils of June and of December, a rate whose target of 2023 has no result, and 638 of 698."""
    june, december = make_release("june"), make_release("december")
    programme = make_programme(release=june, commitments=["cover-all"])
    pupils = make_indicator("pupils", sector="health")
    rate = make_indicator("rate", sector="health", basis="point", unit="percent", decimals=1)
    managed, registered = (
        make_indicator(code, sector="health", basis="point") for code in ("managed", "registered")
    )
    for order, (role, indicator) in enumerate(
        {"persons": pupils, "rate": rate, "numerator": managed, "denominator": registered}.items()
    ):
        name_figure(programme, role, indicator, order=order)
    make_figure(june, pupils, 900, period_end=JUNE)
    make_figure(december, pupils, 1968)
    make_figure(december, rate, 60, kind="target", period_end=dt.date(2023, 12, 31))
    make_figure(december, managed, 638)
    make_figure(december, registered, 698)
    make_commitment(december, "cover-all", due=dt.date(2023, 12, 31))
    publish(june, at="2022-06-01")
    publish(december, at="2022-12-23")
    return shared(programme)


def test_list_joins_figures_targets_and_what_was_not_reported(client, sealing):
    text = client.get(ADDRESS).content.decode()

    assert faults_of(text) == []
    assert "1,968 persons" in text
    assert "result not reported yet" in text
    assert "sessions, money, hospitals and sites" in text


def test_programme_shows_numerator_denominator_and_the_computed_share(client, sealing):
    text = client.get(ONE).content.decode()

    assert faults_of(text) == []
    assert "The numerator is 91.4 % of the denominator:" in text
    assert "638 persons" in text
    assert "698 persons" in text


def test_numerator_without_its_denominator_has_no_share(client, sealing):
    ProgrammeFigure.objects.filter(role="denominator").delete()

    assert ProgrammeDetail.at("sealing", timezone.now()).coverage is None


def test_share_is_left_out_if_the_days_differ(db, sealing):
    later = make_release("later")
    make_figure(
        later, ProgrammeFigure.objects.get(role="numerator").indicator, 640, period_end=dt.date(2022, 12, 30)
    )
    publish(later)

    coverage = ProgrammeDetail.at("sealing", timezone.now()).coverage

    assert (coverage.percentage, coverage.obstacle) == (None, "period")


def test_releases_stand_side_by_side_and_silence_is_no_zero(client, sealing):
    detail = ProgrammeDetail.at("sealing", timezone.now())

    said = {
        row.indicator.code: [[f"{one.number}" for one in cell.figures] for cell in cells]
        for row, cells in detail.by_release
    }

    assert [release.slug for release in detail.releases] == ["june", "december"]
    assert said["pupils"] == [["900人"], ["1,968人"]] or said["pupils"] == [["900人"], ["1968人"]]
    assert said["managed"][0] == []
    assert "not reported" in client.get(ONE).content.decode()


def test_correction_stands_in_the_column_of_what_it_corrects(db, sealing):
    december = ProgrammeDetail.at("sealing", timezone.now()).releases[1]
    correction = make_release(
        "correction", kind="correction", corrects=december, reason_zh="误", reason_en="Error"
    )
    make_figure(correction, ProgrammeFigure.objects.get(role="persons").indicator, 1969)
    publish(correction)

    detail = ProgrammeDetail.at("sealing", timezone.now())
    cells = next(cells for row, cells in detail.by_release if row.indicator.code == "pupils")

    assert [release.slug for release in detail.releases] == ["june", "december"]
    assert [int(one.value) for one in cells[1].figures] == [1969]


def test_as_of_shows_what_was_known(client, sealing):
    then = client.get(f"{ONE}&as_of=2022-07-01").content.decode()
    data = client.get(f"{DATA}/sealing?as_of=2022-07-01").json()

    assert "900 persons" in then
    assert "1,968 persons" not in then
    assert "cover-all" not in then
    assert [row["indicator"] for row in data["figures"]] == ["pupils"]
    assert client.get("/health/programmes/sealing/?as_of=2022-05-01").status_code == 404
    assert client.get(f"{DATA}/sealing?as_of=2022-05-01").status_code == 404


def test_page_and_json_show_the_same(client, sealing):
    make_programme("other", kind="screening")
    for query in ("", "kind=screening", "q=sealing", "release=june"):
        page = [one.code for one in client.get(f"/health/programmes/?{query}").context["page"]]
        data = [one["code"] for one in client.get(f"{DATA}?{query}").json()["results"]]
        table = client.get(f"{DATA}.csv?{query}").getvalue().decode()

        assert page == data
        assert [code for code in page if f"{code}," in table] == page


def test_json_answers_figures_in_their_roles(client, sealing):
    one = client.get(f"{DATA}/sealing?lang=en").json()
    row = client.get(f"{DATA}?lang=en").json()["results"][0]

    assert {name: one[name] for name in row} == row
    assert [
        (figure["role"], figure["latest"] and figure["latest"]["value"]) for figure in one["figures"]
    ] == [
        ("persons", 1968),
        ("rate", None),
        ("numerator", 638),
        ("denominator", 698),
    ]
    assert one["figures"][1]["target"]["value"] == 60
    assert one["coverage"]["percentage"] == 91.4
    assert one["not_reported"] == ["sessions", "money", "sites"]
    assert [commitment["code"] for commitment in one["commitments"]] == ["cover-all"]


def test_nothing_shows_under_embargo(client, db):
    later = make_release("later")
    make_programme("secret-one", release=later)
    shown = make_programme("shown", commitments=["secret-promise"])
    name_figure(shown, "persons", make_indicator("secret-count", sector="health"))
    make_figure(later, ProgrammeFigure.objects.get().indicator, 5)
    make_commitment(later, "secret-promise")
    publish(later, at=timezone.now() + dt.timedelta(days=1))

    pages = [
        "/health/programmes/",
        "/health/programmes/shown/",
        "/health/",
        DATA,
        f"{DATA}.csv",
        "/search/?q=secret",
    ]
    texts = [
        client.get(address).content if "csv" not in address else client.get(address).getvalue()
        for address in pages
    ]

    assert [address for address, text in zip(pages, texts, strict=True) if b"secret-" in text] == []
    assert client.get("/health/programmes/secret-one/").status_code == 404


def test_more_programmes_take_no_more_queries(client, sealing):
    addresses = (ADDRESS, DATA)
    before = [queries_of(client, address) for address in addresses]

    for code in ("b", "c"):
        name_figure(make_programme(code), "persons", make_indicator(f"of-{code}", sector="health"))
        figures = make_release(f"with-{code}")
        make_figure(figures, make_indicator(f"count-{code}", sector="health"), 20)
        publish(figures, at="2022-12-23")

    assert [queries_of(client, address) for address in addresses] == before


def test_search_finds_a_programme_by_what_it_does(client, db):
    make_programme("teeth", name_zh="窝沟封闭", name_en="Tooth sealing", aliases=["护牙"])

    for words in ("窝沟封闭", "护牙", "Tooth sealing"):
        assert "/health/programmes/teeth/" in client.get("/search/", {"q": words}).content.decode()


def test_database_refuses_an_indicator_twice_in_a_role(db):
    programme, pupils = make_programme(), make_indicator("pupils")
    name_figure(programme, "persons", pupils)

    with pytest.raises(IntegrityError, match="programme_figure_once"), transaction.atomic():
        name_figure(programme, "persons", pupils)
    name_figure(programme, "numerator", pupils)
    with pytest.raises(IntegrityError, match="programme_one_numerator"), transaction.atomic():
        name_figure(programme, "numerator", make_indicator("other"))


def test_workbook_brings_programmes_and_their_figures(administrator):
    make_indicator("pupils", sector="health")
    make_release("return", by=administrator)
    row = {
        "code": "sealing",
        "kind": "care",
        "name_zh": "窝沟封闭",
        "name_en": "Tooth sealing",
        "department": "construction",
        "offer_zh": "封闭",
        "offer_en": "Sealing",
        "public": "yes",
    }
    link = {"programme": "sealing", "role": "persons", "indicator": "pupils"}

    report = load_workbook(
        workbook=workbook(HealthProgrammes=[row], HealthProgrammeFigures=[link]), by=administrator
    )

    assert report.errors == []
    assert [(one.programme.code, one.indicator.code) for one in ProgrammeFigure.objects.all()] == [
        ("sealing", "pupils")
    ]


def test_workbook_refuses_commitments_that_do_not_exist(administrator):
    make_release("return", by=administrator)
    row = {
        "code": "sealing",
        "kind": "care",
        "name_zh": "窝沟封闭",
        "name_en": "Tooth sealing",
        "department": "construction",
        "offer_zh": "封闭",
        "offer_en": "Sealing",
        "commitments": "nowhere",
    }

    report = load_workbook(workbook=workbook(HealthProgrammes=[row]), by=administrator)

    assert [(one.column, one.row) for one in report.errors] == [("commitments", 2)]


def test_editor_of_the_department_adds_a_figure_and_others_do_not(client, editor, outsider):
    programme, pupils = make_programme(), make_indicator("pupils")
    address = reverse("admin:health_programmefigure_add")
    form = {"programme": programme.pk, "role": "persons", "indicator": pupils.pk, "order": 1}

    client.force_login(outsider)
    client.post(address, form)
    refused = ProgrammeFigure.objects.count()
    client.force_login(editor)
    client.post(address, form)

    assert (refused, ProgrammeFigure.objects.count()) == (0, 1)
