"""Several runs at once, and runs that are killed: no digest twice, none lost."""

import datetime as dt
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from email import message_from_bytes
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from portal.records.topics import Subject
from portal.subscriptions.delivery import lock_of
from portal.subscriptions.models import Digest, Occasion, Subscriber, SubscriptionRequest
from portal.subscriptions.outbox import outstanding, queue
from portal.subscriptions.subscribing import confirm, record_request
from tests.followers import make_follower, queue_all, send_all, states
from tests.publishing.test_concurrency import at_once, failures
from tests.world import make_figure, make_indicator, make_release, publish

pytestmark = pytest.mark.django_db(transaction=True)

#: What a process of its own runs: the command, on the database of this test, into the folder given.
COMMAND = """
import sys, time
from pathlib import Path
import django
from django.conf import settings
from portal import settings as production
production.DATABASES["default"].update(HOST=sys.argv[1], PORT=sys.argv[2], NAME=sys.argv[3])
production.EMAIL_BACKEND, production.EMAIL_FILE_PATH = "portal.subscriptions.mail_files.FileBackend", Path(sys.argv[4])
django.setup()
from portal.subscriptions import mail_files as files
write, pause = files.FileBackend.write, float(sys.argv[5])
files.FileBackend.write = lambda backend, mail: (write(backend, mail), time.sleep(pause))
from django.core.management import call_command
call_command("send_digests")
"""


def publish_to(number: int) -> None:
    for one in range(number):
        make_follower(f"{one}@x.org", "indicator:cases")
    release = make_release()
    make_figure(release, make_indicator("cases"), 638)
    publish(release)


def start(folder: Path, pause: float = 0) -> subprocess.Popen:
    """A run in a process of its own, which dwells so many seconds between writing a mail and noting it."""
    database = connection.settings_dict
    where = [str(database[name]) for name in ("HOST", "PORT", "NAME")]
    return subprocess.Popen(
        [sys.executable, "-c", COMMAND, *where, str(folder), str(pause)],
        cwd=settings.BASE_DIR,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "portal.settings"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )


def addressees(folder: Path) -> Counter:
    """How many mails lie in the folder for each address."""
    return Counter(message_from_bytes(file.read_bytes())["To"] for file in folder.glob("*.eml"))


def wait_for(condition) -> None:
    until = time.monotonic() + 120
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.02)


def test_release_announced_by_two_at_once_is_queued_once():
    publish_to(5)
    occasion, same = outstanding(timezone.now())[0], outstanding(timezone.now())[0]

    queued = at_once(lambda: queue(occasion), lambda: queue(same))

    assert (sorted(queued), Digest.objects.count(), Occasion.objects.count()) == ([0, 5], 5, 1)


def test_three_runs_at_once_send_each_digest_once(mail_folder):
    publish_to(9)
    queue_all()

    outcomes = at_once(*[send_all] * 3)

    assert failures(outcomes) == []
    assert sum(outcome.get("sent", 0) for outcome in outcomes) == 9
    assert addressees(mail_folder) == {f"{one}@x.org": 1 for one in range(9)}


def test_digest_being_sent_by_a_living_run_is_left_alone(mail_folder):
    publish_to(1)
    queue_all()
    digest = Digest.objects.get()
    Digest.objects.update(state="sending")

    def hold() -> None:
        lock_of(digest.pk).acquire()
        time.sleep(0.6)

    _held, outcome = at_once(hold, lambda: (time.sleep(0.2), send_all())[1])

    assert (outcome, states()) == ({}, ["sending"])


def test_whoever_confirms_while_a_release_is_announced_is_told_exactly_if_that_was_before_it():
    publish_to(0)
    asked = [
        record_request(email=f"{n}@x.org", language="en", subject=Subject("indicator", "cases"))
        for n in range(6)
    ]
    occasion = outstanding(timezone.now())[0]
    occasion.happened_at = timezone.now() + dt.timedelta(seconds=0.1)

    def announce() -> int:
        wait_for(lambda: timezone.now() > occasion.happened_at)
        return queue(occasion)

    def press(number: int) -> Subscriber:
        time.sleep(number * 0.03)
        return confirm(secret=asked[number].secret)

    make_follower("early@x.org", "indicator:cases")
    outcomes = at_once(announce, *(lambda n=n: press(n) for n in range(6)))

    assert failures(outcomes) == []
    before = Subscriber.objects.filter(confirmed_at__lt=occasion.happened_at)
    told = Digest.objects.values_list("subscriber__email", flat=True)
    assert set(told) == set(before.values_list("email", flat=True))
    assert Subscriber.objects.count() == 7


def test_address_asked_for_and_confirmed_by_many_at_once_is_one_subscriber_written_to_five_times():
    def ask_for(who: str) -> SubscriptionRequest | None:
        return record_request(email=who, language="en", subject=Subject("sector", "health"))

    asked = at_once(*(lambda who=who: ask_for(who) for who in ["li@x.org", "LI@x.org"] * 4))
    requests = [one for one in asked if one is not None]
    confirmed = at_once(*(lambda r=r: confirm(secret=r.secret) for r in requests))

    assert (failures(asked), failures(confirmed), len(requests)) == ([], [], 5)
    assert len({subscriber.pk for subscriber in confirmed}) == 1


@pytest.mark.slow("starts processes and kills them")
def test_runs_that_are_killed_lose_no_digest_and_send_none_twice(tmp_path):
    """Killed again and again, just after a mail has come into being, before it is noted as sent."""
    folder = tmp_path / "mail"
    publish_to(6)
    for killed in range(1, 3):
        run = start(folder, pause=30)
        wait_for(lambda n=killed: len(addressees(folder)) == n)
        run.send_signal(signal.SIGKILL)
        run.communicate()
        left = Digest.objects.filter(state="sending").count()
        assert (left, run.returncode) == (1, -signal.SIGKILL)

    runs = [start(folder), start(folder)]
    told = [run.communicate()[1] for run in runs]

    assert ([run.returncode for run in runs], told) == ([0, 0], [b"", b""])
    assert addressees(folder) == {f"{one}@x.org": 1 for one in range(6)}
    assert set(states()) == {"sent"}
    assert list(folder.glob(".*")) == []
