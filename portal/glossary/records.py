"""Glossary terms as records."""

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.glossary.api import GlossaryDetail, GlossaryList
from portal.glossary.models import GlossaryTerm
from portal.publishing.records import source_columns
from portal.publishing.validation import Paragraphs, paragraphs_of_sources, source
from portal.records.access import Access, public_rows
from portal.records.columns import NAMES, Boolean, Code, Text, Texts, texts
from portal.records.described import changes
from portal.records.fields import sort_by_reading
from portal.records.findings import Beside, Finding, every, readable
from portal.records.lookups import Target
from portal.records.sheets import Group, Reference, Sheet
from portal.records.types import Hit, RecordType, Source
from portal.staff.models import Department, Sector
from portal.statistics.models import Indicator
from portal.web.api.endpoints import Endpoint


@dataclass(frozen=True)
class TermContext:
    """The paragraphs of the source releases, and the codes of existing indicators."""

    paragraphs: Paragraphs
    indicators: Collection[str]


def context(terms: list[GlossaryTerm], beside: Beside) -> TermContext:
    codes = {code for named in readable(terms, lambda term: term.indicators) for code in named}
    stored = Indicator.objects.filter(code__in=codes).values_list("code", flat=True)
    brought = readable(beside(Indicator), lambda indicator: indicator.code)
    return TermContext(paragraphs_of_sources(terms, beside), {*stored, *brought})


def source_exists(term: GlossaryTerm, context: TermContext) -> Iterator[Finding]:
    yield from source(term, context.paragraphs)


def indicators_exist(term: GlossaryTerm, context: TermContext) -> Iterator[Finding]:
    """The indicators of a term exist."""
    if unknown := [code for code in term.indicators if code not in context.indicators]:
        yield Finding("indicators", _("No such indicator: %(codes)s.") % {"codes": ", ".join(unknown)})


validate = every(source_exists, indicators_exist)


def glossary_hits(terms: list[GlossaryTerm], at: dt.datetime) -> list[Hit]:
    page = reverse("glossary-list")
    return [
        Hit(
            t.name,
            f"{page}?q={t.code}#term-{t.code}",
            [t.explanation, "、".join(t.aliases)],
            t.sector.name,
        )
        for t in terms
    ]


GLOSSARY = Sheet(
    "Glossary",
    gettext_lazy("Glossary"),
    Group.CONTENT,
    20,
    GlossaryTerm,
    (
        Code("code", required=True),
        *texts(*NAMES, required=True),
        Text("reading"),
        *texts("explanation_zh", "explanation_en", required=True),
        Boolean("explained", field="is_explained"),
        Reference("sector", Target(Sector), required=True),
        Reference("department", Target(Department), required=True),
        Texts("indicators"),
        Texts("aliases"),
        *source_columns(),
        *changes(),
    ),
    key=("code",),
    prepare=sort_by_reading,
)

RECORDS = [
    RecordType(
        model=GlossaryTerm,
        access=Access(("department_id",), public=public_rows(GlossaryTerm)),
        sheet=GLOSSARY,
        validate=validate,
        context=context,
        endpoint=Endpoint(
            "glossary",
            GlossaryList,
            GlossaryDetail,
            gettext_lazy("Glossary"),
            gettext_lazy("Programme names and acronyms, as far as the releases explain them."),
            "glossary-list",
        ),
        source=Source(
            "glossary",
            gettext_lazy("Glossary"),
            GlossaryTerm,
            lambda at: GlossaryTerm.objects.public(at).for_list(),
            glossary_hits,
            suggested=True,
            order=35,
        ),
    ),
]
