"""Numbers as documents print them: read alike by workbook, return sheet, form and grid of progress, or refused."""

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse

from portal.desk.return_sheet import FigureForm
from portal.records.cell_errors import BadCell
from portal.records.columns import Integer
from portal.records.parsing import read_number
from portal.records.registry import verdicts
from portal.spreadsheets.actions import preview_workbook
from portal.statistics.measures import fits, words_of
from portal.statistics.models import Observation, Unit
from portal.statistics.return_form import SheetRow
from projects.models import Funding
from tests.projects.progress_page import filled, make_reported, page, said
from tests.projects.world import make_project
from tests.workbooks import workbook
from tests.world import make_area, make_figure, make_indicator, make_release, make_series, publish
from welfare.models import Disbursement

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

READ = [
    ("3100名", 3100, "名"),
    ("0.31万", 3100, ""),
    ("３，１００人", 3100, "人"),
    ("12百万元", 12_000_000, "元"),
    ("1千亿", 100_000_000_000, ""),
    ("-0.5万", -5000, ""),
    ("三成", 30, "%"),
    ("3.5成", 35, "%"),
    ("95 %", 95, "%"),
    ("3100", 3100, ""),
]


@pytest.mark.parametrize(("text", "number", "word"), READ)
def test_one_number_is_read_with_its_size_and_its_word(text, number, word):
    found = read_number(text)

    assert (found, found.word) == (number, word)
    assert found.is_spelled_out == (text not in {"95 %", "3100"})


@pytest.mark.parametrize(
    "text",
    [
        "约2800余",
        "约14左右",
        "约十几人",
        "14-15",
        "1.234,5",
        "1e5",
        "3万2",
        "三成半",
        "万",
        "十几人",
        "近几人",
    ],
)
def test_what_is_not_exactly_one_number_is_not_read(text):
    with pytest.raises(ValueError, match="."):
        read_number(text)


@pytest.mark.parametrize(
    ("text", "number", "word", "qualifier"),
    [
        ("约14", 14, "", "about"),
        ("近3000", 3000, "", "nearly"),
        ("超过20户", 20, "户", "over"),
        ("2800余", 2800, "", "over"),
        ("3100多名", 3100, "名", "over"),
        ("30多万", 300_000, "", "over"),
        ("4万余条", 40_000, "条", "over"),
        ("5万人左右", 50_000, "人", "about"),
        ("至少１２亿元", 1_200_000_000, "元", "at_least"),
        ("100人以上", 100, "人", "at_least"),
        ("近100%", 100, "%", "nearly"),
        ("不足三成", 30, "%", "nearly"),
    ],
)
def test_qualified_number_is_read_with_its_qualifier(text, number, word, qualifier):
    found = read_number(text)

    assert (found, found.word, found.qualifier) == (number, word, qualifier)
    assert found.is_spelled_out


def test_every_door_enters_the_qualifier_that_a_number_is_written_with(client, editor):
    make_area()
    release, indicator = make_release("june", by=editor, kind="statistical_return"), make_indicator("cases")
    series = make_series(indicator)
    client.force_login(editor)
    prefix = f"row-{series.pk}"
    sheet = FigureForm(
        {f"{prefix}-value": "约14", f"{prefix}-status": "normal"},
        row=SheetRow(series),
        release=release,
        sections=[],
    )
    boxes = {
        "release": release.pk,
        "indicator": indicator.pk,
        "area": series.area_id,
        "kind": "actual",
        "period_start": "2022-01-01",
        "period_end": "2022-12-31",
        "value": "超过20",
        "status": "normal",
    }

    problems, notices = found_by_workbook(release, indicator, "近3000人", editor)
    contradicted = client.post(reverse("admin:portal_observation_add"), boxes | {"qualifier": "about"})
    saved = client.post(reverse("admin:portal_observation_add"), boxes)

    assert problems == []
    assert any("“近3000人” in row 2 as nearly 3,000" in notice for notice in notices)
    assert sheet.is_valid()
    assert (sheet.cleaned_data["value"], sheet.cleaned_data["qualifier"]) == (14, "about")
    assert list(contradicted.context["adminform"].form.errors) == ["qualifier"]
    assert saved.status_code == 302
    figure = Observation.objects.get()
    assert (figure.value, figure.qualifier) == (20, "over")


def test_qualifier_that_the_number_contradicts_is_found_at_every_row(editor):
    release, project = make_release(kind="statistical_return"), make_project()
    amount = Funding(
        release=release,
        undertaking=project,
        source="total",
        kind="planned",
        amount=read_number("近2079万元"),
        qualifier="over",
    )

    (findings,) = verdicts(Funding, [amount])

    assert [one.field for one in findings] == ["qualifier"]


