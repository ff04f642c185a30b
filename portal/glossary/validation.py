"""Validation of terms of the glossary."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from portal.glossary.models import GlossaryTerm
from portal.publishing.validation import Paragraphs, paragraphs_of_sources, source
from portal.records.findings import Beside, Finding, every, readable
from portal.statistics.models import Indicator


@dataclass(frozen=True)
class TermContext:
    """The paragraphs of the releases that terms come from, and the codes of indicators that there are."""

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
    """The codes of a term's indicators are ones of indicators."""
    if unknown := [code for code in term.indicators if code not in context.indicators]:
        yield Finding("indicators", _("No such indicator: %(codes)s.") % {"codes": ", ".join(unknown)})


validate = every(source_exists, indicators_exist)
