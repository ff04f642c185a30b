"""JSON of releases, of released records and of the release calendar."""

import datetime as dt
import functools
from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from portal.publishing.calendar import calendar_entries
from portal.publishing.filters import CalendarFilter, versions_asked_for
from portal.publishing.models import Announcement, Attachment, CalendarState, Release, ReleasedRecord
from portal.publishing.printed import CheckState
from portal.web.addresses import absolute
from portal.web.api.empty import Empty, not_in_force
from portal.web.api.endpoints import Endpoint
from portal.web.api.fields import Answer, Day, PastTime, Text, Time, Word
from portal.web.api.views import DetailView, ListView
from portal.web.filters import StrictFilterSet
from portal.web.keyset import Keyset


class LocatorSerializer(serializers.Serializer):
    """Where in the release."""

    section = Text(source="section.number")
    paragraph = serializers.IntegerField(allow_null=True, read_only=True)
    section_title = Text(source="section.title")


class Locator(LocatorSerializer):
    """Section and paragraph in the release; null without a section."""

    def __init__(self, **kwargs) -> None:
        super().__init__(allow_null=True, read_only=True, **{"source": "*", **kwargs})

    def get_attribute(self, instance: object) -> object | None:
        record = super().get_attribute(instance)
        return record if record.section_id else None


class ReleaseSerializer(serializers.Serializer):
    """One release, with the statutory metadata of open government information."""

    slug = Text()
    kind = Word(Release.Kind.choices)
    title = Text()
    summary = serializers.SerializerMethodField(help_text=_("Empty if the release is withdrawn."))
    department = Text(source="department.code")
    department_name = Text(source="department.name")
    index_number = Text()
    disclosure = Word(Release.Disclosure.choices, allow_blank=True)
    issuing_body = Text()
    category = Text()
    document_date = Day(allow_null=True)
    validity = Word(Release.Validity.choices, allow_blank=True)
    expires_on = Day(allow_null=True)
    published_on = Day(allow_null=True, help_text=_("If first published elsewhere."))
    published_on_estimated = serializers.BooleanField()
    source_document = Text()
    source_url = Text(help_text=_("Where the document can be read as it was published."))
    printed_title = Text(help_text=_("As printed; empty if the document prints none."))
    first_editor = Text(help_text=_("Who signed the source as first editor (初审)."))
    responsible_editor = Text(help_text=_("Who signed the source as responsible editor (责任编辑)."))
    note = Text()
    corrects = serializers.SerializerMethodField(help_text=_("The corrected release."))
    reason = Text(help_text=_("Of the correction."))
    released_at = Time()
    withdrawn_at = PastTime(allow_null=True)
    withdrawal_reason = serializers.SerializerMethodField()
    state = serializers.SerializerMethodField(help_text=_("in_force or withdrawn."))
    corrected_by = serializers.SerializerMethodField(
        help_text=_("Releases that correct it, the oldest first.")
    )

    def get_state(self, release: Release) -> str:
        return "withdrawn" if self.is_withdrawn(release) else "in_force"

    def get_corrected_by(self, release: Release) -> list[str]:
        return [correction.slug for correction in release.public_corrections]

    def get_corrects(self, release: Release) -> str | None:
        corrected = release.corrects
        return corrected.slug if corrected and corrected.is_public(self.context["moment"].at) else None

    def get_summary(self, release: Release) -> str:
        return "" if self.is_withdrawn(release) else release.summary

    def get_withdrawal_reason(self, release: Release) -> str:
        return release.withdrawal_reason if self.is_withdrawn(release) else ""

    def is_withdrawn(self, release: Release) -> bool:
        return release.is_withdrawn(self.context["moment"].at)


class SectionSerializer(serializers.Serializer):
    """A section of a release; locators refer to it by number."""

    number = Text()
    title = Text()
    sector = Text(source="sector_id", allow_null=True)
    department = Text(source="department.code")
    speaker = Text(help_text=_("Who speaks in it, with office; empty if nobody is named."))
    summary = Text()
    paragraphs = serializers.IntegerField()


class QuestionSerializer(serializers.Serializer):
    """A journalist's question and the answer, paraphrased."""

    number = serializers.IntegerField()
    section = Text(source="section.number")
    outlet = Text()
    question = Text()
    speaker = Text()
    answer = Text()


CHANGE_COUNT = _(
    "How many rows it has; `changes` lists the first 500 of each kind, the list of the kind has all."
)


