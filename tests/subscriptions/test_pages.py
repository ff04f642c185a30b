"""Asking for notices, confirming, seeing what one follows, unsubscribing: what people and mail programs meet."""

import datetime as dt
import re
from email.header import decode_header, make_header

import pytest
from django.core import mail
from django.core.signing import TimestampSigner
from django.test import Client
from django.utils import timezone

from portal.records.topics import Subject
from portal.subscriptions import subscribing, tasks
from portal.subscriptions.models import Subscriber, Subscription, SubscriptionRequest
from portal.subscriptions.pages import signer
from tests.followers import make_follower
from tests.pages import faults_of
from tests.world import make_area, make_figure, make_indicator, make_release, publish

pytestmark = pytest.mark.django_db

LINK = re.compile(r"http://testserver(/notices/\w+/[\w-]+/)")
ASKED = {"email": "li@example.org", "topic": "sector:health", "language": "en", "website": ""}


@pytest.fixture
def client() -> Client:
    """A browser that would be refused by every form that wants a CSRF token."""
    return Client(enforce_csrf_checks=True)


def send(client, address: str = "/notices/?topic=sector:health", **changed: str):
    return client.post(address, {**ASKED, "opened": signer.sign("form"), **changed})


def links(message) -> list[str]:
    return LINK.findall(message.body)


def confirmed(client, **changed: str) -> str:
    """Ask and confirm; the address of the page that shows what is followed."""
    send(client, **changed)
    return client.post(links(mail.outbox[-1])[0]).headers["Location"]


@pytest.mark.parametrize(
    ("address", "topic"),
    [
        ("/releases/one/", "release:one"),
        ("/indicators/cases/", "indicator:cases"),
        ("/areas/town/", "area:town"),
        ("/safety/", "sector:safety"),
    ],
)
def test_page_leads_to_notices_about_it(client, address, topic):
    release = make_release("one")
    make_figure(release, make_indicator("cases"), 1, area=make_area("town", "town"))
    publish(release, at="2022-06-01")

    page, past = (client.get(address, query).content.decode() for query in ({}, {"as_of": "2022-06-02"}))

    asking = f"/notices/?topic={topic.replace(':', '%3A')}"
    assert f'href="{asking}"' in page
    assert "/notices/" not in past
    assert f'value="{topic}" checked' in client.get(asking).content.decode()


def test_notices_begin_when_the_button_behind_the_link_is_pressed(client):
    answer = send(client)
    link = links(mail.outbox[0])[0]
    looked_at = client.get(link)

    assert (answer.status_code, answer.headers["Location"]) == (302, "/notices/asked/")
    assert (looked_at.status_code, Subscriber.objects.count()) == (200, 0)

    manage = client.post(link)

    subscriber = Subscriber.objects.get()
    assert manage.headers["Location"] == f"/notices/manage/{subscriber.secret}/?done=confirmed"
    assert (subscriber.email, subscriber.language) == ("li@example.org", "en")
    assert [(row.kind, row.reference) for row in subscriber.subscriptions.all()] == [("sector", "health")]
    assert "li@example.org" in client.get(manage.headers["Location"]).content.decode()


def test_confirming_twice_does_nothing_more(client):
    manage = confirmed(client)
    link = links(mail.outbox[0])[0]
    Subscription.objects.all().delete()

    again = client.post(link)

    assert (again.headers["Location"], Subscription.objects.count()) == (manage, 0)


def test_mail_of_confirmation_is_in_the_language_asked_for(client):
    send(client, language="zh-hans")
    send(client, language="en", email="wang@example.org")

    chinese, english = mail.outbox
    assert str(make_header(decode_header(chinese.subject))) == "民生门户：请确认：接收“健康医疗”的通知"
    assert english.subject == "Minsheng Portal: Please confirm: e-mails about Health"
    assert (chinese.to, english.extra_headers["Content-Language"]) == (["li@example.org"], "en")
    assert chinese.alternatives[0].mimetype == "text/html"


def test_answer_does_not_tell_whether_the_address_is_known(client):
    make_follower("known@example.org", "sector:health")

    known, unknown = (send(client, email=who) for who in ("known@example.org", "unknown@example.org"))

    assert (known.status_code, known.content, known.headers["Location"]) == (
        unknown.status_code,
        unknown.content,
        unknown.headers["Location"],
    )
    assert [len(links(message)) for message in mail.outbox] == [2, 1]


def test_capitals_make_no_second_subscriber(client):
    confirmed(client)
    confirmed(client, email="LI@example.org", topic="sector:health")
    confirmed(client, email="Li@example.ORG")

    assert (Subscriber.objects.count(), Subscription.objects.count()) == (1, 1)


