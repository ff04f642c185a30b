"""Who is told of which release, and that nobody is told twice."""

import datetime as dt

import pytest
from django.utils import timezone, translation

from portal.publishing.actions import releases
from portal.publishing.models import RowWithdrawal
from portal.records.topics import Subject
from portal.subscriptions.models import Digest, Occasion
from portal.subscriptions.outbox import lines_of, outstanding
from tests.followers import LONG_AGO, make_follower, queue_all
from tests.projects.world import make_funding, make_project
from tests.welfare.world import make_disbursement, make_scheme
from tests.world import (
    make_area,
    make_commitment,
    make_figure,
    make_indicator,
    make_release,
    make_section,
    make_update,
    make_user,
    publish,
)

pytestmark = pytest.mark.django_db


def told() -> set[str]:
    """The addresses for which a digest is queued."""
    return set(Digest.objects.values_list("subscriber__email", flat=True))


def withdraw(release):
    reviewer = make_user("withdrawer", release.department.code, "reviewer")
    return releases.withdraw(release=release, by=reviewer, reason_zh="有误", reason_en="wrong")


def test_release_is_told_to_whoever_follows_what_it_touches():
    town = make_area("town", "town")
    village = make_area("village", "village", parent=town)
    make_follower("area@x.org", "area:village")
    make_follower("wider@x.org", "area:town")
    make_follower("district@x.org", "area:district")
    make_follower("sector@x.org", "sector:health")
    make_follower("indicator@x.org", "indicator:cases")
    make_follower("other@x.org", "indicator:another", "sector:culture", "area:elsewhere")
    release = make_release()
    make_figure(release, make_indicator("cases", sector="health"), 1, area=village)

    publish(release)
    queue_all()

    assert told() == {f"{who}@x.org" for who in ("area", "wider", "district", "sector", "indicator")}


def test_release_is_told_by_its_sections_and_commitments():
    estate = make_area("estate", "estate")
    make_follower("section@x.org", "sector:culture")
    make_follower("promise@x.org", "area:estate")
    make_follower("report@x.org", "sector:education")
    earlier = make_release()
    kept = make_commitment(earlier, sector_id="education")
    publish(earlier, at="2019-06-01")
    release = make_release()
    make_section(release, "2", sector_id="culture")
    make_commitment(release).areas.add(estate)
    make_update(release, kept, "kept")

    publish(release)
    queue_all()

    assert told() == {"section@x.org", "promise@x.org", "report@x.org"}


def test_follower_of_many_topics_gets_one_digest():
    make_follower("li@x.org", "sector:projects", "indicator:cases", "area:district")
    release = make_release()
    make_figure(release, make_indicator("cases"), 1)

    publish(release)

    assert (queue_all(), queue_all()) == (1, 0)


def test_release_that_was_public_before_confirming_is_not_told():
    release = make_release()
    make_figure(release, make_indicator("cases"), 1)
    publish(release)
    make_follower("li@x.org", "indicator:cases", since=timezone.now())

    assert queue_all() == 0
    assert Occasion.objects.count() == 1


def test_topic_followed_later_counts_from_then_on():
    follower = make_follower("li@x.org", "sector:health")
    release = make_release()
    make_figure(release, make_indicator("cases"), 1)
    publish(release)
    follower.subscriptions.create(kind="indicator", reference="cases", confirmed_at=timezone.now())

    assert queue_all() == 0


def test_embargo_ends_by_the_clock_alone():
    make_follower("li@x.org", "indicator:cases")
    release = make_release()
    make_figure(release, make_indicator("cases"), 1)
    hour = timezone.now() + dt.timedelta(hours=1)
    publish(release, at=hour)

    assert outstanding(timezone.now()) == []
    assert [occasion.release for occasion in outstanding(hour)] == [release]


def correct(release, slug: str):
    reasons = {"reason_zh": "误", "reason_en": "typo"}
    return publish(make_release(slug, kind="correction", corrects=release, **reasons))


def test_correction_is_told_to_whoever_follows_what_it_corrects():
    first = publish(make_release("first"))
    make_follower("first@x.org", "release:first", since=timezone.now())
    correct(correct(first, "second"), "third")

    queue_all()

    assert set(Digest.objects.values_list("subscriber__email", "occasion__release__slug")) == {
        ("first@x.org", "second"),
        ("first@x.org", "third"),
    }


def test_withdrawal_is_told_to_whoever_follows_the_release_or_what_it_said():
    release = make_release("wrong")
    make_figure(release, make_indicator("cases"), 1)
    publish(release)
    queue_all()
    make_follower("release@x.org", "release:wrong", since=timezone.now())
    make_follower("indicator@x.org", "indicator:cases", since=timezone.now())
    make_follower("other@x.org", "sector:culture", since=timezone.now())

    withdraw(release)
    queue_all()

    assert told() == {"release@x.org", "indicator@x.org"}
    assert set(Occasion.objects.values_list("event", flat=True)) == {"released", "withdrawn"}


def test_release_withdrawn_before_it_was_told_is_told_as_withdrawn_only():
    make_follower("li@x.org", "indicator:cases")
    release = make_release()
    make_figure(release, make_indicator("cases"), 1)
    publish(release)

    withdraw(release)
    queue_all()

    assert [digest.occasion.event for digest in Digest.objects.all()] == ["withdrawn"]


def test_document_of_the_past_is_not_told_to_those_who_came_after():
    make_follower("early@x.org", "indicator:cases", since=LONG_AGO)
    make_follower("late@x.org", "indicator:cases", since=dt.datetime(2023, 1, 1, tzinfo=dt.UTC))
    release = make_release()
    make_figure(release, make_indicator("cases"), 1)

    publish(release, at="2022-06-01")
    queue_all()

    assert told() == {"early@x.org"}


def test_correction_says_to_everybody_concerned_what_was_and_what_is_now():
    release, project, aid = make_release("june"), make_project("road"), make_scheme("aid", "construction")
    figure = make_figure(release, make_indicator("cases", basis="point"), 638)
    wrong = make_figure(release, make_indicator("homes", basis="point"), 9)
    money, paid = make_funding(release, project, 5_000, kind="planned"), make_disbursement(release, aid)
    promise = make_commitment(release, "promise")
    publish(release, "2022-06-17")
    editor = make_user("corrector", "construction", "editor")
    reasons = {"release": release, "by": editor, "reason_zh": "误", "reason_en": "typo"}
    correction = releases.start_correction(records=[figure, money, paid], **reasons)
    correction.observations.update(value=641)
    correction.fundings.update(amount=6_000)
    correction.disbursements.update(persons=87, as_printed="87名、25万元")
    RowWithdrawal.objects.bulk_create(
        RowWithdrawal(release=correction, record=row._meta.db_table, row_id=row.pk)
        for row in (wrong, promise)
    )
    correction = publish(correction)

    with translation.override("en"):
        lines = {line.text: line.subjects for line in lines_of(correction)}

    def subjects_of_line(*words: str) -> set[str]:
        (found,) = [of for text, of in lines.items() if all(word in text for word in words)]
        assert Subject("release", "june") in found
        return {f"{one.kind}:{one.reference}" for one in found}

    assert {"indicator:cases", "area:district"} <= subjects_of_line("638", "→ 641")
    assert "indicator:homes" in subjects_of_line("Indicator homes", "→ withdrawn")
    assert "project:road" in subjects_of_line("5,000 →", "6,000")
    assert "sector:welfare" in subjects_of_line("78", "→", "87")
    assert "sector:projects" in subjects_of_line("Commitment promise", "→ withdrawn")
