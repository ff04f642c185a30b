"""Preview links: who gives them, what they open and to whom, and what is put on record."""

import datetime as dt

import pytest
from django.core import signing
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone

from portal.publishing.actions import previews
from portal.publishing.actions.previews import link_token
from portal.publishing.models import PreviewLink, PreviewOpening, Release
from portal.records.errors import Invalid, NotAllowed, WrongState
from portal.staff.models import User
from tests.pages import faults_of
from tests.world import make_everything, make_user, publish

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)


@pytest.fixture(scope="module")
def release(shared) -> Release:
    return shared(publish(make_everything("secret"), timezone.now() + DAY))


@pytest.fixture
def link(release, editor) -> PreviewLink:
    return give(release, editor)


def give(release: Release, by: User, **words) -> PreviewLink:
    return previews.give(
        release=release,
        by=by,
        **{
            "reader": "Wang Fang, Evening News",
            "purpose": "Report",
            "expires_at": timezone.now() + DAY,
            **words,
        },
    )


def address(link: PreviewLink) -> str:
    return f"/preview/{link_token(link)}/"


def opened(client: Client, link: PreviewLink) -> str:
    return client.post(address(link)).url


def test_the_first_page_names_reader_and_conditions_and_shows_nothing(client, link):
    text = client.get(f"{address(link)}?lang=en").content.decode()

    assert "Wang Fang, Evening News" in text
    assert "secret" not in text.replace(link_token(link), "")
    assert faults_of(text) == []
    assert PreviewOpening.objects.count() == 0


def test_the_reader_opens_the_release_and_that_is_on_record(client, link):
    place = opened(client, link)

    for language in ("zh-hans", "en"):
        page = client.get(f"{place}?lang={language}")
        text = page.content.decode()
        assert page.status_code == 200
        assert "Wang Fang, Evening News" in text
        assert "secret-rate" in text
        assert faults_of(text) == []
    assert link.openings.count() == 1


def test_a_preview_is_kept_nowhere_and_found_by_nobody(client, link, page_cache):
    place = opened(client, link)

    for answer in (client.get(address(link)), client.get(place), client.get(f"{place}figures.csv")):
        assert {"no-store", "private"} <= set(answer.headers["Cache-Control"].split(", "))
        assert answer.headers["X-Robots-Tag"].startswith("noindex")
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert "ETag" not in answer.headers
        assert not answer.cookies
    previews.revoke(link=link, by=link.created_by)
    assert client.get(place).status_code == 404


def test_its_figures_come_as_csv(client, link):
    answer = client.get(f"{opened(client, link)}figures.csv")

    text = b"".join(answer).decode()
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert text.count("\r\n") == 4
    assert "secret-rate" in text


def test_what_opens_nothing_looks_the_same_however_it_came_to(client, release, editor, link, monkeypatch):
    revoked = previews.revoke(link=give(release, editor), by=editor)
    expired = give(release, editor, expires_at=timezone.now() + dt.timedelta(minutes=1))
    now = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: now + dt.timedelta(minutes=2))
    forged = signing.Signer(salt="elsewhere").sign(str(link.pk))
    tokens = [link_token(revoked), link_token(expired), forged, "nonsense", link_token(PreviewLink(pk=10**6))]

    answers = [client.get(f"/preview/{token}/") for token in tokens]

    texts = {
        answer.content.replace(token.encode(), b"") for answer, token in zip(answers, tokens, strict=True)
    }
    assert {answer.status_code for answer in answers} == {404}
    own = {"X-Request-Id", "X-Request-ID", "Content-Length", "Expires"}
    headers = [{name: text for name, text in answer.headers.items() if name not in own} for answer in answers]
    assert headers == [headers[0]] * 5
    assert len({text.replace(b"%3A", b":") for text in texts}) == 1
    assert [client.post(f"/preview/{token}/").status_code for token in tokens] == [404] * 5


@pytest.mark.parametrize("token", ["nonsense", "1:nonsense"])
def test_a_bad_token_costs_as_many_queries_as_a_good_one_that_expired(
    client, link, token, django_assert_num_queries, monkeypatch
):
    monkeypatch.setattr(timezone, "now", lambda: link.expires_at)
    client.get(address(link))

    for path in (address(link), f"/preview/{token}/"):
        with django_assert_num_queries(1):
            client.get(path)


def test_an_opening_ends_and_belongs_to_its_link(client, release, editor, link, monkeypatch):
    place, other = opened(client, link), give(release, editor)
    foreign = place.replace(link_token(link), link_token(other))

    assert client.get(foreign).url == address(other)
    later = (timezone.now() + dt.timedelta(hours=3)).timestamp()
    monkeypatch.setattr("time.time", lambda: later)
    assert client.get(place).url == address(link)


def test_a_preview_leads_to_the_public_page_when_it_is_public(client, link, release, monkeypatch):
    hour = Release.objects.get(pk=release.pk).released_at
    monkeypatch.setattr(timezone, "now", lambda: hour)

    assert client.get(address(link)).url == "/releases/secret/"


def test_links_are_given_by_the_publishing_department_alone(release, outsider, editor, reviewer):
    for somebody in (outsider, make_user("other-head", "health", "head")):
        with pytest.raises(NotAllowed):
            give(release, somebody)
    head = make_user("head", "construction", "head")

    assert [give(release, by).created_by for by in (editor, reviewer, head)] == [editor, reviewer, head]


def test_a_link_expires_within_a_fortnight_and_names_somebody(release, editor):
    for words in ({"expires_at": timezone.now()}, {"expires_at": timezone.now() + 15 * DAY}, {"reader": " "}):
        with pytest.raises(Invalid):
            give(release, editor, **words)


def test_a_public_release_gets_no_link(editor):
    with pytest.raises(WrongState):
        give(publish(make_everything("public")), editor)


def test_a_link_is_only_ever_revoked_and_only_once(link, editor, outsider):
    with pytest.raises(NotAllowed):
        previews.revoke(link=link, by=outsider)
    previews.revoke(link=link, by=editor)

    with pytest.raises(WrongState):
        previews.revoke(link=link, by=editor)
    with pytest.raises(DatabaseError), transaction.atomic():
        PreviewLink.objects.filter(pk=link.pk).update(reader="Somebody else")


def test_links_are_given_and_revoked_on_their_page(client, release, editor):
    client.force_login(editor)
    page = f"/admin/portal/release/{release.pk}/previews/"
    client.post(
        page,
        {"reader": "Li", "purpose": "Report", "expires_at": f"{timezone.localtime() + DAY:%Y-%m-%dT%H:%M}"},
    )
    link = release.preview_links.get()
    opened(Client(), link)

    [shown] = client.get(page).context["links"]
    client.post(f"{page}{link.pk}/revoke/")

    assert shown.address == f"http://testserver{address(link)}"
    assert link.openings.count() == 1
    link.refresh_from_db()
    assert link.revoked_by == editor


def test_the_page_of_links_is_closed_to_other_departments(client, release, link, outsider):
    for somebody in (outsider, make_user("other-reviewer", "health", "reviewer")):
        client.force_login(somebody)
        page = f"/admin/portal/release/{release.pk}/previews/"
        answers = [client.get(page), client.post(page), client.post(f"{page}{link.pk}/revoke/")]
        assert {answer.status_code for answer in answers} <= {403, 404}
    link.refresh_from_db()
    assert link.revoked_at is None
