"""A correction withdraws a row that was stated under a wrong key: wrong word for money, wrong day, no commitment."""

import datetime as dt
import re

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from portal.commitments.models import Commitment
from portal.publishing.actions import releases
from portal.publishing.models import Release, RowWithdrawal
from portal.records.errors import Invalid
from projects.models import Funding, ProgressReport, UndertakingState
from tests.projects.world import make_funding, make_milestone, make_project, make_report
from tests.world import (
    make_commitment,
    make_release,
    make_update,
    make_user,
    moment,
    publish,
)

pytestmark = pytest.mark.django_db

WORDS = {"reason_zh": "印的是概算", "reason_en": "An estimate was printed"}


@pytest.fixture(scope="module")
def released(shared):
    """A project with money under a wrong word and a report for a wrong day."""
    release, project = make_release("june"), make_project("road")
    make_funding(release, project, 20_790_000, kind="paid")
    make_report(release, project, "implementation", as_at=dt.date(2022, 5, 31))
    make_report(release, project, "completion", as_at=dt.date(2022, 6, 1))
    make_commitment(release, "kept-nowhere")
    return shared(publish(release, "2022-06-17"))


def withdraw(row, *, at: dt.datetime | None = None) -> Release:
    correction = releases.start_correction(
        release=row.release,
        by=make_user(f"corrector-{row.pk}-{row._meta.model_name}", "construction", "editor"),
        records=[row],
        withdraw=True,
        **WORDS,
    )
    return publish(correction, at)


def test_withdrawn_row_is_in_force_until_the_correction_and_never_since(released):
    money = Funding.objects.get()

    correction = withdraw(money)

    money.refresh_from_db()
    assert money.superseded_at == correction.released_at
    assert list(Funding.objects.known_at(moment("2022-12-31"))) == [money]
    assert not Funding.objects.known_at(timezone.now()).exists()


def test_withdrawn_row_says_so_in_json_with_reason_and_correction(released, client):
    correction = withdraw(Funding.objects.get())

    rows = client.get("/api/v1/funding?versions=all&lang=en").json()["results"]
    before = client.get("/api/v1/funding?as_of=2022-07-01").json()["results"]
    changes = client.get(f"/api/v1/releases/{correction.slug}?lang=en").json()["changes"]

    assert [(one["version_state"], one["withdrawal_reason"], one["withdrawn_by"]) for one in rows] == [
        ("withdrawn", "An estimate was printed", correction.slug)
    ]
    assert rows[0]["withdrawn_at"] == rows[0]["superseded_at"]
    assert [(one["version_state"], one["withdrawn_by"], one["withdrawn_at"]) for one in before] == [
        ("in_force", None, None)
    ]
    assert [(one["record"], one["after"]) for one in changes] == [("funding", "withdrawn")]
    assert client.get("/api/v1/funding").json()["results"] == []
    assert client.get("/api/v1/projects/road").json()["funding"]["rows"] == []


def test_withdrawn_row_is_struck_out_on_the_page_of_the_correction_and_told_in_feeds(released, client):
    correction = withdraw(Funding.objects.get())

    page = client.get(f"/releases/{correction.slug}/?lang=en").content.decode()
    feed = client.get("/releases/corrections/feed/?lang=en").content.decode()

    assert "<ins>withdrawn</ins>" in page
    assert "<del>total · paid · ¥ 20,790,000</del>" in page
    assert "→ withdrawn" in feed


def entry(client, address: str, words: str) -> str:
    """The entry of the feed whose address has these words."""
    feed = client.get(address).content.decode()
    (found,) = [one for one in re.findall(r"<entry>.*?</entry>", feed, re.DOTALL) if words in one]
    return found


def test_every_feed_of_records_says_that_a_row_was_withdrawn_and_why(client):
    release, project = make_release("june"), make_project("road")
    rows = [
        make_report(release, project, "completion", as_at=dt.date(2022, 6, 1)),
        make_milestone(release, project),
        make_update(release, make_commitment(release, "promised"), "kept"),
    ]
    publish(release, "2022-06-17")
    corrections = [withdraw(row) for row in rows]

    feeds = [
        ("/projects/road/", "#report-"),
        ("/projects/road/", "#milestone-"),
        ("/commitments/", "/promised/"),
    ]
    now, then = (
        [entry(client, f"{address}feed/?lang=en{moment}", words) for address, words in feeds]
        for moment in ("", "&as_of=2022-07-01")
    )

    for text, correction in zip(now, corrections, strict=True):
        assert "<title>Withdrawn: " in text
        assert "An estimate was printed" in text
        assert "Superseded" not in text
        assert f"<updated>{timezone.localtime(correction.released_at).isoformat()[:19]}" in text
    assert not [text for text in then if "Withdrawn" in text or "Superseded" in text]


