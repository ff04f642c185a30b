"""Reporting progress: what is written, what is refused, what is asked about, and who may."""

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import translation

from portal.publishing.models import Release, Section
from portal.records.errors import NotAllowed, WrongState
from projects.actions import Declared, Entered, free_code, open_draft, report_progress
from projects.models import ProgressReport, Undertaking, WorkItem
from projects.progress_form import as_text, grid_of
from tests.projects.world import make_item, make_length, make_micro, make_project, make_report
from tests.world import make_department, make_release, publish

pytestmark = pytest.mark.django_db

MAY, NOVEMBER = dt.date(2022, 5, 31), dt.date(2022, 11, 30)
NOTE = {"note_zh": "返工", "note_en": "Done anew"}


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture(scope="module")
def project(shared) -> Undertaking:
    """A project of 1000 m of road, reported once: under construction, 60 per cent, 500 m."""
    project, june = make_project("ring"), make_release("june")
    make_item(june, project, "road", planned_quantity=1000)
    make_report(june, project, "implementation", percent=60)
    make_report(june, project, work_item="road", quantity=500)
    publish(june, "2022-06-17")
    return shared(project)


@pytest.fixture
def draft(editor) -> Release:
    return make_release("december", by=editor, kind="statistical_return")


def save(project, draft, by, rows=None, **fields):
    given = {"rows": rows or {}, "as_at": NOVEMBER, **fields}
    return report_progress(undertaking=project, release=draft, by=by, **given)


def found_by(project, draft, by, rows=None, items=()) -> list[tuple[str, str]]:
    """Row and field of each finding; no row with a finding is saved."""
    saved = save(project, draft, by, rows, items=items)
    assert not draft.progressreports.filter(work_item__in=saved.left_out).exists()
    items = [(f"new-{place}", finding) for place, finding in saved.wrong_items]
    return [(code, finding.field) for code, finding in [*saved.findings, *items]]


def test_rows_that_were_filled_are_written_and_no_others(project, draft, editor):
    saved = save(project, draft, editor, {"": Entered(percent=Decimal(70)), "road": Entered()})

    report = draft.progressreports.get()
    assert (saved.written, saved.removed, saved.declared) == (1, 0, 0)
    assert (report.undertaking, report.work_item, report.as_at, report.percent) == (project, "", NOVEMBER, 70)
    assert report.status == "normal"


def test_row_is_written_over_and_an_emptied_one_leaves_the_draft(project, draft, editor):
    save(project, draft, editor, {"": Entered(percent=Decimal(70)), "road": Entered(quantity=Decimal(600))})
    seen = {row.code: as_text(row.draft) for row in grid_of(project, draft, NOVEMBER)}

    rows = {"": Entered(percent=Decimal(75), seen=seen[""]), "road": Entered(seen=seen["road"])}
    saved = save(project, draft, editor, rows)

    assert (saved.written, saved.removed) == (1, 1)
    assert list(draft.progressreports.values_list("work_item", "percent")) == [("", 75)]


def test_status_that_the_grid_does_not_show_is_kept(project, draft, editor):
    report = make_report(draft, project, percent=65, as_at=NOVEMBER, status="provisional")

    save(project, draft, editor, {"": Entered(percent=Decimal(66), seen=as_text(report))})

    report = draft.progressreports.get()
    assert (report.percent, report.status) == (66, "provisional")


def test_everything_saved_is_recorded_with_its_official_and_door(project, draft, editor):
    save(project, draft, editor, {"": Entered(percent=Decimal(70))})

    event = ProgressReport.pgh_event_model.objects.order_by("-pgh_id").first()
    about = event.pgh_context.metadata
    assert (about["user"], about["action"], about["door"]) == (editor.pk, "report", "form")
    assert about["release"] == draft.slug
    assert editor in draft.editors.all()


@pytest.mark.parametrize(
    ("row", "entered"),
    [
        ("", {"percent": Decimal(59)}),
        ("", {"percent": Decimal(91)}),
        ("", {"stage": "preparation"}),
        ("", {"stage": "cancelled"}),
        ("road", {"quantity": Decimal(499)}),
        ("road", {"quantity": Decimal(1001)}),
        ("road", {"quantity": Decimal(801)}),
    ],
    ids=["fall", "jump", "step back", "given up", "less", "more than planned", "much more"],
)
def test_doubtful_report_is_saved_with_a_note_only(project, draft, editor, row, entered):
    asked = found_by(project, draft, editor, {row: Entered(**entered)})

    saved = save(project, draft, editor, {row: Entered(**entered, **NOTE)})

    assert asked == [(row, *entered)]
    assert saved.written == 1


@pytest.mark.parametrize(
    ("row", "entered"),
    [
        ("", {"percent": Decimal(60)}),
        ("", {"percent": Decimal(90)}),
        ("", {"stage": "implementation"}),
        ("", {"stage": "handover"}),
        ("road", {"quantity": Decimal(800)}),
        ("road", {"quantity": Decimal(500)}),
    ],
)
def test_report_that_rises_as_usual_is_saved_at_once(project, draft, editor, row, entered):
    assert save(project, draft, editor, {row: Entered(**entered)}).written == 1


