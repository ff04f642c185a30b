"""Themes as records."""

import datetime as dt

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.publishing.permissions import own_departments
from portal.publishing.records import source_columns
from portal.records.access import Access, public_rows
from portal.records.columns import NAMES, Code, Date, Integer, Texts, texts
from portal.records.described import changes
from portal.records.fields import sort_by_reading
from portal.records.lookups import Target
from portal.records.search_index import in_both
from portal.records.sheets import Group, Reference, Sheet
from portal.records.types import AdminOptions, Hit, RecordType, Source
from portal.staff.models import Department, Sector
from portal.themes.api import ThemeDetailView, ThemeList
from portal.themes.models import Theme
from portal.themes.validation import context, validate_theme
from portal.web.api.endpoints import Endpoint

NAMED = ("indicators", "commitments", "programmes", "projects", "terms", "tours")


def theme_hits(themes: list[Theme], at: dt.datetime) -> list[Hit]:
    return [
        Hit(
            one.name,
            reverse("theme-detail", args=[one.code]),
            [one.about, one.gaps, "、".join(one.aliases)],
            one.sector.name,
        )
        for one in themes
    ]


RECORDS = [
    RecordType(
        model=Theme,
        access=Access(("department_id",), public=public_rows(Theme)),
        sheet=Sheet(
            "Themes",
            _("Themes"),
            Group.CONTENT,
            70,
            Theme,
            (
                Code("code", required=True),
                Reference("sector", Target(Sector), required=True),
                Reference("department", Target(Department), required=True),
                *texts(*NAMES, *in_both("about", "why"), required=True),
                *texts(*in_both("gaps")),
                *map(Texts, (*NAMED, "aliases")),
                Integer("order"),
                *source_columns(),
                Date("reviewed_on", required=True),
                *changes(),
            ),
            key=("code",),
            prepare=sort_by_reading,
        ),
        validate=validate_theme,
        context=context,
        endpoint=Endpoint(
            "themes",
            ThemeList,
            ThemeDetailView,
            _("Themes"),
            _(
                "What each sector shows first and why: figures, commitments, works, and what is not published."
            ),
            "theme-list",
        ),
        source=Source(
            "themes",
            _("Themes"),
            Theme,
            lambda at: Theme.objects.public(at).for_list(),
            theme_hits,
            suggested=True,
            order=13,
        ),
        choices={"department": own_departments},
        admin=AdminOptions(
            fields=(
                "code",
                NAMES,
                ("sector", "department", "order"),
                in_both("about"),
                in_both("why"),
                in_both("gaps"),
                *NAMED,
                "aliases",
                ("release", "section", "paragraph"),
                ("reviewed_on", "is_public"),
            ),
            search=("code", *NAMES),
            filters=("sector",),
        ),
    ),
]
