"""What administrators see of notices: numbers, and mails that did not leave. Nobody sees addresses."""

import pytest
from django.core import mail
from django.urls import reverse

from portal.subscriptions.models import Digest, Subscriber
from tests.followers import make_follower, queue_all
from tests.world import make_figure, make_indicator, make_release, publish

pytestmark = pytest.mark.django_db

PAGE = reverse("admin:index") + "notices/"


def test_page_counts_followers_and_names_no_address(client, administrator):
    make_follower("li@x.org", "sector:health", "indicator:gone")
    make_follower("wang@x.org", "sector:health")
    client.force_login(administrator)

    answer = client.get(PAGE)

    assert [(s.key, number) for s, _found, number in answer.context["followed"]] == [
        ("sector:health", 2),
        ("indicator:gone", 1),
    ]
    assert b"@x.org" not in answer.content
    assert f'href="{PAGE}"' in client.get(reverse("admin:index")).content.decode()


def test_page_lists_mails_that_did_not_leave(client, administrator):
    make_follower("li@x.org", "indicator:cases")
    make_follower("wang@x.org", "indicator:cases")
    make_figure(release := make_release(), make_indicator("cases"), 1)
    publish(release)
    queue_all()
    lost = Digest.objects.first()
    Digest.objects.filter(pk=lost.pk).update(state="unknown", problem="interrupted")
    client.force_login(administrator)

    answer = client.get(PAGE)

    assert [digest.pk for digest in answer.context["undelivered"]] == [lost.pk]
    assert f"send_digests --resend {lost.pk}" in answer.content.decode()
    assert b"@x.org" not in answer.content


def test_address_is_found_only_exactly_and_deleted_on_request(client, administrator):
    for who in ("li@x.org", "li2@x.org"):
        make_follower(who, "sector:health")
    client.force_login(administrator)

    partly, exactly = (
        client.post(PAGE, {"email": email}).context["found"] for email in ("l@x.org", "LI@x.org")
    )
    kept = Subscriber.objects.count()
    client.post(PAGE, {"email": "LI@x.org", "delete": "yes"})

    assert (partly, exactly) == ({"topics": 0, "requests": 0}, {"topics": 1, "requests": 0})
    assert (kept, [one.email for one in Subscriber.objects.all()], mail.outbox) == (2, ["li2@x.org"], [])


@pytest.mark.parametrize("sent", [{"email": ""}, {"email": "\x00"}, {"email": "x" * 999, "delete": "yes"}])
def test_address_that_is_none_is_refused(client, administrator, sent):
    make_follower("li@x.org", "sector:health")
    client.force_login(administrator)

    answer = client.post(PAGE, sent)

    assert (answer.status_code, Subscriber.objects.count()) == (200, 1)


@pytest.mark.parametrize("who", ["editor", "reviewer", "outsider"])
def test_page_is_for_administrators(client, request, who):
    client.force_login(request.getfixturevalue(who))

    assert client.get(PAGE).status_code == 403
    assert client.post(PAGE, {"email": "li@x.org", "delete": "yes"}).status_code == 403
    assert PAGE not in client.get(reverse("admin:index")).content.decode()


def test_page_asks_for_a_login(client):
    assert client.get(PAGE).status_code == 302