class RowChangeSerializer(serializers.Serializer):
    """A row of a correction: what was stated before, and what is stated now."""

    text = Text(help_text=_("The same in one line."))
    record = Text(source="noun", help_text=_("The list that has the record, such as `observations`."))
    id = serializers.IntegerField(source="record.pk")
    supersedes = serializers.IntegerField(
        source="record.supersedes_id", allow_null=True, help_text=_("Id of the version that it replaced.")
    )
    subject = Text(help_text=_("What it is about."))
    before = Text(allow_null=True, help_text=_("What was stated before; null if nothing was."))
    after = Text(help_text=_("What is stated now."))


class WithdrawnRowSerializer(serializers.Serializer):
    """What was stated about it and withdrawn since, row by row, with nothing in its place."""

    text = Text(source="subject_and_words", help_text=_("What was stated, in one line."))
    record = Text(source="noun", help_text=_("The list that has the record, such as `funding`."))
    id = serializers.IntegerField(source="record.pk")
    withdrawn_at = Time(source="withdrawal.released_at")
    withdrawn_by = Text(source="withdrawal.release.slug", help_text=_("The correction that withdrew it."))
    reason = Text(source="withdrawal.release.reason")


class CorrectionSerializer(serializers.Serializer):
    """A later release that corrects this one, or one of its corrections."""

    slug = Text()
    title = Text()
    reason = Text()
    released_at = Time()
    corrects = Text(source="corrects.slug", help_text=_("This release, or the correction that it corrects."))
    withdrawn_at = PastTime(allow_null=True)
    changes = RowChangeSerializer(many=True, source="row_changes", help_text=_("Empty once it is withdrawn."))
    change_count = serializers.IntegerField(source="row_changes.total", help_text=CHANGE_COUNT)


class AttachmentSerializer(serializers.Serializer):
    """A document that belongs to a release."""

    title = Text()
    address = serializers.SerializerMethodField()

    def get_address(self, document: Attachment) -> str:
        place = reverse("attachment", args=[document.release.slug, document.pk])
        return absolute(place)


class FacilityLocatorSerializer(serializers.Serializer):
    """Section and paragraph in the source; the section by its number only."""

    section = Text()
    paragraph = serializers.IntegerField(allow_null=True, read_only=True)


class PrintedCheckSerializer(serializers.Serializer):
    """One number of the row against the token that the document prints."""

    summary = Text(help_text=_("What was checked and found, in words."))
    field = Text(help_text=_("The field with the number."))
    state = Word(CheckState.choices)
    because = Text(help_text=_("Why it is doubtful; empty otherwise."))
    reason = Text(help_text=_("Why it is published although it does not hold; empty where it holds."))


class ReleasedFields(serializers.Serializer):
    """Where and when it was stated."""

    as_printed = Text(source="record.as_printed", help_text=_("As printed in the document, errors included."))
    note = Text(source="record.note")
    release = Text(source="record.release.slug", help_text=_("The release that stated it."))
    locator = Locator(source="record")
    released_at = Time(source="record.released_at")
    superseded_at = PastTime(
        source="record.superseded_at",
        allow_null=True,
        help_text=_("When a later release superseded it; null while in force."),
    )
    contradictions = serializers.SerializerMethodField(
        help_text=_("In words, the numbers that are not the printed ones; the note says why."),
    )

    def get_contradictions(self, row: object) -> list[str]:
        return list(row.record.contradictions.values())

    check_state = Word(
        CheckState.choices,
        source="record.printed_state",
        allow_blank=True,
        help_text=_("The worst state of its checks; empty if none applies."),
    )
    checks = PrintedCheckSerializer(
        many=True,
        source="record.printed_checks",
        help_text=_("Its numbers against the printed token, where that prints any."),
    )


class VersionFields(serializers.Serializer):
    """Which version it is: what it replaced, what replaced it, and why. Needs rows `with_neighbours`."""

    version_state = serializers.SerializerMethodField(help_text=_("in_force, superseded or withdrawn."))
    supersedes = serializers.IntegerField(
        source="record.supersedes_id", allow_null=True, help_text=_("Id of the version that it replaced.")
    )
    superseded_by = serializers.SerializerMethodField(
        help_text=_(
            "Id of the version that replaced it; null while in force, and if it was withdrawn instead."
        )
    )
    correction_reason = Text(
        source="record.release.reason", help_text=_("Why, if a correction stated it; empty otherwise.")
    )
    withdrawn_at = PastTime(
        source="record.withdrawn_at",
        allow_null=True,
        help_text=_("When its release, or by a correction this row alone, was withdrawn."),
    )
    withdrawal_reason = serializers.SerializerMethodField()
    withdrawn_by = serializers.SerializerMethodField(
        help_text=_("The correction that withdrew this row alone; null otherwise.")
    )

    def get_version_state(self, row: Any) -> str:
        if self.is_withdrawn(row):
            return "withdrawn"
        return "superseded" if row.record.superseded_by(self.context["moment"].at) else "in_force"

    def get_superseded_by(self, row: Any) -> int | None:
        ended = row.record.superseded_by(self.context["moment"].at)
        return row.record.superseded_by_id if ended else None

    def get_withdrawal_reason(self, row: Any) -> str:
        return row.record.withdrawal_reason if self.is_withdrawn(row) else ""

    def get_withdrawn_by(self, row: Any) -> str | None:
        alone = row.record.is_withdrawn_alone(self.context["moment"].at)
        return row.record.row_withdrawal["correction"] if alone else None

    def is_withdrawn(self, row: Any) -> bool:
        return row.record.is_withdrawn(self.context["moment"].at)


