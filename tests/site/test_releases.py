"""`/releases/`, `/releases/<slug>/`, their attachments and the feed."""

import datetime as dt
import re
from xml.etree import ElementTree as ET

from django.core.files.base import ContentFile
from django.utils import timezone

from portal.publishing.actions import releases
from portal.publishing.models import Attachment
from tests.world import (
    make_commitment,
    make_figure,
    make_indicator,
    make_question,
    make_release,
    make_section,
    make_update,
    make_user,
    moment,
    publish,
)


def test_releases_are_filtered_by_year_as_in_json(client, db):
    publish(make_release("old"), at="2021-06-01")
    publish(make_release("new"), at="2022-06-01")

    page = client.get("/releases/?year=2021")
    data = client.get("/api/v1/releases?year=2021").json()

    assert [release.slug for release in page.context["page"]] == ["old"]
    assert [release["slug"] for release in data["results"]] == ["old"]
    assert page.context["years"] == [2022, 2021]


def test_release_shows_the_statutory_particulars(client, db):
    release = make_release(
        "conference",
        index_number="113710/2022-03628",
        disclosure="active",
        issuing_body_zh="党政办公室",
        category_zh="新闻发布会",
        document_date=dt.date(2022, 12, 23),
        validity="valid",
        published_on=dt.date(2022, 12, 23),
        published_on_estimated=True,
    )
    publish(release, at="2022-12-23")

    text = client.get("/releases/conference/?lang=en").content.decode()

    for shown in (
        "113710/2022-03628",
        "disclosed proactively",
        "党政办公室",
        "新闻发布会",
        "in force",
        "estimated",
    ):
        assert shown in text
    assert text.count('<time datetime="2022-12-23">') >= 2
    assert f'<time datetime="{timezone.localdate()}">' in text


def test_release_puts_everything_under_its_section(client, db):
    earlier = make_release("june")
    commitment = make_commitment(earlier, "promise")
    publish(earlier, at="2022-06-01")
    release = make_release("december")
    second = make_section(release, "2", summary_zh="第二节的内容")
    figure = make_figure(release, make_indicator("estates"), 13, section=second, paragraph=4)
    question = make_question(release)
    commitment = make_commitment(release, "next", section=second)
    update = make_update(release, commitment, "kept", section=second)
    publish(release, at="2022-12-23")

    page = client.get("/releases/december/")

    one, two = page.context["detail"].parts
    assert (one.section.number, one.questions, one.figures) == ("1", [question], [])
    assert (two.section.number, two.figures, two.commitments, two.updates) == (
        "2",
        [figure],
        [commitment],
        [update],
    )
    text = page.content.decode()
    assert 'id="section-2"' in text
    assert "<p>第二节的内容</p>" in text
    assert f'href="/indicators/estates/#figure-{figure.pk}"' in text


def test_release_does_not_name_an_earlier_commitment_that_is_still_under_embargo(client, db):
    future, release = make_release("future"), make_release("now")
    commitment = make_commitment(future, "promise", title_zh="尚未公布的承诺")
    make_update(release, commitment, "kept")
    publish(future, at=timezone.now() + dt.timedelta(days=1))
    publish(release)

    assert "尚未公布的承诺" not in client.get("/releases/now/").content.decode()


def test_release_and_its_correction_name_each_other_with_the_reason(client, db):
    release = make_release("first")
    figure = make_figure(release, make_indicator("estates"), 12)
    publish(release, at="2022-06-01")
    correction = releases.start_correction(
        release=release,
        by=make_user("corrector", "construction", "editor"),
        records=[figure],
        reason_zh="抄写有误",
        reason_en="Miscopied",
    )
    correction.observations.update(value=13, as_printed="13")
    publish(correction, at="2022-07-01")

    first = client.get("/releases/first/").content.decode()
    second = client.get(f"/releases/{correction.slug}/").content.decode()
    before = client.get("/releases/first/?as_of=2022-06-30").content.decode()

    assert f'href="/releases/{correction.slug}/"' in first
    assert "抄写有误" in first
    assert 'class="ended"' in first
    assert 'href="/releases/first/"' in second
    assert "抄写有误" in second
    assert correction.slug not in before