def test_nobody_is_flooded_with_mails_of_confirmation(client):
    answers = [send(client, email=who) for who in ["li@example.org", "LI@EXAMPLE.ORG"] * 4]

    assert {answer.headers["Location"] for answer in answers} == {"/notices/asked/"}
    assert len(mail.outbox) == 5


def test_address_may_ask_again_after_an_hour_but_not_all_day(client):
    for _hour in range(4):
        for _time in range(5):
            send(client)
        an_hour = dt.timedelta(hours=1, minutes=1)
        for request in SubscriptionRequest.objects.all():
            SubscriptionRequest.objects.filter(pk=request.pk).update(asked_at=request.asked_at - an_hour)

    assert len(mail.outbox) == 12


def test_machines_in_heaps_are_told_to_come_later(client, monkeypatch):
    monkeypatch.setattr(subscribing, "MOST_TO_ALL", (dt.timedelta(hours=1), 2))

    answers = [send(client, email=f"{n}@example.org") for n in range(3)]

    assert [answer.status_code for answer in answers] == [302, 302, 503]
    assert (answers[2].headers["Retry-After"], len(mail.outbox)) == ("60", 2)


def test_field_that_people_do_not_see_gives_machines_away(client):
    answer = send(client, website="https://spam.example")

    assert (answer.headers["Location"], mail.outbox) == ("/notices/asked/", [])


def test_nobody_is_told_to_look_for_a_mail_that_no_worker_sends(client, task_queue):
    answer = send(client)

    assert (answer.status_code, SubscriptionRequest.objects.count()) == (503, 0)
    assert faults_of(answer.content.decode()) == []


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"email": ""}, "Enter an e-mail address, for example name@example.org."),
        ({"email": "li@"}, "Use one @ between name and domain"),
        ({"email": "li\x00@example.org"}, "Null characters are not allowed."),
        ({"email": "li@example.org\r\nBcc: all@example.org"}, "Use one @ between name and domain"),
        ({"email": f"{'a' * 300}@example.org"}, "at most 254 characters"),
        ({"topic": "sector:weather"}, "Choose one of the topics listed here."),
        ({"topic": ""}, "Choose a topic."),
        ({"topic": "\x00"}, "Choose one of the topics listed here."),
        ({"language": "fr"}, "Choose one of the languages listed here."),
        ({"opened": ""}, "This page has been open for too long."),
        ({"opened": TimestampSigner(salt="other").sign("form")}, "This page has been open for too long."),
    ],
)
def test_form_says_what_is_wrong_and_what_is_allowed(client, changed, said):
    answer = send(client, "/notices/?topic=sector:health&lang=en", **changed)

    text = answer.content.decode()
    assert (answer.status_code, said in text, faults_of(text), mail.outbox) == (400, True, [], [])
    assert signer.sign("form")[:5] in text


@pytest.mark.parametrize(
    "topic",
    [
        "sector:weather",
        "weather:sector",
        "sector",
        ":",
        "indicator:hidden",
        "%00",
        "a" * 999,
        "sector:health:x",
    ],
)
def test_topic_that_is_not_public_is_not_found(client, topic):
    hidden = make_release()
    make_figure(hidden, make_indicator("hidden"), 1)
    publish(hidden, at=timezone.now() + dt.timedelta(hours=1))

    assert client.get(f"/notices/?topic={topic}").status_code == 404
    assert send(client, f"/notices/?topic={topic}").status_code == 404


def test_form_offers_what_is_wider_too(client):
    release = make_release()
    make_figure(release, make_indicator("cases", sector="safety"), 1)
    publish(release)
    village = make_area("village", "village", parent=make_area("town", "town"))

    about_indicator = client.get("/notices/?topic=indicator:cases").context["form"].options
    about_area = client.get(f"/notices/?topic=area:{village.code}").context["form"].options

    assert [found.subject.key for found in about_indicator] == ["indicator:cases", "sector:safety"]
    assert [found.subject.key for found in about_area] == ["area:village", "area:town", "area:district"]
    assert len(client.get("/notices/").context["form"].options) == 6


@pytest.mark.parametrize(("address", "status"), [("/notices/?colour=red", 400), ("/notices/?lang=fr", 400)])
def test_parameter_that_is_unknown_is_refused(client, address, status):
    assert client.get(address).status_code == status


