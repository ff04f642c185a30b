"""JSON of released records: list and detail of a record follow from the fields that it states."""

import datetime as dt
import functools
from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from portal.publishing.api.releases import Locator
from portal.publishing.filters import versions_asked_for
from portal.publishing.models import ReleasedRecord
from portal.web.api.endpoints import Endpoint
from portal.web.api.fields import Answer, PastTime, Text, Time
from portal.web.api.views import DetailView, ListView
from portal.web.filters import StrictFilterSet
from portal.web.keyset import Keyset


class ReleasedFields(serializers.Serializer):
    """Where and when it was stated."""

    as_printed = Text(source="record.as_printed", help_text=_("The token of the document, damaged or not."))
    note = Text(source="record.note")
    release = Text(source="record.release.slug", help_text=_("Of the release that stated it."))
    locator = Locator(source="record")
    released_at = Time(source="record.released_at")
    superseded_at = PastTime(
        source="record.superseded_at",
        allow_null=True,
        help_text=_("When a later release took its place; null while it is in force."),
    )


@functools.cache
def record_serializer(
    name: str, *fields: type[serializers.Serializer], answer: bool = False
) -> type[serializers.Serializer]:
    """A serializer of a record: these fields in their order, then where and when it was stated.

    `name` is that of its component in OpenAPI; `answer`: with the head of the answer about one thing.
    """
    head = (Answer,) if answer else ()
    return type(f"{name}Serializer", (*head, *fields, ReleasedFields), {"__doc__": fields[-1].__doc__})


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
) -> Endpoint:
    """The noun of a record: its list, and the detail of one row by its id, with every version that was public.

    `fields`: serializers of what it is about and of what it states; the last one's docstring describes it. `related`:
    what they read along. `prepare`: makes rows of the records of one page, with what follows from other records.
    """
    name = fields[-1].__name__.removesuffix("Fields")

    named = ("release", "section", *related)

    class Records(ListView):
        __doc__ = fields[-1].__doc__
        serializer_class = record_serializer(name, *fields)
        filterset_class = filters

        def rows(self, at: dt.datetime) -> QuerySet:
            return versions_asked_for(model.objects, self.request).select_related(*named)

        def prepare(self, rows: list) -> list:
            return prepare(rows, self.request.moment.at) if prepare else rows

    class Record(DetailView):
        __doc__ = fields[-1].__doc__
        serializer_class = record_serializer(f"{name}Answer", *fields, answer=True)
        key = "id"

        def rows(self, at: dt.datetime) -> QuerySet:
            return model.objects.released(at).select_related(*named)

        def row(self, at: dt.datetime, **key: str) -> Any:
            row = super().row(at, **key)
            return prepare([row], at)[0] if prepare else row

    Records.keyset = keyset or Keyset("id")
    return Endpoint(noun, Records, Record, title, about)
