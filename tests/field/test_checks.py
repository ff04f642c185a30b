"""Cases from the field: figures that contradict each other, or what was printed."""

from pathlib import Path

import pytest
from django.urls import reverse

from portal.publishing.actions import releases
from portal.publishing.models import Release
from portal.records.errors import Invalid
from portal.spreadsheets.actions import load_workbook
from portal.staff.models import User
from portal.statistics.models import CheckResult
from projects.models import Funding, ProgressReport
from tests.world import make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seeds", "english")]
CASES = Path(__file__).parent
REASON = ("照登", "As it came")


def load(folder: str, by: User) -> Release:
    report = load_workbook(workbook=CASES / folder, by=by)
    assert report.errors == []
    return report.release


def approve(release: Release, editor: User, reviewer: User, reasons: dict) -> Release:
    releases.submit(release=release, by=editor)
    return releases.approve(release=release, by=reviewer, reasons=reasons)


def test_08_total_since_the_start_that_falls_needs_a_reason_and_stands_with_the_figure(
    client, editor, reviewer
):
    release = load("08-cumulative-total-falls/input", editor)

    with pytest.raises(Invalid, match="Give the reason"):
        approve(release, editor, reviewer, {})

    release.refresh_from_db()
    (failure,) = release.checkresults.failed()
    assert (failure.kind, failure.stated, failure.computed) == ("ytd", 45, 47)
    releases.approve(release=release, by=reviewer, reasons={failure.key: REASON})
    rows = client.get(f"/api/v1/observations?release={release.slug}&lang=en").json()["results"]
    ((check,),) = (row["checks"] for row in rows)
    assert (check["state"], check["reason"]) == ("contradiction", "As it came")
    assert check["summary"] == "running total never falls: falls"


def test_09_printed_forms_are_understood_before_anybody_is_accused(editor):
    administrator = make_user("case-administrator", None, "administrator")
    report = load_workbook(workbook=CASES / "09-printed-forms-and-checks/1-reference", by=administrator)
    assert report.errors == []
    release = load("09-printed-forms-and-checks/2-release", editor)

    releases.submit(release=release, by=editor)

    assert dict(release.checkresults.values_list("check_rule__code", "state")) == {
        "case-sum": "holds",
        "case-ratio": "holds",
    }


def test_02_number_unlike_its_printed_token_is_published_as_contradicted(client, editor, reviewer, tmp_path):
    for file in (CASES / "02-printed-against-value/input").iterdir():
        header, *rows = file.read_text(encoding="utf-8-sig").splitlines()
        if file.stem in {"Funding", "Observations", "Progress"}:
            header, rows = f"{header},note_zh,note_en", [f"{row},{','.join(REASON)}" for row in rows]
        (tmp_path / file.name).write_text("\n".join([header, *rows, ""]), encoding="utf-8")
    release = load_workbook(workbook=tmp_path, by=editor).release

    with pytest.raises(Invalid, match="Give the reason"):
        approve(release, editor, reviewer, {})

    (failure,) = release.checkresults.failed()
    assert (failure.kind, failure.state, failure.stated, failure.computed) == (
        "printed",
        "contradiction",
        676,
        6760000,
    )
    releases.approve(release=release, by=reviewer, reasons={failure.key: REASON})
    assert CheckResult.objects.get(pk=failure.pk).reason_en == "As it came"
    for model in (Funding, ProgressReport):
        row = model.objects.get(release=release)
        address = reverse(f"projects:{row.undertaking.noun}", args=[row.undertaking.code])
        page = client.get(address, {"lang": "en"}).content.decode()
        assert "tag-contradiction" in page
    rows = [
        (
            row["check_state"],
            *(one["field"] for one in row["checks"]),
            *(one["reason"] for one in row["checks"]),
        )
        for noun in ("funding", "progress")
        for row in client.get(f"/api/v1/{noun}?release={release.slug}&lang=en").json()["results"]
    ]
    assert rows == [
        ("contradiction", "amount", "As it came"),
        ("contradiction", "percent", "As it came"),
    ]
    texts = [
        text
        for noun in ("funding", "progress")
        for row in client.get(f"/api/v1/{noun}?release={release.slug}&lang=en").json()["results"]
        for text in row["contradictions"]
    ]
    assert texts == [
        "2,079 is not the printed “2079万元” (20,790,000)",
        "9.5 is not the printed “95%” (95)",
    ]
