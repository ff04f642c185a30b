"""The public release calendar: announced times of releases, and changes to them."""

import datetime as dt

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import BigIntegerField, Case, Exists, F, IntegerField, OuterRef, Q, Value, When
from django.db.models.functions import Cast, Extract
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.publishing.models.release import Release
from portal.records.fields import Localized
from portal.records.history import audited, never_truncated
from portal.web.data_version import announcement_change


class CalendarState(models.TextChoices):
    """The state of an announced release. Computed, because it becomes late by time alone."""

    DELAYED = "delayed", _("delayed")
    UPCOMING = "upcoming", pgettext_lazy("calendar", "to come")
    CALLED_OFF = "called_off", _("called off")
    RELEASED = "released", _("released")


class AnnouncementQuerySet(models.QuerySet):
    """QuerySet words for announcements."""

    def announced(self, at: dt.datetime) -> "AnnouncementQuerySet":
        """Public by that time, including superseded ones."""
        return self.filter(announced_at__lte=at)

    def current(self, at: dt.datetime) -> "AnnouncementQuerySet":
        """The latest announcement of each release at that time."""
        later = Announcement.objects.announced(at).filter(release=OuterRef("release"), id__gt=OuterRef("id"))
        return self.announced(at).filter(~Exists(later))

    def for_calendar(self, at: dt.datetime) -> "AnnouncementQuerySet":
        """The calendar at that time: with `state`, and sorted by `rank` and `place`.

        Delayed first, then upcoming by time, then called off, then released, the last two newest first.
        """
        came = Q(release__released_at__lte=at)
        states = [
            (came, CalendarState.RELEASED),
            (Q(scheduled_for__isnull=True), CalendarState.CALLED_OFF),
            (Q(scheduled_for__lte=at), CalendarState.DELAYED),
        ]
        order = CalendarState.values
        ranks = [When(q, then=Value(order.index(state))) for q, state in states]
        return (
            self.current(at)
            .select_related("release")
            .annotate(
                state=Case(
                    *(When(q, then=Value(state.value)) for q, state in states),
                    default=Value(CalendarState.UPCOMING.value),
                    output_field=models.CharField(),
                ),
                rank=Case(
                    *ranks,
                    default=Value(order.index(CalendarState.UPCOMING)),
                    output_field=IntegerField(),
                ),
                place=Case(
                    When(came, then=-_seconds("release__released_at")),
                    When(scheduled_for__isnull=True, then=-_seconds("announced_at")),
                    default=_seconds("scheduled_for"),
                    output_field=BigIntegerField(),
                ),
            )
            .order_by("rank", "place", "id")
        )


def _seconds(field: str) -> Cast:
    """A time in whole seconds, for sorting in either direction."""
    return Cast(Extract(F(field), "epoch"), BigIntegerField())


@audited
class Announcement(models.Model):
    """A public announcement of when a release will come out. The newest one counts; none is ever changed.

    Public at once, with title and time only. A null `scheduled_for` calls the release off. Changing or calling off
    a confirmed time needs a public reason.
    """

    release = models.ForeignKey(
        Release, models.CASCADE, related_name="announcements", verbose_name=_("release")
    )
    title_zh = models.CharField(_("title (Chinese)"), max_length=200)
    title_en = models.CharField(_("title (English)"), max_length=300)
    title = Localized("title")
    scheduled_for = models.DateTimeField(_("announced for"), null=True)
    confirmed = models.BooleanField(_("confirmed"), default=False)
    reason_zh = models.TextField(_("reason of the change (Chinese)"), blank=True)
    reason_en = models.TextField(_("reason of the change (English)"), blank=True)
    reason = Localized("reason")
    announced_at = models.DateTimeField(_("announced at"))
    announced_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("announced by")
    )

    objects = AnnouncementQuerySet.as_manager()

    class Meta:
        ordering = ("release", "id")
        verbose_name = _("announcement")
        verbose_name_plural = _("announcements")
        constraints = [
            models.CheckConstraint(
                name="announcement_reason_in_both_languages",
                condition=Q(reason_zh="", reason_en="") | (~Q(reason_zh="") & ~Q(reason_en="")),
            ),
            models.CheckConstraint(
                name="announcement_called_off_is_not_confirmed",
                condition=Q(scheduled_for__isnull=False) | Q(confirmed=False),
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="never_rewritten", operation=pgtrigger.Update),
            pgtrigger.Trigger(
                name="never_taken_back",
                operation=pgtrigger.Delete,
                when=pgtrigger.After,
                timing=pgtrigger.Deferred,
                func="""
                IF EXISTS (SELECT 1 FROM portal_release WHERE id = OLD.release_id) THEN
                    RAISE EXCEPTION 'an announcement is never taken back, only overtaken'
                        USING ERRCODE = 'restrict_violation';
                END IF;
                RETURN NULL;
                """,
            ),
            pgtrigger.Trigger(
                name="confirmed_time_changes_with_a_reason",
                operation=pgtrigger.Insert,
                when=pgtrigger.Before,
                declare=[("former", "portal_announcement%ROWTYPE")],
                func="""
                PERFORM 1 FROM portal_release WHERE id = NEW.release_id FOR NO KEY UPDATE;
                SELECT * INTO former FROM portal_announcement
                    WHERE release_id = NEW.release_id ORDER BY id DESC LIMIT 1;
                IF NEW.announced_at > clock_timestamp() + interval '1 minute'
                   OR NEW.announced_at < former.announced_at THEN
                    RAISE EXCEPTION 'release %: an announcement is made now', NEW.release_id
                        USING ERRCODE = 'check_violation';
                END IF;
                IF former.confirmed AND NEW.reason_zh = '' AND (
                    NEW.scheduled_for IS DISTINCT FROM former.scheduled_for OR NOT NEW.confirmed
                ) THEN
                    RAISE EXCEPTION 'release %: a confirmed time is changed with a public reason only', NEW.release_id
                        USING ERRCODE = 'check_violation';
                END IF;
                RETURN NEW;
                """,
            ),
            announcement_change(),
            never_truncated(),
        ]

    def __str__(self) -> str:
        return self.title