def test_withdrawn_release_leaves_its_notice_and_nothing_else(client, db):
    release = make_release("wrong")
    make_section(release, "2", summary_zh="撤回的内容")
    make_question(release, question_zh="撤回的问题")
    make_figure(release, make_indicator("estates"), 12)
    publish(release, at="2022-06-01")
    reviewer = make_user("withdrawer", "construction", "reviewer")
    releases.withdraw(release=release, by=reviewer, reason_zh="数据有误", reason_en="Wrong data")

    text = client.get("/releases/wrong/").content.decode()
    before = client.get("/releases/wrong/?as_of=2022-06-02").content.decode()

    led_back_to = re.search(r'href="([^"]*as_of=[^"]*)"', text)[1]
    assert "撤回的内容" in client.get(led_back_to).content.decode()
    assert 'id="withdrawal"' in text
    assert "数据有误" in text
    assert "撤回的内容" not in text
    assert "撤回的问题" not in text
    assert "数据有误" not in before
    assert "撤回的内容" in before
    assert "withdrawn" in client.get("/releases/?lang=en").content.decode()


def test_release_caps_its_figures_and_says_so(client, db, monkeypatch):
    monkeypatch.setattr("portal.site.releases.MOST_FIGURES", 2)
    release, indicator = make_release("long"), make_indicator(dimensions={"type": ["a", "b", "c"]})
    for kind in "abc":
        make_figure(release, indicator, 1, dimensions={"type": kind})
    publish(release)

    detail = client.get("/releases/long/").context["detail"]

    assert (detail.is_cut, len(detail.figures)) == (True, 2)


def attach(release) -> Attachment:
    return Attachment.objects.create(
        release=release,
        title_zh="附件",
        title_en="Annex",
        file=ContentFile("内容".encode(), name="annex.txt"),
    )


def test_attachment_is_served_once_the_release_is_public(client, db):
    release = make_release("with-annex")
    annex = attach(release)
    address = f"/releases/with-annex/attachments/{annex.pk}/"
    publish(release, at="2022-06-01")

    response = client.get(address)

    assert b"".join(response.streaming_content).decode() == "内容"
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert address in client.get("/releases/with-annex/").content.decode()
    assert client.get(address, {"as_of": "2022-05-31"}).status_code == 404
    assert client.get(f"/releases/other/attachments/{annex.pk}/").status_code == 404


def test_attachment_is_not_served_under_embargo_nor_after_withdrawal(client, db):
    hidden, withdrawn = make_release("hidden"), make_release("withdrawn")
    addresses = [f"/releases/{one.slug}/attachments/{attach(one).pk}/" for one in (hidden, withdrawn)]
    publish(hidden, at=timezone.now() + dt.timedelta(days=1))
    publish(withdrawn, at="2022-06-01")
    reviewer = make_user("withdrawer", "construction", "reviewer")
    releases.withdraw(release=withdrawn, by=reviewer, reason_zh="误", reason_en="Wrong")

    assert [client.get(address).status_code for address in addresses] == [404, 404]


def test_attachment_whose_file_is_gone_is_not_found(client, db):
    release = make_release("lost")
    annex = attach(release)
    publish(release)
    annex.file.storage.delete(annex.file.name)

    assert client.get(f"/releases/lost/attachments/{annex.pk}/").status_code == 404


def test_feed_lists_releases_as_atom(client, db):
    publish(make_release("first", summary_en="What it says < all"), at="2022-06-01")
    publish(make_release("second"), at="2022-12-23")

    response = client.get("/releases/feed/?lang=en")

    atom = "{http://www.w3.org/2005/Atom}"
    feed = ET.fromstring(response.content)  # noqa: S314 - our own feed
    entries = [
        (entry.findtext(f"{atom}title"), entry.findtext(f"{atom}summary"))
        for entry in feed.iter(f"{atom}entry")
    ]
    assert entries == [("Release second", "<p></p>"), ("Release first", "<p>What it says &lt; all</p>")]
    assert response.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == "en"


def test_feed_as_of_a_day_knows_nothing_later(client, db):
    publish(make_release("first"), at=moment("2022-06-01"))
    publish(make_release("second"), at="2022-12-23")

    text = client.get("/releases/feed/?as_of=2022-07-01").content.decode()

    assert ("/releases/first/" in text, "/releases/second/" in text) == (True, False)
