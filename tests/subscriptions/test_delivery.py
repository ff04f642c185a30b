"""What followers are sent, that it is sent once, and what becomes of mails that are refused."""

import datetime as dt
import email
import os
from email import policy
from pathlib import Path

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.core.management import CommandError, call_command
from django.utils import timezone

from portal.publishing.actions import releases
from portal.statistics.models import Indicator
from portal.subscriptions import delivery
from portal.subscriptions.delivery import BACK_OFF, Run, send_again
from portal.subscriptions.emails import LINES_OF_TOPIC
from portal.subscriptions.mail_files import FileBackend
from portal.subscriptions.models import Digest, Subscriber
from portal.subscriptions.subscribing import delete_old
from tests.followers import make_follower, queue_all, send_all, states
from tests.world import (
    JUNE,
    make_area,
    make_commitment,
    make_figure,
    make_indicator,
    make_release,
    make_update,
    make_user,
    publish,
)

pytestmark = pytest.mark.django_db


def publish_figure(code: str = "cases", value: object = 638, **fields: object):
    """A public release with one figure; of the indicator of that code, made when it is missing."""
    release = make_release()
    indicator = Indicator.objects.filter(code=code).first() or make_indicator(code)
    make_figure(release, indicator, value, **fields)
    return publish(release)


def texts(message) -> tuple[str, str]:
    return message.body, message.alternatives[0].content


def test_digest_tells_old_and_new_with_unit_and_leads_there():
    old = publish_figure(value=600, period_start=dt.date(2021, 1, 1), period_end=dt.date(2021, 5, 31))
    publish_figure(value=630, period_end=JUNE)
    make_follower("li@x.org", "indicator:cases", since=timezone.now())
    release = make_release(title_en="Figures of May")
    make_figure(release, old.observations.get().series.indicator, 638, period_end=JUNE)
    new_commitment = make_indicator("new")
    make_figure(release, new_commitment, 7)

    publish(release)
    figure = release.observations.first()
    outcome = send_all()

    assert outcome == {"sent": 1}
    text, html = texts(mail.outbox[0])
    assert mail.outbox[0].subject == "Minsheng Portal: Figures of May"
    assert "- Indicator cases · January–May 2022 · actual: 630 persons → 638 persons (contradicted)\n" in text
    assert f'<a href="http://testserver/indicators/cases/?lang=en#figure-{figure.pk}">' in html
    assert "Indicator new" not in text


def test_digest_compares_with_the_same_months_of_the_year_before():
    publish_figure(value=600, period_start=dt.date(2021, 1, 1), period_end=dt.date(2021, 5, 31))
    make_follower("li@x.org", "sector:projects", since=timezone.now(), language="zh-hans")

    publish_figure(value=638, period_end=JUNE)
    send_all()

    assert "- 指标cases · 2022年1—5月 · 实际：600人（2021年1—5月）→ 638人\n" in mail.outbox[0].body


def test_digest_tells_commitments_and_what_became_of_them():
    estate = make_area("estate", "estate")
    earlier = make_release()
    kept = make_commitment(earlier, title_en="Mend the road")
    kept.areas.add(estate)
    publish(earlier)
    make_follower("li@x.org", "area:estate", since=timezone.now())
    release = make_release()
    make_update(release, kept, "kept_late")
    make_commitment(release, title_en="Plant trees", due=dt.date(2023, 5, 1)).areas.add(estate)

    publish(release)
    send_all()

    text = mail.outbox[0].body
    assert "- Mend the road: kept late\n" in text
    assert "- Commitment: Plant trees, due 1 May 2023\n" in text


def test_digest_tells_each_thing_once_under_the_narrowest_topic():
    make_follower("li@x.org", "sector:projects", "indicator:cases")

    publish_figure()
    send_all()

    text = mail.outbox[0].body
    assert text.count("638 persons") == 1
    assert text.index("* Indicator cases (indicator)") < text.index("* Housing and projects (sector)")
    assert "638 persons" in text.split("* Housing")[0]
    assert "- Everything relevant is listed above.\n" in text.split("* Housing")[1]


def test_digest_of_a_long_release_is_short():
    make_follower("li@x.org", "sector:projects")
    release = make_release()
    for number in range(LINES_OF_TOPIC + 3):
        make_figure(release, make_indicator(), number)

    publish(release)
    send_all()

    assert mail.outbox[0].body.count("\n  - ") == LINES_OF_TOPIC + 1
    assert "- and 3 more\n" in mail.outbox[0].body


