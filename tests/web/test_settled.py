"""Answers that are given while releases come out and are withdrawn say the same when they are asked for again."""

import re
import threading
from json import dumps
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from portal.publishing.actions import releases
from portal.publishing.models import Release
from portal.staff.models import User
from portal.web.data_version import PublicChange
from tests.world import AsPrinted, make_figure, make_indicator, make_release, make_series, make_user

ROUNDS, WRITERS = 3, 2
FILE_NAME = re.compile(r"as-of-([0-9-]{10}T)([0-9]{2})([0-9]{2})([0-9.]+[+-][0-9]{4})")
LISTS = ("/api/v1/releases", "/api/v1/observations", "/api/v1/observations.csv?versions=all")


def make_submitted(number: int) -> list[Release]:
    """Releases of one figure each, every one a later version of the same."""
    series, found = make_series(make_indicator(f"cases-{number}")), []
    editor = make_user(f"editor-{number}", "construction", "editor")
    for value in range(ROUNDS):
        release = make_release(f"release-{number}-{value}", by=editor)
        make_figure(release, series.indicator, value, series=series)
        found.append(releases.submit(release=release, by=editor))
    return found


@pytest.mark.django_db(transaction=True)
def test_answers_given_while_releases_are_approved_say_the_same_afterwards():
    work = [
        (make_submitted(number), make_user(f"judge-{number}", "construction", "reviewer"))
        for number in range(WRITERS)
    ]
    failures: list[BaseException] = []

    def decide(drafts: list[Release], reviewer: User) -> None:
        try:
            for release in drafts:
                done = releases.approve(release=release, by=reviewer, reasons=AsPrinted())
                if done.slug.endswith("1"):
                    releases.withdraw(release=done, by=reviewer, reason_zh="误", reason_en="Wrong")
        except BaseException as failure:  # noqa: BLE001 - told to the test below
            failures.append(failure)
        finally:
            connection.close()

    threads = [threading.Thread(target=decide, args=one) for one in work]
    before, given = PublicChange.objects.count(), []
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        now = timezone.localtime().isoformat()
        given += [(address, *answer(address, now)) for address in LISTS]
        given.append((LISTS[0], *answer(LISTS[0])))

    assert failures == []
    assert PublicChange.objects.count() - before == WRITERS * (ROUNDS + 1)
    assert len({content for _address, _moment, content in given}) > 2 * len(LISTS)
    assert [one for one in given if answer(*one[:2])[1] != one[2]] == []


def answer(address: str, as_of: str = "") -> tuple[str, bytes]:
    """The moment that an answer names as its own, in its file name if it is a file, and its rows."""
    asked = f"{address}{'&' if '?' in address else '?'}{urlencode({'as_of': as_of})}"
    given = Client().get(asked)
    assert given.status_code == 200
    if not given.streaming:
        told = given.json()
        return told["as_of"] or told["unchanged_since"], dumps(told["results"]).encode()
    [(day, hour, minute, rest)] = FILE_NAME.findall(given.headers["Content-Disposition"])
    return f"{day}{hour}:{minute}:{rest[:-2]}:{rest[-2:]}", b"".join(given.streaming_content)
