"""Random histories: whatever officials do, in whatever order, an answer as of a past moment never changes.

Releases, embargoes, corrections, withdrawals and renames follow each other at random, each committed. On the way,
pages and lists are asked for as of moments up to now; at the end every one of these answers must be the same to the
byte. `PORTAL_HISTORIES` says how many histories (100).
"""

import datetime as dt
import os
import random
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from difflib import unified_diff
from http import HTTPStatus
from urllib.parse import urlencode

import pytest
from django.core.cache import caches
from django.test import Client
from django.utils import timezone

from portal.areas.models import Area
from portal.facilities.models import Facility
from portal.publishing.actions import releases
from portal.publishing.actions.opening import open_portal
from portal.publishing.models import Release
from portal.records.errors import Refused
from portal.staff.audit import acting
from portal.staff.models import User
from portal.statistics.models import Indicator, Observation
from tests.world import (
    AsPrinted,
    make_area,
    make_commitment,
    make_facility,
    make_figure,
    make_indicator,
    make_release,
    make_user,
)

HISTORIES = int(os.environ.get("PORTAL_HISTORIES", "100"))
STEPS = 8
WHY = {"reason_zh": "写错了", "reason_en": "It was wrong"}


class History:
    """One small district in which things happen, and the answers that were given meanwhile."""

    def __init__(self, number: int, editor: User, reviewer: User) -> None:
        self.random = random.Random(number)  # noqa: S311 - a reproducible choice
        self.name, self.editor, self.reviewer = f"h{number}", editor, reviewer
        self.began = timezone.now()
        street = make_area(f"{self.name}-street", "subdistrict")
        self.areas = [make_area(), street]
        self.indicators = [
            make_indicator(f"{self.name}-{word}", basis="point") for word in ("homes", "roads")
        ]
        self.facility = make_facility(f"{self.name}-hall", area=street)
        self.given: dict[str, tuple[int, bytes]] = {}
        self.count = 0

    def run(self) -> None:
        for _step in range(STEPS):
            act = self.random.choice(self.acts())
            with suppress(Refused):  # it is no longer possible
                act()
            self.ask()

    def acts(self) -> list[Callable[[], None]]:
        return [
            self.publish,
            self.publish,
            self.correct,
            self.correct,
            self.withdraw,
            self.cancel,
            *[self.rename] * 3,
        ]

    def publish(self) -> None:
        self.count += 1
        release = make_release(f"{self.name}-{self.count}", by=self.editor)
        for indicator in self.random.sample(self.indicators, self.random.randint(1, 2)):
            make_figure(release, indicator, self.random.randint(10, 99), area=self.random.choice(self.areas))
        if self.random.random() < 0.3:
            make_commitment(
                release, due=timezone.localdate() + dt.timedelta(days=self.random.choice([-3, 0, 9]))
            )
        self.approve(release)

    def approve(self, release: Release) -> None:
        """Now, or a moment from now: nothing has to run for it to become public."""
        releases.submit(release=release, by=self.editor)
        embargo = dt.timedelta(seconds=self.random.choice([0.05, 0.3, 2]))
        at = self.random.choice([None, None, timezone.now() + embargo])
        releases.approve(release=release, by=self.reviewer, at=at, reasons=AsPrinted())

    def mine(self):
        return Release.objects.filter(slug__startswith=f"{self.name}-")

    def figure(self) -> Observation | None:
        known = Observation.objects.known_at(timezone.now()).filter(series__indicator__in=self.indicators)
        return self.random.choice([None, *known.select_related("release").order_by("pk")])

    def correct(self) -> None:
        if figure := self.figure():
            correction = releases.start_correction(
                release=figure.release, by=self.editor, records=[figure], **WHY
            )
            with acting(self.editor, action="test"):
                correction.observations.update(value=self.random.randint(100, 999))
            self.approve(correction)

    def withdraw(self) -> None:
        if public := list(self.mine().known_at(timezone.now()).order_by("pk")):
            release = self.random.choice(public)
            releases.withdraw(release=release, by=self.reviewer, **WHY)

    def cancel(self) -> None:
        for release in self.mine().under_embargo(timezone.now()):
            releases.cancel_approval(release=release, by=self.reviewer)

    def rename(self) -> None:
        """By raw SQL updates, past every form."""
        word = f"{self.random.randint(1000, 9999)}"
        names = {"name_zh": f"新名{word}", "name_en": f"Renamed {word}"}
        indicator = Indicator.objects.filter(pk=self.random.choice(self.indicators).pk)
        definition = {"definition_zh": f"新定义{word}", "definition_en": f"Redefined {word}"}
        change = self.random.choice(
            [
                lambda: indicator.update(**names),
                lambda: indicator.update(**definition),
                lambda: Area.objects.filter(pk=self.areas[1].pk).update(**names),
                lambda: Facility.objects.filter(pk=self.facility.pk).update(**names),
                lambda: Facility.objects.filter(pk=self.facility.pk).update(
                    is_public=self.random.random() < 0.5
                ),
            ]
        )
        change()

    def ask(self) -> None:
        """Ask two addresses as of now, or of a moment of this history."""
        now = timezone.now()
        past = self.began + (now - self.began) * self.random.random()
        for address in self.random.sample(self.addresses(), 2):
            moment = timezone.localtime(self.random.choice([now, past])).isoformat()
            mark = "&" if "?" in address else "?"
            url = f"{address}{mark}{urlencode({'as_of': moment})}"
            status, body = answer(url)
            if status != HTTPStatus.BAD_REQUEST:  # a code that nobody knows yet becomes a known one
                self.given[url] = status, body

    def addresses(self) -> list[str]:
        indicator = self.random.choice(self.indicators).code
        slugs = list(self.mine().order_by("pk").values_list("slug", flat=True))
        release = self.random.choice(slugs) if slugs else "none"
        street = self.areas[1].code
        return [
            f"/api/v1/observations?indicator={indicator}",
            f"/api/v1/observations?area={street}&versions=all",
            f"/api/v1/indicators/{indicator}",
            f"/indicators/{indicator}/",
            f"/areas/{street}/",
            f"/api/v1/areas?q={self.name}",
            f"/releases/{release}/",
            f"/api/v1/releases/{release}",
            f"/facilities/{self.facility.code}/",
            f"/search/?q={self.name}",
            "/api/v1/releases?limit=5",
            "/commitments/",
            "/projects/",
            "/",
        ]

    def changed(self) -> Iterator[str]:
        """The addresses that answer otherwise now, and how."""
        for url, before in self.given.items():
            if (now := answer(url)) != before:
                lines = [body.decode().splitlines() for _status, body in (before, now)]
                yield "\n".join([url, f"{before[0]} {now[0]}", *unified_diff(*lines, lineterm="", n=0)][:20])


def answer(url: str) -> tuple[int, bytes]:
    response = Client().get(url)
    return response.status_code, response.content


@pytest.mark.slow("100 s: tries 100 histories")
@pytest.mark.django_db(transaction=True)
def test_answers_as_of_a_past_moment_stay_the_same_to_the_byte():
    editor, reviewer = (make_user(role, "construction", role) for role in ("editor", "reviewer"))
    open_portal(by=make_user("administrator", None, "administrator"))
    told = []
    for number in range(HISTORIES):
        history = History(number, editor, reviewer)
        history.run()
        told.append(history)
    time.sleep(2)  # the last embargo ends

    caches["pages"].clear()
    changed = [difference for history in told for difference in history.changed()]

    assert not changed, "\n\n".join(changed[:5])
    statuses = [status for history in told for status, _body in history.given.values()]
    assert statuses.count(200) > len(statuses) / 2
