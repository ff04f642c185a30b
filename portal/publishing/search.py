"""Search sources of releases, sections and questions."""

import datetime as dt

from django.db.models import QuerySet
from django.urls import reverse

from portal.publishing.models import Question, Release, Section
from portal.records.types import Hit


def release_hits(releases: list[Release], at: dt.datetime) -> list[Hit]:
    return [
        Hit(r.title, reverse("release-detail", args=[r.slug]), [r.summary, r.index_number]) for r in releases
    ]


def part_address(part: Section | Question) -> str:
    section = part if isinstance(part, Section) else part.section
    return f"{reverse('release-detail', args=[part.release.slug])}#{section.anchor}"


def section_hits(sections: list[Section], at: dt.datetime) -> list[Hit]:
    return [Hit(s.title, part_address(s), [s.summary], s.release.title) for s in sections]


def question_hits(questions: list[Question], at: dt.datetime) -> list[Hit]:
    return [
        Hit(q.question, part_address(q), [q.answer, q.outlet, q.speaker], q.release.title) for q in questions
    ]


def questions(at: dt.datetime) -> QuerySet:
    return Question.objects.known_at(at).for_list().select_related("section")
