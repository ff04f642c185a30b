"""The reasons for failed checks: written by editors in advance, amended and demanded at approval."""

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.publishing.actions import releases
from portal.publishing.models import Release, ReleaseEditor
from portal.records.errors import NotAllowed, WrongState
from portal.statistics.actions import explain
from portal.statistics.models import CheckResult, Observation
from tests.world import (
    make_check,
    make_everything,
    make_figure,
    make_indicator,
    make_release,
    make_user,
    publish,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def draft(editor) -> Release:
    """A draft whose one check fails: 638 of 698 are not 91.6 per cent."""
    release = make_everything("all")
    ReleaseEditor.objects.get_or_create(release=release, user=editor, defaults={"since": timezone.now()})
    return release


@pytest.fixture
def submitted(draft, editor) -> Release:
    return releases.submit(release=draft, by=editor)


def failure_of(release: Release) -> CheckResult:
    return release.checkresults.failed().get()


def boxes(key: str, zh: str, en: str) -> dict[str, str]:
    return {f"reason_zh:{key}": zh, f"reason_en:{key}": en}


def post(client, user, release: Release, name: str, **form):
    client.force_login(user)
    seen = release.submitted_at.isoformat() if release.submitted_at else ""
    return client.post(
        reverse(f"admin:portal_release_{name}", args=[release.pk]), {"seen": seen, "confirmed": "1", **form}
    )


def test_approve_keeps_the_reasons_of_the_reviewer(client, reviewer, submitted):
    key = failure_of(submitted).key

    post(client, reviewer, submitted, "approve", when="now", **boxes(key, "原文如此", "As printed"))

    failure = failure_of(submitted)
    assert Release.objects.get().state == "approved"
    assert (failure.reason_zh, failure.reason_en) == ("原文如此", "As printed")


def test_approve_without_reasons_says_so_at_every_box_and_keeps_what_was_entered(client, reviewer, submitted):
    key = failure_of(submitted).key

    half = post(client, reviewer, submitted, "approve", when="at", at="", **boxes(key, "原文如此", " "))

    form = half.context["approve"]
    assert set(form.errors) == {"at", f"reason_en:{key}"}
    assert form[f"reason_zh:{key}"].value() == "原文如此"
    assert "原文如此</textarea>" in half.content.decode()
    assert Release.objects.get().state == "submitted"


def test_editors_explain_in_advance_and_the_reviewer_finds_it(client, editor, reviewer, draft):
    client.force_login(editor)
    asked = client.get(reverse("admin:portal_release_explain", args=[draft.pk])).context["form"]
    key = asked.failures[0].key
    post(client, editor, draft, "explain", **boxes(key, "原文如此", ""))
    submitted = releases.submit(release=draft, by=editor)
    post(client, editor, submitted, "explain", **boxes(key, "原文如此", "As printed"))
    client.force_login(reviewer)

    form = client.get(reverse("admin:portal_release_review", args=[draft.pk])).context["approve"]

    assert [box.value() for box in form.failures[0].boxes] == ["原文如此", "As printed"]


def test_reason_is_kept_while_the_failure_is_the_same(client, editor, draft):
    explain(release=draft, by=editor, reasons={})
    key = failure_of(draft).key
    explain(release=draft, by=editor, reasons={key: ("原文如此", "As printed")})
    make_figure(draft, make_indicator("other"), 3)
    explain(release=draft, by=editor, reasons={})
    same = failure_of(draft).reason_en
    Observation.objects.filter(series__indicator__code="all-rate").update(value="91.7", as_printed="91.7%")

    explain(release=draft, by=editor, reasons={})

    assert (same, failure_of(draft).reason_en) == ("As printed", "")


def test_failure_that_shows_only_at_approval_gets_its_boxes(client, editor, reviewer):
    cases, again = make_indicator("cases", basis="point"), make_indicator("again", basis="point")
    waiting = make_release("waiting", by=editor)
    left = make_figure(waiting, cases, 5).series
    other = make_release("other")
    right = make_figure(other, again, 6).series
    releases.submit(release=waiting, by=editor)
    waiting.refresh_from_db()
    make_check("agree", "same", left=left, right=right)
    publish(other)

    refused = post(client, reviewer, waiting, "approve", when="now")
    key = refused.context["approve"].failures[0].key
    post(client, reviewer, waiting, "approve", when="now", **boxes(key, "口径不同", "Another scope"))

    assert Release.objects.get(slug="waiting").state == "approved"


def test_who_explained_cannot_decide(submitted):
    both = make_user("both", "construction", "editor", "reviewer")
    explain(release=submitted, by=both, reasons={failure_of(submitted).key: ("原", "As")})

    with pytest.raises(NotAllowed):
        releases.approve(release=submitted, by=both)


def test_explaining_is_for_editors_of_the_publisher_until_it_is_decided(
    editor, reviewer, outsider, submitted
):
    for official in (reviewer, outsider):
        with pytest.raises(NotAllowed):
            explain(release=submitted, by=official, reasons={})
    key = failure_of(submitted).key
    releases.approve(release=submitted, by=reviewer, reasons={key: ("原文如此", "As printed")})

    with pytest.raises(WrongState):
        explain(release=submitted, by=editor, reasons={key: ("改", "Changed")})