def test_pages_are_nobody_elses_and_of_no_past_moment(client, page_cache):
    secret = make_follower("li@example.org", "sector:health").secret
    send(client)
    pages = [
        "/notices/",
        "/notices/asked/",
        links(mail.outbox[0])[0],
        f"/notices/manage/{secret}/",
        f"/notices/unsubscribe/{secret}/",
    ]

    for address in pages:
        for language in ("en", "zh-hans"):
            answer = client.get(address, {"lang": language}, headers={"accept-encoding": "gzip"})
            assert (answer.status_code, faults_of(answer.content.decode()), answer.cookies) == (200, [], {})
            assert "no-store" in answer.headers["Cache-Control"]
            assert not {"ETag", "Content-Encoding"} & set(answer.headers)
        past = client.get(address, {"as_of": "2022-07-01", "lang": "en"})
        assert (past.status_code, past.headers["Location"]) == (302, "?lang=en")
    forms = [client.get("/notices/").context["form"] for _time in range(2)]
    assert None not in forms  # made anew, not kept with a token of somebody else's


@pytest.mark.parametrize("kind", ["confirm", "manage", "unsubscribe"])
def test_link_of_nobody_answers_without_a_fault(client, kind):
    for secret in ("x", "a" * 43, "0" * 900):
        answers = [
            getattr(client, method)(f"/notices/{kind}/{secret}/") for method in ("get", "post", "head")
        ]
        assert {answer.status_code for answer in answers} == {200 if kind == "unsubscribe" else 404}
    assert client.put(f"/notices/{kind}/x/").status_code == 405
    assert client.get(f"/notices/{kind}/%00/").status_code == 404


def test_link_of_confirmation_ends_after_three_days(client):
    send(client)
    long_ago = timezone.now() - dt.timedelta(days=3, minutes=1)
    SubscriptionRequest.objects.update(asked_at=long_ago)
    link = links(mail.outbox[0])[0]

    assert [client.get(link).status_code, client.post(link).status_code] == [404, 404]
    send(client, email="another@example.org")
    assert [request.email for request in SubscriptionRequest.objects.all()] == ["another@example.org"]


def test_manage_page_takes_things_away_one_by_one_and_with_the_last_the_address(client):
    follower = make_follower("li@example.org", "sector:health", "sector:safety", "indicator:gone")
    others = make_follower("wang@example.org", "sector:health").subscriptions.get()
    address = f"/notices/manage/{follower.secret}/"
    first, second, third = follower.subscriptions.order_by("pk")

    answers = [client.post(address, {"remove": row.pk}) for row in (first, first, others, second, third)]

    assert [answer.status_code for answer in answers] == [302, 302, 302, 302, 200]
    assert [row.email for row in Subscriber.objects.all()] == ["wang@example.org"]
    assert Subscription.objects.count() == 1


@pytest.mark.parametrize(
    "sent", [{}, {"remove": "x"}, {"remove": "\x00"}, {"remove": "²"}, {"language": "fr"}]
)
def test_manage_page_refuses_what_it_does_not_offer(client, sent):
    follower = make_follower("li@example.org", "sector:health")

    answer = client.post(f"/notices/manage/{follower.secret}/", sent)

    assert (answer.status_code, follower.subscriptions.count()) == (400, 1)


def test_manage_page_survives_a_number_that_no_row_has(client):
    follower = make_follower("li@example.org", "sector:health")

    answer = client.post(f"/notices/manage/{follower.secret}/", {"remove": "9" * 200})

    assert (answer.status_code, follower.subscriptions.count()) == (302, 1)


def test_manage_page_changes_the_language(client):
    follower = make_follower("li@example.org", "sector:health", language="en")

    client.post(f"/notices/manage/{follower.secret}/?lang=en", {"language": "zh-hans"})

    assert Subscriber.objects.get().language == "zh-hans"


def test_one_press_in_a_mail_program_unsubscribes_and_may_be_repeated(client):
    follower = make_follower("li@example.org", "sector:health")
    send(client)
    address = f"/notices/unsubscribe/{follower.secret}/"
    looked_at = client.get(address)
    kept = Subscriber.objects.count()

    answers = [client.post(address, {"List-Unsubscribe": "One-Click"}) for _time in range(2)]

    assert (looked_at.status_code, kept) == (200, 1)
    assert [answer.status_code for answer in answers] == [200, 200]
    assert (Subscriber.objects.count(), SubscriptionRequest.objects.count()) == (0, 0)


def test_request_for_a_topic_that_is_gone_meanwhile_keeps_nothing():
    tasks.request_subscription(email="li@example.org", language="en", subject=Subject("indicator", "gone"))

    assert (SubscriptionRequest.objects.count(), mail.outbox) == (0, [])
