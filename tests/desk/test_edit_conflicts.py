"""Two officials save the same page one after the other: the second is told what the first has changed."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from portal.publishing.models import Release, Section
from portal.staff.models import User
from projects.models import Project
from tests.projects.world import make_project, make_report
from tests.world import make_department, make_release, make_section, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def draft(editor) -> Release:
    """Of two sections, 1 and 2."""
    release = make_release("draft", by=editor)
    make_section(release, "2", order=2)
    return release


@pytest.fixture
def other(db) -> User:
    return make_user("other", "construction", "editor")


def page_of(row) -> str:
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])


def browser_of(user: User) -> Client:
    browser = Client()
    browser.cookies["django_language"] = "en"
    browser.force_login(user)
    return browser


def entered(response) -> dict[str, object]:
    """What a browser would send of the page, if nothing more were typed."""
    forms = [response.context["adminform"].form]
    for inline in response.context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    boxes = {box.html_name: box.value() for form in forms for box in form if not box.field.disabled}
    hidden = re.findall(r'name="(_seen[^"]*)" value="(\d*)"', response.content.decode())
    sent = {name: value for name, value in (boxes | dict(hidden)).items() if value is not None}
    return {name: value for name, value in sent.items() if not isinstance(value, bool) or value}


def opened(user: User, row) -> dict[str, object]:
    return entered(browser_of(user).get(page_of(row)))


def save(user: User, row, form: dict):
    return browser_of(user).post(page_of(row), form)


def box(form: dict, section: Section, name: str) -> str:
    """The name of the box of a section on the page of its release."""
    number = next(key.split("-")[1] for key, value in form.items() if _is_row(key, value, section))
    return f"sections-{number}-{name}"


def _is_row(key: str, value: object, section: Section) -> bool:
    return re.fullmatch(r"sections-\d+-id", key) is not None and str(value) == str(section.pk)


def told(response) -> list[str]:
    """All errors of the rows inside the page."""
    formsets = [inline.formset for inline in response.context["inline_admin_formsets"]]
    found = [words for formset in formsets for words in formset.non_form_errors()]
    return found + [
        words for formset in formsets for form in formset.forms for words in form.non_field_errors()
    ]


def titles(draft: Release) -> list[str]:
    return list(draft.sections.order_by("order").values_list("title_en", flat=True))


def test_second_is_told_what_the_first_made_of_the_same_row(draft, editor, other):
    section = draft.sections.get(number="1")
    before, first, second = section.title_en, opened(editor, draft), opened(other, draft)
    title = box(first, section, "title_en")
    save(editor, draft, first | {title: "Roads"})

    refused = save(other, draft, second | {title: "Streets"})
    kept = titles(draft)[0]
    again = save(other, draft, entered(refused))

    (words,) = told(refused)
    assert words.startswith(f"editor has saved this since you opened it (Title (English): {before} → Roads).")
    assert (kept, again.status_code, titles(draft)[0]) == ("Roads", 302, "Streets")


def test_row_that_the_second_left_alone_stays_as_the_first_saved_it(draft, editor, other):
    one, two = draft.sections.order_by("order")
    first, second = opened(editor, draft), opened(other, draft)
    save(editor, draft, first | {box(first, one, "title_en"): "Roads"})

    done = save(other, draft, second | {box(second, two, "title_en"): "Bridges"})

    assert (done.status_code, titles(draft)) == (302, ["Roads", "Bridges"])


def test_row_left_alone_stays_even_where_the_page_is_refused_for_something_else(draft, editor, other):
    one, two = draft.sections.order_by("order")
    first, second = opened(editor, draft), opened(other, draft)
    save(editor, draft, first | {box(first, one, "title_en"): "Roads"})
    title = box(second, two, "title_en")

    refused = save(other, draft, second | {title: ""})
    save(other, draft, entered(refused) | {title: "Bridges"})

    assert titles(draft) == ["Roads", "Bridges"]


def test_boxes_that_the_second_left_alone_show_what_the_first_wrote(draft, editor, other):
    section = draft.sections.get(number="1")
    first, second = opened(editor, draft), opened(other, draft)
    save(editor, draft, first | {box(first, section, "title_zh"): "道路"})

    refused = save(other, draft, second | {box(second, section, "title_en"): "Streets"})
    save(other, draft, entered(refused))

    section.refresh_from_db()
    assert (section.title_zh, section.title_en) == ("道路", "Streets")


def test_row_that_was_changed_is_not_deleted_unread(draft, editor, other):
    section = draft.sections.get(number="2")
    first, second = opened(editor, draft), opened(other, draft)
    save(editor, draft, first | {box(first, section, "title_en"): "Bridges"})
    away = {box(second, section, "DELETE"): "on"}

    refused = save(other, draft, second | away)
    kept = draft.sections.count()
    save(other, draft, entered(refused) | away)

    assert "→ Bridges" in told(refused)[0]
    assert (kept, draft.sections.count()) == (2, 1)


def test_row_that_was_deleted_is_told_and_nothing_is_saved(draft, editor, other):
    one, two = draft.sections.order_by("order")
    first, second = opened(editor, draft), opened(other, draft)
    save(editor, draft, first | {box(first, two, "DELETE"): "on"})

    refused = save(other, draft, second | {box(second, one, "title_en"): "Roads"})

    assert told(refused)[0].startswith("Somebody else has deleted some of these rows")
    assert titles(draft)[0] != "Roads"


def test_page_itself_tells_what_changed_and_keeps_it_where_it_was_left_alone(draft, editor, other):
    first, second = opened(editor, draft), opened(other, draft)
    save(editor, draft, first | {"title_zh": "新题"})

    refused = save(other, draft, second | {"title_en": "New"})
    words = str(refused.context["adminform"].form.non_field_errors())
    save(other, draft, entered(refused))

    draft.refresh_from_db()
    assert "→ 新题" in words
    assert (draft.title_zh, draft.title_en) == ("新题", "New")


def test_own_part_of_a_contributor_is_guarded_too(draft, editor, outsider):
    """The page of the section itself and that of the release are two doors to one row."""
    section = draft.sections.get(number="2")
    Section.objects.filter(pk=section.pk).update(department=make_department("health"))
    second = opened(editor, draft)
    first = opened(outsider, section)
    save(outsider, section, first | {"title_en": "Clinics"})

    refused = save(editor, draft, second | {box(second, section, "title_en"): "Hospitals"})

    assert titles(draft)[1] == "Clinics"
    assert refused.status_code == 302  # it is not the publisher's to change: the row is closed to them


def test_rows_of_a_page_without_a_change_of_others_are_saved_at_once(draft, editor):
    section = draft.sections.get(number="1")
    form = opened(editor, draft)

    done = save(editor, draft, form | {box(form, section, "title_en"): "Roads"})

    assert (done.status_code, titles(draft)[0]) == (302, "Roads")


def test_records_on_the_page_of_a_project_do_not_stand_in_its_way(draft, editor, other):
    """They are read there only; a report that somebody else has written is no reason to refuse the project."""
    report = make_report(draft, make_project("road"))
    project = Project.objects.get()
    form = opened(other, project)
    type(report).objects.filter(pk=report.pk).update(note_en="x", note_zh="x")

    done = save(other, project, form | {"summary_en": "A road."})

    project.refresh_from_db()
    assert (done.status_code, project.summary_en) == (302, "A road.")


def test_account_that_two_administrators_change_tells_no_password(administrator, editor):
    second, other = opened(administrator, editor), make_user("root", None, "administrator")
    save(other, editor, opened(other, editor) | {"first_name": "Li"})

    refused = save(administrator, editor, second | {"last_name": "Na"})

    words = str(refused.context["adminform"].form.non_field_errors())
    assert "→ Li" in words
    assert "md5" not in words
