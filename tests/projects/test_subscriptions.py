"""Who follows a project or a programme is told what a release says of it, beside what was known before."""

import datetime as dt

import pytest
from django.core import mail
from django.utils import timezone

from portal.subscriptions.models import Digest
from tests.followers import make_follower, queue_all, send_all
from tests.projects.world import (
    MAY,
    NOVEMBER,
    link_commitment,
    make_funding,
    make_item,
    make_milestone,
    make_programme,
    make_project,
    make_report,
)
from tests.world import make_area, make_commitment, make_release, make_update, publish

pytestmark = pytest.mark.django_db


def told() -> set[str]:
    return set(Digest.objects.values_list("subscriber__email", flat=True))


@pytest.fixture(scope="module")
def road(shared):
    """A project of which a release has reported."""
    town = make_area("town", "town")
    village = make_area("village", "village", parent=town)
    programme = make_programme("roads")
    road = make_project("road", programme=programme, areas=[village], sector_id="projects")
    first = make_release()
    make_item(first, road, "asphalt", planned_quantity=2000)
    make_report(first, road, "implementation", percent=40, as_at=MAY)
    make_report(first, road, work_item="asphalt", quantity=500, as_at=MAY)
    make_milestone(first, road, due=dt.date(2022, 9, 30))
    publish(first)
    return shared(road)


def test_report_is_told_to_whoever_follows_project_programme_sector_or_area(road):
    for who, topic in {
        "project": "project:road",
        "programme": "programme:roads",
        "area": "area:village",
        "town": "area:town",
        "sector": "sector:projects",
        "other": "project:another",
    }.items():
        make_follower(f"{who}@x.org", topic, since=timezone.now())
    release = make_release()
    make_report(release, road, "completion", as_at=NOVEMBER)

    publish(release)
    queue_all()

    assert told() == {f"{who}@x.org" for who in ("project", "programme", "area", "town", "sector")}


def test_digest_tells_how_far_it_was_and_is(road):
    make_follower("li@x.org", "project:road", since=timezone.now())
    release = make_release()
    make_report(release, road, "completion", percent=100, as_at=NOVEMBER)
    make_report(release, road, work_item="asphalt", quantity=2000, as_at=NOVEMBER)
    make_milestone(release, road, is_met=True, met_on=dt.date(2022, 11, 5), due=dt.date(2022, 9, 30))
    make_funding(release, road, 5_000_000)

    publish(release)
    send_all()

    text = mail.outbox[0].body
    assert "* Project road (project)\n  http://testserver/projects/road/?lang=en\n" in text
    assert "- Project road: implementation · 40% → completed · 100%\n" in text
    assert "- Project road · Asphalt: 500 m → 2,000 m\n" in text
    assert "- Project road · Completion: due 30 September 2022 → met on 5 November 2022\n" in text
    assert "- Project road: Funding\n" in text


def test_commitment_is_told_to_whoever_follows_the_project(road):
    earlier = make_release()
    commitment = make_commitment(earlier, title_en="Mend the road", sector_id="safety")
    link_commitment(earlier, road, commitment)
    publish(earlier)
    make_follower("li@x.org", "project:road", since=timezone.now())
    make_follower("wang@x.org", "programme:roads", "sector:safety", since=timezone.now())
    release = make_release()
    make_update(release, commitment, "kept")

    publish(release)
    send_all()

    for message in mail.outbox:
        assert message.body.count("- Mend the road: kept\n") == 1


def test_page_of_a_project_leads_to_notices_about_it_and_what_is_around_it(client, road):
    page = client.get("/projects/road/").content.decode()
    programme = client.get("/projects/programmes/roads/").content.decode()
    options = client.get("/notices/?topic=project:road").context["form"].options

    assert 'href="/notices/?topic=project%3Aroad"' in page
    assert 'href="/notices/?topic=programme%3Aroads"' in programme
    assert [found.subject.key for found in options] == [
        "project:road",
        "programme:roads",
        "area:village",
        "sector:projects",
    ]


def test_project_under_embargo_cannot_be_followed(client):
    secret = make_project("secret")
    release = make_release()
    make_report(release, secret)
    publish(release, at=timezone.now() + dt.timedelta(hours=1))

    assert client.get("/notices/?topic=project:secret").status_code == 404
    assert client.get("/notices/?topic=programme:secret").status_code == 404