def test_withdrawn_report_no_longer_decides_the_stage_and_stays_in_the_history(released, client):
    withdraw(ProgressReport.objects.get(stage="completion"))

    now, then = (UndertakingState.objects.known_at(at).get() for at in (timezone.now(), moment("2022-07-01")))
    page = client.get("/projects/road/?lang=en").content.decode()

    assert (then.stage, now.stage) == ("completion", "implementation")
    assert "withdrawn on" in page
    assert "An estimate was printed" in page


def test_withdrawn_commitment_is_listed_no_longer(released, client):
    commitment = Commitment.objects.get()

    correction = withdraw(commitment)

    codes = {
        day: [one["code"] for one in client.get(f"/api/v1/commitments{day}").json()["results"]]
        for day in ("", "?as_of=2022-07-01")
    }
    assert codes == {"": [], "?as_of=2022-07-01": ["kept-nowhere"]}
    assert "<ins>withdrawn</ins>" in client.get(f"/releases/{correction.slug}/?lang=en").content.decode()


def test_cancelled_withdrawal_leaves_the_row_in_force(released):
    money = Funding.objects.get()
    correction = withdraw(money, at=timezone.now() + dt.timedelta(days=1))
    money.refresh_from_db()
    assert money.superseded_at == correction.released_at

    reviewer = make_user("second-thoughts", "construction", "reviewer")
    releases.cancel_approval(release=correction, by=reviewer)

    money.refresh_from_db()
    assert money.superseded_at is None


def test_row_is_withdrawn_once(released):
    money = Funding.objects.get()
    editor = make_user("editor-again", "construction", "editor")
    start = {"release": money.release, "by": editor, "records": [money], "withdraw": True}
    releases.start_correction(**start, **WORDS)

    with pytest.raises(Invalid, match="更正"):
        releases.start_correction(**start, **WORDS)


def test_withdrawal_of_what_has_ended_is_refused(released):
    money = Funding.objects.get()
    draft = releases.start_correction(
        release=released,
        by=make_user("late", "construction", "editor"),
        records=[money],
        withdraw=True,
        **WORDS,
    )
    again = make_release("again", kind="correction", corrects=released, **WORDS)
    make_funding(again, money.undertaking, 5, kind="paid")
    publish(again)

    with pytest.raises(Invalid, match="已不在有效期内"):
        publish(draft)


def test_database_holds_what_may_be_withdrawn(released):
    money = Funding.objects.get()
    other = make_release("other")
    draft = make_release("draft", kind="correction", corrects=released, **WORDS)
    rows = [
        {"release": other, "record": "projects_funding", "row_id": money.pk},
        {"release": draft, "record": "projects_funding", "row_id": money.pk + 999},
        {"release": draft, "record": "no_such_table", "row_id": money.pk},
        {"release": draft, "record": "portal_observation", "row_id": money.pk + 999},
    ]

    for row in rows:
        with pytest.raises(DatabaseError), transaction.atomic():
            RowWithdrawal.objects.create(**row)


def test_database_ends_the_range_with_the_withdrawal_and_never_opens_it_again(released):
    money = Funding.objects.get()
    correction = withdraw(money)

    for key, ended in (
        (money.pk, None),
        (money.pk, correction.released_at + dt.timedelta(days=1)),
    ):
        with pytest.raises(IntegrityError, match="known range"):
            end_range(key, ended)
    with pytest.raises(DatabaseError, match="never rewritten"), transaction.atomic():
        RowWithdrawal.objects.all().delete()


@transaction.atomic
def end_range(key: int, ended: dt.datetime | None) -> None:
    Funding.objects.filter(pk=key).update(superseded_at=ended)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_official_withdraws_a_row_from_its_page(released, client):
    money = Funding.objects.get()
    client.force_login(make_user("official", "construction", "editor"))
    address = reverse("admin:correct", query={"funding": money.pk})

    page = client.get(address).content.decode()
    client.post(address, {**WORDS, "withdraw": "yes"})

    assert 'name="withdraw"' in page
    withdrawal = RowWithdrawal.objects.get()
    assert (withdrawal.withdrawn, withdrawal.release.corrects) == (money, released)
    change = reverse("admin:portal_rowwithdrawal_change", args=[withdrawal.pk])
    assert client.get(change).status_code == 200