@pytest.mark.parametrize(
    ("symbol", "text", "fit"),
    [
        ("人", "3100名", True),
        ("人", "3100位", True),
        ("人", "3100个", True),
        ("人", "3100人次", False),
        ("人次", "3100人", False),
        ("户", "14户", True),
        ("户", "14名", False),
        ("米", "500米", True),
        ("米", "500个", False),
        ("元", "2079万元", True),
        ("人", "95%", False),
        ("%", "三成", True),
        ("万元", "0.31万", False),
        ("万元", "31", True),
    ],
)
def test_word_fits_the_unit_or_is_a_mere_counter(symbol, text, fit):
    unit = Unit(symbol_zh=symbol, symbol_en="x", name_zh=symbol, name_en="x")

    assert fits(read_number(text), words_of(unit), symbol) is fit


def found_by_workbook(release, indicator, text: str, by) -> tuple[list[str], list[str]]:
    """What the preview finds wrong with a value, and its notices."""
    line = {"indicator": indicator.code, "area": "district", "period_end": "2022-12-31", "value": text}
    line |= {"period_start": "2022-01-01", "kind": "actual", "status": "normal"}
    head = {"slug": release.slug, "kind": "statistical_return", "department": "construction"}
    head |= {"title_zh": release.title_zh, "title_en": release.title_en}
    report = preview_workbook(workbook=workbook(Release=[head], Observations=[line]), by=by)
    problems = [str(one) for one in report.errors if one.column == "value"]
    return problems, [str(one) for one in report.notices]


@pytest.mark.parametrize(("text", "is_read"), [("3100名", True), ("0.31万", True), ("3100户", False)])
def test_doors_read_the_same_numbers(client, editor, text, is_read):
    make_area()
    release = make_release("june", by=editor, kind="statistical_return")
    indicator = make_indicator("cases")
    series = make_series(indicator)
    row = SheetRow(series)
    prefix = f"row-{series.pk}"
    sheet = FigureForm(
        {f"{prefix}-value": text, f"{prefix}-status": "normal"}, row=row, release=release, sections=[]
    )
    client.force_login(editor)
    boxes = {
        "release": release.pk,
        "indicator": indicator.pk,
        "area": series.area_id,
        "kind": "actual",
        "period_start": "2022-01-01",
        "period_end": "2022-12-31",
        "value": text,
        "status": "normal",
    }

    problems, notices = found_by_workbook(release, indicator, text, editor)
    assert sheet.is_valid()
    figure = Observation(
        series=series,
        release=release,
        period_start=dt.date(2022, 1, 1),
        period_end=dt.date(2022, 12, 31),
        value=sheet.cleaned_data["value"],
    )
    (findings,) = verdicts(Observation, [figure])
    answer = client.post(reverse("admin:portal_observation_add"), boxes)

    assert (problems == [], not findings, answer.status_code == 302) == (is_read,) * 3
    assert any(f"“{text}” in row 2 as 3,100" in notice for notice in notices)
    if is_read:
        assert Observation.objects.get().value == 3100
    else:
        assert [one.field for one in findings] == ["value"]
        assert list(answer.context["adminform"].form.errors) == ["value"]


def test_grid_of_progress_reads_quantities_in_the_unit_of_the_work_item(client, editor):
    project = make_reported()
    draft = make_release("december", by=editor, kind="statistical_return")
    client.force_login(editor)
    where = page(project, draft)

    refused = client.post(where, filled(client, where, **{"row-road-quantity": "600个"}))
    client.post(where, filled(client, where, **{"row-road-quantity": "600米", "row--percent": "七成"}))

    assert list(said(refused)) == ["row-road-quantity"]
    assert draft.progressreports.get(work_item="road").quantity == 600
    assert draft.progressreports.get(work_item="").percent == 70


def test_amount_of_money_is_read_in_yuan_only():
    release = make_release(kind="statistical_return")
    project = make_project()
    for text, fields in (("2079万元", []), ("2079万户", ["amount"])):
        amount = Funding(
            release=release, undertaking=project, source="total", kind="planned", amount=read_number(text)
        )
        (findings,) = verdicts(Funding, [amount])
        assert [one.field for one in findings] == fields


def test_box_of_the_admin_shows_a_stored_number_plainly(client, administrator):
    release = make_release("june")
    figure = make_figure(release, make_indicator("cases", decimals=1), Decimal("3100.500000"))
    client.force_login(administrator)

    text = client.get(reverse("admin:portal_observation_change", args=[figure.pk])).content.decode()

    assert 'value="3100.5"' in text
    publish(release)


@pytest.mark.parametrize("text", ["约567", "约567人", "567余名"])
def test_whole_number_without_a_qualifier_of_its_own_is_refused_with_what_to_write(text):
    persons = Integer("persons")
    persons.bind(Disbursement)

    with pytest.raises(BadCell, match="takes no qualifier: write 567, and say “.*” in the note"):
        persons.read(text, None)
