"""Events: what takes place where and when, as releases announce and report it."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Case, Count, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.areas.models import Area
from portal.commitments.models import Commitment
from portal.events.recurrence import DAY, LONGEST, days_of
from portal.facilities.models import Facility
from portal.publishing.models import PrintedRecord
from portal.publishing.models.released import ReleasedQuerySet, known_once, released_triggers
from portal.records.fields import Localized, code_validator
from portal.records.history import audited
from portal.records.search_index import Searched, in_both
from portal.staff.models import Department, Sector
from portal.statistics.models import Indicator
from portal.statistics.periods import Period

SEARCHED = Searched(titles=in_both("name"), texts=in_both("place", "audience", "when_printed", "note"))
VERSION_KEY = ("code",)
#: A time of the day.
CLOCK = "^([01][0-9]|2[0-3]):[0-5][0-9]$"
OF_ROW = "(part ->> 'department_id')::bigint"


class EventQuerySet(ReleasedQuerySet):
    """QuerySet words for events."""

    def between(self, first: dt.date, last: dt.date) -> "EventQuerySet":
        """That may take place on one of these days; `occurrences` tells of what repeats."""
        not_over = Q(repeats_until__gte=first) | Q(repeats_until=None, last_day__gte=first)
        return self.filter(not_over, first_day__lte=last)

    def coming_first(self, day: dt.date) -> "EventQuerySet":
        """Those of that day and later, the next first; then those without a date, then the past ones, newest first."""
        end = Coalesce("repeats_until", "last_day")
        group = Case(When(first_day=None, then=1), When(end__lt=day, then=2), default=0)
        ahead = Case(When(end__gte=day, then=F("first_day")), default=None, output_field=models.DateField())
        return (
            self.annotate(end=end)
            .annotate(group=group, ahead=ahead)
            .order_by("group", F("ahead").asc(nulls_last=True), F("end").desc(nulls_last=True), "code")
        )

    def with_versions(self, at: dt.datetime) -> "EventQuerySet":
        """Adds `sequence`: how many versions were released before it; `last_known_day`, `last_known_time` of any."""
        versions = PublicEvent.objects.released(at).filter(code=OuterRef("code")).order_by()
        count = versions.values("code").annotate(number=Count("pk")).values("number")
        dated = versions.filter(precision=PublicEvent.Precision.DAY).order_by("-released_at")
        return self.annotate(
            sequence=Coalesce(Subquery(count[:1]), Value(1)) - 1,
            last_known_day=Subquery(dated.values("first_day")[:1]),
            last_known_time=Subquery(dated.values("start_time")[:1]),
        )

    def for_list(self) -> "EventQuerySet":
        """Ready to render in a list."""
        return self.select_related(
            "release", "section", "sector", "department", "area", "facility", "commitment"
        )


@audited
class PublicEvent(PrintedRecord):
    """What takes place once or repeatedly, as one release states it: planned, postponed, cancelled or held.

    A later release that states it again under the same code supersedes it. Days are those that the release states:
    `precision` says whether it takes place on them or only some time within them, or that no date is stated.
    """

    version_key = VERSION_KEY
    printed_numbers = ("seats",)
    #: What it refers to, as far as that is public; `attach_public_links` sets them.
    public_facility: Facility | None = None
    public_commitment: Commitment | None = None
    public_indicator: Indicator | None = None

    class Kind(models.TextChoices):
        PERFORMANCE = "performance", _("performance")
        EXHIBITION = "exhibition", _("exhibition")
        LECTURE = "lecture", _("lecture or training")
        SPORT = "sport", _("sports event")
        SCREENING = "screening", _("health check or clinic day")
        MEETING = "meeting", _("meeting")
        VISIT = "visit", _("visits to households")
        OTHER = "other", _("other event")

    class Status(models.TextChoices):
        PLANNED = "planned", _("planned")
        POSTPONED = "postponed", _("postponed")
        CANCELLED = "cancelled", _("cancelled")
        HELD = "held", _("took place")

    class Precision(models.TextChoices):
        DAY = "day", _("on these days")
        WITHIN = "within", _("some time within these days")
        NONE = "none", _("no date is stated")

    code = models.CharField(_("code"), max_length=80, validators=[code_validator])
    name_zh = models.CharField(_("name (Chinese)"), max_length=200)
    name_en = models.CharField(_("name (English)"), max_length=300)
    name = Localized("name")
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    status = models.CharField(_("status"), max_length=9, choices=Status, default=Status.PLANNED)
    department = models.ForeignKey(
        Department, models.PROTECT, related_name="public_events", verbose_name=_("department")
    )
    sector = models.ForeignKey(Sector, models.PROTECT, related_name="public_events", verbose_name=_("sector"))
    area = models.ForeignKey(Area, models.PROTECT, related_name="public_events", verbose_name=_("area"))
    facility = models.ForeignKey(
        Facility,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="public_events",
        verbose_name=_("facility"),
    )
    place_zh = models.CharField(_("place (Chinese)"), max_length=200, blank=True)
    place_en = models.CharField(_("place (English)"), max_length=300, blank=True)
    place = Localized("place")
    precision = models.CharField(
        _("precision of the date"), max_length=6, choices=Precision, default=Precision.DAY
    )
    first_day = models.DateField(_("first day"), null=True, blank=True)
    last_day = models.DateField(_("last day"), null=True, blank=True)
    start_time = models.CharField(
        _("begins at"),
        max_length=5,
        blank=True,
        help_text=_("By the clock, such as 19:00; empty if not stated."),
    )
    end_time = models.CharField(_("ends at"), max_length=5, blank=True)
    when_printed_zh = models.CharField(_("date, as stated (Chinese)"), max_length=100, blank=True)
    when_printed_en = models.CharField(_("date, as stated (English)"), max_length=200, blank=True)
    when_printed = Localized("when_printed")
    rule = models.CharField(
        _("repeats"),
        max_length=120,
        blank=True,
        help_text=_("A rule of RFC 5545, such as FREQ=WEEKLY;BYDAY=MO,FR. Empty if it takes place once."),
    )
    repeats_until = models.DateField(_("repeats until"), null=True, blank=True)
    except_days = ArrayField(
        models.CharField(max_length=10),
        default=list,
        blank=True,
        verbose_name=_("except on"),
        help_text=_("Days of the rule on which it does not take place, such as 2022-10-03."),
    )
    audience_zh = models.CharField(_("for whom (Chinese)"), max_length=200, blank=True)
    audience_en = models.CharField(_("for whom (English)"), max_length=300, blank=True)
    audience = Localized("audience")
    charge = models.CharField(_("charge"), max_length=8, choices=Facility.Charge, blank=True)
    charge_note_zh = models.CharField(_("note on the charge (Chinese)"), max_length=200, blank=True)
    charge_note_en = models.CharField(_("note on the charge (English)"), max_length=300, blank=True)
    charge_note = Localized("charge_note")
    seats = models.PositiveIntegerField(_("seats"), null=True, blank=True, validators=[MinValueValidator(1)])
    commitment = models.ForeignKey(
        Commitment,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="public_events",
        verbose_name=_("commitment that announced it"),
    )
    counted_in = models.ForeignKey(
        Indicator,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="public_events",
        verbose_name=_("counted in"),
        help_text=_("The indicator that counts it, such as the shows of a tour."),
    )

    objects = EventQuerySet.as_manager()
    searched = SEARCHED

    class Meta:
        ordering = ("code", "released_at", "id")
        verbose_name = _("event")
        verbose_name_plural = _("events")
        indexes = [SEARCHED.index("event_search")]
        constraints = [
            models.CheckConstraint(
                name="event_days_by_precision",
                condition=Q(precision="none", first_day=None, last_day=None)
                | Q(first_day__isnull=False, last_day__isnull=False, last_day__gte=F("first_day"))
                & ~Q(precision="none"),
                violation_error_message=_("Give both days in order, or neither if no date is stated."),
            ),
            models.CheckConstraint(
                name="event_time_needs_day",
                condition=Q(start_time="", end_time="")
                | Q(start_time__regex=CLOCK, precision="day") & (Q(end_time="") | Q(end_time__regex=CLOCK)),
                violation_error_message=_(
                    "A time is written as 19:00 and needs the day; an end needs a beginning."
                ),
            ),
            models.CheckConstraint(
                name="event_repetition_ends",
                condition=Q(rule="", repeats_until=None, except_days=[])
                | Q(
                    repeats_until__isnull=False,
                    precision="day",
                    last_day=F("first_day"),
                    repeats_until__gte=F("first_day"),
                    repeats_until__lte=F("first_day") + Value(LONGEST),
                )
                & ~Q(rule=""),
                violation_error_message=_(
                    "What repeats takes one day each time and ends, at most three years after the first."
                ),
            ),
            models.UniqueConstraint(
                fields=["release", "code"],
                name="event_once_in_release",
                violation_error_message=_("The release already states this event."),
            ),
            known_once("event_known_once", "code"),
        ]
        triggers = released_triggers("portal_publicevent", VERSION_KEY, department=OF_ROW)

    def __str__(self) -> str:
        return self.name

    @property
    def venue(self) -> str:
        """Where, in words: the printed place, the facility, or the area."""
        return self.place or (self.public_facility.name if self.public_facility else "") or self.area.label

    @property
    def repeats(self) -> bool:
        return bool(self.rule)

    @property
    def last(self) -> dt.date | None:
        """The last day on which it can take place."""
        return self.repeats_until or self.last_day

    @property
    def when(self) -> str:
        """Its date as far as it is stated: “5 September 2022, 19:00”, “some time in May 2022”, “no date is stated”."""
        if self.precision == self.Precision.NONE:
            return self.when_printed or str(self.Precision.NONE.label)
        days = Period(self.first_day, self.last_day, "period").label
        if self.precision == self.Precision.WITHIN:
            return gettext("%(period)s, no day stated") % {"period": days}
        if self.repeats:
            days = gettext("%(first)s to %(last)s, repeatedly") % {
                "first": date_format(self.first_day, "DATE_FORMAT"),
                "last": date_format(self.repeats_until, "DATE_FORMAT"),
            }
        elif self.first_day == self.last_day:
            days = date_format(self.first_day, "DATE_FORMAT")
        return f"{days} {self.times}".strip()

    @property
    def times(self) -> str:
        """“19:00–21:00”; empty if no time is stated."""
        return "–".join(filter(None, (self.start_time, self.end_time)))

    @property
    def days_left_out(self) -> tuple[dt.date, ...]:
        return tuple(map(dt.date.fromisoformat, self.except_days))

    def is_overdue(self, day: dt.date) -> bool:
        """Whether it was planned for a day that has passed, and no release has said since whether it took place."""
        open_ = self.status in {self.Status.PLANNED, self.Status.POSTPONED}
        return open_ and self.last is not None and self.last < day

    def occurrences(self, first: dt.date, last: dt.date) -> "Iterator[Occurrence]":
        """Each time that it takes place on these days; none of what states no day."""
        if self.precision != self.Precision.DAY:
            return
        if not self.repeats:
            if self.first_day <= last and self.last_day >= first:
                yield Occurrence(self, self.first_day, self.last_day)
            return
        for day in days_of(self.rule, self.first_day, self.repeats_until, self.days_left_out):
            if first <= day <= last:
                yield Occurrence(self, day, day)

    def next_occurrences(self, day: dt.date, most: int) -> "list[Occurrence]":
        """The next times from that day on."""
        return list(self.occurrences(day, self.last))[:most] if self.last else []


@dataclass(frozen=True)
class Occurrence:
    """One time that an event takes place."""

    event: PublicEvent
    first_day: dt.date
    last_day: dt.date

    @property
    def starts(self) -> dt.datetime | dt.date:
        """The instant at which it begins, or the day where no time is stated."""
        return at_clock(self.first_day, self.event.start_time) if self.event.start_time else self.first_day

    @property
    def ends(self) -> dt.datetime | dt.date | None:
        """The instant at which it ends, the day after its last one, or None where only the beginning is stated."""
        if not self.event.start_time:
            return self.last_day + DAY
        if not self.event.end_time:
            return None
        end = at_clock(self.last_day, self.event.end_time)
        return end if end > self.starts else end + DAY


def at_clock(day: dt.date, time: str) -> dt.datetime:
    """The instant of a time such as 19:00 on a day."""
    return dt.datetime.combine(day, dt.time.fromisoformat(time), timezone.get_default_timezone())