def test_digest_can_be_ended_at_a_press():
    follower = make_follower("li@x.org", "sector:projects")

    publish_figure()
    send_all()

    message = mail.outbox[0].message()
    unsubscribe = f"http://testserver/notices/unsubscribe/{follower.secret}/"
    assert message["List-Unsubscribe"] == f"<{unsubscribe}>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert (message["Auto-Submitted"], message["To"]) == ("auto-generated", "li@x.org")
    assert message["Message-ID"] == f"<{Digest.objects.get().message_id.hex}@testserver>"
    for text in texts(mail.outbox[0]):
        assert unsubscribe in text
        assert f"/notices/manage/{follower.secret}/" in text


def test_title_of_many_lines_makes_one_line_of_a_subject():
    make_follower("li@x.org", "sector:projects")
    release = make_release(title_en="One\r\nBcc: all@x.org" + " and more" * 30)
    make_figure(release, make_indicator(), 1)

    publish(release)
    send_all()

    subject = mail.outbox[0].subject
    assert subject.startswith("Minsheng Portal: One Bcc: all@x.org and more")
    assert len(subject) == 150
    assert mail.outbox[0].recipients() == ["li@x.org"]


def test_names_are_escaped_in_html_and_nowhere_else():
    make_follower("li@x.org", "sector:projects")
    release = make_release(title_en="<b>A & B</b>")
    make_figure(release, make_indicator(name_en="R&D <i>"), 1)

    publish(release)
    send_all()

    text, html = texts(mail.outbox[0])
    assert "“<b>A & B</b>”" in text
    assert "R&D <i>" in text
    assert "&lt;b&gt;A &amp; B&lt;/b&gt;" in html


def test_withdrawal_says_why_and_repeats_no_figure():
    release = publish_figure()
    make_follower("li@x.org", "indicator:cases", since=timezone.now())
    reviewer = make_user("withdrawer", "construction", "reviewer")
    releases.withdraw(release=release, by=reviewer, reason_zh="有误", reason_en="counted twice")

    send_all()

    text = mail.outbox[0].body
    assert mail.outbox[0].subject == f"Minsheng Portal: Withdrawn: {release.title_en}"
    assert "Reason: counted twice" in text
    assert "* Indicator cases (indicator)" in text
    assert "638" not in text


def test_digest_is_dropped_when_the_release_is_withdrawn_before_it_leaves():
    make_follower("li@x.org", "indicator:cases")
    release = publish_figure()
    queue_all()
    reviewer = make_user("withdrawer", "construction", "reviewer")
    releases.withdraw(release=release, by=reviewer, reason_zh="有误", reason_en="wrong")

    outcome = send_all()

    assert outcome == {"dropped": 1, "sent": 1}
    assert [message.subject.split(": ")[1] for message in mail.outbox] == ["Withdrawn"]


def test_digest_is_dropped_when_nothing_of_it_is_followed_any_more():
    follower = make_follower("li@x.org", "indicator:cases", "sector:culture")
    publish_figure()
    queue_all()
    follower.subscriptions.filter(kind="indicator").delete()

    assert (send_all(), mail.outbox) == ({"dropped": 1}, [])


def test_two_languages_get_their_own(settings):
    make_follower("li@x.org", "indicator:cases", language="zh-hans")
    make_follower("smith@x.org", "indicator:cases", language="en")

    publish_figure()
    send_all()

    chinese, english = mail.outbox
    assert "638人" in chinese.body
    assert "638 persons" in english.body
    assert "?lang=en" not in chinese.body
    assert "/indicators/cases/?lang=en" in english.body


def test_address_that_is_refused_stops_nobody_else_and_is_tried_later_and_later(mail_server):
    for who in ("first", "refused", "last"):
        make_follower(f"{who}@x.org", "indicator:cases")
    publish_figure()
    clock = [timezone.now() + dt.timedelta(minutes=1)]
    queue_all()

    outcomes = [send_all(now=lambda: clock[0])]
    for wait in BACK_OFF:
        clock[0] += wait - dt.timedelta(seconds=1)
        assert send_all(now=lambda: clock[0]) == {}
        clock[0] += dt.timedelta(seconds=1)
        outcomes.append(send_all(now=lambda: clock[0]))

    assert outcomes == [{"sent": 2, "waiting": 1}, *[{"waiting": 1}] * 4, {"failed": 1}]
    assert mail_server.taken == ["first@x.org", "last@x.org"]
    refused = Digest.objects.get(state="failed")
    assert (refused.attempts, refused.problem) == (6, "SMTPRecipientsRefused 550")


def test_mail_whose_fate_is_unknown_is_listed_and_sent_again_only_when_told_to(mail_server, capsys):
    make_follower("silent@x.org", "indicator:cases")
    make_follower("other@x.org", "indicator:cases")
    publish_figure()

    call_command("send_digests")
    call_command("send_digests")

    digest = Digest.objects.get(state="unknown")
    told = capsys.readouterr().err
    assert f"digest {digest.pk} " in told
    assert "silent@x.org" not in told
    assert mail_server.taken == ["silent@x.org", "other@x.org"]

    call_command("send_digests", "--resend", str(digest.pk), "999999")

    assert mail_server.taken.count("silent@x.org") == 2


