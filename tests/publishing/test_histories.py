"""Random histories: whatever officials do, in whatever order, an answer as of a past moment never changes.

Releases, embargoes, corrections, withdrawals of releases and of single rows, and renames follow each other at random,
each committed. On the way, pages and lists are asked for as of moments up to now; at the end every one of these answers
must be the same to the byte. `PORTAL_HISTORIES` says how many histories (100); a hundred of them share a database.
"""

import datetime as dt
import os
import random
import time
import zlib
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
from portal.commitments.models import Commitment, CommitmentUpdate
from portal.facilities.models import Facility
from portal.publishing.actions import releases
from portal.publishing.actions.opening import open_portal
from portal.publishing.models import Release, ReleasedRecord
from portal.records.errors import Refused
from portal.staff.audit import acting
from portal.staff.models import Department, User
from portal.statistics.models import Indicator, Observation
from projects.models import Category, Funding, Milestone, ProgressReport, Undertaking
from tests.projects.world import MAY, NOVEMBER, make_funding, make_milestone, make_project, make_report
from tests.world import (
    AsPrinted,
    hand_over,
    make_area,
    make_commitment,
    make_facility,
    make_figure,
    make_indicator,
    make_release,
    make_update,
    make_user,
)

HISTORIES = int(os.environ.get("PORTAL_HISTORIES", "100"))
TOGETHER = 100
STEPS = 8
MONEY = ["planned", "invested", "paid"]
LARGE = ["/", "/projects/", "/commitments/", "/search/?q={name}", "/areas/{name}-street/"]
KINDS = (Observation, Commitment, CommitmentUpdate, ProgressReport, Funding, Milestone)
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
        self.project = make_project(f"{self.name}-works", areas=[street])
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
            *[self.publish] * 3,
            *[self.correct] * 2,
            *[self.withdraw_rows] * 2,
            self.withdraw,
            self.cancel,
            *[self.rename] * 3,
        ]

    def publish(self) -> None:
        self.count += 1
        release = make_release(f"{self.name}-{self.count}", by=self.editor)
        for indicator in self.random.sample(self.indicators, self.random.randint(1, 2)):
            make_figure(release, indicator, self.random.randint(10, 99), area=self.random.choice(self.areas))
        if self.random.random() < 0.4:
            self.promise(release)
        if self.random.random() < 0.4:
            self.report(release)
        self.approve(release)

    def promise(self, release: Release) -> None:
        """A commitment, and what became of another."""
        due = timezone.localdate() + dt.timedelta(days=self.random.choice([-3, 0, 9]))
        if earlier := self.known(Commitment):
            make_update(release, self.random.choice(earlier), self.random.choice(["kept", "partly"]))
        make_commitment(release, due=due)

    def report(self, release: Release) -> None:
        """What is known of the project: its stage, money and a milestone."""
        stage = self.random.choice(["implementation", "completion"])
        make_report(release, self.project, stage, as_at=self.random.choice([MAY, NOVEMBER]))
        make_funding(release, self.project, self.random.randint(1, 9), kind=self.random.choice(MONEY))
        if not self.known(Milestone):
            make_milestone(release, self.project)

    def approve(self, release: Release) -> None:
        """Now, or a moment from now: nothing has to run for it to become public."""
        hand_over(release, self.editor)
        release.refresh_from_db()
        embargo = dt.timedelta(seconds=self.random.choice([0.05, 0.3, 2]))
        at = self.random.choice([None, None, timezone.now() + embargo])
        releases.approve(release=release, by=self.reviewer, at=at, reasons=AsPrinted())

    def mine(self):
        return Release.objects.filter(slug__startswith=f"{self.name}-")

    def known(self, model: type[ReleasedRecord]) -> list[ReleasedRecord]:
        """The rows of this history in force now."""
        rows = model.objects.known_at(timezone.now()).filter(release__slug__startswith=f"{self.name}-")
        return list(rows.select_related("release").order_by("pk"))

    def correct(self) -> None:
        model, field = self.random.choice(
            [(Observation, "value"), (Observation, "value"), (Funding, "amount")]
        )
        if rows := self.known(model):
            row = self.random.choice(rows)
            correction = releases.start_correction(release=row.release, by=self.editor, records=[row], **WHY)
            with acting(self.editor, action="test"):
                model.objects.filter(release=correction).update(**{field: self.random.randint(100, 999)})
            self.approve(correction)

    def withdraw_rows(self) -> None:
        """Rows of any kind, at times with a figure stated instead."""
        if rows := self.known(self.random.choice(KINDS)):
            release = self.random.choice(rows).release
            taken = [row for row in rows if row.release_id == release.pk]
            correction = releases.start_correction(
                release=release,
                by=self.editor,
                records=self.random.sample(taken, self.random.randint(1, len(taken))),
                withdraw=True,
                **WHY,
            )
            if self.random.random() < 0.3:
                day = dt.date(2022, 11, self.random.randint(1, 30))
                with acting(self.editor, action="test"):
                    make_figure(correction, self.indicators[0], self.random.randint(10, 99), period_end=day)
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
        definition = {"definition_zh": f"新定义{word}", "definition_en": f"Redefined {word}"}
        facility = Facility.objects.filter(pk=self.facility.pk)
        indicator = Indicator.objects.filter(pk=self.random.choice(self.indicators).pk)
        rows, texts = self.random.choice(
            [
                (indicator, names),
                (indicator, definition),
                (Area.objects.filter(pk=self.areas[1].pk), names),
                (facility, names),
                (facility, {"is_public": self.random.random() < 0.5}),
                (Undertaking.objects.filter(pk=self.project.pk), names),
                (Category.objects.filter(pk=self.project.category_id), names),
                (Department.objects.filter(pk=self.editor.department_id), names),
            ]
        )
        rows.update(**texts)

    def ask(self) -> None:
        """Ask one address as of now, or of a moment of this history; a page that draws everything less often."""
        now = timezone.now()
        past = self.began + (now - self.began) * self.random.random()
        moment = timezone.localtime(self.random.choice([now, past])).isoformat()
        address = self.random.choice(LARGE if self.random.random() < 1 / STEPS else self.addresses())
        address = address.format(name=self.name)
        mark = "&" if "?" in address else "?"
        url = f"{address}{mark}{urlencode({'as_of': moment})}"
        status, body = answer(url)
        if status != HTTPStatus.BAD_REQUEST:  # a code that nobody knows yet becomes a known one
            self.given[url] = status, zlib.compress(body)

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
            f"/api/v1/areas?q={self.name}",
            f"/releases/{release}/",
            f"/api/v1/releases/{release}",
            f"/facilities/{self.facility.code}/",
            f"/api/v1/commitments?q={self.name}&versions=all",
            f"/api/v1/projects/{self.project.code}",
            f"/api/v1/funding?versions=all&project={self.project.code}",
            f"/projects/{self.project.code}/",
            f"/areas/{street}/feed/",
            "/releases/feed/",
            "/commitments/feed/",
            "/api/v1/releases?limit=5",
            "/api/v1/changes?limit=20",
        ]

    def changed(self) -> Iterator[str]:
        """The addresses that answer otherwise now, and how."""
        for url, (status, packed) in self.given.items():
            before = status, zlib.decompress(packed)
            if (now := answer(url)) != before:
                lines = [body.decode().splitlines() for _status, body in (before, now)]
                words = [f"history {self.name}: {url}", f"{before[0]} {now[0]}"]
                yield "\n".join([*words, *unified_diff(*lines, lineterm="", n=0)][:20])


VISITOR = Client()


def answer(url: str) -> tuple[int, bytes]:
    response = VISITOR.get(url)
    return response.status_code, response.content


@pytest.mark.slow("60 s: tries 100 histories")
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("first", range(0, HISTORIES, TOGETHER))
def test_answers_as_of_a_past_moment_stay_the_same_to_the_byte(first):
    editor, reviewer = (make_user(role, "construction", role) for role in ("editor", "reviewer"))
    open_portal(by=make_user("administrator", None, "administrator"))
    told = []
    for number in range(first, min(first + TOGETHER, HISTORIES)):
        history = History(number, editor, reviewer)
        history.run()
        told.append(history)
    time.sleep(2)  # the last embargo ends

    caches["pages"].clear()
    changed = [difference for history in told for difference in history.changed()]

    assert not changed, "\n\n".join(changed[:5])
    statuses = [status for history in told for status, _body in history.given.values()]
    assert statuses.count(200) > len(statuses) / 2