def test_usual_rise_is_a_setting(project, draft, editor, settings):
    settings.PROGRESS_JUMP = 5

    assert found_by(project, draft, editor, {"": Entered(percent=Decimal(66))}) == [("", "percent")]


def test_doubt_says_what_was_reported_last_in_both_languages(project, draft, editor):
    words = []
    for language in ("en", "zh-hans"):
        with translation.override(language):
            saved = save(project, draft, editor, {"": Entered(percent=Decimal(50))})
        words.append(saved.findings[0][1].message)

    assert words == [
        "Less than before: 60 (2022-05-31). If that is right, say why in the note.",
        "比上次少，上次为60（2022-05-31）。如确实如此，请在备注中说明原因。",
    ]


def test_former_day_is_compared_with_what_was_reported_before_it(project, draft, editor):
    earlier = dt.date(2022, 3, 31)

    saved = save(project, draft, editor, {"": Entered(percent=Decimal(20))}, as_at=earlier)

    assert saved.written == 1


IMPOSSIBLE = [
    ("", {"percent": Decimal(101), **NOTE}, "percent"),
    ("", {"percent": Decimal(-1), **NOTE}, "percent"),
    ("", {"quantity": Decimal(5)}, "quantity"),
    ("road", {"quantity": Decimal(-5), **NOTE}, "quantity"),
    ("", {"stage": "built", **NOTE}, "stage"),
    ("", {"percent": Decimal(70), "note_zh": "好"}, "note_en"),
    ("", {"percent": Decimal(70), "note_en": "good"}, "note_zh"),
    ("", {"qualifier": "about"}, "stage"),
    ("bridge", {"percent": Decimal(70)}, "work_item"),
]


@pytest.mark.parametrize("case", IMPOSSIBLE)
def test_impossible_report_is_refused_at_its_cell(project, draft, editor, case):
    row, entered, column = case

    assert found_by(project, draft, editor, {row: Entered(**entered)}) == [(row, column)]


def test_rows_and_work_items_that_are_right_are_saved_and_no_others(project, draft, editor):
    rows = {"": Entered(percent=Decimal(70)), "road": Entered(quantity=Decimal(-5), **NOTE)}
    items = [Declared("路灯", "Lamps"), Declared("", "Pipes"), Declared("树", "Trees")]

    saved = save(project, draft, editor, rows, items=items)

    assert (saved.written, saved.removed, saved.declared) == (1, 0, 2)
    assert [(code, finding.field) for code, finding in saved.findings] == [("road", "quantity")]
    assert {place for place, _finding in saved.wrong_items} == {1}
    assert dict(draft.progressreports.values_list("work_item", "percent")) == {"": 70}
    assert set(draft.workitems.values_list("name_en", flat=True)) == {"Lamps", "Trees"}


def test_micro_project_has_stages_of_its_own(draft, editor):
    micro = make_micro()

    assert save(micro, draft, editor, {"": Entered(stage="screened")}).written == 1


def test_release_that_retells_a_document_asks_for_the_place(project, editor):
    article = make_release("article", by=editor)
    section = article.sections.get()

    found = found_by(project, article, editor, {"": Entered(percent=Decimal(70))})
    beyond = found_by(
        project,
        article,
        editor,
        {"": Entered(percent=Decimal(70), section=section, paragraph=10, as_printed="70%")},
    )
    saved = save(
        project,
        article,
        editor,
        {"": Entered(percent=Decimal(70), section=section, paragraph=2, as_printed="70%")},
    )

    assert found == [("", "section"), ("", "paragraph"), ("", "as_printed")]
    assert beyond == [("", "paragraph")]
    assert saved.written == 1


def test_section_of_another_release_is_refused(project, draft, editor):
    foreign = Section.objects.exclude(release=draft).first()

    found = found_by(project, draft, editor, {"": Entered(percent=Decimal(70), section=foreign)})

    assert found == [("", "section")]


def test_row_that_somebody_else_saved_meanwhile_is_not_overwritten(project, draft, editor):
    save(project, draft, editor, {"": Entered(percent=Decimal(70))})

    saved = save(project, draft, editor, {"": Entered(percent=Decimal(80))})

    assert (saved.written, saved.conflicts) == (0, {"": draft.progressreports.get()})
    assert draft.progressreports.get().percent == 70


def test_row_that_somebody_else_emptied_meanwhile_is_told(project, draft, editor):
    seen = as_text(make_report(draft, project, percent=70, as_at=NOVEMBER))
    draft.progressreports.all().delete()

    saved = save(project, draft, editor, {"": Entered(percent=Decimal(80), seen=seen)})

    assert saved.conflicts == {"": None}
    assert not draft.progressreports.exists()


def test_row_that_was_not_touched_does_not_undo_what_somebody_else_saved(project, draft, editor):
    save(project, draft, editor, {"road": Entered(quantity=Decimal(600))})

    save(project, draft, editor, {"": Entered(percent=Decimal(70)), "road": Entered()})

    assert dict(draft.progressreports.values_list("work_item", "quantity")) == {"": None, "road": 600}


