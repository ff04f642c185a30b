"""“Correct this”: one step from a public figure or record to a correction, by its own people only."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.publishing.actions import releases
from portal.publishing.models import Release
from tests.projects.world import make_project, make_report
from tests.world import make_figure, make_indicator, make_release, make_user, publish

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
REASONS = {"reason_zh": "写错了", "reason_en": "It was wrong"}


@pytest.fixture(scope="module")
def figure(shared):
    release = make_release("before")
    made = make_figure(release, make_indicator("cases"), 5)
    publish(release)
    made.refresh_from_db()
    return shared(made)


def address(record, name: str = "figure") -> str:
    return f"{reverse('admin:correct')}?{name}={record.pk}"


def test_correct_opens_a_draft_with_that_row_and_shows_it(client, editor, figure):
    client.force_login(editor)
    asked = client.get(address(figure))
    response = client.post(address(figure), REASONS)

    correction = Release.objects.get(kind="correction")
    copy = correction.observations.get()
    assert asked.status_code == 200
    assert response.url == reverse("admin:portal_observation_change", args=[copy.pk])
    assert (copy.series, copy.value, correction.reason_en) == (figure.series, figure.value, "It was wrong")


def test_correct_needs_both_reasons(client, editor, figure):
    client.force_login(editor)

    half = client.post(address(figure), {"reason_zh": "写错了"})

    assert list(half.context["form"].errors) == ["reason_en"]
    assert not Release.objects.filter(kind="correction").exists()


def test_correct_opens_a_draft_with_a_record_of_an_app(client, editor):
    release = make_release("works", by=editor)
    report = make_report(release, make_project(), percent=40)
    publish(release)
    client.force_login(editor)

    client.post(address(report, "progressreport"), REASONS)

    copy = Release.objects.get(kind="correction").progressreports.get()
    assert (copy.undertaking, copy.percent) == (report.undertaking, 40)


def test_correct_is_for_editors_of_the_publisher(client, reviewer, outsider, figure):
    for official in (reviewer, outsider):
        client.force_login(official)
        codes = [client.get(address(figure)).status_code, client.post(address(figure), REASONS).status_code]
        assert codes == [403, 403], official

    assert not Release.objects.filter(kind="correction").exists()


def test_correct_is_for_the_department_whose_figure_it_is_too(client):
    release = make_release("gathered", department="press")
    figure = make_figure(release, make_indicator("beds", department="health"), 5)
    publish(release)
    figure.refresh_from_db()
    client.force_login(make_user("nurse", "health", "editor"))

    response = client.post(address(figure), REASONS)

    correction = Release.objects.get(kind="correction")
    copy = correction.observations.get()
    assert correction.department == release.department
    assert client.get(response.url).context["adminform"].form.instance == copy
    assert 'name="value"' in client.get(response.url).content.decode()


def test_correct_knows_only_what_is_in_force(client, editor, figure):
    hidden = make_figure(make_release("hidden", by=editor), make_indicator("other"), 1)
    client.force_login(editor)

    codes = [
        client.get(address(hidden)).status_code,
        client.get(reverse("admin:correct")).status_code,
        client.get(reverse("admin:correct"), {"figure": "x"}).status_code,
        client.get(reverse("admin:correct"), {"release": figure.pk}).status_code,
    ]

    assert codes == [404, 404, 404, 404]


def test_correct_leads_residents_to_the_contact_and_officials_to_their_login(figure):
    anonymous = Client()
    anonymous.cookies["django_language"] = "en"

    page = anonymous.get(address(figure)).content.decode()
    hidden = anonymous.get(reverse("admin:correct") + "?figure=1")

    assert "You have found a mistake" in page
    assert f"figure%3D{figure.pk}" in page
    assert hidden.status_code == 200  # the same for every number: nothing is told of what there is


def test_correct_says_that_a_correction_is_being_written(client, editor, figure):
    releases.start_correction(release=figure.release, by=editor, records=[figure], **REASONS)
    client.force_login(editor)

    shown = client.get(address(figure))

    assert shown.context["begun"].release.corrects == figure.release


def test_button_is_where_the_figure_is_and_for_those_who_may_press_it(client, editor, outsider, figure):
    pages = [
        reverse("admin:portal_observation_changelist"),
        reverse("admin:portal_observation_change", args=[figure.pk]),
        reverse("admin:portal_observation_history", args=[figure.pk]),
    ]
    found = {}
    for official in (editor, outsider):
        client.force_login(official)
        found[official] = [address(figure) in client.get(page).content.decode() for page in pages]

    assert found[editor] == [True, True, True]
    assert not any(found[outsider])


def test_public_page_keeps_both_values_with_reason_and_date_and_leads_to_correcting(client, editor, figure):
    correction = releases.start_correction(release=figure.release, by=editor, records=[figure], **REASONS)
    correction.observations.update(value=4)
    publish(correction)

    page = client.get(reverse("indicator-detail", args=["cases"]), {"lang": "en"}).content.decode()

    history = page[page.index('id="history"') :]
    assert "It was wrong" in history
    assert "replaced on" in history
    assert history.count('class="value"') == 2
    assert address(correction.observations.get()) in history


def test_public_page_says_why_a_figure_was_withdrawn(client, figure):
    reviewer = make_user("withdrawer", "construction", "reviewer")
    releases.withdraw(release=figure.release, by=reviewer, **REASONS)

    page = client.get(reverse("indicator-detail", args=["cases"]), {"lang": "en"}).content.decode()

    assert Release.objects.released(timezone.now()).count() == 1
    assert "It was wrong" in page[page.index('id="history"') :]


@pytest.fixture
def corrected(editor, figure):
    """The version that replaced the figure."""
    correction = releases.start_correction(release=figure.release, by=editor, records=[figure], **REASONS)
    correction.observations.update(value=4)
    publish(correction)
    return correction.observations.get()


def test_page_of_a_release_leads_from_each_figure_in_force_to_correcting_it(client, figure, corrected):
    other = make_figure(make_release("other"), make_indicator("other"), 1)
    publish(other.release)

    pages = [
        client.get(reverse("release-detail", args=[release.slug]), {"lang": "en"}).content.decode()
        for release in (figure.release, corrected.release, other.release)
    ]

    links = [re.findall(r'/admin/correct/\?figure=(\d+)"', page) for page in pages]
    assert links == [[], [str(corrected.pk)], [str(other.pk)]]


def test_page_of_a_release_under_embargo_leads_to_no_correction(client, editor):
    release = make_release("draft", by=editor)
    make_figure(release, make_indicator("other"), 1)
    client.force_login(editor)

    page = client.get(reverse("admin:portal_release_as_public", args=[release.pk])).content.decode()

    assert 'class="value"' in page
    assert "/admin/correct/" not in page


def test_link_to_a_figure_that_was_replaced_leads_to_what_replaced_it(client, editor, figure, corrected):
    """Pages as they stood on an earlier day, and kept ones, have such links."""
    client.force_login(editor)

    moved = client.get(address(figure))

    assert moved.url == address(corrected)
    assert client.get(moved.url).status_code == 200


def test_link_to_a_figure_that_was_withdrawn_leads_nowhere(client, editor, figure):
    reviewer = make_user("withdrawer", "construction", "reviewer")
    releases.withdraw(release=figure.release, by=reviewer, **REASONS)
    client.force_login(editor)

    assert client.get(address(figure)).status_code == 404
