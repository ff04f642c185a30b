"""Links of undertakings: their areas, what they continue, and statistics about them."""

import pgtrigger
from django.utils.translation import gettext_lazy as _

from portal.records.history import audited_link, never_truncated
from portal.records.links import no_circle
from portal.web.data_version import public_change
from projects.models.undertaking import IS_PUBLIC, Undertaking

#: The row that a link is part of: its column and its table.
OWNER = ("undertaking_id", "projects_undertaking")


@audited_link
class UndertakingArea(Undertaking.areas.through):
    """One of the areas of an undertaking."""

    class Meta:
        proxy = True
        verbose_name = _("area of an undertaking")
        verbose_name_plural = _("areas of undertakings")
        triggers = [
            public_change(when=IS_PUBLIC % {"id": "undertaking_id"}, part_of=OWNER),
            never_truncated(),
        ]


@audited_link
class UndertakingPredecessor(Undertaking.predecessors.through):
    """One project continues another: `from_undertaking` is the later, `to_undertaking` the earlier.

    Several projects may become one, and one may become several.
    """

    class Meta:
        proxy = True
        verbose_name = _("predecessor of an undertaking")
        verbose_name_plural = _("predecessors of undertakings")
        triggers = [
            no_circle(
                "predecessors_form_no_circle",
                "projects_undertaking_predecessors",
                "undertaking_id",
                "undertakings: one continues one that continues it",
            ),
            pgtrigger.Trigger(
                name="predecessors_are_described",
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                when=pgtrigger.After,
                func="""
                IF TG_OP <> 'INSERT' THEN
                    UPDATE projects_undertaking SET continued = continued WHERE id = OLD.from_undertaking_id;
                END IF;
                IF TG_OP <> 'DELETE' THEN
                    UPDATE projects_undertaking SET continued = continued WHERE id = NEW.from_undertaking_id;
                END IF;
                RETURN NULL;
                """,
            ),
            public_change(
                when=IS_PUBLIC % {"id": "from_undertaking_id"},
                part_of=("from_undertaking_id", "projects_undertaking"),
            ),
            never_truncated(),
        ]


@audited_link
class UndertakingIndicator(Undertaking.indicators.through):
    """A district statistic about an undertaking."""

    class Meta:
        proxy = True
        verbose_name = _("statistic about an undertaking")
        verbose_name_plural = _("statistics about undertakings")
        triggers = [
            public_change(when=IS_PUBLIC % {"id": "undertaking_id"}, part_of=OWNER),
            never_truncated(),
        ]