@functools.cache
def record_serializer(
    name: str, *fields: type[serializers.Serializer], answer: bool = False, versions: bool = False
) -> type[serializers.Serializer]:
    """A serializer of a record: these fields in order, then its source.

    `name`: of its OpenAPI component. `answer`: whether it is the answer about one record. `versions`: whether it says
    what it replaced and what replaced it, for rows `with_neighbours`.
    """
    bases = (*((Answer,) if answer else ()), *fields, ReleasedFields, *((VersionFields,) if versions else ()))
    return type(f"{name}Serializer", bases, {"__doc__": fields[-1].__doc__})


def record_endpoint(
    noun: str,
    model: type[ReleasedRecord],
    *fields: type[serializers.Serializer],
    filters: type[StrictFilterSet],
    title: str | Promise,
    about: str | Promise,
    related: tuple[str, ...] = (),
    keyset: Keyset | None = None,
    prepare: Callable[[list, dt.datetime], list] | None = None,
    page: str = "",
) -> Endpoint:
    """The endpoint of a record: its list, and one row by its id, in every version that was public.

    `fields`: serializers of its subject and its values; the docstring of the last one describes it. `related`: the
    relations that they read. `prepare` turns the records of one page into rows with derived values. `page`: the URL
    name of its HTML list.
    """
    name = fields[-1].__name__.removesuffix("Fields")

    named = ("release", "section", *related)

    class Records(ListView):
        __doc__ = fields[-1].__doc__
        serializer_class = record_serializer(name, *fields, versions=True)
        filterset_class = filters

        def rows(self, at: dt.datetime) -> QuerySet:
            return versions_asked_for(model.objects, self.request).with_neighbours().select_related(*named)

        def prepare(self, rows: list) -> list:
            return prepare(rows, self.request.moment.at) if prepare else rows

        def why_empty(self, filterset: StrictFilterSet) -> Empty:
            ever = model.objects.released(self.request.moment.at)
            names = {"request": self.request, "also": self.own_parameters, "only_given": True}
            is_ended = filters(self.request.GET, ever, **names).qs.exists()
            return not_in_force() if is_ended else super().why_empty(filterset)

    class Record(DetailView):
        __doc__ = fields[-1].__doc__
        serializer_class = record_serializer(f"{name}Answer", *fields, answer=True, versions=True)
        key = "id"

        def rows(self, at: dt.datetime) -> QuerySet:
            return model.objects.released(at).with_neighbours().select_related(*named)

        def row(self, at: dt.datetime, **key: str) -> Any:
            row = super().row(at, **key)
            return prepare([row], at)[0] if prepare else row

    Records.keyset = keyset or Keyset("id")
    return Endpoint(noun, Records, Record, title, about, page)


class AnnouncementSerializer(serializers.Serializer):
    """One announcement of when a release will come out."""

    announced_at = Time()
    title = Text()
    scheduled_for = Time(allow_null=True, help_text=_("Null if called off."))
    confirmed = serializers.BooleanField(help_text=_("False if the time is provisional."))
    reason = Text(help_text=_("Reason of the change; required for a confirmed time."))


class CalendarSerializer(AnnouncementSerializer):
    """An announced release at the moment of the request. Until it is public, only title and time are known."""

    state = Word(CalendarState.choices)
    released_at = Time(allow_null=True)
    release = Text(
        source="release_slug", default=None, allow_null=True, help_text=_("Null until it is public.")
    )
    announcements = AnnouncementSerializer(many=True, help_text=_("All its announcements, oldest first."))


class CalendarList(ListView):
    """Announced releases: delayed, upcoming, called off, released."""

    serializer_class = CalendarSerializer
    filterset_class = CalendarFilter
    keyset = Keyset("rank", "place", "id")

    def rows(self, at: dt.datetime) -> QuerySet:
        return Announcement.objects.for_calendar(at)

    def prepare(self, rows: list[Announcement]) -> list[Announcement]:
        return calendar_entries(rows, self.request.moment.at)
