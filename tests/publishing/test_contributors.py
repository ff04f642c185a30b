"""A department that contributes to a release of others lays out its own sections and works in its own template."""

import csv
import io
import zipfile

import pytest
from django.urls import reverse

from portal.publishing.actions import contributions
from portal.publishing.models import Contribution, Release, RowWithdrawal, Section
from portal.spreadsheets.actions import load_workbook
from tests.world import (
    make_department,
    make_figure,
    make_indicator,
    make_release,
    make_section,
    make_series,
    publish,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def draft(editor) -> Release:
    return make_release("conference", by=editor)


@pytest.fixture
def part(draft, editor) -> Contribution:
    return contributions.ask(release=draft, department=make_department("health"), by=editor, note="Clinics")


def test_department_lays_out_its_own_sections(client, part, outsider):
    client.force_login(outsider)
    address = f"{reverse('admin:portal_section_add')}?release={part.release.pk}"
    section = {
        "release": part.release.pk,
        "number": "3",
        "title_zh": "健康",
        "title_en": "Health",
        "paragraphs": "2",
    }

    form = client.get(address).context["adminform"].form
    foreign = client.post(address, section | {"department": part.release.department_id})
    saved = client.post(address, section | {"department": part.department_id})

    made = Section.objects.get(number="3")
    assert list(form.fields["release"].queryset) == [part.release]
    assert (foreign.status_code, saved.status_code) == (200, 302)
    assert (made.department, made.release) == (part.department, part.release)


def test_department_lays_out_nothing_where_it_is_not_asked_or_has_handed_in(client, draft, part, outsider):
    client.force_login(outsider)
    other = make_release("other")
    contributions.hand_in(contribution=part, by=outsider, nothing_to_report="None this year")
    section = {"number": "3", "title_zh": "健康", "title_en": "Health", "paragraphs": "2"}

    for release in (draft, other):
        own = section | {"release": release.pk, "department": part.department_id}
        assert client.post(reverse("admin:portal_section_add"), own).status_code == 200, release

    assert not Section.objects.filter(number="3").exists()


def test_template_of_a_department_fits_the_release_it_contributes_to(client, part, outsider):
    clinics = make_series(make_indicator("clinics", department="health", basis="point"))
    make_series(make_indicator("beds", department="health", basis="point"))
    make_figure(part.release, clinics.indicator, 5, series=clinics)
    make_section(part.release, "2", department=part.department)
    client.force_login(outsider)
    address = reverse("admin:portal_release_filled", args=[part.release.pk, "zip"])

    book = client.get(address, {"department": ""}).content
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        files = {name: archive.read(name).decode("utf-8-sig") for name in archive.namelist()}
    [header, *rows] = csv.reader(io.StringIO(files["Observations.csv"]))
    line = dict(
        zip(header, next(row for row in rows if row[header.index("indicator")] == "beds"), strict=True)
    )
    line |= {
        "period_start": "",
        "period_end": "2022-12-23",
        "value": "7",
        "section": "2",
        "paragraph": "1",
        "as_printed": "7",
    }
    files["Observations.csv"] += ",".join(line[name] for name in header) + "\n"
    report = load_workbook(workbook=zipped(files), by=outsider)

    assert [row[header.index("indicator")] for row in rows] == ["clinics", "beds"]
    assert report.errors == []
    assert {one.series.indicator.code: one.value for one in part.release.observations.all()} == {
        "clinics": 5,
        "beds": 7,
    }


def zipped(files: dict[str, str]) -> io.BytesIO:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    target.seek(0)
    return target


def test_department_withdraws_a_row_of_its_own_and_no_other(client, draft, outsider):
    own, foreign = (
        make_figure(draft, make_indicator(code, department=department, basis="point"), 9)
        for code, department in (("clinics", "health"), ("homes", "construction"))
    )
    publish(draft, "2022-12-23")
    client.force_login(outsider)
    words = {"reason_zh": "误", "reason_en": "Wrong day", "withdraw": "yes"}

    refused = client.post(reverse("admin:correct", query={"figure": foreign.pk}), words)
    opened = client.post(reverse("admin:correct", query={"figure": own.pk}), words, follow=True)

    withdrawal = RowWithdrawal.objects.get()
    assert refused.status_code == 403
    assert opened.status_code == 200
    assert "The publishing department submits it" in opened.content.decode()
    assert (withdrawal.withdrawn, withdrawal.department) == (own, outsider.department)
    change = reverse("admin:portal_rowwithdrawal_change", args=[withdrawal.pk])
    assert client.get(change).status_code == 200
    deleted = client.post(reverse("admin:portal_rowwithdrawal_delete", args=[withdrawal.pk]), {"post": "yes"})
    assert deleted.status_code == 302
    assert not RowWithdrawal.objects.exists()
