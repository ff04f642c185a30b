"""Why a list is empty, as far as that is known at its moment: nothing is not zero."""

import datetime as dt
from dataclasses import asdict, dataclass

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import serializers

from portal.web.as_of import Moment, first_change


@dataclass(frozen=True)
class Empty:
    """The reason as a code and in words; the days from which and to which there is something, where there is."""

    reason: str
    message: str
    first_day: dt.date | None = None
    last_day: dt.date | None = None

    @property
    def json(self) -> dict[str, object]:
        return {
            name: str(value) if isinstance(value, dt.date) else value for name, value in asdict(self).items()
        }


class EmptySerializer(serializers.Serializer):
    """Why there are no results."""

    reason = serializers.CharField(
        help_text=gettext_lazy(
            "`before_first_publication`, `nothing_published`, `no_match`, `not_in_force`; of figures also "
            "`no_such_series`, `not_reported_for_period`, `withdrawn`; of gaps `nothing_expected`."
        )
    )
    message = serializers.CharField()
    first_day = serializers.DateField(
        allow_null=True, help_text=gettext_lazy("First day that figures are about.")
    )
    last_day = serializers.DateField(
        allow_null=True, help_text=gettext_lazy("Last day that figures are about.")
    )


def before_everything(moment: Moment) -> Empty | None:
    """If the moment lies before the first publication."""
    first = first_change() if moment.precedes_everything else None
    if first is None:
        return None
    day = timezone.localtime(first).isoformat()
    words = _("Nothing had been published by then; the first publication is of %(time)s.") % {"time": day}
    return Empty("before_first_publication", words)


def nothing_published() -> Empty:
    return Empty("nothing_published", _("Nothing of this kind has been published."))


def no_match() -> Empty:
    return Empty(
        "no_match",
        _("Nothing of this kind that has been published fits all of these filters."),
    )


def not_in_force() -> Empty:
    return Empty(
        "not_in_force",
        _("What fits these filters has been superseded or withdrawn; versions=all shows it."),
    )