def test_digest_left_behind_is_taken_up_where_mail_is_files(mail_folder):
    make_follower("li@x.org", "indicator:cases")
    publish_figure()
    queue_all()
    Digest.objects.update(state="sending")

    assert Run().send_due() == {"taken up": 1, "sent": 1}
    assert len(list(mail_folder.iterdir())) == 1


def test_digest_left_behind_is_of_unknown_fate_where_a_server_might_have_it(mail_server):
    make_follower("li@x.org", "indicator:cases")
    publish_figure()
    queue_all()
    Digest.objects.update(state="sending")

    assert (send_all(), mail_server.taken, states()) == ({"unknown": 1}, [], ["unknown"])


def test_digest_that_cannot_be_written_stops_nobody_else(monkeypatch):
    broken = make_follower("broken@x.org", "indicator:cases")
    make_follower("li@x.org", "indicator:cases")
    publish_figure()
    write = delivery.digest_email

    def written(digest, *arguments):
        if digest.subscriber == broken:
            raise ZeroDivisionError
        return write(digest, *arguments)

    monkeypatch.setattr(delivery, "digest_email", written)

    assert send_all() == {"waiting": 1, "sent": 1}


def test_command_claims_nothing_when_mail_cannot_leave(settings, tmp_path):
    (tmp_path / "file").write_text("in the way")
    settings.EMAIL_BACKEND, settings.EMAIL_FILE_PATH = (
        "portal.subscriptions.mail_files.FileBackend",
        tmp_path / "file",
    )
    make_follower("li@x.org", "indicator:cases")
    publish_figure()

    with pytest.raises(CommandError, match="mail cannot be sent"):
        call_command("send_digests")

    assert (states(), Digest.objects.get().attempts) == (["waiting"], 0)


def test_dry_run_tells_and_changes_nothing(capsys):
    make_follower("li@x.org", "indicator:cases")
    release = publish_figure()

    call_command("send_digests", "--dry-run")

    assert f"{release.slug} released: 1 digests would be queued\n" in capsys.readouterr().out
    assert (Digest.objects.count(), mail.outbox) == (0, [])


def test_run_takes_no_more_queries_a_digest_for_many_lines(django_assert_max_num_queries):
    for number in range(5):
        make_follower(f"{number}@x.org", "sector:projects")
    release = make_release()
    for _number in range(10):
        make_figure(release, make_indicator(), 1)
    publish(release)
    queue_all()

    with django_assert_max_num_queries(90):
        assert Run().send_due()["sent"] == 5


def test_what_was_sent_is_forgotten_after_a_month_and_never_sent_again():
    make_follower("li@x.org", "indicator:cases")
    publish_figure()
    send_all()

    delete_old(timezone.now() + dt.timedelta(days=29))
    kept = Digest.objects.count()
    delete_old(timezone.now() + dt.timedelta(days=31))

    assert (kept, Digest.objects.count(), send_all(), Subscriber.objects.count()) == (1, 0, {}, 1)


def test_only_what_is_lost_is_sent_again():
    make_follower("li@x.org", "indicator:cases")
    publish_figure()
    send_all()

    assert send_again([Digest.objects.get().pk], timezone.now()) == 0


def letter(identity: str = "<abc123@portal.example>") -> EmailMessage:
    return EmailMessage("Subject", "正文", "from@x.org", ["to@x.org"], headers={"Message-ID": identity})


def test_file_of_a_mail_is_whole_private_and_written_once(mail_folder):
    sent = [FileBackend().send_messages([letter()]) for _time in range(2)]

    (file,) = mail_folder.iterdir()
    message = email.message_from_bytes(file.read_bytes(), policy=policy.default)
    assert (sent, file.name, file.stat().st_mode & 0o777) == ([1, 1], "abc123.eml", 0o600)
    assert (message["To"], message.get_content().strip()) == ("to@x.org", "正文")


@pytest.mark.parametrize("identity", ["<../../etc/passwd@x>", "<a/b@x>", "<.@x>", f"<{'a' * 500}@x>", "<>"])
def test_file_of_a_mail_stays_in_its_folder(mail_folder, identity):
    FileBackend().send_messages([letter(identity)])

    (file,) = mail_folder.iterdir()
    assert (file.parent, file.suffix, len(file.stem)) == (mail_folder, ".eml", 64)


def test_drafts_of_processes_that_died_are_removed(mail_folder: Path):
    mail_folder.mkdir()
    old, new = mail_folder / ".old.part", mail_folder / ".new.part"
    for draft in (old, new):
        draft.touch()
    os.utime(old, (0, 0))

    FileBackend().open()

    assert (old.exists(), new.exists()) == (False, True)