def test_two_who_enter_the_same_agree(project, draft, editor):
    save(project, draft, editor, {"": Entered(percent=Decimal(70))})

    assert save(project, draft, editor, {"": Entered(percent=Decimal(70))}).written == 1


def test_work_item_is_declared_with_a_code_from_its_name(project, draft, editor):
    items = [
        Declared("雨水管", "Rain pipes", unit=make_length(), planned_quantity=Decimal(987)),
        Declared("雨水管", "Rain pipes"),
        Declared("路灯", "灯", weight=Decimal(2)),
        Declared("桥", "Bridge", code="the-bridge"),
    ]

    saved = save(project, draft, editor, items=items)

    codes = list(WorkItem.objects.filter(release=draft).order_by("pk").values_list("code", flat=True))
    assert saved.declared == 4
    assert codes == ["rain-pipes", "rain-pipes-2", "lu-deng", "the-bridge"]


@pytest.mark.parametrize(
    ("fields", "columns"),
    [
        ({"name_en": ""}, ["name_en"]),
        ({"code": "Not A Code"}, ["code"]),
        ({"planned_quantity": Decimal(0)}, ["planned_quantity", "unit"]),
        ({"planned_quantity": Decimal(5)}, ["unit"]),
        ({"weight": Decimal(0)}, ["weight"]),
    ],
)
def test_work_item_that_is_not_whole_is_refused_at_its_cell(project, draft, editor, fields, columns):
    item = Declared(**{"name_zh": "桥", "name_en": "Bridge", **fields})

    assert found_by(project, draft, editor, items=[item]) == [("new-0", column) for column in columns]


def test_released_work_item_is_declared_anew_in_the_same_unit_only(project, draft, editor):
    other = make_length("square-metre")
    plan = {"name_zh": "道路", "name_en": "Road", "code": "road", "planned_quantity": Decimal(1200)}

    refused = found_by(project, draft, editor, items=[Declared(**plan, unit=other)])
    save(project, draft, editor, items=[Declared(**plan, unit=make_length())])
    twice = found_by(project, draft, editor, items=[Declared(**plan, unit=make_length())])

    assert (refused, twice) == ([("new-0", "unit")], [("new-0", "code")])
    assert [row.item.planned_quantity for row in grid_of(project, draft, NOVEMBER) if row.item] == [1200]


def test_only_an_editor_of_its_department_reports(project, draft, reviewer, outsider, administrator):
    for somebody in (reviewer, outsider):
        with pytest.raises(NotAllowed):
            save(project, draft, somebody, {"": Entered(percent=Decimal(70))})

    assert save(project, draft, administrator, {"": Entered(percent=Decimal(70))}).written == 1


def test_nobody_reports_in_a_draft_in_which_their_department_has_no_part(project, outsider):
    foreign = make_release("foreign", department="education")

    with pytest.raises(NotAllowed):
        save(make_project(department="health"), foreign, outsider, {"": Entered(percent=Decimal(10))})


def test_submitted_release_takes_no_more_reports(project, draft, editor):
    publish(draft)

    with pytest.raises(WrongState):
        save(project, draft, editor, {"": Entered(percent=Decimal(70))})


def test_draft_is_opened_under_a_free_address(editor):
    department = make_department("construction")
    given = {"department": department, "kind": "article", "title_zh": "进展", "title_en": "Progress"}

    drafts = [open_draft(**given, day=NOVEMBER, by=editor) for _ in range(2)]

    assert [draft.slug for draft in drafts] == [
        "progress-construction-2022-11-30",
        "progress-construction-2022-11-30-2",
    ]


def test_draft_is_opened_by_an_editor_of_the_department_only(reviewer, outsider):
    department = make_department("construction")
    given = {"department": department, "kind": "article", "title_zh": "进展", "title_en": "Progress"}

    for somebody in (reviewer, outsider):
        with pytest.raises(NotAllowed):
            open_draft(**given, day=NOVEMBER, by=somebody)


def test_free_code_counts_on():
    assert free_code("road", ["road", "road-2", "lamp"]) == "road-3"


def test_last_values_are_each_the_newest_of_their_own(project, draft, editor):
    later = make_release("later")
    make_report(later, project, "completion", as_at=dt.date(2022, 9, 30))
    publish(later, "2022-10-01")

    whole = grid_of(project, draft, NOVEMBER)[0].last

    assert {name: (last.value, last.as_at) for name, last in whole.items()} == {
        "stage": ("completion", dt.date(2022, 9, 30)),
        "percent": (60, MAY),
    }


def test_draft_of_an_earlier_day_counts_as_what_was_last_reported(project, draft, editor):
    make_report(draft, project, percent=65, as_at=dt.date(2022, 10, 31))

    last = grid_of(project, draft, NOVEMBER)[0].last["percent"]

    assert (last.value, last.release) == (65, draft)
